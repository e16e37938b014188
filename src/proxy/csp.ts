/**
 * A target's Content-Security-Policy in terms of the gateway: host sources become labels, and what our runtime and dock
 * need is added, as little as the policy's own shape allows. A translated policy names only hosts of the gateway, so an
 * address that the rewriter missed is stopped instead of leaving for the real site.
 */
import { ownPaths, OWN_PATH } from '../shared/boot.ts';
import type { SessionHost, UrlMap } from '../shared/url-map.ts';
import { hashSource, type PolicyHashes } from './csp-hashes.ts';

export interface CspContext {
  readonly urls: UrlMap;
  readonly host: SessionHost;
  /** Target address of the document. */
  readonly url: URL;
  /** Label origin that serves it. */
  readonly gatewayOrigin: string;
  /** Lets in what addresses cannot: our script under strict-dynamic, elements that were named by a hash. One a document. */
  readonly nonce: string;
  /** Reports to us, which counts escapes: for policies that are enforced. */
  readonly report: boolean;
  /** A policy in markup, which scripts can read. */
  readonly markup?: boolean;
}

export interface TranslatedCsp {
  readonly value: string;
  /** The nonce is in it. */
  readonly wantsNonce: boolean;
  /** Of each policy in it that has any. */
  readonly hashes: readonly PolicyHashes[];
  /** Insecure addresses of this document are asked for as secure ones. Who enforces it is the rewriter, and the runtime. */
  readonly upgrades: boolean;
}

/** Name of the runtime's Trusted Types policy. */
export const TRUSTED_TYPES_POLICY = 'samepage';

export type Directives = Map<string, string[]>;

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
const UPGRADE = 'upgrade-insecure-requests';
/** Kept as they are. Everything else that is no source list is dropped: reports, hash duties. */
const KEPT: ReadonlySet<string> = new Set(['sandbox', 'require-trusted-types-for']);

/** One header value may hold several policies, parted by commas; each is translated. */
export function translateCsp(header: string, context: CspContext): TranslatedCsp {
  let wantsNonce = false;
  let upgrades = false;
  const values: string[] = [];
  const hashes: PolicyHashes[] = [];
  for (const policy of header.split(',')) {
    const directives = parsePolicy(policy);
    if (directives.size === 0) continue;
    upgrades ||= directives.has(UPGRADE);
    const out = translate(directives, context);
    wantsNonce ||= out.wantsNonce;
    if (Object.keys(out.hashes).length > 0) hashes.push(out.hashes);
    if (out.value !== '') values.push(out.value);
  }
  return { value: values.join(', '), wantsNonce, hashes, upgrades };
}

/**
 * Policy of ours for every document: loads and frames of addresses that nobody mapped are stopped, and told to us. It forbids
 * nothing but other hosts; where navigations go is the `navigate` listener's business.
 */
export function netPolicy(context: CspContext): string {
  let policy = netPolicies.get(context.urls);
  if (policy === undefined) {
    policy = netPolicyOf(context);
    netPolicies.set(context.urls, policy);
  }
  return policy;
}

/** The same for every document of a session. */
const netPolicies = new WeakMap<UrlMap, string>();

function netPolicyOf(context: CspContext): string {
  const labels = anyLabel(context, true).join(' ');
  const local = "data: blob: filesystem: mediastream: about: 'unsafe-inline' 'unsafe-eval'";
  const frames = `'self' ${anyLabel(context, false).join(' ')} ${context.urls.own} data: blob:`;
  return `default-src 'self' ${labels} ${context.urls.own} ${local}; frame-src ${frames}; report-uri ${ownPaths.report}`;
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

export function parsePolicy(policy: string): Directives {
  const directives: Directives = new Map();
  for (const part of policy.split(';')) {
    const words = part.trim().split(/\s+/);
    const name = (words.shift() ?? '').toLowerCase();
    // CSP 3, 2.2.1: of equal names the first counts.
    if (name !== '' && !directives.has(name)) directives.set(name, words);
  }
  return directives;
}

function translate(directives: Directives, context: CspContext): { value: string; wantsNonce: boolean; hashes: PolicyHashes } {
  const out: Directives = new Map();
  const hashes = hashesOf(directives);
  for (const [name, words] of directives) {
    if (SOURCE_LISTS.has(name)) out.set(name, mapSources(words, context, name === 'connect-src' || name === 'default-src'));
    else if (KEPT.has(name)) out.set(name, words);
    else if (name === UPGRADE) {
      // The runtime finds it in the markup. To the browser it says nothing: labels are secure, or on loopback, which it leaves alone.
      if (context.markup && (context.host.scheme === 'https' || context.host.base === 'localhost')) out.set(name, words);
    } else if (name === 'trusted-types') out.set(name, withPolicyName(words));
  }
  const script = admitScript(out, context, hashes);
  const style = admitStyle(out, context, hashes);
  admitConnections(out, context);
  admitDock(out, context);
  if (context.report && out.size > 0) out.set('report-uri', [ownPaths.report]);
  const value = [...out].map(([name, words]) => [name, ...words].join(' ')).join('; ');
  return { value, wantsNonce: script || style, hashes };
}

/** A list counts where it stands, else the next wider one does (CSP 3, 6.8.3). */
const LISTS = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  style: ['style-src-elem', 'style-src', 'default-src'],
  handler: ['script-src-attr', 'script-src', 'default-src'],
} as const;

function hashesOf(directives: Directives): PolicyHashes {
  const out: Partial<Record<keyof typeof LISTS, ReadonlySet<string>>> = {};
  for (const place of ['script', 'style', 'handler'] as const) {
    const list = listFor(directives, place)?.words ?? [];
    const hashes = new Set(list.flatMap((word) => hashSource(word) ?? []));
    // Without the word hashes say nothing of handlers.
    if (hashes.size > 0 && (place !== 'handler' || list.some((word) => word.toLowerCase() === "'unsafe-hashes'"))) out[place] = hashes;
  }
  return out;
}

function listFor(directives: Directives, place: keyof typeof LISTS): { name: string; words: readonly string[] } | undefined {
  for (const name of LISTS[place]) {
    const words = directives.get(name);
    if (words) return { name, words };
  }
  return undefined;
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
  if (host.startsWith('*') || port === '*') {
    const labels = socket ? anyLabel(context, true).filter(isSocketSource) : anyLabel(context, sockets);
    return labels.map((label) => label + path);
  }
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

/**
 * Lets our script element run: by its address where addresses count, else by the nonce; and lets the nonce speak for elements
 * that hashes spoke for. Does the list hold the nonce now?
 */
function admitScript(out: Directives, context: CspContext, hashes: PolicyHashes): boolean {
  const list = listFor(out, 'script');
  if (!list) return false;
  // Addresses are dead under strict-dynamic. A nonce where there was neither hash nor nonce would kill 'unsafe-inline': not
  // in these two, where it is dead already.
  const strict = list.words.some((word) => word.toLowerCase() === "'strict-dynamic'");
  const nonce = strict || hashes.script !== undefined;
  put(out, list.name, [
    // Workers are admitted by address; they cannot show a nonce.
    ...(strict ? [] : [`${context.gatewayOrigin}${OWN_PATH}`]),
    ...(nonce ? [`'nonce-${context.nonce}'`] : []),
  ]);
  return nonce;
}

function admitStyle(out: Directives, context: CspContext, hashes: PolicyHashes): boolean {
  const list = listFor(out, 'style');
  if (!list || hashes.style === undefined) return false;
  put(out, list.name, [`'nonce-${context.nonce}'`], list.name === 'default-src' ? 'style-src' : list.name);
  return true;
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
export function put(
  out: Directives,
  from: string,
  sources: readonly string[],
  as: string = from === 'default-src' ? 'script-src' : from,
): void {
  const base = (out.get(from) ?? []).filter((word) => word.toLowerCase() !== "'none'");
  out.set(as, [...new Set([...base, ...sources])]);
}

/** The name is taken once a window, so what the list says of duplicates stays as it is. */
function withPolicyName(words: readonly string[]): string[] {
  if (words.includes('*')) return [...words];
  return [...words.filter((word) => word.toLowerCase() !== "'none'"), TRUSTED_TYPES_POLICY];
}
