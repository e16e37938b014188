/** The console's words before anybody is signed in, and of whatever does not work. */
import { tellError, type Told } from '../words/errors.ts';
import { wordsOf } from '../words/page.ts';
import type { words as errorWords } from '../words/en/errors.ts';
import type { words as reasonWords } from '../words/en/reasons.ts';
import type { words } from '../words/en/sign-in.ts';

export const signInWords = wordsOf<typeof words>('sign-in');
const errors = wordsOf<typeof errorWords>('errors');
const reasons = wordsOf<typeof reasonWords>('reasons');

export function errorText(told: Told): string {
  const { what, next } = tellError(errors, reasons, told);
  return `${what} ${next}`;
}
