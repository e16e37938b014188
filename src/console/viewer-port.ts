/** The console's end of the port to the viewer's frame. The viewer has no cookie: it asks here for its tickets. */
import { signal } from '@preact/signals';
import type { TabId } from '../shared/ids.ts';
import type { InkAct, InkHand } from '../shared/ink.ts';
import { passingKinds, type ConsoleToViewer, type TabInfo, type ViewerToConsole } from '../shared/messages.ts';
import { say, ticket } from './state.ts';
import { strings } from './strings.ts';

export const tabs = signal<readonly TabInfo[]>([]);
export const shown = signal<TabId | null>(null);
/** The tab that this agent stays on; null: wherever the customer is. */
export const pinned = signal<TabId | null>(null);
/** Where the customer is. */
export const active = signal<TabId | null>(null);

let port: MessagePort | undefined;
let frameNow: HTMLIFrameElement | undefined;

/** After every load of the frame: a frame that was loaded again has lost its port. */
export function connectViewer(frame: HTMLIFrameElement, origin: string): void {
  disconnectViewer();
  frameNow = frame;
  const channel = new MessageChannel();
  port = channel.port1;
  // From the viewer page of our own; the browser delivers to the exact origin below or not at all.
  port.onmessage = (event: MessageEvent<unknown>) => void receive(event.data as ViewerToConsole);
  frame.contentWindow?.postMessage({ type: 'samepage-port' }, origin, [channel.port2]);
}

export function disconnectViewer(): void {
  port?.close();
  port = undefined;
  tabs.value = [];
  shown.value = pinned.value = active.value = null;
}

async function receive(message: ViewerToConsole): Promise<void> {
  switch (message.type) {
    case 'need-ticket': {
      const asking = port;
      const answer = await ticket();
      if (answer.ok) asking?.postMessage({ type: 'ticket', ticket: answer.value.ticket } satisfies ConsoleToViewer);
      else say(answer.text);
      return;
    }
    case 'tabs':
      tabs.value = message.tabs;
      shown.value = message.shown;
      pinned.value = message.pinned;
      active.value = message.active;
      return;
    case 'status':
      // The viewer shows its own state; nothing here depends on it.
      return;
    case 'act-result': {
      const { outcome, kind } = message;
      if (outcome.result === 'refused') say(strings.refused[outcome.code]);
      // A move or a wheel that came too late is nobody's concern.
      else if (outcome.result !== 'done' && !passingKinds.has(kind)) say(outcome.result === 'busy' ? strings.busy : strings.stale);
      return;
    }
    case 'asked': {
      const { outcome, url } = message;
      const words = strings.session.newTab;
      if (outcome === null) say(words.asked({ site: new URL(url).host }));
      else if (outcome.result === 'done') say(words.opened);
      else if (outcome.result === 'refused') say(strings.refused[outcome.code]);
      return;
    }
    case 'hand':
      onHand(message.tool);
      return;
    default:
      message satisfies never;
  }
}

let onHand: (tool: InkHand['tool'] | null) => void = () => undefined;

/** Who is told that the guest's hand took another tool by a key, or put it away. */
export function handChosen(listener: (tool: InkHand['tool'] | null) => void): void {
  onHand = listener;
}

export function takeHand(hand: InkHand | null, focus: boolean): void {
  if (focus) frameNow?.focus();
  port?.postMessage({ type: 'hand', hand, focus } satisfies ConsoleToViewer);
}

export function draw(act: InkAct): void {
  port?.postMessage({ type: 'ink', act } satisfies ConsoleToViewer);
}

export function navigate(action: Extract<ConsoleToViewer, { type: 'nav' }>['action']): void {
  port?.postMessage({ type: 'nav', action } satisfies ConsoleToViewer);
}

export function follow(tab: TabId | null): void {
  port?.postMessage({ type: 'follow', tab } satisfies ConsoleToViewer);
}
