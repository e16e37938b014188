/** The order of an exchange. Each step is a file in `steps/`; a step that answers ends the exchange. */
import type { Exchange, Step, Verdict } from './exchange.ts';
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

/** Runs them from the first (or `from`) on; `fail` is told what a step throws, or comes to while it waits. */
export function runSteps(exchange: Exchange, fail: (error: unknown) => void, from = 0): void {
  for (let at = from; at < steps.length; at++) {
    let verdict: ReturnType<Step> | undefined;
    try {
      verdict = steps[at]?.(exchange);
    } catch (error) {
      fail(error);
      return;
    }
    if (verdict === 'next') continue;
    if (verdict === 'answered' || verdict === undefined) return;
    const go = (later: Verdict): void => {
      if (later === 'next') runSteps(exchange, fail, at + 1);
    };
    // Most steps have nothing to wait for, and a turn of the queue each would cost more than they do.
    if (typeof verdict === 'function') verdict(go, fail);
    else verdict.then(go, fail);
    return;
  }
}
