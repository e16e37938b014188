/** What a slow target and an impatient visitor cost: the first byte of a page that drips in, and the requests that stay behind. */
import { createServer, type ServerResponse } from 'node:http';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stand, type Visit } from './support/stand.ts';
import { figure, median, short, type BenchTable } from './table.ts';

const ROUNDS = 5;
const DRIPS = 20;
const DRIP_MS = 75;
const LEAVERS = 10;
/** An abort that has not arrived at the target after so long will not any more. */
const LEFT_MS = 5_000;

export async function benchStream(): Promise<BenchTable> {
  const open = new Set<ServerResponse>();
  const target = createServer((req, res) => {
    open.add(res);
    res.once('close', () => open.delete(res));
    if (req.url === '/never') return;
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    if (req.url === '/endless') res.write('<!doctype html><title>Endless</title>' + '<p>text</p>'.repeat(1000));
    else drip(res, 0);
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  const { port } = target.address() as AddressInfo; // a listening TCP server has one
  const stand = await Stand.start();
  try {
    const visit = await stand.visit(`http://127.0.0.1:${port}/`);
    const parts: number[] = [];
    const firsts: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { firstMs, wholeMs } = await time(stand, visit, '/drip');
      firsts.push(firstMs);
      parts.push(firstMs / wholeMs);
    }
    const beforeHead = await leave(stand, visit, '/never', open);
    const inBody = await leave(stand, visit, '/endless', open);
    return {
      title: `A page in ${DRIPS} parts, one each ${DRIP_MS} ms; ${LEAVERS} visitors that leave`,
      rows: [
        { name: 'first byte of a page that drips in', values: { 'median ms': short(median(firsts)) } },
        { name: 'upstream requests left', values: { 'left before the head': beforeHead, 'left in the body': inBody } },
      ],
      figures: [figure('first-byte', parts), figure('left-head', [beforeHead]), figure('left-body', [inBody])],
    };
  } finally {
    await stand.close();
    target.closeAllConnections();
    await new Promise((resolve) => target.close(resolve));
  }
}

function drip(res: ServerResponse, part: number): void {
  if (part === 0) res.write('<!doctype html><html><head><title>Drip</title></head><body>');
  res.write(`<p><a href="https://www.shop.example/${part}">${'text '.repeat(1000)}</a></p>`);
  if (part + 1 < DRIPS) setTimeout(() => drip(res, part + 1), DRIP_MS);
  else res.end('</body></html>');
}

function ask(stand: Stand, visit: Visit, where: string, onAnswer: (answer: IncomingMessage) => void): ReturnType<typeof request> {
  const options = { host: '127.0.0.1', port: stand.port, path: where, headers: stand.headers(visit, 'document'), agent: false };
  const req = request(options, onAnswer);
  req.end();
  return req;
}

function time(stand: Stand, visit: Visit, where: string): Promise<{ firstMs: number; wholeMs: number }> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    const req = ask(stand, visit, where, (answer) => {
      let firstMs = 0;
      answer.on('data', () => (firstMs ||= performance.now() - from));
      answer.once('error', reject);
      answer.once('end', () => resolve({ firstMs, wholeMs: performance.now() - from }));
    });
    req.once('error', reject);
  });
}

/** Ten ask, each leaves when its request (or the first of its answer) is where it should be; what the target still has open then. */
async function leave(stand: Stand, visit: Visit, where: string, open: ReadonlySet<ServerResponse>): Promise<number> {
  const requests = Array.from({ length: LEAVERS }, () => {
    const answered = { bytes: 0 };
    const req = ask(stand, visit, where, (answer) => answer.on('data', (part: Buffer) => (answered.bytes += part.length)));
    req.on('error', () => undefined); // we cut it ourselves
    return { req, answered };
  });
  const there = (): boolean => open.size === LEAVERS && (where === '/never' || requests.every(({ answered }) => answered.bytes > 0));
  while (!there()) await new Promise((resolve) => setTimeout(resolve, 10));
  for (const { req } of requests) req.destroy();
  const deadline = Date.now() + LEFT_MS;
  while (open.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  return open.size;
}
