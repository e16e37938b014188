/**
 * Looks for planted strings in whatever passes. Bytes wait in a queue and are searched slice by slice, so that a keyframe
 * of megabytes holds nobody up; nothing is kept but the finds and the counts.
 */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { spell, type Spelling } from './spellings.ts';

/** Searched in one turn of the loop: some 30 needles over it take 2 ms. */
const SLICE_BYTES = 64 * 1024;
/** Bytes that wait. A page that says more than is searched meanwhile is not searched whole, and the report says so. */
const MAX_WAITING_BYTES = 128 << 20;
/** What a compressed body may become. */
const MAX_UNPACKED_BYTES = 64 << 20;
/** Finds that are kept: one tells as much as a thousand. */
const MAX_FINDS = 1000;

const unpackers = [gunzip, inflate, inflateRaw, brotliDecompress].map((unpack) => promisify(unpack) as Unpack); // each takes bytes and options
type Unpack = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

export interface Find<Where extends string> {
  readonly where: Where;
  readonly spelling: string;
  /** What was looked for, or one of the whole strings that begin with it. */
  readonly text: string;
}

interface Spot<Where extends string> extends Find<Where> {
  /** The bytes around, in which the whole string stands. */
  readonly near: Buffer;
}

export interface SearchCount {
  items: number;
  bytes: number;
}

export class CanarySearch<Where extends string> {
  readonly counts = new Map<Where, SearchCount>();
  /** More came than could be searched. */
  overrun = false;
  readonly #needles: readonly (Spelling & { readonly text: string })[];
  /** A needle cut by the end of one piece of a file is found when so many bytes go before the next. */
  readonly overlap: number;
  readonly #queue: { readonly where: Where; readonly bytes: Buffer; readonly packed: boolean }[] = [];
  readonly #spots = new Map<string, Spot<Where>>();
  #waitingBytes = 0;
  #running: Promise<void> | undefined;

  /** `texts`: what every planted string begins with, or is. */
  constructor(texts: readonly string[]) {
    this.#needles = texts.flatMap((text) => spell(text).map((spelling) => ({ ...spelling, text })));
    this.overlap = Math.max(0, ...this.#needles.map(({ needle }) => needle.length)) - 1;
  }

  /** What was found. `whole`: strings that begin with what was looked for; the find then says which one it was. */
  finds(whole: readonly string[]): Find<Where>[] {
    const found = new Map<string, Find<Where>>();
    for (const { where, spelling, text, near } of this.#spots.values()) {
      const isHere = (one: string) =>
        one.startsWith(text) && spell(one).some(({ name, needle }) => name === spelling && near.includes(needle));
      const find = { where, spelling, text: whole.find(isHere) ?? text };
      found.set(`${where} ${spelling} ${find.text}`, find);
    }
    return [...found.values()];
  }

  /** `packed`: may be compressed, and is looked into. */
  look(where: Where, bytes: Buffer, packed = false): void {
    const count = this.counts.get(where) ?? { items: 0, bytes: 0 };
    this.counts.set(where, count);
    count.items++;
    count.bytes += bytes.length;
    if (this.#waitingBytes + bytes.length > MAX_WAITING_BYTES) {
      this.overrun = true;
      return;
    }
    this.#waitingBytes += bytes.length;
    this.#queue.push({ where, bytes, packed });
    this.#running ??= this.#run();
  }

  /** Until nothing waits. */
  async settle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const { where, bytes, packed } = next;
      await this.#searchWhole(where, bytes);
      if (packed) for (const unpack of unpackers) await this.#searchWhole(where, await unpackedBy(unpack, bytes));
      this.#waitingBytes -= bytes.length;
    }
    this.#running = undefined;
  }

  async #searchWhole(where: Where, bytes: Buffer): Promise<void> {
    for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
      const slice = bytes.subarray(from, from + SLICE_BYTES + this.overlap);
      for (const { name, needle, text } of this.#needles) {
        for (let at = slice.indexOf(needle); at >= 0; at = slice.indexOf(needle, at + 1)) this.#found(where, name, text, slice, at);
      }
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  #found(where: Where, spelling: string, text: string, slice: Buffer, at: number): void {
    if (this.#spots.size >= MAX_FINDS) return;
    const near = Buffer.from(slice.subarray(Math.max(0, at - this.overlap), at + 2 * this.overlap));
    this.#spots.set(`${where} ${spelling} ${text} ${near.toString('latin1')}`, { where, spelling, text, near });
  }
}

async function unpackedBy(unpack: Unpack, bytes: Buffer): Promise<Buffer> {
  try {
    return await unpack(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch {
    return Buffer.alloc(0); // not compressed this way: nothing more to search
  }
}
