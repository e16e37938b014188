/** Points on a page as parts of a node's box, and back (`shared/ink.ts` says how the numbers are read). */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Absolute pairs of numbers as pairs that hang on `box`. */
export function hang(points: readonly number[], box: Box): number[] {
  return points.map((value, at) => (at % 2 === 0 ? part(value - box.left, box.width) : part(value - box.top, box.height)));
}

/** The reverse, relative to the box's corner. */
export function unhang(points: readonly number[], { width, height }: Pick<Box, 'width' | 'height'>): number[] {
  return points.map((value, at) => whole(value, at % 2 === 0 ? width : height));
}

function part(offset: number, size: number): number {
  if (offset < 0) return round(offset, 10);
  if (offset > size) return 1 + Math.max(0.001, round(offset - size, 10));
  // 10000: a tenth of a pixel on the widest screens.
  return size > 0 ? round(offset / size, 10_000) : 0;
}

function whole(value: number, size: number): number {
  return value < 0 ? value : value > 1 ? size + value - 1 : value * size;
}

function round(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}

export function boundsOf(points: readonly number[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x = 0, y = 0] = [points[at], points[at + 1]];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, width: right - left, height: bottom - top };
}

/** Without points that lie on the one before, and no more than `max` of them. */
export function thin(points: readonly number[], leastPx: number, max: number): number[] {
  const kept: number[] = [];
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x = 0, y = 0] = [points[at], points[at + 1]];
    const isLast = at + 2 >= points.length;
    if (kept.length >= 2 && !isLast && Math.hypot(x - (kept.at(-2) ?? 0), y - (kept.at(-1) ?? 0)) < leastPx) continue;
    kept.push(x, y);
  }
  return kept.length / 2 > max ? thin(kept, leastPx * 1.5, max) : kept;
}

export function intersects(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}
