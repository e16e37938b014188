/** Text of scripts and styles that is set or appended from script, before it runs or applies. */
import { apply } from '../natives.ts';
import { GUARD_MARK as MARK } from '../../shared/guard-names.ts';
import type { Page } from '../page.ts';
import type { AttrTexts } from './attributes.ts';
import type { TrustedTexts } from './trusted-types.ts';

export function install(page: Page, trusted: TrustedTexts, attr: AttrTexts | undefined): void {
  const { window, natives, disguise, markup } = page;
  const { Node, Element, HTMLScriptElement, HTMLStyleElement, SVGElement, Text, Attr, CharacterData, HTMLElement } = window;
  /** Nothing of ours is without one of the two. */
  const isChanged = (text: string): boolean => text.includes(MARK) || text.includes(page.boot.sid);
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
    if (typeof text !== 'string' || !isChanged(text)) return text;
    const known = authors.get(self as object); // native() threw for what is no node
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
  for (const name of ['nodeValue', 'textContent']) {
    disguise.accessor(
      Node.prototype,
      name,
      // The text of an element may hold that of a script inside it.
      (native, self) => (attr && self instanceof Attr ? attr.read(self, native()) : read(native, self)),
      (native, self, value) => {
        if (attr && self instanceof Attr) native(attr.write(self, value));
        else if (self instanceof Text) writeData(native, self, value);
        else write(native, self, value);
      },
    );
  }

  function writeData(native: (...args: unknown[]) => unknown, self: unknown, value: unknown): void {
    const parent = self instanceof Text ? natives.parentNode(self) : null;
    const kind = kindOf(parent);
    native(kind && parent instanceof Element && value !== null ? rewrite(parent, kind, `${value as string}`) : value); // converts like the browser
  }

  // A text node that becomes a child of a script or style: its text is changed on the way in.
  const adopt = (parent: unknown, child: unknown): unknown => {
    const kind = kindOf(parent);
    if (!kind) return child;
    const element = parent as Element; // kindOf saw an element
    if (typeof child === 'string') return rewrite(element, kind, child);
    if (child instanceof Text || page.isNode(child, 3)) {
      const node = child as Text; // of this realm or of another
      const text = natives.data(node);
      const changed = rewrite(element, kind, text);
      if (changed !== text) {
        natives.setData(node, changed);
        authors.set(node, { native: changed, author: text });
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
  disguise.accessor(CharacterData.prototype, 'data', read, writeData);
}
