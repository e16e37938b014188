/**
 * The one thing of ours that the page can find: a host element, child of <html>, with a closed shadow root. In it the dock
 * (top frame only), the guests' cursors, and a mark on everything that is hidden from them. Never seen by the mirror. In a
 * frame without the dock it stands only once there is something to draw.
 */
import type { ParticipantId, TabId } from '../shared/ids.ts';
import type { Person, Place } from '../shared/messages.ts';
import type { PageWords } from '../ink/index.ts';
import type { Capture } from './capture/capture.ts';
import { isUnder, looked } from './dock-place.ts';
import type { HostPage } from './page.ts';

/** Marks drawn at a time; a page that hides more shows the first ones in view. */
const MAX_MARKS = 200;
/** Narrower ones have no words. */
const LABELLED_PX = 130;
/** Looks of the marks are refreshed at most this often. */
const REFRESH_MS = 120;
const CURSOR_IDLE_MS = 60_000;

const STYLE = `
:host{all:initial!important;position:fixed!important;inset:0!important;width:auto!important;height:auto!important;margin:0!important;padding:0!important;border:0!important;background:none!important;overflow:visible!important;pointer-events:none!important;z-index:2147483647!important;display:block!important;color-scheme:light!important}
.cursor{position:fixed;left:0;top:0;font:600 12px/1.3 system-ui,sans-serif;color:#fff;pointer-events:none;will-change:transform;transition:transform 80ms linear}
.cursor svg{display:block;width:20px;height:20px;filter:drop-shadow(0 1px 2px rgba(0,0,0,.4))}
.cursor span{display:block;margin:0 0 0 14px;padding:2px 7px;border-radius:10px;white-space:nowrap;max-width:16em;overflow:hidden;text-overflow:ellipsis}
.mark{position:fixed;left:0;top:0;box-sizing:border-box;border:1px dashed #7a4bd0;border-radius:3px;background:rgba(122,75,208,.06);pointer-events:none}
.mark i{position:absolute;right:0;top:0;transform:translateY(-60%);padding:0 5px;border-radius:7px;background:#7a4bd0;color:#fff;font:500 10px/14px system-ui,sans-serif;white-space:nowrap}
.mark.small i{display:none}
iframe{position:fixed;z-index:1;border:0;background:none;pointer-events:auto;color-scheme:light;width:320px;height:48px;margin:auto;inset:auto 12px 12px auto}
@media(prefers-reduced-motion:reduce){.cursor{transition:none}}`;

const ARROW = 'M3 2l13 7-6 1.6L7.4 17z';

const MOVES = ['scroll', 'resize'];
const LAYERS = ['fullscreenchange', 'toggle', 'close'];
const NEAR = ['focusin', 'pointerover'];

interface Cursor {
  readonly box: HTMLElement;
  place: Place;
  seenAt: number;
}

/** As the dock says it; checked before it is used. */
export interface DockBox {
  readonly width?: unknown;
  readonly height?: unknown;
  readonly inset?: unknown;
  readonly move?: unknown;
}

export interface OverlayDeps {
  readonly page: HostPage;
  readonly capture: Capture;
  /** The dock stands in the top frame only. */
  readonly hasDock: boolean;
  readonly tab: () => TabId | undefined;
  readonly dockLoaded: () => void;
  /** The page scrolled, was resized, or may have changed: what hangs on it moves along. */
  readonly moved: () => void;
}

export class Overlay {
  readonly #deps: OverlayDeps;
  readonly #cursors = new Map<ParticipantId, Cursor>();
  readonly #marks: HTMLElement[] = [];
  readonly #markLabels: HTMLElement[] = [];
  /** Of the dock; none yet: English. */
  words: PageWords | undefined;
  #people: readonly Person[] = [];
  #host: HTMLElement | undefined;
  #root: ShadowRoot | undefined;
  #sheets: CSSStyleSheet[] = [];
  #layer: HTMLElement | undefined;
  #dock: HTMLIFrameElement | undefined;
  #dockLoaded = false;
  #started = false;
  #refreshTimer: number | undefined;
  #watch: number | undefined;
  #lastRefresh = 0;

  constructor(deps: OverlayDeps) {
    this.#deps = deps;
  }

  /** After load: the page's own first paint goes before ours. */
  start(): void {
    const { natives: n } = this.#deps.page;
    this.#started = true;
    if (this.#deps.hasDock) this.#mount();
    // The page may throw us out, open a modal over us or write itself anew; it is looked at, not observed, so that it cannot be made to loop.
    this.#watch ??= n.setInterval(() => {
      this.#check();
      this.#deps.moved();
    }, 400);
    this.listen();
  }

  /** Listeners of the window and of our own frame; again after `document.open` has taken them away. */
  listen(): void {
    const { natives: n, window } = this.#deps.page;
    if (this.#dock) n.addEventListener(this.#dock, 'load', this.#onDockLoad);
    for (const type of MOVES) n.addEventListener(window, type, this.#onMove, { capture: true, passive: true });
    for (const type of LAYERS) n.addEventListener(window, type, this.#onLayer, { capture: true, passive: true });
    for (const type of NEAR) n.addEventListener(window, type, this.#onNear, { capture: true, passive: true });
  }

  readonly #onMove = (): void => {
    this.#deps.moved();
    this.refresh();
  };
  readonly #onLayer = (): void => this.#check();
  readonly #onDockLoad = (): void => {
    this.#dockLoaded = true;
    this.tellTab();
    this.#deps.dockLoaded();
  };
  /** A control that the dock covers in part has the focus or the pointer: the dock steps aside. */
  readonly #onNear = (event: Event): void => {
    if (this.#dock && isUnder(this.#deps.page, this.#dock, event)) this.tellDock({ type: 'aside' });
  };

  people(people: readonly Person[]): void {
    this.#people = people;
    for (const id of [...this.#cursors.keys()]) {
      const person = people.find((one) => one.id === id);
      if (!person || person.state === 'left') this.pointer(id, null);
    }
  }

  pointer(from: ParticipantId, at: Place | null): void {
    const cursor = this.#cursors.get(from);
    if (!at) {
      cursor?.box.remove();
      this.#cursors.delete(from);
      return;
    }
    const person = this.#people.find((one) => one.id === from);
    if (!person || !this.#started) return;
    const { natives: n } = this.#deps.page;
    if (cursor) {
      cursor.place = at;
      cursor.seenAt = n.now();
      this.#placeCursor(cursor);
      return;
    }
    const made: Cursor = { box: this.#makeCursor(person), place: at, seenAt: n.now() };
    this.#cursors.set(from, made);
    this.#placeCursor(made);
  }

  /** A message event of this window: ours when the dock said it. */
  fromDock(event: MessageEvent): unknown {
    const { page } = this.#deps;
    const { natives: n } = page;
    if (!this.#dock || n.messageSource(event) !== n.contentWindow(this.#dock) || n.messageOrigin(event) !== page.urls.own) return undefined;
    return n.messageData(event);
  }

  /** `{type:'size', …}` of the dock, which says where it stands, too. */
  resizeDock({ width, height, inset, move }: DockBox): void {
    if (!this.#dock || typeof width !== 'number' || typeof height !== 'number') return;
    const { style } = this.#dock;
    // Never larger than the window: a broken dock must not cover the site.
    style.width = `min(${Math.max(0, Math.round(width))}px, calc(100vw - 24px))`;
    style.height = `min(${Math.max(0, Math.round(height))}px, calc(100vh - 24px))`;
    style.inset = String(inset);
    style.transform = String(move);
  }

  /** The dock asks what lies where it could stand. */
  look(at: unknown): void {
    if (this.#dock) this.tellDock(looked(this.#deps.page, this.#dock, at));
  }

  tellTab(): void {
    const id = this.#deps.tab();
    if (id !== undefined) this.tellDock({ type: 'tab', tab: id });
  }

  tellDock(message: object): void {
    const { page } = this.#deps;
    // Before it has loaded its window is an empty one, and the browser would complain of the origin on the page's console.
    const window = this.#dock && this.#dockLoaded ? page.natives.contentWindow(this.#dock) : null;
    if (window) page.natives.postMessage(window, message, page.urls.own);
  }

  /** Where ink is drawn: our closed root, made if there was nothing to show yet. */
  shadow(): ShadowRoot {
    if (!this.#root) this.#mount();
    if (!this.#root) throw new TypeError('no root');
    return this.#root;
  }

  addStyle(css: string): void {
    const { natives: n } = this.#deps.page;
    const sheet = new n.CSSStyleSheet();
    n.replaceSheet(sheet, css);
    this.#sheets.push(sheet);
    if (this.#root) n.setShadowAdoptedStyleSheets(this.#root, this.#sheets);
  }

  /** Marks and cursors again, soon. */
  refresh(): void {
    const { natives: n } = this.#deps.page;
    if (!this.#started || this.#refreshTimer !== undefined) return;
    const wait = Math.max(0, this.#lastRefresh + REFRESH_MS - n.now());
    this.#refreshTimer = n.setTimeout(() => {
      this.#refreshTimer = undefined;
      this.#lastRefresh = n.now();
      this.#draw();
    }, wait);
  }

  close(): void {
    const { natives: n } = this.#deps.page;
    if (this.#watch !== undefined) n.clearInterval(this.#watch);
    if (this.#refreshTimer !== undefined) n.clearTimeout(this.#refreshTimer);
    this.#watch = undefined;
    this.#started = false;
    const { window } = this.#deps.page;
    for (const type of MOVES) n.removeEventListener(window, type, this.#onMove, { capture: true });
    for (const type of LAYERS) n.removeEventListener(window, type, this.#onLayer, { capture: true });
    for (const type of NEAR) n.removeEventListener(window, type, this.#onNear, { capture: true });
    this.#host?.remove();
    this.#cursors.clear();
  }

  #mount(): void {
    const { page, capture, hasDock } = this.#deps;
    const { natives: n, document } = page;
    if (!this.#host) {
      const host = n.createElement(document, 'samepage-overlay');
      capture.addOwn(host);
      n.setAttribute(host, 'data-testid', 'samepage-overlay');
      const root = n.attachShadow(host, { mode: 'closed' });
      // A sheet made by script, not an element: a site's `style-src` would stop that, and tell the site of it.
      this.#root = root;
      this.addStyle(STYLE);
      const layer = n.createElement(document, 'div');
      n.setAttribute(layer, 'aria-hidden', 'true');
      n.appendChild(root, layer);
      this.#host = host;
      this.#layer = layer;
      if (hasDock) {
        const dock = n.createElement(document, 'iframe') as HTMLIFrameElement; // made of this name
        n.setAttribute(dock, 'src', page.line.dock);
        n.setAttribute(dock, 'title', 'Samepage');
        // A browser without it would complain of the name on the page's console.
        n.setAttribute(dock, 'allow', `clipboard-write${'share' in page.window.navigator ? '; web-share' : ''}`);
        n.addEventListener(dock, 'load', this.#onDockLoad);
        n.appendChild(root, dock);
        this.#dock = dock;
      }
    }
    this.#check();
  }

  /** Where it can be seen and reached: the topmost modal or fullscreen element, else <html>. */
  #check(): void {
    const { natives: n, document } = this.#deps.page;
    const home = this.#topmost() ?? n.documentElement(document);
    if (!home || !this.#host || n.parentNode(this.#host) === home) return;
    try {
      n.appendChild(home, this.#host);
      this.refresh();
    } catch (error) {
      this.#deps.page.fault(error);
    }
  }

  #topmost(): Element | undefined {
    const { natives: n, document } = this.#deps.page;
    const full = document.fullscreenElement;
    if (full && n.localName(full) !== 'iframe' && n.localName(full) !== 'video') return full;
    const modals = Array.from(n.documentQueryAll(document, 'dialog[open]')).filter((dialog) => n.matches(dialog, ':modal'));
    return modals[modals.length - 1];
  }

  #put(drawn: HTMLElement): void {
    if (!this.#host) this.#mount();
    if (this.#layer) this.#deps.page.natives.appendChild(this.#layer, drawn);
  }

  speak(words: PageWords): void {
    this.words = words;
    if (this.#dock) this.#deps.page.natives.setAttribute(this.#dock, 'title', words.product);
    for (const label of this.#markLabels) this.#deps.page.natives.setTextContent(label, words.mark);
  }

  /** Nobody gave the seat a name: it is called by its role, as the gateway says it. */
  nameOf({ name }: Pick<Person, 'name'>): string {
    if (name === 'Agent') return this.words?.agent ?? name;
    if (name === 'Customer') return this.words?.customer ?? name;
    return name;
  }

  #makeCursor(person: Person): HTMLElement {
    const { natives: n, document } = this.#deps.page;
    const box = n.createElement(document, 'div');
    n.setAttribute(box, 'class', 'cursor');
    n.setAttribute(box, 'data-testid', 'cursor');
    const svg = n.createElementNS(document, 'http://www.w3.org/2000/svg', 'svg');
    n.setAttribute(svg, 'viewBox', '0 0 20 20');
    const path = n.createElementNS(document, 'http://www.w3.org/2000/svg', 'path');
    n.setAttribute(path, 'd', ARROW);
    n.setAttribute(path, 'fill', person.color);
    n.setAttribute(path, 'stroke', '#fff');
    n.appendChild(svg, path);
    const name = n.createElement(document, 'span');
    n.setTextContent(name, this.nameOf(person));
    name.style.background = person.color;
    n.appendChild(box, svg);
    n.appendChild(box, name);
    this.#put(box);
    return box;
  }

  #placeCursor(cursor: Cursor): void {
    const { page, capture } = this.#deps;
    const element = capture.elementOf(cursor.place.node);
    if (!element) {
      cursor.box.style.display = 'none';
      return;
    }
    const { left, top, width, height } = page.natives.getBoundingClientRect(element);
    cursor.box.style.display = '';
    cursor.box.style.transform = `translate(${left + width * cursor.place.fx}px,${top + height * cursor.place.fy}px)`;
  }

  #draw(): void {
    const { page, capture } = this.#deps;
    const { natives: n, document, window } = page;
    const now = n.now();
    for (const [id, cursor] of this.#cursors) {
      if (now - cursor.seenAt > CURSOR_IDLE_MS) this.pointer(id, null);
      else this.#placeCursor(cursor);
    }
    let used = 0;
    for (const element of capture.maskedElements()) {
      if (used >= MAX_MARKS) break;
      const { left, top, width, height } = n.getBoundingClientRect(element);
      if (width < 4 || height < 4 || top > window.innerHeight || top + height < 0 || left > window.innerWidth || left + width < 0) continue;
      let mark = this.#marks[used];
      if (!mark) {
        mark = n.createElement(document, 'div');
        n.setAttribute(mark, 'class', 'mark');
        const label = n.createElement(document, 'i');
        n.setTextContent(label, this.words?.mark ?? 'hidden from the agent');
        this.#markLabels.push(label);
        n.appendChild(mark, label);
        this.#put(mark);
        this.#marks.push(mark);
      }
      used++;
      // Its words would stand over what is beside it.
      n.setAttribute(mark, 'class', width < LABELLED_PX ? 'mark small' : 'mark');
      mark.style.cssText = `transform:translate(${left}px,${top}px);width:${width}px;height:${height}px`;
    }
    for (const mark of this.#marks.slice(used)) mark.style.display = 'none';
  }
}
