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

interface Account {
  running: number;
  readonly waiting: (() => void)[];
  hourStart: number;
  bytes: number;
}

export class Quotas {
  readonly #limits: QuotaLimits;
  readonly #accounts = new WeakMap<Session, Account>();

  constructor(limits: QuotaLimits) {
    this.#limits = limits;
  }

  /** A turn, or the wait for one; what comes back gives it on, once. */
  enter(session: Session): (() => void) | Promise<() => void> {
    const account = this.#account(session);
    if (account.bytes > this.#limits.bytesPerSessionPerHour) throw new GatewayError('QUOTA', { reason: 'too many bytes in one hour' });
    if (account.running >= this.#limits.requestsPerSessionMax) {
      if (account.waiting.length >= WAITING_MAX) throw new GatewayError('QUOTA', { reason: 'too many requests at the same time' });
      return new Promise<() => void>((turn) => account.waiting.push(() => turn(this.#leave(account))));
    }
    account.running++;
    return this.#leave(account);
  }

  #leave(account: Account): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      // The place goes from hand to hand, so the count stays.
      const next = account.waiting.shift();
      if (next) next();
      else account.running--;
    };
  }

  count(session: Session, bytes: number): void {
    this.#account(session).bytes += bytes;
  }

  #account(session: Session): Account {
    const now = Date.now();
    let account = this.#accounts.get(session);
    if (!account) {
      account = { running: 0, waiting: [], hourStart: now, bytes: 0 };
      this.#accounts.set(session, account);
    }
    if (now - account.hourStart > HOUR_MS) {
      account.hourStart = now;
      account.bytes = 0;
    }
    return account;
  }
}
