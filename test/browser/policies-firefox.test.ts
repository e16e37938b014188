/** Pages about policies and hashes, straight and through the gateway, in Firefox: in the full run. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveFirefox, launchFirefox } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { differences, type Observation } from '../support/observe-page.ts';
import { startGateway, type GatewayHere } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

/** 40 s: Firefox starts pages slowly on two loaded cores. */
const TIMEOUT_MS = 40_000;

describe.skipIf(!full || !haveFirefox())('[B4] [B5] a page observes the same in Firefox, straight and through the gateway', () => {
  let site: Site;
  let gateway: GatewayHere;
  let browser: Browser;
  let straight: Page;
  let through: Page;
  let label: string;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchFirefox();
    straight = await (await browser.createBrowserContext()).newPage();
    through = await (await browser.createBrowserContext()).newPage();
    // 90 s: a page with a dozen files, on a machine that does other things as well.
    for (const page of [straight, through]) page.setDefaultNavigationTimeout(90_000);
    const session = await gateway.createSession(`${site.origins.pages}/words.html`);
    await through.goto(session.links.customer);
    await (await through.waitForSelector('[data-testid=start]', { timeout: TIMEOUT_MS }))?.click();
    await through.waitForFunction(() => location.pathname === '/words.html', { timeout: TIMEOUT_MS });
    // Asked in the page: what the driver knows of the address comes later. It is not the site's code, so it hears the gateway.
    label = await through.evaluate(() => location.origin);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  async function observe(page: Page, address: string): Promise<Observation> {
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    // Asked again and again: a function that waits in the page is compiled there, which these policies forbid.
    const read = (): Promise<Observation | null> =>
      page.evaluate(() => JSON.parse(JSON.stringify(Reflect.get(window, 'observed') ?? null)) as Observation | null); // the page's own object
    await expect.poll(read, { timeout: TIMEOUT_MS, interval: 200 }).not.toBeNull();
    return (await read()) ?? {};
  }

  test.each(['policy.html', 'policy-hashes.html', 'integrity.html'])('%s', async (name) => {
    const expected = await observe(straight, `${site.origins.pages}/${name}`);
    expect(expected).not.toHaveProperty('error');
    expect(Object.fromEntries(differences(expected, await observe(through, `${label}/${name}`)))).toEqual({});
    expect(gateway.stats()).toEqual({ escapes: 0, integrityRefused: expect.any(Number) as number });
  });
});
