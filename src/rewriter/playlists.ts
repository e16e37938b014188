/** Files that name addresses and are neither markup nor style: web manifests, HLS and DASH playlists. */
import type { MapUrl } from './text/index.ts';

/**
 * Members that hold an address, wherever they stand: icons, screenshots and shortcuts, share_target, protocol_handlers,
 * file_handlers, scope_extensions, note_taking, and what is added in their manner.
 */
const ADDRESS_KEYS = new Set(['start_url', 'scope', 'id', 'src', 'url', 'action', 'href', 'new_note_url', 'origin']);
/** Programs in other shops: the system opens these, and no browser fetches them. */
const NOT_OURS = new Set(['related_applications']);

/** Real ones have some KB; this much is read in 10 ms. A longer one, or a deeper one, stays as it is (characters, levels). */
const MANIFEST_LIMIT = 512 * 1024;
const DEPTH_LIMIT = 64;

export function rewriteManifest(text: string, map: MapUrl): string {
  if (text.length > MANIFEST_LIMIT) return text;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return text; // no JSON: the browser refuses it, as it would without us
  }
  let changed = false;
  let deep = false;
  const visit = (value: unknown, key: string, depth: number): unknown => {
    deep ||= depth > DEPTH_LIMIT;
    if (deep) return value;
    if (typeof value === 'string' && ADDRESS_KEYS.has(key)) {
      const mapped = map(value);
      changed ||= mapped !== undefined;
      return mapped ?? value;
    }
    if (Array.isArray(value)) return NOT_OURS.has(key) ? value : value.map((item: unknown) => visit(item, key, depth + 1));
    if (typeof value !== 'object' || value === null || NOT_OURS.has(key)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item, name, depth + 1)]));
  };
  const out = visit(parsed, '', 0);
  return changed && !deep ? JSON.stringify(out) : text;
}

/**
 * Lines that are addresses, and attributes of tags: `URI` of keys, maps, renditions, parts, hints and reports, `SERVER-URI` of
 * steering, `X-ASSET-URI` and `X-ASSET-LIST` of interstitials, and values of variables that addresses begin with (RFC 8216bis).
 */
const HLS =
  /^(?!#)[^\r\n]+$|(?<=[:,][\t ]*(?:(?:SERVER-|X-[A-Z0-9-]*)?URI|X-ASSET-LIST)=")[^"\r\n]*(?=")|(?<=^#EXT-X-DEFINE:[^\r\n]*\bVALUE=")[^"\r\n]*(?=")/gm;

export function rewriteHls(text: string, map: MapUrl): string {
  return text.replace(HLS, (url) => map(url.trim()) ?? url);
}

const DASH_TEXT = /(<(?:\w+:)?(BaseURL|Location|PatchLocation|ContentSteering|Laurl|laurl)(?:\s[^>]*)?>)([^<]*)(?=<)/g;
const DASH_ATTRIBUTE =
  /(\s(?:media|initialization|index|sourceURL|xlink:href|bitstreamSwitching|licenseUrl)\s*=\s*|<(?:\w+:)?UTCTiming\s[^>]*?value\s*=\s*)(["'])(.*?)\2/g;

export function rewriteDash(text: string, map: MapUrl): string {
  const swap = (raw: string): string => {
    const mapped = map(raw.trim().replaceAll('&amp;', '&'));
    return mapped === undefined ? raw : mapped.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
  };
  return text
    .replace(DASH_TEXT, (_, open: string, __, body: string) => open + swap(body))
    .replace(DASH_ATTRIBUTE, (_, name: string, quote: string, value: string) => name + quote + swap(value) + quote);
}
