/** Pointer input as a browser makes it: the whole sequence of pointer and mouse events, focus in between, and the click's own effect. */
import type { GuestAction } from '../../shared/messages.ts';
import type { Natives } from '../natives.ts';
import { pathOf, type Point, type Reach } from './reach.ts';

export type Click = Extract<GuestAction, { kind: 'click' }>;

const FOCUSABLE =
  'a[href],area[href],button:not(:disabled),input:not(:disabled):not([type=hidden]),select:not(:disabled),textarea:not(:disabled),summary,iframe,[tabindex],[contenteditable]:not([contenteditable=false])';

/** Of the mouse, in every engine and in our events. */
export const POINTER_ID = 1;

/** Where the guests' pointer was last: enter and leave events follow from it. */
let hovered: Element | undefined;

export function movePointer(reach: Reach, target: Element, point: Point, init: MouseEventInit = {}): void {
  const { natives: n } = reach;
  if (hovered !== target) {
    if (hovered && n.isConnected(hovered)) {
      each(reach, hovered, 'out', point);
      for (const left of pathOf(n, hovered)) {
        if (n.contains(left, target)) break;
        each(reach, left, 'leave', point);
      }
    }
    const before = hovered;
    hovered = target;
    each(reach, target, 'over', point);
    for (const entered of [...pathOf(n, target)].reverse()) {
      if (before && n.contains(entered, before)) continue;
      each(reach, entered, 'enter', point);
    }
  }
  each(reach, target, 'move', point, init);
}

/** As pointer event, and as mouse event where a mouse points. */
export function each(reach: Reach, target: Element, type: string, point: Point, init?: MouseEventInit): void {
  fire(reach, target, `pointer${type}`, point, init);
  if (!reach.natives.isTouched()) fire(reach, target, `mouse${type}`, point, init);
}

/**
 * Shown at the guest's, whose own pointer is over it, and not laid out here: a menu that style sheets open. Nobody can hover
 * for a browser; what the guest pressed there is pressed all the same.
 */
export function isHoverShown({ natives: n }: Reach, element: Element): boolean {
  const around = laidOutAround(n, element);
  return around !== undefined && around !== element && hovered !== undefined && n.contains(around, hovered);
}

/** The element, or what it hangs in: the innermost that has a box here. */
export function laidOutAround(n: Natives, element: Element): Element | undefined {
  for (const at of pathOf(n, element)) if (n.getClientRects(at).length > 0) return at;
  return undefined;
}

/** The wheel over `target`. False: the page took it for itself. */
export function turnWheel(
  reach: Reach,
  target: Element,
  { x, y }: Point,
  { dx, dy, mods }: Extract<GuestAction, { kind: 'wheel' }>,
): boolean {
  const { natives: n, window } = reach;
  const at = { clientX: x, clientY: y, screenX: window.screenX + x, screenY: window.screenY + y };
  const init = { ...at, deltaX: dx, deltaY: dy, bubbles: true, cancelable: true, composed: true, view: window, ...modifiers(mods) };
  return n.dispatchEvent(target, new n.WheelEvent('wheel', init));
}

export function press(
  reach: Reach,
  target: Element,
  point: Point,
  { button, count, mods }: Pick<Click, 'button' | 'count' | 'mods'>,
): void {
  const { natives: n } = reach;
  movePointer(reach, target, point);
  const init = { button, buttons: button === 0 ? 1 : button === 2 ? 2 : 4, detail: count, ...modifiers(mods) };
  const goesOn = fire(reach, target, 'pointerdown', point, init);
  const takesFocus = goesOn ? fire(reach, target, 'mousedown', point, init) : true;
  if (takesFocus) focusNear(reach, target, point);
  fire(reach, target, 'pointerup', point, { ...init, buttons: 0 });
  if (goesOn) fire(reach, target, 'mouseup', point, { ...init, buttons: 0 });
  // The page may have taken it away meanwhile; then a browser makes no click either.
  if (!n.isConnected(target)) return;
  if (button === 2) {
    fire(reach, target, 'contextmenu', point, init);
    return;
  }
  if (button === 1) {
    fire(reach, target, 'auxclick', point, { ...init, buttons: 0 });
    return;
  }
  fire(reach, target, 'click', point, { ...init, buttons: 0 });
  if (count === 2 && n.isConnected(target)) fire(reach, target, 'dblclick', point, { ...init, buttons: 0 });
}

/** As mousedown does: the nearest thing that can have the focus, else nothing has it. */
export function focusNear(reach: Reach, target: Element, point?: Point): void {
  const { natives: n, document } = reach;
  let element: Element | undefined;
  for (const at of pathOf(n, target)) {
    if (n.matches(at, FOCUSABLE)) {
      element = at;
      break;
    }
    if (n.localName(at) === 'label') return; // the click that follows gives the focus to its field
  }
  const active = n.activeElement(document);
  if (element) {
    if (element !== active) n.focus(element as HTMLElement, { preventScroll: true }); // what can have the focus is one, or an SVG element with the same method
    if (point && n.isContentEditable(element as HTMLElement)) placeCaret(reach, point); // as above
  } else if (active && active !== n.body(document)) n.blur(active as HTMLElement); // as above
}

function placeCaret({ natives: n, document }: Reach, { x, y }: Point): void {
  const selection = n.getSelection(document);
  if (!selection) return;
  if ('caretPositionFromPoint' in document) {
    const position = document.caretPositionFromPoint(x, y);
    if (position) selection.collapse(position.offsetNode, position.offset);
  } else {
    const range = (document as Document).caretRangeFromPoint(x, y); // what engines without the method above have
    if (range) selection.collapse(range.startContainer, range.startOffset);
  }
}

export function modifiers(mods: Click['mods']): EventModifierInit {
  return { altKey: mods?.alt === true, ctrlKey: mods?.ctrl === true, metaKey: mods?.meta === true, shiftKey: mods?.shift === true };
}

/** False when the page prevented it. */
export function fire({ natives: n, window }: Reach, target: Element, type: string, { x, y }: Point, init: MouseEventInit = {}): boolean {
  const isEnter = /enter|leave/.test(type);
  const all: PointerEventInit = {
    bubbles: !isEnter,
    cancelable: !isEnter,
    composed: !isEnter,
    view: window,
    clientX: x,
    clientY: y,
    screenX: window.screenX + x,
    screenY: window.screenY + y,
    ...init,
  };
  const isPointer = type.includes('pointer') || type === 'click' || type === 'auxclick' || type === 'contextmenu';
  if (!isPointer) return n.dispatchEvent(target, new n.MouseEvent(type, all));
  const pressure = (init.buttons ?? 0) > 0 ? 0.5 : 0;
  return n.dispatchEvent(
    target,
    new n.PointerEvent(type, { ...all, pointerId: POINTER_ID, pointerType: n.isTouched() ? 'touch' : 'mouse', isPrimary: true, pressure }),
  );
}
