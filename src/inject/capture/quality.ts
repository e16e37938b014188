/**
 * How sharp a picture may be on the line of now. Text goes first: while the line still holds what was said before, no picture is
 * made, and the next one is coarser. A line that has been idle for a while gets a sharper one, seldomer each time that was too much.
 */

/** Longer side in pixels, and WebP's quality: each about half the bytes of the one before. */
const LEVELS: readonly (readonly [side: number, quality: number])[] = [
  [720, 0.6],
  [510, 0.5],
  [360, 0.4],
  [255, 0.35],
  [180, 0.3],
];
/** Unsent bytes that are no backlog: a few words on their way. */
const IDLE_BYTES = 2 << 10;
/** Looks on an idle line before the next try, at first and at most. */
const [FIRST_TRY, LAST_TRY] = [4, 64];

export class Quality {
  #level = 0;
  #idle = 0;
  #patience = FIRST_TRY;
  #isTry = false;

  /** Before each look. `unsent`: bytes that the line still holds. Undefined: no picture now. */
  next(unsent: number): { readonly side: number; readonly quality: number } | undefined {
    if (unsent > IDLE_BYTES) {
      this.#idle = 0;
      if (this.#isTry) this.#patience = Math.min(LAST_TRY, this.#patience * 2);
      this.#isTry = false;
      this.#level = Math.min(LEVELS.length - 1, this.#level + 1);
      return undefined;
    }
    if (this.#level > 0 && ++this.#idle >= this.#patience) {
      this.#idle = 0;
      this.#level--;
      this.#isTry = true;
    }
    const [side, quality] = LEVELS[this.#level] ?? [0, 0];
    return { side, quality };
  }
}
