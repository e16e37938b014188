/**
 * A PDF that fills a tab or a frame: a page of ours on the target's own label, in which our script shows it. The target's
 * policies would forbid that page its own script, so it has one of its own, tighter than any: only who may frame it stays.
 */
import { buildBootTag } from '../rewriter/index.ts';
import { ownPaths } from '../shared/boot.ts';
import { compiledWords, languageFor, serverWords } from '../words/server.ts';
import type { Exchange } from './exchange.ts';
import { fileNameOf } from './file-name.ts';
import { onDowngrade } from './initiator.ts';
import { freshNonce } from './nonce.ts';
import { runtimeOf } from './own-files.ts';
import { bootOf } from './page-context.ts';

/** Held whole by the customer's browser; larger ones are offered as a file (bytes). */
export const PDF_LIMIT_BYTES = 100 * 1024 * 1024;

export function pdfPage(exchange: Exchange): void {
  const { answer, incoming, route, tools, req } = exchange;
  const { session } = route;
  session.labelsUsed.add(route.gatewayOrigin);
  const theirs = incoming.headers;
  const name = withEnding(fileNameOf(theirs['content-disposition'], route.url));
  const length = theirs['content-encoding'] === undefined ? Number(theirs['content-length'] ?? NaN) : NaN;
  const { leave } = exchange.handOver();
  const word = tools.pdf.hold(session, { incoming, leave, name, origin: route.gatewayOrigin });

  const language = languageFor({ headers: req.headers }, tools.config.language);
  const nonce = freshNonce();
  const { program, worker, style } = tools.files.pdf;
  const referrer = onDowngrade(session.urls.toTarget(req.headers.referer ?? ''), route.url) ?? '';
  const tag = buildBootTag({
    src: `${ownPaths.runtime}?v=${runtimeOf(tools.files, session).hash}`,
    nonce,
    boot: {
      ...bootOf(tools, route, route.url.href, referrer),
      pdf: {
        bytes: ownPaths.pdfBytes + word,
        ...(Number.isSafeInteger(length) ? { length } : {}),
        ...(length > PDF_LIMIT_BYTES ? { tooLarge: true } : {}),
        name,
        version: `${program.hash}${worker.hash}`,
        language,
        words: compiledWords(language, 'pdf'),
      },
    },
  });
  answer.whole = Buffer.from(
    `<!doctype html><html lang="${language}" dir="${serverWords(language).direction}"><head><meta charset="utf-8">${tag}` +
      `<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(name)}</title><style>${style}</style></head><body></body></html>`,
  );
  const { headers } = answer;
  for (const field of [
    'content-disposition',
    'content-encoding',
    'content-security-policy-report-only',
    'x-frame-options',
    'refresh',
    'link',
  ])
    delete headers[field];
  headers['content-security-policy'] = [...framing(String(headers['content-security-policy'] ?? '')), policy(exchange, nonce)].join(', ');
  headers['content-type'] = 'text/html; charset=utf-8';
  headers['content-length'] = answer.whole.length;
  headers['cache-control'] = 'no-store';
  headers['x-content-type-options'] = 'nosniff';
}

/** pdf.js gets along without eval; its decoders are WebAssembly. Fonts and pictures of a document are blobs. */
function policy({ route }: Exchange, nonce: string): string {
  const own = `${route.gatewayOrigin}/.samepage/`;
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `worker-src ${own}`,
    // Its own file is read again for its size when it is saved.
    `connect-src blob: ${own} ${route.gatewayOrigin.replace(/^http/, 'ws')}${ownPaths.socket}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    `font-src data: blob: ${own}`,
    `frame-src ${route.session.urls.own}/dock`,
    "base-uri 'none'",
    "form-action 'none'",
    `report-uri ${ownPaths.report}`,
  ].join('; ');
}

/** Of the target's policies as they were translated: who may frame its document. */
function framing(translated: string): string[] {
  return translated.split(',').flatMap((each) => /(?:^|;)\s*(frame-ancestors[^;]*)/i.exec(each)?.[1]?.trim() ?? []);
}

function withEnding(name: string): string {
  if (name === '') return 'document.pdf';
  return /\.pdf$/i.test(name) ? name : `${name}.pdf`;
}

function escape(text: string): string {
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replace(/[&<>]/g, (mark) => marks[mark] ?? mark);
}
