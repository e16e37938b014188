/** The board's words, in the language of the page. */
import { wordsOf } from '../words/page.ts';
import type { words } from '../words/en/board.ts';
import type { words as inkWords } from '../words/en/ink.ts';

export const strings = wordsOf<typeof words>('board');
export const ink = wordsOf<typeof inkWords>('ink');
