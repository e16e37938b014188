/** A document that is a wall against robots in place of the page: both people are told. Nothing of the answer is changed. */
import type { Exchange, Verdict } from '../exchange.ts';
import { wallByHeaders } from '../walls.ts';

export function recogniseWall({ incoming, visit, route }: Exchange): Verdict {
  if (!visit.visitor || !visit.kind.document) return 'next';
  const wall = wallByHeaders(incoming.status, incoming.headers);
  if (wall) route.session.notices.tell(wall.notice);
  return 'next';
}
