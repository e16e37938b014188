/**
 * `npm run bench [-- GROUP...]`: measures the product beside its peers in one run, prints every table and every goal, writes
 * bench/results/<date>.json, and ends with 1 when a figure is behind its line (goals.ts).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { benchAcceptance } from './acceptance.ts';
import { benchCss } from './css.ts';
import { benchFirstView } from './first-view.ts';
import { benchHtml } from './html.ts';
import { benchJs } from './js.ts';
import { benchPage } from './page.ts';
import { benchPass } from './pass.ts';
import { benchLoop } from './loop.ts';
import { benchMasked } from './masked.ts';
import { benchMemory } from './memory.ts';
import { benchMirror } from './mirror.ts';
import { benchRoom } from './room.ts';
import { benchSessions } from './sessions.ts';
import { benchSlowLine } from './slow-line.ts';
import { benchStream } from './stream.ts';
import { benchFolder, installCorpus } from './support/corpus.ts';
import { printFigures, printTable, type BenchTable } from './table.ts';

const groups: Readonly<Record<string, () => BenchTable | Promise<BenchTable>>> = {
  html: benchHtml,
  css: benchCss,
  js: benchJs,
  pass: benchPass,
  page: benchPage,
  stream: benchStream,
  room: benchRoom,
  sessions: benchSessions,
  memory: benchMemory,
  loop: benchLoop,
  mirror: benchMirror,
  masked: benchMasked,
  acceptance: benchAcceptance,
  'first-view': benchFirstView,
  'slow-line': benchSlowLine,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in groups));
if (unknown.length > 0) {
  console.error(`no such group: ${unknown.join(', ')}. There are ${Object.keys(groups).join(', ')}`);
  process.exit(2);
}

// What was started ends with the run, however that ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
installCorpus();
const tables: BenchTable[] = [];
for (const [name, bench] of Object.entries(groups)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const from = Date.now();
  const table = await bench();
  tables.push(table);
  printTable(table);
  console.log(`  (${((Date.now() - from) / 1000).toFixed(0)} s)`);
}

const missed = printFigures(tables.flatMap(({ figures }) => figures));
const folder = path.join(benchFolder, 'results');
mkdirSync(folder, { recursive: true });
const date = new Date().toISOString();
const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model, load: loadavg() };
writeFileSync(path.join(folder, `${date.slice(0, 10)}.json`), `${JSON.stringify({ date, machine, tables }, null, 2)}\n`);
if (missed > 0) console.error(`\n${missed} behind the line`);
process.exitCode = missed > 0 ? 1 : 0;
