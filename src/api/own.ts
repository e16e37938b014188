/** A session's own origin, `<sid>.<base>`: consent, dock, viewer, assets, end page. No page of a target is ever served here. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express, type Request, type Response } from 'express';
import { SiteBook } from '../config/index.ts';
import { ownOrigin } from '../shared/url-map.ts';
import type { Session } from '../sessions/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import { AddressSeal, assetRoutes } from './assets.ts';
import { countField, jsonBody, textField } from './body.ts';
import { sendBrandFile } from './branding.ts';
import { boardRoutes } from './board.ts';
import { consentRoutes } from './consent.ts';
import { DeviceCookie } from './cookies.ts';
import type { ApiDeps } from './deps.ts';
import { errorHandler, notFound } from './errors.ts';
import type { Farewell } from './farewell.ts';
import { commonHeaders, ownHeaders, type OwnPage } from './headers.ts';
import { sendPage, staticFiles } from './pages.ts';
import { onlyPageOf } from './same-origin.ts';

const RATING_MAX = 5;

/** Express hands requests on as they came: which session one is for travels beside it, never in a header that a browser could send. */
export class OwnOrigin {
  readonly #deps: ApiDeps;
  readonly #farewell: Farewell;
  readonly #seal = new AddressSeal();
  readonly #book: SiteBook;
  readonly #visits = new WeakMap<IncomingMessage, { readonly sid: string; readonly session: Session | 'ended' | undefined }>();
  readonly #app: Express;

  constructor(deps: ApiDeps, farewell: Farewell) {
    this.#deps = deps;
    this.#farewell = farewell;
    this.#book = new SiteBook(deps.config);
    this.#app = this.#build();
  }

  handle(req: IncomingMessage, res: ServerResponse, sid: string): void {
    const session = this.#deps.directory.find(sid);
    this.#visits.set(req, { sid, session });
    if (session && session !== 'ended') this.#farewell.remember(session);
    this.#app(req, res);
  }

  #build(): Express {
    const { config, assetsDir, log } = this.#deps;
    const app = express();
    app.set('trust proxy', [...config.trustProxies]);
    app.disable('x-powered-by');
    app.use((_req, res, next) => {
      commonHeaders(res);
      // What no page below replaces: enough for the page of an error.
      res.setHeader(
        'Content-Security-Policy',
        "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      );
      next();
    });
    app.use('/static', staticFiles(assetsDir));

    const page = (path: string, name: OwnPage, whenEnded: boolean) => {
      app.get(path, async (req: Request, res: Response) => {
        if (whenEnded) this.#session(req);
        else this.#live(req);
        await this.#page(req, res, name);
      });
    };
    page('/', 'consent', true);
    // In place a page may still hold a session that is gone: the dock says so, and the page forgets it.
    app.get(['/dock', '/dock/enter'], async (req, res, next) => {
      const name = req.path === '/dock' ? 'dock' : 'enter';
      if (name === 'dock' && !('site' in req.query)) {
        next();
        return;
      }
      await this.#page(req, res, name, this.#sourcesOf(req));
    });
    app.get('/brand/:file', async (req, res) => {
      const company = await this.#company(req);
      if (company === undefined) throw new GatewayError('NOT_FOUND');
      await sendBrandFile(req, res, this.#deps, company, req.params.file);
    });
    page('/dock', 'dock', false);
    page('/viewer', 'viewer', false);
    page('/preview', 'preview', false);
    page('/share', 'share', false);
    page('/watch', 'watch', false);
    page('/end', 'end', true);
    app.get('/board', async (req, res) => {
      const session = this.#live(req);
      await this.#page(req, res, 'board', session.site?.sources);
    });
    app.get('/board/file/:capability/:item', (req, res, next) => {
      boardRoutes(this.#live(req))(req, res, next);
    });
    // Before any body is read: it is streamed.
    app.post(
      '/board/file/:capability',
      onlyPageOf((req) => ownOrigin(config.host, this.#sid(req))),
      (req, res, next) => {
        boardRoutes(this.#live(req))(req, res, next);
      },
    );

    app.get('/end/clear', (req, res) => {
      // Nothing is cleared under a session that still runs: the consent page says how to go on.
      if (this.#session(req) !== 'ended') res.redirect(303, '/');
      else this.#farewell.next(req, res, this.#sid(req));
    });
    app.get(['/asset/:token', '/asset/:token/:sealed'], (req, res, next) => {
      assetRoutes(this.#deps, this.#seal, this.#live(req))(req, res, next);
    });

    app.use(
      onlyPageOf((req) => ownOrigin(config.host, this.#sid(req))),
      jsonBody(),
    );
    app.post(['/consent/open', '/consent/start'], (req, res, next) => {
      res.setHeader('Cache-Control', 'no-store');
      const session = this.#live(req);
      consentRoutes(this.#deps, new DeviceCookie(session.urls.own), session.id)(req, res, next);
    });

    // Before everything is cleared, and after it.
    app.post('/end/pass', (req, res) => {
      res.setHeader('Cache-Control', 'no-store');
      res.json({ pass: this.#deps.directory.ratingPass(this.#sid(req), req.headers.cookie) ?? null });
    });
    app.post('/end/rate', async (req, res) => {
      const rating = countField(req.body, 'rating', { max: RATING_MAX });
      if (rating === undefined) throw new GatewayError('BAD_REQUEST', { reason: '"rating" is missing' });
      const done = await this.#deps.directory.rate(this.#sid(req), textField(req.body, 'pass', { max: 100 }), rating);
      if (!done) throw new GatewayError('FORBIDDEN', { action: 'rate this session' });
      res.status(204).end();
    });

    app.post('/dock/enter', (req, res) => {
      res.setHeader('Cache-Control', 'no-store');
      const session = this.#live(req);
      const cookie = this.#deps.directory.enterSite(session, textField(req.body, 'entry', { max: 100 }));
      if (cookie === undefined) throw new GatewayError('LINK_UNKNOWN');
      res.setHeader('Set-Cookie', cookie);
      res.json({});
    });
    /** For the page on which the customer sees what agents see, and the window for more than the page. */
    app.post('/dock/preview', (req, res) => {
      res.setHeader('Cache-Control', 'no-store');
      const session = this.#live(req);
      const visitor = this.#deps.directory.admit(session, req.headers.cookie);
      if (visitor?.role !== 'customer') throw new GatewayError('VISITOR_UNKNOWN');
      res.json({ ticket: this.#deps.directory.ticket(session, visitor.participant) });
    });
    app.post('/dock/ticket', (req, res) => {
      res.setHeader('Cache-Control', 'no-store');
      const session = this.#live(req);
      const visitor = session.site && this.#deps.directory.admit(session, req.headers.cookie);
      if (!visitor) throw new GatewayError('VISITOR_UNKNOWN');
      res.json({ ticket: this.#deps.directory.pageTicket(session, visitor.participant) });
    });

    app.use(notFound());
    app.use(errorHandler(log, this.#deps.config.language));
    return app;
  }

  async #page(req: Request, res: Response, name: OwnPage, sources?: readonly string[]): Promise<void> {
    const { config } = this.#deps;
    const sid = this.#sid(req);
    ownHeaders(res, name, { own: ownOrigin(config.host, sid), sid, host: config.host, controlOrigin: config.controlOrigin, sources });
    const company = await this.#company(req);
    await sendPage(
      req,
      res,
      this.#deps,
      name,
      name === 'viewer' || name === 'watch' || company === undefined ? {} : { of: { company, path: '/brand' } },
    );
  }

  /** Whose session it is, or was. */
  async #company(req: Request): Promise<string | undefined> {
    const session = this.#visits.get(req)?.session;
    if (session && session !== 'ended') return session.company;
    return (await this.#deps.directory.ownership(this.#sid(req)))?.company;
  }

  /** Who may frame the dock of a session in place: pages of its site; once it is gone, of any site of the config. */
  #sourcesOf(req: IncomingMessage): readonly string[] {
    const session = this.#visits.get(req)?.session;
    if (session && session !== 'ended') return session.site?.sources ?? [];
    return this.#book.sites.flatMap(({ sources }) => sources);
  }

  #session(req: IncomingMessage): Session | 'ended' {
    const session = this.#visits.get(req)?.session;
    if (!session) throw new GatewayError('SESSION_NOT_FOUND');
    return session;
  }

  #live(req: IncomingMessage): Session {
    const session = this.#session(req);
    if (session === 'ended') throw new GatewayError('SESSION_ENDED');
    return session;
  }

  #sid(req: IncomingMessage): string {
    const sid = this.#visits.get(req)?.sid;
    if (sid === undefined) throw new GatewayError('SESSION_NOT_FOUND');
    return sid;
  }
}
