/** Does one visitor's large file keep the others waiting? Slices of the gateway's event loop, by the CPU of its main thread; and a script's second load. */
import { pages, sheets, scripts } from './support/corpus.ts';
import { bigPage, bigScript, bigSheet } from './memory.ts';
import { serveFiles } from './support/nginx.ts';
import { Stand, type LoopSlices, type Visit } from './support/stand.ts';
import { figure, short, withSpread, type BenchRow, type BenchTable } from './table.ts';

const ROUNDS = 5;
const AGAIN = 20;

type Dest = 'document' | 'style' | 'script';

export async function benchLoop(): Promise<BenchTable> {
  const files: Record<string, Buffer> = {
    'big.html': bigPage(),
    'big.css': bigSheet(),
    'big.js': bigScript(),
    'inline.html': inlinePage(),
  };
  const mix: { readonly path: string; readonly dest: Dest }[] = [];
  const add = (name: string, bytes: Buffer, dest: Dest): void => {
    files[name] = bytes;
    mix.push({ path: `/${name}`, dest });
  };
  pages()
    .slice(0, 60)
    .forEach(({ bytes }, at) => add(`p${at}.html`, bytes, 'document'));
  sheets()
    .slice(0, 40)
    .forEach(({ bytes }, at) => add(`s${at}.css`, bytes, 'style'));
  scripts()
    .slice(0, 60)
    .forEach(({ bytes }, at) => add(`j${at}.js`, bytes, 'script'));
  const target = await serveFiles(files);
  const stand = await Stand.start();
  try {
    const visit = await stand.visit(`http://127.0.0.1:${target.port}/`);
    await loadAll(stand, visit, mix); // compiles what will be measured
    const rows: BenchRow[] = [];
    const over: number[] = [];
    const watch = async (name: string, counts: boolean, work: () => Promise<unknown>): Promise<void> => {
      await stand.probe('loop-start');
      await work();
      const seen = (await stand.probe('loop-stop')) as LoopSlices; // the probe's answer to that question
      if (counts) over.push(seen.over);
      rows.push({ name, values: { 'longest ms CPU': short(seen.longest), 'over 20 ms': seen.over, slices: seen.ticks } });
    };
    const large = ['big.html', 'inline.html', 'big.css', 'big.js'] as const;
    for (const name of large) {
      const dest = name.endsWith('html') ? 'document' : name.endsWith('css') ? 'style' : 'script';
      await watch(`${name}, 5 MB, alone`, true, () => stand.get(visit, `/${name}`, dest));
    }
    for (let round = 0; round < ROUNDS; round++)
      await watch(`${mix.length} pages, sheets and scripts, 8 at once, round ${round + 1}`, true, () => loadAll(stand, visit, mix));

    const first: number[] = [];
    const again: number[] = [];
    const script = bigScript().subarray(0, 1024 * 1024);
    const whole = script.subarray(0, script.lastIndexOf('\n') + 1);
    for (let round = 0; round < ROUNDS; round++) {
      const cold = await serveFiles({ 'new.js': Buffer.concat([Buffer.from(`// ${round}\n`), whole]) });
      const other = await stand.visit(`http://127.0.0.1:${cold.port}/`);
      const cost = async (times: number): Promise<number> => {
        const before = await stand.cpu();
        for (let time = 0; time < times; time++) await stand.get(other, '/new.js', 'script');
        return ((await stand.cpu()) - before) / times;
      };
      first.push(await cost(1));
      again.push(await cost(AGAIN));
      await stand.end(other);
      await cold.close();
    }
    rows.push({ name: 'script of 1 MB', values: { 'first load CPU µs': withSpread(first), 'again CPU µs': withSpread(again) } });
    return {
      title: 'Slices of the event loop, and the second load of a script',
      rows,
      figures: [
        figure('loop-slices', [over.reduce((sum, count) => sum + count, 0)]),
        figure(
          'script-again',
          first.map((cost, round) => cost / (again[round] ?? cost)),
        ),
      ],
    };
  } finally {
    await stand.close();
    await target.close();
  }
}

async function loadAll(stand: Stand, visit: Visit, mix: readonly { readonly path: string; readonly dest: Dest }[]): Promise<void> {
  const left = [...mix];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let next = left.pop(); next; next = left.pop()) await stand.get(visit, next.path, next.dest);
    }),
  );
}

/** Nearly all of it one inline script: what no cache helps. */
function inlinePage(): Buffer {
  const script = bigScript()
    .toString('latin1')
    .slice(0, 3_900_000)
    .replace(/\n[^\n]*$/, '\n')
    .replaceAll('export ', '');
  return Buffer.from(`<!doctype html><title>Inline</title><script>${script}</script><p>end</p>`, 'latin1');
}
