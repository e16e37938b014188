/** Puts the scanners, the threads and the cache together. */
import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Transform } from 'node:stream';
import {
  createMapUrl,
  OriginTable,
  rewriteRefresh,
  rewriteSpeculationRules,
  upgradingMaps,
  type JsKind,
  type MapUrl,
} from './text/index.ts';
import { needsGuards, withAliases } from './js-aliases.ts';
import { prepareJs } from './text/js.ts';
import { mapSpecifiers, type PreparedJs } from './text/js-edits.ts';
import { rewriteSheet } from './css.ts';
import { DiskCache } from './disk-cache.ts';
import { createHtmlTransform, type PageMaps } from './html.ts';
import { InlineScripts, type InlineJob } from './inline-scripts.ts';
import { JsCache } from './js-cache.ts';
import { rewriteManifest, rewritePlaylist } from './playlists.ts';
import { scanJs, type JsJob, type JsOutcome, type Prepared } from './prepare-js.ts';
import { rewriteBytes, utf16Of } from './text-codec.ts';
import { WorkerPool } from './worker-pool.ts';
import type { UrlMap } from '../shared/url-map.ts';
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
  readonly #inline: InlineScripts;
  readonly #counts = { jsUntouched: 0, jsScanned: 0, jsParsed: 0, jsFailed: 0 };
  /** Jobs under way by key: ten tabs that load one bundle wait for one job. */
  readonly #running = new Map<string, Promise<Prepared | undefined>>();

  constructor(options: RewriterOptions) {
    this.#pool = new WorkerPool(options.workerFile, options.workers ?? 1, options.log);
    this.#disk = options.cacheDir === undefined ? undefined : new DiskCache(options.cacheDir, options.diskBytes ?? DISK_BYTES, options.log);
    this.#cache = new JsCache(options.cacheBytes, this.#disk);
    this.#inline = new InlineScripts((scope) => this.#cache.isForgotten(scope));
  }

  html(page: PageContext): Transform {
    return createHtmlTransform(page, {
      mapsFor: (url, charset) => mapsFor(page, url, charset, page.nested ?? false),
      prepare: (text, job) => this.#prepareInline(text, job, page.cacheScope),
      settle: (text, job) => this.#settle(text, job, page),
    });
  }

  css(bytes: Buffer, page: ResourceContext): Promise<Buffer> {
    const charset = page.charset ?? /^(?:\xef\xbb\xbf)?@charset "([^"]*)";/.exec(bytes.toString('latin1', 0, 128))?.[1];
    return rewriteSheet(bytes, charset, (asBytes) => mapFor(page, page.url, asBytes ? 'utf-8' : undefined));
  }

  async js(bytes: Buffer, page: ResourceContext, kind: JsKind): Promise<Buffer> {
    // UTF-16 cannot be filtered as bytes; it is rare, and the parser reads it.
    if (!utf16Of(bytes, undefined) && !needsGuards(bytes.toString('latin1'), { kind })) {
      this.#counts.jsUntouched++;
      return bytes;
    }
    // It was read whole, and is read again for its key.
    if (bytes.length > LARGE_BYTES) await setImmediate();
    const prepared = await this.#prepared(bytes, { kind, location: page.location }, page.cacheScope);
    return prepared ? withSpecifiers(prepared, page) : bytes;
  }

  /** Undefined: it cannot be rewritten. */
  async #prepared(bytes: Buffer, job: JsJob, scope: string, scanned = false): Promise<Prepared | undefined> {
    const key = this.#cache.key(bytes, job, scope);
    const kept = await this.#cache.get(key, scope);
    if (kept) return kept;
    const running = this.#running.get(key);
    if (running) return running;
    const run = this.#run(bytes, job, scanned)
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

  /** `scanned`: the scanner has been asked, and could not settle it. */
  async #run(bytes: Buffer, job: JsJob, scanned: boolean): Promise<JsOutcome> {
    const small = bytes.length <= SCAN_HERE_LIMIT;
    return (small && !scanned ? scanJs(bytes, job) : undefined) ?? this.#pool.run(bytes, job, small);
  }

  /** Undefined: it is large, or the scanner could not settle it. */
  #prepareInline(text: string, job: InlineJob, scope: string): PreparedJs | undefined {
    const kept = this.#inline.get(scope, text, job);
    if (kept) return kept;
    if (!needsGuards(text, job)) {
      this.#counts.jsUntouched++;
      const untouched = { text, specifiers: [] };
      this.#inline.set(scope, text, job, untouched);
      return untouched;
    }
    // Marks of an old charset (byte-reader.ts) do not survive the way to a thread.
    if (text.length > SCAN_HERE_LIMIT && !/[\ue000-\ue0ff]/.test(text)) return undefined;
    const prepared = prepareJs(text, withAliases(text, job));
    if ('unsettled' in prepared) return undefined;
    this.#counts.jsScanned++;
    this.#inline.set(scope, text, job, prepared);
    return prepared;
  }

  /** By a thread; gives the text as it came when that cannot either. */
  async #settle(text: string, { kind, location, bytes: asBytes }: InlineJob, page: PageContext): Promise<string> {
    const bytes = Buffer.from(text, asBytes ? 'latin1' : 'utf8');
    const prepared = await this.#prepared(bytes, { kind, location }, page.cacheScope, bytes.length <= SCAN_HERE_LIMIT);
    if (!prepared) return text;
    return withSpecifiers(prepared, page).toString(asBytes ? 'latin1' : 'utf8');
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
    this.#inline.forget(scope);
  }

  stats(): RewriterStats {
    return { ...this.#counts, cacheHits: this.#cache.hits + this.#inline.hits, cacheBytes: this.#cache.bytes };
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#disk?.close();
    this.#cache.clear();
    this.#inline.clear();
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

/** Mappers of what a document loads and of its links. */
function mapsFor(page: ResourceContext, url: string, charset: string | undefined, nested: boolean): PageMaps {
  const map = plainMap(page, url, charset);
  const applies = page.upgrades;
  const maps = applies ? upgradingMaps(map, { page: () => page.url, nested, applies }) : { load: map, link: map };
  return { ...maps, origins: () => originsOf(page.urls, url, applies?.() ? page.url : undefined) };
}

/** By session, for as long as its map lives, and by what else `//host` and `http://host` depend on: six tables of one session at most. */
const originTables = new WeakMap<UrlMap, Map<string, OriginTable>>();

/** `upgrading`: the page whose policy asks for https. */
function originsOf(urls: UrlMap, base: string, upgrading: string | undefined): OriginTable | undefined {
  const scheme = schemeOf(base);
  if (scheme === undefined) return undefined;
  const key = upgrading === undefined ? scheme : `${scheme} ${schemeOf(upgrading) ?? ''}`;
  let tables = originTables.get(urls);
  if (!tables) originTables.set(urls, (tables = new Map()));
  let table = tables.get(key);
  if (!table) tables.set(key, (table = new OriginTable()));
  return table;
}

function schemeOf(url: string): 'http' | 'https' | undefined {
  return /^https:/i.test(url) ? 'https' : /^http:/i.test(url) ? 'http' : undefined;
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
