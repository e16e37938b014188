/** Ids and secrets. */
import { createHmac, randomBytes, randomInt } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** `length` characters of a-z2-7, 5 bits each. */
export function randomId(length: number): string {
  return [...randomBytes(length)].map((byte) => BASE32[byte & 31]).join('');
}

/** 192 bits, base64url: beyond guessing for whatever it opens. */
export function randomToken(): string {
  return randomBytes(24).toString('base64url');
}

export function randomDigits(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('');
}

/** First 26 characters (130 bits) of an HMAC-SHA-256 in base32. */
export function keyedId(key: string, text: string): string {
  const digest = createHmac('sha256', key).update(text).digest();
  let bits = '';
  for (const byte of digest.subarray(0, 17)) bits += byte.toString(2).padStart(8, '0');
  return Array.from({ length: 26 }, (_, at) => BASE32[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('');
}
