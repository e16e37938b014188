/**
 * One address, several bodies: what a page fetches are the target's bytes; as a script, a sheet or a document they are rewritten,
 * and a worker's script has our file in front. A browser's cache keeps one of them for an address, whatever asks next: a page
 * that was prefetched would be shown without the runtime. `Vary` keeps them apart, and the salt of a tag tells which one is
 * known (etag.ts): after a difference in `Vary` browsers ask again with the tag alone.
 */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { parseType } from './body-kind.ts';
import { isWorkerScript, type RequestKind } from './request-kind.ts';

/** Which of the bodies an answer is, or a tag is of. */
export type Variant = 'plain' | 'rewritten' | 'worker';

const REWRITTEN: ReadonlySet<string> = new Set(['script', 'style', 'audioworklet', 'paintworklet', 'manifest', 'speculationrules']);
/** Told by the type of what comes: playlists, what is loaded ahead, and all where browsers send no Fetch metadata. */
const EITHER: readonly Variant[] = ['plain', 'rewritten'];

/** Copies in the browser that serve this request. Documents have none, for their boot data is of the moment. */
export function variantsFor({ document, dest, prefetch }: RequestKind): readonly Variant[] {
  if (document) return [];
  if (isWorkerScript(dest)) return ['worker'];
  if (REWRITTEN.has(dest)) return ['rewritten'];
  return dest === '' || dest === 'video' || dest === 'audio' || prefetch ? EITHER : ['plain'];
}

/** Which body a rewritten answer to this request is. */
export function rewrittenFor({ dest }: RequestKind): Exclude<Variant, 'plain'> {
  return isWorkerScript(dest) ? 'worker' : 'rewritten';
}

/** The same bytes for whoever asks; answers of APIs are read by those who know them, so theirs stay as they are. */
const ONE_BODY =
  /^(?:image\/(?!svg)|(?:audio|video)\/(?!.*mpegurl)|font\/|text\/event-stream$|(?!application\/(?:manifest|speculationrules)\+json$).*[/+]json$)/;
const ONE_BODY_DESTS: ReadonlySet<string> = new Set(['image', 'font', 'track', 'json']);

/** May another request for this address get another body? `headers` are the target's. */
export function hasVariants(headers: IncomingHttpHeaders, status: number, { dest }: RequestKind): boolean {
  // What is unchanged names no type, and its `Vary` takes the place of the copy's.
  if (status === 304) return headers.vary !== undefined && !ONE_BODY_DESTS.has(dest);
  return !ONE_BODY.test(parseType(headers['content-type']).type);
}

export function vary(headers: OutgoingHttpHeaders, name: string): void {
  const now = String(headers['vary'] ?? '');
  if (now === '*' || new RegExp(`(^|[\\s,])${name}([\\s,]|$)`, 'i').test(now)) return;
  headers['vary'] = now === '' ? name : `${now}, ${name}`;
}
