/** What the document and the window say about their address. */
import type { Page } from '../page.ts';

export function install(page: Page): void {
  const { window, natives, disguise } = page;
  const { Document, Node } = window;
  const address = (native: (...args: unknown[]) => unknown): unknown => page.toTarget(native() as string); // always a string
  disguise.accessor(Document.prototype, 'URL', address);
  disguise.accessor(Document.prototype, 'documentURI', address);
  disguise.accessor(Node.prototype, 'baseURI', address);
  disguise.accessor(Document.prototype, 'referrer', (native, self) => {
    const referrer = native() as string; // always a string
    // What the target's page would have been told can differ from the mapped address: a policy of the page before.
    return self === page.document && page.toTarget(natives.documentURL(page.document)) === page.boot.url
      ? page.boot.referrer
      : page.toTarget(referrer);
  });

  let relaxed: string | undefined;
  const host = (): string => {
    const url = page.toTarget(natives.location.href);
    return natives.URL.canParse(url) ? new natives.URL(url).hostname : new natives.URL(page.boot.url).hostname;
  };
  disguise.accessor(
    Document.prototype,
    'domain',
    (native, self) => (self === page.document ? (relaxed ?? host()) : native()),
    (native, self, value) => {
      const wanted = `${value as string}`; // converts like the browser
      const now = relaxed ?? host();
      // Relaxing for real is impossible: labels share no suffix that means anything to the target. Readers see what they set.
      if (self === page.document && (wanted === now || (now.endsWith(`.${wanted}`) && wanted.includes('.')))) relaxed = wanted;
      else native(value);
    },
  );
  disguise.accessor(window, 'origin', (native) => {
    const origin = native();
    return typeof origin === 'string' ? (page.urls.targetOrigin(origin) ?? origin) : origin;
  });
}
