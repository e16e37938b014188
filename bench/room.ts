/** What the room adds to a bare relay: the host's changes are parsed, checked, kept in the shadow copy, and sent to each guest. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WebSocket } from 'ws';
import { freePort } from '../test/support/free-port.ts';
import type { ElementNode, Keyframe } from '../src/shared/dom-ops.ts';
import { TOP_FRAME } from '../src/shared/ids.ts';
import { openRoom, openSocket } from './support/room-client.ts';
import { Stand } from './support/stand.ts';
import { figure, short, median, withSpread, type BenchTable } from './table.ts';

const ROUNDS = 5;
const ROOMS = 20;
const GUESTS = 4;
/** As a page says that types, scrolls and changes a list. Per second and room. */
const FRAMES_PER_SECOND = 60;
const SECONDS = 3;

interface Speaker {
  say(turn: number): void;
}

interface House {
  readonly speakers: readonly Speaker[];
  readonly heard: { count: number };
  readonly sockets: readonly WebSocket[];
}

export async function benchRoom(): Promise<BenchTable> {
  const stand = await Stand.start();
  const port = await freePort();
  const bare = spawn(process.execPath, [fileURLToPath(new URL('support/bare-ws.mjs', import.meta.url)), String(port)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await told(bare);
  const ours = await openRooms(stand);
  const theirs = await openBare(port);
  try {
    const cost: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
    for (let round = -2; round < ROUNDS; round++) {
      const bareBefore = await cpuOf(bare);
      const bareHeard = await speak(theirs, round + 2);
      const bareCost = ((await cpuOf(bare)) - bareBefore) / bareHeard;
      const before = await stand.cpu();
      const heard = await speak(ours, round + 2);
      const ourCost = ((await stand.cpu()) - before) / heard;
      if (round < 0) continue; // two rounds warm up
      cost.bare.push(bareCost);
      cost.ours.push(ourCost);
    }
    const ratios = cost.ours.map((value, round) => value / (cost.bare[round] ?? value));
    return {
      title: `${ROOMS} rooms, 1 host and ${GUESTS} guests each, ${FRAMES_PER_SECOND} changes a second, 300 bytes`,
      rows: [
        { name: 'bare ws broadcast', values: { 'CPU/delivery µs': withSpread(cost.bare) } },
        { name: 'room', values: { 'CPU/delivery µs': withSpread(cost.ours), 'times bare': short(median(ratios)) } },
      ],
      figures: [figure('ws-delivery', ratios)],
    };
  } finally {
    for (const socket of [...ours.sockets, ...theirs.sockets]) socket.terminate();
    await stand.close();
    bare.kill();
  }
}

async function openRooms(stand: Stand): Promise<House> {
  const heard = { count: 0 };
  const speakers: Speaker[] = [];
  const sockets: WebSocket[] = [];
  for (let room = 0; room < ROOMS; room++) {
    const visit = await stand.visit('http://127.0.0.1:8123/');
    const opened = await openRoom(stand, visit, { url: 'http://127.0.0.1:8123/', doc: keyframe(), guests: GUESTS });
    for (const viewer of opened.guests) {
      viewer.on('message', (data: Buffer) => {
        if (data.toString('latin1', 0, 14) === '{"type":"ops",') heard.count++;
      });
    }
    sockets.push(...opened.sockets);
    let seq = 0;
    const say = (turn: number): void =>
      opened.host.send(JSON.stringify({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq: ++seq, ops: ops(turn) }));
    speakers.push({ say });
  }
  return { speakers, heard, sockets };
}

async function openBare(port: number): Promise<House> {
  const heard = { count: 0 };
  const speakers: Speaker[] = [];
  const sockets: WebSocket[] = [];
  for (let room = 0; room < ROOMS; room++) {
    for (let guest = 0; guest < GUESTS; guest++) {
      const viewer = await openSocket(`ws://127.0.0.1:${port}/${room}/guest`, [], {});
      viewer.on('message', () => heard.count++);
      sockets.push(viewer);
    }
    const host = await openSocket(`ws://127.0.0.1:${port}/${room}/host`, [], {});
    sockets.push(host);
    let seq = 0;
    speakers.push({ say: (turn) => host.send(JSON.stringify({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq: ++seq, ops: ops(turn) })) });
  }
  return { speakers, heard, sockets };
}

/** Deliveries, all of which have arrived. */
async function speak({ speakers, heard }: House, round: number): Promise<number> {
  const before = heard.count;
  const frames = FRAMES_PER_SECOND * SECONDS;
  const expected = before + frames * speakers.length * GUESTS;
  for (let frame = 0; frame < frames; frame++) {
    speakers.forEach((speaker) => speaker.say(round * frames + frame));
    await new Promise((resolve) => setTimeout(resolve, 1000 / FRAMES_PER_SECOND));
  }
  // A change that never arrives is told by whoever runs this: it does not end.
  while (heard.count < expected) await new Promise((resolve) => setTimeout(resolve, 5));
  return heard.count - before;
}

/** 300 bytes as JSON: a text, two attributes, a move of the scroll, a new row. */
function ops(turn: number): unknown[] {
  return [
    ['text', 31, `Price ${turn} EUR, ${turn * 7} left in stock`, 0],
    ['attr', 4, 'title', `Seen ${turn} times since this morning`],
    ['attr', 3, 'class', turn % 2 ? 'heading heading--new' : 'heading'],
    ['scroll', 0, 0, turn * 10],
    ['state', 6, { value: `typed ${turn}` }],
  ];
}

function keyframe(): Keyframe {
  const rows = Array.from({ length: 200 }, (_, at): ElementNode => [100 + at * 2, 'li', ['class', 'row'], [[101 + at * 2, `Row ${at}`]]]);
  const body: ElementNode = [
    2,
    'body',
    [],
    [
      [3, 'h1', [], [[31, 'Hello']]],
      [4, 'button', [], [[41, 'Next']]],
      [6, 'input', [], []],
      [9, 'ul', [], rows],
    ],
  ];
  const viewport = { width: 800, height: 600, scale: 1 };
  return { doctype: 'html', quirks: false, root: [1, 'html', [], [body]], adopted: [], css: [], viewport, scroll: [0, 0], res: [] };
}

async function cpuOf(child: ChildProcess): Promise<number> {
  const answer = told(child);
  child.send('cpu');
  const { user, system } = (await answer) as NodeJS.CpuUsage; // the only answer it gives
  return user + system;
}

function told(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve));
}
