/** The rules by which a browser takes or refuses a write to `document.cookie` (RFC 6265bis, 5.6 and 5.7), as far as a page can tell. */

/** The document that writes. */
export interface CookiePlace {
  /** Host name of the target, lower case. */
  readonly host: string;
  readonly path: string;
  readonly secure: boolean;
}

export interface WrittenCookie {
  readonly name: string;
  readonly value: string;
  /** Undefined: for the host alone. */
  readonly domain: string | undefined;
  readonly path: string;
  /** Milliseconds since 1970; undefined: as long as the browser runs. */
  readonly expires: number | undefined;
  readonly secure: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none';
  readonly partitioned: boolean;
}

/** Name and value together; RFC 6265bis, 5.6. */
const MAX_PAIR = 4096;
/** A longer attribute is ignored; RFC 6265bis, 5.6. */
const MAX_ATTRIBUTE = 1024;
/** Cookies live no longer than this; RFC 6265bis, 5.5. */
const MAX_AGE_MS = 400 * 24 * 3600 * 1000;
/** What the RFC refuses; a tab is no harm. */
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;

/** Undefined: the browser would ignore this write. */
export function parseWrite(text: string, place: CookiePlace, nowMs: number): WrittenCookie | undefined {
  const parts = text.split(';');
  const pair = (parts[0] ?? '').replace(/^[ \t]+|[ \t]+$/g, '');
  if (CONTROL.test(text)) return undefined;
  const equals = pair.indexOf('=');
  const name = equals < 0 ? '' : pair.slice(0, equals).trimEnd();
  const value = equals < 0 ? pair : pair.slice(equals + 1).trimStart();
  if ((!name && !value) || name.length + value.length > MAX_PAIR) return undefined;

  const attributes = new Map<string, string>();
  for (const part of parts.slice(1)) {
    const at = part.indexOf('=');
    const key = (at < 0 ? part : part.slice(0, at)).trim().toLowerCase();
    const content = at < 0 ? '' : part.slice(at + 1).trim();
    if (content.length <= MAX_ATTRIBUTE) attributes.set(key, content);
  }
  if (attributes.has('httponly')) return undefined;
  if (attributes.has('secure') && !place.secure) return undefined;
  if (attributes.has('partitioned') && !attributes.has('secure')) return undefined;
  if (attributes.get('samesite')?.toLowerCase() === 'none' && !attributes.has('secure')) return undefined;

  const domain = domainOf(attributes.get('domain'), place.host);
  if (domain === null) return undefined;
  const wantedPath = attributes.get('path');
  const path = wantedPath?.startsWith('/') ? wantedPath : defaultPath(place.path);
  if (!prefixAllows(name || value, { secure: attributes.has('secure'), domain, path, explicitPath: wantedPath })) return undefined;
  const sameSite = attributes.get('samesite')?.toLowerCase();
  return {
    ...{ name, value, domain, path, expires: expiryOf(attributes, nowMs), secure: attributes.has('secure') },
    // What a browser takes for no or for a wrong word.
    sameSite: sameSite === 'strict' || sameSite === 'none' ? sameSite : 'lax',
    partitioned: attributes.has('partitioned'),
  };
}

/** RFC 6265bis, 5.1.4. */
export function defaultPath(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

/** RFC 6265bis, 5.1.4. */
export function pathMatches(cookiePath: string, path: string): boolean {
  return path === cookiePath || (path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/'));
}

function domainOf(attribute: string | undefined, host: string): string | undefined | null {
  const domain = attribute?.replace(/^\./, '').toLowerCase();
  if (!domain) return undefined;
  if (domain === host) return domain;
  // A single label is a public suffix as far as a page can know; an address of digits has no parents.
  return domain.includes('.') && host.endsWith(`.${domain}`) && !/^[\d.]+$|:/.test(host) ? domain : null;
}

function prefixAllows(
  name: string,
  cookie: { secure: boolean; domain: string | undefined; path: string; explicitPath: string | undefined },
): boolean {
  const lower = name.toLowerCase();
  // What only a server may set.
  if (lower.startsWith('__http-') || lower.startsWith('__host-http-')) return false;
  if (lower.startsWith('__secure-')) return cookie.secure;
  if (lower.startsWith('__host-')) return cookie.secure && cookie.domain === undefined && cookie.explicitPath === '/';
  return true;
}

function expiryOf(attributes: ReadonlyMap<string, string>, nowMs: number): number | undefined {
  const age = attributes.get('max-age');
  if (age !== undefined && /^-?\d+$/.test(age)) return Number(age) <= 0 ? 0 : nowMs + Math.min(Number(age) * 1000, MAX_AGE_MS);
  const date = attributes.get('expires');
  if (date === undefined) return undefined;
  // The RFC's date grammar also takes `01-Jan-70`, which Date.parse does not everywhere.
  const time = Date.parse(date.replace(/(\d{1,2})-([a-z]{3})-(\d{2,4})/i, '$1 $2 $3'));
  return Number.isNaN(time) ? undefined : Math.min(time, nowMs + MAX_AGE_MS);
}
