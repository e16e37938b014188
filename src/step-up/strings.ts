/** The words of the customer's window and the agent's frame, in the language of the page. */
import { namesIn } from '../words/names.ts';
import { wordsOf } from '../words/page.ts';
import type { words } from '../words/en/step-up.ts';

export const strings = wordsOf<typeof words>('step-up');
export const nameOf = namesIn(strings.unnamed);
