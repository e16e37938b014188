/**
 * What a session costs the gateway in memory while it lives: one host and two guests on a saved home page of the corpus, loaded
 * through the proxy, described in full, and changed for a while. All on one host, so that what sessions share is counted once,
 * and apart. Each session's own is the slope between few and many; what lies under it is the gateway and its shared caches.
 */
import type { WebSocket } from 'ws';
import type { ElementNode, Keyframe } from '../src/shared/dom-ops.ts';
import { TOP_FRAME } from '../src/shared/ids.ts';
import { nearest } from './support/corpus.ts';
import { serveFiles } from './support/nginx.ts';
import { openRoom } from './support/room-client.ts';
import { Stand } from './support/stand.ts';
import { figure, short, withSpread, type BenchTable } from './table.ts';

const ROUNDS = 3;
const GUESTS = 2;
const COUNTS = [10, 50, 100] as const;
const PAGE_BYTES = 102_400;
/** A page of 2,500 nodes, as readability's pages have them and more. */
const ROWS = 500;
/** Changes a session has seen: more than its tail for late guests holds. */
const CHANGES = 600;

interface Held {
  /** Resident, and what is alive in the heap and beside it. Bytes. */
  readonly rss: number;
  readonly alive: number;
}

export async function benchSessions(): Promise<BenchTable> {
  const page = nearest(PAGE_BYTES);
  const target = await serveFiles({ 'page.html': page });
  const resident = new Map<number, number[]>(COUNTS.map((count) => [count, []]));
  const alive = new Map<number, number[]>(COUNTS.map((count) => [count, []]));
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const stand = await Stand.start({ collect: true, limits: { sessionsMax: 1000, sessionsPerCompanyMax: 1000 } });
      const sockets: WebSocket[] = [];
      try {
        const held = new Map<number, Held>();
        let open = 0;
        for (const count of COUNTS) {
          for (; open < count; open++)
            sockets.push(...(await live(stand, `http://127.0.0.1:${target.port}/page.html`, round * 1000 + open)));
          held.set(count, await measure(stand));
        }
        const few = held.get(COUNTS[0]);
        for (const count of COUNTS.slice(1)) {
          const many = held.get(count);
          if (!few || !many) continue;
          resident.get(count)?.push((many.rss - few.rss) / (count - COUNTS[0]) / 1e6);
          alive.get(count)?.push((many.alive - few.alive) / (count - COUNTS[0]) / 1e6);
        }
      } finally {
        for (const socket of sockets) socket.terminate();
        await stand.close();
      }
    }
    return {
      title: `Memory of a live session, one host and ${GUESTS} guests each, a page of ${ROWS * 5} nodes, ${ROUNDS} processes`,
      rows: COUNTS.slice(1).map((count) => ({
        name: `${COUNTS[0]} to ${count} sessions of one host`,
        values: {
          'MB resident a session': withSpread((resident.get(count) ?? []).map(short)),
          'MB alive a session': withSpread((alive.get(count) ?? []).map(short)),
        },
      })),
      figures: [figure('session-memory', resident.get(COUNTS[2]) ?? [])],
    };
  } finally {
    await target.close();
  }
}

/** One session as it is in the middle of a call. */
async function live(stand: Stand, url: string, seed: number): Promise<readonly WebSocket[]> {
  const visit = await stand.visit(url);
  const { status } = await stand.get(visit, '/page.html', 'document');
  if (status !== 200) throw new Error(`the page did not come: ${status}`);
  const { host, sockets } = await openRoom(stand, visit, { url, doc: keyframe(seed), guests: GUESTS });
  for (let seq = 1; seq <= CHANGES; seq++) {
    const row = 100 + ((seq * 7) % ROWS) * 5;
    const ops = [['text', row + 2, `Row ${seq} of ${seed}, ${seq * 13} left in stock`, 0]];
    host.send(JSON.stringify({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq, ops }));
    // A page says what it has to say once a frame at most.
    if (seq % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return sockets;
}

async function measure(stand: Stand): Promise<Held> {
  // What was said last is still on its way, and a collection makes room that the next one gives back.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await stand.probe('alive');
  const { rss, heapUsed, external } = (await stand.probe('alive')) as NodeJS.MemoryUsage; // the probe's answer to that question
  return { rss, alive: heapUsed + external };
}

/** Texts are the session's own: no two pages of customers say the same. */
function keyframe(seed: number): Keyframe {
  const rows = Array.from({ length: ROWS }, (_, at): ElementNode => {
    const id = 100 + at * 5;
    const cell: ElementNode = [
      id + 3,
      'span',
      ['class', 'price price--now', 'title', `${at * 7 + seed} EUR`],
      [[id + 4, `${at * 7 + seed} EUR`]],
    ];
    return [
      id,
      'li',
      ['class', 'row', 'id', `k${seed}-${at}`],
      [[id + 1, 'a', ['class', 'name'], [[id + 2, `Row ${at} of ${seed}`]]], cell],
    ];
  });
  const viewport = { width: 800, height: 600, scale: 1 };
  const body: ElementNode = [2, 'body', [], [[9, 'ul', [], rows]]];
  return { doctype: 'html', quirks: false, root: [1, 'html', [], [body]], adopted: [], css: [], viewport, scroll: [0, 0], res: [] };
}
