/**
 * A drawn page, cut into canvases that are small enough to be told to guests as they are (the sampler makes smaller what is
 * larger than its longest side), each with the places on it that must be painted over first.
 */
import type { Box } from './hidden.ts';

/** Device pixels of a tile's side: `MAX_SIDE` of the runtime's sampler. */
export const TILE_PX = 720;

export interface Tile {
  readonly canvas: HTMLCanvasElement;
  /** Device pixels of the page. */
  readonly left: number;
  readonly top: number;
}

/** `ratio`: device pixels of a CSS pixel. Tiles begin and end on whole CSS pixels, so that no seam shows. */
export function cut(page: HTMLCanvasElement, ratio: number, parent: HTMLElement): Tile[] {
  const tiles: Tile[] = [];
  const [width, height] = [Math.round(page.width / ratio), Math.round(page.height / ratio)];
  // All about equally large: a strip that is left over would be too small to be looked at.
  const side = (length: number): number => Math.ceil(length / Math.ceil(length / Math.floor(TILE_PX / ratio)));
  const [across, down] = [side(width), side(height)];
  for (let y = 0; y < height; y += down) {
    for (let x = 0; x < width; x += across) {
      const canvas = document.createElement('canvas');
      const [w, h] = [Math.min(across, width - x), Math.min(down, height - y)];
      canvas.width = Math.max(1, Math.round(w * ratio));
      canvas.height = Math.max(1, Math.round(h * ratio));
      Object.assign(canvas.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
      const [left, top] = [Math.round(x * ratio), Math.round(y * ratio)];
      canvas.getContext('2d', { alpha: false })?.drawImage(page, -left, -top);
      parent.append(canvas);
      tiles.push({ canvas, left, top });
    }
  }
  return tiles;
}

/** `scale`: device pixels of a CSS pixel of the page at scale 1. Places that do not touch the tile are left out. */
export function onTile({ canvas, left, top }: Tile, boxes: readonly Box[], scale: number): Box[] {
  return boxes
    .map(([x, y, w, h]): Box => [x * scale - left, y * scale - top, w * scale, h * scale])
    .filter(([x, y, w, h]) => x < canvas.width && y < canvas.height && x + w > 0 && y + h > 0);
}
