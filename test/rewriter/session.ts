/** Addresses of a session as the gateway makes them, and the rewriter's worker as the build makes it. */
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSessionHost, UrlMap } from '../../src/shared/url-map.ts';

const host = parseSessionHost('http://{label}.{sid}.localhost:{port}', 8080);
if (!host) throw new Error('the template is wrong');
export const sessionHost = host;

export function testUrls(): UrlMap {
  return new UrlMap(sessionHost, 'abcdefghabcdefgh', { key: 'k', origin: () => undefined, remember: () => undefined });
}

/** In the project's folder, so that it finds acorn. */
export async function buildWorker(): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(fileURLToPath(new URL('../../node_modules/.rewriter-test-', import.meta.url)));
  const file = path.join(folder, 'rewriter-worker.mjs');
  const entry = fileURLToPath(new URL('../../src/rewriter/worker.ts', import.meta.url));
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: file,
    logLevel: 'error',
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
