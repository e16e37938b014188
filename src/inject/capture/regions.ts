/** Parts of a canvas that a rule paints over before a picture of it exists. */
import type { Regions } from '../../shared/policy.ts';
import type { Natives } from '../natives.ts';

/** Left, top, width and height, as parts of the canvas. */
export type Region = readonly [left: number, top: number, width: number, height: number];

/** Undefined: all of it is to be hidden, because it is no canvas, shows nothing, or has another size than the rule was made for. */
export function partsAt(n: Natives, element: Element, { of, size }: Regions): Region[] | undefined {
  if (n.localName(element) !== 'canvas') return undefined;
  const [width, height] = [n.clientWidth(element), n.clientHeight(element)];
  if (width === 0 || height === 0 || (size && (size[0] !== width || size[1] !== height))) return undefined;
  return of.map(({ at: [left, top, w, h], unit }) =>
    unit === 'part' ? [left, top, w, h] : [left / width, top / height, w / width, h / height],
  );
}

/** Grown to whole pixels: a letter at the edge is in or under it. */
export function paintOver(n: Natives, context: CanvasRenderingContext2D, regions: readonly Region[]): void {
  const { width, height } = context.canvas;
  n.setFillStyle(context, '#000');
  for (const [left, top, w, h] of regions) {
    const [x, y] = [Math.floor(left * width), Math.floor(top * height)];
    n.fillRect(context, x, y, Math.ceil((left + w) * width) - x, Math.ceil((top + h) * height) - y);
  }
}
