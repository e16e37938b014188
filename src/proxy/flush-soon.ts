/**
 * An event stream may have nothing to say for a while, so a head goes out without a body to wait for; yet not before the turn
 * of the loop is over, so that it leaves in one write with what there is of the body by then. One timer serves all of a turn.
 */
import type { ServerResponse } from 'node:http';

let waiting: ServerResponse[] = [];

export function flushSoon(res: ServerResponse): void {
  if (waiting.push(res) === 1) setImmediate(flushAll);
}

function flushAll(): void {
  const now = waiting;
  waiting = [];
  for (const res of now) if (!res.writableEnded && !res.destroyed) res.flushHeaders();
}
