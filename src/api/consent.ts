/** The consent page's two requests: what is being asked, and "Start". Both need the link's token and the first browser. */
import { Router, type Request } from 'express';
import { GatewayError } from '../shared/error-codes.ts';
import { ceiling, grantable, isGuestRole, type Grantable } from '../shared/roles.ts';
import type { Session } from '../sessions/index.ts';
import { optionalField, textField } from './body.ts';
import type { DeviceCookie } from './cookies.ts';
import type { ApiDeps } from './deps.ts';

const TOKEN_CHARACTERS_MAX = 512;
const NOTICE_CHARACTERS_MAX = 40;

/** `sid`: of the host that was asked. A link opens on its own session's host only. */
export function consentRoutes(deps: ApiDeps, device: DeviceCookie, sid: string): Router {
  const { directory, config } = deps;
  const router = Router();

  const opened = async (req: Request, id: string) => {
    const token = textField(req.body, 'token', { max: TOKEN_CHARACTERS_MAX });
    const link = await directory.openLink(token, id);
    if (link.role !== 'customer' || link.session.id !== sid) throw new GatewayError('LINK_UNKNOWN');
    return link;
  };

  router.post('/consent/open', async (req, res) => {
    const { session } = await opened(req, device.ensure(req.headers.cookie, res));
    const summary = await directory.summary(session.id);
    const url = new URL(session.url);
    res.json({
      company: (await deps.store.company(session.company))?.name || config.company,
      agent: summary?.participants.find((person) => isGuestRole(person.role) && person.state !== 'left')?.name ?? '',
      site: url.host,
      url: url.origin + url.pathname,
      hidden: directory.hidden(session),
      may: granted(config.grants),
      blocks: blocks(session),
      state: session.state,
      test: session.test?.is ?? null,
    });
  });

  router.post('/consent/start', async (req, res) => {
    const { session, participant } = await opened(req, device.ensure(req.headers.cookie, res));
    const { cookies, location, inPage } = directory.start(session, participant, noticeShown(deps, req, session));
    for (const cookie of cookies) res.append('Set-Cookie', cookie);
    res.json({ location, inPage });
  });

  return router;
}

/** The version that the page showed; it must be the one in force. A test session is the company's own people's. */
function noticeShown(deps: ApiDeps, req: Request, session: Session): { version: string; language: string } | undefined {
  const version = session.test ? undefined : deps.branding.noticeOf(session.company);
  if (version === undefined) return undefined;
  if (optionalField(req.body, 'notice', { max: NOTICE_CHARACTERS_MAX }) !== version) throw new GatewayError('NOTICE_CHANGED');
  return { version, language: optionalField(req.body, 'language', { max: 10 }) ?? '' };
}

/** What pressing "Start" gives an agent, in the order of the table. */
function granted(grants: readonly Grantable[]): Grantable[] {
  return grantable.filter((action) => grants.includes(action) && ceiling.agent[action]);
}

function blocks(session: Session): boolean {
  return session.policy.blockNames.length > 0 || session.policy.rules.some((rule) => rule.kind === 'block');
}
