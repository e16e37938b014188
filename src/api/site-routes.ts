/** What pages of front and script mode load from the control origin: the script, its runtime, and the frame that asks for help. */
import { Router, text, type Request, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { GatewayError } from '../shared/error-codes.ts';
import { SiteBook } from '../config/index.ts';
import { SCRIPT_PATH, siteElement, sitePolicy } from '../shared/site-policy.ts';
import { MAIN_COMPANY } from '../shared/staff.ts';
import type { Authenticator } from './auth.ts';
import type { ApiDeps, SiteFile } from './deps.ts';
import { helpHeaders } from './headers.ts';
import { sendPage } from './pages.ts';

/** Seconds that a browser keeps the script without asking: an upgrade reaches open sites within that time. */
const SCRIPT_FRESH_S = 300;
const YEAR_S = 31_536_000;
/** Lines in the log about one site's policy, in an hour: every visitor's browser finds the same. */
const REPORTS_PER_HOUR = 5;
const REPORT_BYTES = 2048;

export function siteRoutes(deps: ApiDeps, auth: Authenticator): Router {
  const { config, log } = deps;
  const book = new SiteBook(config);
  const reports = new RateLimiterMemory({ points: REPORTS_PER_HOUR, duration: 3600 });
  const router = Router();

  router.get(SCRIPT_PATH, (req, res) => {
    const current = req.query['v'] === deps.siteFiles.siteScript.hash;
    send(req, res, deps.siteFiles.siteScript, current ? `public, max-age=${YEAR_S}, immutable` : `public, max-age=${SCRIPT_FRESH_S}`);
  });
  router.get('/samepage-runtime.js', (req, res) => {
    const current = req.query['v'] === deps.siteFiles.siteRuntime.hash;
    send(req, res, deps.siteFiles.siteRuntime, current ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
  });

  router.get('/samepage-ink.js', (req, res) => send(req, res, deps.siteFiles.ink, 'no-cache'));
  router.get('/samepage-act.js', (req, res) => send(req, res, deps.siteFiles.act, 'no-cache'));

  router.get('/help', async (req, res) => {
    const key = req.query['key'];
    const site = typeof key === 'string' ? book.site(key) : undefined;
    if (!site) throw new GatewayError('NOT_FOUND');
    helpHeaders(res, config.controlOrigin, site.sources);
    await sendPage(req, res, deps, 'help', { of: { company: MAIN_COMPANY, path: `/brand/${MAIN_COMPANY}` } });
  });

  /** Sent by the script where a policy stopped a part of it. From any origin, in nobody's name: a line in the log is all it can make. */
  router.post('/site-report', text({ type: () => true, limit: REPORT_BYTES }), async (req, res) => {
    const { key, directive } = readReport(req.body);
    const site = key === undefined ? undefined : book.site(key);
    const origin = req.headers.origin ?? '';
    if (site && book.siteOf(origin) === site) {
      const left = await reports.consume(`${site.key} ${directive}`).then(
        () => true,
        () => false, // enough was said about this one
      );
      if (left)
        log.warn({ site: site.key, origin, directive, needed: sitePolicy(config) }, 'the policy of a site does not let Samepage in');
    }
    res.status(204).end();
  });

  /** For the operator: what each site needs, and how those behind front mode are. */
  router.get('/api/v1/sites', async (req, res) => {
    await auth.staff(req, 'policy');
    const health = deps.health();
    res.setHeader('Cache-Control', 'no-store');
    res.json(
      book.sites.map(({ key, mode, sources }) => ({
        key,
        mode,
        pages: sources,
        ...(mode === 'script'
          ? { element: siteElement(config, key), policy: sitePolicy(config) }
          : { hosts: health.filter(({ host }) => book.front(host)?.site.key === key) }),
      })),
    );
  });
  return router;
}

/** The same bytes for everybody, loaded by pages of other origins, those that isolate themselves included. */
function send(req: Request, res: Response, file: SiteFile, caching: string): void {
  res.setHeader('Content-Type', 'text/javascript; charset=utf-8');
  res.setHeader('Cache-Control', caching);
  // Weak: it names the file, in whatever coding.
  res.setHeader('ETag', `W/"${file.hash}"`);
  res.setHeader('Vary', 'Accept-Encoding');
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  if (req.headers['if-none-match'] === `W/"${file.hash}"`) {
    res.status(304).end();
    return;
  }
  const coding = req.acceptsEncodings('br', 'gzip');
  const packed = coding === 'br' || coding === 'gzip' ? file.packed[coding] : undefined;
  if (packed) res.setHeader('Content-Encoding', String(coding));
  res.end(packed ?? file.bytes);
}

function readReport(body: unknown): { key: string | undefined; directive: string } {
  const query = new URLSearchParams(typeof body === 'string' ? body : '');
  const directive = query.get('directive') ?? '';
  return { key: query.get('key') ?? undefined, directive: /^[a-z-]{1,40}$/.test(directive) ? directive : 'unknown' };
}
