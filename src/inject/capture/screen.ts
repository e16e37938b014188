/** What the customer's screen shows of the page: all of the window, or the part that fingers have enlarged, less the keyboard. */
import type { Viewport } from '../../shared/dom-ops.ts';
import type { HostPage } from '../page.ts';
import type { Dirt } from './dirt.ts';

const EVENTS = ['resize', 'scroll'];
const WRITABLE = 'input,textarea,iframe,[contenteditable]';
/** Bars of a browser come and go with scrolling; a keyboard takes more than they do (CSS pixels). */
const KEYBOARD_MIN = 120;

export class Screen {
  readonly #page: HostPage;
  readonly #dirt: Dirt;
  readonly #schedule: () => void;
  /** The most that was to be seen at this width: without a keyboard. */
  #tallest = 0;
  #width = 0;

  constructor(page: HostPage, dirt: Dirt, schedule: () => void) {
    this.#page = page;
    this.#dirt = dirt;
    this.#schedule = schedule;
  }

  readonly #changed = (): void => {
    this.#dirt.viewport = true;
    this.#schedule();
  };

  listen(): void {
    const { natives: n, window } = this.#page;
    for (const type of EVENTS) if (window.visualViewport) n.addEventListener(window.visualViewport, type, this.#changed);
  }

  close(): void {
    const { natives: n, window } = this.#page;
    for (const type of EVENTS) if (window.visualViewport) n.removeEventListener(window.visualViewport, type, this.#changed);
  }

  now(): Viewport {
    const { natives: n, window, document } = this.#page;
    const { innerWidth: width, innerHeight: height, visualViewport: part } = window;
    const all = { width, height, scale: window.devicePixelRatio };
    const isTouched = n.isTouched();
    if (!part || (!isTouched && part.scale === 1)) return all;
    const onScreen = Math.round(part.width * part.scale);
    const tall = Math.round(part.height * part.scale);
    // Turned round, it is another screen.
    if (Math.abs(onScreen - this.#width) > 1) this.#tallest = 0;
    this.#width = onScreen;
    this.#tallest = Math.max(this.#tallest, tall);
    const active = n.activeElement(document);
    const keyboard = isTouched && active && n.matches(active, WRITABLE) ? this.#tallest - tall : 0;
    const zoom = Math.round(part.scale * 1000) / 1000;
    return {
      ...all,
      ...(isTouched ? { touch: true } : {}),
      part: [Math.round(part.offsetLeft), Math.round(part.offsetTop), Math.round(part.width), Math.round(part.height), zoom],
      ...(keyboard >= KEYBOARD_MIN ? { keyboard } : {}),
    };
  }
}
