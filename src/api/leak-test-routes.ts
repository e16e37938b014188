/** REST: leak tests of a company's rules on a page, and the key that their reports are signed with. */
import { Router } from 'express';
import { textField } from './body.ts';
import type { ControlParts } from './control-parts.ts';
import type { ApiDeps } from './deps.ts';
import { URL_CHARACTERS_MAX, webAddress } from './sessions.ts';

export function leakTestRoutes({ leakTests, proxy }: ApiDeps, { auth }: Pick<ControlParts, 'auth'>): Router {
  const router = Router();

  /** Anybody may ask for it: who was shown a report can check it. */
  router.get('/leak-test/key', (_req, res) => {
    res.json({ algorithm: 'Ed25519', key: leakTests.keyId, publicKey: leakTests.publicKey });
  });

  router.post('/leak-test', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    const url = webAddress(textField(req.body, 'url', { max: URL_CHARACTERS_MAX }));
    await proxy.checkTarget(url);
    res.status(201).json(await leakTests.start(by, url));
  });

  router.get('/leak-test/:id', async (req, res) => {
    res.json(leakTests.state(await auth.staff(req, 'policy'), req.params.id));
  });

  return router;
}
