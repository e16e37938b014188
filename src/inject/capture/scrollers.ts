/**
 * What scrolled lately, and where it was when that was told last: what is not drawn (a hidden tab, a frame out of sight) fires no
 * scroll events, so it is looked at now and then.
 */
import type { HostPage } from '../page.ts';

/** Things that are looked at; the one that has not scrolled for longest is forgotten. */
const MAX_SCROLLERS = 300;
/** Elements looked at in a document that is not drawn. */
const MAX_LOOKS = 5000;

type Target = Element | Document;

export class Scrollers {
  readonly #page: HostPage;
  readonly #told = new Map<Target, string>();
  #isDrawn = true;

  constructor(page: HostPage) {
    this.#page = page;
  }

  note(target: Target): void {
    // The last one goes to the end.
    const known = this.#told.get(target) ?? '';
    this.#told.delete(target);
    this.#told.set(target, known);
    const [oldest] = this.#told.keys();
    if (oldest && this.#told.size > MAX_SCROLLERS) this.#told.delete(oldest);
  }

  /** Their places are being told now. */
  telling(targets: Iterable<Target>): void {
    for (const target of targets) if (this.#told.has(target)) this.#told.set(target, this.#placeOf(target));
  }

  /** Of a document that nothing is drawn of: `elements` may have been scrolled all the same. Asked at every look. */
  find(elements: Iterable<Node>): void {
    const { natives: n, document } = this.#page;
    const isDrawn = this.#isDrawn;
    this.#isDrawn = false;
    n.requestAnimationFrame(() => (this.#isDrawn = true));
    if (isDrawn) return;
    let looks = MAX_LOOKS;
    for (const node of elements) {
      if (looks-- <= 0) return;
      if (n.nodeType(node) !== 1 || n.parentNode(node) === document || node === n.body(document)) continue; // 1: an element
      const element = node as Element; // as above
      if (n.scrollTop(element) !== 0 || n.scrollLeft(element) !== 0) this.note(element);
    }
  }

  /** Those that are elsewhere than was told. */
  moved(): Target[] {
    const n = this.#page.natives;
    const moved: Target[] = [];
    for (const [target, told] of this.#told) {
      if (!n.isConnected(target)) this.#told.delete(target);
      else if (this.#placeOf(target) !== told) moved.push(target);
    }
    return moved;
  }

  #placeOf(target: Target): string {
    const { natives: n, window } = this.#page;
    if (n.nodeType(target) === 9) return `${window.scrollX} ${window.scrollY}`; // 9: a document
    return `${n.scrollLeft(target as Element)} ${n.scrollTop(target as Element)}`; // the other kind of target
  }
}
