// `npm run check`: types of both towers, lint, format, docs parity. The floors are a unit test (test/house.test.ts).
import { spawnSync } from 'node:child_process';

const steps = [
  ['types: ground', 'tsc', '-p', 'tsconfig.ground.json'],
  ['types: server', 'tsc', '-p', 'tsconfig.server.json'],
  ['types: browser', 'tsc', '-p', 'tsconfig.browser.json'],
  ['types: tests', 'tsc', '-p', 'tsconfig.test.json'],
  ['lint', 'eslint', '.'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['house and docs', 'vitest', 'run', '--project', 'unit', '--reporter', 'dot', 'test/house.test.ts', 'test/docs.test.ts'],
];

let failed = 0;
for (const [name, command, ...args] of steps) {
  const { status } = spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit' });
  console.log(`check ${name}: ${status === 0 ? 'ok' : 'FAILED'}`);
  if (status !== 0) failed++;
}
process.exit(failed ? 1 : 0);
