/** The answer goes out: the head, then the body as it comes, with the browser's pace all the way to the target. */
import { pipeline } from 'node:stream';
import { GatewayError } from '../../shared/error-codes.ts';
import type { Exchange, Verdict } from '../exchange.ts';
import { flushSoon } from '../flush-soon.ts';

export function send(exchange: Exchange): Verdict {
  const { res, answer, incoming, req, route } = exchange;
  try {
    res.writeHead(answer.status, answer.headers);
  } catch (cause) {
    // A field that Node refuses to write (control characters): the target's fault, not the process's end.
    throw new GatewayError('TARGET_PROTOCOL', { host: route.url.host, reason: 'a header field of its answer is broken' }, cause);
  }
  if (answer.whole) {
    res.end(req.method === 'HEAD' ? undefined : answer.whole);
    return 'answered';
  }
  flushSoon(res);
  const [first, ...rest] = answer.through;
  if (!first) {
    incoming.pipeTo(res);
    return 'answered';
  }
  pipeline([first, ...rest, res], (error) => {
    if (!error) return;
    // Too late for an error page: the browser must see that the body is not whole.
    incoming.abort();
    res.destroy();
  });
  incoming.pipeTo(first);
  return 'answered';
}
