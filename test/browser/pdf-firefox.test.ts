/** A PDF of the site in Firefox, customer and agent both: in the full run. Another engine draws it, and makes its pictures. */
import type { Browser, Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveFirefox, launchFirefox } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { makePdf } from '../support/pdf.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startHosts, type Hosts } from '../support/start-hosts.ts';

/** 40 s: Firefox starts pages slowly on two loaded cores. */
const waiting = { timeout: 40_000, interval: 100 };
const SHOP = 'www.shop.example';
const document_ = makePdf([
  {
    lines: [
      [60, 780, 20, 'Statement'],
      [60, 740, 14, 'Card 4539 5787 6362 1486'],
      [60, 700, 14, 'Thank you'],
    ],
  },
]);

describe.skipIf(!full || !haveFirefox())('a document in Firefox', () => {
  let hosts: Hosts;
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    hosts = await startHosts({
      [SHOP]: ({ url }) =>
        url.pathname === '/a.pdf'
          ? { type: 'application/pdf', body: document_ }
          : { body: '<h1>Papers</h1><a href="/a.pdf">Statement</a>' },
    });
    gateway = await startGateway({ site: hosts });
    browser = await launchFirefox();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await hosts.close();
  });

  test('[V1] [V2] it opens, and the agent sees its text and its drawing without the card', async () => {
    const session = await gateway.createSession(`${hosts.origin(SHOP)}/`);
    const host = await (await browser.createBrowserContext()).newPage();
    await host.goto(session.links.customer);
    await (await host.waitForSelector('[data-testid=start]', { timeout: waiting.timeout }))?.click();
    await (await host.waitForSelector('a[href]', { timeout: waiting.timeout }))?.click();
    await host.waitForSelector('.page canvas', { timeout: waiting.timeout });
    // A window of its own: a page behind another tab is covered.
    const agent = await (await browser.createBrowserContext()).newPage({ type: 'window' });
    await agent.goto(session.links.agent);
    await expect.poll(() => replicaText(agent), waiting).toMatch(/Statement\s+•{6}\s+Thank you/);
    const pictured = async (): Promise<number> =>
      (await replicaOf(agent)).evaluate(
        () =>
          [...document.querySelectorAll('canvas')].filter((each) => getComputedStyle(each).backgroundImage.startsWith('url("data:image'))
            .length,
      );
    await expect.poll(pictured, waiting).toBeGreaterThan(0);
  });
});

async function replicaOf(agent: Page): Promise<Frame> {
  const viewer = await (await agent.waitForSelector('[data-testid=viewer]', { timeout: waiting.timeout }))?.contentFrame();
  const replica = await (await viewer?.waitForSelector('[data-testid=replica]', { timeout: waiting.timeout }))?.contentFrame();
  if (!replica) throw new Error('there is no replica');
  return replica;
}

async function replicaText(agent: Page): Promise<string> {
  try {
    return await (await replicaOf(agent)).evaluate(() => document.body.innerText);
  } catch {
    return ''; // the frame is being replaced: the caller polls
  }
}
