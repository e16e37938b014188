/** In place the line needs a ticket for every socket; the dock beside the page gets it, because our own origin knows the dock alone. */
import type { Natives } from './natives.ts';

/** The dock is loading, or its own origin is slow: after this the line tries again. */
const PATIENCE_MS = 15_000;

export class DockTickets {
  readonly #natives: Natives;
  readonly #tell: (message: object) => void;
  #waiting: ((ticket: string | undefined) => void)[] = [];

  /** `tell`: says something to the dock; lost while there is none. */
  constructor(natives: Natives, tell: (message: object) => void) {
    this.#natives = natives;
    this.#tell = tell;
  }

  ask(): Promise<string | undefined> {
    return new Promise((done) => {
      const timer = this.#natives.setTimeout(() => this.#settle(undefined), PATIENCE_MS);
      this.#waiting.push((ticket) => {
        this.#natives.clearTimeout(timer);
        done(ticket);
      });
      this.remind();
    });
  }

  /** The dock has loaded: what was said before it stood is said again. */
  remind(): void {
    if (this.#waiting.length > 0) this.#tell({ type: 'ticket-please' });
  }

  /** The dock's answer. */
  got(ticket: unknown): void {
    this.#settle(typeof ticket === 'string' ? ticket : undefined);
  }

  close(): void {
    this.#settle(undefined);
  }

  #settle(ticket: string | undefined): void {
    // One question is open at a time; whoever asked before it is answered too.
    const [last, ...rest] = this.#waiting.splice(0).reverse();
    last?.(ticket);
    for (const done of rest) done(undefined);
  }
}
