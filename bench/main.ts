// `npm run bench`: prints every table and writes them to bench/results/<date>.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { benchMirror } from './mirror.ts';
import { benchRewrite, type BenchTable } from './rewrite.ts';

const tables: BenchTable[] = [];
for (const bench of [benchRewrite, benchMirror]) {
  const table = await bench();
  tables.push(table);
  console.log(`\n${table.title}`);
  for (const { name, values } of table.rows) {
    const shown = Object.entries(values).map(([key, value]) => `${key} ${value}`);
    console.log(`  ${name.padEnd(70)} ${shown.join('   ')}`);
  }
}

const folder = fileURLToPath(new URL('results', import.meta.url));
mkdirSync(folder, { recursive: true });
const date = new Date().toISOString();
const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model, load: loadavg() };
writeFileSync(`${folder}/${date.slice(0, 10)}.json`, `${JSON.stringify({ date, machine, tables }, null, 2)}\n`);
