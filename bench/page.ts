/** A page of 100 KB through the gateway: beside the same bytes untouched, and beside the proxies that do the same job. */
import { nearest } from './support/corpus.ts';
import { serveFiles } from './support/nginx.ts';
import { RewritingPeer } from './support/rewriting-peer.ts';
import { Stand } from './support/stand.ts';
import { figure, short, withSpread, median, type BenchTable } from './table.ts';
import { Agent, request } from 'node:http';

const ROUNDS = 5;
/** Loads of a peer in one turn, and eight times as many of ours: hammerhead takes half a second of CPU for ten. */
const LOADS = 10;
const WANTED_BYTES = 102_400;

export async function benchPage(): Promise<BenchTable> {
  const page = nearest(WANTED_BYTES);
  const target = await serveFiles({ 'page.html': page, 'page.json': page });
  const origin = `http://127.0.0.1:${target.port}`;
  const stand = await Stand.start();
  const unblocker = await RewritingPeer.start('unblocker', `${origin}/page.html`);
  const hammerhead = await RewritingPeer.start('hammerhead', `${origin}/page.html`);
  try {
    const visit = await stand.visit(`${origin}/`);
    const gateway = `http://127.0.0.1:${stand.port}`;
    const document = stand.headers(visit, 'document');
    const jobs = [
      { name: 'rewritten', cpu: () => stand.cpu(), url: `${gateway}/page.html`, headers: document },
      { name: 'passed', cpu: () => stand.cpu(), url: `${gateway}/page.json`, headers: stand.headers(visit, 'empty') },
      { name: 'unblocker', cpu: () => unblocker.cpu(), url: unblocker.page, headers: peerHeaders(document) },
      { name: 'hammerhead', cpu: () => hammerhead.cpu(), url: hammerhead.page, headers: peerHeaders(document) },
    ] as const;
    const cost: Record<(typeof jobs)[number]['name'], number[]> = { rewritten: [], passed: [], unblocker: [], hammerhead: [] };
    for (let round = -2; round < ROUNDS; round++) {
      for (const { name, cpu, url, headers } of jobs) {
        const loads = name === 'rewritten' || name === 'passed' ? LOADS * 8 : LOADS;
        const before = await cpu();
        await loadPage(url, headers, loads);
        // Two rounds warm up: a page is a lot of code for a compiler.
        if (round >= 0) cost[name].push(((await cpu()) - before) / loads);
      }
    }
    const beside = (one: readonly number[], other: readonly number[]): number[] => one.map((value, at) => value / (other[at] ?? value));
    return {
      title: `A saved home page of ${(page.length / 1000).toFixed(0)} KB, upstream nginx, ${ROUNDS} rounds`,
      rows: jobs.map(({ name }) => ({
        name: `page, ${name}`,
        values: { 'CPU/page µs': withSpread(cost[name]), 'times rewritten': short(median(cost[name]) / median(cost.rewritten)) },
      })),
      figures: [
        figure('page-pass', beside(cost.rewritten, cost.passed)),
        figure('page-unblocker', beside(cost.unblocker, cost.rewritten)),
        figure('page-hammerhead', beside(cost.hammerhead, cost.rewritten)),
      ],
    };
  } finally {
    await stand.close();
    await unblocker.close();
    await hammerhead.close();
    await target.close();
  }
}

/** Our host and cookies are not theirs. */
function peerHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'host' && name !== 'cookie'));
}

async function loadPage(address: string, headers: Readonly<Record<string, string>>, times: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const url = new URL(address);
  for (let time = 0; time < times; time++) {
    await new Promise<void>((resolve, reject) => {
      const req = request({ host: url.hostname, port: url.port, path: url.pathname + url.search, headers, agent }, (res) => {
        if (res.statusCode !== 200) return reject(new Error(`${address}: ${String(res.statusCode)}`));
        res.once('end', resolve).once('error', reject).resume();
      });
      req.once('error', reject);
      req.end();
    });
  }
  agent.destroy();
}
