/**
 * Masked values, looked for in everything else that leaves: a page echoes what was typed into a greeting, a title, an
 * address. Compared without spaces, signs between letters and case, in the digits of any script, URL-decoded and out of
 * base64. One pass over a text whatever the number of values: a rolling hash of four characters asks a bit table, only its
 * hits are compared in full. What a page shows of a value (the last four digits, the stars of a mail address) counts too.
 */
import { MASK_TEXT } from '../../shared/policy.ts';
import type { Remembered } from './remembered.ts';
import { partsOf } from './value-parts.ts';

/** Shorter values would mask every other word. */
const SHORTEST = 4;
/** Values kept. A page with more masked values than this has its oldest forgotten last: see `isFull`. */
const MAX_VALUES = 20_000;
/** Characters of a value that are compared; a long text is found by its beginning. */
const MAX_LENGTH = 200;
/** Of fields: a key is a value, and the word that is starred is the last. */
const MAX_FIELDS = 300;
const BITS = 1 << 16;
/** Runs of digits that may be a part of a number, and short codes: whole runs are asked for. */
const RUN = /\d{3,6}/;
/** A word with something in it that stands for what is left out. */
const STARRED = /[^\s"'<>()]*(?:[*\u2022\u25cf\u2217\u2026]{2,}|[x#]{4,})[^\s"'<>()]*/gi;
const STARS = /[*\u2022\u25cf\u2217\u2026]+|[x#]{4,}/i;
const BASE64 = /[a-z0-9+/_-]{8,}/gi;

export class TaintSet {
  readonly #byStart = new Map<string, string[]>();
  readonly #known = new Set<string>();
  /** Of fields, the newest: what a starred word is compared with. */
  readonly #fields = new Set<string>();
  readonly #words = new Set<string>();
  readonly #runs = new Set<string>();
  readonly #bits = new Uint8Array(BITS);
  readonly #remembered: Remembered | undefined;
  /** More values than can be kept: nothing outside masks can be trusted any more, everything is masked (fails closed). */
  isFull = false;

  constructor(remembered?: Remembered) {
    this.#remembered = remembered;
  }

  /** False when nothing new was learnt. */
  add(raw: string): boolean {
    const value = normalise(raw).text.slice(0, MAX_LENGTH);
    if (value.length < SHORTEST || this.#known.has(value) || /^•+$/.test(value)) return false;
    if (this.#known.size >= MAX_VALUES) {
      this.isFull = true;
      return false;
    }
    this.#known.add(value);
    const start = value.slice(0, SHORTEST);
    const same = this.#byStart.get(start);
    if (same) same.push(value);
    else this.#byStart.set(start, [value]);
    this.#bits[hashOf(start)] = 1;
    const digits = /^\d{12,}$/.test(value) ? value : '';
    for (const run of partsOf(digits, '').runs) this.#runs.add(run);
    return true;
  }

  /** What stands in a field: with the forms in which pages repeat it. */
  addField(raw: string, purpose: 'name' | ''): void {
    if (!this.add(raw) && raw.length >= SHORTEST) return;
    this.#fields.add(normalise(raw).text);
    for (const oldest of this.#fields) if (this.#fields.size > MAX_FIELDS) this.#fields.delete(oldest);
    const { values, runs, words } = partsOf(raw, purpose);
    for (const value of values) this.add(value);
    for (const run of runs) this.#runs.add(run);
    for (const word of words) this.#words.add(word.toLowerCase());
  }

  get isEmpty(): boolean {
    return this.#known.size === 0 && this.#runs.size === 0 && this.#words.size === 0 && !this.#remembered?.some;
  }

  /** `text` with every masked value in it replaced. */
  clean(text: string): string {
    if (this.isFull) return text.trim() === '' ? text : MASK_TEXT;
    if (text.length < 3 || this.isEmpty) return text;
    let out = '';
    let copied = 0;
    for (const [from, to] of this.hits(text)) {
      if (from < copied) continue;
      out += text.slice(copied, from) + MASK_TEXT;
      copied = to;
    }
    const cleaned = this.#parts(copied === 0 ? text : out + text.slice(copied));
    // Encoded copies hide from a plain comparison. Only a text that holds one when decoded is given up as a whole.
    if (cleaned.includes('%')) {
      const decoded = decode(cleaned);
      if (decoded !== cleaned && this.clean(decoded) !== decoded) return MASK_TEXT;
    }
    return /[A-Z]/.test(cleaned) && !/\s/.test(cleaned) && this.#inBase64(cleaned) ? MASK_TEXT : cleaned;
  }

  holds(text: string): boolean {
    return this.clean(text) !== text;
  }

  /** Where whole values stand in it, from left to right. */
  hits(raw: string): [number, number][] {
    const found: [number, number][] = [];
    const { text, at } = normalise(raw);
    const take = (start: number, length: number): void => {
      const last = start + length - 1;
      found.push([at?.[start] ?? start, (at?.[last] ?? last) + 1]);
    };
    let hash = 0;
    let end = 0;
    for (let i = 0; i < text.length && this.#known.size > 0; i++) {
      hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
      if (i >= SHORTEST) hash = (hash - Math.imul(text.charCodeAt(i - SHORTEST), 31 ** SHORTEST)) | 0;
      if (i < SHORTEST - 1 || this.#bits[hash & (BITS - 1)] === 0) continue;
      const start = i - SHORTEST + 1;
      const length = start < end ? 0 : this.#longest(text, start);
      if (length === 0) continue;
      take(start, length);
      end = start + length;
    }
    const again = this.#remembered?.hits(text) ?? [];
    for (const [start, length] of again) take(start, length);
    return again.length > 0 ? found.sort((a, b) => a[0] - b[0]) : found;
  }

  /** Ends of long numbers, short codes and starred words. */
  #parts(text: string): string {
    let out = text;
    if (this.#runs.size > 0 && /\d/.test(out))
      out = out.replace(/\d+/g, (run) => (RUN.test(run) && run.length <= 6 && this.#runs.has(run) ? MASK_TEXT : run));
    if (this.#words.size > 0)
      out = out.replace(/[\p{L}\p{N}]{2,}/gu, (word) => (word.length <= 3 && this.#words.has(word.toLowerCase()) ? MASK_TEXT : word));
    if (STARS.test(out)) out = out.replace(STARRED, (word) => (word !== MASK_TEXT && this.#isStarred(word) ? MASK_TEXT : word));
    return out;
  }

  #isStarred(word: string): boolean {
    const ends = word
      .split(STARS)
      .map((part) => normalise(part).text)
      .filter((part) => part.length > 1);
    if (ends.length === 0) return false;
    for (const value of this.#fields) if (ends.some((end) => value.startsWith(end) || value.endsWith(end))) return true;
    return false;
  }

  #inBase64(text: string): boolean {
    for (const [token] of text.matchAll(BASE64)) {
      // The ends of a whole triple are where they are in the text around: an address has its slash right before it.
      for (const part of new Set([token, ...token.split('/')])) {
        if (part.length < 8) continue;
        try {
          const decoded = atob(
            part
              .replace(/-/g, '+')
              .replace(/_/g, '/')
              .slice(0, part.length % 4 === 1 ? -1 : undefined),
          );
          if (this.hits(decoded).length > 0) return true;
        } catch {
          // No base64: compared as it stands, and that was done.
        }
      }
    }
    return false;
  }

  #longest(text: string, start: number): number {
    let length = 0;
    for (const value of this.#byStart.get(text.slice(start, start + SHORTEST)) ?? []) {
      if (value.length > length && text.startsWith(value, start)) length = value.length;
    }
    return length;
  }
}

function hashOf(start: string): number {
  let hash = 0;
  for (let i = 0; i < SHORTEST; i++) hash = (Math.imul(hash, 31) + start.charCodeAt(i)) | 0;
  return hash & (BITS - 1);
}

/** Between the letters and digits of one value: spaces, dashes, marks of thousands, escapes, and what nobody sees. */
const SEPARATORS = /[\s\-\u2010-\u2015._/()\\,:;|+'\u2019\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
/** Nearly every text of a page is ASCII, and is asked this alone. */
const OTHERS = /[^\0-\x7f]/;
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g;

/** `at[i]`: where the i-th character stood; undefined when nothing was left out. */
export function normalise(raw: string): { text: string; at: number[] | undefined } {
  const lower = raw.toLowerCase();
  // A few letters change their length in lower case; then the place of each would be lost, and case is kept instead.
  const kept = lower.length === raw.length ? lower : raw;
  const source = OTHERS.test(kept) ? kept.replace(DIGITS, (digit) => String(digit.charCodeAt(0) & 15)) : kept;
  if (!SEPARATORS.test(source)) return { text: source, at: undefined };
  const at: number[] = [];
  let text = '';
  for (let i = 0; i < source.length; i++) {
    const sign = source.charAt(i);
    if (SEPARATORS.test(sign)) continue;
    text += sign;
    at.push(i);
  }
  return { text, at };
}

function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run; // no UTF-8: compared as it stands
    }
  });
}
