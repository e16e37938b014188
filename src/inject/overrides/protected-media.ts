/**
 * Protected media (DRM). Nothing is changed: what plays, plays. But the picture is kept from every copy, so a guest sees none,
 * and licence servers may refuse the gateway: both people are told when a page really uses it. A page that only asks what
 * the browser could play (many do, to know the browser) is not enough.
 */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

/** Keys in the clear protect nothing. */
const CLEAR_KEY = 'org.w3.clearkey';

export function install(page: Page): void {
  const { window, natives, disguise } = page;
  const kinds = window as unknown as Record<string, { prototype: object } | undefined>; // not every browser has all
  const isOpen = new WeakSet<object>();
  disguise.method(window.Navigator.prototype, 'requestMediaKeySystemAccess', (native, self, args) => {
    if (args[0] !== CLEAR_KEY && natives.documentQuery(window.document, 'video, audio')) page.notice('PROTECTED_MEDIA');
    return apply(native, self, args);
  });
  disguise.method(kinds['MediaKeySystemAccess']?.prototype, 'createMediaKeys', (native, self, args) => {
    const made = apply(native, self, args) as Promise<object>; // what the original gives
    const system: unknown = typeof self === 'object' && self !== null ? Reflect.get(self, 'keySystem') : undefined;
    if (system !== CLEAR_KEY) page.notice('PROTECTED_MEDIA');
    else void made.then((keys) => isOpen.add(keys)).catch(() => undefined); // the page hears of it itself
    return made;
  });
  // Fired at the element, and seen on its way down to it.
  natives.addEventListener(
    window,
    'encrypted',
    (event: Event) => {
      const media = natives.eventTarget(event);
      const keys: unknown = media instanceof window.HTMLMediaElement ? media.mediaKeys : null;
      if (typeof keys !== 'object' || keys === null || !isOpen.has(keys)) page.notice('PROTECTED_MEDIA');
    },
    true,
  );
}
