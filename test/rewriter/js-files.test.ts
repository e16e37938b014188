/** Real files: whatever the scanner settles, it settles as the parser does, and it settles nearly everything. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { prepareJsByParser } from '../../src/rewriter/js-acorn.ts';
import { withAliases } from '../../src/rewriter/js-aliases.ts';
import { prepareJs } from '../../src/rewriter/text/js.ts';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
/** Packages with bundles, modules, minified and hand-written files; more than these takes longer than a test may. */
const packages = [
  'acorn',
  'axe-core',
  'css-tree',
  'preact',
  'playwright-core',
  'puppeteer-core',
  'zod',
  'parse5',
  'undici',
  'typescript',
  'espree',
  'vite',
];
/** Bytes of files given to the parser, which is what takes the time. */
const BUDGET = 8_000_000;

function scripts(): string[] {
  return packages.flatMap((name) => {
    const folder = path.join(modules, name);
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:js|mjs|cjs)$/.test(file))
      .map((file) => path.join(folder, file))
      .sort();
  });
}

describe('the scanner against the parser on real files', () => {
  it('says the same, or that it cannot tell', { timeout: 300_000 }, () => {
    let compared = 0;
    let guards = 0;
    let budget = BUDGET;
    const unsettled: string[] = [];
    for (const file of scripts()) {
      const { size } = statSync(file);
      if (size > 1_500_000 || size > budget) continue;
      const text = readFileSync(file, 'latin1');
      const kind = file.endsWith('.mjs') ? 'module' : 'script';
      const scanned = prepareJs(text, withAliases(text, { kind, bytes: true }));
      if ('unsettled' in scanned) {
        unsettled.push(file);
        continue;
      }
      if (scanned.text === text && !/\blocation\b|\bpostMessage\b|\beval\b|\bimport\b/.test(text)) continue;
      const parsed = prepareJsByParser(text, withAliases(text, { kind }));
      if ('failed' in parsed) continue; // JSON with comments, templates: no script
      budget -= size;
      compared++;
      guards += scanned.text.split('__samepage$').length - 1;
      // Not toBe: a difference in a megabyte takes minutes to print.
      expect(scanned.text === parsed.text, `${file}: the scanner differs from the parser`).toBe(true);
      expect(scanned.specifiers).toEqual(parsed.specifiers);
    }
    expect(compared).toBeGreaterThan(150);
    expect(guards).toBeGreaterThan(150);
    expect(unsettled.length).toBeLessThan(compared / 50);
  });
});
