/** Errors as a browser gets them: a small page of ours for documents, JSON for everything else. Never content of a target. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody, type GatewayError } from '../shared/error-codes.ts';
import type { Language } from '../words/languages.ts';
import { languageFor, tellInPage } from '../words/server.ts';
import { requestKind } from './request-kind.ts';

const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

const STYLE =
  'body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif;color:#1c2430;background:#f4f6f9}' +
  'main{max-width:34rem;margin:1rem;padding:2rem;background:#fff;border:1px solid #d8dee8;border-radius:12px}' +
  'h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:.5rem 0}code{color:#5a6675;font-size:.85rem}' +
  '@media(prefers-color-scheme:dark){body{background:#12161c;color:#e8edf4}main{background:#1b212a;border-color:#303947}code{color:#9aa7b8}}';

/** Answers with `error`, or cuts the connection when the answer has begun. */
export function sendError(req: IncomingMessage, res: ServerResponse, error: GatewayError, preset: Language): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const page = requestKind(req.headers).document;
  const bytes = Buffer.from(page ? errorPage(error, languageFor({ headers: req.headers }, preset)) : JSON.stringify(errorBody(error)));
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  res.writeHead(error.status, {
    ...PAGE_HEADERS,
    'content-type': page ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': bytes.length,
    'samepage-error': error.code,
    ...(error.code === 'SITE_DOWN' ? { 'retry-after': '30' } : {}),
    ...(error.code === 'HEADERS_TOO_LARGE' ? { 'clear-site-data': '"cookies"' } : {}),
    ...(req.complete ? {} : { connection: 'close' }),
  });
  res.end(req.method === 'HEAD' ? undefined : bytes);
}

export function errorPage(error: GatewayError, language: Language): string {
  const { direction, what, next } = tellInPage(language, error);
  const sentence = escape(what);
  return (
    `<!doctype html><html lang="${language}" dir="${direction}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${sentence}</title><style>${STYLE}</style>` +
    `<main data-testid="error-page"><h1>${sentence}</h1><p>${escape(next)}</p><p><code data-testid="error-code">${error.code}</code></p></main></html>`
  );
}

function escape(text: string): string {
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);
}
