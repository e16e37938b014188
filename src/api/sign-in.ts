/** Who is at the console: sign-in by password or by the token of the printed link, seats that a link opens, and the way out. */
import { Router } from 'express';
import { GatewayError } from '../shared/error-codes.ts';
import { MAIN_COMPANY, operatorOf, reach, type Staff } from '../shared/staff.ts';
import { optionalField, secretField, textField } from './body.ts';
import type { ControlParts } from './control-parts.ts';
import type { ApiDeps } from './deps.ts';
import { comesFrom } from './same-origin.ts';
import { visitorAddress } from './visitor-address.ts';

const TOKEN_CHARACTERS_MAX = 512;
/** The longest address of mail (RFC 5321, 4.5.3.1). */
export const LOGIN_CHARACTERS_MAX = 254;

export function signInRoutes(deps: ApiDeps, parts: ControlParts): Router {
  const { config, directory } = deps;
  const { auth, accounts, signIns } = parts;
  const router = Router();

  const aboutCompany = async (id: string) => ({
    company: (await accounts.company(id))?.name || config.company,
    /** Links of the default base open on this machine only: the console says so. */
    localOnly: config.host.base === 'localhost',
    sessionHost: config.host,
  });
  const aboutStaff = async (staff: Staff) => ({
    who: 'staff' as const,
    name: staff.name,
    role: staff.role,
    companyId: staff.company,
    duties: { ...reach[staff.role], companies: staff.is === 'operator' ? 'all' : 'none' },
    ...(await aboutCompany(staff.company)),
  });

  router.post('/sign-in', async (req, res) => {
    // Signing somebody else's browser in is an attack of its own: only our page may set the cookie.
    if (comesFrom(req, config.controlOrigin) !== true) throw new GatewayError('WRONG_ORIGIN');
    const token = optionalField(req.body, 'token', { max: TOKEN_CHARACTERS_MAX });
    let staff: Staff;
    if (token !== undefined) {
      await auth.checkToken(token, visitorAddress(req));
      staff = operatorOf(MAIN_COMPANY);
    } else {
      const given = {
        company: optionalField(req.body, 'company', { max: 32 }) ?? MAIN_COMPANY,
        login: textField(req.body, 'login', { max: LOGIN_CHARACTERS_MAX }),
        password: secretField(req.body, 'password'),
      };
      staff = await accounts.byPassword(given, visitorAddress(req));
    }
    parts.console.issue(res, await signIns.begin(staff));
    res.json(await aboutStaff(staff));
  });

  /** What the page of signing in offers. */
  router.get('/sign-in', async (req, res) => {
    const asked = req.query['company'];
    const company = await accounts.company(typeof asked === 'string' ? asked : MAIN_COMPANY);
    if (!company) throw new GatewayError('COMPANY_NOT_FOUND');
    res.json({ company: company.name || config.company, provider: parts.providers.has(company.id) });
  });

  router.post('/sign-out', async (req, res) => {
    if (comesFrom(req, config.controlOrigin) !== true) throw new GatewayError('WRONG_ORIGIN');
    const value = parts.console.read(req.headers.cookie);
    if (value !== undefined) await signIns.end(value);
    parts.console.revoke(res);
    res.status(204).end();
  });

  /** By the link that an administrator handed over: the first password, or a new one. Signs in. */
  router.post('/welcome', async (req, res) => {
    if (comesFrom(req, config.controlOrigin) !== true) throw new GatewayError('WRONG_ORIGIN');
    const welcome = textField(req.body, 'token', { max: TOKEN_CHARACTERS_MAX });
    const staff = await accounts.choosePassword(welcome, secretField(req.body, 'password'));
    parts.console.issue(res, await signIns.begin(staff));
    res.json(await aboutStaff(staff));
  });

  /** Ends every sign-in of this user, and begins one anew. */
  router.post('/password', async (req, res) => {
    if (comesFrom(req, config.controlOrigin) !== true) throw new GatewayError('WRONG_ORIGIN');
    const staff = await auth.anyStaff(req);
    await accounts.changePassword(staff, secretField(req.body, 'old'), secretField(req.body, 'password'));
    parts.console.issue(res, await signIns.begin(staff));
    res.status(204).end();
  });

  router.get('/me', async (req, res) => {
    const who = await auth.who(req);
    if (who.is === 'staff') {
      res.json(await aboutStaff(who.staff));
      return;
    }
    const about = await aboutCompany(who.session.company);
    res.json({ who: 'seat', session: who.session.id, participant: who.participant, role: who.role, ...about });
  });

  /** A link to a seat in the console. Binds it to this browser and says which session it is; sets no sign-in. */
  router.post('/links/open', async (req, res) => {
    const token = textField(req.body, 'token', { max: TOKEN_CHARACTERS_MAX });
    const device = parts.device.ensure(req.headers.cookie, res);
    const seat = await directory.openLink(token, device);
    if (seat.role === 'customer') throw new GatewayError('FORBIDDEN', { action: "open a customer's link in the console" });
    const about = await aboutCompany(seat.session.company);
    res.json({ who: 'seat', session: seat.session.id, participant: seat.participant, role: seat.role, ...about });
  });

  return router;
}
