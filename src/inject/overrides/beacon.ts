/** navigator.sendBeacon. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

export function install(page: Page): void {
  page.disguise.method(
    page.window.Navigator.prototype,
    'sendBeacon',
    (native, self, args) => apply(native, self, args.length === 0 ? args : [page.toGateway(`${args[0] as string}`), ...args.slice(1)]), // converts like the browser
  );
}
