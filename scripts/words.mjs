// One catalogue for each page and language, compiled: dist/browser/words-<page>-<language>.js. A page loads one of them; the console
// a second one with what stands behind its sign-in.
import { build } from 'esbuild';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Page -> sections of the catalogue that it speaks from. */
const pages = {
  'sign-in': ['sign-in', 'errors', 'reasons'],
  // Behind the sign-in, and with its words.
  console: ['console', 'work', 'check', 'branding', 'ink', 'talk', 'board', 'step-up'],
  dock: ['dock', 'friend', 'ink', 'talk', 'board', 'step-up'],
  board: ['board', 'ink'],
  pages: ['pages', 'errors', 'reasons'],
  viewer: ['viewer', 'ink'],
  'step-up': ['step-up'],
};

async function load(root, file) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src/words', file)],
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function compile(tree) {
  return Object.fromEntries(
    Object.entries(tree).map(([key, leaf]) => {
      if (typeof leaf !== 'string') return [key, compile(leaf)];
      const compiled = compileMessage(leaf);
      // Parts that are text alone are text.
      return [key, compiled.every((part) => typeof part === 'string') ? compiled.join('') : compiled];
    }),
  );
}

export async function buildWords(root, folder) {
  const { languages } = await load(root, 'languages.ts');
  const sections = [...new Set(Object.values(pages).flat())];
  for (const language of languages) {
    const words = {};
    await Promise.all(
      sections.map(async (section) => {
        words[section] = compile((await load(root, `${language}/${section}.ts`)).words);
      }),
    );
    for (const [page, spoken] of Object.entries(pages)) {
      const kept = Object.fromEntries(spoken.map((section) => [section, words[section]]));
      await writeFile(
        path.join(folder, `words-${page}-${language}.js`),
        `globalThis.samepageWords={...globalThis.samepageWords,...${JSON.stringify(kept)}}\n`,
      );
    }
  }
}
