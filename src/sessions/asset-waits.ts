/**
 * A guest's picture may be asked for before the host's browser has asked for it: the element is described within milliseconds,
 * and the host loads six files of a host at a time. Whoever asks too early waits for the host here.
 */

/** Guests that wait in one session; more are refused as if nothing came. */
const WAITING_MAX = 64;
/**
 * What the host loads it usually has asked for by then (ms). Each wait in vain halves the next ones, until one is answered:
 * a page of two hundred pictures that the host loads only when they are scrolled to must not block a guest's connections.
 */
const PATIENCE_MS = 3000;
/** Below it nobody waits (ms). */
const PATIENCE_MIN_MS = 20;

export class AssetWaits {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #fullPatienceMs: number;
  #patienceMs: number;
  #count = 0;

  constructor(patienceMs = PATIENCE_MS) {
    this.#fullPatienceMs = this.#patienceMs = patienceMs;
  }

  /** Until the host was given `address`, or will not be. */
  wait(address: string): Promise<void> {
    if (this.#count >= WAITING_MAX || this.#patienceMs < PATIENCE_MIN_MS) return Promise.resolve();
    return new Promise((done) => {
      const here = this.#waiting.get(address) ?? new Set();
      const end = (): void => {
        clearTimeout(timer);
        here.delete(end);
        if (here.size === 0) this.#waiting.delete(address);
        this.#count--;
        done();
      };
      const timer = setTimeout(() => {
        this.#patienceMs /= 2;
        end();
      }, this.#patienceMs).unref();
      here.add(end);
      this.#waiting.set(address, here);
      this.#count++;
    });
  }

  settle(address: string): void {
    this.#patienceMs = this.#fullPatienceMs;
    for (const end of [...(this.#waiting.get(address) ?? [])]) end();
  }

  clear(): void {
    for (const address of [...this.#waiting.keys()]) this.settle(address);
  }
}
