/** Which targets may be asked at all, and how much. The address itself is checked where it is dialled, by the connector. */
import { GatewayError } from '../../shared/error-codes.ts';
import type { Exchange, Verdict } from '../exchange.ts';
import { pageBegins } from '../notices.ts';

export function guardTarget(exchange: Exchange): Verdict | Promise<Verdict> {
  const { route, visit, tools } = exchange;
  pageBegins(exchange);
  if (visit.kind.topLevel && !route.session.mayOpen(route.url.href)) {
    throw new GatewayError('TARGET_NOT_ALLOWED', { host: route.url.host, reason: 'it is not in the list of allowed sites' });
  }
  const turn = tools.quotas.enter(route.session);
  return typeof turn === 'function' ? hold(turn, exchange) : turn.then((leave) => hold(leave, exchange));
}

/** The turn ends with the answer, or with a visitor who left while waiting. */
function hold(leave: () => void, exchange: Exchange): Verdict {
  if (exchange.res.closed) {
    leave();
    return 'answered';
  }
  exchange.onLeave = leave;
  return 'next';
}
