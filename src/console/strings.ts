/** The words of the console behind the sign-in, in the language of the page. */
import { namesIn } from '../words/names.ts';
import { capital, wordsOf } from '../words/page.ts';
import { hiddenWords } from '../words/hidden.ts';
import type { words } from '../words/en/console.ts';
import type { words as brandingWords } from '../words/en/branding.ts';
import type { words as checkWords } from '../words/en/check.ts';
import type { words as boardWords } from '../words/en/board.ts';
import type { words as inkWords } from '../words/en/ink.ts';
import type { words as talkWords } from '../words/en/talk.ts';
import type { words as workWords } from '../words/en/work.ts';
import type { words as stepWords } from '../words/en/step-up.ts';

export const strings = wordsOf<typeof words>('console');
export const nameOf = namesIn(strings.unnamed);
export const work = wordsOf<typeof workWords>('work');
export const branding = wordsOf<typeof brandingWords>('branding');
export const check = wordsOf<typeof checkWords>('check');
export const board = wordsOf<typeof boardWords>('board');
export const ink = wordsOf<typeof inkWords>('ink');
export const talk = wordsOf<typeof talkWords>('talk');
export const steps = wordsOf<typeof stepWords>('step-up').console;

/** A kind of what is hidden, as a sentence or a line begins with it. */
export function hiddenKind(says: string): string {
  return capital(hiddenWords([says], strings.hiddenKinds)[0] ?? says);
}
