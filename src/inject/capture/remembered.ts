/**
 * What stood in masked fields of the documents before this one: a page that was sent a form repeats it on the next. A hash
 * of 32 bits of each is kept, never the value; passwords and codes not even that. They lie in the storage of the tab between
 * two documents of one origin, where only the page that was typed into could read them, and nowhere while one is open.
 */
import type { Natives } from '../natives.ts';
import { normalise } from './normalise.ts';

const KEY = 'samepage.seen';
/** Values kept, the newest; a form has fewer fields. */
const MAX_VALUES = 100;
/** Characters of a value, normalised. Each length costs one pass over every text. */
const SHORTEST = 6;
const LONGEST = 40;
const BASE = 16777619;

export class Remembered {
  readonly #natives: Natives;
  /** Length and hash, in the order of their coming. */
  #values: (readonly [length: number, hash: number])[] = [];
  readonly #byLength = new Map<number, Set<number>>();

  /** Before the first script of the page. */
  constructor(natives: Natives) {
    this.#natives = natives;
    const n = natives;
    try {
      const text = n.sessionStorage ? n.storageGet(n.sessionStorage, KEY) : null;
      if (!n.sessionStorage || text === null) return;
      n.storageRemove(n.sessionStorage, KEY);
      // Written below. What the page may put there instead masks more, never less.
      for (const [length, hash] of n.JSON.parse(text) as [unknown, unknown][]) this.#put(Number(length), Number(hash));
    } catch {
      // No storage, or nothing of ours in it: nothing is remembered.
    }
  }

  get some(): boolean {
    return this.#values.length > 0;
  }

  /** Places of remembered values in a normalised text: start and length. */
  hits(text: string): [number, number][] {
    const found: [number, number][] = [];
    for (const [length, hashes] of this.#byLength) {
      if (length > text.length) continue;
      let first = 1;
      for (let i = 1; i < length; i++) first = Math.imul(first, BASE);
      let hash = 0;
      for (let i = 0; i < text.length; i++) {
        if (i >= length) hash = (hash - Math.imul(text.charCodeAt(i - length), first)) | 0;
        hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
        if (i >= length - 1 && hashes.has(hash)) found.push([i - length + 1, length]);
      }
    }
    return found;
  }

  /** When the document goes: `values` stand in its masked fields. */
  leave(values: Iterable<string>): void {
    const n = this.#natives;
    for (const raw of values) {
      const { text } = normalise(raw);
      let hash = 0;
      for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
      this.#put(text.length, hash);
    }
    if (!this.some) return;
    try {
      if (n.sessionStorage) n.storageSet(n.sessionStorage, KEY, n.JSON.stringify(this.#values));
    } catch {
      // Storage is full or switched off: the next page knows nothing of this one.
    }
  }

  #put(length: number, hash: number): void {
    if (!(length >= SHORTEST && length <= LONGEST) || !Number.isSafeInteger(hash)) return;
    let same = this.#byLength.get(length);
    if (!same) this.#byLength.set(length, (same = new Set()));
    if (same.has(hash)) return;
    same.add(hash);
    this.#values.push([length, hash]);
    const old = this.#values.length > MAX_VALUES ? this.#values.shift() : undefined;
    if (old) this.#byLength.get(old[0])?.delete(old[1]);
  }
}
