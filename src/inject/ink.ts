/**
 * Ink on this document, as the runtime sees it: the program that draws is a file of its own, loaded when there is something
 * to draw, with the browser's own functions.
 */
import type { Hand, HandTool, HostInk, HostInkDeps } from '../ink/index.ts';
import type { FrameId, ParticipantId } from '../shared/ids.ts';
import type { InkAct, InkItem, InkNews } from '../shared/ink.ts';
import type { Person } from '../shared/messages.ts';
import type { Capture } from './capture/capture.ts';
import type { Overlay } from './overlay.ts';
import type { HostPage } from './page.ts';
import { hitAt } from './perform/hit.ts';

export interface PageInkDeps {
  readonly page: HostPage;
  readonly capture: Capture;
  readonly overlay: Overlay;
  readonly frame: () => FrameId;
  readonly people: () => readonly Person[];
  readonly send: (act: InkAct) => boolean;
  /** The hand took another tool, or put it away, without the dock. */
  readonly chosen: (tool: HandTool | null) => void;
}

export class PageInk {
  readonly #deps: PageInkDeps;
  #ink: HostInk | undefined;
  #loading: Promise<void> | undefined;
  /** Asked for while the program was on its way. */
  #waiting: ((ink: HostInk) => void)[] = [];
  #closed = false;

  constructor(deps: PageInkDeps) {
    this.#deps = deps;
  }

  news(news: InkNews): void {
    const own = this.#deps.frame();
    if (news.is === 'all') {
      const items = news.items.filter(({ frame }) => frame === own);
      if (items.length > 0 || this.#ink) this.#with((ink) => ink.news({ is: 'all', items }));
      return;
    }
    if (news.is === 'gone') {
      this.#ink?.news(news);
      return;
    }
    const frame = news.is === 'put' ? news.item.frame : news.is === 'draft' ? news.shape.frame : news.at?.frame;
    if (frame === own) this.#with((ink) => ink.news(news));
    // It is in another frame now, and nowhere else.
    else if (news.is === 'laser') this.#ink?.news({ ...news, at: null });
  }

  hand(hand: Hand | undefined, focus: boolean): void {
    if (hand || this.#ink) this.#with((ink) => ink.hand(hand, focus));
  }

  moved(): void {
    this.#ink?.moved();
  }

  named(): void {
    this.#ink?.named();
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    this.#ink?.close();
    this.#ink = undefined;
  }

  #with(work: (ink: HostInk) => void): void {
    if (this.#closed) return;
    if (this.#ink) {
      const ink = this.#ink;
      this.#deps.page.safely(undefined, () => work(ink));
      return;
    }
    this.#waiting.push(work);
    this.#loading ??= this.#load();
  }

  async #load(): Promise<void> {
    const { page } = this.#deps;
    try {
      // Our own file, whose face this is. An import carries the nonce of the script that asks for it.
      const program = (await import(page.line.ink)) as { startInk(deps: HostInkDeps): HostInk };
      if (this.#closed) return;
      this.#ink = program.startInk(this.#hostDeps());
      for (const work of this.#waiting.splice(0)) work(this.#ink);
    } catch (error) {
      page.fault(error);
      this.#waiting = [];
      this.#loading = undefined;
    }
  }

  #hostDeps(): HostInkDeps {
    const { page, capture, overlay, frame, people, send, chosen } = this.#deps;
    const { natives: n, window } = page;
    const SVG = 'http://www.w3.org/2000/svg';
    const root = overlay.shadow();
    return {
      dom: {
        create: (tag) => n.createElement(page.document, tag),
        svg: (tag) => n.createElementNS(page.document, SVG, tag),
        attr: (element, name, value) => n.setAttribute(element, name, value),
        text: (element, text) => n.setTextContent(element, text),
        append: (parent, child) => void n.appendChild(parent, child),
        remove: (element) => {
          const parent = n.parentNode(element);
          if (parent) n.removeChild(parent, element);
        },
        focus: (element) => n.focus(element, { preventScroll: true }),
        listen: (target, type, listener, options) => n.addEventListener(target, type, listener, options),
        unlisten: (target, type, listener, options) => n.removeEventListener(target, type, listener, options),
        now: () => n.now(),
        setTimeout: (work, ms) => n.setTimeout(work, ms),
        clearTimeout: (timer) => n.clearTimeout(timer),
        nextFrame: (work) => void n.requestAnimationFrame(() => page.safely(undefined, work)),
      },
      root,
      addStyle: (css) => overlay.addStyle(css),
      frame,
      elementOf: (node) => capture.elementOf(node),
      idOf: (element) => capture.table.get(element)?.id,
      elementAt: (x, y) => hitAt({ natives: n, document: page.document, capture }, { x, y }),
      parentOf: (element) => n.parentElement(element) ?? hostOf(page, element),
      styleOf: (element) => n.getComputedStyle(element),
      boxOf: (element) => n.getBoundingClientRect(element),
      person: (by: ParticipantId) => {
        const one = people().find(({ id }) => id === by);
        return one && { name: overlay.nameOf(one), color: one.color };
      },
      words: () => overlay.words,
      customer: () => people().find((one) => one.role === 'customer')?.id,
      size: () => ({ width: window.innerWidth, height: window.innerHeight }),
      send,
      chosen,
    };
  }
}

/** Out of a shadow tree. */
function hostOf({ natives: n }: HostPage, element: Element): Element | null {
  const root = n.parentNode(element);
  return root && n.nodeType(root) === 11 ? n.shadowHost(root as ShadowRoot) : null; // 11: a shadow root, as an element's parent
}

/** What still stands after the news: for frames that come later. */
export function inkAfter(items: readonly InkItem[], news: InkNews): readonly InkItem[] {
  if (news.is === 'all') return news.items;
  if (news.is === 'put') return news.item.tool === 'vanish' ? items : [...items, news.item];
  return news.is === 'gone' ? items.filter(({ id }) => !news.ids.includes(id)) : items;
}
