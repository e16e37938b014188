/**
 * Who asks. Documents need a visitor. Everything else may come without our cookie, as it would come to the target without
 * the target's: fonts and scripts of another label, sandboxed frames, preflights. It is then forwarded for nobody.
 */
import { GatewayError } from '../../shared/error-codes.ts';
import { ownPaths } from '../../shared/boot.ts';
import { isOwnPath, type Exchange, type Verdict } from '../exchange.ts';
import { hopOf } from '../hop.ts';
import { requestKind } from '../request-kind.ts';

/** A sandboxed frame may run our scripts, but its requests carry no cookie. The files are the same for everybody. */
const OPEN_FILES: ReadonlySet<string> = new Set([ownPaths.runtime, ownPaths.worker, ownPaths.nativeWorker, ownPaths.ink, ownPaths.act]);

export function checkVisitor(exchange: Exchange): Verdict {
  const { req, route, tools } = exchange;
  const { session } = route;
  const kind = requestKind(req.headers);
  const visitor = tools.gate.admit(session, req.headers.cookie);
  exchange.visit = { visitor, kind };
  if (visitor) return 'next';

  const own = isOwnPath(route);
  if (OPEN_FILES.has(route.url.pathname)) return 'next';
  const hop = own || session.state === 'waiting' ? undefined : hopOf(req, route, kind, tools);
  if (hop) {
    exchange.res.writeHead(303, {
      location: hop.location,
      'set-cookie': hop.cookie,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    exchange.res.end();
    return 'answered';
  }
  if (kind.document || own || session.state === 'waiting') throw new GatewayError('VISITOR_UNKNOWN');
  return 'next';
}
