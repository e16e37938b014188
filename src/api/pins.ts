/** Joining by telephone: the customer's six digits, read out and redeemed by an agent; or the session's nine, typed by the customer. */
import { Router } from 'express';
import type { Accounts } from '../accounts/index.ts';
import type { CompanyRow } from '../store/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import { MAIN_COMPANY } from '../shared/staff.ts';
import type { ControlParts } from './control-parts.ts';
import { optionalField, textField } from './body.ts';
import type { ApiDeps } from './deps.ts';
import { aboutOf, URL_CHARACTERS_MAX, webAddress } from './sessions.ts';
import { visitorAddress } from './visitor-address.ts';

/** Digits with the spaces and hyphens that people put between them. */
const PIN_CHARACTERS_MAX = 20;

export function pinRoutes(deps: ApiDeps, { auth, accounts }: Pick<ControlParts, 'auth' | 'accounts'>): Router {
  const { directory, config } = deps;
  const router = Router();

  router.post('/pins', async (req, res) => {
    const company = await companyIn(accounts, req.body);
    const { pin, claim, expiresAt } = await directory.newPin(visitorAddress(req), company.id, pageIn(deps, req.body));
    res.status(201).json({ pin, claim, expiresAt: expiresAt.toISOString(), company: company.name || config.company });
  });

  router.get('/pins/:claim', async (req, res) => {
    res.json(await directory.pinStatus(req.params.claim));
  });

  router.post('/pins/redeem', async (req, res) => {
    const by = await auth.staff(req, 'open');
    const pin = digits(req.body, 6);
    const url = optionalField(req.body, 'url', { max: URL_CHARACTERS_MAX });
    const address = url === undefined ? undefined : webAddress(url);
    // Before the PIN is looked at: a wrong address must not use up the PIN that the customer is waiting with.
    if (address !== undefined && !directory.siteOf(address)) await deps.proxy.checkTarget(address);
    const created = await directory.redeemPin(pin, address, by, aboutOf(req.body));
    res.status(201).json({ id: created.session.id, pin: created.pin, links: created.links });
  });

  router.post('/join', async (req, res) => {
    const company = await companyIn(accounts, req.body);
    res.json(await directory.customerLinkByPin(digits(req.body, 9), visitorAddress(req), company.id));
  });

  return router;
}

/** Whose customer: the join page's own address says so (`/join?company=…`). */
async function companyIn(accounts: Accounts, body: unknown): Promise<CompanyRow> {
  const company = await accounts.company(optionalField(body, 'company', { max: 32 }) ?? MAIN_COMPANY);
  if (!company) throw new GatewayError('COMPANY_NOT_FOUND');
  return company;
}

/** A customer who asks on a page of a site: which site, and where. */
function pageIn(deps: ApiDeps, body: unknown): { site: string; url: string } | undefined {
  const site = optionalField(body, 'site', { max: 63 });
  if (site === undefined) return undefined;
  const url = webAddress(textField(body, 'url', { max: URL_CHARACTERS_MAX }));
  if (deps.directory.siteOf(url)?.key !== site) throw new GatewayError('WRONG_ORIGIN');
  return { site, url };
}

function digits(body: unknown, length: number): string {
  const text = textField(body, 'pin', { max: PIN_CHARACTERS_MAX }).replace(/[\s-]/g, '');
  // The same answer as for a wrong one: what a PIN looks like is no secret, but one answer is simpler to act on.
  if (!/^\d+$/.test(text) || text.length !== length) throw new GatewayError('PIN_INVALID');
  return text;
}
