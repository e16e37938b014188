/** A smoke of the main journey in Firefox, host and guest both: another engine's proxies, cookies, frames and input. */
import type { Browser, Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveFirefox, launchFirefox } from '../support/browsers.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

/** 40 s: Firefox starts pages slowly on two loaded cores. */
const waiting = { timeout: 40_000, interval: 100 };

describe.skipIf(!haveFirefox())('in Firefox', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchFirefox();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test('agent and customer are on the same page, the agent clicks, the customer stops', async () => {
    const session = await gateway.createSession(`${site.origins.www}/`);
    const host = await (await browser.createBrowserContext()).newPage();
    await host.goto(session.links.customer);
    await (await host.waitForSelector('[data-testid=start]', { timeout: waiting.timeout }))?.click();
    await host.waitForSelector('[data-testid=product-first-flush]', { timeout: waiting.timeout });
    expect(await host.evaluate(() => [document.URL, String(window === window.top)])).toEqual([`${site.origins.www}/`, 'true']);
    await host.waitForFunction(() => Number(document.documentElement.dataset['ticks']) > 0, { timeout: waiting.timeout });

    // A window of its own: a page behind another tab is covered.
    const agent = await (await browser.createBrowserContext()).newPage({ type: 'window' });
    await agent.goto(session.links.agent);
    await expect.poll(() => replicaText(agent), waiting).toMatch(/Slow leaves/);

    const replica = await replicaOf(agent);
    const place = await replica.evaluate(() => {
      const link = [...document.querySelectorAll('a')].find((each) => each.textContent.includes('Tea finder'));
      const box = link?.getBoundingClientRect();
      return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    });
    expect(place).not.toBeNull();
    const at = await toWindow(replica, place ?? { x: 0, y: 0 });
    await agent.mouse.click(at.x, at.y);
    await expect.poll(() => host.url(), waiting).toMatch(/\/app$/);
    await expect.poll(() => replicaText(agent), waiting).toMatch(/Choose something on the left/);

    await host.type('[data-testid=search]', 'oolong');
    await expect.poll(async () => (await replicaText(agent)).includes('River Pot'), waiting).toBe(false);

    await expect.poll(() => host.frames().some((frame) => frame.url().includes('/dock')), waiting).toBe(true);
    const dock = host.frames().find((frame) => frame.url().includes('/dock'));
    const stop = await dock?.waitForSelector('[data-testid=dock-stop]', { timeout: waiting.timeout });
    await stop?.evaluate((button) => {
      (button as HTMLElement).click(); // the selector names a button
    });
    await host.waitForSelector('[data-testid=ended]', { timeout: waiting.timeout });
    await expect.poll(() => replicaText(agent), waiting).toBe('');
  });
});

async function replicaOf(agent: Page, timeout = waiting.timeout): Promise<Frame> {
  const viewer = await (await agent.waitForSelector('[data-testid=viewer]', { timeout }))?.contentFrame();
  const replica = await (await viewer?.waitForSelector('[data-testid=replica]', { timeout }))?.contentFrame();
  if (!replica) throw new Error('there is no replica');
  return replica;
}

async function replicaText(agent: Page): Promise<string> {
  try {
    return await (await replicaOf(agent, 500)).evaluate(() => document.body.innerText);
  } catch {
    return ''; // blank, or just being replaced: the caller polls
  }
}

/** A point of a frame in the coordinates of the window, through scaled frames. */
async function toWindow(frame: Frame, point: { x: number; y: number }): Promise<{ x: number; y: number }> {
  let { x, y } = point;
  for (let at: Frame | null = frame; at?.parentFrame(); at = at.parentFrame()) {
    const owner = await at.frameElement();
    if (!owner) throw new Error('a frame without an owner');
    const box = await owner.evaluate((node) => {
      const element = node as HTMLElement; // owners of frames are HTML elements
      const { x: left, y: top, width } = element.getBoundingClientRect();
      return { left, top, scale: width / element.offsetWidth, border: element.clientLeft };
    });
    x = box.left + (x + box.border) * box.scale;
    y = box.top + (y + box.border) * box.scale;
  }
  return { x, y };
}
