/**
 * Declarations by name (`element.style.backgroundImage`, `getComputedStyle(e).cursor`) and the typed object model. Firefox
 * has an accessor for each on a prototype. Chromium answers on each object, but only for names that its prototypes lack:
 * accessors of ours there come first, are not enumerated, and are kept from reflection.
 */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

/** Whatever takes `url()`, shorthands included; the browser lacks some. */
const NAMES =
  'background backgroundImage borderImage borderImageSource listStyle listStyleImage cursor content mask maskImage maskBorder maskBorderSource filter backdropFilter clipPath shapeOutside fill stroke marker markerStart markerMid markerEnd offset offsetPath src webkitMask webkitMaskImage webkitMaskBoxImage webkitMaskBoxImageSource webkitBorderImage webkitFilter webkitClipPath';

export function install(page: Page): void {
  const { window, natives, disguise, markup } = page;
  const kinds = window as unknown as Record<string, { prototype: object } | undefined>; // not every browser has all
  const css = (value: unknown): unknown => (typeof value === 'symbol' ? value : markup.css(`${value as string}`)); // converts like the browser
  const author = (text: unknown): unknown => (typeof text === 'string' ? page.textToTarget(text) : text);

  const declaration = window.CSSStyleDeclaration.prototype;
  const sample = natives.createElement(page.document, 'a').style;
  const inherited = Reflect.getPrototypeOf(sample) ?? declaration;
  for (const name of NAMES.split(' ')) {
    const dashed = name.replace(/^webkit|[A-Z]/g, (part) => `-${part.toLowerCase()}`);
    const spellings = [name, dashed, name.replace(/^w/, 'W')];
    for (const spelling of new Set(spellings)) {
      if (!(spelling in sample)) continue;
      if (spelling in inherited)
        disguise.accessor(
          inherited,
          spelling,
          (native) => author(native()),
          (native, _self, value) => native(value === null ? value : css(value)),
        );
      else
        disguise.added(
          declaration,
          spelling,
          (self) => author(natives.propertyValue(self as CSSStyleDeclaration, dashed)), // throws for anything else, as the original does
          (self, value) => {
            natives.setProperty(self as CSSStyleDeclaration, dashed, value === null ? '' : (css(value) as string), ''); // as above
          },
        );
    }
  }

  const laterArguments = (native: (...args: unknown[]) => unknown, self: unknown, args: unknown[]): unknown =>
    apply(
      native,
      self,
      args.map((value, at) => (at > 0 && typeof value === 'string' ? markup.css(value) : value)),
    );
  for (const name of ['set', 'append']) disguise.method(kinds['StylePropertyMap']?.prototype, name, laterArguments);
  for (const name of ['parse', 'parseAll']) disguise.method(kinds['CSSStyleValue'], name, laterArguments);
  for (const kind of ['CSSStyleValue', 'CSSUnparsedValue'])
    disguise.method(kinds[kind]?.prototype, 'toString', (native, self, args) => author(apply(native, self, args)));
}
