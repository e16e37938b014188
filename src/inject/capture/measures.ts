/** Numbers of a page's window and boxes, as they are told. */
import type { Viewport } from '../../shared/dom-ops.ts';

export function viewportOf(view: Window): Viewport {
  return { width: view.innerWidth, height: view.innerHeight, scale: view.devicePixelRatio };
}

/** Of a box: 0 to 1, the middle where there is none. */
export function fraction(offset: number, size: number): number {
  return size > 0 ? Math.round(Math.min(1, Math.max(0, offset / size)) * 1000) / 1000 : 0.5;
}
