/**
 * A target's Content-Security-Policy in terms of the gateway: host sources become labels, and what our runtime and dock
 * need is added, as little as the policy's own shape allows. A translated policy names only hosts of the gateway, so an
 * address that the rewriter missed is stopped instead of leaving for the real site.
 */
import { ownPaths, OWN_PATH } from '../shared/boot.ts';
import type { UrlMap } from '../shared/url-map.ts';
import type { SessionHost } from '../shared/url-map.ts';

export interface CspContext {
  readonly urls: UrlMap;
  readonly host: SessionHost;
  /** Target address of the document. */
  readonly url: URL;
  /** Label origin that serves it. */
  readonly gatewayOrigin: string;
  /** Used when our script cannot be let in by its address. Same for every policy of one document. */
  readonly freshNonce: string;
  /** Reports to us, as counted escapes: for policies that are enforced. */
  readonly report: boolean;
}

export interface TranslatedCsp {
  readonly value: string;
  /** Nonce that our script tag needs under this policy. */
  readonly nonce: string | undefined;
}

/** Name of the runtime's Trusted Types policy. */
export const TRUSTED_TYPES_POLICY = 'samepage';

type Directives = Map<string, string[]>;

const SOURCE_LISTS: ReadonlySet<string> = new Set([
  'default-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
  'img-src',
  'font-src',
  'connect-src',
  'media-src',
  'object-src',
  'prefetch-src',
  'child-src',
  'frame-src',
  'worker-src',
  'manifest-src',
  'base-uri',
  'form-action',
  'frame-ancestors',
  'navigate-to',
  'fenced-frame-src',
]);
/** Kept as they are. Everything else that is no source list is dropped: reports, upgrades, hash duties. */
const KEPT: ReadonlySet<string> = new Set(['sandbox', 'require-trusted-types-for']);

/** One header value may hold several policies, parted by commas; each is translated. */
export function translateCsp(header: string, context: CspContext): TranslatedCsp {
  let nonce: string | undefined;
  const values: string[] = [];
  for (const policy of header.split(',')) {
    const directives = parse(policy);
    if (directives.size === 0) continue;
    const out = translate(directives, context);
    nonce = nonce ?? out.nonce;
    if (out.value !== '') values.push(out.value);
  }
  return { value: values.join(', '), nonce };
}

/** Policy of ours for documents: frames of missed addresses are stopped (no override can catch those). */
export function netPolicy(context: CspContext): string {
  return `frame-src 'self' ${anyLabel(context, false).join(' ')} ${context.urls.own} data: blob:; report-uri ${ownPaths.report}`;
}

/** `frame-ancestors` in place of X-Frame-Options, which knows no labels; undefined: it says nothing. */
export function frameAncestorsOf(xFrameOptions: string): string | undefined {
  const words = new Set(
    xFrameOptions
      .toLowerCase()
      .split(',')
      .map((word) => word.trim()),
  );
  if (words.has('deny')) return "frame-ancestors 'none'";
  return words.has('sameorigin') ? "frame-ancestors 'self'" : undefined;
}

function parse(policy: string): Directives {
  const directives: Directives = new Map();
  for (const part of policy.split(';')) {
    const words = part.trim().split(/\s+/);
    const name = (words.shift() ?? '').toLowerCase();
    // CSP 3, 2.2.1: of equal names the first counts.
    if (name !== '' && !directives.has(name)) directives.set(name, words);
  }
  return directives;
}

function translate(directives: Directives, context: CspContext): TranslatedCsp {
  const out: Directives = new Map();
  for (const [name, words] of directives) {
    if (SOURCE_LISTS.has(name)) out.set(name, mapSources(words, context, name === 'connect-src' || name === 'default-src'));
    else if (KEPT.has(name)) out.set(name, words);
    else if (name === 'trusted-types') out.set(name, withPolicyName(words));
  }
  const nonce = admitScript(out, context);
  admitConnections(out, context);
  admitDock(out, context);
  if (context.report && out.size > 0) out.set('report-uri', [ownPaths.report]);
  const value = [...out].map(([name, words]) => [name, ...words].join(' ')).join('; ');
  return { value, nonce };
}

function mapSources(words: readonly string[], context: CspContext, sockets: boolean): string[] {
  const out: string[] = [];
  for (const word of words) for (const mapped of mapSource(word, context, sockets)) if (!out.includes(mapped)) out.push(mapped);
  return out;
}

const HOST_SOURCE = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(?::(\d+|\*))?(\/.*)?$/i;

function mapSource(word: string, context: CspContext, sockets: boolean): string[] {
  // Keywords, nonces and hashes say nothing of hosts.
  if (word.startsWith("'")) return [word];
  const scheme = /^([a-z][a-z0-9+.-]*):$/i.exec(word)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    if (scheme === 'http' || scheme === 'https') return anyLabel(context, false);
    return scheme === 'ws' || scheme === 'wss' ? anyLabel(context, true).filter(isSocketSource) : [word];
  }
  if (word === '*') return anyLabel(context, sockets);
  const match = HOST_SOURCE.exec(word);
  if (!match) return [];
  const [, written, host = '', port, path = ''] = match;
  const socket = written !== undefined && /^wss?$/i.test(written);
  // A label stands for one host and one port: whatever is wider becomes all labels of the session.
  if (host.startsWith('*') || port === '*') return socket ? anyLabel(context, true).filter(isSocketSource) : anyLabel(context, sockets);
  const schemes = written === undefined ? schemesOf(context.url.protocol.slice(0, -1)) : schemesOf(written.toLowerCase());
  const origins = schemes.flatMap((each) => context.urls.gatewayOrigin(`${each}://${host}${port === undefined ? '' : `:${port}`}`) ?? []);
  return origins.flatMap((origin) => {
    const page = `${origin}${path}`;
    const line = page.replace(/^http/, 'ws');
    if (socket) return [line];
    // Without a scheme the source means the page's own, and for connections its socket as well.
    return sockets && written === undefined ? [page, line] : [page];
  });
}

/** A source of the weaker scheme matches the stronger as well (CSP 3, 6.7.2.8); labels of the two are different hosts. */
function schemesOf(scheme: string): string[] {
  const secure = scheme === 'https' || scheme === 'wss';
  return secure ? ['https'] : ['https', 'http'];
}

/** All labels of the session; in the flat shape a pattern cannot be narrower than the base. */
function anyLabel(context: CspContext, sockets: boolean): string[] {
  const own = new URL(context.urls.own);
  const name = context.host.shape === 'nested' ? own.host : `${context.host.base}${context.host.port}`;
  const page = `${context.host.scheme}://*.${name}`;
  return sockets ? [page, page.replace(/^http/, 'ws')] : [page];
}

function isSocketSource(source: string): boolean {
  return source.startsWith('ws');
}

/** Lets our script element run. By its address where addresses count, else by a nonce: the page's own when it has one. */
function admitScript(out: Directives, context: CspContext): string | undefined {
  const name = ['script-src-elem', 'script-src', 'default-src'].find((each) => out.has(each));
  if (name === undefined) return undefined;
  const list = out.get(name) ?? [];
  const theirs = list.map((word) => /^'nonce-([^']+)'$/i.exec(word)?.[1]).find((value) => value !== undefined);
  const byAddress = `${context.gatewayOrigin}${OWN_PATH}`;
  // Addresses are dead under strict-dynamic. A nonce where there was none would kill 'unsafe-inline', but not here:
  // strict-dynamic has done so already.
  const strict = list.some((word) => word.toLowerCase() === "'strict-dynamic'");
  if (theirs !== undefined) {
    // Workers are admitted by address; they cannot show a nonce.
    if (!strict) put(out, name, [byAddress]);
    return theirs;
  }
  put(out, name, strict ? [`'nonce-${context.freshNonce}'`] : [byAddress]);
  return strict ? context.freshNonce : undefined;
}

/** The runtime's socket and its own endpoints. */
function admitConnections(out: Directives, context: CspContext): void {
  const name = ['connect-src', 'default-src'].find((each) => out.has(each));
  if (name === undefined) return;
  const own = `${context.gatewayOrigin}${OWN_PATH}`;
  const socket = `${context.gatewayOrigin.replace(/^http/, 'ws')}${ownPaths.socket}`;
  put(out, name, [own, socket], 'connect-src');
}

/** The dock's frame. */
function admitDock(out: Directives, context: CspContext): void {
  const name = ['frame-src', 'child-src', 'default-src'].find((each) => out.has(each));
  if (name !== undefined) put(out, name, [`${context.urls.own}/dock`], 'frame-src');
}

/** Adds to a list; a fallback list is copied first, so that it is not widened for all that fall back on it. */
function put(out: Directives, from: string, sources: readonly string[], as: string = from === 'default-src' ? 'script-src' : from): void {
  const base = (out.get(from) ?? []).filter((word) => word.toLowerCase() !== "'none'");
  out.set(as, [...new Set([...base, ...sources])]);
}

function withPolicyName(words: readonly string[]): string[] {
  if (words.includes('*')) return [...words];
  return [
    ...words.filter((word) => word.toLowerCase() !== "'none'"),
    TRUSTED_TYPES_POLICY,
    ...(words.includes("'allow-duplicates'") ? [] : ["'allow-duplicates'"]),
  ];
}
