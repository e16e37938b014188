/** Asks the target; ends when its headers are here. Redirects come back like any answer: the browser follows them. */
import { GatewayError } from '../../shared/error-codes.ts';
import type { Exchange, Wait } from '../exchange.ts';
import { looksLikeHtml } from '../sniff.ts';
import { isStaleConnection, sendToTarget, type TargetAnswer } from '../target-answer.ts';

/** A page's own fetch may wait longer for its first byte: long polling answers when there is something to say. */
const FETCH_PATIENCE = 4;

export function fetchTarget(exchange: Exchange): Wait {
  const { outgoing, req, res } = exchange;
  return (go, fail) => {
    const onHead = (incoming: TargetAnswer): void => {
      exchange.incoming = incoming;
      if (isNameless(exchange)) nameType(incoming).then(() => go('next'), fail);
      else go('next');
    };
    ask(exchange, onHead, (error) => {
      if (res.closed) {
        go('answered');
        return;
      }
      const again = outgoing.body === null && (req.method === 'GET' || req.method === 'HEAD') && isStaleConnection(error);
      if (again) ask(exchange, onHead, fail);
      else fail(rootFault(error));
    });
  };
}

/** A document without a type is sniffed by browsers; so here, or it would reach the page without our runtime. */
function isNameless({ incoming: { headers }, visit, req }: Exchange): boolean {
  if (!visit.kind.document || req.method === 'HEAD' || headers['content-type'] !== undefined) return false;
  return headers['content-encoding'] === undefined && headers['x-content-type-options'] === undefined;
}

async function nameType(incoming: TargetAnswer): Promise<void> {
  if (looksLikeHtml(await incoming.peek())) incoming.headers['content-type'] = 'text/html';
}

function ask(exchange: Exchange, onHead: (incoming: TargetAnswer) => void, onFail: (error: Error) => void): void {
  const { route, visit, outgoing, tools } = exchange;
  const { limits } = tools.config;
  const patient = visit.kind.dest === 'empty';
  const request = {
    origin: route.origin,
    path: route.path,
    method: outgoing.method,
    headers: outgoing.headers,
    body: outgoing.body,
    headersTimeoutMs: limits.firstByteTimeoutMs * (patient ? FETCH_PATIENCE : 1),
    bodyTimeoutMs: patient || outgoing.headers['accept']?.includes('text/event-stream') ? 0 : limits.idleTimeoutMs,
    host: route.url.host,
    onBytes: (bytes: number): void => {
      tools.quotas.count(route.session, bytes, visit.visitor === undefined);
    },
  };
  exchange.asked = sendToTarget(tools.connector.dispatcher(route.session.allowedPrivate), request, onHead, onFail);
}

/** A body of the browser that broke a limit is the browser's fault, whatever the dispatch made of it. */
function rootFault(error: unknown): unknown {
  let cause: unknown = error;
  while (cause instanceof Error) {
    if (cause instanceof GatewayError && cause.code === 'BODY_TOO_LARGE') return cause;
    cause = cause.cause;
  }
  return error;
}
