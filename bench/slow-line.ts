/**
 * Customer and agent each on a line of 512 kbit/s and 200 ms round trip, through the real gateway in real browsers: how late a
 * change of text is, how late the answer of the page to a guest's key, and how long the shop's picture takes; quiet, and while a
 * canvas on the page moves. Text first: what the canvas costs shows in its own pictures alone. Before all of it a few bytes go over
 * both lines with nobody in between: what a browser and the gateway add is what is beyond that.
 */
import { connect, createServer, type AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../test/support/browsers.ts';
import { openAsAgent, pressStart, replicaOf } from '../test/support/journey.ts';
import { gatewayAddress } from '../test/support/gateway-address.ts';
import { startGatewayProcess, type GatewayProcess } from '../test/support/start-gateway.ts';
import { startHosts, type Hosts } from '../test/support/start-hosts.ts';
import { startSite, type Site } from '../test/support/start-site.ts';
import { openSlowLine, type LineSpec, type SlowLine } from './support/slow-line.ts';
import { figure, short, withSpread, type BenchRow, type BenchTable } from './table.ts';

const LINE: LineSpec = { bitsPerSecond: 512_000, roundTripMs: 200 };
const SAMPLES = 40;
const KEYS = 20;
const ROUNDS = 5;
const APART_MS = 250;
const WAIT_MS = 60_000;

const HOST = 'www.slow.example';
const page = (
  canvas: boolean,
): string => `<!doctype html><title>Slow</title><style>#text, #field, #echo { margin: 4px }</style><h1>A slow line</h1>
<p id="text">0</p><input id="field" aria-label="Field"><output id="echo"></output>${canvas ? '<br><canvas width="800" height="500"></canvas>' : ''}
<script>
  field.addEventListener('input', () => { echo.textContent = field.value; });
  const canvas = document.querySelector('canvas');
  if (canvas) {
    const context = canvas.getContext('2d');
    const draw = (at) => {
      for (let i = 0; i < 400; i++) {
        context.fillStyle = 'hsl(' + ((i * 137 + at / 20) % 360) + ' 70% 50%)';
        context.fillRect((i * 71 + at / 9) % 800, (i * 113 + at / 13) % 500, 40, 26);
      }
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
  }
</script>`;

interface Stand {
  readonly host: Page;
  readonly agent: Page;
  readonly sid: string;
  readonly lines: readonly [SlowLine, SlowLine];
  close(): Promise<void>;
}

/** Bytes of a small change, from one end of both lines to the other and no further: half of the way there and back. */
const BARE_BYTES = 100;

async function bareLines(): Promise<number[]> {
  const echo = createServer((socket) => void socket.pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const inner = await openSlowLine((echo.address() as AddressInfo).port, LINE); // it listens on TCP
  const outer = await openSlowLine(inner.port, LINE);
  const socket = connect(outer.port, '127.0.0.1');
  const broken = new Promise<never>((_resolve, reject) => socket.once('error', reject));
  try {
    const late: number[] = [];
    for (let i = 0; i <= SAMPLES; i++) {
      const from = performance.now();
      socket.write(Buffer.alloc(BARE_BYTES));
      let left = BARE_BYTES;
      const back = new Promise<void>((resolve) => {
        const take = (chunk: Buffer): void => {
          left -= chunk.length;
          if (left > 0) return;
          socket.off('data', take);
          resolve();
        };
        socket.on('data', take);
      });
      await Promise.race([back, broken]);
      // The first one waits for the connection.
      if (i > 0) late.push((performance.now() - from) / 2);
    }
    return late;
  } finally {
    socket.destroy();
    await outer.close();
    await inner.close();
    echo.close();
  }
}

/** The replica shows it. */
async function shows(agent: Page, text: string | RegExp): Promise<void> {
  const replica = agent.frameLocator('[data-testid=viewer]').frameLocator('[data-testid=replica]');
  await replica.getByText(text).first().waitFor({ timeout: WAIT_MS });
}

async function meetOn(gateway: GatewayProcess, url: string): Promise<Stand> {
  const lines: [SlowLine, SlowLine] = [await openSlowLine(gateway.port, LINE), await openSlowLine(gateway.port, LINE)];
  const browsers: Browser[] = [];
  for (const { port } of lines) browsers.push(await launchChromium({ rules: [`MAP *:${gateway.port} 127.0.0.1:${port}`] }));
  const session = await gateway.createSession(url);
  const [customers, agents] = await Promise.all(browsers.map((browser) => browser.newContext()));
  if (!customers || !agents) throw new Error('no windows');
  const host = await customers.newPage();
  await host.goto(session.links.customer, { timeout: WAIT_MS });
  await pressStart(host);
  const agent = await openAsAgent(agents, session.links.agent);
  return {
    host,
    agent,
    sid: session.id,
    lines,
    close: async () => {
      for (const browser of browsers) await browser.close();
      for (const line of lines) await line.close();
    },
  };
}

/** Each text is the moment at which it was written; both browsers have the machine's clock. A replica runs no script: its text is looked at from outside, every few milliseconds. */
async function watch(host: Page, agent: Page): Promise<number[]> {
  const viewer = (await replicaOf(agent)).parentFrame();
  if (!viewer) throw new Error('no viewer');
  await viewer.evaluate(() => {
    const late: number[] = [];
    let last = '';
    const timer = setInterval(() => {
      const replica = document.querySelector<HTMLIFrameElement>('[data-testid=replica]');
      const now = replica?.contentDocument?.getElementById('text')?.textContent ?? '';
      if (now === last || !(Number(now) > 0)) return;
      last = now;
      late.push(Date.now() - Number(now));
    }, 4);
    Object.assign(window, { late, timer });
  });
  for (let i = 0; i < SAMPLES; i++) {
    await host.evaluate(() => {
      const text = document.getElementById('text');
      if (text) text.textContent = String(Date.now());
    });
    await host.waitForTimeout(APART_MS);
  }
  await host.waitForTimeout(3000);
  return viewer.evaluate(() => {
    const { late, timer } = window as unknown as { late: number[]; timer: number }; // put there above
    clearInterval(timer);
    return late.slice(1);
  });
}

async function keysLate({ agent }: Stand): Promise<number[]> {
  const replica = agent.frameLocator('[data-testid=viewer]').frameLocator('[data-testid=replica]');
  const late: number[] = [];
  await replica.locator('#field').focus();
  for (let i = 0; i < KEYS; i++) {
    const before = await replica.locator('#echo').textContent();
    const from = Date.now();
    await agent.keyboard.press('abcdefghij'[i % 10] ?? 'a');
    while ((await replica.locator('#echo').textContent()) === before) {
      if (Date.now() - from > WAIT_MS) throw new Error('a key was never answered');
      await agent.waitForTimeout(10);
    }
    late.push(Date.now() - from);
  }
  return late;
}

const p = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN;

/** How long the picture of a page takes that the customer opens: from the moment its document is complete there. */
async function keyframe(
  stand: Stand,
  gateway: GatewayProcess,
  url: string,
  last: RegExp,
): Promise<{ ms: number; up: number; down: number }> {
  const { host, agent, lines } = stand;
  await host.goto(gatewayAddress(gateway, stand.sid, url), { waitUntil: 'commit', timeout: WAIT_MS });
  await host.waitForLoadState('domcontentloaded', { timeout: WAIT_MS });
  const [up, down] = [lines[0].passed.up, lines[1].passed.down];
  const ready = await host.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]; // of that type
    return performance.timeOrigin + (entry?.domContentLoadedEventEnd ?? NaN);
  });
  await shows(agent, last);
  return { ms: Date.now() - ready, up: lines[0].passed.up - up, down: lines[1].passed.down - down };
}

export async function benchSlowLine(): Promise<BenchTable> {
  const rows: BenchRow[] = [];
  const texts: number[] = [];
  const echoes: number[] = [];
  const pictures: number[] = [];
  const kept: { hosts?: Hosts; site?: Site; gateway?: GatewayProcess } = {};
  try {
    const hosts = (kept.hosts = await startHosts({ [HOST]: ({ url }) => ({ body: page(url.pathname === '/canvas') }) }));
    const site = (kept.site = await startSite());
    const gateway = (kept.gateway = await startGatewayProcess({
      overrides: {
        resolve: Object.fromEntries([
          ...hosts.hosts.map((name) => [name, hosts.address]),
          ...site.hosts.map((name) => [name, '127.0.0.1']),
        ]),
        allowPrivateTargets: [...hosts.targets, ...site.targets],
        targetCa: hosts.caFile,
      },
    }));
    const bare: number[][] = [];
    for (let round = 0; round < ROUNDS; round++) bare.push(await bareLines());
    rows.push({
      name: `nothing but the two lines, ${BARE_BYTES} bytes`,
      values: { 'p50 ms': withSpread(bare.map((late) => p(late, 0.5))), 'p95 ms': withSpread(bare.map((late) => p(late, 0.95))) },
    });
    for (const what of ['quiet', 'canvas'] as const) {
      const text95: number[] = [];
      const text50: number[] = [];
      const key95: number[] = [];
      const rate: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const stand = await meetOn(gateway, `${hosts.plainOrigin(HOST)}/${what}`);
        try {
          await shows(stand.agent, /A slow line/);
          const before = stand.lines[1].passed.down;
          const from = Date.now();
          const late = await watch(stand.host, stand.agent);
          rate.push((stand.lines[1].passed.down - before) / (Date.now() - from));
          text95.push(p(late, 0.95));
          text50.push(p(late, 0.5));
          key95.push(p(await keysLate(stand), 0.95));
        } finally {
          await stand.close();
        }
      }
      texts.push(...text95);
      echoes.push(...key95);
      rows.push({
        name: what === 'quiet' ? 'a page of text' : 'with a canvas that moves',
        values: {
          'text p50 ms': withSpread(text50),
          'p95 ms': withSpread(text95),
          'key echo p95 ms': withSpread(key95),
          'guest KB/s': withSpread(rate),
        },
      });
    }
    const stand = await meetOn(gateway, `${hosts.plainOrigin(HOST)}/quiet`);
    try {
      await shows(stand.agent, /A slow line/);
      const [sentUp, sentDown]: [number[], number[]] = [[], []];
      // The first one, with an empty cache, is told apart.
      for (let round = 0; round <= ROUNDS; round++) {
        const { ms, up, down } = await keyframe(stand, gateway, `${site.origins.www}/`, /Slow leaves/);
        if (round === 0)
          rows.push({
            name: 'the shop, first',
            values: { 'picture ms': short(ms), 'host up KB': short(up / 1024), 'guest down KB': short(down / 1024) },
          });
        else {
          pictures.push(ms);
          sentUp.push(up / 1024);
          sentDown.push(down / 1024);
        }
        await keyframe(stand, gateway, `${hosts.plainOrigin(HOST)}/quiet`, /A slow line/);
      }
      rows.push({
        name: 'the shop, again',
        values: { 'picture ms': withSpread(pictures), 'host up KB': withSpread(sentUp), 'guest down KB': withSpread(sentDown) },
      });
    } finally {
      await stand.close();
    }
  } finally {
    await kept.gateway?.close();
    await kept.site?.close();
    await kept.hosts?.close();
  }
  return {
    title: `a slow line: 512 kbit/s, 200 ms round trip, customer and agent each, median of ${ROUNDS} rounds`,
    rows,
    figures: [figure('slow-text', texts), figure('slow-echo', echoes), figure('slow-key', pictures)],
  };
}
