/** window.open, and the empty windows that it makes. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

export function install(page: Page): void {
  const { window, disguise, markup } = page;
  const body = (native: (...args: unknown[]) => unknown, self: unknown, args: unknown[]): unknown => {
    const url = args[0];
    const text = url === undefined || url === null ? url : `${url as string}`; // converts like the browser
    const mapped = text === undefined || text === null ? text : markup.url(text, 'link', 'frame');
    if (text && args.length > 1) {
      const name = `${args[1] as string}`; // as above
      if (page.topNavigation.refuses(page.topNavigation.named(name), text)) return null;
    }
    const opened = apply(native, self, args.length === 0 ? args : [mapped, ...args.slice(1)]);
    // A page's own document brings its tag; an empty one is written by its opener.
    if (!mapped || /^\s*about:blank/i.test(mapped)) page.setUpRealm(opened as Window | null); // what the original gives
    return opened;
  };
  disguise.method(window, 'open', body);
  disguise.method(window.Document.prototype, 'open', (native, self, args) => {
    if (args.length > 2) return body(native, self, args);
    const result = apply(native, self, args);
    if (self === page.document) page.activation.listen();
    return result;
  });
}
