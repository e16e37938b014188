/**
 * Frames whose document brings no script tag of ours: `about:blank`, written by the page, or the result of a `javascript:`
 * address. Their realm is set up by ours; so is their runtime, which is started here. An empty frame that is on its way to
 * a real document is left alone until it has loaded: that document nearly always brings its own.
 */
import { HELLO_KEY } from './capture/frames.ts';
import type { HostPage } from './page.ts';

export interface MadeFramesDeps {
  readonly page: HostPage;
  /** Starts a runtime on a page of a frame of ours. */
  readonly start: (child: HostPage) => void;
}

export class MadeFrames {
  readonly #deps: MadeFramesDeps;
  /** By window: the realm that it had when we last saw a new one in it. */
  readonly #realms = new WeakMap<Window, HostPage>();

  constructor(deps: MadeFramesDeps) {
    this.#deps = deps;
    deps.page.onRealm((child) => {
      this.#add(child);
    });
  }

  /** Listener of the document; again after `document.open` has taken it away. */
  listen(): void {
    const { natives: n, document } = this.#deps.page;
    n.addEventListener(document, 'load', this.#onLoad, { capture: true, passive: true });
  }

  /** Frames that stood before we came. */
  look(): void {
    const { page } = this.#deps;
    const { natives: n, document } = page;
    for (const frame of n.documentQueryAll(document, 'iframe')) this.#lookAt(frame as HTMLIFrameElement); // by the selector
  }

  close(): void {
    const { natives: n, document } = this.#deps.page;
    n.removeEventListener(document, 'load', this.#onLoad, { capture: true });
  }

  #add(child: HostPage): void {
    const { page } = this.#deps;
    if (child.window.parent === child.window) keepToOurselves(child);
    // A popup is a tab of its own; and what is made in a frame inside a frame of ours is that one's.
    if (child.window.parent !== page.window || child.window === page.window) return;
    this.#realms.set(child.window, child);
    if (!this.#isOnItsWay(child.window.frameElement)) this.#start(child);
  }

  readonly #onLoad = (event: Event): void => {
    const { page } = this.#deps;
    const { natives: n } = page;
    page.safely(undefined, () => {
      const target = n.eventTarget(event) as Node; // a listener of a document hears of nodes
      if (n.nodeType(target) !== 1 || n.localName(target as Element) !== 'iframe') return; // 1: an element
      this.#lookAt(target as HTMLIFrameElement); // the name says so
    });
  };

  #lookAt(frame: HTMLIFrameElement): void {
    const { page } = this.#deps;
    const window = page.natives.contentWindow(frame);
    if (!window) return;
    page.setUpRealm(window);
    const child = this.#realms.get(window);
    if (child) this.#start(child);
  }

  #start(child: HostPage): void {
    this.#deps.page.safely(undefined, () => {
      if (child.needsRuntime() && this.#isMade(child)) this.#deps.start(child);
    });
  }

  /** Not what a server sent without our tag (a picture, a PDF, a plain error): that is no page. */
  #isMade(child: HostPage): boolean {
    const { page } = this.#deps;
    const url = child.natives.documentURL(child.document);
    // A document that is opened for writing takes the address of the one whose script opened it (HTML standard, document.open).
    return url.startsWith('about:') || url === page.natives.documentURL(page.document).replace(/#[^]*$/, '');
  }

  #isOnItsWay(element: Element | null): boolean {
    const { natives: n } = this.#deps.page;
    if (!element || n.localName(element) !== 'iframe') return true;
    if (n.hasAttribute(element, 'srcdoc')) return true;
    const src = n.getAttribute(element, 'src')?.trim() ?? '';
    return src !== '' && !/^(?:about:blank|javascript:)/i.test(src);
  }
}

/** A popup that nothing was loaded into has no runtime, but frames in it may have: they speak up to whoever is around them. */
function keepToOurselves(child: HostPage): void {
  const { natives: n, window } = child;
  const listener = (event: MessageEvent): void => {
    const data: unknown = n.messageData(event);
    if (child.isMade() && typeof data === 'object' && data !== null && HELLO_KEY in data) n.stopImmediatePropagation(event);
  };
  n.addEventListener(window, 'message', listener, { capture: true });
}
