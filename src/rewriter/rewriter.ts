/** Puts the scanners, the threads and the cache together. */
import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Transform } from 'node:stream';
import {
  createMapUrl,
  mentionsGuarded,
  rewriteRefresh,
  rewriteSpeculationRules,
  upgradingMaps,
  type JsKind,
  type MapUrl,
} from './text/index.ts';
import { mapSpecifiers } from './text/js-edits.ts';
import { rewriteSheet } from './css.ts';
import { DiskCache } from './disk-cache.ts';
import { createHtmlTransform } from './html.ts';
import { JsCache, type Prepared } from './js-cache.ts';
import { rewriteManifest, rewritePlaylist } from './playlists.ts';
import { scanJs, type JsJob, type JsOutcome } from './prepare-js.ts';
import { rewriteBytes, utf16Of } from './text-codec.ts';
import { WorkerPool } from './worker-pool.ts';
import type { PageContext, ResourceContext, Rewriter, RewriterOptions, RewriterStats } from './types.ts';

/** Larger scripts go to a thread: this much takes the scanner some 5 ms of the event loop. Bytes. */
const SCAN_HERE_LIMIT = 256 * 1024;
/** Reading so much takes more than a millisecond: what reads a script again does so in another turn of the event loop. */
const LARGE_BYTES = 1024 * 1024;
const DISK_BYTES = 256 * 1024 * 1024;

/** Throws when the worker file is missing: without it unsettled scripts would pass unguarded, unnoticed. */
export function createRewriter(options: RewriterOptions): Rewriter {
  const file = options.workerFile instanceof URL ? fileURLToPath(options.workerFile) : options.workerFile;
  if (!existsSync(file)) throw new Error(`cannot start the rewriter: ${file} is missing; run "npm run build"`);
  return new ByteRewriter(options);
}

class ByteRewriter implements Rewriter {
  readonly #pool: WorkerPool;
  readonly #disk: DiskCache | undefined;
  readonly #cache: JsCache;
  readonly #counts = { jsUntouched: 0, jsScanned: 0, jsParsed: 0, jsFailed: 0 };
  /** Jobs under way by key: ten tabs that load one bundle wait for one job. */
  readonly #running = new Map<string, Promise<Prepared | undefined>>();

  constructor(options: RewriterOptions) {
    this.#pool = new WorkerPool(options.workerFile, options.workers ?? 1, options.log);
    this.#disk = options.cacheDir === undefined ? undefined : new DiskCache(options.cacheDir, options.diskBytes ?? DISK_BYTES, options.log);
    this.#cache = new JsCache(options.cacheBytes, this.#disk);
  }

  html(page: PageContext): Transform {
    return createHtmlTransform(page, {
      mapsFor: (url, charset) => mapsFor(page, url, charset, page.nested ?? false),
      settle: (text, kind, bytes, scanned) => this.#settle(text, kind, bytes, scanned, page),
      count: (what) => {
        this.#counts[what === 'scanned' ? 'jsScanned' : 'jsUntouched']++;
      },
    });
  }

  css(bytes: Buffer, page: ResourceContext): Promise<Buffer> {
    const charset = page.charset ?? /^(?:\xef\xbb\xbf)?@charset "([^"]*)";/.exec(bytes.toString('latin1', 0, 128))?.[1];
    return rewriteSheet(bytes, charset, (asBytes) => mapFor(page, page.url, asBytes ? 'utf-8' : undefined));
  }

  async js(bytes: Buffer, page: ResourceContext, kind: JsKind): Promise<Buffer> {
    // UTF-16 cannot be filtered as bytes; it is rare, and the parser reads it.
    if (!utf16Of(bytes, undefined) && !mentionsGuarded(bytes.toString('latin1'), { kind })) {
      this.#counts.jsUntouched++;
      return bytes;
    }
    // It was read whole, and is read again for its key.
    if (bytes.length > LARGE_BYTES) await setImmediate();
    const prepared = await this.#prepared(bytes, { kind, location: page.location }, page.cacheScope);
    return prepared ? withSpecifiers(prepared, page) : bytes;
  }

  /** Undefined: it cannot be rewritten. */
  async #prepared(bytes: Buffer, job: JsJob, scope: string): Promise<Prepared | undefined> {
    const key = this.#cache.key(bytes, job, scope);
    const kept = await this.#cache.get(key, scope);
    if (kept) return kept;
    const running = this.#running.get(key);
    if (running) return running;
    const run = this.#run(bytes, job)
      .then((outcome) => {
        if (outcome.how === 'failed') {
          this.#counts.jsFailed++;
          return undefined;
        }
        this.#counts[outcome.how === 'scanned' ? 'jsScanned' : 'jsParsed']++;
        this.#cache.set(key, scope, outcome);
        return outcome;
      })
      .finally(() => this.#running.delete(key));
    this.#running.set(key, run);
    return run;
  }

  async #run(bytes: Buffer, job: JsJob): Promise<JsOutcome> {
    const small = bytes.length <= SCAN_HERE_LIMIT;
    const scanned = small ? scanJs(bytes, job) : undefined;
    return scanned ?? this.#pool.run(bytes, job, small);
  }

  async #settle(text: string, kind: JsKind, asBytes: boolean, scanned: boolean, page: PageContext): Promise<string> {
    const bytes = Buffer.from(text, asBytes ? 'latin1' : 'utf8');
    const outcome = await this.#pool.run(bytes, { kind, location: page.location }, scanned);
    if (outcome.how === 'failed') {
      this.#counts.jsFailed++;
      return text;
    }
    this.#counts[outcome.how === 'scanned' ? 'jsScanned' : 'jsParsed']++;
    const settled = withSpecifiers(outcome, page);
    return asBytes ? settled.toString('latin1') : settled.toString('utf8');
  }

  manifest(bytes: Buffer, page: ResourceContext): Promise<Buffer> {
    return rewriteJson(bytes, page, rewriteManifest);
  }

  speculationRules(bytes: Buffer, page: ResourceContext): Promise<Buffer> {
    return rewriteJson(bytes, page, rewriteSpeculationRules);
  }

  playlist(bytes: Buffer, page: ResourceContext, kind: 'hls' | 'dash'): Promise<Buffer> {
    return rewriteBytes(bytes, (text, asBytes) => rewritePlaylist(text, kind, mapFor(page, page.url, asBytes ? 'utf-8' : undefined)));
  }

  refreshHeader(value: string, page: ResourceContext): string {
    return rewriteRefresh(value, mapFor(page, page.url, undefined));
  }

  forget(scope: string): void {
    this.#cache.forget(scope);
  }

  stats(): RewriterStats {
    return { ...this.#counts, cacheHits: this.#cache.hits, cacheBytes: this.#cache.bytes };
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#disk?.close();
    this.#cache.clear();
  }
}

/** JSON is UTF-8, and its escapes must be seen as characters. */
function rewriteJson(bytes: Buffer, page: ResourceContext, rewrite: (text: string, map: MapUrl) => string): Promise<Buffer> {
  const text = bytes.toString('utf8');
  const rewritten = rewrite(text, mapFor(page, page.url, undefined));
  return Promise.resolve(rewritten === text ? bytes : Buffer.from(rewritten, 'utf8'));
}

/** Mapper of what a file loads. */
function mapFor(page: ResourceContext, url: string, charset: string | undefined): MapUrl {
  return mapsFor(page, url, charset, true).load;
}

/** Mappers of what a document loads, and of its links. */
function mapsFor(page: ResourceContext, url: string, charset: string | undefined, nested: boolean): ReturnType<typeof upgradingMaps> {
  const map = plainMap(page, url, charset);
  const applies = page.upgrades;
  return applies ? upgradingMaps(map, { page: () => page.url, nested, applies }) : { load: map, link: map };
}

/**
 * Mapper for a file at `url`. With a charset the text is bytes: a host beyond ASCII (`//münchen.example`) must be decoded
 * before it can be mapped; the rest of the address passes as bytes.
 */
function plainMap(page: ResourceContext, url: string, charset: string | undefined): MapUrl {
  const map = createMapUrl(page.urls, url);
  if (charset === undefined) return map;
  return (address) => {
    const authority = /^[\0-\x20]*(?:[a-z]+:)?[/\\]{2}[^/\\?#]*/i.exec(address)?.[0];
    if (authority === undefined || !/[\x80-\xff]/.test(authority)) return map(address);
    const mapped = map(decodeHost(authority, charset) + '/');
    return mapped === undefined ? undefined : mapped.slice(0, -1) + address.slice(authority.length);
  };
}

function decodeHost(bytes: string, charset: string): string {
  try {
    return new TextDecoder(charset).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return bytes; // a charset that nobody knows: browsers read it as windows-1252, which these characters nearly are
  }
}

function withSpecifiers(prepared: Prepared, page: ResourceContext): Buffer {
  if (prepared.specifiers.length === 0) return prepared.bytes;
  const text = prepared.bytes.toString('latin1');
  const mapped = mapSpecifiers({ text, specifiers: prepared.specifiers }, mapFor(page, page.url, 'utf-8'));
  return mapped === text ? prepared.bytes : Buffer.from(mapped, 'latin1');
}
