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
  holdBack(exchange);
  const turn = tools.quotas.enter(route.session, visit.visitor === undefined);
  return typeof turn === 'function' ? hold(turn, exchange) : turn.then((leave) => hold(leave, exchange));
}

/** A leak test submits nothing: once canaries stand on the page, the target gets no deed, and no address or field with one in it. */
function holdBack({ route, outgoing }: Exchange): void {
  const { test } = route.session;
  if (!test?.sealed) return;
  const isDeed = !/^(?:GET|HEAD|OPTIONS)$/.test(outgoing.method);
  if (isDeed || test.names(route.url.href) || Object.values(outgoing.headers).some((value) => test.names(value)))
    throw new GatewayError('LEAK_TEST_HOLDS', { host: route.url.host });
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
