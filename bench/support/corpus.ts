/** Real pages, sheets and scripts, out of the packages of bench/peers/package.json, which are installed here when they are missing. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const benchFolder = fileURLToPath(new URL('..', import.meta.url));
/** Beside the bench, not above it: what the bench itself imports is the project's. */
const peersFolder = path.join(benchFolder, 'peers');
const modules = path.join(peersFolder, 'node_modules');

const SHEETS = [
  '@fortawesome/fontawesome-free',
  'bootstrap',
  'bulma',
  'foundation-sites',
  'n8n-editor-ui',
  'semantic-ui-css',
  'tailwindcss',
];
SHEETS.push('uikit', 'video.js');
const SCRIPTS = ['@verdaccio/ui-theme', 'angular', 'bootstrap', 'd3', 'echarts', 'hls.js', 'jquery', 'n8n-editor-ui', 'react-dom', 'uikit'];
SCRIPTS.push('video.js', 'vue');

export interface CorpusFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Throws when npm cannot install them. */
export function installCorpus(): void {
  if (existsSync(path.join(modules, '.package-lock.json'))) return;
  console.log('bench: installing the peers and the corpus (bench/peers)');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'];
  const { status } = spawnSync('npm', args, { cwd: peersFolder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the peers of the bench cannot be installed');
}

/** 258 saved home pages. */
export function pages(): CorpusFile[] {
  return filesOf(['htmlparser-benchmark'], /\.html$/, 0, Infinity);
}

/** Whole builds and both forms of each framework, none twice. */
export function sheets(): CorpusFile[] {
  return filesOf(SHEETS, /\.css$/, 2_000, Infinity);
}

export function scripts(): CorpusFile[] {
  return filesOf(SCRIPTS, /\.(?:js|mjs|cjs)$/, 2_000, Infinity);
}

/** Spread evenly over all, until the sum is reached. */
export function sample(files: readonly CorpusFile[], total: number): Buffer[] {
  const all = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const step = Math.max(1, all / total);
  const taken: Buffer[] = [];
  let sum = 0;
  for (let at = 0; at < files.length && sum < total; at += step) {
    const bytes = files[Math.floor(at)]?.bytes;
    if (!bytes || sum + bytes.length > total * 1.2) continue;
    taken.push(bytes);
    sum += bytes.length;
  }
  return taken;
}

export function sizeOf(files: readonly Buffer[]): string {
  return `${files.length} files, ${(files.reduce((sum, file) => sum + file.length, 0) / 1e6).toFixed(1)} MB`;
}

function filesOf(packages: readonly string[], pattern: RegExp, smallest: number, largest: number): CorpusFile[] {
  const seen = new Set<string>();
  const files: CorpusFile[] = [];
  for (const name of packages) {
    for (const entry of readdirSync(path.join(modules, name), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!pattern.test(entry) || entry.includes('node_modules')) continue;
      const bytes = readFileSync(path.join(modules, name, entry));
      const key = `${bytes.length} ${bytes.toString('latin1', 0, 200)} ${bytes.toString('latin1', bytes.length >> 1, (bytes.length >> 1) + 200)}`;
      if (bytes.length < smallest || bytes.length > largest || seen.has(key)) continue;
      seen.add(key);
      files.push({ name: `${name}/${entry}`, bytes });
    }
  }
  return files;
}

/** The saved home page whose size comes nearest. */
export function nearest(size: number): Buffer {
  const found = pages().sort((a, b) => Math.abs(a.bytes.length - size) - Math.abs(b.bytes.length - size))[0];
  if (!found) throw new Error('the corpus holds no page');
  return found.bytes;
}
