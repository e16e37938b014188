/**
 * Results of public scripts in a folder: one file each, the oldest go first when the bound is reached. A file that cannot be
 * read or written costs a rewrite, never an answer.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Prepared } from './prepare-js.ts';
import type { RewriterLog } from './types.ts';

/** Smaller scripts are rewritten faster than a file is read, bytes. */
const SMALLEST = 16 * 1024;
/** Writes under way at once; more are skipped. */
const WRITES_LIMIT = 8;

export class DiskCache {
  readonly #folder: string;
  readonly #limit: number;
  readonly #log: RewriterLog;
  /** Size by name, the longest unused first. */
  readonly #sizes = new Map<string, number>();
  readonly #ready: Promise<void>;
  #total = 0;
  readonly #writes = new Set<Promise<void>>();

  constructor(folder: string, limit: number, log: RewriterLog) {
    this.#folder = folder;
    this.#limit = limit;
    this.#log = log;
    this.#ready = this.#open().catch((error: unknown) => this.#log.warn({ err: error }, 'cannot open the cache folder of the rewriter'));
  }

  async #open(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const found: { name: string; size: number; used: number }[] = [];
    for (const name of await readdir(this.#folder)) {
      const info = await stat(path.join(this.#folder, name));
      if (/^[0-9a-f]{64}$/.test(name)) found.push({ name, size: info.size, used: info.mtimeMs });
      else if (name.endsWith('.part')) await rm(path.join(this.#folder, name), { force: true });
    }
    for (const { name, size } of found.sort((a, b) => a.used - b.used)) this.#note(name, size);
    await this.#trim();
  }

  #note(name: string, size: number): void {
    this.#total += size - (this.#sizes.get(name) ?? 0);
    this.#sizes.delete(name);
    this.#sizes.set(name, size);
  }

  #forget(name: string): void {
    this.#total -= this.#sizes.get(name) ?? 0;
    this.#sizes.delete(name);
  }

  async #trim(): Promise<void> {
    for (const name of this.#sizes.keys()) {
      if (this.#total <= this.#limit) return;
      this.#forget(name);
      await rm(path.join(this.#folder, name), { force: true });
    }
  }

  async get(key: string): Promise<Prepared | undefined> {
    await this.#ready;
    const size = this.#sizes.get(key);
    if (size === undefined) return undefined;
    const file = path.join(this.#folder, key);
    try {
      const entry = decode(await readFile(file));
      this.#note(key, size);
      await utimes(file, new Date(), new Date());
      if (entry) return entry;
    } catch {
      // Somebody emptied the folder, or the file is damaged: as if it had never been there.
    }
    this.#forget(key);
    return undefined;
  }

  /** Goes on in the background. */
  set(key: string, entry: Prepared): void {
    if (entry.bytes.length < SMALLEST || entry.bytes.length > this.#limit / 8 || this.#writes.size >= WRITES_LIMIT) return;
    const write = this.#write(key, encode(entry))
      .catch((error: unknown) => this.#log.warn({ err: error }, 'cannot write to the cache folder of the rewriter'))
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
  }

  async #write(key: string, bytes: Buffer): Promise<void> {
    await this.#ready;
    if (this.#sizes.has(key)) return;
    const part = path.join(this.#folder, `${key}.${randomBytes(4).toString('hex')}.part`);
    await writeFile(part, bytes, { mode: 0o600 });
    await rename(part, path.join(this.#folder, key));
    this.#note(key, bytes.length);
    await this.#trim();
  }

  async close(): Promise<void> {
    await this.#ready;
    await Promise.all(this.#writes);
  }
}

/** Length of the head as text, a line end, the head as JSON, the script's bytes. */
function encode(entry: Prepared): Buffer {
  const head = Buffer.from(JSON.stringify({ how: entry.how, specifiers: entry.specifiers, length: entry.bytes.length }));
  return Buffer.concat([Buffer.from(`${head.length}\n`), head, entry.bytes]);
}

function decode(file: Buffer): Prepared | undefined {
  const line = file.indexOf(10);
  const length = Number(file.subarray(0, line).toString('latin1'));
  if (line < 1 || !Number.isSafeInteger(length)) return undefined;
  const head: unknown = JSON.parse(file.subarray(line + 1, line + 1 + length).toString('utf8'));
  const bytes = file.subarray(line + 1 + length);
  if (typeof head !== 'object' || head === null) return undefined;
  const { how, specifiers, length: expected } = head as Record<string, unknown>; // each is checked in the next lines
  if ((how !== 'scanned' && how !== 'parsed') || !Array.isArray(specifiers) || expected !== bytes.length) return undefined;
  const spans = specifiers.filter((span: unknown): span is { start: number; end: number } => isSpan(span, bytes.length));
  return spans.length === specifiers.length ? { how, specifiers: spans, bytes } : undefined;
}

function isSpan(value: unknown, length: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { start, end } = value as Record<string, unknown>; // both are checked here
  return typeof start === 'number' && typeof end === 'number' && start >= 0 && start <= end && end <= length;
}
