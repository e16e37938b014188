/** What the document and the window say about their address. */
import type { Page } from '../page.ts';

export function install(page: Page): void {
  const { window, natives, disguise } = page;
  const { Document, Node } = window;
  // The address of a document that is made from a blob names who made the blob.
  const address = (native: (...args: unknown[]) => unknown): unknown => {
    const url = native() as string; // always a string
    return url.startsWith('blob:') ? page.textToTarget(url) : page.toTarget(url);
  };
  disguise.accessor(Document.prototype, 'URL', address);
  disguise.accessor(Document.prototype, 'documentURI', address);
  disguise.accessor(Node.prototype, 'baseURI', address);
  disguise.accessor(Document.prototype, 'referrer', (native, self) => {
    const referrer = native() as string; // always a string
    const url = natives.documentURL(self as Document); // native() threw for anything else
    // Under the usual policy a secure page tells an insecure address nothing, and these count as such.
    if (/^(?:about:srcdoc$|blob:|data:)/.test(url) && page.boot.url.startsWith('https:')) return '';
    // What the target's page would have been told can differ from the mapped address: a policy of the page before.
    return self === page.document && !page.isMade() && page.toTarget(url) === page.boot.url ? page.boot.referrer : page.toTarget(referrer);
  });

  let relaxed: string | undefined;
  // The message names the host, without a scheme that it could be known by.
  const refuse = (native: (...args: unknown[]) => unknown, value: unknown): void => {
    try {
      native(value);
    } catch (error) {
      if (!(error instanceof natives.DOMException)) throw error;
      throw new natives.DOMException(
        natives.location.hostname ? error.message.replace(natives.location.hostname, host()) : error.message,
        error.name,
      );
    }
  };
  const host = (): string => {
    const url = page.urls.targetOrigin(natives.origin());
    return url === undefined ? '' : new natives.URL(url).hostname;
  };
  disguise.accessor(
    Document.prototype,
    'domain',
    // A document without a window has its maker's.
    (native, self) => (native() === '' ? '' : self === page.document ? (relaxed ?? host()) : host()),
    (native, self, value) => {
      const wanted = `${value as string}`; // converts like the browser
      const now = relaxed ?? host();
      // Relaxing for real is impossible: labels share no suffix that means anything to the target. Readers see what they set.
      if (self !== page.document || now === '' || (wanted !== now && !(now.endsWith(`.${wanted}`) && wanted.includes('.'))))
        refuse(native, value);
      // Chromium keys the agents of secure pages by origin, and then takes no notice of what is set: pages look, and go another way.
      else if (!('chrome' in window && page.boot.url.startsWith('https:'))) relaxed = wanted;
    },
  );
  disguise.accessor(window, 'origin', (native) => {
    const origin = native();
    return typeof origin === 'string' ? (page.urls.targetOrigin(origin) ?? origin) : origin;
  });
}
