/** Where a finger is what points: the touch events of a tap, and which mouse events a browser sends after them. */
import { each, fire, focusNear, modifiers } from './pointer.ts';
import type { Click } from './pointer.ts';
import type { Point, Reach } from './reach.ts';

/** CSS pixels; what a fingertip covers. */
const RADIUS = 11;

/** False when the page prevented it: then nothing follows that a mouse would have made. */
export function touch({ natives: n, window }: Reach, type: string, target: Element, { x, y }: Point): boolean {
  const finger = new n.Touch({
    identifier: 0,
    target,
    clientX: x,
    clientY: y,
    pageX: x + window.scrollX,
    pageY: y + window.scrollY,
    screenX: x,
    screenY: y,
    radiusX: RADIUS,
    radiusY: RADIUS,
    force: 0.5,
  });
  const down = /end|cancel/.test(type) ? [] : [finger];
  const init = { bubbles: true, cancelable: true, composed: true, touches: down, targetTouches: down, changedTouches: [finger] };
  return n.dispatchEvent(target, new n.TouchEvent(type, init));
}

/** In the order of Chromium on Android. */
export function tap(reach: Reach, target: Element, point: Point, { count, mods }: Pick<Click, 'count' | 'mods'>): void {
  const { natives: n } = reach;
  const init = { detail: count, ...modifiers(mods) };
  for (const type of ['over', 'enter']) each(reach, target, type, point);
  const withMouse = fire(reach, target, 'pointerdown', point, { ...init, buttons: 1 });
  const starts = touch(reach, 'touchstart', target, point);
  for (const type of ['pointerup', 'pointerout', 'pointerleave']) fire(reach, target, type, point, init);
  if (!touch(reach, 'touchend', target, point) || !starts || !n.isConnected(target)) return;
  if (withMouse) fire(reach, target, 'mousemove', point);
  if (!withMouse || fire(reach, target, 'mousedown', point, { ...init, buttons: 1 })) focusNear(reach, target, point);
  if (withMouse) fire(reach, target, 'mouseup', point, init);
  if (n.isConnected(target)) fire(reach, target, 'click', point, init);
}
