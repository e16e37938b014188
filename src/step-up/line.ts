/**
 * The socket of a page of the step up. It is opened with a ticket; once it stood, with the word that the room gave for the next
 * one, so that a broken line ends neither the capture nor the calls.
 */
import { closeCodes } from '../shared/close-codes.ts';
import { PROTOCOL_VERSION } from '../shared/messages.ts';
import { parseFromRoomToStep, type RoomToStep, type StepToRoom } from '../shared/step-up.ts';

const FIRST_RETRY_MS = 300;
/** Below the room's patience. */
const LAST_RETRY_MS = 2000;

/** After these another try would end the same way. */
const final: Readonly<Record<number, 'ended' | 'elsewhere'>> = {
  [closeCodes.ended]: 'ended',
  [closeCodes.notFound]: 'ended',
  [closeCodes.replaced]: 'elsewhere',
  [closeCodes.unauthorized]: 'elsewhere',
  [closeCodes.forbidden]: 'elsewhere',
};

export type LineState = 'connecting' | 'open' | 'lost' | 'ended' | 'elsewhere';

export interface LineDeps {
  readonly receive: (message: RoomToStep) => void;
  readonly state: (state: LineState) => void;
}

export class StepLine {
  readonly #deps: LineDeps;
  #socket: WebSocket | undefined;
  #again: string | undefined;
  #retryMs = FIRST_RETRY_MS;
  #timer: number | undefined;

  constructor(deps: LineDeps) {
    this.#deps = deps;
  }

  open(ticket: string): void {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/step-up/socket`, ['samepage', `ticket.${ticket}`]);
    this.#socket = socket;
    socket.onopen = () => this.send({ type: 'hello', protocol: PROTOCOL_VERSION });
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = parseFromRoomToStep(String(data));
      if (!message || socket !== this.#socket) return;
      if (message.type === 'welcome') {
        this.#again = message.again;
        this.#retryMs = FIRST_RETRY_MS;
        this.#deps.state('open');
      }
      this.#deps.receive(message);
    };
    socket.onclose = ({ code }) => {
      if (socket !== this.#socket) return;
      this.#socket = undefined;
      const over = final[code] ?? (this.#again === undefined ? 'elsewhere' : undefined);
      this.#deps.state(over ?? 'lost');
      if (over) return;
      this.#timer = window.setTimeout(() => this.open(this.#again ?? ''), this.#retryMs);
      this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
    };
  }

  /** False: nobody heard it. */
  send(message: StepToRoom): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  close(): void {
    window.clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }
}
