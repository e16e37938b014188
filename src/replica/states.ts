/**
 * What the host's hand and keyboard do to a page's looks: over what the pointer is, what it presses, what has the focus,
 * what fills the screen. The replica's own browser says none of that of these elements, so they carry attributes, and every
 * rule that asks for such a state gets a twin that asks for the attribute.
 */
import { upFrom, typeOf } from './tree.ts';

const attribute = (state: string): string => `data-samepage-${state}`;
export const HOVER = attribute('hover');
export const ACTIVE = attribute('active');
export const FOCUS = attribute('focus');
export const FOCUS_VISIBLE = attribute('focus-visible');
export const FOCUS_WITHIN = attribute('focus-within');
export const FULLSCREEN = attribute('fullscreen');

const STATE = /:(focus-within|focus-visible|focus|hover|active|fullscreen)(?![\w-])/g;
/** Rules looked at in one sheet; what stands behind them keeps the guest's own states only. */
const MAX_RULES = 60_000;

/** Adds the twins. The same sheet again costs a look and changes nothing. */
export function addTwins(sheet: CSSStyleSheet | null): void {
  if (!sheet) return;
  let seen = 0;
  const visit = (list: CSSRuleList): void => {
    for (const rule of list) {
      if (++seen > MAX_RULES) return;
      // Rules of the replica's own realm are no instances of ours: they are told by what they have.
      if ('selectorText' in rule && typeof rule.selectorText === 'string') {
        const twins = withTwins(rule.selectorText);
        if (twins !== undefined) rule.selectorText = twins;
      }
      if ('styleSheet' in rule)
        addTwins(rule.styleSheet as CSSStyleSheet | null); // of an @import rule
      else if ('cssRules' in rule) visit(rule.cssRules as CSSRuleList); // of groups and nests
    }
  };
  try {
    visit(sheet.cssRules);
  } catch (error) {
    // Not loaded, or not ours to read: its rules know the guest's own states only.
    if (!(typeof error === 'object' && error !== null && 'code' in error)) throw error;
  }
}

/** Undefined: nothing to add. */
export function withTwins(selector: string): string | undefined {
  if (selector.includes('data-samepage-')) return undefined;
  const twin = selector.replace(STATE, (_all, state: string) => `[${attribute(state)}]`);
  if (twin === selector) return undefined;
  // "Not hovered" is true of almost everything for the guest's own pointer: there only the host's counts.
  return /:not\([^)]*:(?:focus|hover|active|fullscreen)/.test(selector) ? twin : `${selector},${twin}`;
}

/** Moves a mark to `element`, and with `around` to everything that it stands in. Two people may mark the same: `by` tells whose it is. */
export class Mark {
  readonly #name: string;
  readonly #around: boolean;
  readonly #by: string;
  #marked: Element[] = [];

  constructor(name: string, around: boolean, by = 'host') {
    this.#name = name;
    this.#around = around;
    this.#by = by;
  }

  put(element: Node | undefined): void {
    const next: Element[] = [];
    for (let at: Node | null = element ?? null; at; at = this.#around ? upFrom(at) : null) if (typeOf(at) === 1) next.push(at as Element); // type 1 is an element
    for (const old of this.#marked) if (!next.includes(old)) this.#set(old, false);
    for (const one of next) if (!this.#marked.includes(one)) this.#set(one, true);
    this.#marked = next;
  }

  #set(element: Element, isOn: boolean): void {
    const others = (Element.prototype.getAttribute.call(element, this.#name) ?? '').split(' ').filter((by) => by !== '' && by !== this.#by);
    const all = isOn ? [...others, this.#by] : others;
    if (all.length === 0) Element.prototype.removeAttribute.call(element, this.#name);
    else Element.prototype.setAttribute.call(element, this.#name, all.join(' '));
  }
}
