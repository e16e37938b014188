/** Adopted sheets of documents and shadow roots as they were seen last: one that is pushed into the array fires nothing and calls nothing. */
export class Adopted {
  readonly #seen = new WeakMap<Node, readonly CSSStyleSheet[]>();

  /** True when they are others than at the last look. */
  isOther(root: Node, sheets: readonly CSSStyleSheet[]): boolean {
    const seen = this.#seen.get(root);
    this.#seen.set(root, sheets);
    return seen !== undefined && (seen.length !== sheets.length || sheets.some((sheet, i) => sheet !== seen[i]));
  }
}
