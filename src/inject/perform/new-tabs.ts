/**
 * What a guest presses may open another tab. A browser does that for a person's own hand alone, and blocks it here: so it is
 * not tried, and the address is told, for the customer to open.
 */
import type { HostPage } from '../page.ts';

/** `click`, and of the middle button `auxclick`. */
const CLICKS = ['click', 'auxclick'];

export interface NewTabsDeps {
  readonly page: HostPage;
  /** Is what happens now a consequence of a guest's action? */
  readonly isGuestAtWork: () => boolean;
}

export class NewTabs {
  readonly #deps: NewTabsDeps;
  #wanted: string | undefined;

  constructor(deps: NewTabsDeps) {
    this.#deps = deps;
    const { page } = deps;
    const { navigator } = page.window;
    page.disguise.method(page.window, 'open', (native, self, args) => {
      // A press of the customer's own in the last seconds opens it after all.
      const isHeld = deps.isGuestAtWork() && !navigator.userActivation.isActive;
      const opened: unknown = Reflect.apply(native, self, args);
      const [url] = args;
      if (isHeld && opened === null && typeof url === 'string') page.safely(undefined, () => this.#want(url));
      return opened;
    });
  }

  listen(): void {
    const { natives: n, window } = this.#deps.page;
    for (const type of CLICKS) n.addEventListener(window, type, this.#onClick);
  }

  close(): void {
    const { natives: n, window } = this.#deps.page;
    for (const type of CLICKS) n.removeEventListener(window, type, this.#onClick);
  }

  /** The address of a target that the running action would open; asked for once. */
  take(): string | undefined {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    return wanted;
  }

  /** After the page's own listeners: what they prevented opens nothing. */
  readonly #onClick = (event: Event): void =>
    this.#deps.page.safely(undefined, () => {
      const { natives: n } = this.#deps.page;
      if (event.isTrusted || event.defaultPrevented || !this.#deps.isGuestAtWork()) return;
      for (const node of n.composedPath(event)) {
        if (!('nodeType' in node) || n.nodeType(node as Node) !== 1 || !n.matches(node as Element, 'a[href],area[href]')) continue; // 1: an element
        const link = node as Element; // as above
        if (n.getAttribute(link, 'download') === null && this.#opensTab(link, event as MouseEvent)) {
          const href = n.getAttribute(link, 'href') ?? '';
          if (this.#want(href)) n.preventDefault(event);
        }
        return;
      }
    });

  #opensTab(link: Element, { type, button, ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
    const { natives: n, document } = this.#deps.page;
    if (type === 'auxclick') return button === 1;
    if (ctrlKey || metaKey || shiftKey) return true;
    const base = n.documentQuery(document, 'base[target]');
    const target = (n.getAttribute(link, 'target') ?? (base && n.getAttribute(base, 'target')) ?? '').toLowerCase();
    return target === '_blank';
  }

  /** False: it is no page of a target. */
  #want(address: string): boolean {
    const { page } = this.#deps;
    const { natives: n } = page;
    const base = n.baseURI(page.document);
    if (!n.URL.canParse(address, base)) return false;
    const { href } = new n.URL(address, base);
    const url = page.urls.toTarget(href) ?? href;
    if (!/^https?:/i.test(url) || page.urls.isGateway(url)) return false;
    this.#wanted = url;
    return true;
  }
}
