/**
 * After the end: the round over the labels that were used. The end page sends the tab, top-level, to
 *
 *   own /end/clear?from=0 -> label[0] /.samepage/clear?n=0 -> own /end/clear?from=1 -> label[1] ... -> own /end?cleared
 *
 * Every label clears its own storage on the way. Top-level, because browsers part the storage of frames by the page
 * around them: a hidden frame would clear the wrong part. The fragment (address of the real page) survives redirects.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import { ownPaths } from '../shared/boot.ts';
import { errorBody, GatewayError } from '../shared/error-codes.ts';
import { ownOrigin, parseHostHeader, UrlMap, type SessionHost } from '../shared/url-map.ts';
import type { Session } from '../sessions/index.ts';
import { cookieNames, isTrustworthy } from './cookies.ts';

/** Browsers follow some 20 redirects in a row and each label costs two: then the end page itself takes the next step. */
const LABELS_PER_RUN = 8;
/** Labels of the last sessions, so that the round knows its way after the session is gone. A session has a handful. */
const SESSIONS_REMEMBERED = 2000;

export class Farewell {
  readonly #host: SessionHost;
  readonly #labels = new LRUCache<string, ReadonlySet<string>>({ max: SESSIONS_REMEMBERED });

  constructor(host: SessionHost) {
    this.#host = host;
  }

  /** Called while the session lives: the set is the session's own and grows with it. */
  remember(session: Session): void {
    if (this.#labels.peek(session.id) !== session.labelsUsed) this.#labels.set(session.id, session.labelsUsed);
  }

  /** `/end/clear?from=<n>` on the session's own origin. */
  next(req: IncomingMessage, res: ServerResponse, sid: string): void {
    const query = new URLSearchParams((req.url ?? '').split('?')[1] ?? '');
    const from = Math.max(0, Number.parseInt(query.get('from') ?? '0', 10) || 0);
    const label = [...(this.#labels.get(sid) ?? [])][from];
    const pause = from > 0 && from % LABELS_PER_RUN === 0 && !query.has('step');
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Referrer-Policy', 'no-referrer');
    if (label === undefined) {
      this.#forget(req, res, ownOrigin(this.#host, sid));
      redirect(res, '/end?cleared');
    } else if (pause) redirect(res, `/end?from=${from}`);
    else redirect(res, `${label}${ownPaths.clear}?n=${from}`);
  }

  /** Any request to a label of a session that has ended. */
  label(req: IncomingMessage, res: ServerResponse): void {
    const parts = parseHostHeader(this.#host, req.headers.host ?? '');
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Referrer-Policy', 'no-referrer');
    if (!parts) {
      refuse(res, new GatewayError('HOST_UNKNOWN'));
      return;
    }
    const own = ownOrigin(this.#host, parts.sid);
    const address = `${this.#host.scheme}://${req.headers.host ?? ''}${req.url ?? '/'}`;
    const url = new URL(address);
    if (url.pathname === ownPaths.clear) {
      const n = Number.parseInt(url.searchParams.get('n') ?? '0', 10) || 0;
      this.#forget(req, res, url.origin);
      redirect(res, `${own}/end/clear?from=${n + 1}`);
    } else if (wantsDocument(req)) {
      // A bookmark or the back button. Aliases went with the session; every other label still says what it stood for.
      const target = new UrlMap(this.#host, parts.sid, { key: '', origin: () => undefined, remember: () => undefined }).toTarget(address);
      redirect(res, `${own}/end${target === undefined ? '' : `#${encodeURIComponent(target)}`}`);
    } else refuse(res, new GatewayError('SESSION_ENDED'));
  }

  /**
   * `"cookies"` clears a whole registrable domain: nested, that is this session alone; flat, it would sign other sessions
   * of this browser out. There each cookie that came along is ended by name.
   */
  #forget(req: IncomingMessage, res: ServerResponse, origin: string): void {
    const nested = this.#host.shape === 'nested';
    res.setHeader('Clear-Site-Data', nested ? '"cache", "cookies", "storage"' : '"cache", "storage"');
    const secure = isTrustworthy(origin) ? '; Secure' : '';
    const ended = cookieNames(req.headers.cookie).map((name) => `${name}=; Path=/; Max-Age=0${secure}`);
    res.setHeader('Set-Cookie', ended);
  }
}

function redirect(res: ServerResponse, location: string): void {
  res.writeHead(303, { Location: location });
  res.end();
}

function refuse(res: ServerResponse, error: GatewayError): void {
  res.writeHead(error.status, { 'Content-Type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(errorBody(error)));
}

function wantsDocument(req: IncomingMessage): boolean {
  if (req.method !== 'GET' && req.method !== 'HEAD') return false;
  const destination = req.headers['sec-fetch-dest'];
  return destination === undefined ? (req.headers.accept ?? '').includes('text/html') : destination === 'document';
}
