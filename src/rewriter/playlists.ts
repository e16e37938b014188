/** Files that name addresses and are neither markup nor style: web manifests, HLS and DASH playlists. */
import type { MapUrl } from './text/index.ts';

/** start_url, scope, id and every address below: a manifest names a handful of places that hold one. */
const ADDRESS_KEYS = new Set(['start_url', 'scope', 'id', 'src', 'url', 'action', 'href']);

export function rewriteManifest(text: string, map: MapUrl): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return text; // no JSON: the browser refuses it, as it would without us
  }
  let changed = false;
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === 'string' && ADDRESS_KEYS.has(key)) {
      const mapped = map(value);
      changed ||= mapped !== undefined;
      return mapped ?? value;
    }
    if (Array.isArray(value)) return value.map((item: unknown) => visit(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item, name)]));
  };
  const out = visit(parsed, '');
  return changed ? JSON.stringify(out) : text;
}

/** Lines that are addresses, and `URI="…"` in tags (RFC 8216). */
export function rewriteHls(text: string, map: MapUrl): string {
  return text.replace(/^(?!#)[^\r\n]+$|(?<=[:,]URI=")[^"\r\n]*(?=")/gm, (url) => map(url.trim()) ?? url);
}

const DASH_TEXT = /(<(?:\w+:)?(BaseURL|Location|PatchLocation)(?:\s[^>]*)?>)([^<]*)(?=<)/g;
const DASH_ATTRIBUTE = /(\s(?:media|initialization|index|sourceURL|xlink:href|bitstreamSwitching)\s*=\s*)(["'])(.*?)\2/g;

export function rewriteDash(text: string, map: MapUrl): string {
  const swap = (raw: string): string => {
    const mapped = map(raw.trim().replaceAll('&amp;', '&'));
    return mapped === undefined ? raw : mapped.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
  };
  return text
    .replace(DASH_TEXT, (_, open: string, __, body: string) => open + swap(body))
    .replace(DASH_ATTRIBUTE, (_, name: string, quote: string, value: string) => name + quote + swap(value) + quote);
}
