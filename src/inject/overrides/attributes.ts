/** setAttribute and its kin, getAttribute, and attribute nodes. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';
import type { AttributeValues } from './attribute-values.ts';

export function install(page: Page, values: AttributeValues): void {
  const { window, natives, disguise } = page;
  const { Element, Attr, Node, NamedNodeMap } = window;
  const isHtml = (element: Element): boolean => natives.namespaceURI(element) === 'http://www.w3.org/1999/xhtml';
  const nameFor = (element: unknown, name: unknown): string | undefined => {
    // Anything but a string is rare: converted once here, and the original is given the string.
    const text = `${name as string}`;
    const key = element instanceof Element && isHtml(element) ? text.toLowerCase() : text;
    return values.concerns(key) && element instanceof Element ? key : undefined;
  };

  disguise.method(Element.prototype, 'setAttribute', (native, self, args) => {
    const name = args.length > 1 ? nameFor(self, args[0]) : undefined;
    if (name === undefined) return apply(native, self, args);
    return apply(native, self, [args[0], values.write(self as Element, name, args[1])]); // nameFor saw an Element
  });
  disguise.method(Element.prototype, 'setAttributeNS', (native, self, args) => {
    const name = args.length > 2 ? nameFor(self, args[1]) : undefined;
    if (name === undefined) return apply(native, self, args);
    return apply(native, self, [args[0], args[1], values.write(self as Element, linkName(args[0], name), args[2])]); // as above
  });
  disguise.method(Element.prototype, 'getAttribute', (native, self, args) => {
    const value = apply(native, self, args);
    const name = typeof value === 'string' && value !== '' ? nameFor(self, args[0]) : keptEmpty(self, args[0], value);
    return name === undefined ? value : values.read(self as Element, name, value as string); // as above
  });
  disguise.method(Element.prototype, 'getAttributeNS', (native, self, args) => {
    const value = apply(native, self, args);
    if (typeof value !== 'string') return value;
    const name = nameFor(self, args[1]);
    return name === undefined ? value : values.read(self as Element, linkName(args[0], name), value); // as above
  });
  // Emptied on purpose (integrity): the author's text still shows.
  function keptEmpty(self: unknown, name: unknown, value: unknown): string | undefined {
    return value === '' ? nameFor(self, name) : undefined;
  }

  const readAttr = (self: unknown, value: unknown): unknown => {
    if (typeof value !== 'string' || !(self instanceof Attr)) return value;
    const owner = natives.attrOwner(self);
    const name = natives.attrName(self);
    return owner && values.concerns(name) ? values.read(owner, name, value) : value;
  };
  const writeAttr = (self: unknown, value: unknown): unknown => {
    if (!(self instanceof Attr)) return value;
    const owner = natives.attrOwner(self);
    const name = natives.attrName(self);
    return owner && values.concerns(name) ? values.write(owner, name, value) : value;
  };
  disguise.accessor(
    Attr.prototype,
    'value',
    (native, self) => readAttr(self, native()),
    (native, self, value) => native(writeAttr(self, value)),
  );
  for (const name of ['nodeValue', 'textContent']) {
    // Of all nodes only attribute nodes concern us here; scripts and styles have their own accessors (see element-text.ts).
    disguise.accessor(
      Node.prototype,
      name,
      (native, self) => readAttr(self, native()),
      (native, self, value) => native(writeAttr(self, value)),
    );
  }
  const attach = (element: Element | undefined, attr: unknown): void => {
    if (!element || !(attr instanceof Attr)) return;
    const name = natives.attrName(attr);
    if (values.concerns(name)) natives.setAttrValue(attr, values.write(element, name, natives.attrValue(attr)) as string); // a string gives a string
  };
  for (const name of ['setAttributeNode', 'setAttributeNodeNS']) {
    disguise.method(Element.prototype, name, (native, self, args) => {
      if (self instanceof Element) attach(self, args[0]);
      return apply(native, self, args);
    });
  }
  for (const name of ['setNamedItem', 'setNamedItemNS']) {
    disguise.method(NamedNodeMap.prototype, name, (native, self, args) => {
      const done = apply(native, self, args);
      const attr = args[0];
      const owner = attr instanceof Attr ? natives.attrOwner(attr) : null;
      if (owner) attach(owner, attr);
      return done;
    });
  }
}

function linkName(namespace: unknown, name: string): string {
  return namespace === 'http://www.w3.org/1999/xlink' && !name.includes(':') ? `xlink:${name}` : name;
}
