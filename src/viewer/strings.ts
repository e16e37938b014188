/** The viewer's words, in the language of the page. */
import { wordsOf } from '../words/page.ts';
import type { words } from '../words/en/viewer.ts';
import type { words as inkWords } from '../words/en/ink.ts';

export const strings = wordsOf<typeof words>('viewer');
export const ink = wordsOf<typeof inkWords>('ink');
