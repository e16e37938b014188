/** The request as the target would have got it from its own visitor. */
import { PassThrough, Transform, type Readable, type TransformCallback } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../../shared/error-codes.ts';
import type { Exchange, Verdict } from '../exchange.ts';
import { readInitiator } from '../initiator.ts';
import { partitionOf } from '../partitions.ts';
import type { Place } from '../places.ts';
import { mapRequestHeaders } from '../request-headers.ts';

export function mapRequest(exchange: Exchange): Verdict {
  const { req, route, visit, tools } = exchange;
  const { session, url } = route;
  const method = req.method ?? 'GET';
  const limit = tools.config.limits.requestBodyLimitBytes;
  const length = Number(req.headers['content-length'] ?? '0');
  if (length > limit) throw new GatewayError('BODY_TOO_LARGE', { limit });

  // Written just before by the page: must be in the jar before the jar is asked.
  const carriers = visit.visitor ? tools.carriers.absorb(session, req.headers.cookie) : [];
  const place = (): Place => tools.places.of(session, req.headers, url, visit.kind);
  const initiator = readInitiator(req.headers, method, url, session.urls, visit.kind, place);
  const credentials = visit.visitor !== undefined && !isPreflight(req);
  tools.places.note(session, req.headers, url, visit.kind);
  const partition = session.jar.hasPartitions ? partitionOf(place(), url) : undefined;
  const cookie = credentials ? session.jar.header(url.href, { sameSite: initiator.sameSite, partition }) : '';
  const headers = mapRequestHeaders(req.headers, { route, kind: visit.kind, initiator, anonymous: !visit.visitor, cookie });
  const hasBody = length > 0 || req.headers['transfer-encoding'] !== undefined;
  if (length > 0) headers['content-length'] = String(length);
  // Servers want to see that a POST is empty (RFC 9110, 8.6).
  else if (!hasBody && (method === 'POST' || method === 'PUT' || method === 'PATCH')) headers['content-length'] = '0';
  const body = hasBody ? upload(req, limit, (bytes) => tools.quotas.count(session, bytes, !visit.visitor)) : null;
  exchange.outgoing = { method, headers, body, sameSite: initiator.sameSite, carriers };
  return 'next';
}

/** CORS preflights never carry credentials (Fetch standard, 4.8). */
function isPreflight(req: IncomingMessage): boolean {
  return req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined;
}

/**
 * The browser's body, counted. It stands between, because undici destroys what it was given when the target answers early,
 * and destroying the request itself would cut the line that the answer has to go back on.
 */
export function upload(req: IncomingMessage, limit: number, count: (bytes: number) => void): Readable {
  let seen = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
      seen += chunk.length;
      count(chunk.length);
      done(seen > limit ? new GatewayError('BODY_TOO_LARGE', { limit }) : null, chunk);
    },
  });
  req.on('aborted', () => counter.destroy(new Error('the visitor left')));
  counter.on('close', () => {
    req.unpipe(counter);
    // Read to its end and forgotten, so that the answer is heard.
    if (!req.complete) req.pipe(new PassThrough()).resume();
  });
  // undici learns of a failed body from the dispatch; nobody else listens.
  counter.on('error', () => undefined);
  return req.pipe(counter);
}
