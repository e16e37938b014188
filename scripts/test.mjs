// `npm test`: the unit tests and the browser tests. `--full`: also what is kept for it (tests look at SAMEPAGE_TEST_FULL, see
// test/support/full.ts), and the applications of test/apps, installed first. `--sites`: those alone.
// The last line is the sum over all runners: `N passed, N failed, N skipped`. On CI a browser that is missing is a failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const full = process.argv.includes('--full');
const sites = process.argv.includes('--sites');
const reports = mkdtempSync(path.join(tmpdir(), 'samepage-reports-'));
const sum = { passed: 0, failed: 0, skipped: 0 };

function run(name, command, args, options = {}) {
  const started = Date.now();
  const { status, signal } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  console.log(`${name}: ${((Date.now() - started) / 1000).toFixed(0)} s${signal ? `, ended by ${signal}` : ''}`);
  return status === 0;
}

/** One vitest run; what it reports is added to the sum. A run that breaks without a failed test counts as one failure. */
function vitest(project, extra = []) {
  const file = path.join(reports, `${project}.json`);
  const args = [
    '--no-install',
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const ok = run(project, 'npx', [...args, ...extra], {
    env: { ...process.env, SAMEPAGE_TEST_BUILT: '1', ...(full && { SAMEPAGE_TEST_FULL: '1' }) },
  });
  const before = sum.failed;
  if (existsSync(file)) {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    sum.passed += report.numPassedTests;
    sum.failed += report.numFailedTests;
    sum.skipped += report.numPendingTests + report.numTodoTests;
    // A file that cannot be loaded, or whose setup throws, may have no failed test to its name.
    for (const suite of report.testResults) {
      if (suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed')) sum.failed++;
    }
  }
  if (!ok && sum.failed === before) sum.failed++;
}

if (!run('build', 'node', ['scripts/build.mjs', '--quiet'])) sum.failed++;
if (!sites) {
  vitest('unit');
  vitest('browser');
}
if (full || sites) {
  const apps = { cwd: path.join(root, 'test', 'apps') };
  const packages = run(
    'install of the applications',
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    apps,
  );
  const debian = run('what the applications need', 'bash', ['setup-debian.sh'], apps);
  if (!packages || !debian) sum.failed++;
  vitest('apps');
} else console.log('apps: real applications are no part of this run; `npm run test:sites` installs and runs them');

rmSync(reports, { recursive: true, force: true });
// Set apart from the exit code, so that whoever reads only the output sees the same.
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
