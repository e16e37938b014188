/** The dock's words, in the language of the page. */
import { namesIn } from '../words/names.ts';
import { wordsOf } from '../words/page.ts';
import type { words } from '../words/en/dock.ts';
import type { words as boardWords } from '../words/en/board.ts';
import type { words as friendWords } from '../words/en/friend.ts';
import type { words as inkWords } from '../words/en/ink.ts';
import type { words as stepWords } from '../words/en/step-up.ts';
import type { words as talkWords } from '../words/en/talk.ts';

export const strings = wordsOf<typeof words>('dock');
export const nameOf = namesIn(strings.unnamed);
export const board = wordsOf<typeof boardWords>('board');
export const friend = wordsOf<typeof friendWords>('friend');
export const ink = wordsOf<typeof inkWords>('ink');
export const talk = wordsOf<typeof talkWords>('talk');
export const step = wordsOf<typeof stepWords>('step-up');
