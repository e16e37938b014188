/** REST: pointing at what a rule is for, on a page in the administrator's own browser. */
import { Router } from 'express';
import { textField } from './body.ts';
import type { ControlParts } from './control-parts.ts';
import type { ApiDeps } from './deps.ts';
import { URL_CHARACTERS_MAX, webAddress } from './sessions.ts';

const SELECTOR_CHARACTERS_MAX = 2000;

export function pickRoutes({ picks, proxy }: ApiDeps, { auth }: Pick<ControlParts, 'auth'>): Router {
  const router = Router();

  router.post('/policy/pick', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    const url = webAddress(textField(req.body, 'url', { max: URL_CHARACTERS_MAX }));
    await proxy.checkTarget(url);
    res.status(201).json(await picks.start(by, url));
  });

  router.get('/policy/pick/:id', async (req, res) => {
    res.json(picks.state(await auth.staff(req, 'policy'), req.params.id));
  });

  router.post('/policy/pick/:id/show', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    picks.show(by, req.params.id, textField(req.body, 'selector', { max: SELECTOR_CHARACTERS_MAX }));
    res.status(204).end();
  });

  return router;
}
