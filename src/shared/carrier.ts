/**
 * Carrier cookies: how a write to `document.cookie` travels to the jar on the gateway. The accessor in the page also sets
 * a real cookie on the label,
 *
 *   samepage-set.<n>=<encodeURIComponent(JSON [address, cookie string as written, tag, partition])>; Path=/
 *
 * which the very next request brings; the gateway applies it to the jar before it chooses the target's cookies, and
 * expires it in the answer. `n` grows with every write, over documents too (see `carrierNumber`). The address is the
 * target's, of the writing document, without query and fragment: the default path of the cookie depends on it. With
 * Domain=<sid>.<base> (nested shape) a carrier reaches sibling labels too.
 *
 * Any page of the session (flat: of any session) can set cookies that reach other labels, so a carrier proves where it was
 * written: `tag` is an HMAC under a key that only documents of that origin are told (`Boot.carrierKey`). The partition
 * (`Boot.partition`) goes with `Partitioned` cookies alone.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { CARRIER_PREFIX } from './boot.ts';

export interface Carrier {
  readonly n: number;
  /** Target address of the document that wrote it, without query and fragment. */
  readonly address: string;
  /** As written to `document.cookie`. */
  readonly cookie: string;
  readonly tag: string;
  /** What the document shows for its partition of the jar; empty when the cookie is in none. */
  readonly partition: string;
}

export interface CookieWrite {
  readonly n: number;
  readonly address: string;
  readonly cookie: string;
  readonly key: string;
  readonly partition?: string;
}

/** Browsers keep a cookie up to 4096 bytes, name and attributes included; what does not fit cannot travel. */
export const CARRIER_LIMIT_BYTES = 4000;

const TAG_LENGTH = 32;

/** A number for the next write: microseconds of the clock, and never the same or less than the one before. */
export function carrierNumber(nowMs: number, previous: number): number {
  return Math.max(Math.floor(nowMs * 1000), previous + 1);
}

/** Name and value of the carrier cookie, or undefined when the write is too long to travel. */
export function encodeCarrier(write: CookieWrite): { name: string; value: string } | undefined {
  const name = `${CARRIER_PREFIX}${write.n}`;
  const body = carrierBody(write);
  const value = body.slice(body.indexOf('=') + 1);
  return name.length + value.length > CARRIER_LIMIT_BYTES ? undefined : { name, value };
}

/** Body that carries a write which is too long for a cookie of ours: `ownPaths.cookies` takes it. */
export function carrierBody({ n, address, cookie, key, partition = '' }: CookieWrite): string {
  const parted = /;\s*partitioned/i.test(cookie) ? [partition] : [];
  return `${n}=${encodeURIComponent(JSON.stringify([address, cookie, carrierTag(key, n, address, cookie), ...parted]))}`;
}

export function decodeCarrierBody(body: string): Carrier | undefined {
  const equals = body.indexOf('=');
  return decode(body.slice(0, Math.max(0, equals)), body.slice(equals + 1));
}

/** Undefined when the cookie is no carrier, or a broken one. The tag is not checked here. */
export function decodeCarrier(name: string, value: string): Carrier | undefined {
  if (!name.startsWith(CARRIER_PREFIX) || value.length > CARRIER_LIMIT_BYTES) return undefined;
  return decode(name.slice(CARRIER_PREFIX.length), value);
}

function decode(number: string, value: string): Carrier | undefined {
  const n = Number(number);
  if (!Number.isSafeInteger(n) || n < 0) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(decodeURIComponent(value));
  } catch {
    return undefined; // not ours, or cut off: a carrier that cannot be read carries nothing
  }
  if (!Array.isArray(parts) || parts.length < 3 || parts.length > 4 || !parts.every((part) => typeof part === 'string')) return undefined;
  const [address, cookie, tag, partition = ''] = parts as [string, string, string, string?]; // checked in the line above
  return { n, address, cookie, tag, partition };
}

export function carrierTag(key: string, n: number, address: string, cookie: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(`${n}\0${address}\0${cookie}`))).slice(0, TAG_LENGTH);
}
