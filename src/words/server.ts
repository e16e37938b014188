/** What the server itself says to people: titles of our pages, and errors as pages. Each language is compiled when it is first asked for. */
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { catalogues } from './catalogues.ts';
import { directionOf, isLanguage, LANGUAGE_COOKIE, LANGUAGE_QUERY, wished, type Language } from './languages.ts';
import { tellError, type Told } from './errors.ts';
import { sayIn, type CompiledTree } from './say.ts';
import type { Spoken } from './types.ts';
import type { words as errors } from './en/errors.ts';
import type { words as reasons } from './en/reasons.ts';
import type { words as server } from './en/server.ts';

export interface ServerWords {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  readonly server: Spoken<typeof server>;
  readonly errors: Spoken<typeof errors>;
  readonly reasons: Spoken<typeof reasons>;
}

const known = new Map<Language, ServerWords>();

export function serverWords(language: Language): ServerWords {
  let words = known.get(language);
  if (!words) {
    const tree = catalogues[language];
    words = {
      language,
      direction: directionOf(language),
      server: sayIn(language, compiled(tree.server)),
      errors: sayIn(language, compiled(tree.errors)),
      reasons: sayIn(language, compiled(tree.reasons)),
    };
    known.set(language, words);
  }
  return words;
}

interface Tree {
  readonly [key: string]: string | Tree;
}

export function compiled(tree: Tree): CompiledTree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, leaf]) => {
      if (typeof leaf !== 'string') return [key, compiled(leaf)];
      const parts = compileMessage(leaf);
      // Parts that are text alone are text.
      return [key, parts.every((part) => typeof part === 'string') ? parts.join('') : parts];
    }),
  );
}

/** Of a section that travels inside a page of the gateway's making, compiled. */
export function compiledWords(language: Language, section: 'pdf'): CompiledTree {
  const key = `${language} ${section}`;
  let tree = compiledSections.get(key);
  if (!tree) compiledSections.set(key, (tree = compiled(catalogues[language][section])));
  return tree;
}

/** A few for each language. */
const compiledSections = new Map<string, CompiledTree>();

/** An error, as a page of the server says it. */
export function tellInPage(
  language: Language,
  told: Told,
): { readonly direction: 'ltr' | 'rtl'; readonly what: string; readonly next: string } {
  const { direction, errors, reasons } = serverWords(language);
  return { direction, ...tellError(errors, reasons, told) };
}

/** Of the address, else what was chosen on this origin, else what the browser wishes, else the deployment's. */
export function languageFor(
  request: {
    readonly url?: string | undefined;
    readonly headers: { readonly cookie?: string | undefined; readonly 'accept-language'?: string | undefined };
  },
  preset: Language,
): Language {
  const asked = new URLSearchParams((request.url ?? '').split('?')[1] ?? '').get(LANGUAGE_QUERY);
  if (isLanguage(asked)) return asked;
  const chosen = chosenIn(request.headers.cookie);
  return chosen ?? wished(request.headers['accept-language']) ?? preset;
}

/** By the switch; undefined: nobody has. */
export function chosenIn(cookies: string | undefined): Language | undefined {
  for (const pair of (cookies ?? '').split(';')) {
    const [name = '', value = ''] = pair.trim().split('=');
    if (name === LANGUAGE_COOKIE && isLanguage(value)) return value;
  }
  return undefined;
}
