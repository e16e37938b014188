/**
 * More than the page, in the dock: who asks for screen, voice or camera, and what goes out now. The dock only opens the window in
 * which the customer says yes: what lies in the site's page could be drawn over.
 */
import { effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { DockToRoom, Person, RoomToDock } from '../shared/messages.ts';
import { steps as allSteps, type Step } from '../shared/roles.ts';
import { listed } from '../words/page.ts';
import { ask, tabStorage } from './ask.ts';
import { nameOf, step as words } from './strings.ts';

type Steps = Extract<RoomToDock, { type: 'steps' }>;

interface StepsDeps {
  readonly tellRoom: (message: DockToRoom) => void;
  readonly people: () => readonly Person[];
  readonly resized: () => void;
  /** Somebody asks: what lies over it goes, so that it is seen. */
  readonly asked: () => void;
}

const WINDOW_KEY = 'samepage.window';
const WINDOW_SIZE = 'popup,width=460,height=720';

const now = signal<Steps | undefined>(undefined);
/** The browser let no window come. */
const held = signal(false);
/** CSS pixels that it takes in the dock. */
const height = signal(0);
let deps: StepsDeps | undefined;

export function startSteps(given: StepsDeps): void {
  deps = given;
  effect(() => {
    void height.value;
    given.resized();
  });
}

export function stepsHeight(): number {
  return height.value;
}

/** A question stands that the customer has not answered. */
export function stepsAsked(): boolean {
  return (now.value?.asks.length ?? 0) > 0;
}

/** Told with each greeting: another room may have forgotten it. */
export function tellAble(): void {
  deps?.tellRoom({ type: 'able', steps: able() });
}

export function stepsStand(message: Steps): void {
  const before = now.value?.asks ?? [];
  now.value = message;
  if (message.asks.length === 0) held.value = false;
  if (message.asks.length > before.length) deps?.asked();
}

/** Phones have the cameras and no screen to give: their browsers lack the call, or have it and refuse. */
function able(): Step[] {
  const media = (navigator as Partial<Navigator>).mediaDevices; // absent where the page is not secure
  if (!media || !('RTCPeerConnection' in window)) return [];
  const isPhone =
    /Android|iPhone|iPad|Mobile/i.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  return allSteps.filter((step) => (step === 'screen' ? 'getDisplayMedia' in media && !isPhone : 'getUserMedia' in media));
}

/** A name that the site cannot guess, so that it cannot lead the window elsewhere; kept over the site's pages, so that it is found again. */
function windowName(): string {
  const storage = tabStorage();
  const kept = storage?.getItem(WINDOW_KEY);
  if (kept) return kept;
  const made = `samepage-${crypto.randomUUID()}`;
  storage?.setItem(WINDOW_KEY, made);
  return made;
}

/** By the press itself, because browsers hold back what opens later. */
async function openWindow(): Promise<void> {
  const name = windowName();
  const found = window.open('', name, WINDOW_SIZE);
  held.value = found === null;
  if (!found) return;
  if (now.value?.window && isOurs(found)) return found.focus();
  const answer = await ask<{ ticket: string }>('POST', '/dock/preview', {});
  if (answer.ok) found.location.replace(`${location.origin}/share#${answer.value.ticket}`);
  else found.close();
}

/** It may have been led elsewhere by its person; then it is taken back. */
function isOurs(other: Window): boolean {
  try {
    return other.location.pathname === '/share';
  } catch {
    return false; // of another origin
  }
}

function named(id: string): string {
  return nameOf(deps?.people().find((person) => person.id === id) ?? { name: '' });
}

export function Steps() {
  const box = useRef<HTMLDivElement>(null);
  const { asks, has, on } = now.value ?? { asks: [], has: [], on: [] };
  const askers = (of: Step) => asks.filter(({ step }) => step === of).map(({ participant }) => participant);
  const asked = allSteps.filter((step) => askers(step).length > 0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(() => (height.value = element.offsetHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return (
    // There before anybody asks, so that a screen reader hears it.
    <div class="steps" aria-live="polite">
      <div ref={box}>
        {asked.map((step) => (
          <div
            key={step}
            class="step-ask"
            role="group"
            aria-label={words.asks[step]({ name: listed(askers(step).map(named)) })}
            data-testid="dock-step-ask"
            data-step={step}
          >
            {askers(step).map((id) => (
              <p key={id}>
                <strong>{words.asks[step]({ name: named(id) })}</strong>
              </p>
            ))}
            <p class="small">{held.value ? words.dock.held : words.dock.what[step]}</p>
            <div class="step-presses">
              <button type="button" class="button primary" data-testid="dock-step-yes" onClick={() => void openWindow()}>
                {words.dock.yes}
              </button>
              <button
                type="button"
                class="button"
                data-testid="dock-step-no"
                onClick={() => deps?.tellRoom({ type: 'step', step, what: 'refuse' })}
              >
                {words.no}
              </button>
            </div>
          </div>
        ))}
        {on.map((step) => (
          <div key={step} class="step-on" data-testid="dock-step-on" data-step={step}>
            <p>{words.on[step]({ names: listed(has.filter((one) => one.step === step).map(({ participant }) => named(participant))) })}</p>
            <button
              type="button"
              class="button danger"
              data-testid="dock-step-stop"
              onClick={() => deps?.tellRoom({ type: 'step', step, what: 'stop' })}
            >
              {words.dock.stop[step]}
            </button>
          </div>
        ))}
      </div>
    </div>
  );
}
