/**
 * The words of a page of ours. The server says on <html> which language it is, and puts that language's catalogue, a script
 * of its own, before the page's: one page loads one language.
 */
import { brand, named } from './brand.ts';
import { sayIn, type CompiledTree } from './say.ts';
import { directionOf, isLanguage, LANGUAGE_COOKIE, type Language } from './languages.ts';
import type { Spoken } from './types.ts';

declare global {
  /** Added to by each `words-<page>-<language>.js`. */
  var samepageWords: Readonly<Record<string, CompiledTree>> | undefined;
}

const written = document.documentElement.lang;
export const language: Language = isLanguage(written) ? written : 'en';
export const direction = directionOf(language);

/** The file with a page's words in the language of this one. */
export const wordsFile = (page: string): string => `/static/words-${page}-${language}.js`;

export function wordsOf<Words>(section: string): Spoken<Words> {
  const compiled = globalThis.samepageWords?.[section];
  if (!compiled) throw new Error(`no words for ${section} came with this page`);
  return sayIn<Words>(language, brand.product === 'Samepage' ? compiled : renamed(compiled));
}

/** Our name in the sentences is the company's, wherever customers read them. */
function renamed(tree: CompiledTree): CompiledTree {
  const inside = (leaf: unknown): unknown => {
    if (typeof leaf === 'string') return named(leaf);
    if (Array.isArray(leaf)) return leaf.map(inside);
    return typeof leaf === 'object' && leaf !== null
      ? Object.fromEntries(Object.entries(leaf).map(([key, value]) => [key, inside(value)]))
      : leaf;
  };
  return inside(tree) as CompiledTree; // the same tree, other texts
}

const YEAR_S = 31_536_000;

/** Remembers the choice on this origin, and shows the page again in it. */
export function choose(chosen: Language): void {
  const secure = location.protocol === 'https:';
  // Within a page of another site only a partitioned cookie is kept, and that needs https.
  const site = secure && window.top !== window ? 'SameSite=None; Secure; Partitioned' : `SameSite=Lax${secure ? '; Secure' : ''}`;
  document.cookie = `${LANGUAGE_COOKIE}=${chosen}; Path=/; Max-Age=${YEAR_S}; ${site}`;
  location.reload();
}

const lists = new Intl.ListFormat(language, { type: 'conjunction' });

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  return lists.format(items);
}

/** The first letter large, as a sentence begins. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}

export function dateAndTime(at: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

export function dateOf(at: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(at));
}
