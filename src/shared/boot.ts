/** What a document's runtime is told before the page's first script: attribute `data-boot` of our script tag, as JSON. */
import type { SessionId } from './ids.ts';
import type { SessionHost } from './url-map.ts';

export interface Boot {
  readonly sid: SessionId;
  readonly host: SessionHost;
  /** HMAC key of alias labels, of this session alone; worth nothing elsewhere. */
  readonly aliasKey: string;
  /** Aliases this session knows: id -> origin. */
  readonly aliases: Readonly<Record<string, string>>;
  /** `document.cookie` of the target document as the jar has it: without HttpOnly. */
  readonly cookies: string;
  /** Target address of the document, after redirects. */
  readonly url: string;
  /** Referrer as the target's page would see it. */
  readonly referrer: string;
  /** What page scripts read as `location`: the target's address, or (`native`) the gateway's. */
  readonly location: 'origin' | 'native';
  /** `upgrade-insecure-requests` is in force, by a header or by the page around; markup may bring it later. */
  readonly upgrade: boolean;
  /** Key of the tags of carrier cookies (shared/carrier.ts), known to documents of this target origin alone. */
  readonly carrierKey: string;
  /**
   * Stands for the partition of the jar that this document's `Partitioned` cookies are in; only documents there know it. It also
   * is what sockets of an opaque origin show, which bring no cookie (`ownPaths.opaqueSocket`).
   */
  readonly partition: string;
  /** This document is a page of ours that shows a PDF of the target. */
  readonly pdf?: PdfBoot;
  /** Of a `data:` document: its address as the page wrote it, without a fragment. Its own has our tag in it. */
  readonly at?: string;
}

/** What the page around a PDF is told. */
export interface PdfBoot {
  /** Path of the target's own bytes, good once; their number where the target said it. */
  readonly bytes: string;
  readonly length?: number;
  /** More than is shown. */
  readonly tooLarge?: true;
  /** Under which it is saved. */
  readonly name: string;
  /** Content hash of program and worker. */
  readonly version: string;
  readonly language: string;
  /** Compiled (words/say.ts). */
  readonly words: Readonly<Record<string, unknown>>;
}

/** What the script of front and script mode is told by the gateway that serves it: the same for every site and visitor. */
export interface SiteScriptSettings {
  readonly controlOrigin: string;
  readonly host: SessionHost;
  /** Content hash of the site runtime, which is loaded once a session begins. */
  readonly runtimeHash: string;
}

/** Attribute `data-boot` of the site runtime's script element, as JSON: written by our script in the page. */
export interface SiteBoot {
  readonly sid: SessionId;
  readonly own: string;
  /** Socket of the runtime. */
  readonly socket: string;
  /** Goes before the names of programs that are loaded when they are needed: `ink.js`, `act.js`. */
  readonly programs: string;
  /** Origin of the page around this frame, when it may be described to it; the top page has none. */
  readonly parent?: string;
  /** Further origins of the site, as its script element lists them: their frames belong to the picture. */
  readonly friends: string;
}

/**
 * Cookie of the site itself, readable by script: which session this browser has there. It grants nothing; the dock's cookie
 * of our own origin does. Never handed to the site behind front mode.
 */
export const MARKER_COOKIE = 'samepage';

/** Socket of the runtime in script mode, on the session's own origin. */
export const PAGE_SOCKET = '/page/socket';

/** The only path taken from a target. */
export const OWN_PATH = '/.samepage/';

/** Files and endpoints below `OWN_PATH` on every label. */
export const ownPaths = {
  runtime: `${OWN_PATH}runtime.js`,
  /** Goes first in every worker: `importScripts`, or an import in a module worker. */
  worker: `${OWN_PATH}worker.js`,
  /** The same, of hosts that are switched to `location: native`. */
  nativeWorker: `${OWN_PATH}worker-native.js`,
  /** The program that draws ink, loaded when there is some. */
  ink: `${OWN_PATH}ink.js`,
  /** The program that performs what guests do, loaded when one is there who may. */
  act: `${OWN_PATH}act.js`,
  /** The program that shows a PDF, and the one that reads it, in a worker. */
  pdf: `${OWN_PATH}pdf.js`,
  pdfWorker: `${OWN_PATH}pdf-worker.js`,
  /** Goes before the name of a file that the worker needs (fonts, character maps, decoders), and before the word for a PDF's bytes. */
  pdfData: `${OWN_PATH}pdf-data/`,
  pdfBytes: `${OWN_PATH}pdf-bytes/`,
  /** WebSocket of the runtime. */
  socket: `${OWN_PATH}runtime`,
  /** Goes before word and path of a socket that an opaque origin opens: `/.samepage/socket/<word>/path?query`. */
  opaqueSocket: `${OWN_PATH}socket/`,
  /** POST text (script), answer: rewritten text. For what the token scanner cannot settle; asked synchronously. */
  rewrite: `${OWN_PATH}rewrite`,
  /** GET: `document.cookie` of this label as the jar has it now. POST: a write that is too long for a carrier cookie. */
  cookies: `${OWN_PATH}cookies`,
  /** POST { origin }: remember the alias of a host name that is too long for a label. */
  alias: `${OWN_PATH}alias`,
  /** POST { url, metadata, as }: a script of the page loads this file with this hash; answer `keep` or `drop`. */
  integrity: `${OWN_PATH}integrity`,
  /** POST reports of the translated CSP: a counted escape. */
  report: `${OWN_PATH}report`,
  /** Front mode: our script, the runtime that it loads, and the page between consent and the site. */
  siteScript: `${OWN_PATH}site.js`,
  siteRuntime: `${OWN_PATH}site-runtime.js`,
  enter: `${OWN_PATH}enter`,
  /** GET, after the session has ended: clears what the browser keeps of this label and goes back to the end page's round. */
  clear: `${OWN_PATH}clear`,
} as const;

/** Prefix of carrier cookies: `samepage-set.<n>=<value>`, read and written by shared/carrier.ts. */
export const CARRIER_PREFIX = 'samepage-set.';

/**
 * Cookie on the label (nested shape: Domain=<sid>.<base>), readable by script: an opaque version of the jar. The gateway sets
 * a new value with every answer whose Set-Cookie changed the jar (not for a carrier alone); a document that wrote a cookie
 * sets one itself. The `document.cookie` accessor asks `ownPaths.cookies` again only when the value is not the one it knows.
 */
export const JAR_COOKIE = 'samepage-jar';
