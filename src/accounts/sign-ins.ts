/**
 * Who is signed in: a random value in a cookie, its hash in the store. Good for a working day, and for half an hour without
 * use; an open console counts as use. Ended by signing out, by an administrator, and by a change of the user.
 */
import { randomBytes } from 'node:crypto';
import { operatorOf, type Staff } from '../shared/staff.ts';
import { sha256, type Store, type UserRow } from '../store/index.ts';

export interface SignInLimits {
  readonly signInLifetimeMs: number;
  readonly signInIdleMs: number;
}

/** How often use is written down, and open consoles are looked at (ms). */
const NOTE_EVERY_MS = 60_000;
/** Marks the operator's: its hash holds the admin token, so that a new token ends it. */
const OPERATORS = 'o.';
const VALUE = /^(?:o\.)?[\w-]{32}$/;

export interface SignedIn {
  readonly staff: Staff;
  /** Name of the sign-in in the store. */
  readonly hash: string;
}

export class SignIns {
  readonly #store: Store;
  readonly #limits: SignInLimits;
  readonly #adminToken: string;
  /** Open consoles by sign-in: told when it ends. */
  readonly #open = new Map<string, Set<() => void>>();
  readonly #tick: NodeJS.Timeout;
  #lastTick: Promise<void> = Promise.resolve();

  constructor(store: Store, limits: SignInLimits, adminToken: string) {
    this.#store = store;
    this.#limits = limits;
    this.#adminToken = adminToken;
    this.#tick = setInterval(() => (this.#lastTick = this.#look()), NOTE_EVERY_MS).unref();
  }

  /** Value for the cookie. */
  async begin(staff: Staff): Promise<string> {
    const value = (staff.is === 'operator' ? OPERATORS : '') + randomBytes(24).toString('base64url');
    const now = Date.now();
    await this.#store.addSignIn({
      hash: this.#hash(value),
      company: staff.company,
      user: staff.is === 'operator' ? null : staff.id,
      createdAt: now,
      usedAt: now,
    });
    return value;
  }

  async find(value: string): Promise<SignedIn | undefined> {
    if (!VALUE.test(value)) return undefined;
    return this.#find(this.#hash(value), true);
  }

  async end(value: string): Promise<void> {
    if (VALUE.test(value)) await this.#end(this.#hash(value));
  }

  /** Everywhere. */
  async endOf(user: string): Promise<void> {
    for (const hash of await this.#store.endSignInsOf(user)) this.#tellEnd(hash);
  }

  /** Calls `ended` once the sign-in is over. Hands back how to stop that. */
  watch(hash: string, ended: () => void): () => void {
    const listeners = this.#open.get(hash) ?? new Set();
    this.#open.set(hash, listeners);
    listeners.add(ended);
    return () => {
      listeners.delete(ended);
      if (listeners.size === 0) this.#open.delete(hash);
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#tick);
    await this.#lastTick;
  }

  async #find(hash: string, isUse: boolean): Promise<SignedIn | undefined> {
    const row = await this.#store.signIn(hash);
    if (!row) return undefined;
    const now = Date.now();
    const { signInLifetimeMs, signInIdleMs } = this.#limits;
    const user = row.user === null ? undefined : await this.#store.user(row.user);
    const isOver = row.createdAt + signInLifetimeMs <= now || row.usedAt + signInIdleMs <= now;
    if (isOver || (row.user !== null && (!user || user.disabledAt !== null))) {
      await this.#end(hash);
      return undefined;
    }
    if (isUse && row.usedAt + NOTE_EVERY_MS <= now) await this.#store.useSignIn(hash, now);
    return { hash, staff: user ? staffOf(user) : operatorOf(row.company) };
  }

  async #look(): Promise<void> {
    const now = Date.now();
    await this.#store.forgetSignIns(now - this.#limits.signInLifetimeMs, now - this.#limits.signInIdleMs);
    for (const hash of [...this.#open.keys()]) {
      if (await this.#find(hash, true)) continue;
      this.#tellEnd(hash);
    }
  }

  async #end(hash: string): Promise<void> {
    await this.#store.endSignIn(hash);
    this.#tellEnd(hash);
  }

  #tellEnd(hash: string): void {
    const listeners = this.#open.get(hash);
    this.#open.delete(hash);
    for (const ended of listeners ?? []) ended();
  }

  #hash(value: string): string {
    return sha256(value.startsWith(OPERATORS) ? `${this.#adminToken}\0${value}` : value);
  }
}

export function staffOf(user: UserRow): Staff {
  return { company: user.company, id: user.id, name: user.name, role: user.role, is: 'person' };
}
