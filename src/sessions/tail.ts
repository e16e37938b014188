/** The last ops of a tab's frames as they went to guests, for one who has missed some: kept as text, which is what leaves again. */
import type { FrameId } from '../shared/ids.ts';

export interface TailPart {
  readonly epoch: number;
  readonly seq: number;
  /** The list of ops as JSON. */
  readonly ops: string;
}

interface Entry extends TailPart {
  readonly frame: FrameId;
}

/** Characters of a tab, all frames together: ten seconds of a thousand changes a second. */
const DEFAULT_MAX_CHARACTERS = 512 * 1024;
/** Messages of a tab: a minute of a page that speaks with each of its pictures. */
const MAX_MESSAGES = 4096;

export class Tail {
  readonly #maxCharacters: number;
  /** Those before `#first` have gone; they are cut off many at a time, since cutting moves all that stay. */
  #entries: (Entry | undefined)[] = [];
  #first = 0;
  #characters = 0;

  constructor(maxCharacters = DEFAULT_MAX_CHARACTERS) {
    this.#maxCharacters = maxCharacters;
  }

  remember(frame: FrameId, epoch: number, seq: number, ops: string): void {
    this.#entries.push({ frame, epoch, seq, ops });
    this.#characters += ops.length;
    while (this.#characters > this.#maxCharacters || this.#entries.length - this.#first > MAX_MESSAGES) {
      this.#characters -= this.#entries[this.#first]?.ops.length ?? 0;
      this.#entries[this.#first++] = undefined;
    }
    if (this.#first > MAX_MESSAGES) this.#cut();
  }

  /** Everything of this epoch from `from` to `to`, in order; undefined when some of it has gone. */
  since(frame: FrameId, epoch: number, from: number, to: number): readonly TailPart[] | undefined {
    const parts: TailPart[] = [];
    for (let at = this.#first; at < this.#entries.length; at++) {
      const entry = this.#entries[at];
      if (entry?.frame === frame && entry.epoch === epoch && entry.seq >= from) parts.push(entry);
    }
    return parts.length === to - from + 1 ? parts : undefined;
  }

  drop(frame: FrameId): void {
    this.#entries = this.#entries.filter((entry) => entry !== undefined && entry.frame !== frame);
    this.#first = 0;
    this.#characters = this.#entries.reduce((sum, entry) => sum + (entry?.ops.length ?? 0), 0);
  }

  #cut(): void {
    this.#entries = this.#entries.slice(this.#first);
    this.#first = 0;
  }
}
