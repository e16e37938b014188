/** One document with our runtime in it: what every override and the mirror are given. */
import type { Boot, PdfBoot } from '../shared/boot.ts';
import type { PageNotice } from '../shared/notices.ts';
import type { JavascriptUrlUse } from '../rewriter/text/index.ts';
import type { UrlMap } from '../shared/url-map.ts';
import type { Disguise } from './overrides/disguise.ts';
import type { Natives, RealmWindow } from './natives.ts';
import type { BlobScripts } from './overrides/blob-scripts.ts';
import type { CookieSnapshot } from './overrides/cookie-snapshot.ts';
import type { Scope } from './scope.ts';

/** How addresses of this page and of the gateway relate. In place both are the same. */
export type Addresses = Pick<UrlMap, 'own' | 'toGateway' | 'toTarget' | 'isGateway'>;

export interface Activation {
  /** `document.open` takes listeners off the window: put ours back. */
  listen(): void;
}

export interface Frames {
  /** After something was inserted: are there frames that we have not seen? */
  look(): void;
}

export interface TopNavigation {
  /** Would the browser refuse to let this document send `target` to this address (of a target, or relative)? */
  refuses(target: Window | null, url: string): boolean;
  /** The window that a `target` attribute or argument names, if it is the page's own. */
  named(name: string | null | undefined): Window | null;
  /** What the browser throws where an address is written. */
  error(action: 'set' | 'replace', url: string): Error;
}

/** What capture, acting and overlay need of a page, on a label and in place alike. */
export interface HostPage {
  readonly window: RealmWindow;
  /** The document of the window, now: a frame keeps its window when it leaves its first empty document. */
  readonly document: Document;
  readonly natives: Natives;
  readonly disguise: Disguise;
  readonly urls: Addresses;
  /**
   * Calls a native that asks whose code calls it (`postMessage` names that window as `event.source`) so that it is this realm's.
   * What it gives is not handed on.
   */
  readonly here: (fn: (...args: never[]) => unknown, self: unknown, args: unknown[]) => void;
  /** Address of the document as its page sees it, now: `pushState` moves it. */
  targetUrl(): string;
  /** What `work` gives, or `otherwise` when it fails: a fault of ours never reaches the site. */
  safely<T>(otherwise: T, work: () => T): T;
  /** A fault of ours: kept from the site, told to whoever listens. */
  fault(error: unknown): void;
  /** Where faults go (the link to the room). What happened before is handed over at once. */
  onFault(listener: (error: unknown) => void): void;
  /** The page tried what cannot work here: the people are told. */
  notice(code: PageNotice): void;
  /** Who tells them. What happened before is handed over at once. */
  onNotice(listener: (code: PageNotice) => void): void;
  /** The document is a page of ours that shows a PDF. */
  readonly pdf: PdfBoot | undefined;
  readonly activation: Activation;
  /** How the runtime of the top document reaches its room. */
  readonly line: Line;
  /** The session is over. `url`: our end page, for a page that was only there for the session. */
  leave(url: string): void;
  /** Sets up the realm of a same-origin window that has none of our overrides yet; others are left alone. */
  setUpRealm(window: Window | null | undefined): void;
  /** Who is told of the realms that were set up from here. What happened before is handed over at once. */
  onRealm(listener: (realm: HostPage) => void): void;
  /** The document shows in a window of this realm now, and brought no script tag of ours: its runtime is the maker's to start. */
  needsRuntime(): boolean;
  /** The document came without data of its own: it is empty, or was written by its maker. */
  isMade(): boolean;
  /** What runs on this document; it is closed when the window's next document brings its own. */
  attach(runtime: { close(): void }): void;
}

export interface Line {
  readonly socket: string;
  readonly dock: string;
  /** The program that draws ink. */
  readonly ink: string;
  /** The program that performs what guests do. */
  readonly act: string;
  /** The page lives on after the session. Its socket needs a ticket, which the dock gets: so the dock comes first. */
  readonly inPlace: boolean;
  /** Origin of the window that a frame tells of itself. */
  readonly parent: string;
  /** May a window of this origin be a frame of the picture? */
  mayBeFrame(origin: string): boolean;
}

export interface Page extends Omit<Scope, keyof HostPage>, HostPage {
  readonly boot: Boot;
  readonly urls: UrlMap;
  /** Does the hash of a file at `url` (as the document has it) stay in the element? If not, the gateway checks it. */
  hashStays(url: string, metadata: string, as: 'script' | 'style'): boolean;
  readonly cookies: CookieSnapshot;
  readonly markup: PageMarkup;
  readonly blobScripts: BlobScripts;
  readonly frames: Frames;
  readonly topNavigation: TopNavigation;
  /** A node of this `nodeType`, of any realm: `instanceof` knows this one's only. */
  isNode(value: unknown, type: number): boolean;
}

/** Text that becomes markup, style or addresses in this page. */
export interface PageMarkup {
  html(text: string): string;
  /** A whole document that is made here: with our script tag. `at`: its `data:` address as the page wrote it. */
  document(text: string, at?: string): string;
  css(text: string): string;
  srcset(text: string): string;
  /** An address, `javascript:` included. `to`: what a string in the end of that becomes the document of (rewriter/text/javascript-url.ts). */
  url(text: string, use?: 'link', to?: JavascriptUrlUse): string;
  /** `http-equiv=refresh` content. */
  refresh(text: string): string;
  /** Text of a script element of this type. */
  script(text: string, type: string): string;
  /** Markup, style or script text as its author wrote it, as far as that can be told from what stands here. */
  toAuthor(text: string): string;
}
