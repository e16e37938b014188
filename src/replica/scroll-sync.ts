/** Two hands on one scroll bar: tells the guest's own scrolling from what was applied for the host, and lets the fresher one win. */

/** The guest's own scrolling goes before the host's for so long; then the host's last word is applied. */
const OWN_MS = 400;

type Target = Element | Document;

export class ScrollSync {
  readonly #applied = new WeakMap<Target, readonly [number, number]>();
  readonly #own = new WeakMap<Target, number>();
  readonly #later = new Map<Target, { x: number; y: number; timer: number }>();

  /** The host scrolled. */
  apply(target: Target, x: number, y: number): void {
    const wait = (this.#own.get(target) ?? -Infinity) + OWN_MS - performance.now();
    const waiting = this.#later.get(target);
    if (waiting) clearTimeout(waiting.timer);
    this.#later.delete(target);
    if (wait > 0) {
      this.#later.set(target, { x, y, timer: window.setTimeout(() => this.apply(target, x, y), wait) });
      return;
    }
    const scroller = target.nodeType === 9 ? (target as Document).defaultView : (target as Element); // 9: a document
    scroller?.scrollTo({ left: x, top: y, behavior: 'instant' });
    // Where it really got to: this layout may be shorter than the host's.
    this.#applied.set(target, positionOf(target));
  }

  /** The guest turns the wheel over `target`: a scroll of the host that arrives now would end the turn before it shows. */
  hold(target: Target): void {
    this.#own.set(target, performance.now());
  }

  /** A scroll event came: was it the guest's hand? */
  isOwn(target: Target): boolean {
    const [x, y] = positionOf(target);
    const applied = this.#applied.get(target);
    if (applied && Math.abs(applied[0] - x) < 2 && Math.abs(applied[1] - y) < 2) return false;
    this.#own.set(target, performance.now());
    this.#applied.delete(target);
    return true;
  }

  close(): void {
    for (const { timer } of this.#later.values()) clearTimeout(timer);
    this.#later.clear();
  }
}

export function positionOf(target: Target): readonly [number, number] {
  if (target.nodeType === 9) {
    const view = (target as Document).defaultView; // 9: a document
    return [Math.round(view?.scrollX ?? 0), Math.round(view?.scrollY ?? 0)];
  }
  const element = target as Element; // the other kind of target
  return [Math.round(element.scrollLeft), Math.round(element.scrollTop)];
}
