/** When a session ends by itself: a link that nobody opened, a visit that lasted too long, a customer or everybody gone. */

export interface LifetimeDeps {
  readonly linkLifetimeMs: number;
  readonly sessionLifetimeMs: number;
  readonly hostAwayMs: number;
  readonly everybodyAwayMs: number;
  end(by: string): void;
}

export class Lifetime {
  readonly #deps: LifetimeDeps;
  #whole: NodeJS.Timeout;
  #host: NodeJS.Timeout | undefined;
  #everybody: NodeJS.Timeout | undefined;
  #started = false;

  constructor(deps: LifetimeDeps) {
    this.#deps = deps;
    this.#whole = this.#after(deps.linkLifetimeMs, 'nobody came');
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    clearTimeout(this.#whole);
    this.#whole = this.#after(this.#deps.sessionLifetimeMs, 'time is over');
    this.presence({ customer: false, anybody: false });
  }

  presence(here: { customer: boolean; anybody: boolean }): void {
    if (!this.#started) return;
    if (here.customer) {
      clearTimeout(this.#host);
      this.#host = undefined;
    } else this.#host ??= this.#after(this.#deps.hostAwayMs, 'the customer was away');
    if (here.anybody) {
      clearTimeout(this.#everybody);
      this.#everybody = undefined;
    } else this.#everybody ??= this.#after(this.#deps.everybodyAwayMs, 'everybody was away');
  }

  close(): void {
    clearTimeout(this.#whole);
    clearTimeout(this.#host);
    clearTimeout(this.#everybody);
  }

  #after(ms: number, by: string): NodeJS.Timeout {
    return setTimeout(() => this.#deps.end(by), ms).unref();
  }
}
