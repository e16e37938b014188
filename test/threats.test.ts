/** Every threat has its line in docs/security.md, every promise to people one in docs/features.md: a test that is there, or why there is none. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const pathOf = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const ids = Object.values(JSON.parse(readFileSync(pathOf('test/data/threats.json'), 'utf8')) as Record<string, string[]>).flat(); // written above by hand
const rows = [...readFileSync(pathOf('docs/security.md'), 'utf8').matchAll(/^\| ([EHARCS]\d+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, id = '', , shown = '']) => ({ id, shown: shown.trim() }),
);

test('each has one line, and no line is about something else', () => {
  expect(rows.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(ids).toHaveLength(60);
});

const promises = [...readFileSync(pathOf('docs/features.md'), 'utf8').matchAll(/^\| (S\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, id = '', , , shown = '']) => ({ id: `promise ${id}`, shown: shown.trim() }),
);

test('no promise has two lines', () => {
  expect(promises.length).toBeGreaterThan(50);
  expect(new Set(promises.map(({ id }) => id)).size).toBe(promises.length);
});

test.each([...rows, ...promises])('$id is shown by what its line names', ({ id, shown }) => {
  if (/^(?:no test|not there): /.test(shown)) {
    expect(shown.length, `${id}: say why`).toBeGreaterThan(60);
    return;
  }
  const named = [...shown.matchAll(/`([^`]+\.ts)`: “([^”]+)”/g)];
  expect(named, `${id}: a file and a part of the name of a test in it`).not.toEqual([]);
  for (const [, file = '', name = ''] of named) {
    const full = pathOf(`test/${file}`);
    expect(existsSync(full), `${id}: ${file}`).toBe(true);
    expect(readFileSync(full, 'utf8'), `${id}: ${file}`).toContain(name);
  }
});
