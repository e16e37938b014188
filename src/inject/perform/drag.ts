/**
 * A guest's pointer that goes down, moves and is let go. What a page makes of it is the page's affair: pointer and mouse
 * events, or the browser's own drag-and-drop when it begins on something draggable and the page does not prevent it.
 */
import type { ActOutcome, GuestAction, Modifiers } from '../../shared/messages.ts';
import type { HostPage } from '../page.ts';
import { tap, touch } from './finger.ts';
import { fire, focusNear, modifiers, movePointer, POINTER_ID, press } from './pointer.ts';
import { hitAt } from './hit.ts';
import { pathOf, refusalForPress, type Point, type Reach } from './reach.ts';

/** A guest that says nothing for so long has gone: the pointer is let go where it is, without a drop (ms). */
const LOST_MS = 8000;
/** The pointer moves so far before a browser takes it for a drag (CSS pixels). */
const DRAG_PX = 3;
/** A finger that moved further has not tapped (CSS pixels). */
const TAP_PX = 15;

const done: ActOutcome = { result: 'done' };

interface Held {
  readonly target: Element;
  readonly from: Point;
  /** The page did not prevent `pointerdown`: mouse events follow. */
  withMouse: boolean;
  /** A finger that did not move far yet, and of which the page has not prevented anything: undefined of a mouse. */
  taps: boolean | undefined;
  last: Point;
  /** The browser's own drag: undefined until it begins, null when it never will. */
  transfer: DataTransfer | null | undefined;
  source: Element | undefined;
  over: Element | undefined;
  /** `over` said that it takes the drop. */
  takes: boolean;
  /** Asked for all events of the pointer (`setPointerCapture`). */
  capturing: Element | undefined;
}

export class Drag {
  readonly #reach: Reach;
  #held: Held | undefined;
  #timer: number | undefined;

  constructor(reach: Reach, { window, disguise }: Pick<HostPage, 'window' | 'disguise'>) {
    this.#reach = reach;
    const { prototype } = window.Element;
    // The browser knows nothing of this pointer: it would capture the customer's mouse, or throw.
    const held = (self: unknown, id: unknown): Held | undefined =>
      id === POINTER_ID && self instanceof window.Element && reach.natives.isConnected(self) ? this.#held : undefined;
    disguise.method(prototype, 'setPointerCapture', (native, self, args) => {
      const mine = held(self, args[0]);
      if (!mine) return Reflect.apply(native, self, args) as unknown;
      this.#capture(mine, self as Element); // as `held` has seen
      return undefined;
    });
    disguise.method(prototype, 'releasePointerCapture', (native, self, args) => {
      const mine = held(self, args[0]);
      if (!mine) return Reflect.apply(native, self, args) as unknown;
      if (mine.capturing === self) this.#capture(mine, undefined);
      return undefined;
    });
    disguise.method(prototype, 'hasPointerCapture', (native, self, args) => {
      const mine = held(self, args[0]);
      return mine ? mine.capturing === self : (Reflect.apply(native, self, args) as unknown);
    });
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** Down and up in one. */
  click(target: Element, point: Point, action: Extract<GuestAction, { kind: 'click' }>): ActOutcome {
    this.cancel();
    const held = holding(target, point);
    this.#held = held;
    try {
      (action.button === 0 && this.#reach.natives.isTouched() ? tap : press)(this.#reach, target, point, action);
      this.#capture(held, undefined);
    } finally {
      this.#held = undefined;
    }
    return done;
  }

  press(target: Element, point: Point, mods: Modifiers | undefined): ActOutcome {
    this.cancel();
    const reach = this.#reach;
    movePointer(reach, target, point);
    const init = { button: 0, buttons: 1, detail: 1, ...modifiers(mods) };
    // Stands before the first event: a listener of it may ask for the capture.
    const held = holding(target, point);
    this.#held = held;
    this.#wait();
    held.withMouse = fire(reach, target, 'pointerdown', point, init);
    if (reach.natives.isTouched()) {
      // A finger drags nothing of the browser's, and what it moves over gets no mouse events.
      held.withMouse = false;
      held.taps = touch(reach, 'touchstart', target, point);
      return done;
    }
    const goesOn = held.withMouse ? fire(reach, target, 'mousedown', point, init) : true;
    if (goesOn) focusNear(reach, target, point);
    // A page that prevents `mousedown` wants no drag of the browser's.
    held.source = goesOn ? this.#sourceOf(target) : undefined;
    if (held.source) held.transfer = undefined;
    return done;
  }

  move(point: Point, mods: Modifiers | undefined): ActOutcome {
    const held = this.#held;
    if (!held) return { result: 'stale' };
    this.#wait();
    held.last = point;
    const far = Math.abs(point.x - held.from.x) > DRAG_PX || Math.abs(point.y - held.from.y) > DRAG_PX;
    if (held.transfer === undefined && far) this.#begin(held);
    if (held.transfer) this.#over(held, held.transfer, point, mods);
    else this.#moved(held, point, mods);
    return done;
  }

  drop(point: Point, mods: Modifiers | undefined): ActOutcome {
    const held = this.#held;
    if (!held) return { result: 'stale' };
    this.move(point, mods);
    this.#forget();
    const reach = this.#reach;
    const { natives: n } = reach;
    const under = hitAt(reach, point);
    const refusal = under && refusalForPress(reach, under);
    if (held.transfer) {
      const falls = held.takes && held.over !== undefined && !refusal;
      if (held.over) this.#tell(held.transfer, falls ? 'drop' : 'dragleave', held.over, point, mods);
      if (held.source && n.isConnected(held.source)) this.#tell(held.transfer, 'dragend', held.source, point, mods);
      return refusal ? { result: 'refused', code: refusal } : done;
    }
    // Whoever has captured the pointer hears of its end, and nothing that a guest may not press does.
    const target = held.capturing ?? (refusal || !under || held.taps !== undefined ? held.target : under);
    this.#up(held, target, point, mods);
    if (held.taps === false) return refusal ? { result: 'refused', code: refusal } : done;
    const both = this.#common(held.target, target);
    if (both && n.isConnected(both) && !refusalForPress(reach, both) && !refusal)
      fire(reach, both, 'click', point, { button: 0, detail: 1, ...modifiers(mods) });
    return refusal ? { result: 'refused', code: refusal } : done;
  }

  /** The customer's own hand, another press, or the guest has gone. */
  cancel(): void {
    const held = this.#held;
    if (!held) return;
    this.#forget();
    const { natives: n } = this.#reach;
    if (held.transfer) {
      if (held.over) this.#tell(held.transfer, 'dragleave', held.over, held.last, undefined);
      if (held.source && n.isConnected(held.source)) this.#tell(held.transfer, 'dragend', held.source, held.last, undefined);
    } else if (n.isConnected(held.target)) this.#up(held, held.target, held.last, undefined, 'pointercancel');
  }

  #capture(held: Held, element: Element | undefined): void {
    const before = held.capturing;
    held.capturing = element;
    if (before === element) return;
    if (before) fire(this.#reach, before, 'lostpointercapture', held.last);
    if (element) fire(this.#reach, element, 'gotpointercapture', held.last);
  }

  #up(held: Held, target: Element, point: Point, mods: Modifiers | undefined, type = 'pointerup'): void {
    const init = { button: 0, buttons: 0, detail: 1, ...modifiers(mods) };
    fire(this.#reach, target, type, point, init);
    if (held.taps !== undefined && !touch(this.#reach, type === 'pointerup' ? 'touchend' : 'touchcancel', held.target, point))
      held.taps = false;
    if (held.withMouse && this.#reach.natives.isConnected(target)) fire(this.#reach, target, 'mouseup', point, init);
    this.#capture(held, undefined);
  }

  /** What the browser would drag: what says so, a link or an image that does not say no. */
  #sourceOf(target: Element): Element | undefined {
    const { natives: n } = this.#reach;
    for (const at of pathOf(n, target)) {
      const said = n.getAttribute(at, 'draggable');
      if (said === 'true') return at;
      if (said === null && n.matches(at, 'img[src],a[href]')) return at;
    }
    return undefined;
  }

  #begin(held: Held): void {
    const { natives: n } = this.#reach;
    const { source } = held;
    held.transfer = null;
    if (!source || !n.isConnected(source)) return;
    const transfer = new n.DataTransfer();
    if (n.localName(source) === 'a') transfer.setData('text/uri-list', (source as HTMLAnchorElement).href); // the tag says so
    if (!this.#tell(transfer, 'dragstart', source, held.from, undefined)) return;
    held.transfer = transfer;
    fire(this.#reach, held.target, 'pointercancel', held.from);
  }

  #over(held: Held, transfer: DataTransfer, point: Point, mods: Modifiers | undefined): void {
    const reach = this.#reach;
    const { natives: n } = reach;
    if (held.source && n.isConnected(held.source)) this.#tell(transfer, 'drag', held.source, point, mods);
    const under = hitAt(reach, point);
    if (under !== held.over) {
      const before = held.over;
      held.over = under;
      if (under) this.#tell(transfer, 'dragenter', under, point, mods, before);
      if (before && n.isConnected(before)) this.#tell(transfer, 'dragleave', before, point, mods, under);
    }
    held.takes = under !== undefined && !this.#tell(transfer, 'dragover', under, point, mods);
  }

  #moved(held: Held, point: Point, mods: Modifiers | undefined): void {
    const reach = this.#reach;
    const { target, capturing } = held;
    if (held.taps !== undefined) {
      // A finger stays with what it came down on.
      fire(reach, capturing ?? target, 'pointermove', point, { buttons: 1, ...modifiers(mods) });
      const isNear = Math.abs(point.x - held.from.x) < TAP_PX && Math.abs(point.y - held.from.y) < TAP_PX;
      held.taps = touch(reach, 'touchmove', target, point) && held.taps && isNear;
      return;
    }
    const under = capturing ?? hitAt(reach, point) ?? target;
    movePointer(reach, under, point, { buttons: 1, ...modifiers(mods) });
  }

  #common(one: Element, other: Element): Element | undefined {
    const { natives: n } = this.#reach;
    const around = new Set(pathOf(n, one));
    for (const at of pathOf(n, other)) if (around.has(at)) return at;
    return undefined;
  }

  /** False when the page prevented it. */
  #tell(
    dataTransfer: DataTransfer,
    type: string,
    target: Element,
    { x, y }: Point,
    mods: Modifiers | undefined,
    relatedTarget: Element | null = null,
  ): boolean {
    const { natives: n, window } = this.#reach;
    const cancelable = type !== 'dragleave' && type !== 'dragend';
    const init = {
      bubbles: true,
      cancelable,
      composed: true,
      view: window,
      clientX: x,
      clientY: y,
      screenX: window.screenX + x,
      screenY: window.screenY + y,
    };
    return n.dispatchEvent(target, new n.DragEvent(type, { ...init, ...modifiers(mods), dataTransfer, relatedTarget }));
  }

  #wait(): void {
    const { natives: n } = this.#reach;
    if (this.#timer !== undefined) n.clearTimeout(this.#timer);
    this.#timer = n.setTimeout(() => {
      this.cancel();
    }, LOST_MS);
  }

  #forget(): void {
    this.#held = undefined;
    if (this.#timer !== undefined) this.#reach.natives.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function holding(target: Element, point: Point): Held {
  return {
    target,
    from: point,
    last: point,
    withMouse: true,
    taps: undefined,
    transfer: null,
    source: undefined,
    over: undefined,
    takes: false,
    capturing: undefined,
  };
}
