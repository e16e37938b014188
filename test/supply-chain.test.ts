/** The attack: a package is exchanged on its way to us, or runs a script while it is installed. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }; // npm's own form
const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> }; // ours

test('every locked package has a hash of its bytes, and comes from where npm looks, from no other address', () => {
  const others = Object.entries(packages).filter(([name]) => name !== '');
  expect(others.length).toBeGreaterThan(100);
  for (const [name, { integrity, resolved }] of others) {
    expect(integrity, name).toMatch(/^sha512-/);
    expect(resolved ?? '', name).not.toMatch(/^(?:git|http:|file:)/);
  }
});

test('no package runs a script while it is installed but those that are named', () => {
  const scripts = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = scripts.map(([name]) => name.replace(/^.*node_modules\//, ''));
  expect(names.filter((name) => !allowScripts[name])).toEqual([]);
});

test('the image installs without scripts of others, runs as nobody special, and keeps what it keeps in one place', () => {
  const image = read('Dockerfile');
  expect(image).toMatch(/npm ci --omit=dev --ignore-scripts/);
  expect(image).toMatch(/^USER node$/m);
  expect(image).toMatch(/^VOLUME \/data$/m);
  expect(image).not.toMatch(/^ADD |curl|wget/m);
});
