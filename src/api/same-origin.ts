/**
 * Requests that change something must come from our own page, or from a program that is no browser. Sessions' pages run
 * scripts of strangers: a cookie alone proves nothing about who wrote a request.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { GatewayError } from '../shared/error-codes.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Is this what a browser says about its own page on `origin`? Undefined: no browser spoke. */
export function comesFrom(req: IncomingMessage, origin: string): boolean | undefined {
  const from = req.headers.origin;
  const site = req.headers['sec-fetch-site'];
  if (from === undefined && site === undefined) return undefined;
  return (from === undefined || from === origin) && (site === undefined || site === 'same-origin');
}

/** `origin`: of the request's own host. A program may speak without these headers, but then a cookie does not count (auth.ts). */
export function onlyFrom(origin: (req: IncomingMessage) => string): RequestHandler {
  return (req, _res, next) => {
    if (!SAFE.has(req.method) && comesFrom(req, origin(req)) === false) throw new GatewayError('WRONG_ORIGIN');
    next();
  };
}

/** For pages' own endpoints, where no program has any business: the browser's word is required. */
export function onlyPageOf(origin: (req: IncomingMessage) => string): RequestHandler {
  return (req, _res, next) => {
    if (!SAFE.has(req.method) && comesFrom(req, origin(req)) !== true) throw new GatewayError('WRONG_ORIGIN');
    next();
  };
}
