/**
 * First view of the console and of the consent page on a slow line, from the address to the first words on the screen, nothing
 * cached. Chromium's own throttling, two profiles that go by the name of fast 3G: WebPageTest's (1.6 Mbit/s, 150 ms a round trip),
 * which has the goal, and that of Chromium's own tools (1.44 Mbit/s, 562 ms for each request), where the page and what it
 * loads already cost 1.1 s of waiting.
 */
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../test/support/browsers.ts';
import { startGateway, type Gateway } from '../test/support/start-gateway.ts';
import { startSite } from '../test/support/start-site.ts';
import { figure, short, withSpread, type BenchRow, type BenchTable } from './table.ts';

const ROUNDS = 7;
const profiles = {
  '3G fast, WebPageTest': { latency: 150, kbit: 1600 },
  'fast 3G, Chromium': { latency: 562.5, kbit: 1440 },
} as const;

interface View {
  readonly name: string;
  address(): Promise<string>;
  /** There once the first words are. */
  readonly seen: string;
}

export async function benchFirstView(): Promise<BenchTable> {
  const site = await startSite();
  const gateway = await startGateway({ site });
  const browser = await launchChromium();
  try {
    const views: readonly View[] = [
      { name: 'console, sign-in', address: () => Promise.resolve(`${gateway.controlOrigin}/`), seen: '[data-testid=sign-in]' },
      { name: 'consent page', address: () => customerLink(gateway, `${site.origins.www}/`), seen: '[data-testid=start]' },
    ];
    const rows: BenchRow[] = [];
    const goal: Record<string, number[]> = {};
    for (const [profile, line] of Object.entries(profiles))
      for (const view of views) {
        const times: number[] = [];
        let bytes = 0;
        for (let round = 0; round <= ROUNDS; round++) {
          const seen = await look(browser, await view.address(), view.seen, line);
          bytes = seen.bytes;
          // The first compiles what the gateway sends.
          if (round > 0) times.push(seen.ms);
        }
        rows.push({
          name: `${view.name}; ${profile}`,
          values: { 'first view ms': withSpread(times), 'KB on the line': short(bytes / 1024) },
        });
        if (profile === '3G fast, WebPageTest') goal[view.name] = times;
      }
    return {
      title: 'First view on a slow line',
      rows,
      figures: [figure('first-view-console', goal['console, sign-in'] ?? []), figure('first-view-consent', goal['consent page'] ?? [])],
    };
  } finally {
    await browser.close();
    await gateway.close();
    await site.close();
  }
}

async function customerLink(gateway: Gateway, url: string): Promise<string> {
  return (await gateway.createSession(url)).links.customer;
}

async function look(
  browser: Browser,
  address: string,
  seen: string,
  { latency, kbit }: { readonly latency: number; readonly kbit: number },
): Promise<{ ms: number; bytes: number }> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page: Page = await context.newPage();
    const line = await context.newCDPSession(page);
    await line.send('Network.enable');
    const throughput = (kbit * 1000) / 8;
    await line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency,
      downloadThroughput: throughput,
      uploadThroughput: throughput / 2,
    });
    let bytes = 0;
    line.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    const from = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    // Looked for in each frame: the driver's own waiting looks every half a second in the end.
    await page.waitForFunction((selector) => (document.querySelector(selector)?.getClientRects().length ?? 0) > 0, seen, {
      polling: 'raf',
    });
    // What is in the tree is on the screen with the next frame.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return { ms: performance.now() - from, bytes };
  } finally {
    await context.close();
  }
}
