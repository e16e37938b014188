// `npm run check`: types of both towers, lint, format, docs parity. The floors are a unit test (test/house.test.ts).
// What was found last time is kept under node_modules/.cache, so that a second run looks only at what changed.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const kept = (name) => path.join('node_modules', '.cache', 'check', name);
const types = (name) => [
  `types: ${name}`,
  'tsc',
  '-p',
  `tsconfig.${name}.json`,
  '--incremental',
  '--tsBuildInfoFile',
  kept(`${name}.tsbuildinfo`),
];

const steps = [
  types('ground'),
  types('server'),
  types('browser'),
  types('test'),
  ['lint', 'eslint', '--cache', '--cache-strategy', 'content', '--cache-location', kept('eslint'), '.'],
  ['format', 'prettier', '--check', '--cache', '--cache-location', kept('prettier'), '--log-level', 'warn', '.'],
  ['house and docs', 'vitest', 'run', '--project', 'unit', '--reporter', 'dot', 'test/house.test.ts', 'test/docs.test.ts'],
];

let failed = 0;
for (const [name, command, ...args] of steps) {
  const { status } = spawnSync(path.join(root, 'node_modules', '.bin', command), args, { cwd: root, stdio: 'inherit' });
  console.log(`check ${name}: ${status === 0 ? 'ok' : 'FAILED'}`);
  if (status !== 0) failed++;
}
process.exit(failed ? 1 : 0);
