/** What is between the target's bytes and the browser's: nothing, a stream for HTML, the whole for scripts and sheets. */
import { Writable, pipeline } from 'node:stream';
import { GatewayError } from '../../shared/error-codes.ts';
import { bodyKind, scriptKind, type BodyKind } from '../body-kind.ts';
import { decoders } from '../decode-body.ts';
import { chooseCoding, encoder, encodeWhole } from '../encode-body.ts';
import type { Exchange, Verdict } from '../exchange.ts';
import { assetTee, keepAsset, noteAsset } from '../keep-asset.ts';
import { pageContext, resourceContext } from '../page-context.ts';
import { withWorkerPrelude } from '../worker-prelude.ts';

export async function rewriteBody(exchange: Exchange): Promise<Verdict> {
  const { answer, visit, incoming, req } = exchange;
  const asset = noteAsset(exchange);
  if (!hasBody(exchange)) return 'next';
  const nosniff = /nosniff/i.test(String(incoming.headers['x-content-type-options'] ?? ''));
  const kind = bodyKind(incoming.headers['content-type'], visit.kind, nosniff);
  if (kind.as === 'untouched') {
    if (asset) answer.through.push(assetTee(exchange));
    return 'next';
  }
  if (kind.as === 'html') {
    rewriteHtml(exchange, kind);
    return 'next';
  }
  const original = await collect(exchange);
  if (asset) keepAsset(exchange, original);
  const rewritten = await rewriteWhole(exchange, kind, original);
  const { bytes, coding } = await encodeWhole(rewritten, chooseCoding(req));
  setCoding(exchange, coding);
  answer.headers['content-length'] = bytes.length;
  answer.whole = bytes;
  return 'next';
}

function hasBody(exchange: Exchange): boolean {
  const { status } = exchange.incoming;
  // 206 is a part: of the target's bytes, which fit no rewritten ones.
  return exchange.req.method !== 'HEAD' && status !== 204 && status !== 205 && status !== 206 && status !== 304;
}

function rewriteHtml(exchange: Exchange, kind: Extract<BodyKind, { as: 'html' }>): void {
  const { answer, incoming, route, tools, req } = exchange;
  route.session.labelsUsed.add(route.gatewayOrigin);
  answer.through.push(...decoders(incoming.headers['content-encoding'], route.url.host, tools.config.limits));
  answer.through.push(tools.rewriter.html(pageContext(exchange, kind)));
  const coding = chooseCoding(req);
  const packer = encoder(coding);
  if (packer) answer.through.push(packer);
  setCoding(exchange, coding);
}

async function rewriteWhole(exchange: Exchange, kind: BodyKind, original: Buffer): Promise<Buffer> {
  const { tools, route, answer } = exchange;
  const page = resourceContext(exchange, isShared(exchange) ? 'shared' : 'session');
  switch (kind.as) {
    case 'css':
      return tools.rewriter.css(original, page);
    case 'manifest':
      return tools.rewriter.manifest(original, page);
    case 'playlist':
      return tools.rewriter.playlist(original, page, kind.format);
    case 'js': {
      // The same file may serve as a worker and as a script, and is not the same then.
      vary(answer.headers, 'Sec-Fetch-Dest');
      const script = await tools.rewriter.js(original, page, scriptKind(original.toString('latin1'), kind.worker));
      if (!kind.worker) return script;
      return withWorkerPrelude(script, { gatewayOrigin: route.gatewayOrigin, hash: tools.files.worker.hash });
    }
    default:
      return original;
  }
}

/** Public, and fetched in nobody's name: the result may serve other sessions. */
function isShared(exchange: Exchange): boolean {
  const { outgoing, incoming } = exchange;
  const anonymous = outgoing.headers['cookie'] === undefined && outgoing.headers['authorization'] === undefined;
  return anonymous && /\bpublic\b/i.test(incoming.headers['cache-control'] ?? '') && incoming.headers['set-cookie'] === undefined;
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

function vary(headers: NodeJS.Dict<number | string | string[] | readonly string[]>, name: string): void {
  const now = String(headers['vary'] ?? '');
  if (now === '*' || new RegExp(`(^|[\\s,])${name}([\\s,]|$)`, 'i').test(now)) return;
  headers['vary'] = now === '' ? name : `${now}, ${name}`;
}
