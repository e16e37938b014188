/** The viewer's socket. It has no cookie: each connection is opened with a ticket of its own, which the console hands over. */
import { closeCodes } from '../shared/close-codes.ts';
import { PROTOCOL_VERSION, type RoomToViewer, type ViewerToRoom } from '../shared/messages.ts';
import { parseFromRoomToViewer } from '../shared/parse-message.ts';

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 8000;

export interface RoomLineDeps {
  readonly receive: (message: RoomToViewer) => void;
  /** A new ticket is needed; it comes by `open`. */
  readonly needTicket: () => void;
  readonly lost: () => void;
  readonly ended: () => void;
}

export class RoomLine {
  readonly #deps: RoomLineDeps;
  #socket: WebSocket | undefined;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: number | undefined;
  #over = false;

  constructor(deps: RoomLineDeps) {
    this.#deps = deps;
  }

  open(ticket: string): void {
    if (this.#over) return;
    this.#socket?.close();
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/viewer/socket`, ['samepage', `ticket.${ticket}`]);
    this.#socket = socket;
    socket.onopen = () => this.send({ type: 'hello', protocol: PROTOCOL_VERSION });
    socket.onmessage = (event: MessageEvent<string>) => {
      if (this.#socket !== socket) return;
      this.#retryMs = FIRST_RETRY_MS;
      const parsed = parseFromRoomToViewer(event.data);
      if (!parsed.ok) return; // a word of a newer gateway
      if (parsed.message.type === 'end') this.#over = true;
      this.#deps.receive(parsed.message);
    };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      if (this.#over || code === closeCodes.ended || code === closeCodes.notFound) {
        this.#over = true;
        this.#deps.ended();
        return;
      }
      this.#deps.lost();
      this.#retryTimer = window.setTimeout(() => this.#deps.needTicket(), this.#retryMs);
      this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
    };
  }

  /** False: nobody heard it. */
  send(message: ViewerToRoom): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  close(): void {
    clearTimeout(this.#retryTimer);
    this.#over = true;
    this.#socket?.close();
  }
}
