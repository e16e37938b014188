/** REST: the company's pages on which its rules are tried. */
import { Router } from 'express';
import { PAGES_MAX } from '../accounts/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import { listField, wholeField } from './body.ts';
import type { ControlParts } from './control-parts.ts';
import type { ApiDeps } from './deps.ts';
import { URL_CHARACTERS_MAX, webAddress } from './sessions.ts';

export function pageRoutes({ rulePages }: ApiDeps, { auth }: Pick<ControlParts, 'auth'>): Router {
  const router = Router();

  router.get('/policy/pages', async (req, res) => {
    res.json({ urls: await rulePages.list(await auth.staff(req, 'policy')) });
  });

  router.put('/policy/pages', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    const urls = addresses(req.body);
    await rulePages.save(by, urls);
    res.json({ urls });
  });

  /** On the pages of the list, or of the body; by the rules in force, or by a text that is not saved yet. */
  router.post('/policy/try', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    const named: unknown = Reflect.get(Object(req.body) as object, 'urls');
    const urls = named === undefined ? await rulePages.list(by) : addresses(req.body);
    res.json(await rulePages.tryOn(by, urls, wholeField(req.body, 'text')));
  });

  return router;
}

/** None at all is a list too: a company takes its pages away. */
function addresses(body: unknown): string[] {
  const urls: unknown = typeof body === 'object' && body !== null && 'urls' in body ? body.urls : undefined;
  if (Array.isArray(urls) && urls.length === 0) return [];
  const list = [...new Set(listField(body, 'urls', { items: PAGES_MAX, max: URL_CHARACTERS_MAX }).map(webAddress))];
  for (const url of list) if (!/^https?:/.test(url)) throw new GatewayError('BAD_URL', { url: url.slice(0, 200) });
  return list;
}
