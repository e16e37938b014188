/** The files of the page that shows PDFs, and the bytes of the document itself: once, to the customer's browser alone. */
import { GatewayError } from '../shared/error-codes.ts';
import { ownPaths } from '../shared/boot.ts';
import { decoders } from './decode-body.ts';
import type { Exchange } from './exchange.ts';
import { joinStreams } from './join-streams.ts';

const DATA_TYPES: Readonly<Record<string, string>> = { wasm: 'application/wasm', ttf: 'font/ttf', js: 'text/javascript; charset=utf-8' };

/** Policy of the worker, which reads what strangers wrote: it may load our files and nothing else, and makes no code of text. */
export function workerPolicy({ route }: Exchange): string {
  const own = `${route.gatewayOrigin}/.samepage/`;
  return `default-src 'none'; script-src ${own} 'wasm-unsafe-eval'; connect-src ${own}`;
}

export function servePdfData({ req, res, route, tools }: Exchange): void {
  const name = route.url.pathname.slice(ownPaths.pdfData.length);
  const bytes = tools.files.pdf.data(name);
  if (!bytes) throw new GatewayError('NOT_FOUND');
  res.writeHead(200, {
    'content-type': DATA_TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream',
    'content-length': bytes.length,
    'cache-control': 'public, max-age=86400',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  res.end(req.method === 'HEAD' ? undefined : bytes);
}

/** `check-visitor` has seen the customer's cookie. Whatever else asks, and whoever asks twice, is told that there is nothing. */
export function servePdfBytes({ req, res, route, tools }: Exchange): void {
  const site = req.headers['sec-fetch-site'];
  if (req.method !== 'GET' || (site !== undefined && site !== 'same-origin')) throw new GatewayError('WRONG_ORIGIN');
  const pdf = tools.pdf.take(route.session, route.gatewayOrigin, route.url.pathname.slice(ownPaths.pdfBytes.length));
  if (!pdf) throw new GatewayError('NOT_FOUND');
  const { incoming, leave, name } = pdf;
  const coding = incoming.headers['content-encoding'];
  const length = incoming.headers['content-length'];
  res.once('close', () => {
    incoming.abort();
    leave();
  });
  res.writeHead(200, {
    'content-type': 'application/pdf',
    ...(coding === undefined && length !== undefined ? { 'content-length': length } : {}),
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  joinStreams(incoming, decoders(coding, route.url.host, tools.config.limits), res);
}
