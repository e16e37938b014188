/**
 * `navigator.registerProtocolHandler`: nothing is registered. The entry would outlive the session in the customer's browser,
 * and lead to a host that is no more. No page can tell, for the browser asks the person, who may say no.
 */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

export function install(page: Page): void {
  for (const name of ['registerProtocolHandler', 'unregisterProtocolHandler'])
    // Without its arguments it throws as it does.
    page.disguise.method(page.window.Navigator.prototype, name, (native, self, args) =>
      args.length > 1 ? undefined : apply(native, self, args),
    );
}
