/**
 * `npm run soak [-- --minutes N]`: a hostile mix against one gateway, half an hour unless told otherwise. Visitors who leave,
 * bodies without an end, bombs, broken markup, sockets, and sessions that come and go. Each minute is printed; it ends with 1
 * when memory is not flat, or when something stays behind after the last session has ended.
 */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { WebSocket, WebSocketServer } from 'ws';
import { Stand, type Visit } from './support/stand.ts';
import { median } from './table.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
/** Walkers at the same time; each goes from one hostile thing to the next. */
const WALKERS = 12;
/** A visit is ended and made anew after so many steps. */
const STEPS_PER_VISIT = 40;
/** A collection before each: what waits for one says how busy the gateway is, not what it keeps. */
const ALIVE_MS = 15_000;
/**
 * What is alive, and what is resident after a collection, may each grow by this much an hour between the halves of the run: what
 * is more is a leak (MB). Bodies under way are up to 100 MB of either for a moment, and more of them on a faster machine; so the
 * lower quartile of a half counts, its quiet moments.
 */
const SLOPE_MB_PER_HOUR = 60;
/** Shorter runs are too short to tell a leak from a cache that fills (minutes). */
const JUDGED_FROM = 10;
/** Compiled code, pools and caches fill up first: this part of the run is not looked at. */
const WARM_PART = 0.25;
/** What may still be open when all is over: an answer on its way. */
const SETTLE_MS = 15_000;

const open = new Set<ServerResponse>();
const page = `<!doctype html><title>Soak</title><style>a{background:url(https://cdn.shop.example/a.png)}</style>${'<p><a href="https://www.shop.example/x">x</a></p>'.repeat(2_000)}`;
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'a'));
const script = `// soak\n${'export const a=()=>location.href;\n'.repeat(1)}${'f(location.search, /x"/, `t${1}`);\n'.repeat(4_000)}`;

type Answer = (res: ServerResponse, req: IncomingMessage) => void;
const html = { 'content-type': 'text/html; charset=utf-8' };
const answers: Readonly<Record<string, Answer>> = {
  '/page': (res) => res.writeHead(200, { ...html, 'set-cookie': `visit=${Math.random()}; Path=/` }).end(page),
  '/script': (res, req) => res.writeHead(200, { 'content-type': 'text/javascript' }).end(`// ${req.url}\n${script}`),
  '/sheet': (res) => res.writeHead(200, { 'content-type': 'text/css' }).end('.a{background:url(//cdn.shop.example/a.png)}'.repeat(5_000)),
  '/bytes': (res) => res.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(2 * 1024 * 1024, 1)),
  '/endless': (res) => endless(res, { ...html }, '<p>text</p>'.repeat(1_000)),
  '/endless-tag': (res) => endless(res, { ...html }, ' data-x="y"'.repeat(1_000), '<a'),
  '/endless-sheet': (res) => endless(res, { 'content-type': 'text/css' }, '.a{color:red}'.repeat(1_000)),
  '/bomb': (res) => res.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end(bomb),
  '/never': () => undefined,
  '/cut': (res) => {
    res.writeHead(200, { ...html, 'content-length': '100000' });
    res.write('<p>cut');
    setTimeout(() => res.destroy(), 20);
  },
  '/reset': (res) => res.destroy(),
};

/** As fast as it is taken. */
function endless(res: ServerResponse, headers: Record<string, string>, part: string, first = ''): void {
  res.writeHead(200, headers);
  if (first) res.write(first);
  const more = (): void => {
    while (!res.destroyed && res.write(part));
  };
  res.on('drain', more);
  more();
}

function ask(stand: Stand, visit: Visit, where: string, leaveAfter: 'head' | 'some' | 'all' | 'at once'): Promise<void> {
  const dest = where.includes('script') ? 'script' : where.includes('sheet') ? 'style' : where.startsWith('/bytes') ? 'image' : 'document';
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port: stand.port, path: where, headers: stand.headers(visit, dest), agent: false };
    const req = request(options, (answer) => {
      if (leaveAfter === 'head') req.destroy();
      let bytes = 0;
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
        if (leaveAfter === 'some' && bytes > 200_000) req.destroy();
      });
      answer.on('error', () => undefined); // cut off, by us or by a limit
    });
    req.on('error', () => undefined); // as above
    req.once('close', resolve);
    req.setTimeout(20_000, () => req.destroy());
    req.end();
    if (leaveAfter === 'at once') setTimeout(() => req.destroy(), 5);
  });
}

/** A socket of the page: some words there and back, then either side goes. */
function talk(stand: Stand, visit: Visit, rude: boolean): Promise<void> {
  const headers = { host: visit.host, origin: `http://${visit.host}`, cookie: visit.cookie };
  const socket = new WebSocket(`ws://127.0.0.1:${stand.port}/socket`, { headers, perMessageDeflate: false });
  return new Promise((resolve) => {
    let heard = 0;
    socket.on('open', () => socket.send('x'.repeat(10_000)));
    socket.on('message', () => {
      if (++heard < 20) socket.send('x'.repeat(10_000));
      else if (rude) socket.terminate();
      else socket.close();
    });
    socket.on('error', () => undefined); // 'close' follows
    socket.once('close', () => resolve());
  });
}

async function walk(stand: Stand, site: string, until: number, counts: { steps: number; visits: number }): Promise<void> {
  while (Date.now() < until) {
    const visit = await stand.visit(site);
    counts.visits++;
    for (let step = 0; step < STEPS_PER_VISIT && Date.now() < until; step++) {
      counts.steps++;
      const dice = (step * 7 + counts.visits) % 14;
      if (dice === 0) await ask(stand, visit, '/endless', 'some');
      else if (dice === 1) await ask(stand, visit, '/endless-tag', 'some');
      else if (dice === 2) await ask(stand, visit, '/endless-sheet', 'all');
      else if (dice === 3) await ask(stand, visit, '/bomb', 'all');
      else if (dice === 4) await ask(stand, visit, '/never', 'at once');
      else if (dice === 5) await ask(stand, visit, '/cut', 'all');
      else if (dice === 6) await ask(stand, visit, '/reset', 'all');
      else if (dice === 7) await talk(stand, visit, step % 2 === 0);
      else if (dice === 8) await ask(stand, visit, `/script?${step % 5}`, 'all');
      else if (dice === 9) await ask(stand, visit, '/sheet', 'all');
      else if (dice === 10) await ask(stand, visit, `/bytes?${counts.steps}`, step % 2 ? 'all' : 'head');
      else await ask(stand, visit, '/page', dice === 11 ? 'head' : 'all');
    }
    await stand.end(visit);
  }
}

interface Sample {
  readonly at: number;
  readonly rss: number;
  readonly alive: number;
}

/** Rise of the later half's quiet moments over the earlier half's, as MB an hour. */
function slope(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const half = samples.length >> 1;
  const early = samples.slice(0, half);
  const late = samples.slice(half);
  const hours = (median(late.map(({ at }) => at)) - median(early.map(({ at }) => at))) / 3_600_000;
  return hours > 0 ? (quiet(late.map(of)) - quiet(early.map(of))) / 1e6 / hours : 0;
}

function quiet(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 2] ?? 0;
}

const target = createServer((req, res) => {
  open.add(res);
  res.once('close', () => open.delete(res));
  const answer = answers[(req.url ?? '').split('?', 1)[0] ?? ''];
  if (answer) answer(res, req);
  else res.writeHead(404).end();
});
const echo = new WebSocketServer({ server: target, perMessageDeflate: false });
echo.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => socket.send(data));
  socket.on('error', () => undefined); // the visitor was rude
});
await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
const { port } = target.address() as AddressInfo; // a listening TCP server has one
const stand = await Stand.start({ collect: true });
const from = Date.now();
const until = from + minutes * 60_000;
const counts = { steps: 0, visits: 0 };
const samples: Sample[] = [];
let printed = 0;
const sampler = setInterval(() => {
  void stand.probe('alive').then((memory) => {
    const { rss, heapUsed, external } = memory as NodeJS.MemoryUsage; // the probe's answer to that question
    samples.push({ at: Date.now(), rss, alive: heapUsed + external });
    if (Date.now() - printed < 60_000) return;
    printed = Date.now();
    const minute = ((Date.now() - from) / 60_000).toFixed(0);
    console.log(
      `${minute} min: RSS ${(rss / 1e6).toFixed(0)} MB, alive in the heap ${(heapUsed / 1e6).toFixed(0)} MB, outside it ${(external / 1e6).toFixed(0)} MB, ${counts.steps} steps, ${counts.visits} sessions, ${open.size} upstream requests, ${echo.clients.size} sockets`,
    );
  });
}, ALIVE_MS);
await Promise.all(Array.from({ length: WALKERS }, () => walk(stand, `http://127.0.0.1:${port}/`, until, counts)));
clearInterval(sampler);

const settled = Date.now() + SETTLE_MS;
while ((open.size > 0 || echo.clients.size > 0) && Date.now() < settled) await new Promise((resolve) => setTimeout(resolve, 100));
const warm = samples.filter(({ at }) => at > from + (until - from) * WARM_PART);
const rise = slope(warm, ({ rss }) => rss);
const aliveRise = slope(warm, ({ alive }) => alive);
const handles = await stand.probe('handles');
console.log(`\n${counts.steps} steps in ${counts.visits} sessions`);
console.log(
  `RSS median ${(median(warm.map(({ rss }) => rss)) / 1e6).toFixed(0)} MB, rise ${rise.toFixed(0)} MB/h; alive ${(median(warm.map(({ alive }) => alive)) / 1e6).toFixed(0)} MB, rise ${aliveRise.toFixed(0)} MB/h`,
);
console.log(`left: ${open.size} upstream requests, ${echo.clients.size} sockets of pages; the gateway holds ${JSON.stringify(handles)}`);
const leaks = open.size + echo.clients.size;
const rises = minutes >= JUDGED_FROM && (rise > SLOPE_MB_PER_HOUR || aliveRise > SLOPE_MB_PER_HOUR);
if (rises) console.error(`memory rises by more than ${SLOPE_MB_PER_HOUR} MB/h`);
if (leaks > 0) console.error('something stayed behind');
process.exitCode = rises || leaks > 0 ? 1 : 0;
await stand.close();
echo.close();
target.closeAllConnections();
target.close();
