/**
 * What one session may ask of targets: exchanges at the same time (the rest wait their turn, for a page with many images
 * is no attack) and bytes in an hour.
 */
import { GatewayError } from '../shared/error-codes.ts';
import type { Session } from '../sessions/index.ts';

export interface QuotaLimits {
  readonly requestsPerSessionMax: number;
  readonly bytesPerSessionPerHour: number;
}

/** Requests of a session that wait for their turn; beyond it they are refused. */
const WAITING_MAX = 512;
const HOUR_MS = 3_600_000;

/**
 * Of all of it, what requests without our cookie may take: the name of a session's host is no secret, and who knows nothing but
 * that must not use up what the customer's page needs.
 */
const STRANGERS_SHARE = 0.5;

interface Account {
  running: number;
  /** Of those that run, for nobody. */
  strangers: number;
  readonly waiting: (() => void)[];
  readonly strangersWaiting: (() => void)[];
  hourStart: number;
  bytes: number;
  strangersBytes: number;
}

export class Quotas {
  readonly #limits: QuotaLimits;
  readonly #strangersMax: number;
  readonly #accounts = new WeakMap<Session, Account>();

  constructor(limits: QuotaLimits) {
    this.#limits = limits;
    this.#strangersMax = Math.max(1, Math.floor(limits.requestsPerSessionMax * STRANGERS_SHARE));
  }

  /** A turn, or the wait for one; what comes back gives it on, once. `stranger`: nobody's request. */
  enter(session: Session, stranger = false): (() => void) | Promise<() => void> {
    const account = this.#account(session);
    const { bytesPerSessionPerHour: most } = this.#limits;
    if (account.bytes > most || (stranger && account.strangersBytes > most * STRANGERS_SHARE))
      throw new GatewayError('QUOTA', { reason: 'too many bytes in one hour' });
    if (this.#isRoom(account, stranger)) return this.#begin(account, stranger);
    const queue = stranger ? account.strangersWaiting : account.waiting;
    if (queue.length >= WAITING_MAX) throw new GatewayError('QUOTA', { reason: 'too many requests at the same time' });
    return new Promise<() => void>((turn) => queue.push(() => turn(this.#begin(account, stranger))));
  }

  #isRoom(account: Account, stranger: boolean): boolean {
    return account.running < this.#limits.requestsPerSessionMax && (!stranger || account.strangers < this.#strangersMax);
  }

  #begin(account: Account, stranger: boolean): () => void {
    account.running++;
    if (stranger) account.strangers++;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      account.running--;
      if (stranger) account.strangers--;
      // The customer's own go first. The place is taken again in this very turn.
      const queue = account.waiting.length > 0 ? account.waiting : this.#isRoom(account, true) ? account.strangersWaiting : undefined;
      queue?.shift()?.();
    };
  }

  count(session: Session, bytes: number, stranger = false): void {
    const account = this.#account(session);
    account.bytes += bytes;
    if (stranger) account.strangersBytes += bytes;
  }

  #account(session: Session): Account {
    const now = Date.now();
    let account = this.#accounts.get(session);
    if (!account) {
      account = { running: 0, strangers: 0, waiting: [], strangersWaiting: [], hourStart: now, bytes: 0, strangersBytes: 0 };
      this.#accounts.set(session, account);
    }
    if (now - account.hourStart > HOUR_MS) {
      account.hourStart = now;
      account.bytes = account.strangersBytes = 0;
    }
    return account;
  }
}
