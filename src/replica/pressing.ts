/**
 * A guest's button that is held, and the wheel. A press that does not move is a click, told as one; one that moves or lasts
 * is told from its beginning to its end, and the host's page makes of it what it would of the customer's.
 */
import type { Modifiers, Place } from '../shared/messages.ts';
import { elementOf, isSelect, isText, isToggle, refusalOf, withModifiers } from './fields.ts';
import type { GestureDeps } from './gesture-deps.ts';

/** Between two moves of what is dragged. */
const DRAG_MS = 40;
/** The pointer moves so far, or is held for so long, before a press is more than a click. */
const DRAG_PX = 5;
const HOLD_MS = 500;
/** The click that a browser makes of the end of a drag comes at once. */
const DROPPED_MS = 100;
const WHEEL_MS = 80;
/** CSS pixels of a line, where wheels count in lines. */
const LINE_PX = 16;

interface Down {
  readonly at: Place;
  readonly mods: { mods?: Modifiers };
  readonly x: number;
  readonly y: number;
  readonly timer: number;
  /** More than a click: the host knows. */
  isHeld: boolean;
  movedAt: number;
}

export class Pressing {
  readonly #deps: GestureDeps;
  readonly #placeOf: (target: Node, event: MouseEvent) => Place | undefined;
  #down: Down | undefined;
  #droppedAt = -Infinity;
  /** What the pointer came to rest over. */
  #over: { readonly target: Node; readonly x: number; readonly y: number } | undefined;
  #turned = { dx: 0, dy: 0, at: -Infinity };

  constructor(deps: GestureDeps, placeOf: (target: Node, event: MouseEvent) => Place | undefined) {
    this.#deps = deps;
    this.#placeOf = placeOf;
  }

  get isHeld(): boolean {
    return this.#down?.isHeld === true;
  }

  get hasJustDropped(): boolean {
    return performance.now() - this.#droppedAt < DROPPED_MS;
  }

  close(): void {
    clearTimeout(this.#down?.timer);
    this.#down = undefined;
  }

  down(event: PointerEvent, target: Node): void {
    clearTimeout(this.#down?.timer);
    this.#down = undefined;
    this.#droppedAt = -Infinity;
    const element = elementOf(target);
    // Fields and lists are worked by the guest's own browser, and so is a scroll bar.
    if (event.button !== 0 || !event.isPrimary || isText(element) || isSelect(element) || isScrollBar(element, event)) return;
    if (element.localName === 'option' || isToggle(element) || refusalOf(target)) return;
    const at = this.#placeOf(target, event);
    if (!at) return;
    const timer = window.setTimeout(() => this.#hold(), HOLD_MS);
    this.#down = { at, mods: withModifiers(event), x: event.clientX, y: event.clientY, isHeld: false, timer, movedAt: -Infinity };
  }

  /** The press is more than a click: from here on everything is told. */
  #hold(): void {
    const down = this.#down;
    if (!down || down.isHeld) return;
    clearTimeout(down.timer);
    down.isHeld = true;
    this.#deps.act({ kind: 'press', at: down.at, ...down.mods }, 0);
  }

  move(event: PointerEvent, target: Node): void {
    this.#over = { target, x: event.clientX, y: event.clientY };
    const down = this.#down;
    if (!down) return;
    const far = Math.abs(event.clientX - down.x) > DRAG_PX || Math.abs(event.clientY - down.y) > DRAG_PX;
    // A finger that moves scrolls.
    if (!down.isHeld && far && event.pointerType === 'touch') return this.up(event);
    if (!down.isHeld && far) this.#hold();
    const now = performance.now();
    if (!down.isHeld || now - down.movedAt < DRAG_MS) return;
    down.movedAt = now;
    const at = this.#pagePlace(event);
    if (at) this.#deps.act({ kind: 'drag', at, ...withModifiers(event) }, 0);
  }

  up(event: PointerEvent): void {
    const down = this.#down;
    if (!down) return;
    clearTimeout(down.timer);
    this.#down = undefined;
    if (!down.isHeld || event.type !== 'pointerup') return;
    this.#droppedAt = performance.now();
    const at = this.#pagePlace(event);
    if (at) this.#deps.act({ kind: 'drop', at, ...withModifiers(event) }, 0);
  }

  /** For pages that do something of their own with it: maps, galleries. With Ctrl it is the guest's own zoom. */
  wheel(event: WheelEvent, under: Node): void {
    if (event.ctrlKey || event.metaKey) return;
    const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? this.#deps.replica.document.documentElement.clientHeight : 1; // 1: lines, 2: pages
    const turned = this.#turned;
    turned.dx += event.deltaX * unit;
    turned.dy += event.deltaY * unit;
    const now = performance.now();
    // The browser has scrolled before it tells, and names what is under the pointer since: it was turned over something else.
    const over = this.#over;
    const isStill = over !== undefined && over.x === event.clientX && over.y === event.clientY && over.target.isConnected;
    const at = this.#placeOf(isStill ? over.target : under, event);
    if (now - turned.at < WHEEL_MS || !at) return;
    const { dx, dy } = turned;
    this.#turned = { dx: 0, dy: 0, at: now };
    this.#deps.act({ kind: 'wheel', at, dx, dy, ...withModifiers(event) }, 0);
  }

  /** As a part of the whole page: what is dragged moves, and a place on it would move with it. */
  #pagePlace({ clientX, clientY }: MouseEvent): Place | undefined {
    const root = this.#deps.replica.document.documentElement;
    const found = this.#deps.replica.nearest(root);
    const { left, top, width, height } = root.getBoundingClientRect();
    if (!found || width === 0 || height === 0) return undefined;
    return { frame: this.#deps.frame, node: found.id, fx: fine((clientX - left) / width), fy: fine((clientY - top) / height) };
  }
}

/** To a hundredth of a pixel on any page. */
function fine(part: number): number {
  return Math.round(part * 1e5) / 1e5;
}

function isScrollBar(element: Element, { clientX, clientY }: MouseEvent): boolean {
  const { left, top } = element.getBoundingClientRect();
  const isRoot = element === element.ownerDocument.documentElement;
  const [x, y] = isRoot ? [clientX, clientY] : [clientX - left - element.clientLeft, clientY - top - element.clientTop];
  const { clientWidth, clientHeight } = element;
  // Inline boxes have no client size, and no bars.
  return (
    clientWidth > 0 &&
    clientHeight > 0 &&
    (x >= clientWidth || y >= clientHeight) &&
    (isRoot || element.scrollHeight > clientHeight || element.scrollWidth > clientWidth)
  );
}
