/** `history.pushState` and `replaceState` with an address of the target. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

export function install(page: Page): void {
  for (const name of ['pushState', 'replaceState']) {
    page.disguise.method(page.window.History.prototype, name, (native, self, args) => {
      const url = args[2];
      if (url === undefined || url === null) return apply(native, self, args);
      return apply(native, self, [args[0], args[1], page.toGateway(`${url as string}`)]); // converts like the browser
    });
  }
}
