/** Copies images, fonts, sheets and media that the host's browser loads into the session's store, as they pass. */
import { Transform, type TransformCallback } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Exchange } from './exchange.ts';
import { partitionOf } from './partitions.ts';
import { sniffAsset } from './sniff.ts';

const ASSET_DESTS: ReadonlySet<string> = new Set(['image', 'font', 'style', 'audio', 'video']);
const ASSET_TYPES = /^(image|font|audio|video)\/|^text\/css\b/i;

/** Is this a sub-resource that a replica may need? Notes that the host loaded it. */
export function noteAsset(exchange: Exchange): boolean {
  const { req, route, visit, incoming } = exchange;
  const { dest, document } = visit.kind;
  // An <object> or <embed> asks for whatever its address gives: an image in it is one.
  const embedded = (dest === 'object' || dest === 'embed') && /^image\/(?!svg)/i.test(incoming.headers['content-type'] ?? '');
  if (req.method !== 'GET' || (document && !embedded)) return false;
  const wanted = embedded || ASSET_DESTS.has(dest) || (dest === '' && ASSET_TYPES.test(incoming.headers['content-type'] ?? ''));
  if (!wanted) return false;
  const { status } = incoming;
  if (status !== 200 && status !== 206 && status !== 304) {
    if (status >= 400) route.session.assets.markMissing(route.url.href);
    return false;
  }
  const { session, url } = route;
  const partition = session.jar.hasPartitions
    ? partitionOf(exchange.tools.places.of(session, req.headers, url, visit.kind), url)
    : undefined;
  session.assets.markLoaded(url.href, { sameSite: exchange.outgoing.sameSite, partition });
  // What came for nobody must not take the place of what the customer sees.
  return status === 200 && (visit.visitor !== undefined || route.session.assets.get(route.url.href) === undefined);
}

export function keepAsset(exchange: Exchange, bytes: Buffer): void {
  const { route, incoming, visit } = exchange;
  const type = sniffAsset(bytes, incoming.headers['content-type'], visit.kind.dest);
  if (type !== undefined) route.session.assets.keep(route.url.href, type, bytes);
}

/** Passes bytes on and keeps a copy, up to the limit of one asset. */
export function assetTee(exchange: Exchange): Transform {
  const limit = exchange.tools.config.limits.assetLimitBytes;
  let copy: Buffer[] | undefined = [];
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
      size += chunk.length;
      if (size > limit) copy = undefined;
      copy?.push(chunk);
      done(null, chunk);
    },
    flush(done: TransformCallback): void {
      if (!copy) return done();
      unpack(Buffer.concat(copy), exchange.incoming.headers['content-encoding'], limit).then((bytes) => {
        if (bytes) keepAsset(exchange, bytes);
        done();
      }, done);
    },
  });
}

const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const brotliDecompress = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);

/** The plain bytes; undefined when they cannot be had or exceed the limit. Not in the loop's own time: 16 MB take a tenth of a second. */
async function unpack(bytes: Buffer, encoding: string | undefined, limit: number): Promise<Buffer | undefined> {
  try {
    if (encoding === undefined || encoding === 'identity') return bytes;
    if (encoding === 'gzip') return await gunzip(bytes, { maxOutputLength: limit });
    if (encoding === 'br') return await brotliDecompress(bytes, { maxOutputLength: limit });
    return undefined;
  } catch {
    // The browser gets the broken bytes all the same; a guest sees a box.
    return undefined;
  }
}
