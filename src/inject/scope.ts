/** What overrides need that stand in windows and in workers alike. `Page` is the window's. */
import type { JsKind } from '../rewriter/text/index.ts';
import type { Disguise } from './overrides/disguise.ts';
import type { UrlMap } from '../shared/url-map.ts';

/** The globals that both kinds of realm may have; each is feature-detected before it is replaced. */
export type Global = typeof globalThis;

export interface Scope {
  readonly global: Global;
  readonly urls: UrlMap;
  readonly disguise: Disguise;
  /** What scripts of this realm read as `location`: the target's address, or (`native`) the gateway's. */
  readonly location: 'origin' | 'native';
  /**
   * Any address a page may write (absolute, `//host/…`, `blob:`) as the browser must be given it. What is relative or no
   * web address comes back as it is. `link`: only for going there.
   */
  toGateway(url: string, use?: 'link'): string;
  /** The address that the page shall read where the browser says `url`. */
  toTarget(url: string): string;
  /** `text` with every gateway origin of this session in it replaced: stacks, messages, markup. */
  textToTarget(text: string): string;
  /** Of a document or worker with an opaque origin: the address of a socket with what proves that it belongs to the session. */
  socketAddress(url: string): string;
  /** What it proves that with, to be handed to workers. */
  readonly word: string | undefined;
  /** Program text as it may run here. */
  rewriteScript(text: string, kind: JsKind): string;
  /** Synchronous GET of an address of ours or of a blob; undefined when it fails. */
  readNow(url: string): string | undefined;
  /** A fault of ours: kept from the site, told to whoever listens. */
  fault(error: unknown): void;
}
