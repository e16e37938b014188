/**
 * What becomes of the origins that markup names, over and over: found where they stand in the text, without a slice or a hash. One
 * place for each pair of ends; another origin with the same ends takes it over.
 */

/** Places; pages name some dozens of origins, sites some hundreds. With origins of 60 characters some 50 KB. */
const PLACES = 256;

interface Named {
  readonly written: string;
  readonly mapped: string;
}

export class OriginTable {
  readonly #places: (Named | undefined)[] = new Array<Named | undefined>(PLACES).fill(undefined);

  /** What the origin written there is mapped to; '': it stays; undefined: not known. */
  get(text: string, start: number, end: number): string | undefined {
    const named = this.#places[placeOf(text, start, end)];
    return named?.written.length === end - start && text.startsWith(named.written, start) ? named.mapped : undefined;
  }

  set(written: string, mapped: string): void {
    // Not the text itself: it would keep the whole page that it was cut from.
    this.#places[placeOf(written, 0, written.length)] = { written: ` ${written}`.slice(1), mapped };
  }
}

/** By the length, and by what tells hosts apart: the beginning of the host, and what stands before its last dots. */
function placeOf(text: string, start: number, end: number): number {
  const host = start + (text.charCodeAt(start) === 104 ? 7 : 2);
  const letters =
    text.charCodeAt(host + 1) * 31 + text.charCodeAt(host + 4) * 7 + text.charCodeAt(end - 5) * 5 + text.charCodeAt(end - 7) * 3;
  return (letters + (end - start) * 17) & (PLACES - 1);
}
