/** Which session, and which target, the Host header names. The address is read once, here. */
import { GatewayError } from '../../shared/error-codes.ts';
import { parseHostHeader } from '../../shared/url-map.ts';
import type { Exchange, Route, Tools, Verdict } from '../exchange.ts';
import type { IncomingMessage } from 'node:http';

export function findSession(exchange: Exchange): Verdict {
  exchange.route = readRoute(exchange.req, exchange.tools);
  return 'next';
}

/** Throws HOST_UNKNOWN, SESSION_NOT_FOUND, SESSION_ENDED or BAD_REQUEST. */
export function readRoute(req: IncomingMessage, tools: Pick<Tools, 'config' | 'gate'>): Route {
  const { config, gate } = tools;
  const host = req.headers.host?.toLowerCase() ?? '';
  if (countHosts(req.rawHeaders) !== 1) throw new GatewayError('BAD_REQUEST', { reason: 'it must have one Host' });
  const path = req.url ?? '';
  if (path.length > config.limits.urlLimitBytes) throw new GatewayError('BAD_REQUEST', { reason: 'its address is too long' });
  // Absolute-form is for forward proxies, which this is not (RFC 9112, 3.2.2); `*` names no page.
  if (!path.startsWith('/')) throw new GatewayError('BAD_REQUEST', { reason: 'its address must start with /' });
  if (req.method === 'CONNECT' || req.method === 'TRACE')
    throw new GatewayError('BAD_REQUEST', { reason: `${req.method} is not for web pages` });

  const parts = parseHostHeader(config.host, host);
  if (parts?.label === undefined) throw new GatewayError('HOST_UNKNOWN');
  const session = gate.find(parts.sid);
  if (session === 'ended') throw new GatewayError('SESSION_ENDED');
  if (session === undefined) throw new GatewayError('SESSION_NOT_FOUND');
  // It runs at the site's own addresses: through labels anybody could use it as a proxy.
  if (session.site) throw new GatewayError('HOST_UNKNOWN');
  if (session.state === 'ended') throw new GatewayError('SESSION_ENDED');
  const gatewayOrigin = `${config.host.scheme}://${host}`;
  const origin = session.urls.targetOrigin(gatewayOrigin);
  if (origin === undefined) throw new GatewayError('HOST_UNKNOWN');
  return { session, gatewayOrigin, origin, url: readUrl(origin + path), path };
}

/** A path may start with two slashes, which alone would read as a host name. */
function readUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new GatewayError('BAD_REQUEST', { reason: 'its address cannot be read' }, cause);
  }
}

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count;
}
