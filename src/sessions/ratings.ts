/**
 * How it was, said once by the customer after the end. Their cookie of the session is what says who they are; it goes with
 * everything else that is cleared then, so the end page fetches a pass for it before, and hands that in with the answer.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SessionId } from '../shared/ids.ts';

/** People come back to a tab. */
const LIFETIME_MS = 60 * 60_000;

export class Ratings {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  pass(sid: SessionId, now = Date.now()): string {
    const until = (now + LIFETIME_MS).toString(36);
    return `${until}.${this.#mac(sid, until)}`;
  }

  isGood(sid: SessionId, pass: string, now = Date.now()): boolean {
    const [, until = '', mac = ''] = /^([0-9a-z]{1,11})\.([\w-]{43})$/.exec(pass) ?? [];
    if (until === '' || Number.parseInt(until, 36) < now) return false;
    return timingSafeEqual(Buffer.from(mac), Buffer.from(this.#mac(sid, until)));
  }

  #mac(sid: SessionId, until: string): string {
    return createHmac('sha256', this.#key).update(`rating\0${sid}\0${until}`).digest('base64url');
  }
}
