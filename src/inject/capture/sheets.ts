/** Style that markup does not show: rules changed through the CSSOM, and adopted style sheets. */
import { domLimits } from '../../shared/dom-ops.ts';
import type { Mask } from '../mask.ts';
import type { Natives } from '../natives.ts';
import type { HostPage } from '../page.ts';
import type { Resources } from './resources.ts';

type Root = Document | ShadowRoot;

/** What one realm's hooks tell. */
export interface SheetListener {
  /** Rules of the sheet are others now. */
  rules(sheet: CSSStyleSheet): void;
  adopted(root: Root): void;
}

export class Sheets {
  readonly #natives: Natives;
  readonly #mask: Mask;
  readonly #resources: Resources;
  /** Sheets whose rules were changed by script: their markup no longer says what they are. */
  readonly #touched: WeakSet<CSSStyleSheet>;

  constructor(natives: Natives, mask: Mask, resources: Resources, touched: WeakSet<CSSStyleSheet>) {
    this.#natives = natives;
    this.#mask = mask;
    this.#resources = resources;
    this.#touched = touched;
  }

  /** CSS text of a <style>; of a <link> only when script changed its rules. */
  cssOf(element: Element, tag: string): string | undefined {
    const n = this.#natives;
    const sheet = (element as HTMLStyleElement | HTMLLinkElement).sheet; // the two tags that come here
    if (tag === 'style' && !(sheet && this.#touched.has(sheet))) return this.#send(n.textContent(element) ?? '', n.baseURI(element));
    if (!sheet || !this.#touched.has(sheet)) return undefined;
    return this.#send(this.#textOf(sheet), sheet.href ?? n.baseURI(element));
  }

  /** Adopted sheets of a document or shadow root. Inside a mask strings and addresses are left out by the same filter as elsewhere. */
  adoptedOf(root: Root, masked = false): string[] {
    const n = this.#natives;
    return this.adoptedSheets(root).map((sheet) => {
      const css = this.#send(this.#textOf(sheet), n.baseURI(root));
      return masked ? css.replace(/"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/g, '""') : css;
    });
  }

  adoptedSheets(root: Root): readonly CSSStyleSheet[] {
    const n = this.#natives;
    return Array.from(n.nodeType(root) === 9 ? n.adoptedStyleSheets(root as Document) : n.shadowAdoptedStyleSheets(root as ShadowRoot)); // 9: a document
  }

  #textOf(sheet: CSSStyleSheet): string {
    const n = this.#natives;
    try {
      return Array.from(n.cssRules(sheet), (rule) => n.ruleText(rule)).join('\n');
    } catch {
      return ''; // a sheet of another origin cannot be read, nor have been changed by script
    }
  }

  #send(css: string, base: string): string {
    return this.#mask.css(this.#resources.css(css.slice(0, domLimits.cssLength), base));
  }
}

export function hookSheets({ window, disguise }: Pick<HostPage, 'window' | 'disguise'>, listener: SheetListener): void {
  const { CSSStyleSheet: RealmSheet, Document: RealmDocument, ShadowRoot: RealmRoot } = window;
  for (const name of ['insertRule', 'deleteRule', 'addRule', 'removeRule', 'replaceSync', 'replace']) {
    disguise.method(RealmSheet.prototype, name, (native, self, args) => {
      const result: unknown = Reflect.apply(native, self, args);
      if (self instanceof RealmSheet) {
        listener.rules(self);
        if (result instanceof window.Promise)
          void result.then(
            () => listener.rules(self),
            () => undefined,
          ); // a refused sheet is the page's to handle
      }
      return result;
    });
  }
  for (const owner of [RealmDocument.prototype, RealmRoot.prototype]) {
    disguise.accessor(owner, 'adoptedStyleSheets', undefined, (native, self, value) => {
      (native as (value: unknown) => void)(value); // the setter half
      if (self instanceof RealmDocument || self instanceof RealmRoot) listener.adopted(self);
    });
  }
}
