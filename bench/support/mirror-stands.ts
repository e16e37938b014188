/**
 * The same page three times in one browser: without a mirror, with ours over the relay of the tests (no proxy, no rights:
 * what is left is what the mirror itself costs), and with rrweb recording into a live replayer over a relay as plain as that.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { WebSocketServer, type WebSocket } from 'ws';
import { builtinPatterns, builtinRules } from '../../src/config/builtin-policy.ts';
import { policy, startRelay } from '../../test/mirror/relay.ts';
import { benchFolder } from './corpus.ts';

export type StandName = 'none' | 'ours' | 'rrweb';

export interface Side {
  readonly page: Page;
  /** Milliseconds of CPU of its main thread so far (threadTicks: other work on the machine does not count). */
  cpu(): Promise<number>;
}

export interface MirrorStand {
  readonly name: StandName;
  readonly host: Side;
  /** Undefined where nothing is mirrored. */
  readonly guest: Side | undefined;
  /** Everything that left the host since the last `forget`. */
  readonly said: string[];
  forget(): void;
  /** Lets the host describe its page anew; resolves when it has. */
  keyframe(): Promise<void>;
  /** Visible text and number of elements of the replica. */
  replica(): Promise<{ text: string; elements: number }>;
  /** Its line is gone for a while. */
  cut(): void;
  readonly faults: () => readonly string[];
  close(): Promise<void>;
}

const PAGE =
  '<!doctype html><html><head></head><body><input id="field"><p id="stamp">-</p><ul id="list"></ul><div id="content"></div></body></html>';
/** 60 s: a keyframe of 50,000 nodes. */
const PATIENCE_MS = 60_000;

export async function openStand(browser: Browser, name: StandName, options: { rrweb?: object; page?: string } = {}): Promise<MirrorStand> {
  if (name === 'ours') return openOurs(browser, options.page);
  return openOther(browser, name, options);
}

async function openOurs(browser: Browser, name: string | undefined): Promise<MirrorStand> {
  const relay = await startRelay();
  relay.usePolicy(policy(builtinRules, { patterns: builtinPatterns }));
  const host = await side(browser);
  await host.page.goto(relay.page(name ?? 'mirror-tree.html'));
  await until(() => relay.keyframes > 0);
  if (name === undefined)
    await host.page.evaluate((html) => (document.body.innerHTML = /<body>([^]*)<\/body>/.exec(html)?.[1] ?? ''), PAGE);
  const guest = await side(browser);
  await guest.page.goto(relay.guest);
  await guest.page.waitForFunction(() => (document.querySelector('iframe')?.contentDocument?.body?.childElementCount ?? 0) > 0);
  return {
    name: 'ours',
    host,
    guest,
    said: relay.said,
    forget: () => (relay.said.length = 0),
    async keyframe() {
      const before = relay.keyframes;
      relay.askKey();
      await until(() => relay.keyframes > before);
    },
    replica: () => pictureOf(guest.page),
    cut: () => relay.cut(),
    faults: () => relay.failures,
    close: async () => {
      await host.page.context().close();
      await guest.page.context().close();
      await relay.close();
    },
  };
}

async function openOther(browser: Browser, name: 'none' | 'rrweb', options: { rrweb?: object; page?: string }): Promise<MirrorStand> {
  const script = await readFile(path.join(benchFolder, 'peers/node_modules/rrweb/dist/rrweb.umd.min.cjs'), 'utf8');
  const said: string[] = [];
  const guests = new Set<WebSocket>();
  const server = createServer((req, res) => {
    res.setHeader('content-type', req.url === '/rrweb.js' ? 'text/javascript' : 'text/html; charset=utf-8');
    if (req.url === '/rrweb.js') res.end(script);
    else if (req.url === '/guest') res.end(`<!doctype html><body><script src="/rrweb.js"></script><script>${player}</script>`);
    else if (req.url !== '/') res.writeHead(404).end();
    else {
      const tag =
        name === 'rrweb' ? `<script src="/rrweb.js"></script><script>(${record})(${JSON.stringify(options.rrweb ?? {})})</script>` : '';
      res.end((options.page ?? PAGE).replace('<head>', `<head>${tag}`));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, req) => {
    if (req.url === '/guest') {
      guests.add(socket);
      return;
    }
    socket.on('message', (data) => {
      const text = String(data);
      said.push(text);
      for (const guest of guests) guest.send(text);
    });
  });
  const guest = name === 'rrweb' ? await side(browser) : undefined;
  await guest?.page.goto(`http://127.0.0.1:${port}/guest`);
  if (guest) await until(() => guests.size > 0);
  const host = await side(browser);
  await host.page.goto(`http://127.0.0.1:${port}/`, { waitUntil: 'domcontentloaded' });
  if (guest) await guest.page.waitForFunction(() => (document.querySelector('iframe')?.contentDocument?.body?.childElementCount ?? 0) > 0);
  return {
    name,
    host,
    guest,
    said,
    forget: () => (said.length = 0),
    async keyframe() {
      if (name === 'none') return;
      const before = said.length;
      await host.page.evaluate(() => (Reflect.get(window, 'snapshot') as () => void)());
      await until(() => said.slice(before).some((one) => one.startsWith('{"type":2')));
    },
    replica: () => (guest ? pictureOf(guest.page) : pictureOf(host.page, true)),
    cut: () => undefined,
    faults: () => [],
    close: async () => {
      await host.page.context().close();
      await guest?.page.context().close();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Runs in the page. */
const record = `function (options) {
  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/host');
  const waiting = [];
  socket.onopen = () => waiting.splice(0).forEach((one) => socket.send(one));
  const emit = (event) => {
    const text = JSON.stringify(event);
    if (socket.readyState === 1) socket.send(text);
    else waiting.push(text);
  };
  rrweb.record({ emit, ...options });
  window.snapshot = () => rrweb.record.takeFullSnapshot();
}`;

// Its live mode with a baseline far ahead: then it applies on arrival, which is the quickest that it can do.
const player = `
  const replayer = new rrweb.Replayer([], { liveMode: true, useVirtualDom: false });
  replayer.startLive(Date.now() + 1e9);
  new WebSocket(location.origin.replace('http', 'ws') + '/guest').onmessage = ({ data }) => replayer.addEvent(JSON.parse(data));
`;

async function side(browser: Browser): Promise<Side> {
  const page = await (await browser.newContext()).newPage();
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    page,
    async cpu() {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
    },
  };
}

async function pictureOf(page: Page, self = false): Promise<{ text: string; elements: number }> {
  return page.evaluate((own) => {
    const inside = own ? document : document.querySelector('iframe')?.contentDocument;
    return { text: inside?.body?.textContent ?? '', elements: inside?.body?.querySelectorAll('*').length ?? 0 };
  }, self);
}

async function until(is: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!is()) {
    if (Date.now() > deadline) throw new Error('the mirror said nothing');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Bytes as they are, and as permessage-deflate with one window for all would send them. */
export function sizeOfSaid(said: readonly string[]): { raw: number; deflated: number } {
  const raw = Buffer.from(said.join('\n'));
  return { raw: raw.length, deflated: deflateRawSync(raw, { level: 6 }).length };
}
