/**
 * Files of one session's board: pictures and short videos by what their bytes say, never by their name. On disk they stand
 * under a key that lives in memory alone, so that what a crash leaves behind is unreadable; at the end they are deleted.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BoardMime } from '../shared/board.ts';
import { MetadataStripper, NotAPicture } from './picture-metadata.ts';

/** Bytes by which a kind is told. */
const HEAD_BYTES = 32;
const BLOCK_BYTES = 16;

export interface KeptFile {
  readonly id: number;
  readonly mime: BoardMime;
  readonly bytes: number;
}

export type FileRefusal = 'kind' | 'file-size' | 'session-size';

export class BoardFiles {
  readonly #folder: string;
  readonly #key = randomBytes(32);
  readonly #limits: { readonly fileBytes: number; readonly sessionBytes: number };
  readonly #files = new Map<number, KeptFile & { readonly iv: Buffer }>();
  #last = 0;
  #bytes = 0;
  #closed = false;

  constructor(folder: string, limits: { readonly fileBytes: number; readonly sessionBytes: number }) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /** Takes a body as it comes. What is refused leaves nothing behind. */
  async put(body: Readable): Promise<{ ok: true; file: KeptFile } | { ok: false; reason: FileRefusal }> {
    const id = ++this.#last;
    const iv = randomBytes(BLOCK_BYTES);
    let mime: BoardMime | undefined;
    let bytes = 0;
    let head = Buffer.alloc(0);
    const strip = new MetadataStripper(() => mime);
    const look = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length;
        this.#bytes += chunk.length;
        let ready = chunk;
        if (!mime) {
          head = ready = Buffer.concat([head, chunk]);
          if (head.length >= HEAD_BYTES) mime = boardMimeOf(head);
          if (head.length >= HEAD_BYTES && !mime) return done(new Refused('kind'));
        }
        if (bytes > this.#limits.fileBytes) return done(new Refused('file-size'));
        if (this.#bytes > this.#limits.sessionBytes) return done(new Refused('session-size'));
        // What it is must be known before anything of it is kept.
        if (mime) done(null, ready);
        else done();
      },
      flush: (done) => done(mime ? null : new Refused('kind')),
    });
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await pipeline(body, look, strip, createCipheriv('aes-256-ctr', this.#key, iv), createWriteStream(this.#path(id), { mode: 0o600 }));
      if (!mime || this.#closed) throw new Refused('kind');
    } catch (error) {
      this.#bytes -= bytes;
      await rm(this.#path(id), { force: true });
      if (error instanceof Refused) return { ok: false, reason: error.reason };
      if (error instanceof NotAPicture) return { ok: false, reason: 'kind' };
      throw error;
    }
    this.#bytes += strip.bytes - bytes;
    const file = { id, mime, bytes: strip.bytes };
    this.#files.set(id, { ...file, iv });
    return { ok: true, file };
  }

  get(id: number): KeptFile | undefined {
    return this.#files.get(id);
  }

  /** Bytes `from` to `to`, both included. */
  read(id: number, from: number, to: number): Readable | undefined {
    const file = this.#files.get(id);
    if (!file) return undefined;
    // In counter mode each block stands alone: reading begins at the block of the first byte.
    const block = Math.floor(from / BLOCK_BYTES);
    const decipher = createDecipheriv('aes-256-ctr', this.#key, counterAt(file.iv, block));
    let skip = from - block * BLOCK_BYTES;
    const cut = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        const rest = chunk.subarray(skip);
        skip = Math.max(0, skip - chunk.length);
        done(null, rest);
      },
    });
    const source = createReadStream(this.#path(id), { start: block * BLOCK_BYTES, end: to });
    // Who reads gets the fault of any of the three, and closes all of them.
    pipeline(source, decipher, cut).catch((error: unknown) => cut.destroy(error instanceof Error ? error : undefined));
    return cut;
  }

  async remove(id: number): Promise<void> {
    const file = this.#files.get(id);
    if (!file) return;
    this.#files.delete(id);
    this.#bytes -= file.bytes;
    await rm(this.#path(id), { force: true });
  }

  async clear(): Promise<void> {
    this.#closed = true;
    this.#files.clear();
    this.#key.fill(0);
    await rm(this.#folder, { recursive: true, force: true });
  }

  #path(id: number): string {
    return path.join(this.#folder, String(id));
  }
}

class Refused extends Error {
  constructor(readonly reason: FileRefusal) {
    super(reason);
  }
}

/** By the first bytes; HTML, SVG, scripts and documents have no kind here. */
export function boardMimeOf(head: Buffer): BoardMime | undefined {
  const at = (offset: number, text: string) => head.subarray(offset, offset + text.length).toString('latin1') === text;
  if (at(0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (at(0, '\xff\xd8\xff')) return 'image/jpeg';
  if (at(0, 'GIF87a') || at(0, 'GIF89a')) return 'image/gif';
  if (at(0, 'RIFF') && at(8, 'WEBP')) return 'image/webp';
  if (at(0, '\x1a\x45\xdf\xa3')) return 'video/webm';
  if (!at(4, 'ftyp')) return undefined;
  const brands = head.subarray(8, HEAD_BYTES).toString('latin1');
  if (/avi[fs]/.test(brands)) return 'image/avif';
  // HEIC is in the same box, and no browser but one shows it.
  return /^(?:heic|heix|mif1|msf1)/.test(brands) ? undefined : 'video/mp4';
}

/** The counter `blocks` blocks after `iv`, big-endian as OpenSSL counts. */
function counterAt(iv: Buffer, blocks: number): Buffer {
  const counter = (BigInt(`0x${iv.toString('hex')}`) + BigInt(blocks)) & ((1n << 128n) - 1n);
  return Buffer.from(counter.toString(16).padStart(32, '0'), 'hex');
}
