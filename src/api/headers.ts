/** Security headers of our own pages. Each page gets the least it needs; none may run a script that is not ours. */
import helmet from 'helmet';
import type { RequestHandler, Response } from 'express';
import type { Step } from '../shared/roles.ts';
import type { SessionHost } from '../shared/url-map.ts';
import { isTrustworthy } from './cookies.ts';

/** Every host of every session: what the console may frame. */
export function sessionHosts(host: SessionHost): string {
  return `${host.scheme}://*.${host.base}${host.port}`;
}

/** Labels of one session. A flat label and its sid share one DNS level, and CSP has no pattern within a level: there it is all labels. */
export function labelHosts(host: SessionHost, sid: string): string {
  return host.shape === 'nested' ? `${host.scheme}://*.${sid}.${host.base}${host.port}` : sessionHosts(host);
}

export function socketOrigin(origin: string): string {
  return origin.replace(/^http/, 'ws');
}

export function controlHeaders(options: { controlOrigin: string; host: SessionHost; stepUp: readonly Step[] }): RequestHandler[] {
  const secure = options.controlOrigin.startsWith('https:');
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'", socketOrigin(options.controlOrigin)],
          frameSrc: [sessionHosts(options.host)],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      // Without a trustworthy origin browsers ignore these two and complain in the console.
      crossOriginOpenerPolicy: isTrustworthy(options.controlOrigin),
      originAgentCluster: isTrustworthy(options.controlOrigin),
    }),
    (_req, res, next) => {
      // A frame can have no more than what stands around it.
      const rest = options.stepUp.some((step) => step !== 'screen') ? `(self "${sessionHosts(options.host)}")` : '()';
      res.setHeader('Permissions-Policy', permissions({ camera: rest, microphone: rest }));
      next();
    },
  ];
}

export type OwnPage = 'board' | 'consent' | 'dock' | 'viewer' | 'preview' | 'share' | 'watch' | 'end' | 'enter';

/** Pages of a session's own origin. */
export function ownHeaders(
  res: Response,
  page: OwnPage,
  where: {
    own: string;
    sid: string;
    host: SessionHost;
    controlOrigin: string;
    /** Of a session that runs in place. */ sources?: readonly string[] | undefined;
  },
): void {
  const inPlace = where.sources?.join(' ') || "'none'";
  const dock = where.sources ? inPlace : labelHosts(where.host, where.sid);
  const ancestors = {
    consent: "'none'",
    end: "'none'",
    preview: "'none'",
    share: "'none'",
    dock,
    enter: inPlace,
    viewer: where.controlOrigin,
    watch: where.controlOrigin,
    board: `'self' ${dock} ${where.controlOrigin}`,
  }[page];
  const directives = [
    "default-src 'none'",
    "script-src 'self'",
    // The replica is an empty frame of the viewer's own: it inherits this policy, and shows the sheets and images of the page.
    page === 'viewer' || page === 'preview'
      ? "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self'; frame-src 'self'"
      : page === 'board'
        ? "style-src 'self'; img-src 'self' data:; media-src 'self'"
        : page === 'dock'
          ? "style-src 'self'; img-src 'self' data:; frame-src 'self'"
          : "style-src 'self'; img-src 'self' data:",
    `connect-src 'self' ${socketOrigin(where.own)}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ];
  res.setHeader('Content-Security-Policy', directives.join('; '));
  // A site with COEP can hold the dock only if the dock itself is isolated and says that it may be embedded.
  const isFramed = page === 'dock' || page === 'enter' || page === 'board';
  if (isFramed) res.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  res.setHeader('Cross-Origin-Resource-Policy', isFramed || page === 'viewer' || page === 'watch' ? 'cross-origin' : 'same-origin');
  if (ancestors === "'none'") res.setHeader('X-Frame-Options', 'DENY');
  commonHeaders(res);
  // Here and nowhere else a page of ours may ask for them.
  if (page === 'share')
    res.setHeader('Permissions-Policy', permissions({ camera: '(self)', microphone: '(self)', 'display-capture': '(self)' }));
  if (page === 'watch') res.setHeader('Permissions-Policy', permissions({ camera: '(self)', microphone: '(self)' }));
}

/** The help page stands in pages of one site, and has no business with the console's cookie: those are never sent to a frame there. */
export function helpHeaders(res: Response, controlOrigin: string, sources: readonly string[]): void {
  const directives = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${controlOrigin}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${sources.join(' ')}`,
  ];
  res.setHeader('Content-Security-Policy', directives.join('; '));
  res.removeHeader('X-Frame-Options');
  res.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

export function commonHeaders(res: Response): void {
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.setHeader('Permissions-Policy', permissions());
}

/** What no page of ours needs, but for what is named. */
function permissions(but: Partial<Record<'camera' | 'microphone' | 'display-capture', string>> = {}): string {
  const all = { camera: '()', microphone: '()', 'display-capture': '()', geolocation: '()', payment: '()', usb: '()', ...but };
  return Object.entries(all)
    .map(([name, list]) => `${name}=${list}`)
    .join(', ');
}
