/**
 * Prepared scripts by content hash. What it keeps holds nothing of a session (specifiers are mapped afterwards), yet only public
 * files are kept under a name that other sessions can ask for: who can time an answer would learn what others have loaded.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DiskCache } from './disk-cache.ts';
import type { JsJob, Prepared } from './prepare-js.ts';
import { rewriterVersion } from './version.ts';

/** Bytes that an entry costs besides its text. */
const ENTRY_OVERHEAD = 500;
/** Largest part of the cache that one script may take. */
const LARGEST_SHARE = 8;
/** Sessions that ended lately: a job of theirs may still be under way. Longer ago there is none. */
const FORGOTTEN_MAX = 1000;

interface Kept {
  readonly entry: Prepared;
  readonly scope: string;
}

export class JsCache {
  readonly #memory: LRUCache<string, Kept>;
  readonly #disk: DiskCache | undefined;
  /** Keys of each session that are in memory: no more than the memory has entries. */
  readonly #keys = new Map<string, Set<string>>();
  readonly #forgotten = new LRUCache<string, true>({ max: FORGOTTEN_MAX });
  hits = 0;

  constructor(bytes: number, disk: DiskCache | undefined) {
    this.#memory = new LRUCache({
      maxSize: Math.max(1, bytes),
      maxEntrySize: Math.max(1, Math.floor(bytes / LARGEST_SHARE)),
      sizeCalculation: ({ entry }) => entry.bytes.length + entry.specifiers.length * 32 + ENTRY_OVERHEAD,
      dispose: ({ scope }, key) => {
        const keys = this.#keys.get(scope);
        keys?.delete(key);
        if (keys?.size === 0) this.#keys.delete(scope);
      },
    });
    this.#disk = disk;
  }

  get bytes(): number {
    return this.#memory.calculatedSize;
  }

  key(bytes: Buffer, job: JsJob, scope: string): string {
    return createHash('sha256').update(`${rewriterVersion}\0${job.kind}\0${job.location}\0${scope}\0`).update(bytes).digest('hex');
  }

  async get(key: string, scope: string): Promise<Prepared | undefined> {
    const kept = this.#memory.get(key);
    if (kept) {
      this.hits++;
      return kept.entry;
    }
    if (scope !== 'shared') return undefined;
    const entry = await this.#disk?.get(key);
    if (!entry) return undefined;
    this.hits++;
    this.#memory.set(key, { entry, scope });
    return entry;
  }

  set(key: string, scope: string, entry: Prepared): void {
    if (this.isForgotten(scope)) return;
    // A part of a larger pool would keep all of it.
    const own = entry.bytes.buffer.byteLength > entry.bytes.length * 2 ? Buffer.from(entry.bytes) : entry.bytes;
    this.#memory.set(key, { entry: { ...entry, bytes: own }, scope });
    if (scope === 'shared') {
      this.#disk?.set(key, entry);
      return;
    }
    // Too large a one was not taken.
    if (!this.#memory.has(key)) return;
    const keys = this.#keys.get(scope) ?? new Set();
    this.#keys.set(scope, keys.add(key));
  }

  /** What a session had goes with it; whatever of it is still being made is not kept. */
  forget(scope: string): void {
    this.#forgotten.set(scope, true);
    for (const key of [...(this.#keys.get(scope) ?? [])]) this.#memory.delete(key);
  }

  isForgotten(scope: string): boolean {
    return this.#forgotten.has(scope);
  }

  clear(): void {
    this.#memory.clear();
  }
}
