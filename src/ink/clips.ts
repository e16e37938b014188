/** Is a node's box to be seen, or scrolled out of what clips it? Ink on it must not float over the rest of the page. */
import { intersects, type Box } from './geometry.ts';

/** A drawing in the page is one thing to people: its outermost element, not the shape that was hit. */
export function outOfDrawing(element: Element, parentOf: (element: Element) => Element | null): Element {
  let found = element;
  for (let up = parentOf(found); up && found.namespaceURI === SVG && up.namespaceURI === SVG; up = parentOf(up)) found = up;
  return found;
}

const SVG = 'http://www.w3.org/2000/svg';

export interface ClipDeps {
  readonly parentOf: (element: Element) => Element | null;
  readonly styleOf: (element: Element) => CSSStyleDeclaration;
  readonly boxOf: (element: Element) => Box;
}

/** What clips a node seldom changes; it is looked for again after so long (ms). */
const FRESH_MS = 1000;

export class Clips {
  readonly #deps: ClipDeps;
  readonly #known = new WeakMap<Element, { readonly around: readonly Element[]; readonly at: number }>();

  constructor(deps: ClipDeps) {
    this.#deps = deps;
  }

  shows(element: Element, box: Box, now: number): boolean {
    if (box.width === 0 && box.height === 0) return false;
    return this.#around(element, now).every((one) => intersects(this.#deps.boxOf(one), box));
  }

  #around(element: Element, now: number): readonly Element[] {
    const known = this.#known.get(element);
    if (known && now - known.at < FRESH_MS) return known.around;
    const { parentOf, styleOf } = this.#deps;
    const around: Element[] = [];
    for (let at = parentOf(element); at; at = parentOf(at)) {
      // The window itself clips what the page's root and body would.
      if (at.localName === 'html' || at.localName === 'body') break;
      const style = styleOf(at);
      if (style.overflowX !== 'visible' || style.overflowY !== 'visible') around.push(at);
    }
    this.#known.set(element, { around, at: now });
    return around;
  }
}
