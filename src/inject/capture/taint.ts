/**
 * Masked values, looked for in everything else that leaves: a page echoes what was typed into a greeting, a title, an
 * address. Compared without spaces, dashes and case, and URL-decoded. One pass over a text whatever the number of values:
 * a rolling hash of four characters asks a bit table, only its hits are compared in full.
 */
import { MASK_TEXT } from '../../shared/policy.ts';

/** Shorter values would mask every other word. */
const SHORTEST = 4;
/** Values kept. A page with more masked values than this has its oldest forgotten last: see `isFull`. */
const MAX_VALUES = 20_000;
/** Characters of a value that are compared; a long text is found by its beginning. */
const MAX_LENGTH = 200;
const BITS = 1 << 16;

export class TaintSet {
  readonly #byStart = new Map<string, string[]>();
  readonly #known = new Set<string>();
  readonly #bits = new Uint8Array(BITS);
  /** More values than can be kept: nothing outside masks can be trusted any more, everything is masked (fails closed). */
  isFull = false;

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
    return true;
  }

  get isEmpty(): boolean {
    return this.#known.size === 0;
  }

  /** `text` with every masked value in it replaced. */
  clean(text: string): string {
    if (this.isFull) return text.trim() === '' ? text : MASK_TEXT;
    if (this.#known.size === 0 || text.length < SHORTEST) return text;
    const cleaned = this.#replace(text);
    // Percent-encoded copies hide from a plain comparison. Only a text that holds one when decoded is given up as a whole.
    if (cleaned === text && text.includes('%')) {
      const decoded = decode(text);
      if (decoded !== text && this.#replace(decoded) !== decoded) return MASK_TEXT;
    }
    return cleaned;
  }

  holds(text: string): boolean {
    return this.clean(text) !== text;
  }

  #replace(raw: string): string {
    const { text, at } = normalise(raw);
    let out = '';
    let copied = 0;
    let hash = 0;
    for (let i = 0; i < text.length; i++) {
      hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
      if (i >= SHORTEST) hash = (hash - Math.imul(text.charCodeAt(i - SHORTEST), 31 ** SHORTEST)) | 0;
      if (i < SHORTEST - 1 || this.#bits[hash & (BITS - 1)] === 0) continue;
      const start = i - SHORTEST + 1;
      const found = this.#longest(text, start);
      if (found === 0) continue;
      const from = at?.[start] ?? start;
      const last = start + found - 1;
      const to = (at?.[last] ?? last) + 1;
      if (from < copied) continue;
      out += raw.slice(copied, from) + MASK_TEXT;
      copied = to;
    }
    return copied === 0 ? raw : out + raw.slice(copied);
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

const SEPARATORS = /[\s\-\u2010-\u2015._/()\u200b]/;

/** `at[i]`: where the i-th character stood; undefined when nothing was left out. */
function normalise(raw: string): { text: string; at: number[] | undefined } {
  const lower = raw.toLowerCase();
  // A few letters change their length in lower case; then the place of each would be lost, and case is kept instead.
  const source = lower.length === raw.length ? lower : raw;
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
