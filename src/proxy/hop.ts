/**
 * The way of a visitor to a label seen for the first time, in the flat shape. There the copy of our cookie that reaches
 * every label lives for a minute only; a document that comes without it makes a hop over the session's own origin, whose
 * own cookie stays, and comes back with a fresh copy:
 *
 *   label /page -> <sid>.<base>/enter?to=<label>/page -> label /page
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../shared/error-codes.ts';
import type { Session } from '../sessions/index.ts';
import { cookiePairs } from './cookie-header.ts';
import type { Route, Tools } from './exchange.ts';
import type { RequestKind } from './request-kind.ts';

export const ENTER_PATH = '/enter';

/** Set with the hop: who comes back without our cookie all the same keeps none, and is told so instead of sent round. */
const HOP_COOKIE = 'samepage-hop';
const HOP_LIFETIME_S = 15;

/** Where a document without our cookie is sent, or undefined when it is to be refused. */
export function hopOf(
  req: IncomingMessage,
  route: Route,
  kind: RequestKind,
  tools: Pick<Tools, 'config'>,
): { location: string; cookie: string } | undefined {
  if (tools.config.host.shape !== 'flat' || !kind.document || req.method !== 'GET') return undefined;
  for (const { name } of cookiePairs(req.headers.cookie ?? '')) if (name === HOP_COOKIE) return undefined;
  const secure = tools.config.host.scheme === 'https' ? '; Secure' : '';
  return {
    location: `${route.session.urls.own}${ENTER_PATH}?to=${encodeURIComponent(route.gatewayOrigin + route.path)}`,
    cookie: `${HOP_COOKIE}=1; Path=/; Max-Age=${HOP_LIFETIME_S}; HttpOnly; SameSite=Lax${secure}`,
  };
}

/** `/enter` on the session's own origin. Throws VISITOR_UNKNOWN, or BAD_REQUEST for a place that is no label of the session. */
export function enter(req: IncomingMessage, res: ServerResponse, session: Session, tools: Pick<Tools, 'gate'>): void {
  const visitor = tools.gate.admit(session, req.headers.cookie);
  if (!visitor) throw new GatewayError('VISITOR_UNKNOWN');
  const to = new URLSearchParams((req.url ?? '').split('?')[1] ?? '').get('to') ?? '';
  const open = URL.canParse(to) && session.urls.targetOrigin(new URL(to).origin) !== undefined;
  if (!open) throw new GatewayError('BAD_REQUEST', { reason: 'it names no page of this session' });
  res.statusCode = 303;
  res.setHeader('location', new URL(to).href);
  res.setHeader('set-cookie', tools.gate.labelCookies(session, visitor));
  res.setHeader('cache-control', 'no-store');
  res.setHeader('referrer-policy', 'no-referrer');
  res.end();
}
