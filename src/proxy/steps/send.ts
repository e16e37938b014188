/** The answer goes out: the head, then the body as it comes, with the browser's pace all the way to the target. */
import { GatewayError } from '../../shared/error-codes.ts';
import type { Exchange, Verdict } from '../exchange.ts';
import { flushSoon } from '../flush-soon.ts';
import { joinStreams } from '../join-streams.ts';

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
  joinStreams(incoming, answer.through, res);
  return 'answered';
}
