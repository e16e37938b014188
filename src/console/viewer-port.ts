/** The console's end of the port to the viewer's frame. The viewer has no cookie: it asks here for its tickets. */
import { computed, signal } from '@preact/signals';
import type { TabId } from '../shared/ids.ts';
import type { InkAct, InkHand } from '../shared/ink.ts';
import { passingKinds, type ConsoleToViewer, type TabInfo, type ViewerToConsole } from '../shared/messages.ts';
import { openId } from './open-sessions.ts';
import { say, ticket } from './state.ts';
import { strings } from './strings.ts';
import { leaveFrame } from './way-out.ts';

interface Port {
  readonly port: MessagePort;
  readonly frame: HTMLIFrameElement;
}

interface Shown {
  readonly tabs: readonly TabInfo[];
  readonly shown: TabId | null;
  readonly pinned: TabId | null;
  readonly active: TabId | null;
}

/** One for each session that is open; bounded by their number. */
const ports = new Map<string, Port>();
const pictures = signal<ReadonlyMap<string, Shown>>(new Map());
const picture = computed(() => (openId.value === undefined ? undefined : pictures.value.get(openId.value)));

export const tabs = computed(() => picture.value?.tabs ?? []);
export const shown = computed(() => picture.value?.shown ?? null);
/** The tab that this agent stays on; null: wherever the customer is. */
export const pinned = computed(() => picture.value?.pinned ?? null);
/** Where the customer is. */
export const active = computed(() => picture.value?.active ?? null);

/** After every load of the frame: a frame that was loaded again has lost its port. */
export function connectViewer(session: string, frame: HTMLIFrameElement, origin: string): void {
  disconnectViewer(session);
  const channel = new MessageChannel();
  const { port1: port, port2 } = channel;
  ports.set(session, { port, frame });
  // From the viewer page of our own; the browser delivers to the exact origin below or not at all.
  port.onmessage = (event: MessageEvent<unknown>) => void receive(session, port, event.data as ViewerToConsole);
  frame.contentWindow?.postMessage({ type: 'samepage-port' }, origin, [port2]);
}

export function disconnectViewer(session: string): void {
  ports.get(session)?.port.close();
  ports.delete(session);
  const rest = new Map(pictures.value);
  if (rest.delete(session)) pictures.value = rest;
}

async function receive(session: string, port: MessagePort, message: ViewerToConsole): Promise<void> {
  const isCurrent = session === openId.value;
  switch (message.type) {
    case 'need-ticket': {
      const answer = await ticket(session);
      if (answer.ok) port.postMessage({ type: 'ticket', ticket: answer.value.ticket } satisfies ConsoleToViewer);
      else if (isCurrent) say(answer.text);
      return;
    }
    case 'tabs':
      pictures.value = new Map(pictures.value).set(session, message);
      return;
    case 'status':
      // The viewer shows its own state; nothing here depends on it.
      return;
    case 'act-result': {
      const { outcome, kind } = message;
      if (!isCurrent) return;
      if (outcome.result === 'refused') say(strings.refused[outcome.code]);
      // A move or a wheel that came too late is nobody's concern.
      else if (outcome.result !== 'done' && !passingKinds.has(kind)) say(outcome.result === 'busy' ? strings.busy : strings.stale);
      return;
    }
    case 'asked': {
      if (!isCurrent) return;
      const { outcome, url } = message;
      const words = strings.session.newTab;
      if (outcome === null) say(words.asked({ site: new URL(url).host }));
      else if (outcome.result === 'done') say(words.opened);
      else if (outcome.result === 'refused') say(strings.refused[outcome.code]);
      return;
    }
    case 'hand':
      if (isCurrent) onHand(message.tool);
      return;
    case 'leave': {
      const frame = ports.get(session)?.frame;
      if (isCurrent && frame) leaveFrame(frame, message.back);
      return;
    }
    default:
      message satisfies never;
  }
}

let onHand: (tool: InkHand['tool'] | null) => void = () => undefined;

/** Who is told that the guest's hand took another tool by a key, or put it away. */
export function handChosen(listener: (tool: InkHand['tool'] | null) => void): void {
  onHand = listener;
}

function tell(message: ConsoleToViewer, session = openId.value): void {
  if (session !== undefined) ports.get(session)?.port.postMessage(message);
}

export function takeHand(hand: InkHand | null, focus: boolean): void {
  if (focus && openId.value !== undefined) ports.get(openId.value)?.frame.focus();
  tell({ type: 'hand', hand, focus });
}

/** A hand is in one session at a time. */
export function putHandAway(session: string): void {
  tell({ type: 'hand', hand: null, focus: false }, session);
}

export function draw(act: InkAct): void {
  tell({ type: 'ink', act });
}

export function navigate(action: Extract<ConsoleToViewer, { type: 'nav' }>['action']): void {
  tell({ type: 'nav', action });
}

export function follow(tab: TabId | null): void {
  tell({ type: 'follow', tab });
}
