/** Asks the target; ends when its headers are here. Redirects come back like any answer: the browser follows them. */
import { GatewayError } from '../../shared/error-codes.ts';
import type { Exchange, Verdict } from '../exchange.ts';
import { looksLikeHtml } from '../sniff.ts';
import { askTarget, isStaleConnection, type TargetAnswer } from '../target-answer.ts';

/** A page's own fetch may wait longer for its first byte: long polling answers when there is something to say. */
const FETCH_PATIENCE = 4;

export async function fetchTarget(exchange: Exchange): Promise<Verdict> {
  const { outgoing, req, res } = exchange;
  try {
    exchange.incoming = await ask(exchange);
  } catch (error) {
    if (res.closed) return 'answered';
    const again = outgoing.body === null && (req.method === 'GET' || req.method === 'HEAD') && isStaleConnection(error);
    if (!again) throw rootFault(error);
    exchange.incoming = await ask(exchange);
  }
  await nameType(exchange);
  return 'next';
}

/** A document without a type is sniffed by browsers; so here, or it would reach the page without our runtime. */
async function nameType(exchange: Exchange): Promise<void> {
  const { incoming, visit, req } = exchange;
  const { headers } = incoming;
  if (!visit.kind.document || req.method === 'HEAD' || headers['content-type'] !== undefined) return;
  if (headers['content-encoding'] !== undefined || headers['x-content-type-options'] !== undefined) return;
  if (looksLikeHtml(await incoming.peek())) headers['content-type'] = 'text/html';
}

async function ask(exchange: Exchange): Promise<TargetAnswer> {
  const { route, visit, outgoing, tools, res } = exchange;
  const { limits } = tools.config;
  const patient = visit.kind.dest === 'empty';
  const { answer, abort } = askTarget(tools.connector.dispatcher(route.session.allowedPrivate), {
    origin: route.origin,
    path: route.path,
    method: outgoing.method,
    headers: outgoing.headers,
    body: outgoing.body,
    headersTimeoutMs: limits.firstByteTimeoutMs * (patient ? FETCH_PATIENCE : 1),
    bodyTimeoutMs: patient || outgoing.headers['accept']?.includes('text/event-stream') ? 0 : limits.idleTimeoutMs,
    host: route.url.host,
    onBytes: (bytes) => {
      tools.quotas.count(route.session, bytes);
    },
  });
  // The visitor leaves: so does the target's answer, before its head or in its middle.
  const onClose = (): void => {
    abort();
  };
  res.once('close', onClose);
  const incoming = await answer;
  incoming.onClosed(() => res.off('close', onClose));
  return incoming;
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
