/** The way to a company's identity provider and back. Both are pages that a browser goes to, so errors are told by the console. */
import { Router, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { GatewayError } from '../shared/error-codes.ts';
import { isCompanyId, MAIN_COMPANY } from '../shared/staff.ts';
import { countTry } from '../store/index.ts';
import type { ControlParts } from './control-parts.ts';
import type { ApiDeps } from './deps.ts';
import { visitorAddress } from './visitor-address.ts';

/** Sign-ins begun from one address in ten minutes: an office behind one line, on a Monday morning. Those under way are few and give way to new ones. */
const BEGUN_MAX = 30;
const BEGUN_S = 600;

export function providerRoutes(deps: ApiDeps, { providers, signIns, console: cookie, asked }: ControlParts): Router {
  const router = Router();
  const begun = new RateLimiterMemory({ points: BEGUN_MAX, duration: BEGUN_S });

  const refused = (res: Response, error: unknown) => {
    if (!(error instanceof GatewayError)) throw error;
    // A code, which the console has words for: a link must not make it say what somebody else wrote.
    res.redirect(303, `/#refused=${error.values['why'] ?? 'invalid'}`);
  };

  router.get('/oidc/start', async (req, res) => {
    const { company } = req.query;
    await countTry(begun, visitorAddress(req));
    try {
      const { id, location } = await providers.begin(typeof company === 'string' && isCompanyId(company) ? company : MAIN_COMPANY);
      asked.issue(res, id);
      res.setHeader('Cache-Control', 'no-store');
      res.redirect(303, location);
    } catch (error) {
      refused(res, error);
    }
  });

  router.get('/oidc/callback', async (req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    const id = asked.read(req.headers.cookie);
    asked.revoke(res);
    try {
      const staff = await providers.finish(id, new URL(req.url, deps.config.controlOrigin).search.slice(1));
      cookie.issue(res, await signIns.begin(staff));
      res.redirect(303, '/');
    } catch (error) {
      refused(res, error);
    }
  });

  return router;
}
