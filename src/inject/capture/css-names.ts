/**
 * Classes, ids and attributes that the page's style sheets speak of. Only these leave the page from inside a mask, and
 * only attributes among these leave it at all when they are none of HTML's own: the rest carries data, not looks.
 */
import type { Natives } from '../natives.ts';
import { stringsIn } from './css-text.ts';

/** Rules looked at; a page with more is treated like one whose sheets cannot be read. */
const MAX_RULES = 60_000;

/** Strings kept; icon fonts have short ones, which are not. */
const MAX_STRINGS = 5000;
/** Addresses with the selectors that show them: asked again with each keyframe and each new sheet. */
const MAX_PICTURES = 400;

/** Declarations that write into the page. */
const SAYING =
  /[{;\s](content|quotes|list-style(?:-type)?|(?:-webkit-)?text-emphasis(?:-style)?|hyphenate-character|--[\w-]+)\s*:\s*((?:"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|[^;}"'])+)/g;
/** Of these nothing but a string does. */
const QUOTED = /^(?:quotes|list|text|-webkit|hyph)/;

/** What a rule says; `owner`: the element of its sheet, where there is one. */
export interface Said {
  readonly selector: string;
  readonly owner: Node | null;
}

export class CssNames {
  readonly classes = new Set<string>();
  readonly attributes = new Set<string>();
  /** Strings that rules put into the page (`content`, custom properties), by selector: under a mask they are masked text. Null: the element says. */
  readonly strings: (Said & { readonly text: string | null })[] = [];
  /** Addresses that rules show, by selector: where nothing but masked elements does, they are masked too. */
  readonly pictures: (Said & { readonly url: string; readonly base: string })[] = [];
  /** A sheet could not be read (another origin without CORS): what it speaks of is unknown. */
  incomplete = false;
  readonly #natives: Natives;
  #seen = 0;
  /** Sheets read, with their number of rules then. */
  #read = new WeakMap<CSSStyleSheet, number>();

  constructor(natives: Natives) {
    this.#natives = natives;
  }

  /** Reads what is new. True when a name came that was not known before. */
  update(document: Document, others: Iterable<CSSStyleSheet>): boolean {
    const before = this.classes.size + this.attributes.size;
    const wasIncomplete = this.incomplete;
    for (const sheet of Array.from(this.#natives.styleSheets(document))) this.#readSheet(sheet);
    for (const sheet of others) this.#readSheet(sheet);
    return this.classes.size + this.attributes.size !== before || wasIncomplete !== this.incomplete;
  }

  /** Read again although its number of rules is the same: replaced rules. */
  forget(sheet: CSSStyleSheet): void {
    this.#read.delete(sheet);
  }

  #readSheet(sheet: CSSStyleSheet): void {
    let rules: CSSRuleList;
    try {
      rules = this.#natives.cssRules(sheet);
    } catch {
      this.incomplete = true; // SecurityError of a sheet from another origin
      return;
    }
    if (this.#read.get(sheet) === rules.length) return;
    this.#read.set(sheet, rules.length);
    this.#readRules(rules, sheet.href ?? '', sheet.ownerNode);
  }

  #readRules(rules: CSSRuleList, base: string, owner: Node | null): void {
    for (const rule of Array.from(rules)) {
      if (++this.#seen > MAX_RULES) {
        this.incomplete = true;
        return;
      }
      if ('selectorText' in rule && typeof rule.selectorText === 'string') {
        this.#readSelector(rule.selectorText);
        this.#readStrings({ selector: rule.selectorText, owner }, this.#natives.ruleText(rule), base);
      }
      if ('cssRules' in rule) this.#readRules(rule.cssRules as CSSRuleList, base, owner); // grouping and nesting rules have a list under this name
      if ('styleSheet' in rule && rule.styleSheet instanceof Object) this.#readSheet(rule.styleSheet as CSSStyleSheet); // an @import rule's sheet
    }
  }

  #readStrings(said: Said, css: string, base: string): void {
    for (const [, , url] of css.matchAll(/url\((["']?)([^)"']{4,2000})\1\)/g)) {
      // Images in the text are none of an address; a <style> resolves against its document, as the snapshot does.
      if (url && !url.startsWith('data:')) this.#put(this.pictures, { ...said, url, base }, MAX_PICTURES);
    }
    for (const [, name = '', value = ''] of css.matchAll(SAYING)) {
      const isOwn = name === 'content' && /var\(|attr\(/.test(value);
      const text = stringsIn(value) || (QUOTED.test(name) ? '' : value.trim());
      if (!isOwn && !/[\p{L}\p{N}]{4}/u.test(text)) continue;
      this.#put(this.strings, { ...said, text: isOwn ? null : text }, MAX_STRINGS);
    }
  }

  #put<T>(list: T[], said: T, max: number): void {
    if (list.length >= max) list.shift();
    list.push(said);
  }

  #readSelector(selector: string): void {
    for (const [, name] of selector.matchAll(/[.#]((?:[\w-]|[^\0-\x7f]|\\.)+)/g)) if (name) this.classes.add(name.replace(/\\(.)/g, '$1'));
    for (const [, name] of selector.matchAll(/\[\s*(?:[\w-]*\|)?([\w-]+)/g)) if (name) this.attributes.add(name.toLowerCase());
  }
}
