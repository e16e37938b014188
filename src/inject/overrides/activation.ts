/**
 * Links and forms at the moment they are followed, whatever their target: `_top`, `_blank` and named windows are out of
 * reach of this window's `navigate` event. Nearly all hold a gateway address by then; this finds the rest.
 */
import { apply } from '../natives.ts';
import type { Activation, Page } from '../page.ts';

const LINKS = 'a, area';

export function createActivation(page: Page): Activation {
  const { window, natives } = page;
  const XLINK = 'http://www.w3.org/1999/xlink';
  const mapAttribute = (element: Element, name: string): void => {
    const value = natives.getAttribute(element, name);
    if (!value) return;
    const mapped = page.markup.url(value, name === 'href' ? 'link' : undefined);
    // A rewritten javascript: address is stable under rewriting, so nothing is wrapped twice.
    if (mapped !== value && !/^\s*javascript:/i.test(value)) natives.setAttribute(element, name, mapped);
  };
  /** Where a link or form leads, when the browser would refuse to go there; its own events are sent all the same. */
  const isRefused = (element: Element | null, target: string | null, address: string | null): boolean => {
    const base = natives.documentQuery(window.document, 'base[target]');
    const name = target ?? (base && natives.getAttribute(base, 'target'));
    return element !== null && address !== null && page.topNavigation.refuses(page.topNavigation.named(name), address);
  };
  const refuse = (on: EventTarget, type: string): void => {
    natives.addEventListener(
      on,
      type,
      (event: Event) => {
        natives.preventDefault(event);
      },
      { once: true },
    );
  };
  const linkRefused = (element: Element): boolean =>
    isRefused(element, natives.getAttribute(element, 'target'), natives.getAttribute(element, 'href'));
  const formRefused = (element: Element, submitter: unknown): boolean => {
    const by = submitter instanceof window.Element ? submitter : element;
    const of = (own: string, theirs: string): string | null => natives.getAttribute(by, theirs) ?? natives.getAttribute(element, own);
    return isRefused(element, of('target', 'formtarget'), of('action', 'formaction') ?? '');
  };
  const link = (event: Event): void => {
    for (const node of natives.composedPath(event)) {
      if (!(node instanceof window.Element) || !natives.matches(node, LINKS)) continue;
      // A real click is itself the activation.
      if (!event.isTrusted && linkRefused(node)) refuse(window, event.type);
      mapAttribute(node, 'href');
      const svg = natives.getAttributeNS(node, XLINK, 'href');
      if (svg && page.toGateway(svg) !== svg) natives.setAttributeNS(node, XLINK, 'xlink:href', page.toGateway(svg));
      return;
    }
  };
  const form = (target: unknown, submitter: unknown): void => {
    if (target instanceof window.Element) mapAttribute(target, 'action');
    if (submitter instanceof window.Element) mapAttribute(submitter, 'formaction');
  };
  const submit = (event: SubmitEvent): void => {
    const target = natives.eventTarget(event);
    form(target, event.submitter);
    if (target instanceof window.Element && formRefused(target, event.submitter)) refuse(window, 'submit');
  };

  page.disguise.method(window.HTMLFormElement.prototype, 'submit', (native, self, args) => {
    form(self, undefined);
    if (self instanceof window.Element && formRefused(self, undefined)) return undefined;
    return apply(native, self, args);
  });
  page.disguise.method(window.HTMLFormElement.prototype, 'requestSubmit', (native, self, args) => {
    form(self, args[0]);
    return apply(native, self, args);
  });
  page.disguise.method(window.HTMLElement.prototype, 'click', (native, self, args) => {
    // An element outside the document has no path through the window.
    if (self instanceof window.Element && natives.matches(self, LINKS)) {
      mapAttribute(self, 'href');
      if (!natives.isConnected(self) && linkRefused(self)) refuse(self, 'click');
    }
    return apply(native, self, args);
  });
  return {
    listen() {
      for (const type of ['click', 'auxclick']) natives.addEventListener(window, type, link, true);
      natives.addEventListener(window, 'submit', submit, true);
    },
  };
}
