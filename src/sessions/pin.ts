/**
 * PINs. Customer first: six digits, typed by a signed-in agent, good for ten minutes and once. Agent first: the session's
 * own nine digits, typed by a stranger, good while the session waits. Wrong, expired and used answer the same, and tries
 * are limited before anything is looked up.
 */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { GatewayError } from '../shared/error-codes.ts';
import { countTry } from '../store/index.ts';
import { randomDigits, randomToken } from './random.ts';

/** PINs that wait at the same time: 0.1 % of the six-digit space, so that guessing stays hopeless. */
const MAX_WAITING = 1000;
/** New PINs of one address in ten minutes. */
const NEW_PER_ADDRESS = 20;
const TEN_MINUTES_S = 600;

export interface PinLimits extends TryLimits {
  readonly pinLifetimeMs: number;
}

export interface TryLimits {
  readonly pinTriesPerMinuteMax: number;
  readonly pinTriesPerHourMax: number;
}

/** Limits tries of whoever types PINs. A right one is given back: a busy agent is no attacker. */
export class PinTries {
  readonly #minute: RateLimiterMemory;
  readonly #hour: RateLimiterMemory;

  constructor(limits: TryLimits) {
    this.#minute = new RateLimiterMemory({ points: limits.pinTriesPerMinuteMax, duration: 60 });
    this.#hour = new RateLimiterMemory({ points: limits.pinTriesPerHourMax, duration: 3600 });
  }

  /** Throws TOO_MANY_TRIES. */
  async count(who: string): Promise<void> {
    await countTry(this.#hour, who);
    await countTry(this.#minute, who);
  }

  async giveBack(who: string): Promise<void> {
    await this.#minute.reward(who);
    await this.#hour.reward(who);
  }
}

/** A page of a site that its customer asks for help on. */
export interface AskingPage {
  readonly site: string;
  readonly url: string;
}

type Claim =
  | { readonly state: 'waiting'; readonly key: string; readonly page: AskingPage | undefined }
  | { readonly state: 'taken' }
  | { readonly state: 'ready'; readonly link: string }
  /** In place: the customer said yes; the pass for the page that waits. */
  | { readonly state: 'started'; readonly own: string; readonly entry: string };

export type ClaimStatus =
  | { readonly state: 'waiting' | 'expired' }
  | { readonly state: 'ready'; readonly link: string }
  | { readonly state: 'started'; readonly own: string; readonly entry: string };

export class CustomerPins {
  readonly #limits: PinLimits;
  readonly #made = new RateLimiterMemory({ points: NEW_PER_ADDRESS, duration: TEN_MINUTES_S });
  readonly #claimOf = new Map<string, string>();
  readonly #claims = new Map<string, Claim & { readonly until: number }>();

  constructor(limits: PinLimits) {
    this.#limits = limits;
  }

  /** Throws TOO_MANY_TRIES. */
  async create(ip: string, company: string, page?: AskingPage): Promise<{ pin: string; claim: string; expiresAt: Date }> {
    await countTry(this.#made, ip);
    this.#sweep();
    if (this.#claims.size >= MAX_WAITING) throw new GatewayError('TOO_MANY_TRIES', { seconds: 60 });
    let pin = randomDigits(6);
    while (this.#claimOf.has(keyOf(company, pin))) pin = randomDigits(6);
    const claim = randomToken();
    const until = Date.now() + this.#limits.pinLifetimeMs;
    this.#claimOf.set(keyOf(company, pin), claim);
    this.#claims.set(claim, { state: 'waiting', key: keyOf(company, pin), page, until });
    return { pin, claim, expiresAt: new Date(until) };
  }

  /** Takes the PIN out: of two agents who type it at once, one gets it. Undefined: wrong, expired, used or another company's. */
  take(
    company: string,
    pin: string,
  ):
    | {
        readonly page: AskingPage | undefined;
        ready(link: string): void;
        started(own: string, entry: string): void;
        giveBack(): void;
      }
    | undefined {
    this.#sweep();
    const key = keyOf(company, pin);
    const claim = this.#claimOf.get(key);
    const entry = claim === undefined ? undefined : this.#claims.get(claim);
    if (claim === undefined || entry?.state !== 'waiting') return undefined;
    const { until } = entry;
    this.#claimOf.delete(key);
    this.#claims.set(claim, { state: 'taken', until });
    return {
      page: entry.page,
      started: (own, pass) =>
        this.#claims.set(claim, { state: 'started', own, entry: pass, until: Date.now() + this.#limits.pinLifetimeMs }),
      ready: (link) => this.#claims.set(claim, { state: 'ready', link, until: Date.now() + this.#limits.pinLifetimeMs }),
      // The site could not be opened: the customer need not read out another PIN for that.
      giveBack: () => {
        this.#claimOf.set(key, claim);
        this.#claims.set(claim, entry);
      },
    };
  }

  status(claim: string): ClaimStatus {
    this.#sweep();
    const entry = this.#claims.get(claim);
    if (!entry) return { state: 'expired' };
    if (entry.state === 'started') return { state: 'started', own: entry.own, entry: entry.entry };
    return entry.state === 'ready' ? { state: 'ready', link: entry.link } : { state: 'waiting' };
  }

  #sweep(): void {
    const now = Date.now();
    for (const [claim, entry] of this.#claims) {
      if (entry.until > now) continue;
      this.#claims.delete(claim);
      if (entry.state === 'waiting') this.#claimOf.delete(entry.key);
    }
  }
}

/** A PIN is a company's own: to another it is no PIN, found out by the same one look. */
function keyOf(company: string, pin: string): string {
  return `${company} ${pin}`;
}
