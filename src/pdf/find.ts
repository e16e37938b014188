/** Words of a document: where they are, page by page, in the order of reading. */
import type { PageView } from './page-view.ts';

/** Pages that are read for a word, and places that are counted. */
const MAX_PAGES = 1000;
const MAX_PLACES = 999;

export interface Place {
  readonly page: PageView;
  /** Pieces that the words stand in. */
  readonly pieces: readonly number[];
}

/** `isStill`: false ends the search. */
export async function findAll(pages: readonly PageView[], words: string, isStill: () => boolean): Promise<readonly Place[]> {
  const wanted = plain(words);
  const places: Place[] = [];
  if (wanted.trim() === '') return places;
  for (const page of pages.slice(0, MAX_PAGES)) {
    const pieces = await page.openText();
    if (!isStill()) return [];
    let text = '';
    const ends: number[] = [];
    for (const piece of pieces) {
      text += `${plain(piece.text)} `;
      ends.push(text.length);
    }
    for (let at = text.indexOf(wanted); at >= 0 && places.length < MAX_PLACES; at = text.indexOf(wanted, at + wanted.length)) {
      const hit = pieces.filter((_piece, i) => (ends[i] ?? 0) > at && (ends[i - 1] ?? 0) < at + wanted.length);
      places.push({ page, pieces: hit.map(({ piece }) => piece) });
    }
  }
  return places;
}

/** Case and accents do not count. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ');
}
