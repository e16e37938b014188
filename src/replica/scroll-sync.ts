/** Two hands on one scroll bar: tells the guest's own scrolling from what was applied for the host, and lets the fresher one win. */

/** The guest's own scrolling goes before the host's for so long; then the host's last word is applied. */
const OWN_MS = 400;

/** Where the layout does not reach yet it is tried again (ms): pictures and fonts come late, and Firefox opens details later. */
const AGAIN_MS = [100, 400, 1500, 5000];

type Target = Element | Document;

export class ScrollSync {
  readonly #applied = new WeakMap<Target, readonly [number, number]>();
  readonly #own = new WeakMap<Target, number>();
  /** Where the host is, and this layout does not reach (yet). */
  readonly #short = new Map<Target, readonly [number, number]>();
  readonly #later = new Map<Target, { x: number; y: number; timer: number }>();
  #tries = 0;
  #again: number | undefined;

  /** The host scrolled. */
  apply(target: Target, x: number, y: number): void {
    this.#tries = 0;
    this.#put(target, x, y);
  }

  #put(target: Target, x: number, y: number): void {
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
    const at = positionOf(target);
    this.#applied.set(target, at);
    if (Math.abs(at[0] - x) < 2 && Math.abs(at[1] - y) < 2) this.#short.delete(target);
    else {
      this.#short.set(target, [x, y]);
      this.#tryAgain();
    }
  }

  #tryAgain(): void {
    const wait = AGAIN_MS[this.#tries];
    if (this.#again !== undefined || wait === undefined) return;
    this.#again = window.setTimeout(() => {
      this.#again = undefined;
      this.#tries++;
      this.reach();
    }, wait);
  }

  /** The layout may be longer now. */
  reach(): void {
    for (const [target, [x, y]] of [...this.#short]) {
      if (target.isConnected && (target.nodeType !== 9 || (target as Document).defaultView))
        this.#put(target, x, y); // 9: a document
      else this.#short.delete(target);
    }
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
    // The layout has become shorter than the place that the host is at: the browser scrolled, nobody's hand.
    if (applied && isEnd(target, x, y) && x <= applied[0] && y <= applied[1]) {
      this.#short.set(target, this.#short.get(target) ?? applied);
      return false;
    }
    this.#short.delete(target);
    this.#own.set(target, performance.now());
    this.#applied.delete(target);
    return true;
  }

  close(): void {
    clearTimeout(this.#again);
    for (const { timer } of this.#later.values()) clearTimeout(timer);
    this.#later.clear();
  }
}

/** As far as it goes, in each direction in which it is not at its beginning. */
function isEnd(target: Target, x: number, y: number): boolean {
  const element = target.nodeType === 9 ? (target as Document).scrollingElement : (target as Element); // 9: a document
  if (!element) return true;
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
  return x >= scrollWidth - clientWidth - 1 && y >= scrollHeight - clientHeight - 1;
}

export function positionOf(target: Target): readonly [number, number] {
  if (target.nodeType === 9) {
    const view = (target as Document).defaultView; // 9: a document
    return [Math.round(view?.scrollX ?? 0), Math.round(view?.scrollY ?? 0)];
  }
  const element = target as Element; // the other kind of target
  return [Math.round(element.scrollLeft), Math.round(element.scrollTop)];
}
