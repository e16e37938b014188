/**
 * Who started a request, seen from the target: the Origin and Referer that its own visitor would have sent, the value of
 * Sec-Fetch-Site between the two targets, and how its SameSite cookies take it. The browser's own values speak of labels.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { getDomain } from 'tldts';
import type { SameSiteContext } from '../sessions/index.ts';
import type { UrlMap } from '../shared/url-map.ts';
import type { RequestKind } from './request-kind.ts';

export type SiteRelation = 'none' | 'same-origin' | 'same-site' | 'cross-site';

/** Site of the page that fills the tab, and whether there is another one between it and the request. */
interface PageSite {
  readonly top: string;
  readonly strange: boolean;
}

export interface Initiator {
  /** Origin header for the target; undefined: none is sent. */
  readonly origin: string | undefined;
  /** Referer header for the target; undefined: none is sent. */
  readonly referer: string | undefined;
  readonly site: SiteRelation;
  readonly sameSite: SameSiteContext;
}

/** `place`: where the request stands, asked for when its fields do not tell. */
export function readInitiator(
  headers: IncomingHttpHeaders,
  method: string,
  target: URL,
  urls: UrlMap,
  kind: RequestKind,
  place: () => PageSite,
): Initiator {
  const referer = headers.referer === undefined ? undefined : urls.toTarget(headers.referer);
  const origin = targetOriginOf(headers.origin, urls);
  const told = siteOf(headers, target, urls, origin, referer);
  const site = told === 'same-origin' && isOfAnother(headers, kind) ? siteOfPage(place(), target) : told;
  return { origin, referer: onDowngrade(referer, target), site, sameSite: sameSiteOf(site, method, kind) };
}

/**
 * Labels of https and of http targets have one scheme here, so the browser sees no downgrade. The default policy, and all
 * others but the two unsafe ones, send nothing then (Referrer Policy, 3).
 */
export function onDowngrade(referer: string | undefined, target: URL): string | undefined {
  return referer?.startsWith('https:') && /^(?:http|ws):$/.test(target.protocol) ? undefined : referer;
}

/** Origin header as the target may see it: of a label of this session its target's, of anybody else `null`. */
export function targetOriginOf(header: string | undefined, urls: UrlMap): string | undefined {
  // Our own pages (consent) start navigations; the target is told of nobody.
  if (header === undefined || header === urls.own) return undefined;
  return urls.targetOrigin(header) ?? 'null';
}

/** Relation of two addresses by scheme and registrable domain, as browsers reckon it. */
export function relationOf(from: string, to: string): SiteRelation {
  if (!URL.canParse(from) || !URL.canParse(to)) return 'cross-site';
  const a = new URL(from);
  const b = new URL(to);
  if (a.origin === b.origin) return 'same-origin';
  return siteNameOf(a) === siteNameOf(b) ? 'same-site' : 'cross-site';
}

function siteOf(
  headers: IncomingHttpHeaders,
  target: URL,
  urls: UrlMap,
  origin: string | undefined,
  referer: string | undefined,
): SiteRelation {
  const browser = headers['sec-fetch-site'];
  // Typed, bookmarked, or from our consent page: the visitor's own doing.
  if (browser === 'none') return 'none';
  const start = origin !== undefined && origin !== 'null' ? origin : referer;
  // The everyday case, without a parser: the address stands in its canonical form from its start to its path.
  if (start !== undefined) return startsIn(start, target) ? 'same-origin' : relationOf(start, target.href);
  if (browser === 'same-origin') return 'same-origin';
  const fromOurs = headers.origin === urls.own || headers.referer?.startsWith(`${urls.own}/`) === true;
  if (origin === undefined && fromOurs) return 'none';
  // Nothing names the starter (referrer policy): two labels of a session may be strangers to each other.
  if (browser === undefined && headers.origin === undefined && headers.referer === undefined) return 'none';
  return 'cross-site';
}

/**
 * What a sheet loads has the sheet for its Referer, and the page for its starter: the two differ where the browser, which knows
 * the page, sees no one origin.
 */
function isOfAnother(headers: IncomingHttpHeaders, kind: RequestKind): boolean {
  return headers.origin === undefined && !kind.document && /^(?:same|cross)-site$/.test(String(headers['sec-fetch-site'] ?? ''));
}

function siteOfPage({ top, strange }: PageSite, target: URL): SiteRelation {
  return strange || top !== siteNameOf(target) ? 'cross-site' : 'same-site';
}

function startsIn(address: string, { protocol, host }: URL): boolean {
  const origin = `${protocol}//${host}`;
  return address.startsWith(origin) && (address.length === origin.length || address[origin.length] === '/');
}

function sameSiteOf(site: SiteRelation, method: string, kind: RequestKind): SameSiteContext {
  if (site !== 'cross-site') return 'strict';
  return kind.topLevel && (method === 'GET' || method === 'HEAD') ? 'lax' : 'none';
}

/** Scheme and registrable domain, or host where there is none. A socket is of the page's own site. */
export function siteNameOf(url: URL): string {
  return `${url.protocol.replace('ws', 'http')}//${siteName(url.hostname)}`;
}

function siteName(host: string): string {
  return getDomain(host, { allowPrivateDomains: true, validHosts: ['localhost'] }) ?? host;
}
