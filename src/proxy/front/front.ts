/** Front mode: the gateway in the place of a site, on the site's own host names. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { Config, FrontHost, SiteBook } from '../../config/index.ts';
import { OWN_PATH, ownPaths } from '../../shared/boot.ts';
import { GatewayError, type ErrorCode } from '../../shared/error-codes.ts';
import { sessionSource } from '../../shared/url-map.ts';
import { parseAllowance } from '../address-rules.ts';
import type { Connector } from '../connector.ts';
import { sendError } from '../error-page.ts';
import type { OwnFile, OwnFiles } from '../own-files.ts';
import { HealthCheck, type SiteHealth } from './health.ts';
import { passOn, type FrontTools } from './pass.ts';
import { FrontSockets } from './sockets.ts';
import { siteTag } from './tag.ts';

export interface Front {
  request(req: IncomingMessage, res: ServerResponse, front: FrontHost): void;
  /** An upgrade to the site; the runtime's own socket is another's. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, front: FrontHost): void;
  health(): SiteHealth[];
  close(): void;
}

/** The site cannot be had, whatever the reason: a visitor is told that, the log the reason. */
const DOWN: ReadonlySet<ErrorCode> = new Set(['TARGET_UNREACHABLE', 'TARGET_UNRESOLVABLE', 'TARGET_TLS', 'TARGET_NOT_ALLOWED']);
/** Seconds that a browser keeps our script without asking. An upgrade of the gateway reaches open shops within that time. */
const SCRIPT_FRESH_S = 300;
const YEAR_S = 31_536_000;

export function createFront(deps: {
  readonly config: Config;
  readonly book: SiteBook;
  readonly connector: Connector;
  readonly files: OwnFiles;
  readonly log: Logger;
  readonly buttonColor: () => string | undefined;
}): Front {
  const { config, book, connector, files, log, buttonColor } = deps;
  const tools: FrontTools = { config, connector, log, trusted: parseAllowance(config.trustProxies), buttonColor };
  const sockets = new FrontSockets(tools);
  const health = new HealthCheck(book.fronts, {
    connector,
    intervalMs: config.limits.healthIntervalMs,
    timeoutMs: config.limits.healthTimeoutMs,
    log,
  });

  function own(req: IncomingMessage, res: ServerResponse, front: FrontHost): void {
    const url = new URL(req.url ?? '/', 'http://own.invalid');
    // What is sent here and nobody reads must not stall the connection.
    req.resume();
    switch (url.pathname) {
      case ownPaths.siteScript:
        return serveScript(req, res, files.siteScript, `public, max-age=${SCRIPT_FRESH_S}`);
      case ownPaths.siteRuntime:
        return serveScript(
          req,
          res,
          files.siteRuntime,
          isVersion(url, files.siteRuntime) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
        );
      case ownPaths.ink:
        return serveScript(req, res, files.ink, 'no-cache');
      case ownPaths.act:
        return serveScript(req, res, files.act, 'no-cache');
      case ownPaths.enter:
        return send(req, res, 200, enterHeaders(config), Buffer.from(enterPage(front)));
      default:
        throw new GatewayError('NOT_FOUND');
    }
  }

  return {
    request(req, res, front) {
      req.on('error', () => res.destroy());
      res.on('error', () => res.destroy());
      const fail = (error: unknown): void => sendError(req, res, faultOf(error, front, log), config.language);
      try {
        if (req.url?.startsWith(OWN_PATH)) own(req, res, front);
        else passOn(req, res, front, tools).catch(fail);
      } catch (error) {
        fail(error);
      }
    },
    upgrade(req, socket, head, front) {
      sockets.upgrade(req, socket, head, front);
    },
    health: () => health.list(),
    close() {
      health.close();
      sockets.close();
    },
  };
}

function serveScript(req: IncomingMessage, res: ServerResponse, file: OwnFile, caching: string): void {
  const etag = `"${file.hash}"`;
  const headers: OutgoingHttpHeaders = {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': caching,
    etag,
    // Pages of other origins load it, those that isolate themselves included.
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  };
  if (req.headers['if-none-match'] === etag) send(req, res, 304, headers, undefined);
  else send(req, res, 200, headers, file.bytes);
}

function isVersion(url: URL, file: OwnFile): boolean {
  return url.searchParams.get('v') === file.hash;
}

function send(req: IncomingMessage, res: ServerResponse, status: number, headers: OutgoingHttpHeaders, body: Buffer | undefined): void {
  res.writeHead(status, { 'x-content-type-options': 'nosniff', ...headers, ...(body ? { 'content-length': body.length } : {}) });
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** On the site's origin, and nothing of the site in it: the pass from the consent page is taken here. */
function enterPage(front: FrontHost): string {
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
    '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>Opening…</title></head>' +
    `<body>${siteTag(front)}</body></html>`
  );
}

function enterHeaders(config: Config): OutgoingHttpHeaders {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy':
      `default-src 'none'; script-src 'self'; frame-src ${sessionSource(config.host)}; ` +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  };
}

function faultOf(error: unknown, front: FrontHost, log: Logger): GatewayError {
  if (!(error instanceof GatewayError)) {
    const id = randomUUID().slice(0, 8);
    log.error({ err: error, id }, 'an exchange of front mode failed');
    return new GatewayError('INTERNAL', { id }, error);
  }
  if (!DOWN.has(error.code)) return error;
  log.warn({ host: front.host, code: error.code, finding: error.message }, 'a site behind front mode cannot be reached');
  return new GatewayError('SITE_DOWN', { host: front.host }, error);
}
