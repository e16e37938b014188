/**
 * New realms: `about:blank` frames, popups and frames that are being written. Each is set up before page code can touch
 * it: after every insertion (a look at `window.length` costs nothing), by the getters that hand windows out, and, for
 * frames that the parser makes, by an observer, whose callback runs before the next script does.
 */
import { apply } from '../natives.ts';
import type { Frames, Page } from '../page.ts';

export function createFrames(page: Page): Frames {
  let known = 0;
  return {
    look() {
      const { window, natives } = page;
      const count = natives.windowLength(window);
      if (count === known) return;
      known = count;
      for (let at = 0; at < count; at++) page.setUpRealm(window[at]);
    },
  };
}

export function install(page: Page): void {
  const { window, natives, disguise, document } = page;
  const kinds = window as unknown as Record<string, { prototype: object } | undefined>; // not every browser has all
  for (const kind of ['HTMLIFrameElement', 'HTMLFrameElement', 'HTMLObjectElement', 'HTMLEmbedElement']) {
    const prototype = kinds[kind]?.prototype;
    disguise.accessor(prototype, 'contentWindow', (native) => {
      const found = native();
      page.setUpRealm(found as Window | null); // what the original gives
      return found;
    });
    disguise.accessor(prototype, 'contentDocument', (native) => {
      const found = native();
      page.setUpRealm((found as Document | null)?.defaultView); // as above
      return found;
    });
    disguise.method(prototype, 'getSVGDocument', (native, self, args) => {
      const found = apply(native, self, args);
      page.setUpRealm((found as Document | null)?.defaultView); // as above
      return found;
    });
  }
  for (const [owner, names] of [
    [window.Element.prototype, ['before', 'after', 'replaceWith', 'insertAdjacentElement', 'moveBefore']],
    [window.CharacterData.prototype, ['before', 'after', 'replaceWith']],
    [window.Document.prototype, ['append', 'prepend', 'replaceChildren']],
    [window.DocumentFragment.prototype, ['append', 'prepend', 'replaceChildren', 'moveBefore']],
    [window.Range.prototype, ['insertNode', 'surroundContents']],
  ] as const) {
    for (const name of names) {
      disguise.method(owner, name, (native, self, args) => {
        const result = apply(native, self, args);
        page.frames.look();
        return result;
      });
    }
  }
  if (natives.readyState(document) !== 'loading') return;
  const observer = new natives.MutationObserver(() => {
    page.frames.look();
  });
  observer.observe(document, { childList: true, subtree: true });
  natives.addEventListener(
    document,
    'DOMContentLoaded',
    () => {
      observer.disconnect();
    },
    { once: true },
  );
}
