/** One socket as the room sees it: a place to put text. Tests put in an array what the door puts on a WebSocket. */
import type { CloseCode } from '../shared/close-codes.ts';

export interface Connection {
  /** `done` is called once the bytes have left this process. */
  send(text: string, done?: () => void): void;
  /** `done` is called once the other end has it: later than `send` says, which knows nothing of what lies between. */
  sendAndHear?(text: string, done: () => void): void;
  /** Bytes given to `send` that have not left yet. */
  readonly bufferedBytes: number;
  /** Nothing is received after this. Idempotent. */
  close(code: CloseCode, reason: string): void;
  /** Who is told how long the other end takes to answer, each time it was asked (ms). */
  onAnswered?: ((ms: number) => void) | undefined;
}
