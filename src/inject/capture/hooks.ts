/** What one realm tells that no observer shows: calls and setters are hooked once, from its first script on, and live as long as the page. */
import { getter } from '../natives.ts';
import type { HostPage } from '../page.ts';
import { hookAnimations } from './animations.ts';
import { Fonts } from './fonts.ts';
import { hookFields } from './inputs.ts';
import { MadeFiles } from './made-files.ts';
import { hookSheets, type SheetListener } from './sheets.ts';

export interface RealmListener extends SheetListener {
  /** The state of a field may be another. */
  field(element: Element): void;
  /** What moves on it may move otherwise. */
  moving(element: Element): void;
  shadow(host: Element, root: ShadowRoot): void;
  /** A custom element. */
  defined(name: string): void;
}

/** Hands back the fonts and files that scripts make from now on. */
export function hookRealm(page: HostPage, listener: RealmListener): { readonly fonts: Fonts; readonly made: MadeFiles } {
  const { window, disguise } = page;
  hookFields(page, (element) => {
    listener.field(element);
  });
  hookAnimations(page, (element) => {
    listener.moving(element);
  });
  hookSheets(page, listener);
  disguise.method(window.CustomElementRegistry.prototype, 'define', (native, self, args) => {
    const result: unknown = Reflect.apply(native, self, args);
    listener.defined(String(args[0]));
    return result;
  });
  // A closed shadow root is only seen here.
  disguise.method(window.Element.prototype, 'attachShadow', (native, self, args) => {
    const root: unknown = Reflect.apply(native, self, args);
    if (root instanceof window.ShadowRoot && self instanceof window.Element) listener.shadow(self, root);
    return root;
  });
  // Nor one that the parser has made: its element asks for it here, and it is the only one that can.
  const rootOf = getter(window.ElementInternals.prototype, 'shadowRoot');
  disguise.method(window.HTMLElement.prototype, 'attachInternals', (native, self, args) => {
    const internals: unknown = Reflect.apply(native, self, args);
    const root = internals instanceof window.ElementInternals ? rootOf(internals) : null;
    if (root && page.natives.shadowMode(root) === 'closed') listener.shadow(self as Element, root); // what has internals is one
    return internals;
  });
  const fonts = new Fonts(page, () => {
    listener.adopted(page.document);
  });
  return { fonts, made: new MadeFiles(page) };
}
