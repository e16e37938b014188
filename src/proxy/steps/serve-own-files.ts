/** `/.samepage/`: the only path taken from a target. Two scripts, and what the runtime asks of the gateway. */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { ownPaths } from '../../shared/boot.ts';
import { GatewayError } from '../../shared/error-codes.ts';
import { expiryLines } from '../carriers.ts';
import { isOwnPath, type Exchange, type Verdict } from '../exchange.ts';
import { acceptedCoding } from '../encode-body.ts';
import { runtimeOf, type OwnFile } from '../own-files.ts';
import { hashStays, resourceContext } from '../page-context.ts';
import { servePdfBytes, servePdfData, workerPolicy } from '../serve-pdf.ts';

/** Body of an alias request or a report: an origin, or a few hundred bytes of JSON. */
const SMALL_BODY_BYTES = 64 * 1024;
const YEAR_S = 31_536_000;

export function serveOwnFiles(exchange: Exchange): Verdict | Promise<Verdict> {
  return isOwnPath(exchange.route) ? serve(exchange) : 'next';
}

async function serve(exchange: Exchange): Promise<Verdict> {
  const { route, req } = exchange;
  switch (route.url.pathname) {
    case ownPaths.runtime:
      serveFile(exchange, runtimeOf(exchange.tools.files, route.session));
      break;
    case ownPaths.worker:
      serveFile(exchange, exchange.tools.files.worker);
      break;
    case ownPaths.nativeWorker:
      serveFile(exchange, exchange.tools.files.nativeWorker);
      break;
    case ownPaths.ink:
      serveFile(exchange, exchange.tools.files.ink);
      break;
    case ownPaths.act:
      serveFile(exchange, exchange.tools.files.act);
      break;
    case ownPaths.pdf:
      serveFile(exchange, exchange.tools.files.pdf.program);
      break;
    case ownPaths.pdfWorker:
      serveFile(exchange, exchange.tools.files.pdf.worker, { 'content-security-policy': workerPolicy(exchange) });
      break;
    case ownPaths.socket:
      answer(exchange, 426, { upgrade: 'websocket', connection: 'Upgrade' }, '');
      break;
    case ownPaths.cookies:
      await serveCookies(exchange);
      break;
    case ownPaths.rewrite:
      await rewriteText(exchange);
      break;
    case ownPaths.alias:
      await rememberAlias(exchange);
      break;
    case ownPaths.integrity:
      await rememberHash(exchange);
      break;
    case ownPaths.report:
      await countReport(exchange);
      break;
    default:
      if (route.url.pathname.startsWith(ownPaths.pdfData)) servePdfData(exchange);
      else if (route.url.pathname.startsWith(ownPaths.pdfBytes)) servePdfBytes(exchange);
      else throw new GatewayError('NOT_FOUND');
  }
  // What a page sends and nobody reads must not stall the connection.
  if (!req.complete) req.resume();
  return 'answered';
}

/** The same bytes for everybody; kept for ever under the address that names their hash. */
function serveFile(exchange: Exchange, file: OwnFile, more: OutgoingHttpHeaders = {}): void {
  const { req, route } = exchange;
  const coding = acceptedCoding(req);
  const packed = coding && file.packed[coding];
  // Weak: it names the file, in whatever coding.
  const etag = `W/"${file.hash}"`;
  const headers: OutgoingHttpHeaders = {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': route.url.searchParams.get('v') === file.hash ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
    etag,
    vary: 'Accept-Encoding',
    ...(packed && { 'content-encoding': coding }),
    // Sandboxed frames and their workers load it from an opaque origin.
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    ...more,
  };
  if (req.headers['if-none-match'] === etag) answer(exchange, 304, headers, undefined);
  else answer(exchange, 200, headers, packed ?? file.bytes);
}

/** `document.cookie` of the asking page, after what it has just written. */
async function serveCookies(exchange: Exchange): Promise<void> {
  const { req, route, tools } = exchange;
  const { session } = route;
  onlyFromLabel(exchange);
  const expired = expiryLines(tools.carriers.absorb(session, req.headers.cookie), session);
  if (req.method === 'POST') tools.carriers.take(session, (await readBody(req, SMALL_BODY_BYTES)).toString('utf8'));
  const path = route.url.searchParams.get('path');
  const referer = session.urls.toTarget(req.headers.referer ?? '');
  const page = path?.startsWith('/') ? route.origin + path : referer?.startsWith(`${route.origin}/`) ? referer : `${route.origin}/`;
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...(expired.length > 0 ? { 'set-cookie': expired } : {}),
  };
  answer(
    exchange,
    200,
    headers,
    session.jar.documentCookie(page, tools.partitions.read(session, route.url.searchParams.get('partition') ?? '')),
  );
}

/** Script text that the page's token scanner could not settle. Answered while the page waits. */
async function rewriteText(exchange: Exchange): Promise<void> {
  const { req, route, tools } = exchange;
  onlyFromLabel(exchange);
  const asked = route.url.searchParams.get('kind');
  const kind = asked === 'module' || asked === 'event' || asked === 'worker' ? asked : 'script';
  const text = await readBody(req, tools.config.limits.rewriteLimitBytes);
  const referer = route.session.urls.toTarget(req.headers.referer ?? '');
  const page = { ...resourceContext(exchange), ...(referer === undefined ? {} : { url: referer }) };
  const bytes = await tools.rewriter.js(text, page, kind);
  answer(exchange, 200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }, bytes);
}

/** A host name too long for a label: the page has made its alias, and tells which origin it stands for. */
async function rememberAlias(exchange: Exchange): Promise<void> {
  const { req, route } = exchange;
  onlyFromLabel(exchange);
  const body = (await readBody(req, SMALL_BODY_BYTES)).toString('utf8');
  const origin = originIn(body);
  const gateway = origin === undefined ? undefined : route.session.urls.gatewayOrigin(origin);
  if (gateway === undefined) throw new GatewayError('BAD_REQUEST', { reason: 'it names no origin' });
  answer(exchange, 200, { 'content-type': 'application/json', 'cache-control': 'no-store' }, JSON.stringify({ origin: gateway }));
}

/** A script of the page gives an element a hash: who will check it? */
async function rememberHash(exchange: Exchange): Promise<void> {
  onlyFromLabel(exchange);
  const body = parseJson((await readBody(exchange.req, SMALL_BODY_BYTES)).toString('utf8'));
  if (typeof body !== 'object' || body === null || !('url' in body) || !('metadata' in body))
    throw new GatewayError('BAD_REQUEST', { reason: 'it names no file' });
  const { url, metadata } = body;
  const as = 'as' in body && body.as === 'style' ? 'style' : 'script';
  if (typeof url !== 'string' || typeof metadata !== 'string') throw new GatewayError('BAD_REQUEST', { reason: 'it names no file' });
  // The element may get its `crossorigin` yet.
  const stays = hashStays(exchange, { url, metadata, cors: true, as });
  answer(exchange, 200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }, stays ? 'keep' : 'drop');
}

/** The translated policy stopped something: an address that we missed, or the site's own rule at work. */
async function countReport(exchange: Exchange): Promise<void> {
  const body = await readBody(exchange.req, SMALL_BODY_BYTES);
  exchange.tools.escapes.take(exchange.route.session, parseJson(body.toString('utf8')));
  answer(exchange, 204, {}, undefined);
}

/** Another label's page, or another site's, has no business with these. */
function onlyFromLabel(exchange: Exchange): void {
  const { req, route } = exchange;
  const { origin } = req.headers;
  const site = req.headers['sec-fetch-site'];
  if ((origin !== undefined && origin !== route.gatewayOrigin) || (site !== undefined && site !== 'same-origin'))
    throw new GatewayError('WRONG_ORIGIN');
  if (req.method !== 'GET' && origin === undefined && site === undefined) throw new GatewayError('WRONG_ORIGIN');
}

function answer(exchange: Exchange, status: number, headers: OutgoingHttpHeaders, body: Buffer | string | undefined): void {
  const { res, req } = exchange;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  res.writeHead(status, { 'x-content-type-options': 'nosniff', ...headers, ...(bytes ? { 'content-length': bytes.length } : {}) });
  res.end(req.method === 'HEAD' ? undefined : bytes);
}

async function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new GatewayError('BODY_TOO_LARGE', { limit });
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

function originIn(text: string): string | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || !('origin' in value)) return undefined;
  return typeof value.origin === 'string' && value.origin.length <= 2048 ? value.origin : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the sender's fault; the caller says what that means
  }
}
