/** Files that name addresses and are neither markup nor style: web manifests, HLS and DASH playlists. */
import { setImmediate } from 'node:timers/promises';
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
 * steering, `X-ASSET-URI` and `X-ASSET-LIST` of interstitials; and definitions as a whole (RFC 8216bis). Linear: looking back
 * from an attribute over all of its line would not be.
 */
const HLS = /^(?!#)[^\r\n]+$|^#EXT-X-DEFINE:[^\r\n]*|(?<=[:,][\t ]*(?:(?:SERVER-|X-[A-Z0-9-]*)?URI|X-ASSET-LIST)=")[^"\r\n]*(?=")/gm;
/** Variables that addresses begin with. */
const DEFINED = /\b(VALUE=")([^"]*)(?=")/g;

export function rewriteHls(text: string, map: MapUrl): string {
  return text.replace(HLS, (found) => {
    if (!found.startsWith('#EXT-X-DEFINE:')) return map(found.trim()) ?? found;
    return found.replace(DEFINED, (whole, name: string, value: string) => {
      const mapped = map(value.trim());
      return mapped === undefined ? whole : name + mapped;
    });
  });
}

// A `<` cannot stand in a tag (XML 1.0, 2.3), so that no tag without an end is read more than once.
const DASH_TEXT = /(<(?:\w+:)?(BaseURL|Location|PatchLocation|ContentSteering|Laurl|laurl)(?:\s[^<>]*)?>)([^<]*)(?=<|$)/g;
const DASH_ATTRIBUTE =
  /(\s(?:media|initialization|index|sourceURL|xlink:href|bitstreamSwitching|licenseUrl)\s*=\s*|<(?:\w+:)?UTCTiming\s[^<>]*?value\s*=\s*)(["'])([^<\r\n]*?)\2/g;

export function rewriteDash(text: string, map: MapUrl): string {
  const swap = (raw: string): string => {
    const mapped = map(raw.trim().replaceAll('&amp;', '&'));
    return mapped === undefined ? raw : mapped.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
  };
  return text
    .replace(DASH_TEXT, (_, open: string, __, body: string) => open + swap(body))
    .replace(DASH_ATTRIBUTE, (_, name: string, quote: string, value: string) => name + quote + swap(value) + quote);
}

/** Some 5 ms of the event loop at a time; a line or a tag longer than this is none that a player reads (characters). */
const SLICE = 128 * 1024;

/** A list of hours holds a hundred thousand lines: it gives way to others between slices, which end where a line or an element does. */
export async function rewritePlaylist(text: string, kind: 'hls' | 'dash', map: MapUrl): Promise<string> {
  const rewrite = kind === 'hls' ? rewriteHls : rewriteDash;
  const out: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = sliceEnd(text, start, kind);
    const slice = text.slice(start, end);
    out.push(slice.length > SLICE ? slice : rewrite(slice, map));
    start = end;
    if (start < text.length) await setImmediate();
  }
  return out.join('');
}

/** The last good place within a slice's length; else the next one behind it. */
function sliceEnd(text: string, start: number, kind: 'hls' | 'dash'): number {
  if (text.length - start <= SLICE) return text.length;
  // A tag goes to the slice of what follows it, a line end to what it ends.
  const [mark, width] = kind === 'dash' ? ['<', 0] : [text.includes('\n') ? '\n' : '\r', 1];
  const last = text.lastIndexOf(mark, start + SLICE - width);
  if (last + width > start) return last + width;
  const next = text.indexOf(mark, start + SLICE);
  return next < 0 ? text.length : next + width;
}
