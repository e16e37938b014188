/**
 * What ink needs of a document. In a page of a target these are the browser's own functions, taken before the page could
 * replace them; in our own frames the document's.
 */

export interface InkDom {
  create(tag: string): HTMLElement;
  svg(tag: string): Element;
  attr(element: Element, name: string, value: string): void;
  text(element: Element, text: string): void;
  append(parent: Node, child: Node): void;
  remove(element: Element): void;
  focus(element: HTMLElement): void;
  listen(target: EventTarget, type: string, listener: (event: Event) => void, options?: AddEventListenerOptions): void;
  unlisten(target: EventTarget, type: string, listener: (event: Event) => void, options?: AddEventListenerOptions): void;
  now(): number;
  setTimeout(work: () => void, ms: number): number;
  clearTimeout(timer: number): void;
  nextFrame(work: () => void): void;
}

export function domOf(document: Document): InkDom {
  return {
    create: (tag) => document.createElement(tag),
    svg: (tag) => document.createElementNS('http://www.w3.org/2000/svg', tag),
    attr: (element, name, value) => element.setAttribute(name, value),
    text: (element, text) => (element.textContent = text),
    append: (parent, child) => void parent.appendChild(child),
    remove: (element) => element.remove(),
    focus: (element) => element.focus({ preventScroll: true }),
    listen: (target, type, listener, options) => target.addEventListener(type, listener, options),
    unlisten: (target, type, listener, options) => target.removeEventListener(type, listener, options),
    now: () => performance.now(),
    setTimeout: (work, ms) => window.setTimeout(work, ms),
    clearTimeout: (timer) => window.clearTimeout(timer),
    nextFrame: (work) => void requestAnimationFrame(work),
  };
}
