/**
 * Header fields of a target's answer -> the browser's. One table: a field that is not in it passes only when a page could
 * read it (its own `X-` fields, and all when the page itself fetched), so that no browser or proxy acts on what nobody
 * here has thought of. Set-Cookie and the policies are not in the table: they are read as a whole.
 */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { createMapUrl, rewriteSrcset } from '../rewriter/text/index.ts';
import type { SessionHost } from '../shared/url-map.ts';
import { connectionNames } from './connection-names.ts';
import { saltEtag } from './etag.ts';
import type { Route } from './exchange.ts';
import type { HashedLoad } from './integrity.ts';
import type { RequestKind } from './request-kind.ts';
import { rewrittenFor } from './variants.ts';

export interface ResponseMapping {
  readonly route: Route;
  readonly kind: RequestKind;
  readonly host: SessionHost;
  /** The body will not be the target's bytes. */
  readonly rewritten: boolean;
  /** The document that asks is of another site than the target. */
  readonly crossSite: boolean;
  /** Does the hash of a file that a Link preloads stay? */
  readonly hashStays: (load: Pick<HashedLoad, 'url' | 'metadata' | 'cors' | 'as'>) => boolean;
  /** Value of a Refresh header, mapped. */
  readonly refresh: (value: string) => string;
}

type Rule = (value: string, mapping: ResponseMapping) => string | undefined;

const keep: Rule = (value) => value;
const drop: Rule = () => undefined;
/** Means something on other answers, where ours is said instead; on what scripts fetch it is data. */
const fetched: Rule = (value, mapping) => (mapping.kind.dest === 'empty' ? value : undefined);
/** Speaks of the target's bytes. */
const ofBytes: Rule = (value, mapping) => (mapping.rewritten ? undefined : value);
/** A page that reads the answer of its own fetch reads the target's addresses: the browser does nothing with them there. */
const address: Rule = (value, mapping) => (mapping.kind.dest === 'empty' ? value : mapReference(value, mapping.route));
const origin: Rule = (value, mapping) => mapOrigin(value, mapping.route);
const originList: Rule = (value, mapping) =>
  value
    .split(',')
    .map((each) => mapOrigin(each.trim(), mapping.route))
    .join(', ');
const quotedOrigins: Rule = (value, mapping) =>
  value.replace(/"(https?:\/\/[^"]*)"/gi, (_whole, each: string) => `"${mapOrigin(each, mapping.route)}"`);
const bareOrigins: Rule = (value, mapping) => value.replace(/https?:\/\/[^\s;,"']+/gi, (each) => mapOrigin(each, mapping.route));

const rules: Readonly<Record<string, Rule>> = {
  'accept-ch': keep,
  'accept-patch': keep,
  'accept-post': keep,
  'accept-ranges': ofBytes,
  'access-control-allow-credentials': keep,
  'access-control-allow-headers': keep,
  'access-control-allow-methods': keep,
  'access-control-allow-origin': origin,
  'access-control-expose-headers': keep,
  'access-control-max-age': keep,
  age: keep,
  allow: keep,
  // A document holds boot data of the moment: the browser's copy serves for "back" and nothing else.
  'cache-control': (value, mapping) => (mapping.kind.document && mapping.rewritten ? documentCaching(value) : value),
  'content-disposition': keep,
  'content-encoding': ofBytes,
  'content-language': keep,
  'content-length': ofBytes,
  'content-location': address,
  'content-md5': ofBytes,
  'content-digest': ofBytes,
  'content-range': ofBytes,
  'content-type': keep,
  'critical-ch': keep,
  'cross-origin-embedder-policy': withoutReport,
  'cross-origin-embedder-policy-report-only': drop,
  'cross-origin-opener-policy': withoutReport,
  'cross-origin-opener-policy-report-only': drop,
  // To the browser all labels are one site: between strangers only the narrower word says what the target said.
  'cross-origin-resource-policy': (value, mapping) => (mapping.crossSite && /^same-site$/i.test(value.trim()) ? 'same-origin' : value),
  date: keep,
  digest: ofBytes,
  'document-policy': keep,
  'document-policy-report-only': drop,
  etag: (value, mapping) => {
    if (!mapping.rewritten) return value;
    return mapping.kind.document ? undefined : saltEtag(value, rewrittenFor(mapping.kind));
  },
  expires: (value, mapping) => (mapping.kind.document && mapping.rewritten ? undefined : value),
  'feature-policy': bareOrigins,
  'last-modified': (value, mapping) => (mapping.kind.document && mapping.rewritten ? undefined : value),
  link: (value, mapping) => (mapping.kind.dest === 'empty' ? value : mapLink(value, mapping)),
  location: address,
  'no-vary-search': keep,
  'permissions-policy': quotedOrigins,
  'permissions-policy-report-only': drop,
  pragma: keep,
  priority: keep,
  'referrer-policy': keep,
  refresh: (value, mapping) => mapping.refresh(value),
  'repr-digest': ofBytes,
  'require-document-policy': keep,
  'retry-after': keep,
  server: keep,
  'server-timing': keep,
  'service-worker-allowed': keep,
  // Speak of the body's bytes and of fields that are mapped (RFC 9421).
  signature: ofBytes,
  'signature-input': ofBytes,
  sourcemap: address,
  // Addresses of rule sets, each in quotes; their bodies are mapped, too.
  'speculation-rules': (value, mapping) =>
    mapping.kind.dest === 'empty' ? value : value.replace(/"([^"]*)"/g, (_whole, each: string) => `"${mapReference(each, mapping.route)}"`),
  'supports-loading-mode': keep,
  'timing-allow-origin': originList,
  tk: keep,
  vary: keep,
  warning: keep,
  'www-authenticate': keep,
  'x-content-type-options': keep,
  'x-dns-prefetch-control': keep,
  'x-download-options': keep,
  'x-permitted-cross-domain-policies': keep,
  'x-sourcemap': address,
  'x-ua-compatible': keep,
  'x-xss-protection': keep,
  // Read as a whole elsewhere.
  'set-cookie': drop,
  'set-cookie2': drop,
  'content-security-policy': drop,
  'content-security-policy-report-only': drop,
  'x-content-security-policy': drop,
  'x-webkit-csp': drop,
  'x-frame-options': drop,
  'clear-site-data': drop,
  'origin-agent-cluster': fetched,
  // Would bind the browser to the label, move it off the gateway, or make it report elsewhere.
  'strict-transport-security': drop,
  'public-key-pins': drop,
  'public-key-pins-report-only': drop,
  'expect-ct': drop,
  'alt-svc': drop,
  nel: drop,
  'report-to': drop,
  'reporting-endpoints': drop,
  'set-login': drop,
  'integrity-policy': drop,
  'integrity-policy-report-only': drop,
  'observe-browsing-topics': drop,
  'activate-storage-access': drop,
  'x-robots-tag': fetched,
  // Hops (RFC 9110, 7.6.1), and orders to a proxy in front of us.
  connection: drop,
  'keep-alive': drop,
  'proxy-authenticate': drop,
  'proxy-authentication-info': drop,
  'proxy-connection': drop,
  te: drop,
  trailer: drop,
  'transfer-encoding': drop,
  upgrade: drop,
  via: drop,
  'x-sendfile': drop,
  'x-lighttpd-send-file': drop,
  'x-reproxy-url': drop,
};

const ruleOf: ReadonlyMap<string, Rule> = new Map(Object.entries(rules));

const BAD_PREFIXES: readonly string[] = ['x-accel-', 'proxy-', 'sec-', 'attribution-reporting-', 'samepage', 'x-samepage'];

export function mapResponseFields(headers: IncomingHttpHeaders, mapping: ResponseMapping): OutgoingHttpHeaders {
  const out: OutgoingHttpHeaders = {};
  const named = connectionNames(headers);
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || named.has(name)) continue;
    const rule = ruleOf.get(name);
    if (rule) {
      const mapped = typeof value === 'string' ? rule(value, mapping) : value.flatMap((each) => rule(each, mapping) ?? []);
      if (mapped !== undefined && mapped.length > 0) out[name] = mapped;
    } else if (!BAD_PREFIXES.some((prefix) => name.startsWith(prefix)) && (name.startsWith('x-') || mapping.kind.dest === 'empty')) {
      out[name] = value;
    }
  }
  // Scripts read the fields of what they fetch, and some show them; these two mean nothing there.
  if (mapping.kind.dest !== 'empty') {
    // Firefox and Chromium differ in the default; without it `document.domain` would join sessions in the flat shape.
    out['origin-agent-cluster'] = '?1';
    out['x-robots-tag'] = 'noindex, nofollow';
  }
  if (mapping.rewritten && mapping.kind.document && out['cache-control'] === undefined) out['cache-control'] = documentCaching('');
  return out;
}

/** An address in a header: absolute and scheme-relative ones are mapped, relative ones mean the same on a label. */
export function mapReference(value: string, route: Route): string {
  // Fields are bytes; targets write UTF-8 into them, and the codec must see the host's real characters.
  const text = Buffer.from(value.trim(), 'latin1').toString('utf8');
  const mapped = createMapUrl(route.session.urls, route.url.href)(text);
  return mapped === undefined ? value : Buffer.from(mapped, 'utf8').toString('latin1');
}

/** Values for Clear-Site-Data, and whether the target asked to forget its cookies. */
export function translateClearSiteData(value: string): { header: string | undefined; cookies: boolean } {
  const types = new Set([...value.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? ''));
  const all = types.has('*');
  // Never "cookies" itself: it would reach other labels, and our own cookie.
  const passed = ['cache', 'storage'].filter((type) => all || types.has(type));
  return { header: passed.length > 0 ? passed.map((type) => `"${type}"`).join(', ') : undefined, cookies: all || types.has('cookies') };
}

function mapOrigin(value: string, route: Route): string {
  if (value === '*' || value === 'null' || value === '') return value;
  return route.session.urls.gatewayOrigin(value) ?? value;
}

/** One link of the field (RFC 8288, 3): its address, and its parameters with what stands in quotes. */
const LINK = /<([^>]*)>((?:\s*;\s*[^\s=;,"<>]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g;

/** Hints about connections would reveal nothing new and are mapped like the rest. */
function mapLink(value: string, mapping: ResponseMapping): string {
  const { route } = mapping;
  return value.replace(LINK, (_whole, url: string, parameters: string) => {
    const at = (name: string): string | undefined => {
      const match = new RegExp(`;\\s*${name}\\b(?:\\s*=\\s*(?:"([^"]*)"|([^\\s;,"]*)))?`, 'i').exec(parameters);
      return match ? (match[1] ?? match[2] ?? '') : undefined;
    };
    const metadata = at('integrity');
    const rel = (at('rel') ?? '').toLowerCase();
    const cors = at('crossorigin') !== undefined || rel === 'modulepreload';
    const as =
      rel === 'modulepreload' || at('as') === 'script' ? 'script' : rel === 'stylesheet' || at('as') === 'style' ? 'style' : undefined;
    const stays =
      metadata === undefined ||
      as === undefined ||
      (mapping.kind.document &&
        URL.canParse(url, route.url.href) &&
        mapping.hashStays({ url: new URL(url, route.url.href).href, metadata, cors, as }));
    const kept = stays ? parameters : parameters.replace(/\s*;\s*integrity\s*=\s*("[^"]*"|[^;,]*)/gi, '');
    // Of an image that is preloaded the browser takes one of these, and not the address in front.
    const all = kept.replace(
      /(;\s*imagesrcset\s*=\s*)("[^"]*"|[^\s;,"]+)/gi,
      (_all, name: string, list: string) =>
        name + rewriteSrcset(list.replaceAll('"', ''), (each) => mapReference(each, route)).replace(/^|$/g, '"'),
    );
    return `<${mapReference(url, route)}>${all}`;
  });
}

function withoutReport(value: string): string {
  return value.replace(/;\s*report-to\s*=\s*("[^"]*"|[^;,]*)/gi, '');
}

function documentCaching(value: string): string {
  return /\bno-store\b/i.test(value) ? 'no-store' : 'private, no-cache';
}
