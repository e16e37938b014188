/** setAttribute and its kin, getAttribute, and attribute nodes. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';
import type { AttributeValues } from './attribute-values.ts';

/** What the accessors that attribute nodes share with other nodes (see element-text.ts) do for them. */
export interface AttrTexts {
  read(self: unknown, value: unknown): unknown;
  write(self: unknown, value: unknown): unknown;
}

export function install(page: Page, values: AttributeValues): AttrTexts {
  const { window, natives, disguise } = page;
  const { Element, Attr, NamedNodeMap } = window;
  const isHtml = (element: Element): boolean => natives.namespaceURI(element) === 'http://www.w3.org/1999/xhtml';
  // An element of another realm keeps that realm's prototypes, also after it was moved here.
  const isElement = (self: unknown): self is Element => self instanceof Element || page.isNode(self, 1);
  const isAttr = (self: unknown): self is Attr => self instanceof Attr || page.isNode(self, 2);
  const nameFor = (element: unknown, name: unknown): string | undefined => {
    if (typeof name !== 'string') return undefined; // a symbol, which the original refuses
    const key = values.concerned(name);
    return key !== undefined && isElement(element) && (key === name || isHtml(element)) ? key : undefined;
  };
  /** The arguments with the name at `at` made a string, once: the page's own `toString` may count. */
  const named = (self: unknown, args: unknown[], at: number, least: number): unknown[] => {
    const name = args[at];
    // Too few arguments, or another receiver: refused before anything is converted.
    if (typeof name === 'string' || typeof name === 'symbol' || args.length < least || !isElement(self)) return args;
    return [...args.slice(0, at), `${name as string}`, ...args.slice(at + 1)];
  };

  disguise.method(Element.prototype, 'setAttribute', (native, self, given) => {
    const args = named(self, given, 0, 2);
    const name = args.length > 1 ? nameFor(self, args[0]) : undefined;
    if (name === undefined) return apply(native, self, args);
    return apply(native, self, [args[0], values.write(self as Element, name, args[1])]); // nameFor saw an Element
  });
  disguise.method(Element.prototype, 'setAttributeNS', (native, self, given) => {
    const args = named(self, given, 1, 3);
    const name = args.length > 2 ? nameFor(self, args[1]) : undefined;
    if (name === undefined) return apply(native, self, args);
    return apply(native, self, [args[0], args[1], values.write(self as Element, linkName(args[0], name), args[2])]); // as above
  });
  disguise.method(Element.prototype, 'getAttribute', (native, self, given) => {
    const args = named(self, given, 0, 1);
    const value = apply(native, self, args);
    const name = typeof value === 'string' && value !== '' ? nameFor(self, args[0]) : keptEmpty(self, args[0], value);
    return name === undefined ? value : values.read(self as Element, name, value as string); // as above
  });
  disguise.method(Element.prototype, 'getAttributeNS', (native, self, given) => {
    const args = named(self, given, 1, 2);
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
    if (typeof value !== 'string' || !isAttr(self)) return value;
    const owner = natives.attrOwner(self);
    const name = natives.attrName(self);
    if (values.concerned(name) === undefined) return value;
    return owner ? values.read(owner, name, value) : page.textToTarget(value);
  };
  const writeAttr = (self: unknown, value: unknown): unknown => {
    if (!isAttr(self)) return value;
    const owner = natives.attrOwner(self);
    const name = natives.attrName(self);
    return owner && values.concerned(name) !== undefined ? values.write(owner, name, value) : value;
  };
  disguise.accessor(
    Attr.prototype,
    'value',
    (native, self) => readAttr(self, native()),
    (native, self, value) => native(writeAttr(self, value)),
  );
  const attach = (element: Element | undefined, attr: unknown): void => {
    if (!element || !isAttr(attr)) return;
    const name = natives.attrName(attr);
    if (values.concerned(name) !== undefined) natives.setAttrValue(attr, values.write(element, name, natives.attrValue(attr)) as string); // a string gives a string
  };
  for (const name of ['setAttributeNode', 'setAttributeNodeNS']) {
    disguise.method(Element.prototype, name, (native, self, args) => {
      if (isElement(self)) attach(self, args[0]);
      return apply(native, self, args);
    });
  }
  for (const name of ['setNamedItem', 'setNamedItemNS']) {
    disguise.method(NamedNodeMap.prototype, name, (native, self, args) => {
      const done = apply(native, self, args);
      const attr = args[0];
      const owner = isAttr(attr) ? natives.attrOwner(attr) : null;
      if (owner) attach(owner, attr);
      return done;
    });
  }
  return { read: readAttr, write: writeAttr };
}

function linkName(namespace: unknown, name: string): string {
  return namespace === 'http://www.w3.org/1999/xlink' && !name.includes(':') ? `xlink:${name}` : name;
}
