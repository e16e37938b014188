/** Every failure of the API leaves through here: a code of the table, never a stack, never content of a target. */
import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { errorBody, GatewayError } from '../shared/error-codes.ts';
import type { Language } from '../words/languages.ts';
import { languageFor, tellInPage } from '../words/server.ts';

export function notFound(): RequestHandler {
  return () => {
    throw new GatewayError('NOT_FOUND');
  };
}

/** Express knows an error handler by its four parameters. */
export function errorHandler(log: Logger, preset: Language): ErrorRequestHandler {
  return (fault: unknown, req, res, next) => {
    const error = asGatewayError(fault, log);
    if (res.headersSent) {
      next(fault);
      return;
    }
    res.setHeader('Cache-Control', 'no-store');
    if (error.code === 'UNAUTHORIZED') res.setHeader('WWW-Authenticate', 'Bearer realm="samepage"');
    const seconds = error.values['seconds'];
    if (error.status === 429 && seconds !== undefined) res.setHeader('Retry-After', String(seconds));
    if (wantsPage(req.path, req.headers.accept)) sendPage(res, error, languageFor(req, preset));
    else res.status(error.status).json(errorBody(error));
  };
}

function asGatewayError(fault: unknown, log: Logger): GatewayError {
  if (fault instanceof GatewayError) {
    if (fault.status >= 500) log.warn({ err: fault }, 'request failed');
    return fault;
  }
  const type = typeof fault === 'object' && fault !== null && 'type' in fault ? fault.type : undefined;
  if (type === 'entity.too.large') {
    const limit = typeof fault === 'object' && fault !== null && 'limit' in fault ? Number(fault.limit) : 0;
    return new GatewayError('BODY_TOO_LARGE', { limit }, fault);
  }
  // What express and its body parser refuse carries a 4xx status of its own; the words are for us, not for people.
  const status = typeof fault === 'object' && fault !== null && 'status' in fault ? Number(fault.status) : 500;
  if (type === 'entity.parse.failed') return new GatewayError('BAD_REQUEST', { reason: 'the body is not JSON' }, fault);
  if (status === 404) return new GatewayError('NOT_FOUND', {}, fault);
  if (status >= 400 && status < 500) return new GatewayError('BAD_REQUEST', { reason: 'malformed request' }, fault);
  const id = randomBytes(6).toString('hex');
  log.error({ err: fault, id }, 'request failed');
  return new GatewayError('INTERNAL', { id }, fault);
}

function wantsPage(path: string, accept: string | undefined): boolean {
  return !path.startsWith('/api/') && (accept ?? '').includes('text/html');
}

/** For a person who followed a wrong address. The text is of the table alone, nothing of the request is in it. */
function sendPage(res: Response, error: GatewayError, language: Language): void {
  const text = (value: string) => value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const { direction, what, next } = tellInPage(language, error);
  const sentence = text(what);
  res.setHeader('Vary', 'Accept-Language, Cookie');
  res.status(error.status).type('html').send(`<!doctype html>
<html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${sentence}</title><link rel="stylesheet" href="/static/samepage.css"><link rel="stylesheet" href="/static/pages.css"></head>
<body><div id="page"><main><div class="headed"><h1>${sentence}</h1><p>${text(next)}</p>
<p class="small soft">${error.code}</p></div></main></div></body></html>`);
}
