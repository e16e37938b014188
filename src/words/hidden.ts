/** What is hidden, in the middle of a sentence: kinds that the gateway knows in the reader's language, the company's words as they are. */
import { language } from './page.ts';

export function hiddenWords(hidden: readonly string[], kinds: Readonly<Record<string, string>>): string[] {
  return hidden.map((words) => {
    const kind = Object.hasOwn(kinds, words) ? kinds[words] : undefined;
    if (kind !== undefined) return kind;
    // Words like IBAN keep their capitals, and so does every noun in German.
    const lower = language !== 'de' && /^\p{Lu}\p{Ll}/u.test(words);
    return lower ? words.charAt(0).toLocaleLowerCase(language) + words.slice(1) : words;
  });
}
