/** What is between the target's bytes and the browser's: nothing, a stream for HTML, the whole for scripts and sheets. */
import { Writable, pipeline } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { GatewayError } from '../../shared/error-codes.ts';
import type { ResourceContext } from '../../rewriter/index.ts';
import { parseType, scriptKind, type BodyKind } from '../body-kind.ts';
import { decoders } from '../decode-body.ts';
import { noteDownload } from '../downloads.ts';
import { chooseCoding, encoder, encodeWhole } from '../encode-body.ts';
import type { Exchange, Tools, Verdict } from '../exchange.ts';
import { fits } from '../integrity.ts';
import { targetOriginOf } from '../initiator.ts';
import { assetTee, keepAsset, noteAsset } from '../keep-asset.ts';
import { pageContext, resourceContext } from '../page-context.ts';
import { pdfPage } from '../pdf-page.ts';
import { takeTurn } from '../turn-budget.ts';
import { vary } from '../variants.ts';
import { wallWatch } from '../walls.ts';
import { withWorkerPrelude } from '../worker-prelude.ts';

export function rewriteBody(exchange: Exchange): Verdict | Promise<Verdict> {
  const { answer } = exchange;
  const asset = noteAsset(exchange);
  if (!hasBody(exchange)) return 'next';
  noteDownload(exchange);
  const kind = answer.body;
  const hashes = expectedHashes(exchange);
  if (kind.as === 'untouched' && hashes.length === 0) {
    if (asset) answer.through.push(assetTee(exchange));
    return 'next';
  }
  if (kind.as === 'pdf') {
    pdfPage(exchange);
    return 'next';
  }
  if (kind.as === 'html') {
    rewriteHtml(exchange, kind);
    return 'next';
  }
  return replaceBody(exchange, kind, hashes, asset);
}

/** Reading so much takes more than a millisecond. */
const LARGE_BYTES = 1024 * 1024;

/** Whole in, whole out. */
async function replaceBody(exchange: Exchange, kind: BodyKind, hashes: Hashes, asset: boolean): Promise<Verdict> {
  const { answer, req } = exchange;
  const original = await collect(exchange);
  await takeTurn(original.length);
  checkHashes(exchange, hashes, original);
  if (asset) keepAsset(exchange, original);
  const rewritten = await rewriteWhole(exchange, kind, original, hashes);
  const { bytes, coding } = await encodeWhole(rewritten, chooseCoding(req));
  setCoding(exchange, coding);
  answer.headers['content-length'] = bytes.length;
  answer.whole = bytes;
  return 'next';
}

function hasBody(exchange: Exchange): boolean {
  const { status } = exchange.incoming;
  return exchange.req.method !== 'HEAD' && status !== 204 && status !== 205 && status !== 304;
}

function rewriteHtml(exchange: Exchange, kind: Extract<BodyKind, { as: 'html' }>): void {
  const { answer, incoming, route, visit, tools, req } = exchange;
  route.session.labelsUsed.add(route.gatewayOrigin);
  answer.through.push(...decoders(incoming.headers['content-encoding'], route.url.host, tools.config.limits));
  const watch = visit.visitor && wallWatch(incoming.status, (wall) => route.session.notices.tell(wall.notice));
  if (watch) answer.through.push(watch);
  answer.through.push(tools.rewriter.html(pageContext(exchange, kind)));
  const coding = chooseCoding(req);
  const packer = encoder(coding);
  if (packer) answer.through.push(packer);
  setCoding(exchange, coding);
}

/** Destinations of files whose hash a page can name. The page's own `fetch` is the browser's to check: its bytes are untouched. */
const HASHED_DESTS: ReadonlySet<string> = new Set(['script', 'style', 'json', '']);

type Hashes = ReturnType<Tools['integrity']['expected']>;

function expectedHashes({ req, route, visit, incoming, tools }: Exchange): Hashes {
  if (!HASHED_DESTS.has(visit.kind.dest) || visit.kind.document || incoming.status < 200 || incoming.status > 299) return [];
  const { session } = route;
  // Only what is asked for with CORS or from its own origin can have a hash at all, so the asking origin is always told;
  // an opaque one may be anybody's.
  const site = req.headers['sec-fetch-site'];
  const origin = targetOriginOf(req.headers.origin, session.urls);
  const from = origin ?? (site === 'same-origin' ? route.origin : site === undefined ? 'null' : '');
  return tools.integrity.expected(session, from === 'null' ? undefined : from, route.url.href);
}

function checkHashes({ tools, route, incoming }: Exchange, hashes: Hashes, original: Buffer): void {
  if (hashes.length === 0 || hashes.some(({ digests }) => fits(original, digests))) return;
  tools.integrity.refused++;
  incoming.abort();
  tools.log.warn({ session: route.session.id, host: route.url.host }, 'refused a file that is not the one its page names');
  throw new GatewayError('TARGET_INTEGRITY', { host: route.url.host });
}

async function rewriteWhole(exchange: Exchange, kind: BodyKind, original: Buffer, hashes: Hashes): Promise<Buffer> {
  const page = resourceContext(exchange, isShared(exchange) ? 'shared' : 'session');
  const rewritten = await rewriteKind(exchange, kind, original, page);
  const unchanged = rewritten === original;
  if (!unchanged) {
    // Lines and columns that the map speaks of are no more.
    delete exchange.answer.headers['sourcemap'];
    delete exchange.answer.headers['x-sourcemap'];
  }
  if (hashes.length === 0 || (kind.as !== 'js' && kind.as !== 'css')) return rewritten;
  const read = { as: kind.as === 'js' ? 'script' : 'style', location: page.location } as const;
  return exchange.tools.integrity.learn(hashes, read, unchanged, original) === 'as it came' ? original : rewritten;
}

async function rewriteKind(exchange: Exchange, kind: BodyKind, original: Buffer, page: ResourceContext): Promise<Buffer> {
  const { tools, route, answer } = exchange;
  switch (kind.as) {
    case 'css': {
      const { charset } = parseType(exchange.incoming.headers['content-type']);
      return tools.rewriter.css(original, charset === undefined ? page : { ...page, charset });
    }
    case 'manifest':
      return tools.rewriter.manifest(original, page);
    case 'speculation-rules':
      return tools.rewriter.speculationRules(original, page);
    case 'playlist':
      // A range of the whole, which is another whole now.
      if (answer.status === 206) answer.status = 200;
      return tools.rewriter.playlist(original, page, kind.format);
    case 'js': {
      const jsKind = scriptKind(original.toString('latin1'), kind.worker);
      // Each reading of a large one is a turn of its own.
      if (original.length > LARGE_BYTES) await setImmediate();
      const script = await tools.rewriter.js(original, page, jsKind);
      if (!kind.worker) return script;
      return withWorkerPrelude(script, { gatewayOrigin: route.gatewayOrigin, location: page.location, files: tools.files });
    }
    default:
      // Not rewritten, but unpacked.
      delete answer.headers['content-encoding'];
      return original;
  }
}

/**
 * Public, and fetched in nobody's name: the result may serve other sessions. It is found by content, so that neither address
 * nor `Vary` can give anybody a file that the target did not just send them.
 */
function isShared(exchange: Exchange): boolean {
  const { outgoing, incoming } = exchange;
  const anonymous = outgoing.headers['cookie'] === undefined && outgoing.headers['authorization'] === undefined;
  const caching = incoming.headers['cache-control'] ?? '';
  const isPublic = /\bpublic\b/i.test(caching) && !/\b(?:private|no-store)\b/i.test(caching);
  return anonymous && isPublic && incoming.headers['set-cookie'] === undefined && incoming.status === 200;
}

/** The whole body, unpacked, up to the limit of what is rewritten. */
function collect(exchange: Exchange): Promise<Buffer> {
  const { incoming, route, tools } = exchange;
  const limit = tools.config.limits.rewriteLimitBytes;
  const host = route.url.host;
  return new Promise((done, fail) => {
    const parts: Buffer[] = [];
    let size = 0;
    const sink = new Writable({
      write(chunk: Buffer, _encoding, written): void {
        size += chunk.length;
        parts.push(chunk);
        written(size > limit ? new GatewayError('TARGET_BODY_LIMIT', { host, limit }) : null);
      },
    });
    const streams = [...decoders(incoming.headers['content-encoding'], host, tools.config.limits), sink];
    const finish = (cause: Error | null | undefined): void => {
      if (!cause) done(Buffer.concat(parts));
      else {
        incoming.abort();
        fail(cause instanceof GatewayError ? cause : new GatewayError('TARGET_PROTOCOL', { host, reason: 'its answer broke off' }, cause));
      }
    };
    const first = streams[0] ?? sink;
    if (streams.length > 1) pipeline(streams, finish);
    else
      sink
        .once('finish', () => {
          finish(null);
        })
        .once('error', finish);
    incoming.pipeTo(first);
  });
}

function setCoding(exchange: Exchange, coding: 'br' | 'gzip' | undefined): void {
  vary(exchange.answer.headers, 'Accept-Encoding');
  if (coding !== undefined) exchange.answer.headers['content-encoding'] = coding;
}
