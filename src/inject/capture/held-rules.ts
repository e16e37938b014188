/** Rules of which the page holds the declarations: these change without an event, a mutation or a call that can be hooked, so they are looked at. */
import type { HostPage } from '../page.ts';

/** Rules looked at; a page that holds more has the one that it asked for longest ago forgotten. */
const MAX_RULES = 300;
/** A change is seen so late at most; one look costs some microseconds a rule. */
const LOOK_MS = 100;

export class HeldRules {
  readonly #page: HostPage;
  readonly #changed: (sheet: CSSStyleSheet) => void;
  readonly #texts = new Map<CSSRule, string>();
  #timer: number | undefined;

  constructor(page: HostPage, changed: (sheet: CSSStyleSheet) => void) {
    this.#page = page;
    this.#changed = changed;
  }

  /** The page asks for the rule's declarations now: what it does with them comes after. */
  note(rule: CSSRule): void {
    const { natives: n } = this.#page;
    if (!this.#texts.has(rule)) {
      this.#texts.set(rule, n.ruleText(rule));
      const [oldest] = this.#texts.keys();
      if (oldest && this.#texts.size > MAX_RULES) this.#texts.delete(oldest);
    }
    this.#timer ??= n.setInterval(() => this.#page.safely(undefined, () => this.look()), LOOK_MS);
  }

  look(): void {
    const { natives: n } = this.#page;
    const sheets = new Set<CSSStyleSheet>();
    for (const [rule, text] of this.#texts) {
      const sheet = n.parentStyleSheet(rule);
      const now = n.ruleText(rule);
      // Out of its sheet it shows nothing.
      if (!sheet) this.#texts.delete(rule);
      else if (now !== text) {
        this.#texts.set(rule, now);
        sheets.add(sheet);
      }
    }
    for (const sheet of sheets) this.#changed(sheet);
    if (this.#texts.size === 0) this.close();
  }

  close(): void {
    if (this.#timer !== undefined) this.#page.natives.clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
