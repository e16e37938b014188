/** Cookies of our own pages: the device that a link is bound to, and the console's sign-in. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Response } from 'express';
import { ASKED_MS } from '../accounts/index.ts';

const DAY_S = 24 * 60 * 60;
/** A device must be known again for as long as a session may wait and last. */
const DEVICE_LIFETIME_S = 7 * DAY_S;

/** Every browser keeps `__Host-` and Secure cookies on https; on http WebKit drops them, for localhost too. */
export function keepsSecureCookies(origin: string): boolean {
  return new URL(origin).protocol === 'https:';
}

/** Secure Contexts, "is origin potentially trustworthy". */
export function isTrustworthy(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost');
}

export function cookieName(base: 'samepage-console' | 'samepage-device' | 'samepage-asked', secure: boolean): string {
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

function write(
  res: Response,
  name: string,
  value: string,
  lifetimeS: number,
  secure: boolean,
  sameSite: 'Strict' | 'Lax' = 'Strict',
): void {
  res.append('Set-Cookie', `${name}=${value}; Path=/; Max-Age=${lifetimeS}; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`);
}

export class DeviceCookie {
  readonly #name: string;
  readonly #secure: boolean;

  constructor(origin: string) {
    this.#secure = keepsSecureCookies(origin);
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

/** Carries the sign-in (accounts/sign-ins.ts). */
export class ConsoleCookie {
  readonly #name: string;
  readonly #secure: boolean;
  readonly #lifetimeS: number;

  constructor(origin: string, lifetimeMs: number) {
    this.#secure = keepsSecureCookies(origin);
    this.#name = cookieName('samepage-console', this.#secure);
    this.#lifetimeS = Math.ceil(lifetimeMs / 1000);
  }

  issue(res: Response, value: string): void {
    write(res, this.#name, value, this.#lifetimeS, this.#secure);
  }

  read(cookieHeader: string | undefined): string | undefined {
    return readCookie(cookieHeader, this.#name);
  }

  revoke(res: Response): void {
    write(res, this.#name, '', 0, this.#secure);
  }
}

/** Which sign-in at an identity provider this browser began. Lax: the provider's page sends the browser back. */
export class AskedCookie {
  readonly #name: string;
  readonly #secure: boolean;

  constructor(origin: string) {
    this.#secure = keepsSecureCookies(origin);
    this.#name = cookieName('samepage-asked', this.#secure);
  }

  issue(res: Response, id: string): void {
    write(res, this.#name, id, ASKED_MS / 1000, this.#secure, 'Lax');
  }

  read(cookieHeader: string | undefined): string | undefined {
    return readCookie(cookieHeader, this.#name);
  }

  revoke(res: Response): void {
    write(res, this.#name, '', 0, this.#secure, 'Lax');
  }
}

/** Compares digests, so that neither length nor place of the first difference can be timed. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
