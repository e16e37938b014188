// `npm run check`: types of both towers, lint, format, docs parity. The floors are a unit test (test/house.test.ts).
// What was found last time is kept under node_modules/.cache, so that a second run looks only at what changed.
import { spawn } from 'node:child_process';
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
  types('test'),
  ['lint', 'eslint', '--cache', '--cache-strategy', 'content', '--cache-location', kept('eslint'), '.'],
  types('server'),
  types('browser'),
  types('ground'),
  ['format', 'prettier', '--check', '--cache', '--cache-location', kept('prettier'), '--log-level', 'warn', '.'],
  ['house and docs', 'vitest', 'run', '--project', 'unit', '--reporter', 'dot', 'test/house.test.ts', 'test/docs.test.ts'],
];

/** One step, its output kept together. */
function run([name, command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(path.join(root, 'node_modules', '.bin', command), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (status) => {
      process.stdout.write(Buffer.concat(said));
      console.log(`check ${name}: ${status === 0 ? 'ok' : 'FAILED'}`);
      resolve(status === 0);
    });
  });
}

// Two at a time: each of them uses one core, and the longest come first.
let failed = 0;
const waiting = [...steps];
const work = async () => {
  for (let step = waiting.shift(); step; step = waiting.shift()) if (!(await run(step))) failed++;
};
await Promise.all([work(), work()]);
process.exitCode = failed ? 1 : 0;
