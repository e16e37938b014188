/**
 * Points at one thing of the page: an outline under the pointer, and with a press a short selector for it goes to the room.
 * Off until the chip is pressed, so that the page can be walked and signed in to before. The chip stands in the top document and
 * speaks for the frames inside; what is pressed in one of them is selected in its own document, where a rule is asked too.
 */
import { finder } from '@medv/finder';
import type { Picked } from '../../shared/messages.ts';
import { namesOf, roleOf } from '../capture/accessible-name.ts';
import type { HostPage } from '../page.ts';

/** Outlines of what a selector matches that are drawn. */
const MAX_SHOWN = 200;
const MAX_NAME = 100;
/** A selector is looked for so long at most. */
const FIND_MS = 500;

const STYLE = `
:host{all:initial!important;position:fixed!important;inset:0!important;pointer-events:none!important;z-index:2147483646!important;display:block!important}
button{position:fixed;left:12px;bottom:12px;pointer-events:auto;min-height:44px;padding:0 16px;border:0;border-radius:22px;background:#0b6b5d;color:#fff;font:600 15px/1 system-ui,sans-serif;cursor:pointer;box-shadow:0 2px 8px rgba(0,0,0,.3)}
button[aria-pressed=true]{background:#7a4bd0}
i{position:fixed;box-sizing:border-box;border:2px solid #7a4bd0;background:rgba(122,75,208,.15);border-radius:3px}
i.at{border-color:#0b6b5d;background:rgba(11,107,93,.12)}`;

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
  #on = false;

  constructor(deps: PickerDeps) {
    this.#deps = deps;
    const { natives: n, window } = deps.page;
    n.addEventListener(window, 'pointermove', this.#onMove, { capture: true, passive: true });
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'] as const)
      n.addEventListener(window, type, this.#onPress, { capture: true });
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

  #mount(): void {
    const { natives: n, document } = this.#deps.page;
    const host = n.createElement(document, 'samepage-picker');
    this.#deps.addOwn(host);
    const root = n.attachShadow(host, { mode: 'closed' });
    const sheet = new n.CSSStyleSheet();
    n.replaceSheet(sheet, STYLE);
    n.setShadowAdoptedStyleSheets(root, [sheet]);
    const [layer, chip] = [n.createElement(document, 'div'), n.createElement(document, 'button')];
    n.setTextContent(chip, 'Point at something');
    n.setAttribute(chip, 'aria-pressed', 'false');
    n.appendChild(root, layer);
    if (this.#deps.isTop) n.appendChild(root, chip);
    const home = n.documentElement(document);
    if (home) n.appendChild(home, host);
    [this.#host, this.#layer, this.#chip] = [host, layer, chip];
  }

  readonly #onMove = (event: PointerEvent): void => {
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
    const target = event.type === 'click' ? this.#targetOf(event) : undefined;
    if (target) this.#pick(target);
  };

  #pick(target: Element): void {
    const { natives: n, document } = this.#deps.page;
    const body = n.body(document);
    const selector = target === body || !body ? 'body' : finder(target, { timeoutMs: FIND_MS });
    const role = roleOf(n, target) ?? '';
    const name = role === '' ? '' : (namesOf(n, target, role)[0] ?? '').slice(0, MAX_NAME);
    const found = Array.from(n.documentQueryAll(document, selector));
    this.#tell(false);
    this.#draw(found.slice(0, MAX_SHOWN), '');
    this.#deps.send({ selector, matches: found.length, role, name });
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
    const { natives: n, document } = this.#deps.page;
    if (!this.#layer) return;
    n.setTextContent(this.#layer, '');
    for (const element of elements) {
      const { left, top, width, height } = n.getBoundingClientRect(element);
      const box = n.createElement(document, 'i');
      n.setAttribute(box, 'class', className);
      box.style.cssText = `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
      n.appendChild(this.#layer, box);
    }
  }
}
