/** Bytes that nobody changes: through the gateway, and through nginx's proxy_pass, to the same target, one after the other. */
import { randomBytes } from 'node:crypto';
import { passTo, requireTool, serveFiles } from './support/nginx.ts';
import { fire, PatientClient } from './support/load.ts';
import { Stand } from './support/stand.ts';
import { figure, median, short, withSpread, type BenchRow, type BenchTable, type Figure } from './table.ts';

const ROUNDS = 5;
const SECONDS = 1;
const CLIENTS = 16;
const FIRST_BYTES = 400;

const sizes = [
  { name: '10 KB', file: '10k.json', bytes: 10_240, goal: 'pass-10k', clients: CLIENTS },
  { name: '100 KB', file: '100k.json', bytes: 102_400, goal: 'pass-100k', clients: CLIENTS },
  { name: '5 MB', file: '5m.json', bytes: 5_242_880, goal: 'pass-5m', clients: 8 },
] as const;

export async function benchPass(): Promise<BenchTable> {
  requireTool('wrk');
  const files = Object.fromEntries(sizes.map(({ file, bytes }) => [file, randomBytes(bytes)]));
  const target = await serveFiles({ ...files, '100k.png': randomBytes(102_400) });
  const peer = await passTo(target.port);
  const stand = await Stand.start();
  const rows: BenchRow[] = [];
  const figures: Figure[] = [];
  try {
    const visit = await stand.visit(`http://127.0.0.1:${target.port}/`);
    const headers = stand.headers(visit, 'empty');
    const gateway = `http://127.0.0.1:${stand.port}`;
    for (const { name, file, goal, clients } of sizes) {
      const ratios: number[] = [];
      const theirs: number[] = [];
      const ours: number[] = [];
      const cpuRatios: number[] = [];
      const cpu: number[] = [];
      for (let round = -1; round < ROUNDS; round++) {
        const peerBefore = peer.cpu();
        const one = await fire(`http://127.0.0.1:${peer.port}/${file}`, {}, { seconds: SECONDS, clients });
        const peerCpu = (peer.cpu() - peerBefore) / one.requests;
        const before = await stand.cpu();
        const other = await fire(`${gateway}/${file}`, headers, { seconds: SECONDS, clients });
        if (round < 0) continue; // warms up
        const own = ((await stand.cpu()) - before) / other.requests;
        theirs.push(one.perSecond);
        ours.push(other.perSecond);
        ratios.push(other.perSecond / one.perSecond);
        cpu.push(own);
        cpuRatios.push(own / peerCpu);
      }
      figures.push(figure(goal, ratios));
      rows.push({
        name: `pass-through, ${name}, ${clients} clients`,
        values: {
          'req/s': short(median(ours)),
          'nginx req/s': short(median(theirs)),
          'of nginx': withSpread(ratios),
          'CPU/req µs': withSpread(cpu),
          "times nginx's CPU": withSpread(cpuRatios),
        },
      });
    }
    const images: number[] = [];
    for (let round = -1; round < ROUNDS; round++) {
      const before = await stand.cpu();
      const { requests } = await fire(`${gateway}/100k.png`, stand.headers(visit, 'image'), { seconds: SECONDS, clients: CLIENTS });
      if (round >= 0) images.push(((await stand.cpu()) - before) / requests);
    }
    rows.push({ name: 'image of 100 KB, kept for guests', values: { 'CPU/req µs': withSpread(images) } });

    const direct = await PatientClient.open(target.port, '/10k.json', { host: 'target' });
    const nginx = await PatientClient.open(peer.port, '/10k.json', { host: 'peer' });
    const through = await PatientClient.open(stand.port, '/10k.json', headers);
    const times = { direct: [] as number[], nginx: [] as number[], through: [] as number[], added: [] as number[] };
    for (let turn = -100; turn < FIRST_BYTES; turn++) {
      const straight = await direct.firstByteMs();
      const byPeer = await nginx.firstByteMs();
      const byUs = await through.firstByteMs();
      if (turn < 0) continue;
      times.direct.push(straight);
      times.nginx.push(byPeer);
      times.through.push(byUs);
    }
    for (const client of [direct, nginx, through]) client.close();
    const rounds = 5;
    for (let round = 0; round < rounds; round++) {
      const part = (values: number[]): number => median(values.slice((round * FIRST_BYTES) / rounds, ((round + 1) * FIRST_BYTES) / rounds));
      times.added.push(part(times.through) - part(times.direct));
    }
    figures.push(figure('ttfb', times.added));
    rows.push({
      name: 'first byte, one client, 10 KB, median ms',
      values: { direct: short(median(times.direct)), nginx: short(median(times.nginx)), gateway: short(median(times.through)) },
    });
  } finally {
    await stand.close();
    await peer.close();
    await target.close();
  }
  return { title: `Pass-through, loopback, upstream nginx, wrk -t1, ${ROUNDS} rounds of ${SECONDS} s`, rows, figures };
}
