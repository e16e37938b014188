/** Which targets may be asked at all, and how much. The address itself is checked where it is dialled, by the connector. */
import { GatewayError } from '../../shared/error-codes.ts';
import type { Exchange, Verdict } from '../exchange.ts';

export async function guardTarget(exchange: Exchange): Promise<Verdict> {
  const { route, visit, tools, res } = exchange;
  if (visit.kind.topLevel && !route.session.mayOpen(route.url.href)) {
    throw new GatewayError('TARGET_NOT_ALLOWED', { host: route.url.host, reason: 'it is not in the list of allowed sites' });
  }
  const leave = await tools.quotas.enter(route.session);
  // Fires for every answer, and for a visitor who left while waiting.
  if (res.closed) leave();
  else res.once('close', leave);
  return res.closed ? 'answered' : 'next';
}
