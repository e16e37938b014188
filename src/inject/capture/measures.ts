/** Numbers of a page's window and boxes, as they are told. */
import type { Viewport } from '../../shared/dom-ops.ts';
import type { FrameId } from '../../shared/ids.ts';
import type { Place } from '../../shared/messages.ts';
import type { Natives } from '../natives.ts';
import type { NodeTable } from './node-table.ts';

export function viewportOf(view: Window): Viewport {
  return { width: view.innerWidth, height: view.innerHeight, scale: view.devicePixelRatio };
}

/** Of a box: 0 to 1, the middle where there is none. */
function fraction(offset: number, size: number): number {
  return size > 0 ? Math.round(Math.min(1, Math.max(0, offset / size)) * 1000) / 1000 : 0.5;
}

/** On the nearest element around `target` that the room knows. */
export function placeAt(
  n: Natives,
  table: NodeTable,
  frame: FrameId,
  { x, y, target }: { readonly x: number; readonly y: number; readonly target: Node | null },
): Place | undefined {
  for (let at: Node | null = target; at; at = n.parentNode(at) ?? (n.nodeType(at) === 11 ? n.shadowHost(at as ShadowRoot) : null)) {
    const entry = n.nodeType(at) === 1 ? table.get(at) : undefined; // 11: a shadow root, 1: an element
    if (!entry) continue;
    const { left, top, width, height } = n.getBoundingClientRect(at as Element); // as above
    return { frame, node: entry.id, fx: fraction(x - left, width), fy: fraction(y - top, height) };
  }
  return undefined;
}
