/**
 * Points at one thing of the page: an outline under the pointer, and with a press a short selector for it goes to the room.
 * Off until the chip is pressed, so that the page can be walked and signed in to before. The chip stands in the top document and
 * speaks for the frames inside; over a canvas a rectangle is drawn for a rule that hides a part of it. What is pressed in one of them is selected in its own document, where a rule is asked too.
 */
import { finder } from '@medv/finder';
import type { Picked } from '../../shared/messages.ts';
import type { PageWords } from '../../ink/index.ts';
import { MAX_PARTS, readCanvas, type Part, type PickedCanvas } from '../../shared/picked.ts';
import { namesOf, roleOf } from '../capture/accessible-name.ts';
import type { HostPage } from '../page.ts';

/** Outlines of what a selector matches that are drawn. */
const MAX_SHOWN = 200;
const MAX_NAME = 100;
/** A selector is looked for so long at most. */
const FIND_MS = 500;
/** A smaller rectangle is a press with an unsteady hand (CSS pixels). */
const LEAST_PX = 6;

const STYLE = `
:host{all:initial!important;position:fixed!important;inset:0!important;pointer-events:none!important;z-index:2147483646!important;display:block!important}
button{position:fixed;left:12px;bottom:12px;pointer-events:auto;min-height:44px;padding:0 16px;border:0;border-radius:22px;background:#0b6b5d;color:#fff;font:600 15px/1 system-ui,sans-serif;cursor:pointer;box-shadow:0 2px 8px rgba(0,0,0,.3)}
button[aria-pressed=true]{background:#7a4bd0}
i{position:fixed;box-sizing:border-box;border:2px solid #7a4bd0;background:rgba(122,75,208,.15);border-radius:3px}
i.at{border-color:#0b6b5d;background:rgba(11,107,93,.12)}
i.part{background:rgba(122,75,208,.55)}`;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

export interface PickerDeps {
  readonly page: HostPage;
  /** A node of ours, which the mirror passes over. */
  readonly addOwn: (node: Node) => void;
  readonly send: (picked: Picked) => void;
  readonly isTop: boolean;
  /** Pointing begins or ends, here and in every frame. */
  readonly turned: (on: boolean) => void;
}

export class Picker {
  readonly #deps: PickerDeps;
  #host: HTMLElement | undefined;
  #layer: HTMLElement | undefined;
  #chip: HTMLElement | undefined;
  #words: PageWords | undefined;
  #on = false;
  #drag: (Point & { readonly canvas: Element; readonly parts: readonly Part[] }) | undefined;
  /** What was drawn last: a further rectangle on the same canvas is one more. */
  #parts: { readonly canvas: Element; readonly parts: readonly Part[] } | undefined;
  /** The click that ends a drawing points at nothing. */
  #hasDrawn = false;

  constructor(deps: PickerDeps) {
    this.#deps = deps;
    const { natives: n, window } = deps.page;
    n.addEventListener(window, 'pointermove', this.#onMove, { capture: true, passive: true });
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'] as const)
      n.addEventListener(window, type, this.#onPress, { capture: true });
    n.addEventListener(window, 'pointercancel', () => (this.#drag = undefined), { capture: true });
    // A finger that draws must not scroll the page away under it.
    n.addEventListener(window, 'touchmove', (event: Event) => this.#drag && n.preventDefault(event), { capture: true, passive: false });
    if (n.readyState(deps.page.document) === 'complete') this.#mount();
    else n.addEventListener(window, 'load', () => this.#mount(), { once: true });
  }

  /** Outlines what a selector matches, and says how many. */
  show(selector: string): void {
    const { natives: n, document } = this.#deps.page;
    let found: Element[] = [];
    try {
      found = Array.from(n.documentQueryAll(document, selector)).filter((element) => element !== this.#host);
    } catch {
      // No selector that this browser knows: it matches nothing, and the console says so.
    }
    this.#draw(found.slice(0, MAX_SHOWN), '');
    // The top document answers for all, and each frame for what it has.
    if (this.#deps.isTop || found.length > 0) this.#deps.send({ selector, matches: found.length, role: '', name: '', isCount: true });
  }

  /** The dock has said what its button is called in the reader's language. */
  speak(words: PageWords | undefined): void {
    this.#words = words;
    if (this.#chip && words) this.#deps.page.natives.setTextContent(this.#chip, words.point);
  }

  #mount(): void {
    const { natives: n, document } = this.#deps.page;
    const host = n.createElement(document, 'samepage-picker');
    this.#deps.addOwn(host);
    const root = n.attachShadow(host, { mode: 'closed' });
    const sheet = new n.CSSStyleSheet();
    n.replaceSheet(sheet, STYLE);
    n.setShadowAdoptedStyleSheets(root, [sheet]);
    const [layer, chip] = [n.createElement(document, 'div'), n.createElement(document, 'button')];
    n.setTextContent(chip, this.#words?.point ?? 'Point at something');
    n.setAttribute(chip, 'aria-pressed', 'false');
    n.appendChild(root, layer);
    if (this.#deps.isTop) n.appendChild(root, chip);
    const home = n.documentElement(document);
    if (home) n.appendChild(home, host);
    [this.#host, this.#layer, this.#chip] = [host, layer, chip];
  }

  readonly #onMove = (event: PointerEvent): void => {
    if (this.#drag) {
      const { canvas, parts } = this.#drag;
      this.#drawParts(canvas, [...parts, partOf(boxOf(canvas), this.#drag, event)]);
      return;
    }
    const target = this.#on ? this.#targetOf(event) : undefined;
    if (target) this.#draw([target], 'at');
  };

  readonly #onPress = (event: MouseEvent): void => {
    const { natives: n } = this.#deps.page;
    if (n.eventTarget(event) === this.#host) {
      if (event.type === 'click') this.#tell(!this.#on);
      return;
    }
    if (!this.#on) return;
    // The page is only pointed at: nothing of the press is its.
    n.preventDefault(event);
    n.stopImmediatePropagation(event);
    if (this.#drew(event)) return;
    const target = event.type === 'click' ? this.#targetOf(event) : undefined;
    if (target) this.#pick(target);
  };

  #pick(target: Element): void {
    const { natives: n } = this.#deps.page;
    const { found, picked } = this.#picked(target);
    this.#parts = undefined;
    this.#tell(false);
    this.#draw(found.slice(0, MAX_SHOWN), '');
    const canvas = n.localName(target) === 'canvas' ? canvasOf(target, []) : undefined;
    this.#deps.send({ ...picked, ...(canvas ? { canvas } : {}) });
  }

  #picked(target: Element): { readonly picked: Picked; readonly found: readonly Element[] } {
    const { natives: n, document } = this.#deps.page;
    const body = n.body(document);
    const selector = target === body || !body ? 'body' : finder(target, { timeoutMs: FIND_MS });
    const role = roleOf(n, target) ?? '';
    const name = role === '' ? '' : (namesOf(n, target, role)[0] ?? '').slice(0, MAX_NAME);
    const found = Array.from(n.documentQueryAll(document, selector));
    return { found, picked: { selector, matches: found.length, role, name } };
  }

  /** A rectangle over a canvas: from where it is pressed to where it is let go. True: the press was a part of that. */
  #drew(event: MouseEvent): boolean {
    const { natives: n } = this.#deps.page;
    const drag = this.#drag;
    if (event.type === 'pointerdown') {
      const target = this.#targetOf(event);
      this.#hasDrawn = false;
      if (target && n.localName(target) === 'canvas') {
        const parts = this.#parts?.canvas === target ? this.#parts.parts : [];
        this.#drag = { canvas: target, parts, clientX: event.clientX, clientY: event.clientY };
      }
    } else if (event.type === 'pointerup' && drag) {
      this.#drag = undefined;
      if (Math.min(Math.abs(event.clientX - drag.clientX), Math.abs(event.clientY - drag.clientY)) < LEAST_PX) return false;
      const parts = [...drag.parts, partOf(boxOf(drag.canvas), drag, event)].slice(-MAX_PARTS);
      this.#hasDrawn = true;
      this.#parts = { canvas: drag.canvas, parts };
      this.#drawParts(drag.canvas, parts);
      const { picked } = this.#picked(drag.canvas);
      const canvas = canvasOf(drag.canvas, parts);
      this.#deps.send({ ...picked, ...(canvas ? { canvas } : {}) });
    }
    return this.#hasDrawn;
  }

  #drawParts(canvas: Element, parts: readonly Part[]): void {
    this.#draw([canvas], 'at');
    const box = boxOf(canvas);
    for (const [left, top, width, height] of parts)
      this.#outline(
        { left: box.left + left * box.width, top: box.top + top * box.height, width: width * box.width, height: height * box.height },
        'part',
      );
  }

  #tell(on: boolean): void {
    this.turn(on);
    this.#deps.turned(on);
  }

  turn(on: boolean): void {
    const { natives: n } = this.#deps.page;
    this.#on = on;
    if (this.#chip) n.setAttribute(this.#chip, 'aria-pressed', String(on));
    if (on) this.#draw([], '');
  }

  #targetOf(event: Event): Element | undefined {
    const { natives: n } = this.#deps.page;
    const target = n.eventTarget(event);
    return target instanceof Element && target !== this.#host ? target : undefined;
  }

  #draw(elements: readonly Element[], className: string): void {
    const { natives: n } = this.#deps.page;
    if (!this.#layer) return;
    n.setTextContent(this.#layer, '');
    for (const element of elements) this.#outline(n.getBoundingClientRect(element), className);
  }

  #outline({ left, top, width, height }: Box, className: string): void {
    const { natives: n, document } = this.#deps.page;
    if (!this.#layer) return;
    const box = n.createElement(document, 'i');
    n.setAttribute(box, 'class', className);
    box.style.cssText = `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
    n.appendChild(this.#layer, box);
  }
}

/** Where the picture of a canvas is: inside of its border and padding. */
function boxOf(canvas: Element): Box {
  const { left, top } = canvas.getBoundingClientRect();
  const style = getComputedStyle(canvas);
  const [x, y] = [parseFloat(style.paddingLeft), parseFloat(style.paddingTop)];
  return {
    left: left + canvas.clientLeft + x,
    top: top + canvas.clientTop + y,
    width: canvas.clientWidth - x - parseFloat(style.paddingRight),
    height: canvas.clientHeight - y - parseFloat(style.paddingBottom),
  };
}

/** Grown to whole thousandths: what a rule says is never less than what was drawn. */
function partOf(box: Box, from: Point, to: Point): Part {
  const side = (one: number, other: number, start: number, length: number): readonly [number, number] => {
    const part = (at: number): number => Math.min(1, Math.max(0, (at - start) / length));
    const first = Math.floor(part(Math.min(one, other)) * 1000);
    return [first / 1000, Math.max(1, Math.ceil(part(Math.max(one, other)) * 1000) - first) / 1000];
  };
  const [left, width] = side(from.clientX, to.clientX, box.left, box.width);
  const [top, height] = side(from.clientY, to.clientY, box.top, box.height);
  return [left, top, width, height];
}

function canvasOf(canvas: Element, parts: readonly Part[]): PickedCanvas | undefined {
  return readCanvas({ size: [canvas.clientWidth, canvas.clientHeight], parts });
}
