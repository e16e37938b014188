/**
 * `navigator.registerProtocolHandler`: nothing is registered. The entry would outlive the session in the customer's browser,
 * and lead to a host that is no more. No page can tell, for the browser asks the person, who may say no.
 */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

export function install(page: Page): void {
  const { natives } = page;
  // What the browser refuses it refuses itself (HTML standard, "custom scheme handlers"): an address that is none, of another origin, or without `%s`.
  const isTaken = ([, given]: readonly unknown[]): boolean => {
    const url = String(given);
    const base = page.targetUrl();
    return url.includes('%s') && natives.URL.canParse(url, base) && new natives.URL(url, base).origin === new natives.URL(base).origin;
  };
  for (const name of ['registerProtocolHandler', 'unregisterProtocolHandler'])
    page.disguise.method(page.window.Navigator.prototype, name, (native, self, args) =>
      args.length > 1 && isTaken(args) ? undefined : apply(native, self, args),
    );
}
