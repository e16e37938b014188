/** The words of the pages around a session, in the language of the page. */
import { tellError, type Told } from '../words/errors.ts';
import { wordsOf } from '../words/page.ts';
import type { words as reasonWords } from '../words/en/reasons.ts';
import type { words as errorWords } from '../words/en/errors.ts';
import type { words } from '../words/en/pages.ts';

export const strings = wordsOf<typeof words>('pages');
const errors = wordsOf<typeof errorWords>('errors');
const reasons = wordsOf<typeof reasonWords>('reasons');

export function errorText(told: Told): string {
  const { what, next } = tellError(errors, reasons, told);
  return `${what} ${next}`;
}

export function errorParts(told: Told): { readonly what: string; readonly next: string } {
  return tellError(errors, reasons, told);
}
