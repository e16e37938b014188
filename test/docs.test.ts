/** What the docs list is what the code has. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { configMarkdown, configJsonSchema, policyJsonSchema } from '../src/config/index.ts';
import { errorCodes } from '../src/shared/error-codes.ts';

const pathOf = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const file = (name: string) => readFileSync(pathOf(name), 'utf8');

describe('docs', () => {
  it('errors.md lists each code of the table with its status, and no other', () => {
    const listed = [...file('docs/errors.md').matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \|/gm)].map((row) => `${row[1]} ${row[2]}`);
    expect(listed.sort()).toEqual(
      Object.entries(errorCodes)
        .map(([code, row]) => `${code} ${row.status}`)
        .sort(),
    );
  });

  it('config.md and the schemas are what the config schema says (npm run docs writes them)', () => {
    expect(file('docs/config.md')).toBe(configMarkdown());
    expect(JSON.parse(file('config/gateway.schema.json'))).toEqual(configJsonSchema());
    expect(JSON.parse(file('config/policy.schema.json'))).toEqual(policyJsonSchema());
  });

  it('controls.md names rules and threats that are there', () => {
    const stated = new Set([...file('docs/spec.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1]));
    const known = new Set([...file('docs/security.md').matchAll(/^\| ([A-Z]\d+) \|/gm)].map((match) => match[1]));
    const rows = [...file('docs/controls.md').matchAll(/^\| .* \|$/gm)].slice(2).map(([row]) => row);
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) {
      const ids = (kind: string): string[] =>
        [...row.matchAll(new RegExp(`${kind}s? ((?:[A-Z]\\d+(?:, )?)+)`, 'g'))].flatMap((match) =>
          (match[1] ?? '').split(', ').filter(Boolean),
        );
      expect([...ids('rule').filter((id) => !stated.has(id)), ...ids('threat').filter((id) => !known.has(id))], row).toEqual([]);
      expect(ids('rule').length + ids('threat').length > 0 || row.includes("operator's"), row).toBe(true);
    }
  });

  it('every rule of spec.md has an id of its own that a test names, and no test names a rule that is not there', () => {
    const stated = [...file('docs/spec.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1] ?? '');
    const rules = new Set(stated);
    expect(stated.filter((rule, at) => stated.indexOf(rule) !== at)).toEqual([]);
    const tests = fileURLToPath(new URL('.', import.meta.url));
    const named = new Set<string>();
    for (const entry of readdirSync(tests, { recursive: true, encoding: 'utf8' })) {
      if (!entry.endsWith('.test.ts') || entry.includes('node_modules')) continue;
      for (const match of readFileSync(`${tests}/${entry}`, 'utf8').matchAll(/\[([A-Z]\d+)\]/g)) named.add(match[1] ?? '');
    }
    expect([...rules].filter((rule) => !named.has(rule))).toEqual([]);
    expect([...named].filter((rule) => !rules.has(rule))).toEqual([]);
  });

  it('the README shows the two commands, and links only to files that exist', () => {
    const readme = file('README.md');
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
    for (const match of readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) expect(existsSync(pathOf(match[1] ?? '')), match[1]).toBe(true);
  });
});
