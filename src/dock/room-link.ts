/**
 * The dock's socket: opens, greets, comes back after a drop with growing pauses. While it lives the room forwards this
 * tab to the agents; so a dock that is gone hides the page, never the other way round.
 */
import { closeCodes } from '../shared/close-codes.ts';
import type { TabId } from '../shared/ids.ts';
import { PROTOCOL_VERSION, type DockToRoom, type RoomToDock } from '../shared/messages.ts';
import { parseFromRoomToDock } from '../shared/parse-message.ts';

export type LinkState = 'connecting' | 'open' | 'lost' | 'elsewhere' | 'ended';

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 8000;

/** After these another try would end the same way. */
const finalStates: Readonly<Record<number, LinkState>> = {
  [closeCodes.ended]: 'ended',
  [closeCodes.notFound]: 'ended',
  [closeCodes.replaced]: 'elsewhere',
  [closeCodes.unauthorized]: 'elsewhere',
  [closeCodes.forbidden]: 'elsewhere',
};

export class RoomLink {
  readonly #onMessage: (message: RoomToDock) => void;
  readonly #onState: (state: LinkState) => void;
  #socket: WebSocket | undefined;
  /** Undefined: not known yet. */
  #tab: TabId | null | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: number | undefined;
  #closed = false;

  constructor(handlers: { onMessage: (message: RoomToDock) => void; onState: (state: LinkState) => void }) {
    this.#onMessage = handlers.onMessage;
    this.#onState = handlers.onState;
    // A browser keeps no page with an open socket for the way back: the page around us closes its own as well.
    window.addEventListener('pagehide', () => this.#drop());
    window.addEventListener('pageshow', ({ persisted }) => {
      if (persisted && !this.#closed && this.#tab !== undefined) this.#open();
    });
  }

  /** Greets as the dock of `tab`; a live socket that said another tab is replaced. */
  connect(tab: TabId | null): void {
    if (this.#closed || (this.#socket && this.#tab === tab)) return;
    this.#tab = tab;
    this.#drop();
    this.#open();
  }

  /** False when there is no connection to say it on. */
  send(message: DockToRoom): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #open(): void {
    this.#onState('connecting');
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/dock/socket`);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, tab: this.#tab ?? null } satisfies DockToRoom));
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (socket !== this.#socket) return;
      this.#pauseMs = FIRST_PAUSE_MS;
      const parsed = parseFromRoomToDock(String(event.data));
      if (!parsed.ok) return; // a word of a newer gateway
      if (parsed.message.type === 'welcome') this.#onState('open');
      this.#onMessage(parsed.message);
    });
    socket.addEventListener('close', (event) => {
      if (socket !== this.#socket) return;
      this.#socket = undefined;
      const final = finalStates[event.code];
      if (final) this.#closed = true;
      this.#onState(final ?? 'lost');
      if (this.#closed) return;
      this.#timer = window.setTimeout(() => this.#open(), this.#pauseMs);
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    });
  }

  #drop(): void {
    window.clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }
}
