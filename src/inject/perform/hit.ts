/** What lies at a point of the window. */
import type { Point, Reach } from './reach.ts';

/** The deepest element at a point, through shadow roots, as if nothing of ours were there. */
export function hitAt(
  { natives: n, document, capture }: Pick<Reach, 'natives' | 'document' | 'capture'>,
  { x, y }: Point,
): Element | undefined {
  let hit: Element | null | undefined = document.elementsFromPoint(x, y).find((one) => !capture.isOwn(one));
  for (let depth = 0; hit && depth < 50; depth++) {
    const root = capture.shadowOf(hit);
    const inside: Element | null | undefined = root && n.shadowElementFromPoint(root, x, y);
    if (!inside || inside === hit) break;
    hit = inside;
  }
  return hit ?? undefined;
}
