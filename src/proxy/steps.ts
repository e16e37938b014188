/** The order of an exchange. Each step is a file in `steps/`; a step that answers ends the exchange. */
import type { Exchange, Step } from './exchange.ts';
import { checkVisitor } from './steps/check-visitor.ts';
import { fetchTarget } from './steps/fetch-target.ts';
import { findSession } from './steps/find-session.ts';
import { guardTarget } from './steps/guard-target.ts';
import { mapRequest } from './steps/map-request.ts';
import { mapResponseHeaders } from './steps/map-response-headers.ts';
import { recogniseWall } from './steps/recognise-wall.ts';
import { rewriteBody } from './steps/rewrite-body.ts';
import { send } from './steps/send.ts';
import { serveOwnFiles } from './steps/serve-own-files.ts';

export const steps: readonly Step[] = [
  findSession,
  checkVisitor,
  serveOwnFiles,
  mapRequest,
  guardTarget,
  fetchTarget,
  recogniseWall,
  mapResponseHeaders,
  rewriteBody,
  send,
];

export async function runSteps(exchange: Exchange): Promise<void> {
  for (const step of steps) {
    const verdict = step(exchange);
    // Most steps have nothing to wait for, and a turn of the queue each would cost more than they do.
    if ((typeof verdict === 'string' ? verdict : await verdict) === 'answered') return;
  }
}
