/**
 * What an answer writes in one turn of the loop leaves in one call to the system: a head with what there is of its body by then, a
 * page's last bytes with its end. Nothing waits longer than that: an event stream may have nothing to say for a while, so a head
 * goes out without a body to wait for. One timer serves all of a turn.
 */
import type { ServerResponse } from 'node:http';

let heads: ServerResponse[] = [];
let held: NonNullable<ServerResponse['socket']>[] = [];

/** The head leaves with this turn, whether or not there is a body. */
export function flushSoon(res: ServerResponse): void {
  heads.push(res);
  if (!gatherTurn(res) && heads.length === 1) setImmediate(flushAll);
}

/** All that is written from here to the end of this turn leaves together. False: it does already, or there is no connection yet. */
export function gatherTurn({ socket }: ServerResponse): boolean {
  if (!socket || socket.writableCorked > 0) return false;
  socket.cork();
  if (held.push(socket) === 1) setImmediate(flushAll);
  return true;
}

function flushAll(): void {
  const [headsNow, heldNow] = [heads, held];
  heads = [];
  held = [];
  for (const res of headsNow) if (!res.writableEnded && !res.destroyed) res.flushHeaders();
  for (const socket of heldNow) socket.uncork();
}
