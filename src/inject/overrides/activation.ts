/**
 * Links and forms at the moment they are followed, whatever their target: `_top`, `_blank` and named windows are out of
 * reach of this window's `navigate` event. Nearly all hold a gateway address by then; this finds the rest.
 */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

export interface Activation {
  /** `document.open` takes listeners off the window: put ours back. */
  listen(): void;
}

const LINKS = 'a, area';

export function createActivation(page: Page): Activation {
  const { window, natives } = page;
  const XLINK = 'http://www.w3.org/1999/xlink';
  const mapAttribute = (element: Element, name: string): void => {
    const value = natives.getAttribute(element, name);
    if (!value) return;
    const mapped = page.markup.url(value);
    // A rewritten javascript: address is stable under rewriting, so nothing is wrapped twice.
    if (mapped !== value && !/^\s*javascript:/i.test(value)) natives.setAttribute(element, name, mapped);
  };
  const link = (event: Event): void => {
    for (const node of natives.composedPath(event)) {
      if (!(node instanceof window.Element) || !natives.matches(node, LINKS)) continue;
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
    form(natives.eventTarget(event), event.submitter);
  };

  page.disguise.method(window.HTMLFormElement.prototype, 'submit', (native, self, args) => {
    form(self, undefined);
    return apply(native, self, args);
  });
  page.disguise.method(window.HTMLFormElement.prototype, 'requestSubmit', (native, self, args) => {
    form(self, args[0]);
    return apply(native, self, args);
  });
  page.disguise.method(window.HTMLElement.prototype, 'click', (native, self, args) => {
    // An element outside the document has no path through the window.
    if (self instanceof window.Element && natives.matches(self, LINKS)) mapAttribute(self, 'href');
    return apply(native, self, args);
  });
  return {
    listen() {
      for (const type of ['click', 'auxclick']) natives.addEventListener(window, type, link, true);
      natives.addEventListener(window, 'submit', submit, true);
    },
  };
}
