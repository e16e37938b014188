/** Text of scripts and styles that is set or appended from script, before it runs or applies. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';
import type { TrustedTexts } from './trusted-types.ts';

export function install(page: Page, trusted: TrustedTexts): void {
  const { window, natives, disguise, markup } = page;
  const { Node, Element, HTMLScriptElement, HTMLStyleElement, SVGElement, Text, CharacterData, HTMLElement } = window;
  const authors = new WeakMap<object, { readonly native: string; readonly author: string }>();

  const kindOf = (node: unknown): 'script' | 'style' | undefined => {
    if (node instanceof HTMLScriptElement) return 'script';
    if (node instanceof HTMLStyleElement) return 'style';
    if (!(node instanceof SVGElement)) return undefined;
    const name = natives.localName(node);
    return name === 'script' || name === 'style' ? name : undefined;
  };
  const rewrite = (element: Element, kind: 'script' | 'style', text: string): string =>
    kind === 'style' ? markup.css(text) : markup.script(text, natives.getAttribute(element, 'type') ?? '');
  const read = (native: (...args: unknown[]) => unknown, self: unknown): unknown => {
    const text = native();
    if (typeof text !== 'string' || !kindOf(self)) return text;
    const known = authors.get(self as object); // kindOf saw an element
    return known?.native === text ? known.author : markup.toAuthor(text);
  };
  const write = (native: (...args: unknown[]) => unknown, self: unknown, value: unknown): void => {
    const kind = kindOf(self);
    if (!kind || value === null) {
      native(value);
      return;
    }
    const element = self as Element; // kindOf saw an element
    native(
      trusted.remake(value, (text) => {
        const changed = rewrite(element, kind, text);
        if (changed !== text) authors.set(element, { native: changed, author: text });
        return changed;
      }),
    );
  };
  disguise.accessor(HTMLScriptElement.prototype, 'text', read, write);
  // Chromium gives script elements accessors of their own for Trusted Types; Firefox has the inherited ones only.
  for (const name of ['textContent', 'innerText']) disguise.accessor(HTMLScriptElement.prototype, name, read, write);
  disguise.accessor(HTMLElement.prototype, 'innerText', read, write);
  disguise.accessor(Node.prototype, 'textContent', read, write);

  // A text node that becomes a child of a script or style: its text is changed on the way in.
  const adopt = (parent: unknown, child: unknown): unknown => {
    const kind = kindOf(parent);
    if (!kind) return child;
    const element = parent as Element; // kindOf saw an element
    if (typeof child === 'string') return rewrite(element, kind, child);
    if (child instanceof Text) {
      const text = natives.data(child);
      const changed = rewrite(element, kind, text);
      if (changed !== text) {
        natives.setData(child, changed);
        authors.set(child, { native: changed, author: text });
      }
    }
    return child;
  };
  for (const name of ['appendChild', 'insertBefore', 'replaceChild']) {
    disguise.method(Node.prototype, name, (native, self, args) => {
      adopt(self, args[0]);
      const result = apply(native, self, args);
      page.frames.look();
      return result;
    });
  }
  for (const name of ['append', 'prepend', 'replaceChildren']) {
    disguise.method(Element.prototype, name, (native, self, args) => {
      const result = apply(native, self, kindOf(self) ? args.map((child) => adopt(self, child)) : args);
      page.frames.look();
      return result;
    });
  }
  const readData = (native: (...args: unknown[]) => unknown, self: unknown): unknown => {
    const text = native();
    const known = typeof self === 'object' && self !== null ? authors.get(self) : undefined;
    return known && known.native === text ? known.author : text;
  };
  disguise.accessor(CharacterData.prototype, 'data', readData, (native, self, value) => {
    const parent = self instanceof Text ? natives.parentNode(self) : null;
    const kind = kindOf(parent);
    native(kind && parent instanceof Element && value !== null ? rewrite(parent, kind, `${value as string}`) : value); // converts like the browser
  });
}
