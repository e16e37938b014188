/**
 * What goes out to one guest. Each message leaves at once; a guest that does not keep up gets no changes any more, and one
 * keyframe when it has caught up, so that neither memory nor another guest pays for a slow line.
 *
 *   fresh --(unsent > staleBytes)--> stale: stream messages are dropped --(drained)--> fresh, after `resync`
 *   either --(unsent > closeBytes)--> closed
 */
import { closeCodes } from '../shared/close-codes.ts';
import type { Connection } from './connection.ts';

/** Unsent bytes behind which a pointer would come late: a tenth of a second on a slow line. */
const LATE_BYTES = 6 * 1024;

export interface OutboxDeps {
  readonly connection: Connection;
  /** Unsent bytes beyond which changes are dropped. */
  readonly staleBytes: number;
  /** Unsent bytes beyond which the guest is disconnected. */
  readonly closeBytes: number;
  /** The guest has caught up after changes were dropped: give it whole pictures. */
  resync(): void;
}

export class Outbox {
  readonly #deps: OutboxDeps;
  #stale = false;
  #closed = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  get stale(): boolean {
    return this.#stale;
  }

  /** Rights, people, results: small, and each must arrive. */
  send(text: string): void {
    if (!this.#closed) this.#push(text);
  }

  /** Changes of the page; dropped while the guest is behind. */
  stream(text: string): void {
    if (this.#closed || this.#stale) return;
    this.#push(text);
    if (this.#deps.connection.bufferedBytes > this.#deps.staleBytes) this.#stale = true;
  }

  /** Pointers: worth nothing later. */
  fleeting(text: string): void {
    if (!this.#closed && !this.#stale && this.#deps.connection.bufferedBytes <= LATE_BYTES) this.#push(text);
  }

  close(): void {
    this.#closed = true;
  }

  #push(text: string): void {
    const { connection } = this.#deps;
    connection.send(text, this.#left);
    if (connection.bufferedBytes <= this.#deps.closeBytes) return;
    this.#closed = true;
    connection.close(closeCodes.timeout, 'too-slow');
  }

  /** One function for all messages: there is one with each of them. */
  readonly #left = (): void => {
    if (this.#closed || !this.#stale || this.#deps.connection.bufferedBytes > this.#deps.staleBytes / 2) return;
    this.#stale = false;
    this.#deps.resync();
  };
}
