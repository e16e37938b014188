/** When the next flush is: at once after a quiet moment, then at most every 16 ms, seldom while the line is full. Never by animation frame: a hidden tab has none. */
import type { Natives } from '../natives.ts';

/** Milliseconds between two flushes: a fresh line, and lines that hold more than so many unsent bytes. */
const INTERVALS: readonly (readonly [bytes: number, ms: number])[] = [
  [1 << 20, 250],
  [512 << 10, 100],
  [64 << 10, 50],
  [16 << 10, 33],
  [0, 16],
];

export class Pace {
  readonly #natives: Natives;
  readonly #buffered: () => number;
  readonly #flush: () => void;
  readonly #channel: MessageChannel;
  #timer: number | undefined;
  #isPosted = false;
  #last = 0;

  constructor(natives: Natives, buffered: () => number, flush: () => void) {
    this.#natives = natives;
    this.#buffered = buffered;
    this.#flush = flush;
    this.#channel = new natives.MessageChannel();
    this.#channel.port1.onmessage = () => {
      this.#isPosted = false;
      flush();
    };
  }

  /** A flush, or what counts as one, is made now. */
  noted(): void {
    this.#last = this.#natives.now();
  }

  schedule(): void {
    if (this.#isPosted || this.#timer !== undefined) return;
    const buffered = this.#buffered();
    const interval = INTERVALS.find(([bytes]) => buffered >= bytes)?.[1] ?? 16;
    const wait = this.#last + interval - this.#natives.now();
    if (wait > 0) return this.later(wait);
    // A message, not a timer: leading edge without the clamp of nested timers, and it runs in hidden tabs.
    this.#isPosted = true;
    this.#channel.port2.postMessage(0);
  }

  later(ms: number): void {
    this.#timer ??= this.#natives.setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, ms);
  }

  close(): void {
    if (this.#timer !== undefined) this.#natives.clearTimeout(this.#timer);
  }
}
