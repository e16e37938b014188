/** What scrolled lately, and where it was when that was told last: a hidden tab fires no scroll events, so it is looked at now and then. */
import type { HostPage } from '../page.ts';

/** Things that are looked at; the one that has not scrolled for longest is forgotten. */
const MAX_SCROLLERS = 300;

type Target = Element | Document;

export class Scrollers {
  readonly #page: HostPage;
  readonly #told = new Map<Target, string>();

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
