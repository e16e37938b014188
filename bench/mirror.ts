/**
 * What a change of the customer's page costs until an agent sees it: bytes on the wire and milliseconds, through a whole
 * gateway, with host and guest in two contexts of one real Chromium. Both clocks are the machine's; a change carries the
 * moment it was made as its text, a watcher in the viewer notes the moment it shows.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { launchChromium } from '../test/support/browsers.ts';
import { startGateway } from '../test/support/start-gateway.ts';
import type { BenchTable } from './table.ts';

const TABLE_ROWS = 10_000;
const TICKS = 200;
const CHANGES_PER_TICK = 50;
const KEYS = 40;
const SCROLLS = 60;
const SAMPLES = 100;
/** 60 s: a keyframe of 50,000 nodes on two cores. */
const WAIT = { timeout: 60_000 };

const page = `<!doctype html><title>Bench</title><body><h1>Bench</h1><input id="field"><p id="stamp">-</p><ul id="list"></ul>
<div style="height:8000px"></div></body>`;
const table = `<!doctype html><title>Table</title><table>${Array.from(
  { length: TABLE_ROWS },
  (_, row) => `<tr><td>${row}</td><td class="name">Item ${row}</td></tr>`,
).join('')}</table><p id="stamp">-</p>`;

interface Counted {
  messages: number;
  bytes: number;
}

export async function benchMirror(): Promise<BenchTable> {
  const target = createServer((req, res) => {
    res.setHeader('content-type', 'text/html; charset=utf-8').end(req.url === '/table' ? table : page);
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  const { port } = target.address() as AddressInfo; // a listening TCP server has one
  const site = `http://localhost:${port}`;
  const gateway = await startGateway({ overrides: { allowPrivateTargets: [`localhost:${port}`, `127.0.0.1:${port}`] } });
  const browser = await launchChromium();
  const version = browser.version();
  const rows: { name: string; values: Record<string, number | string> }[] = [];
  try {
    const session = await gateway.createSession(`${site}/`);
    const host = await (await browser.newContext()).newPage();
    const sent = count(host, 'sent', '/.samepage/runtime');
    await host.goto(session.links.customer);
    await host.getByTestId('start').click(WAIT);
    await host.waitForURL(/--hp\d/, { ...WAIT, waitUntil: 'load' });
    const guest = await (await browser.newContext()).newPage();
    const received = count(guest, 'received', '/viewer/socket');
    await guest.goto(session.links.agent);
    const viewer = await frameOf(guest, 'viewer');
    await shows(viewer, 'Bench');

    const measured = async (name: string, work: () => Promise<Record<string, number | string>>): Promise<void> => {
      const before = { sent: { ...sent }, received: { ...received } };
      const values = await work();
      rows.push({
        name,
        values: {
          ...values,
          'host messages': sent.messages - before.sent.messages,
          'host KB': kb(sent.bytes - before.sent.bytes),
          'guest KB': kb(received.bytes - before.received.bytes),
        },
      });
    };

    await measured(`latency, one change each 50 ms, ${SAMPLES} samples`, async () => {
      const delays = await latency(host, viewer);
      return { 'p50 ms': quantile(delays, 0.5), 'p95 ms': quantile(delays, 0.95) };
    });
    await measured(`${KEYS} keys at 50 ms`, async () => {
      await host.locator('#field').pressSequentially('k'.repeat(KEYS), { delay: 50 });
      await viewer.waitForFunction(
        (length) => document.querySelector('iframe')?.contentDocument?.querySelector('input')?.value.length === length,
        KEYS,
        WAIT,
      );
      return {};
    });
    await measured(`${SCROLLS} scroll steps`, async () => {
      await host.evaluate(async (steps) => {
        for (let step = 1; step <= steps; step++) {
          scrollTo(0, step * 50);
          await new Promise((resolve) => setTimeout(resolve, 16));
        }
      }, SCROLLS);
      const end = await host.evaluate(() => scrollY);
      await viewer.waitForFunction((y) => document.querySelector('iframe')?.contentWindow?.scrollY === y, end, WAIT);
      return {};
    });
    await measured(`${TICKS * CHANGES_PER_TICK} changes in ${TICKS} ticks`, async () => {
      await host.evaluate(mutate, { ticks: TICKS, changes: CHANGES_PER_TICK });
      await shows(viewer, 'done');
      return {};
    });
    await measured(`keyframe of a table of ${TABLE_ROWS} rows`, async () => {
      const from = Date.now();
      await host.goto(`${new URL(host.url()).origin}/table`, { waitUntil: 'load' });
      await shows(viewer, `Item ${TABLE_ROWS - 1}`);
      return { 'load to shown ms': Date.now() - from };
    });

    const from = Date.now();
    await gateway.api('DELETE', `/api/v1/sessions/${session.id}`);
    // The console may take the whole frame away, which is as blank as it gets.
    while (!viewer.isDetached() && (await isShown(viewer))) await new Promise((resolve) => setTimeout(resolve, 5));
    rows.push({ name: 'end of the session until the view is blank', values: { ms: Date.now() - from } });
  } finally {
    await browser.close();
    await gateway.close();
    await new Promise((resolve) => target.close(resolve));
  }
  return { title: `Mirror, host to guest, Chromium ${version}, loopback`, rows, figures: [] };
}

/** Counts WebSocket frames of a page and its frames, whichever process they live in. */
function count(page: Page, direction: 'sent' | 'received', address: string): Counted {
  const counted: Counted = { messages: 0, bytes: 0 };
  page.on('websocket', (socket) => {
    if (!socket.url().includes(address)) return;
    const add = ({ payload }: { payload: string | Buffer }): void => {
      counted.messages++;
      counted.bytes += Buffer.byteLength(payload);
    };
    if (direction === 'sent') socket.on('framesent', add);
    else socket.on('framereceived', add);
  });
  return counted;
}

async function frameOf(page: Page, testId: string): Promise<Frame> {
  const handle = await page.waitForSelector(`[data-testid="${testId}"]`, { state: 'attached', ...WAIT });
  const frame = await handle.contentFrame();
  if (!frame) throw new Error(`${testId} shows no document`);
  return frame;
}

async function shows(viewer: Frame, text: string): Promise<void> {
  await viewer.waitForFunction(
    (wanted) => document.querySelector('iframe')?.contentDocument?.body?.textContent.includes(wanted),
    text,
    WAIT,
  );
}

async function isShown(viewer: Frame): Promise<boolean> {
  try {
    return await viewer.evaluate(() => (document.querySelector('iframe')?.contentDocument?.body?.innerText.trim() ?? '') !== '');
  } catch (error) {
    if (viewer.isDetached()) return false; // taken away between the question and the answer
    throw error;
  }
}

async function latency(host: Page, viewer: Frame): Promise<number[]> {
  const watching = viewer.evaluate(
    (samples) =>
      new Promise<number[]>((resolve) => {
        const delays: number[] = [];
        const replica = document.querySelector('iframe')?.contentDocument;
        const stamp = replica?.querySelector('p');
        if (!replica || !stamp) throw new Error('no replica');
        new MutationObserver(() => {
          const made = Number(stamp.textContent);
          if (made > 0) delays.push(performance.timeOrigin + performance.now() - made);
          if (delays.length >= samples) resolve(delays);
        }).observe(stamp, { characterData: true, childList: true, subtree: true });
      }),
    SAMPLES,
  );
  await host.evaluate(async (samples) => {
    const stamp = document.getElementById('stamp');
    // Some more than are awaited: two that fall into one flush are one change for the guest.
    for (let sample = 0; stamp && sample < samples * 1.5; sample++) {
      stamp.textContent = String(performance.timeOrigin + performance.now());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, SAMPLES);
  return watching;
}

/** 40 % text, 30 % attributes, 15 % inserts, 15 % removals. Runs in the page. */
async function mutate({ ticks, changes }: { ticks: number; changes: number }): Promise<void> {
  const list = document.getElementById('list');
  const stamp = document.getElementById('stamp');
  if (!list || !stamp) throw new Error('not the bench page');
  for (let item = 0; item < 300; item++) list.append(Object.assign(document.createElement('li'), { textContent: `item ${item}` }));
  let turn = 0;
  for (let tick = 0; tick < ticks; tick++) {
    for (let change = 0; change < changes; change++) {
      turn = (turn * 1103515245 + 12345) % 2147483648;
      const kind = change % 20;
      const item = list.children[turn % list.children.length];
      if (kind < 8 && item) item.textContent = `text ${turn}`;
      else if (kind < 14 && item) item.setAttribute('title', `title ${turn}`);
      else if (kind < 17) list.append(Object.assign(document.createElement('li'), { textContent: `new ${turn}` }));
      else item?.remove();
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  stamp.textContent = 'done';
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor((sorted.length - 1) * part)] ?? 0) * 10) / 10;
}

function kb(bytes: number): number {
  return Math.round(bytes / 100) / 10;
}
