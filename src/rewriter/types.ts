/** The face of the rewriter in types. */
import type { Transform } from 'node:stream';
import type { UrlMap } from '../shared/url-map.ts';
import type { HashedElement, JsKind } from './text/index.ts';

/** A style, script or other file that comes whole. */
export interface ResourceContext {
  readonly urls: UrlMap;
  /** Target address of the file (or document). */
  readonly url: string;
  readonly location: 'origin' | 'native';
  /** Is `upgrade-insecure-requests` in force where this is loaded? A policy in the page's own markup may bring it. */
  readonly upgrades?: () => boolean;
  /**
   * Who may share a cached result: `shared` for public files that were fetched without cookies and credentials (they may
   * also be kept on disk), else the session's id.
   */
  readonly cacheScope: string;
  /** Charset parameter of the Content-Type, if any. */
  readonly charset?: string;
}

export interface InlineHashes {
  /** Is there a hash in any policy, so far? */
  readonly checksText: boolean;
  /** Nonce for a script or style element that is changed though it is named by its hash. */
  admit(text: Buffer, place: 'script' | 'style'): string | undefined;
  /** A handler that must stay as it is to run. */
  keepsHandler(text: Buffer): boolean;
}

export interface PageContext extends ResourceContext {
  /** Media type without parameters; XHTML and SVG are scanned as XML. Default text/html. */
  readonly contentType?: string;
  /** It is a frame: where its links lead is upgraded, too. */
  readonly nested?: boolean;
  /** Our script tag (`buildBootTag`), ASCII only. Absent: none is put in. */
  readonly bootTag?: (where: 'document' | 'srcdoc') => string;
  /** Policy of a `<meta http-equiv=content-security-policy>`, translated; undefined: left as it is. */
  readonly mapCsp?: (policy: string) => string | undefined;
  /**
   * What stands in the place of an `integrity` attribute; undefined: it stays. `base`: what the address is relative to.
   * Default: integrity is dropped from every script and sheet, because their bodies may change.
   */
  readonly integrity?: (load: HashedElement, base: string) => string | undefined;
  /** What the document's policies name by hash; text as UTF-8, as browsers hash it. */
  readonly hashes?: InlineHashes;
}

export interface Rewriter {
  /** Bytes in, bytes out, in any chunks. Also for XHTML, SVG and other XML by `page.contentType`. */
  html(page: PageContext): Transform;
  css(bytes: Buffer, page: ResourceContext): Promise<Buffer>;
  js(bytes: Buffer, page: ResourceContext, kind: JsKind): Promise<Buffer>;
  /** Web application manifest. */
  manifest(bytes: Buffer, page: ResourceContext): Promise<Buffer>;
  /** A rule set that a `Speculation-Rules` header names. */
  speculationRules(bytes: Buffer, page: ResourceContext): Promise<Buffer>;
  /** HLS (m3u8) and DASH (mpd) playlists: absolute addresses. */
  playlist(bytes: Buffer, page: ResourceContext, kind: 'hls' | 'dash'): Promise<Buffer>;
  /** Value of a Refresh header. */
  refreshHeader(value: string, page: ResourceContext): string;
  /** Lets go of what is kept in memory for one scope: its session has ended. */
  forget(cacheScope: string): void;
  stats(): RewriterStats;
  close(): Promise<void>;
}

/** Counts since creation. */
export interface RewriterStats {
  /** Files without a guarded word: passed as they came. */
  readonly jsUntouched: number;
  readonly jsScanned: number;
  /** Given to the parser because the scanner could not settle them. */
  readonly jsParsed: number;
  /** Could not be parsed, or ran out of time: passed as they came. */
  readonly jsFailed: number;
  readonly cacheHits: number;
  readonly cacheBytes: number;
}

export interface RewriterOptions {
  /** Threads for large and unsettled scripts. Default 1. */
  readonly workers?: number;
  /** Bound of the cache in memory, bytes. */
  readonly cacheBytes: number;
  /** Folder for results of public files, bounded by `diskBytes`. Absent: memory only. */
  readonly cacheDir?: string;
  /** Bound of the folder, bytes. Default 256 MiB. */
  readonly diskBytes?: number;
  /** dist/rewriter-worker.js */
  readonly workerFile: string | URL;
  readonly log: RewriterLog;
}

/** What the rewriter needs of a logger (pino fits). Never given content of a target. */
export interface RewriterLog {
  warn(values: object, message: string): void;
}
