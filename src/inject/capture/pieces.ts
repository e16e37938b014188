/**
 * A masked value that a page writes in pieces, a text node each: letter by letter, in groups, between placeholders of a
 * template. The texts around a text are looked at together; what belongs to a value that spans several of them is hidden.
 */
import type { Natives } from '../natives.ts';
import type { TaintSet } from './taint.ts';

/** Ancestors that are looked at, and characters and texts in one: a value in pieces stands in a line, not in a page. */
const MAX_UP = 3;
const MAX_LENGTH = 200;
const MAX_TEXTS = 40;

export class Pieces {
  readonly #natives: Natives;
  readonly #taint: TaintSet;
  #looked = new WeakSet<Node>();
  #hidden = new WeakSet<Node>();

  constructor(natives: Natives, taint: TaintSet) {
    this.#natives = natives;
    this.#taint = taint;
  }

  /** From here on the page may be another. */
  again(): void {
    this.#looked = new WeakSet();
    this.#hidden = new WeakSet();
  }

  /** Is the text a piece of something masked? */
  isPiece(text: Node): boolean {
    const n = this.#natives;
    if (this.#taint.isEmpty) return false;
    let at = n.parentNode(text);
    for (let up = 0; at && up < MAX_UP; up++, at = n.parentNode(at)) {
      if (this.#looked.has(at)) continue;
      this.#looked.add(at);
      // What is longer is no line, nor is anything around it.
      if (n.nodeType(at) === 1 && n.childElementCount(at as Element) > MAX_TEXTS) break; // 1: an element
      const line = n.textContent(at) ?? '';
      if (line.length > MAX_LENGTH) break;
      if (!this.#taint.mayHold(line)) continue;
      const texts: Text[] = [];
      if (!this.#gather(at, texts)) break;
      if (texts.length > 1) this.#look(texts);
    }
    return this.#hidden.has(text);
  }

  #look(texts: readonly Text[]): void {
    const n = this.#natives;
    const ends: number[] = [];
    let line = '';
    for (const text of texts) {
      line += n.data(text);
      ends.push(line.length);
    }
    for (const [from, to] of this.#taint.hits(line)) {
      const [first, last] = [ends.findIndex((end) => end > from), ends.findIndex((end) => end >= to)];
      // Within one of them it is found there.
      if (first !== last) for (const text of texts.slice(first, last + 1)) this.#hidden.add(text);
    }
  }

  /** False: too much. */
  #gather(parent: Node, texts: Text[]): boolean {
    const n = this.#natives;
    for (let child = n.firstChild(parent); child; child = n.nextSibling(child)) {
      const type = n.nodeType(child);
      if (type === 3) {
        texts.push(child as Text); // type 3 is text
        if (texts.length > MAX_TEXTS) return false;
      } else if (type === 1 && !this.#gather(child, texts)) return false; // 1: an element
    }
    return true;
  }
}
