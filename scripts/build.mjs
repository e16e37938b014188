// Builds everything into dist/: the server, the rewriter's worker, and one bundle per page. Under two seconds.
import { build } from 'esbuild';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import path from 'node:path';
import { buildWords } from './words.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
// Another folder lets tests run while dist/ is being built again.
const dist = process.env.SAMEPAGE_TEST_DIST ?? path.join(root, 'dist');
const quiet = process.argv.includes('--quiet');

/** Entry points of the browser tower: file in src/, name in dist/browser/. */
const pages = {
  runtime: 'inject/main.ts',
  'runtime-leak-test': 'inject/leak-test/main.ts',
  'runtime-pick': 'inject/pick/main.ts',
  worker: 'inject/worker-main.ts',
  'site-script': 'inject/site/script.ts',
  'site-runtime': 'inject/site/runtime-main.ts',
  viewer: 'viewer/main.ts',
  preview: 'viewer/preview.ts',
  dock: 'dock/dock.tsx',
  board: 'board/main.tsx',
  share: 'step-up/share.tsx',
  watch: 'step-up/watch.tsx',
  consent: 'dock/consent.tsx',
  'consent-ask': 'dock/consent-ask.ts',
  join: 'dock/join.tsx',
  help: 'dock/help.tsx',
  enter: 'dock/enter.ts',
  end: 'dock/end.tsx',
  console: 'console/main.tsx',
  ink: 'ink/host.ts',
  act: 'inject/perform/acting.ts',
  pdf: 'pdf/main.ts',
  pane: 'replica/pane.ts',
};

await rm(dist, { recursive: true, force: true });
await mkdir(path.join(dist, 'browser'), { recursive: true });

const common = { bundle: true, absWorkingDir: root, logLevel: 'warning', sourcemap: 'linked', legalComments: 'none' };

await build({
  ...common,
  entryPoints: { cli: 'src/cli.ts', 'rewriter-worker': 'src/rewriter/worker.ts', 'site-check-worker': 'src/proxy/site-check/thread.ts' },
  outdir: dist,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  splitting: true,
});

const entryPoints = Object.fromEntries(
  Object.entries(pages)
    .map(([name, file]) => [name, path.join('src', file)])
    .filter(([, file]) => existsSync(path.join(root, file))),
);
const browser = {
  ...common,
  // Without it the words' library brings its compiler.
  define: { 'process.env.NODE_ENV': '"production"' },
  outdir: path.join(dist, 'browser'),
  platform: 'browser',
  target: ['es2022'],
  format: 'iife',
  minify: true,
  sourcemap: false,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.svg': 'text' },
};
// The worker's file is put before scripts on their first line, so it must be one line itself: no line ends in templates.
const { worker, runtime, 'site-runtime': siteRuntime, ink, act, pdf, pane, console: desk, ...others } = entryPoints;
await build({ ...browser, entryPoints: others });
// Beside scripts of the page, which may take the names of the browser for their own.
await build({ ...browser, entryPoints: { runtime, 'site-runtime': siteRuntime }, inject: ['src/inject/globals.ts'] });
// In parts: what stands behind the sign-in is loaded while somebody signs in. Names without a hash: all is checked by ETag.
const parts = await build({
  ...browser,
  entryPoints: { console: desk },
  format: 'esm',
  splitting: true,
  chunkNames: 'console-[name]',
  metafile: true,
});
// The runtime imports them, and the viewer in WebKit the last.
await build({ ...browser, entryPoints: { ink, act, pdf, pane }, format: 'esm' });
await build({ ...browser, entryPoints: { worker }, supported: { 'template-literal': false } });

// What reads PDFs, in a worker, and the files that it asks for by name (fonts, character maps, decoders).
const pdfjs = path.join(root, 'node_modules', 'pdfjs-dist');
await build({ ...browser, entryPoints: { 'pdf-worker': path.join(pdfjs, 'legacy', 'build', 'pdf.worker.mjs') } });
await mkdir(path.join(dist, 'browser', 'pdf-data'));
for (const folder of ['cmaps', 'standard_fonts', 'wasm'])
  await cp(path.join(pdfjs, folder), path.join(dist, 'browser', 'pdf-data'), { recursive: true });

await buildWords(root, path.join(dist, 'browser'));

// Pages as they stand, and sheets less their comments and white space.
for (const folder of ['dock', 'viewer', 'console', 'board', 'step-up', 'pdf']) {
  const from = path.join(root, 'src', folder);
  for (const file of await readdir(from)) {
    const to = path.join(dist, 'browser', file);
    if (/\.(html|svg|png)$/.test(file)) await cp(path.join(from, file), to);
    else if (file.endsWith('.css')) await build({ ...browser, entryPoints: [path.join(from, file)] });
  }
}

// What the console's first part needs at once is asked for with it, not after it.
const consolePage = path.join(dist, 'browser', 'console.html');
const needed = Object.entries(parts.metafile.outputs)
  .find(([file]) => path.basename(file) === 'console.js')[1]
  .imports.filter(({ kind }) => kind === 'import-statement')
  .map(({ path: file }) => `<link rel="modulepreload" href="/static/${path.basename(file)}" />`);
await writeFile(consolePage, readFileSync(consolePage, 'utf8').replace('<!-- parts -->', needed.join('')));

// Packed once, so that nobody packs them again for each visitor.
const files = (await readdir(path.join(dist, 'browser'))).filter((name) => /\.(js|css|svg)$/.test(name));
await Promise.all(
  files.map(async (name) => {
    const file = path.join(dist, 'browser', name);
    const bytes = readFileSync(file);
    await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes));
    await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
  }),
);

if (!quiet) {
  const size = (name) => String(statSync(path.join(dist, 'browser', name)).size);
  for (const name of files.sort())
    console.log(
      `${name.padEnd(16)} ${size(name).padStart(8)} bytes ${size(`${name}.gz`).padStart(7)} gzip ${size(`${name}.br`).padStart(7)} br`,
    );
}
