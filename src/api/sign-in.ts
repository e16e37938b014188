/** Who is at the console: sign-in by the token of the printed link, seats that a link opens, and the way out. */
import { Router } from 'express';
import { GatewayError } from '../shared/error-codes.ts';
import type { Authenticator } from './auth.ts';
import { textField } from './body.ts';
import type { ConsoleCookie, DeviceCookie } from './cookies.ts';
import type { ApiDeps } from './deps.ts';
import { comesFrom } from './same-origin.ts';

const TOKEN_CHARACTERS_MAX = 512;

export function signInRoutes(deps: ApiDeps, auth: Authenticator, cookies: { console: ConsoleCookie; device: DeviceCookie }): Router {
  const { config, directory } = deps;
  const router = Router();
  const about = {
    company: config.company,
    /** Links of the default base open on this machine only: the console says so. */
    localOnly: config.host.base === 'localhost',
    sessionHost: config.host,
  };

  router.post('/sign-in', async (req, res) => {
    // Signing somebody else's browser in is an attack of its own: only our page may set the cookie.
    if (comesFrom(req, config.controlOrigin) !== true) throw new GatewayError('WRONG_ORIGIN');
    await auth.checkToken(textField(req.body, 'token', { max: TOKEN_CHARACTERS_MAX }), req.ip ?? '');
    cookies.console.issue(res);
    res.json({ who: 'admin', name: 'admin', ...about });
  });

  router.post('/sign-out', (req, res) => {
    if (comesFrom(req, config.controlOrigin) !== true) throw new GatewayError('WRONG_ORIGIN');
    cookies.console.revoke(req.headers.cookie, res);
    res.status(204).end();
  });

  router.get('/me', async (req, res) => {
    const who = await auth.who(req);
    if (who.is === 'admin') {
      res.json({ who: 'admin', name: who.user, ...about });
      return;
    }
    res.json({ who: 'seat', session: who.session.id, participant: who.participant, role: who.role, ...about });
  });

  /** A link to a seat in the console. Binds it to this browser and says which session it is; sets no sign-in. */
  router.post('/links/open', async (req, res) => {
    const token = textField(req.body, 'token', { max: TOKEN_CHARACTERS_MAX });
    const device = cookies.device.ensure(req.headers.cookie, res);
    const seat = await directory.openLink(token, device);
    if (seat.role === 'customer') throw new GatewayError('FORBIDDEN', { action: "open a customer's link in the console" });
    res.json({ who: 'seat', session: seat.session.id, participant: seat.participant, role: seat.role, ...about });
  });

  return router;
}
