/**
 * The hand that draws: mouse, pen, finger, or keys (arrows move a cross, Enter begins and ends, Escape puts the tool away).
 * It lies over the page only while a tool is out.
 */
import type { FrameId, NodeId, ParticipantId } from '../shared/ids.ts';
import { MAX_INK_POINTS, type InkAct, type InkHand, type InkPlace, type InkShape, type InkTool } from '../shared/ink.ts';
import type { InkDom } from './dom.ts';
import { boundsOf, hang, thin, type Box } from './geometry.ts';
import type { InkLayer } from './layer.ts';

export type HandTool = InkHand['tool'];
export type Hand = InkHand;

/** A node that ink can hang on, where it is, and the one around it. */
export interface Anchor {
  readonly frame: FrameId;
  readonly node: NodeId;
  readonly box: Box;
  readonly around: () => Anchor | undefined;
}

export interface InkPadDeps {
  readonly dom: InkDom;
  readonly root: Element;
  readonly layer: InkLayer;
  readonly label: string;
  readonly me: () => ParticipantId | undefined;
  /** Of an event on the pad, in the layer's coordinates. */
  readonly pointOf: (event: MouseEvent) => { readonly x: number; readonly y: number };
  readonly size: () => { readonly width: number; readonly height: number };
  /** What lies under a point of the layer. */
  readonly hit: (x: number, y: number) => Anchor | undefined;
  readonly send: (act: InkAct) => boolean;
  /** Escape, or a key that names a tool. */
  readonly chosen: (tool: HandTool | null) => void;
}

/** A line in progress says its new points this often, a laser where it is. */
const SAY_MS = 50;
/** One's own finished shape waits so long for the room; then it was refused. */
const ECHO_MS = 3000;
/** Smaller than this a press was a slip. */
const LEAST_PX = 6;
/** Points nearer than this to the one before say nothing. */
const GRAIN_PX = 1.5;
const STEP_PX = 10;

export const toolKeys: Readonly<Record<string, HandTool>> = {
  l: 'laser',
  p: 'pen',
  v: 'vanish',
  a: 'arrow',
  r: 'box',
  h: 'highlight',
  s: 'stamp',
};
const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const EVENTS = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'pointerleave', 'keydown', 'contextmenu', 'click'] as const;

interface Line {
  readonly anchor: Anchor;
  points: number[];
  /** Points that the room has. */
  said: number;
}

export class InkPad {
  readonly #deps: InkPadDeps;
  #element: HTMLElement | undefined;
  #cross: HTMLElement | undefined;
  #hand: Hand | undefined;
  #line: Line | undefined;
  #at = { x: 0, y: 0 };
  #saidAt = 0;
  #sayTimer: number | undefined;
  #echoTimer: number | undefined;
  #preview: { readonly frame: FrameId; readonly node: NodeId } | undefined;

  constructor(deps: InkPadDeps) {
    this.#deps = deps;
  }

  /** `focus`: the tool was chosen with a key, and is led by keys. */
  take(hand: Hand | undefined, focus = false): void {
    if (hand?.tool !== this.#hand?.tool) this.#giveUp();
    this.#hand = hand;
    if (!hand) {
      this.#deps.send({ do: 'laser', at: null });
      this.#takeOff();
      return;
    }
    const element = this.#putOn();
    this.#deps.dom.attr(element, 'data-tool', hand.tool);
    if (focus) this.#deps.dom.focus(element);
  }

  /** The room has answered with the finished shape, or nothing will come of it. */
  echoed(): void {
    if (this.#line) return;
    const me = this.#deps.me();
    if (me !== undefined) this.#deps.layer.endDraft(me);
  }

  #putOn(): HTMLElement {
    const { dom, root, label, size } = this.#deps;
    if (this.#element) return this.#element;
    const element = dom.create('div');
    dom.attr(element, 'class', 'pad');
    dom.attr(element, 'tabindex', '0');
    dom.attr(element, 'role', 'application');
    dom.attr(element, 'aria-label', label);
    dom.attr(element, 'data-testid', 'ink-pad');
    for (const type of EVENTS) dom.listen(element, type, this.#onEvent, { passive: false });
    dom.append(root, element);
    const { width, height } = size();
    this.#at = { x: width / 2, y: height / 2 };
    this.#element = element;
    return element;
  }

  #takeOff(): void {
    const { dom } = this.#deps;
    if (this.#element) dom.remove(this.#element);
    this.#element = undefined;
    this.#hideCross();
  }

  readonly #onEvent = (event: Event): void => {
    // Nobody else's: neither the page's nor the viewer's own gestures.
    event.stopPropagation();
    if (!event.isTrusted) return;
    const pointer = event as PointerEvent; // by the type, below
    switch (event.type) {
      case 'pointerdown':
        if (pointer.button !== 0 || !pointer.isPrimary) return;
        event.preventDefault();
        this.#element?.setPointerCapture(pointer.pointerId);
        if (this.#element) this.#deps.dom.focus(this.#element);
        this.#hideCross();
        this.#goTo(pointer);
        this.#press();
        return;
      case 'pointermove':
        if (!pointer.isPrimary) return;
        // A fast hand makes more points than events.
        if (this.#line) for (const one of pointer.getCoalescedEvents?.() ?? []) this.#goTo(one);
        this.#goTo(pointer);
        this.#moved();
        return;
      case 'pointerup':
        if (!pointer.isPrimary || !this.#line) return;
        this.#goTo(pointer);
        this.#release();
        return;
      case 'pointercancel':
        this.#giveUp();
        return;
      case 'pointerleave':
        if (this.#hand?.tool === 'laser') this.#say({ do: 'laser', at: null });
        this.#endPreview();
        return;
      case 'keydown':
        this.#onKey(event as KeyboardEvent); // as above
        return;
      default:
        event.preventDefault();
    }
  };

  #onKey(event: KeyboardEvent): void {
    const { key } = event;
    const step = steps[key];
    if (key === 'Escape') {
      if (this.#line) this.#giveUp();
      else this.#deps.chosen(null);
    } else if (step) {
      const { width, height } = this.#deps.size();
      const far = event.shiftKey ? STEP_PX * 5 : STEP_PX;
      const at = { x: clamp(this.#at.x + step[0] * far, width), y: clamp(this.#at.y + step[1] * far, height) };
      this.#reach(at);
      this.#showCross();
      this.#moved();
    } else if (key === 'Enter' || key === ' ') {
      this.#showCross();
      if (this.#line) this.#release();
      else {
        this.#press();
        // A stamp and a highlight are done with one press.
        if (this.#hand?.tool === 'stamp' || this.#hand?.tool === 'highlight') this.#release();
      }
    } else if ((key === 'z' && (event.ctrlKey || event.metaKey)) || key === 'Backspace' || key === 'Delete')
      this.#deps.send({ do: 'undo' });
    else if (!event.ctrlKey && !event.metaKey && !event.altKey && toolKeys[key.toLowerCase()])
      this.#deps.chosen(toolKeys[key.toLowerCase()] ?? null);
    else return; // Tab, and what is the browser's
    event.preventDefault();
  }

  #goTo(event: PointerEvent): void {
    this.#reach(this.#deps.pointOf(event));
  }

  #reach(at: { readonly x: number; readonly y: number }): void {
    this.#at = { x: at.x, y: at.y };
    const line = this.#line;
    if (!line) return;
    const { tool } = this.#hand ?? {};
    if (tool === 'arrow' || tool === 'box') line.points = [line.points[0] ?? at.x, line.points[1] ?? at.y, at.x, at.y];
    else if (tool === 'stamp' || tool === 'highlight') line.points = [at.x, at.y];
    else {
      const last = line.points.length;
      if (Math.hypot(at.x - (line.points[last - 2] ?? 0), at.y - (line.points[last - 1] ?? 0)) >= GRAIN_PX) line.points.push(at.x, at.y);
      if (line.points.length > 2 * MAX_INK_POINTS) {
        // The rest of a very long line is drawn with fewer points.
        line.points = thin(line.points, GRAIN_PX * 2, MAX_INK_POINTS / 2);
        line.said = 0;
      }
    }
  }

  #press(): void {
    const { hit, send } = this.#deps;
    const anchor = hit(this.#at.x, this.#at.y);
    if (!anchor || !this.#hand) return;
    if (this.#hand.tool === 'laser') {
      const at = placeIn(anchor, this.#at);
      if (send({ do: 'ripple', at })) this.#own((me) => this.#deps.layer.ripple(me, at));
      return;
    }
    this.#endPreview();
    this.#line = { anchor, points: [this.#at.x, this.#at.y], said: 0 };
    this.#moved();
  }

  #moved(): void {
    const hand = this.#hand;
    if (!hand) return;
    if (hand.tool === 'laser') {
      const anchor = this.#deps.hit(this.#at.x, this.#at.y);
      if (!anchor) return;
      const at = placeIn(anchor, this.#at);
      this.#own((me) => this.#deps.layer.laser(me, at));
      this.#say({ do: 'laser', at });
      return;
    }
    if (!this.#line) {
      if (hand.tool === 'highlight') this.#showPreview(hand);
      return;
    }
    const { anchor, points } = this.#line;
    const shape = shapeOf(hand, hand.tool, anchor, points);
    this.#own((me) => this.#deps.layer.draft(me, shape, 0));
    this.#sayLine();
  }

  /** What is new of the line, at most every so often. */
  #sayLine(): void {
    const { dom, send } = this.#deps;
    const wait = this.#saidAt + SAY_MS - dom.now();
    if (wait > 0) {
      this.#sayTimer ??= dom.setTimeout(() => {
        this.#sayTimer = undefined;
        this.#sayLine();
      }, wait);
      return;
    }
    const [hand, line] = [this.#hand, this.#line];
    if (!hand || !line || hand.tool === 'laser' || hand.tool === 'stamp') return;
    this.#saidAt = dom.now();
    const grows = hand.tool === 'pen' || hand.tool === 'vanish';
    const from = grows ? line.said : 0;
    const shape = shapeOf(hand, hand.tool, line.anchor, line.points.slice(from * 2));
    if (send({ do: 'draft', shape, from })) line.said = line.points.length / 2;
  }

  #say(act: InkAct): void {
    const { dom, send } = this.#deps;
    const isEnd = act.do === 'laser' && act.at === null;
    if (!isEnd && this.#saidAt + SAY_MS > dom.now()) return;
    this.#saidAt = dom.now();
    if (isEnd) this.#own((me) => this.#deps.layer.laser(me, null));
    send(act);
  }

  #release(): void {
    const { dom, layer, send } = this.#deps;
    const [hand, line] = [this.#hand, this.#line];
    this.#stopSaying();
    this.#line = undefined;
    if (!hand || !line || hand.tool === 'laser') return;
    const bounds = boundsOf(line.points);
    const isDot = bounds.width < LEAST_PX && bounds.height < LEAST_PX;
    if (isDot && (hand.tool === 'arrow' || hand.tool === 'box')) {
      send({ do: 'draft', shape: shapeOf(hand, hand.tool, line.anchor, []), from: 0 });
      this.#own((me) => layer.endDraft(me));
      return;
    }
    const anchor = this.#bestAnchor(hand.tool, line, bounds);
    const points = hand.tool === 'highlight' ? [] : thin(line.points, GRAIN_PX, MAX_INK_POINTS);
    const shape = shapeOf(hand, hand.tool, anchor, points);
    this.#own((me) => layer.draft(me, shape, 0));
    send({ do: 'put', shape });
    if (this.#echoTimer !== undefined) dom.clearTimeout(this.#echoTimer);
    this.#echoTimer = dom.setTimeout(() => this.echoed(), ECHO_MS);
  }

  /** What a shape is about: an arrow's tip, a stamp's foot, else what is in its middle; large enough to carry it. */
  #bestAnchor(tool: InkTool, { anchor, points }: Line, { left, top, width, height }: Box): Anchor {
    const { hit } = this.#deps;
    if (tool === 'stamp' || tool === 'highlight' || tool === 'arrow') return hit(points.at(-2) ?? 0, points.at(-1) ?? 0) ?? anchor;
    let best = hit(left + width / 2, top + height / 2) ?? anchor;
    while (best.box.width * best.box.height < (width * height) / 6) {
      const around = best.around();
      if (!around) break;
      best = around;
    }
    return best;
  }

  #giveUp(): void {
    const [hand, line] = [this.#hand, this.#line];
    this.#stopSaying();
    this.#endPreview();
    this.#line = undefined;
    if (!hand || hand.tool === 'laser') {
      this.#own((me) => this.#deps.layer.laser(me, null));
      return;
    }
    if (!line) return;
    this.#deps.send({ do: 'draft', shape: shapeOf(hand, hand.tool, line.anchor, []), from: 0 });
    this.#own((me) => this.#deps.layer.endDraft(me));
  }

  #stopSaying(): void {
    if (this.#sayTimer !== undefined) this.#deps.dom.clearTimeout(this.#sayTimer);
    this.#sayTimer = undefined;
  }

  /** What a press would highlight, before it is pressed: for one's own eyes. */
  #showPreview(hand: Hand): void {
    const anchor = this.#deps.hit(this.#at.x, this.#at.y);
    if (!anchor || (this.#preview?.node === anchor.node && this.#preview.frame === anchor.frame)) return;
    this.#preview = { frame: anchor.frame, node: anchor.node };
    this.#own((me) => this.#deps.layer.draft(me, shapeOf(hand, 'highlight', anchor, []), 0));
  }

  #endPreview(): void {
    if (!this.#preview) return;
    this.#preview = undefined;
    this.#own((me) => this.#deps.layer.endDraft(me));
  }

  #own(work: (me: ParticipantId) => void): void {
    const me = this.#deps.me();
    if (me !== undefined) work(me);
  }

  #showCross(): void {
    const { dom, root } = this.#deps;
    if (!this.#cross) {
      this.#cross = dom.create('div');
      dom.attr(this.#cross, 'class', 'cross');
      dom.append(root, this.#cross);
    }
    this.#cross.style.transform = `translate(${this.#at.x}px,${this.#at.y}px)`;
  }

  #hideCross(): void {
    if (this.#cross) this.#deps.dom.remove(this.#cross);
    this.#cross = undefined;
  }
}

function shapeOf(hand: Hand, tool: InkTool, { frame, node, box }: Anchor, points: readonly number[]): InkShape {
  const isStamp = tool === 'stamp';
  return {
    tool,
    frame,
    node,
    color: hand.color,
    points: hang(points, box),
    ...(isStamp ? { stamp: hand.stamp } : {}),
    ...(isStamp && hand.text ? { text: hand.text } : {}),
  };
}

function placeIn({ frame, node, box }: Anchor, { x, y }: { readonly x: number; readonly y: number }): InkPlace {
  const part = (offset: number, size: number) => (size > 0 ? Math.min(1, Math.max(0, offset / size)) : 0.5);
  return { frame, node, fx: part(x - box.left, box.width), fy: part(y - box.top, box.height) };
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(0, value), max);
}
