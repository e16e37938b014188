/** Style that markup does not show: rules changed through the CSSOM, and adopted style sheets. */
import { domLimits, type DomOp } from '../../shared/dom-ops.ts';
import type { Mask } from '../mask.ts';
import type { Natives } from '../natives.ts';
import type { HostPage } from '../page.ts';
import type { Resources } from './resources.ts';

type Root = Document | ShadowRoot;

/** What one realm's hooks tell. */
export interface SheetListener {
  /** Rules of the sheet are others now. */
  rules(sheet: CSSStyleSheet): void;
  /** The page holds something of this rule that it may change without a word. */
  held(rule: CSSRule): void;
  adopted(root: Root): void;
}

/** Numbers of one adopted sheet, as it is and as it is shown under a mask. */
interface Numbered {
  plain?: number;
  masked?: number;
}

export class Sheets {
  readonly #natives: Natives;
  readonly #mask: Mask;
  readonly #resources: Resources;
  /** Sheets whose rules were changed by script: their markup no longer says what they are. */
  readonly #touched: WeakSet<CSSStyleSheet>;
  /** Texts that the room has, by number. Starts over with each keyframe. */
  #texts: string[] = [];
  #numbers = new Map<CSSStyleSheet, Numbered>();
  #fresh: DomOp[] = [];

  /** Number of the sheet of fonts that scripts made. */
  #fontsNumber: number | undefined;
  readonly #fonts: () => string;

  constructor(natives: Natives, mask: Mask, resources: Resources, touched: WeakSet<CSSStyleSheet>, fonts: () => string) {
    this.#fonts = fonts;
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
    // A sheet that a script made (`blob:`) is nowhere else.
    if (!sheet || !(this.#touched.has(sheet) || sheet.href?.startsWith('blob:'))) return undefined;
    return this.#send(this.#textOf(sheet), sheet.href ?? n.baseURI(element));
  }

  /** For a keyframe: nothing is numbered. */
  reset(): void {
    this.#texts = [];
    this.#numbers = new Map();
    this.#fontsNumber = undefined;
    this.#fresh = [];
  }

  /** All texts so far, for the keyframe. */
  table(): string[] {
    this.#fresh = [];
    return [...this.#texts];
  }

  /** Texts that came or changed since; they go before the ops that name them. */
  takeFresh(): DomOp[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  /** A page that makes sheets without end: numbers are given anew. */
  get isFull(): boolean {
    return this.#texts.length >= domLimits.sheets;
  }

  /** Adopted sheets of a document or shadow root, as numbers. Inside a mask strings are left out. */
  adoptedOf(root: Root, masked = false): number[] {
    const base = this.#natives.baseURI(root);
    const numbers: number[] = [];
    for (const sheet of this.adoptedSheets(root)) {
      let numbered = this.#numbers.get(sheet);
      if (!numbered) this.#numbers.set(sheet, (numbered = {}));
      const key = masked ? 'masked' : 'plain';
      if (numbered[key] === undefined) {
        if (this.isFull) continue;
        numbered[key] = this.#texts.length;
        this.#put(numbered[key], this.#adoptedText(sheet, base, masked));
      }
      numbers.push(numbered[key]);
    }
    const fonts = this.#natives.nodeType(root) === 9 ? this.#fonts() : ''; // 9: a document
    if (fonts !== '' && (this.#fontsNumber !== undefined || !this.isFull)) {
      this.#fontsNumber ??= this.#texts.length;
      this.#put(this.#fontsNumber, this.#send(fonts, base));
      numbers.push(this.#fontsNumber);
    }
    return numbers;
  }

  /** Rules of an adopted sheet are others. */
  changed(sheet: CSSStyleSheet, base: string): void {
    const { plain, masked } = this.#numbers.get(sheet) ?? {};
    if (plain !== undefined) this.#put(plain, this.#adoptedText(sheet, base, false));
    if (masked !== undefined) this.#put(masked, this.#adoptedText(sheet, base, true));
  }

  #put(n: number, css: string): void {
    if (this.#texts[n] === css) return;
    this.#texts[n] = css;
    this.#fresh.push(['css', n, css]);
  }

  #adoptedText(sheet: CSSStyleSheet, base: string, masked: boolean): string {
    if (!masked) return this.#send(this.#textOf(sheet), base);
    // No strings, no addresses, no properties of the page's own.
    const css = this.#mask.css(this.#textOf(sheet).slice(0, domLimits.cssLength));
    return css
      .replace(/"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/g, '""')
      .replace(/url\([^)]*\)/gi, 'none')
      .replace(/--[\w-]+\s*:[^;}]*/g, '--masked:0');
  }

  adoptedSheets(root: Root): readonly CSSStyleSheet[] {
    const n = this.#natives;
    return Array.from(n.nodeType(root) === 9 ? n.adoptedStyleSheets(root as Document) : n.shadowAdoptedStyleSheets(root as ShadowRoot)); // 9: a document
  }

  #textOf(sheet: CSSStyleSheet): string {
    const n = this.#natives;
    if (n.sheetDisabled(sheet)) return '';
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

export function hookSheets(
  { window, disguise, natives }: Pick<HostPage, 'window' | 'disguise' | 'natives'>,
  listener: SheetListener,
): void {
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
  const owner = (rule: unknown): void => {
    const sheet = rule instanceof window.CSSRule ? natives.parentStyleSheet(rule) : null;
    if (sheet) listener.rules(sheet);
  };
  const groups: [object | undefined, string][] = [];
  for (const kind of ['CSSGroupingRule', 'CSSStyleRule', 'CSSKeyframesRule']) {
    // Nested rules and groups are not everywhere of the same interfaces.
    const prototype = (Reflect.get(window, kind) as { prototype: object } | undefined)?.prototype;
    for (const name of ['insertRule', 'deleteRule', 'appendRule']) groups.push([prototype, name]);
    disguise.accessor(prototype, 'selectorText', undefined, (native, self, value) => {
      (native as (value: unknown) => void)(value); // the setter half
      owner(self);
    });
  }
  for (const [prototype, name] of groups) {
    disguise.method(prototype, name, (native, self, args) => {
      const result: unknown = Reflect.apply(native, self, args);
      owner(self);
      return result;
    });
  }
  // A declaration is changed through properties that are no accessors in Chromium: who asks for one is looked at from then on.
  for (const [kind, name] of [
    ['CSSStyleRule', 'style'],
    ['CSSStyleRule', 'styleMap'],
    ['CSSKeyframeRule', 'style'],
    ['CSSFontFaceRule', 'style'],
    ['CSSMediaRule', 'media'],
  ] as const) {
    const prototype = (Reflect.get(window, kind) as { prototype: object } | undefined)?.prototype; // as above
    const held = (native: (...args: unknown[]) => unknown, self: unknown): unknown => {
      if (self instanceof window.CSSRule) listener.held(self);
      return native();
    };
    disguise.accessor(prototype, name, held, (native, self, value) => {
      // `rule.style = text` is forwarded to its cssText.
      (native as (value: unknown) => void)(value); // the setter half
      owner(self);
    });
  }
  disguise.accessor(window.StyleSheet.prototype, 'disabled', undefined, (native, self, value) => {
    (native as (value: unknown) => void)(value); // the setter half
    if (self instanceof RealmSheet) listener.rules(self);
  });
  for (const owner of [RealmDocument.prototype, RealmRoot.prototype]) {
    disguise.accessor(owner, 'adoptedStyleSheets', undefined, (native, self, value) => {
      (native as (value: unknown) => void)(value); // the setter half
      if (self instanceof RealmDocument || self instanceof RealmRoot) listener.adopted(self);
    });
  }
}
