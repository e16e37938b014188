/** Ways through the replica's tree that names in it cannot hide: `<form><input name="parentNode"></form>` shadows the property of its form. */

function getter<T>(name: keyof Node): (node: Node) => T {
  const get = Object.getOwnPropertyDescriptor(Node.prototype, name)?.get;
  if (!get) throw new Error(`no accessor ${name}`);
  return (node) => get.call(node) as T; // the accessor of that property
}

export const parentOf = getter<Node | null>('parentNode');
export const firstChildOf = getter<Node | null>('firstChild');
export const nextSiblingOf = getter<Node | null>('nextSibling');
export const typeOf = getter<number>('nodeType');

/** The element that a shadow root belongs to; undefined for every other node. (An <a> has a `host` too.) */
export function hostOf(node: Node): Element | undefined {
  return typeOf(node) === 11 && 'host' in node ? (node.host as Element) : undefined; // 11: a fragment; with a host, a shadow root
}

/** Outwards, through shadow roots. */
export function upFrom(node: Node): Node | null {
  return parentOf(node) ?? hostOf(node) ?? null;
}

export function shadowOf(node: Node): ShadowRoot | null {
  return typeOf(node) === 1 ? (node as Element).shadowRoot : null; // type 1 is an element
}
