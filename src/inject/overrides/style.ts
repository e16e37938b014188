/** Styles made from script: rules, whole sheets, inline declarations, font faces; and what they read back. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

export function install(page: Page): void {
  const { window, disguise, markup } = page;
  const kinds = window as unknown as Record<string, { prototype: object } | undefined>; // not every browser has all
  const css = (value: unknown): unknown => (typeof value === 'symbol' ? value : markup.css(`${value as string}`)); // converts like the browser
  const firstArgument = (native: (...args: unknown[]) => unknown, self: unknown, args: unknown[]): unknown =>
    apply(native, self, args.length === 0 ? args : [css(args[0]), ...args.slice(1)]);
  const author = (native: (...args: unknown[]) => unknown): unknown => {
    const text = native();
    return typeof text === 'string' ? page.textToTarget(text) : text;
  };

  const sheet = window.CSSStyleSheet.prototype;
  for (const name of ['insertRule', 'replace', 'replaceSync']) disguise.method(sheet, name, firstArgument);
  disguise.method(sheet, 'addRule', (native, self, args) =>
    apply(native, self, args.length < 2 ? args : [args[0], css(args[1]), ...args.slice(2)]),
  );
  for (const kind of ['CSSGroupingRule', 'CSSStyleRule']) disguise.method(kinds[kind]?.prototype, 'insertRule', firstArgument);
  disguise.method(kinds['CSSKeyframesRule']?.prototype, 'appendRule', firstArgument);
  disguise.accessor(window.CSSRule.prototype, 'cssText', author);
  disguise.accessor(kinds['CSSImportRule']?.prototype, 'href', author);
  disguise.accessor(window.StyleSheet.prototype, 'href', author);
  disguise.method(Reflect.get(window, 'CSS') as object | undefined, 'registerProperty', (native, self, args) => {
    const [definition] = args as { initialValue?: unknown }[]; // only looked at
    const value = definition?.initialValue;
    return apply(native, self, value === undefined ? args : [{ ...definition, initialValue: css(value) }]);
  });

  const declaration = window.CSSStyleDeclaration.prototype;
  disguise.method(declaration, 'setProperty', (native, self, args) =>
    apply(native, self, args.length < 2 || args[1] === null ? args : [args[0], css(args[1]), ...args.slice(2)]),
  );
  disguise.method(declaration, 'getPropertyValue', (native, self, args) => page.textToTarget(apply(native, self, args) as string)); // always a string
  disguise.accessor(declaration, 'cssText', author, (native, _self, value) => native(css(value)));
  for (const owner of ['HTMLElement', 'SVGElement', 'MathMLElement']) {
    // `element.style = text` forwards to cssText.
    disguise.accessor(kinds[owner]?.prototype, 'style', undefined, (native, _self, value) => native(css(value)));
  }

  disguise.construct(window, 'FontFace', ([family, source, ...rest]) =>
    source === undefined ? [family] : [family, typeof source === 'string' ? markup.css(source) : source, ...rest],
  );
}
