/** Selectors that name a full address (`a[href^="https://www.shop.example/"]`) find what holds the gateway's instead. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

const ORIGIN = /(?:https?|wss?):(?:\\?\/){2}(?:[\w.-]|\\:)+(?::\d+)?/gi;

export function install(page: Page): void {
  const { window, disguise } = page;
  const both = (selector: string): string | undefined => {
    const mapped = selector.replace(ORIGIN, (found) => page.urls.gatewayOrigin(found.replaceAll('\\', '')) ?? found);
    return mapped === selector ? undefined : `${selector},${mapped}`;
  };
  const body = (native: (...args: unknown[]) => unknown, self: unknown, args: unknown[]): unknown => {
    const selector = args[0];
    const mapped = typeof selector === 'string' && selector.includes('//') ? both(selector) : undefined;
    if (mapped === undefined) return apply(native, self, args);
    try {
      return apply(native, self, [mapped, ...args.slice(1)]);
    } catch {
      return apply(native, self, args); // its own complaint about what the page wrote; or an open end, which is closed by itself
    }
  };
  for (const owner of [window.Document.prototype, window.DocumentFragment.prototype, window.Element.prototype]) {
    for (const name of ['querySelector', 'querySelectorAll', 'matches', 'closest', 'webkitMatchesSelector'])
      disguise.method(owner, name, body);
  }
}
