/** What every language must have: the keys of English, the names in its braces, and a branch for each of its own plurals. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { errorCodes } from '../../src/shared/error-codes.ts';
import { languages, type Language } from '../../src/words/languages.ts';
import { sayIn } from '../../src/words/say.ts';
import { compiled } from '../../src/words/server.ts';

interface Tree {
  readonly [key: string]: string | Tree;
}

const folder = fileURLToPath(new URL('../../src/words/', import.meta.url));
const sections = readdirSync(`${folder}/en`).sort();

async function load(language: Language, section: string): Promise<Record<string, string>> {
  const { words } = (await import(`../../src/words/${language}/${section.replace('.ts', '')}.ts`)) as { words: Tree }; // each catalogue is one
  const flat: Record<string, string> = {};
  const walk = (tree: Tree, path: string) => {
    for (const [key, leaf] of Object.entries(tree)) {
      if (typeof leaf === 'string') flat[`${path}${key}`] = leaf;
      else walk(leaf, `${path}${key}.`);
    }
  };
  walk(words, '');
  return flat;
}

type Part = string | readonly [name: string, format?: string, branches?: Readonly<Record<string, string | readonly Part[]>>];

/** Names and plurals of a text, as the compiler reads it. */
function holes(text: string): { readonly names: readonly string[]; readonly plurals: readonly (readonly string[])[] } {
  const names = new Set<string>();
  const plurals: string[][] = [];
  const walk = (parts: readonly Part[]) => {
    for (const part of parts) {
      if (typeof part === 'string') continue;
      names.add(part[0]);
      if (part[1] !== 'plural' || !part[2]) continue;
      plurals.push(Object.keys(part[2]).filter((branch) => branch !== 'offset'));
      for (const branch of Object.values(part[2])) if (Array.isArray(branch)) walk(branch as readonly Part[]);
    }
  };
  walk(compileMessage(text) as unknown as readonly Part[]); // its own type leaves the branches out
  return { names: [...names].filter((name) => name !== '#').sort(), plurals };
}

describe.each(languages)('%s', (language) => {
  test('has the sections of English', () => {
    expect(readdirSync(`${folder}/${language}`).sort()).toEqual(sections);
  });

  test.each(sections)('[W1] %s has the keys of English, none empty and none left over', async (section) => {
    const words = await load(language, section);
    expect(Object.keys(words).sort()).toEqual(Object.keys(await load('en', section)).sort());
    expect(Object.entries(words).filter(([, text]) => text.trim() === '' || text !== text.trim())).toEqual([]);
  });

  test.each(sections)('[W1] %s has the names in braces of English', async (section) => {
    const english = await load('en', section);
    const words = await load(language, section);
    const names = (all: Record<string, string>) => Object.entries(all).map(([key, text]) => `${key}: ${holes(text).names.join(' ')}`);
    expect(names(words).sort()).toEqual(names(english).sort());
  });

  test.each(sections)('%s has a branch for every plural that the language knows', async (section) => {
    const known = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(await load(language, section))) {
      for (const branches of holes(text).plurals) {
        // Of millions alone ("de" stands before the noun), and no count of ours gets there.
        const wanted = known.filter((category) => category !== 'many' || language === 'ar');
        // The compiler writes "=1" as "1". It and a sentence whose count is never one stand for "one".
        const missing = wanted.filter((category) => !branches.includes(category) && !(category === 'one' && oneIsApart(key, branches)));
        expect(missing, key).toEqual([]);
        expect(
          branches.filter((branch) => !/^(=?\d+|zero|one|two|few|many|other)$/.test(branch)),
          key,
        ).toEqual([]);
      }
    }
  });

  test('[W1] no sentence is still English', async () => {
    if (language === 'en') return;
    for (const section of sections) {
      const english = await load('en', section);
      const same = Object.entries(await load(language, section)).filter(
        ([key, text]) => text === english[key] && /\p{L}{2,}\s+\p{L}{2,}\s+\p{L}{2,}/u.test(text.replace(/\{[^}]*\}/g, '')),
      );
      expect(same).toEqual([]);
    }
  });
});

test('what an error says in words is what its code has values for', async () => {
  for (const [key, text] of Object.entries(await load('en', 'errors.ts'))) {
    const code = key.split('.')[0] ?? '';
    if (code === 'OFFLINE') continue; // the page's own
    const { message, hint } = errorCodes[code as keyof typeof errorCodes]; // the compiler holds the catalogue to the table
    for (const name of holes(text).names) expect(`${message} ${hint}`, key).toContain(`{${name}}`);
  }
});

function oneIsApart(key: string, branches: readonly string[]): boolean {
  return branches.includes('1') || key === 'watching.many';
}

test('a sentence is said with its values, and plurals follow the language', () => {
  const en = sayIn<{ rows: '{count, plural, one {# row} other {# rows}}' }>(
    'en',
    compiled({ rows: '{count, plural, one {# row} other {# rows}}' }),
  );
  expect(en.rows({ count: 1 })).toBe('1 row');
  expect(en.rows({ count: 1200 })).toBe('1,200 rows');
  const ar = '{count, plural, zero {لا شيء} one {واحد} two {اثنان} few {# قليل} many {# كثير} other {# آخر}}';
  const said = sayIn<{ rows: '{count, plural, other {}}' }>('ar', compiled({ rows: ar }));
  expect([0, 1, 2].map((count) => said.rows({ count }))).toEqual(['لا شيء', 'واحد', 'اثنان']);
  expect(said.rows({ count: 5 })).toContain('قليل');
});
