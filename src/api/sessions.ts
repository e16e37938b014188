/** REST: sessions, their people, and the viewer's ticket. */
import { Router } from 'express';
import { GatewayError } from '../shared/error-codes.ts';
import { isRole } from '../shared/roles.ts';
import { watchedBy } from '../shared/staff.ts';
import type { Session, SessionAbout } from '../sessions/index.ts';
import type { Authenticator } from './auth.ts';
import { optionalField, textField } from './body.ts';
import type { ApiDeps } from './deps.ts';

/** Longer addresses are refused by most servers, ours among them (urlLimitBytes). */
export const URL_CHARACTERS_MAX = 8 * 1024;
export const NAME_CHARACTERS_MAX = 60;

export function sessionRoutes(deps: ApiDeps, auth: Authenticator): Router {
  const { directory } = deps;
  const router = Router();

  router.post('/sessions', async (req, res) => {
    const by = await auth.staff(req, 'open');
    const url = webAddress(textField(req.body, 'url', { max: URL_CHARACTERS_MAX }));
    // Front mode's targets are named by the config, and a site with our script is visited by the customer alone.
    if (!directory.siteOf(url)) await deps.proxy.checkTarget(url);
    const { session, links, pin } = await directory.create({ url, by, about: aboutOf(req.body) });
    res.status(201).location(`/api/v1/sessions/${session.id}`).json({ id: session.id, pin, links });
  });

  router.get('/sessions', async (req, res) => {
    res.json(await directory.list(watchedBy(await auth.staff(req, 'watch'))));
  });

  router.get('/sessions/:id', async (req, res) => {
    await auth.ofSession(req, req.params.id, 'watch');
    const summary = await directory.summary(req.params.id);
    if (!summary) throw new GatewayError('SESSION_NOT_FOUND');
    res.json(summary);
  });

  /** Whom it is with, and its ticket; what is left out is taken away. */
  router.patch('/sessions/:id', async (req, res) => {
    const who = await auth.ofSession(req, req.params.id, 'invite');
    const by = who.is === 'staff' ? who.staff.name : `${who.role} ${who.participant}`;
    res.json(await directory.setAbout(req.params.id, aboutOf(req.body), by));
  });

  router.delete('/sessions/:id', async (req, res) => {
    const who = await auth.ofSession(req, req.params.id, 'end');
    const outcome = await directory.end(req.params.id, who.is === 'staff' ? who.staff.name : `${who.role} ${who.participant}`);
    if (outcome === 'unknown') throw new GatewayError('SESSION_NOT_FOUND');
    res.status(204).end();
  });

  router.post('/sessions/:id/participants', async (req, res) => {
    await auth.ofSession(req, req.params.id, 'invite');
    const name = plainName(textField(req.body, 'name', { max: NAME_CHARACTERS_MAX }));
    const role = textField(req.body, 'role', { max: 20 });
    if (!isRole(role)) throw new GatewayError('BAD_REQUEST', { reason: '"role" must be agent, senior, supervisor, observer or customer' });
    const { link } = await directory.addParticipant(req.params.id, { role, name });
    res.status(201).json({ link });
  });

  /** The viewer's frame carries no cookie: the console fetches this for it and hands it over by its port. */
  router.post('/sessions/:id/ticket', async (req, res) => {
    const who = await auth.ofSession(req, req.params.id, 'see');
    if (who.is === 'seat' && who.role === 'customer') throw new GatewayError('FORBIDDEN', { action: 'watch this session' });
    const session = who.is === 'seat' ? who.session : await live(deps, req.params.id);
    const participant = who.is === 'seat' ? who.participant : await directory.seatOf(session, who.staff);
    res
      .status(201)
      .json({ ticket: directory.ticket(session, participant, who.is === 'staff' ? who.watch : undefined), origin: session.urls.own });
  });

  return router;
}

/** Whom a session is with, and its ticket: both may be left out. */
export function aboutOf(body: unknown): SessionAbout {
  const customer = optionalField(body, 'customer', { max: NAME_CHARACTERS_MAX });
  const ticket = optionalField(body, 'ticket', { max: NAME_CHARACTERS_MAX });
  return { customer: customer === undefined ? '' : plainName(customer), ticket: ticket === undefined ? '' : plainName(ticket) };
}

async function live(deps: ApiDeps, sid: string): Promise<Session> {
  const found = deps.directory.find(sid);
  if (found && found !== 'ended') return found;
  // After a restart an old session is known to the store alone.
  if (found === 'ended' || (await deps.directory.summary(sid))) throw new GatewayError('SESSION_ENDED');
  throw new GatewayError('SESSION_NOT_FOUND');
}

/** People paste `shop.example/sale` as often as the whole address. */
export function webAddress(text: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:(?!\d+(\/|$))/i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || !url.hostname)
    throw new GatewayError('BAD_URL', { url: text.slice(0, 200) });
  // Whose password this is cannot be known; it would be in every participant's address bar.
  if (url.username || url.password) throw new GatewayError('BAD_URL', { url: `${url.protocol}//…@${url.host}` });
  if (!looksLikeHost(url.hostname)) throw new GatewayError('BAD_URL', { url: text.slice(0, 200) });
  return url.href;
}

/** A single word without a dot is a typing mistake or a search, unless it was meant: localhost. */
function looksLikeHost(hostname: string): boolean {
  return hostname.includes('.') || hostname.startsWith('[') || hostname === 'localhost';
}

/** Names are shown to others on their pages: control and direction characters could make them read as something else. */
export function plainName(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '').trim();
  if (!plain) throw new GatewayError('BAD_REQUEST', { reason: '"name" has no letters' });
  return plain;
}
