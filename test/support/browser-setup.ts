/** Runs once before the browser tests: builds dist/ as it ships, and makes the certificates that all files share. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { shareCerts } from './certs.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export function setup(): () => void {
  // scripts/test.mjs has built already; whoever runs vitest alone gets the build here.
  if (process.env['SAMEPAGE_TEST_BUILT'] !== '1') execFileSync('node', ['scripts/build.mjs', '--quiet'], { cwd: root, stdio: 'inherit' });
  return shareCerts();
}
