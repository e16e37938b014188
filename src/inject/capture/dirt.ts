/** What changed since the last flush, as sets: state, not a log. Repeated changes are one entry. */

/** Entries of all sets together; beyond, a keyframe is cheaper than the ops (and the sets must not hold a page's garbage). */
const MAX_ENTRIES = 50_000;

export class Dirt {
  added = new Set<Node>();
  removed = new Set<Node>();
  texts = new Set<Node>();
  readonly attributes = new Map<Element, Set<string>>();
  /** Fields, boxes, dialogs: everything that a `state` op says. */
  readonly states = new Set<Element>();
  /** Elements whose animations started, stopped or jumped. */
  readonly moving = new Set<Element>();
  readonly sheets = new Set<Element>();
  readonly adopted = new Set<Document | ShadowRoot>();
  /** Adopted sheets with other rules. */
  readonly rules = new Set<CSSStyleSheet>();
  readonly shadows = new Set<Element>();
  readonly scrolled = new Set<Element | Document>();
  /** Elements whose rules are asked again although no attribute of theirs changed. */
  readonly undecided = new Set<Element>();
  /** Names of custom elements that were defined. */
  readonly defined = new Set<string>();
  viewport = false;
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0 && !this.viewport;
  }

  get isTooMuch(): boolean {
    return this.#count > MAX_ENTRIES;
  }

  add<T>(set: Set<T>, value: T): void {
    set.add(value);
    this.#count++;
  }

  attribute(element: Element, name: string): void {
    const names = this.attributes.get(element);
    if (names) names.add(name);
    else this.attributes.set(element, new Set([name]));
    this.#count++;
  }

  record(records: readonly MutationRecord[], isOwn: (node: Node) => boolean): void {
    for (const record of records) {
      if (isOwn(record.target)) continue;
      if (record.type === 'characterData') this.add(this.texts, record.target);
      else if (record.type === 'attributes')
        this.attribute(record.target as Element, record.attributeName ?? ''); // only elements have attributes
      else {
        for (const node of record.removedNodes) this.add(this.removed, node);
        for (const node of record.addedNodes) this.add(this.added, node);
        // Text of <style> and names of buttons follow their children.
        this.add(this.texts, record.target);
      }
    }
  }

  clear(): void {
    this.added = new Set();
    this.removed = new Set();
    this.texts = new Set();
    for (const set of [
      this.attributes,
      this.states,
      this.sheets,
      this.adopted,
      this.shadows,
      this.scrolled,
      this.undecided,
      this.defined,
      this.rules,
      this.moving,
    ])
      set.clear();
    this.viewport = false;
    this.#count = 0;
  }
}
