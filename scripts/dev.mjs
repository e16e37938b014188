// `npm run dev`: builds, runs the gateway, and does both again when a source changes.
import { spawn, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
let gateway;
let timer;

function run() {
  const built = spawnSync('node', ['scripts/build.mjs', '--quiet'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) return;
  gateway = spawn('node', ['dist/cli.js', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const old = gateway;
    gateway = undefined;
    if (!old || old.exitCode !== null) run();
    else old.once('exit', run).kill('SIGTERM');
  }, 100);
}

watch(`${root}/src`, { recursive: true }, again);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    gateway?.kill('SIGTERM');
    process.exit(0);
  });
}
run();
