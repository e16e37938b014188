/** The viewer's words, in the language of the page. */
import { namesIn } from '../words/names.ts';
import { wordsOf } from '../words/page.ts';
import type { words } from '../words/en/viewer.ts';
import type { words as inkWords } from '../words/en/ink.ts';

export const strings = wordsOf<typeof words>('viewer');
export const nameOf = namesIn(strings.unnamed);
export const ink = wordsOf<typeof inkWords>('ink');
