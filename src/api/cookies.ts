/** Cookies of our own pages: the device that a link is bound to, and the console's sign-in. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Response } from 'express';

const DAY_S = 24 * 60 * 60;
/** A device must be known again for as long as a session may wait and last. */
const DEVICE_LIFETIME_S = 7 * DAY_S;
/** One working day; then sign in again. */
const CONSOLE_LIFETIME_S = 12 * 60 * 60;

/** Browsers keep `__Host-` and Secure cookies on https, and on localhost as if it were. Elsewhere on http they would drop them. */
export function isSecureOrigin(origin: string): boolean {
  const url = new URL(origin);
  return url.protocol === 'https:' || url.hostname === 'localhost' || url.hostname.endsWith('.localhost');
}

export function cookieName(base: 'samepage-console' | 'samepage-device', secure: boolean): string {
  return secure ? `__Host-${base}` : base;
}

/** First value of that name; ours are `__Host-`, so there is no second. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

export function cookieNames(header: string | undefined): string[] {
  const names = (header ?? '').split(';').map((pair) => pair.slice(0, Math.max(0, pair.indexOf('='))).trim());
  // A name that is no token (RFC 6265, 4.1.1) could not be written back without changing its meaning.
  return [...new Set(names)].filter((name) => /^[!#$%&'*+\-.^_`|~\w]+$/.test(name));
}

function write(res: Response, name: string, value: string, lifetimeS: number, secure: boolean): void {
  res.append('Set-Cookie', `${name}=${value}; Path=/; Max-Age=${lifetimeS}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`);
}

export class DeviceCookie {
  readonly #name: string;
  readonly #secure: boolean;

  constructor(origin: string) {
    this.#secure = isSecureOrigin(origin);
    this.#name = cookieName('samepage-device', this.#secure);
  }

  read(cookieHeader: string | undefined): string | undefined {
    const value = readCookie(cookieHeader, this.#name);
    return value !== undefined && /^[\w-]{22}$/.test(value) ? value : undefined;
  }

  /** The device of this browser; a browser without one gets one with the answer. */
  ensure(cookieHeader: string | undefined, res: Response): string {
    const known = this.read(cookieHeader);
    if (known) return known;
    const value = randomBytes(16).toString('base64url');
    write(res, this.#name, value, DEVICE_LIFETIME_S, this.#secure);
    return value;
  }
}

/** Signed with a key made from the admin token: a new token signs everybody out. Signed-out values are remembered until they expire. */
export class ConsoleCookie {
  readonly #name: string;
  readonly #secure: boolean;
  readonly #key: Buffer;
  readonly #revoked = new Map<string, number>();
  // 10,000 sign-outs within a lifetime; beyond, the oldest is forgotten and would be good again until it expires.
  static readonly #maxRevoked = 10_000;

  constructor(origin: string, adminToken: string) {
    this.#secure = isSecureOrigin(origin);
    this.#name = cookieName('samepage-console', this.#secure);
    this.#key = createHmac('sha256', adminToken).update('samepage console cookie').digest();
  }

  issue(res: Response): void {
    const body = `${Math.floor(Date.now() / 1000) + CONSOLE_LIFETIME_S}.${randomBytes(16).toString('base64url')}`;
    write(res, this.#name, `${body}.${this.#sign(body)}`, CONSOLE_LIFETIME_S, this.#secure);
  }

  valid(cookieHeader: string | undefined): boolean {
    const value = readCookie(cookieHeader, this.#name);
    const match = value === undefined ? undefined : /^((\d{1,12})\.[\w-]{22})\.([\w-]{43})$/.exec(value);
    if (!match?.[1] || !match[3]) return false;
    return sameText(this.#sign(match[1]), match[3]) && Number(match[2]) * 1000 > Date.now() && !this.#revoked.has(match[1]);
  }

  revoke(cookieHeader: string | undefined, res: Response): void {
    if (this.valid(cookieHeader)) {
      const body = readCookie(cookieHeader, this.#name)?.split('.').slice(0, 2).join('.') ?? '';
      for (const [other, until] of this.#revoked)
        if (until < Date.now() || this.#revoked.size >= ConsoleCookie.#maxRevoked) this.#revoked.delete(other);
      this.#revoked.set(body, Number(body.split('.')[0]) * 1000);
    }
    write(res, this.#name, '', 0, this.#secure);
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url');
  }
}

/** Compares digests, so that neither length nor place of the first difference can be timed. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
