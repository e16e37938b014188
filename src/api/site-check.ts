/** REST: does a page work here? A look at it before a call, bounded for each person and for the gateway. */
import { Router } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { mayOpenHost } from '../config/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { Staff } from '../shared/staff.ts';
import { textField } from './body.ts';
import type { ControlParts } from './control-parts.ts';
import type { ApiDeps } from './deps.ts';
import { URL_CHARACTERS_MAX, webAddress } from './sessions.ts';

/** Looks of one person in a minute: as many as somebody reads. */
const LOOKS_PER_MINUTE = 12;
/** Looks of all at once: each has a thread and up to 8 MB. */
const LOOKS_AT_ONCE = 3;
/** When one of them is sure to be over. */
const BUSY_SECONDS = 20;

export function siteCheckRoutes({ config, directory, policies, proxy }: ApiDeps, { auth }: Pick<ControlParts, 'auth'>): Router {
  const router = Router();
  const looks = new RateLimiterMemory({ points: LOOKS_PER_MINUTE, duration: 60 });
  let running = 0;

  router.post('/site-checks', async (req, res) => {
    const by = await auth.staff(req, 'open');
    const url = webAddress(textField(req.body, 'url', { max: URL_CHARACTERS_MAX }));
    await count(looks, by);
    if (running >= LOOKS_AT_ONCE) throw new GatewayError('TOO_MANY_TRIES', { seconds: BUSY_SECONDS });
    running++;
    try {
      const book = policies.of(by.company);
      const report = await proxy.checkSite({
        url,
        policy: book.forUrl(url),
        rows: book.effective(url),
        mayOpen: (address) => mayOpenHost(config.allow, address) && book.mayOpen(address, url),
        inPlace: directory.siteOf(url) !== undefined,
        asker: { userAgent: req.get('user-agent'), languages: req.get('accept-language') },
      });
      res.json(report);
    } finally {
      running--;
    }
  });

  return router;
}

async function count(looks: RateLimiterMemory, by: Staff): Promise<void> {
  try {
    await looks.consume(`${by.company} ${by.id}`);
  } catch (fault) {
    if (!(fault instanceof RateLimiterRes)) throw fault;
    throw new GatewayError('TOO_MANY_TRIES', { seconds: Math.ceil(fault.msBeforeNext / 1000) });
  }
}
