/** The control origin: console, join page, REST. Another site than every session, so that no session's page is ever same-site with it. */
import express, { type Express, type Request } from 'express';
import { accountRoutes } from './accounts.ts';
import { jsonBody, POLICY_BODY_BYTES } from './body.ts';
import type { ControlParts } from './control-parts.ts';
import type { ConsoleCookie } from './cookies.ts';
import type { ApiDeps } from './deps.ts';
import { brandingRoutes, sendBrandFile } from './branding.ts';
import { errorHandler, notFound } from './errors.ts';
import { controlHeaders } from './headers.ts';
import { notesRoutes } from './notes-routes.ts';
import { sendPage, staticFiles } from './pages.ts';
import { leakTestRoutes } from './leak-test-routes.ts';
import { pageRoutes } from './page-routes.ts';
import { pickRoutes } from './pick-routes.ts';
import { pinRoutes } from './pins.ts';
import { policyRoutes } from './policy-routes.ts';
import { providerRoutes } from './provider-routes.ts';
import { onlyFrom } from './same-origin.ts';
import { sessionRoutes } from './sessions.ts';
import { signInRoutes } from './sign-in.ts';
import { isCompanyId, MAIN_COMPANY } from '../shared/staff.ts';
import { siteCheckRoutes } from './site-check.ts';
import { siteRoutes } from './site-routes.ts';
import { talkRoutes } from './talk-routes.ts';

/** A whole policy, or an evening of notes, may stand in these bodies. */
const WIDE = /^\/(?:policy(?:\/(?:effective|try))?|branding|sessions\/\w+\/notes)$/;

export function controlApp(deps: ApiDeps, parts: ControlParts): Express {
  const { auth } = parts;
  const app = express();
  app.set('trust proxy', [...deps.config.trustProxies]);
  app.disable('x-powered-by');
  app.use(...controlHeaders(deps.config));

  app.get('/', async (req, res) => {
    const company = (await auth.signedIn(req))?.staff.company ?? askedCompany(req);
    const who = isSignedOut(req, parts.console) ? 'out' : '';
    await sendPage(req, res, deps, 'console', { who, of: { company, path: `/brand/${company}` } });
  });
  app.get('/join', async (req, res) => {
    const company = askedCompany(req);
    await sendPage(req, res, deps, 'join', { of: { company, path: `/brand/${company}` } });
  });
  app.get('/brand/:company/:file', async (req, res) => {
    await sendBrandFile(req, res, deps, req.params.company, req.params.file);
  });
  app.use('/static', staticFiles(deps.assetsDir));
  app.use(siteRoutes(deps, auth), providerRoutes(deps, parts));

  const [narrow, wide] = [jsonBody(), jsonBody(POLICY_BODY_BYTES)];
  app.use('/api/v1', (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  app.use(
    '/api/v1',
    onlyFrom(() => deps.config.controlOrigin),
    (req, res, next) => {
      // A logo is no JSON: its own route reads it.
      if (req.path === '/branding/logo') next();
      else (WIDE.test(req.path) ? wide : narrow)(req, res, next);
    },
  );
  app.use(
    '/api/v1',
    signInRoutes(deps, parts),
    accountRoutes(deps, parts),
    policyRoutes(deps, parts),
    leakTestRoutes(deps, parts),
    pageRoutes(deps, parts),
    pickRoutes(deps, parts),
    siteCheckRoutes(deps, parts),
    brandingRoutes(deps, parts),
    sessionRoutes(deps, auth),
    talkRoutes(deps, auth),
    notesRoutes(deps, auth),
    pinRoutes(deps, parts),
  );

  app.use(notFound());
  app.use(errorHandler(deps.log, deps.config.language));
  return app;
}

/** Whose page it is, as its address says. */
function askedCompany(req: Request): string {
  const asked = req.query['company'];
  return typeof asked === 'string' && isCompanyId(asked) ? asked : MAIN_COMPANY;
}

/** The sign-in's cookie is Strict: it is missing, too, when a link of another site led here. Only where that is ruled out is it not there. */
function isSignedOut(req: Request, cookie: ConsoleCookie): boolean {
  const from = req.headers['sec-fetch-site'];
  return (from === 'none' || from === 'same-origin') && cookie.read(req.headers.cookie) === undefined;
}
