/**
 * A smoke of front and script mode in Firefox, in the full run: the customer asks for help on a page of the shop's own, says
 * yes, the session is live in place, the agent sees the page, and after the end the page goes on.
 */
import type { Server } from 'node:http';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveFirefox, launchFirefox } from '../support/browsers.ts';
import { freePort } from '../support/free-port.ts';
import { full } from '../support/full.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';

interface Shop {
  startShop(options: { port: number; head: string }): Promise<Server>;
}

/** 90 s: Firefox starts pages slowly on two loaded cores. */
const waiting = { timeout: 90_000, interval: 200 };
const TIMEOUT_MS = 600_000;

describe.skipIf(!full || !haveFirefox()).each(['script', 'front'] as const)('%s mode in Firefox', (mode) => {
  let gateway: Gateway;
  let shop: Server;
  let browser: Browser;
  let control: string;
  let home: string;

  beforeAll(async () => {
    const [port, gatewayPort] = [await freePort(), await freePort()];
    home = `http://shop.localhost:${mode === 'script' ? port : gatewayPort}`;
    control = `http://localhost:${gatewayPort}`;
    gateway = await startGateway({
      overrides: {
        port: gatewayPort,
        limits: { dockFirstMs: 60_000, dockGraceMs: 30_000, helloTimeoutMs: 30_000 },
        ...(mode === 'script'
          ? { sites: [{ key: 'shop', origins: [home] }] }
          : { front: [{ host: `shop.localhost:${gatewayPort}`, target: `http://127.0.0.1:${port}`, health: '/' }] }),
      },
    });
    const { startShop } = (await import(new URL('../../examples/shop.mjs', import.meta.url).href)) as Shop; // a plain script
    shop = await startShop({ port, head: mode === 'script' ? `<script src="${control}/samepage.js" data-key="shop"></script>` : '' });
    browser = await launchFirefox();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    shop.closeAllConnections();
    await new Promise((closed) => shop.close(closed));
  });

  test(
    '[I1] [I5] a session begins where the customer is, and leaves the page as it was',
    async () => {
      const host = await (await browser.createBrowserContext()).newPage();
      await host.setViewport({ width: 1280, height: 720 });
      await host.goto(`${home}/`, { waitUntil: 'domcontentloaded' });
      await press(host, 'button ::-p-text(Add to cart)');
      await host.waitForSelector('::-p-text(First Flush)', waiting);
      await host.waitForSelector('samepage-help', waiting);
      // The button stands in a closed shadow root: a hand finds it by its place.
      await host.mouse.click(1280 - 16 - 60, 720 - 16 - 22);
      const help = await frameOf(host, `${control}/help`);
      await expect.poll(() => textOf(help, '[data-testid=pin]'), waiting).toMatch(/^\D*(?:\d\D*){6}$/);
      const pin = (await textOf(help, '[data-testid=pin]')).replace(/\D/g, '');
      const { body } = await gateway.api('POST', '/api/v1/pins/redeem', { pin });
      const { id, links } = body as { id: string; links: { agent: string } }; // docs/api.md

      const opened = new Promise<Page>((done, fail) => {
        browser.once(
          'targetcreated',
          (target) => void target.page().then((page) => (page ? done(page) : fail(new Error('no page'))), fail),
        );
      });
      await press(help, '[data-testid=help-continue]');
      const consent = await opened;
      await press(consent, '[data-testid=start]');
      await host.bringToFront();
      const state = async (): Promise<unknown> => ((await gateway.api('GET', `/api/v1/sessions/${id}`)).body as { state: unknown }).state; // docs/api.md
      await expect.poll(state, waiting).toBe('live');

      // A window of its own: a page behind another tab is covered.
      const agent = await (await browser.createBrowserContext()).newPage({ type: 'window' });
      await agent.goto(links.agent);
      await expect.poll(() => replicaText(agent), waiting).toMatch(/First Flush/);
      const address = new URL(await host.evaluate(() => location.href));
      expect(address.origin).toBe(home);

      expect((await gateway.api('DELETE', `/api/v1/sessions/${id}`)).status).toBe(204);
      await expect.poll(() => host.$('samepage-overlay').then((found) => found === null), waiting).toBe(true);
      await host.goto(`${home}/cart`, { waitUntil: 'domcontentloaded' });
      await host.waitForSelector('::-p-text(First Flush)', waiting);
    },
    TIMEOUT_MS,
  );
});

async function press(where: Page | Frame, selector: string): Promise<void> {
  const found = await where.waitForSelector(selector, waiting);
  await found?.click();
}

async function frameOf(host: Page, address: string): Promise<Frame> {
  const find = (): Frame | undefined => host.frames().find((frame) => frame.url().startsWith(address));
  await expect.poll(() => find() !== undefined, waiting).toBe(true);
  const found = find();
  if (!found) throw new Error(`the frame ${address} is gone again`);
  return found;
}

async function textOf(frame: Frame, selector: string): Promise<string> {
  // A frame that is being replaced has no text: the caller looks again.
  return frame.$eval(selector, (element) => element.textContent).catch(() => '');
}

async function replicaText(agent: Page): Promise<string> {
  for (const frame of agent.frames()) {
    const parent = frame.parentFrame();
    if (!parent?.url().includes('/viewer')) continue;
    // Blank, or just being replaced: as above.
    return frame.evaluate(() => document.body.innerText).catch(() => '');
  }
  return '';
}
