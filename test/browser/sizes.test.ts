/** What people wait for is bounded: every file of our pages has a line, and none is without one. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { budgets, wordBudgets } from '../../scripts/sizes.mjs';

const dist = process.env['SAMEPAGE_TEST_DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
const folder = path.join(dist, 'browser');
const gzip = (name: string) => statSync(path.join(folder, `${name}.gz`)).size;
/** The runtime with a test's additions: loaded by an administrator's own browser alone. */
const TESTS = /^runtime-(?:leak-test|pick)\.js$/;

describe('sizes of bundles', () => {
  const files = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name) && !TESTS.test(name) && !name.startsWith('words-'));

  test('each has a line', () => {
    expect(files.sort()).toEqual(Object.keys(budgets).sort());
  });

  test.each(Object.entries(budgets))('%s stays below %i bytes of gzip', (name, line) => {
    expect(gzip(name)).toBeLessThanOrEqual(line);
  });

  test.each(Object.entries(wordBudgets))('words of %s stay below %i bytes in every language', (page, line) => {
    const words = readdirSync(folder).filter((name) => new RegExp(`^words-${page}-[a-z]+\\.js$`).test(name));
    expect(words.length).toBeGreaterThan(1);
    expect(words.filter((name) => gzip(name) > line)).toEqual([]);
  });
});
