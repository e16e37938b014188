/**
 * Header fields of a browser's request -> the target's. One table: a field is passed, mapped, or stops here. Fields that a
 * page invents (X-CSRF-Token, X-Requested-With) pass; what speaks of a hop, of a proxy, of us or of a cloud does not.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { connectionNames } from './connection-names.ts';
import { isSalted, unsaltEtags } from './etag.ts';
import type { Initiator } from './initiator.ts';
import type { Route } from './exchange.ts';
import type { RequestKind } from './request-kind.ts';
import { variantsFor } from './variants.ts';

export interface RequestMapping {
  readonly route: Route;
  readonly kind: RequestKind;
  readonly initiator: Initiator;
  /** Without a visitor nothing goes out that says who asks. */
  readonly anonymous: boolean;
  /** Jar cookies for this request; empty: none. */
  readonly cookie: string;
}

/** Value for the target; undefined: the field stops here. */
type Rule = (value: string, mapping: RequestMapping) => string | undefined;

const drop: Rule = () => undefined;
/**
 * Without our cookie the browser sends no credentials of its own. What a page of this session has written into a `fetch` is
 * another matter: it is the page's to give (a bearer token for its API), and comes with CORS and the page's origin.
 */
const credential: Rule = (value, mapping) => {
  const { origin, site } = mapping.initiator;
  const ofThisSession = origin === undefined ? site === 'same-origin' && mapping.kind.mode === 'cors' : origin !== 'null';
  return !mapping.anonymous || ofThisSession ? value : undefined;
};
// The browser's copy of a document is never used again (its boot data is of the moment), so it is asked for anew.
const validator: Rule = (value, mapping) => (mapping.kind.document ? undefined : value);
// Parts of the target's bytes fit no rewritten ones: what may be rewritten is asked for whole.
const part: Rule = (value, mapping) => (WHOLE_ONLY.has(mapping.kind.dest) ? undefined : value);
const mapAddress: Rule = (value, mapping) => mapping.route.session.urls.toTarget(value);

const rules: Readonly<Record<string, Rule>> = {
  // Hops (RFC 9110, 7.6.1) and what undici writes itself.
  connection: drop,
  'keep-alive': drop,
  'proxy-connection': drop,
  te: drop,
  trailer: drop,
  'transfer-encoding': drop,
  upgrade: drop,
  expect: drop,
  'content-length': drop,
  'http2-settings': drop,
  // Set from the route, the jar and the initiator.
  host: drop,
  cookie: drop,
  cookie2: drop,
  origin: drop,
  referer: drop,
  'sec-fetch-site': drop,
  // Says what the browser would do with cookies that it does not have.
  'sec-fetch-storage-access': drop,
  // To be replayed, or not: a matter between the browser and whoever ended its TLS (RFC 8470).
  'early-data': drop,
  'accept-encoding': drop,
  // Who stands between.
  forwarded: drop,
  via: drop,
  'x-real-ip': drop,
  'x-client-ip': drop,
  'x-cluster-client-ip': drop,
  'x-originating-ip': drop,
  'x-original-url': drop,
  'x-rewrite-url': drop,
  'true-client-ip': drop,
  'fastly-client-ip': drop,
  'client-ip': drop,
  'cdn-loop': drop,
  'x-request-id': drop,
  // Keys to a cloud's metadata service.
  metadata: drop,
  'metadata-flavor': drop,
  'x-google-metadata-request': drop,
  'x-aws-ec2-metadata-token': drop,
  'x-aws-ec2-metadata-token-ttl-seconds': drop,
  authorization: credential,
  'if-none-match': (value, mapping) => unsaltEtags(value, variantsFor(mapping.kind)),
  'if-match': (value) => unsaltEtags(value),
  'if-modified-since': validator,
  range: part,
  // A salted tag is of a rewritten body, of which there are no parts.
  'if-range': (value, mapping) => (isSalted(value) ? undefined : part(value, mapping)),
  // From a page of https no other origin hears which page it is (HTML standard, "hyperlink auditing").
  'ping-from': (value, mapping) => {
    const page = mapAddress(value, mapping);
    return page?.startsWith('https:') && !page.startsWith(`${mapping.route.origin}/`) ? undefined : page;
  },
  'ping-to': mapAddress,
};

const WHOLE_ONLY: ReadonlySet<string> = new Set(['script', 'style', 'worker', 'sharedworker', 'serviceworker', 'manifest']);

const PREFIXES: readonly string[] = [
  'x-forwarded-',
  'proxy-',
  'cf-',
  'samepage',
  'x-samepage',
  'x-amzn-',
  'x-envoy-',
  'x-b3-',
  'sec-websocket-',
];

const pass: Rule = (value) => value;

/** The rule of each name that has come so far: browsers send the same few. Names that pages make up are bounded. */
const known = new Map<string, Rule>();
const KNOWN_MAX = 500;

function ruleOf(name: string): Rule {
  let rule = known.get(name);
  if (!rule) {
    const listed = Object.hasOwn(rules, name) ? rules[name] : undefined;
    rule = PREFIXES.some((prefix) => name.startsWith(prefix)) ? drop : (listed ?? pass);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(name, rule);
  }
  return rule;
}

/** Header fields for the target. */
export function mapRequestHeaders(headers: IncomingHttpHeaders, mapping: RequestMapping): Record<string, string> {
  const out: Record<string, string> = { host: mapping.route.url.host };
  const named = connectionNames(headers);
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || named.has(name)) continue;
    const mapped = ruleOf(name)(Array.isArray(value) ? value.join(', ') : value, mapping);
    if (mapped !== undefined) out[name] = mapped;
  }
  // A date says nothing of which body the browser's copy is.
  if (headers['if-none-match'] !== undefined && out['if-none-match'] === undefined) delete out['if-modified-since'];
  const { initiator } = mapping;
  if (initiator.origin !== undefined) out['origin'] = initiator.origin;
  if (initiator.referer !== undefined) out['referer'] = initiator.referer;
  if (headers['sec-fetch-site'] !== undefined) out['sec-fetch-site'] = initiator.site;
  if (!isTrustworthy(mapping.route.url))
    for (const name in out) if (name.startsWith('sec-fetch-') || name.startsWith('sec-ch-')) delete out[name];
  out['accept-encoding'] = codingsBothKnow(headers['accept-encoding']);
  if (mapping.cookie !== '') out['cookie'] = mapping.cookie;
  return out;
}

/**
 * Browsers send Fetch metadata and client hints to these alone (Secure Contexts, "is url potentially trustworthy"). The gateway's
 * own address nearly always is one.
 */
function isTrustworthy({ protocol, hostname }: URL): boolean {
  return (
    protocol === 'https:' ||
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^127(?:\.\d+){3}$/.test(hostname) ||
    hostname === '[::1]'
  );
}

const BOTH_KNOW = ['gzip', 'br'].map((coding) => ({
  coding,
  takes: new RegExp(`(^|[\\s,])${coding}\\s*(?!;\\s*q=0(\\.0*)?\\s*(,|$))(;|,|$)`),
}));

/** What browsers say is one of a few texts. */
const readCodings = new Map<string, string>();
const READ_CODINGS_MAX = 100;

/** Codings that the browser takes and that Node 20 can undo (it has no zstd). */
export function codingsBothKnow(header: string | string[] | undefined): string {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  let codings = readCodings.get(text);
  if (codings === undefined) {
    codings = readCodingsOf(text.toLowerCase());
    if (readCodings.size >= READ_CODINGS_MAX) readCodings.clear();
    readCodings.set(text, codings);
  }
  return codings;
}

function readCodingsOf(text: string): string {
  const wanted = BOTH_KNOW.filter(({ takes }) => takes.test(text)).map(({ coding }) => coding);
  return wanted.length > 0 ? wanted.join(', ') : 'identity';
}
