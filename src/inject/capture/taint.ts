/**
 * Masked values, looked for in everything else that leaves: a page echoes what was typed into a greeting, a title, an
 * address. Compared without spaces, signs between letters, accents and case, in the digits of any script, URL-decoded and out
 * of base64. One pass over a text whatever the number of values: a rolling hash of four characters asks a bit table, only its
 * hits are compared in full. What a page shows of a value (the last four digits, the stars of a mail address) counts too.
 */
import { MASK_TEXT } from '../../shared/policy.ts';
import { fold, normalise, SEPARATORS } from './normalise.ts';
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
/** Short texts kept that were looked at with care and hold nothing: a name of a class stands on a thousand elements. */
const MAX_PLAIN = 4000;
const MAX_PLAIN_LENGTH = 80;
const BITS = 1 << 16;
const BASE = 257;
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
  readonly #plain = new Set<string>();
  readonly #bits = new Hashes();
  readonly #wordBits = new Hashes();
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
    this.#plain.clear();
    const start = value.slice(0, SHORTEST);
    const same = this.#byStart.get(start);
    if (same) same.push(value);
    else this.#byStart.set(start, [value]);
    this.#bits.add(hashOf(start));
    if (/^\d{12,}$/.test(value)) for (const run of partsOf(value, '').runs) this.#note(this.#runs, run);
    return true;
  }

  /** What stands in a field: with the forms in which pages repeat it. */
  addField(raw: string, purpose: 'name' | ''): void {
    if (!this.add(raw) && raw.length >= SHORTEST) return;
    this.#plain.clear();
    this.#fields.add(normalise(raw).text);
    for (const oldest of this.#fields) if (this.#fields.size > MAX_FIELDS) this.#fields.delete(oldest);
    const { values, runs, words } = partsOf(raw, purpose);
    for (const value of values) this.add(value);
    for (const run of runs) this.#note(this.#runs, run);
    for (const word of words) this.#note(this.#words, word.toLowerCase());
  }

  #note(set: Set<string>, word: string): void {
    set.add(word);
    this.#plain.clear();
    this.#wordBits.add(hashOf(normalise(word).text));
  }

  get isEmpty(): boolean {
    return this.#known.size === 0 && this.#runs.size === 0 && this.#words.size === 0 && !this.#remembered?.some;
  }

  /** `text` with every masked value in it replaced. */
  clean(text: string): string {
    if (this.isFull) return text.trim() === '' ? text : MASK_TEXT;
    if (text.length < 3 || this.isEmpty) return text;
    if (this.#plain.has(text) || !this.mayHold(text)) return text;
    const cleaned = this.#clean(text);
    if (cleaned !== text || text.length > MAX_PLAIN_LENGTH) return cleaned;
    if (this.#plain.size >= MAX_PLAIN) this.#plain.clear();
    this.#plain.add(text);
    return text;
  }

  #clean(text: string): string {
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

  /**
   * False: there is nothing in it that would be taken out. One look at each character and nothing made: nearly every text of
   * a page is done with here.
   */
  mayHold(text: string): boolean {
    if (this.isFull || this.#remembered?.some) return true;
    // The last four letters as `hashOf` sees them, the word and the run of digits that go on, and what may be base64.
    let hash = 0;
    let [a, b, c, d] = [0, 0, 0, 0];
    let [word, wordLength, run, runLength, stars, token, longest] = [0, 0, 0, 0, 0, 0, 0];
    let hasUpper = false;
    let hasSpace = false;
    for (let i = 0; i <= text.length; i++) {
      const code = i < text.length ? text.charCodeAt(i) : 32; // a space ends what goes on
      const letter = code < 128 ? (PLAIN[code] ?? 0) : foldedCode(text.charAt(i));
      const isDigit = letter >= 48 && letter <= 57;
      const isWord = isDigit || (letter >= 97 && letter <= 122) || letter >= 128;
      if (!isDigit) {
        if (runLength > 2 && runLength < 7 && this.#wordBits.has(run)) return true;
        run = runLength = 0;
      } else {
        run = (Math.imul(run, BASE) + letter) | 0;
        runLength++;
      }
      if (!isWord) {
        if (wordLength > 1 && wordLength < 4 && this.#wordBits.has(word)) return true;
        word = wordLength = 0;
      } else {
        word = (Math.imul(word, BASE) + letter) | 0;
        wordLength++;
      }
      // Escapes, several letters in one sign, and stars in place of some: the careful way.
      stars = letter === 120 || letter === 35 ? stars + 1 : 0;
      if (code === 37 || code === 42 || letter < 0 || stars > 3) return true;
      hasUpper ||= code >= 65 && code <= 90;
      hasSpace ||= code <= 32 && i < text.length;
      token = isWord || code === 43 || code === 45 || code === 47 || code === 95 ? token + 1 : 0;
      if (token > longest) longest = token;
      if (letter === 0) continue;
      [a, b, c, d] = [b, c, d, letter];
      hash = (Math.imul(Math.imul(Math.imul(a, BASE) + b, BASE) + c, BASE) + d) | 0;
      if (this.#bits.has(hash)) return true;
    }
    return hasUpper && !hasSpace && longest > 7;
  }

  holds(text: string): boolean {
    return this.clean(text) !== text;
  }

  /** Is it, or a whole word of it, a masked value? For names: "form" is no part of `transform`. */
  names(name: string): boolean {
    if (this.isEmpty || !this.mayHold(name)) return false;
    const parts = [name, name.slice(name.indexOf('-') + 1), ...name.split(/[-_]/)];
    return parts.some((part) => part.length >= SHORTEST && this.clean(part) === MASK_TEXT);
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
      hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
      if (i >= SHORTEST) hash = (hash - Math.imul(text.charCodeAt(i - SHORTEST), BASE ** SHORTEST)) | 0;
      if (i < SHORTEST - 1 || !this.#bits.has(hash)) continue;
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

/** Of four letters, or a short word: no two of ASCII have the same. */
function hashOf(start: string): number {
  let hash = 0;
  for (let i = 0; i < start.length; i++) hash = (Math.imul(hash, BASE) + start.charCodeAt(i)) | 0;
  return hash;
}

/** Numbers, of which nearly every one that is asked for is none. */
class Hashes {
  readonly #bits = new Uint8Array(BITS);
  readonly #all = new Set<number>();

  add(hash: number): void {
    this.#bits[(hash ^ (hash >>> 15)) & (BITS - 1)] = 1;
    this.#all.add(hash);
  }

  has(hash: number): boolean {
    return this.#bits[(hash ^ (hash >>> 15)) & (BITS - 1)] === 1 && this.#all.has(hash);
  }
}

/** ASCII as it is compared: in lower case, 0 for what stands between. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  return SEPARATORS.test(sign) ? 0 : sign.toLowerCase().charCodeAt(0);
});

/** 0: nothing; below: several letters, or what may stand for some that are left out. */
function foldedCode(sign: string): number {
  const letters = fold(sign);
  return letters.length > 1 || STARS.test(sign) ? -1 : letters === '' || SEPARATORS.test(sign) ? 0 : letters.charCodeAt(0);
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
