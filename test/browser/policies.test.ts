/**
 * Policies as a net, in a browser: what the rewriter missed is stopped by the document's policy before a byte of it leaves, and
 * is counted; and nothing of ours breaks a policy of the site.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { labelOrigin, startAsCustomer } from '../support/journey.ts';
import { startGateway, type GatewayHere } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium())('policies', () => {
  let site: Site;
  let gateway: GatewayHere;
  let browser: Browser;
  let page: Page;
  let label: string;

  beforeAll(async () => {
    site = await startSite();
    browser = await launchChromium({ loopbackHosts: ['*.example'], ignoreCertificateErrors: true });
    gateway = await startGateway({ site });
    const session = await gateway.createSession(`${site.origins.pages}/words.html`);
    page = await startAsCustomer(await browser.newContext(), session.links.customer);
    label = labelOrigin(page);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test('[B5] the overlay breaks no policy of the page', async () => {
    await page.goto(`${label}/policy.html`);
    await page.waitForFunction(() => Reflect.get(window, 'observed') !== undefined);
    await page.waitForSelector('samepage-overlay', { state: 'attached' });
    // A violation is told in a task of its own, after the one that did it.
    const violations = await page.evaluate(() => new Promise((done) => setTimeout(() => done(Reflect.get(window, 'violations')), 0)));
    expect(new Set(violations as string[])).toEqual(
      new Set(['script-src-elem', 'script-src', 'script-src-attr', 'img-src', 'connect-src']),
    );
    expect(gateway.stats().escapes).toBe(0);
  });

  test('a request with more headers than the limit is refused with its code', async () => {
    const answer = await gateway.ask(`${label}/words.html`, { headers: { 'x-long': 'a'.repeat(64 * 1024) } });
    expect([answer.status, answer.headers['samepage-error']]).toEqual([431, 'HEADERS_TOO_LARGE']);
  });

  test('[A4] an address that nobody mapped is stopped and counted, whatever asks for it', async () => {
    await page.goto(`${label}/escapes.html`);
    // A tag beyond the scanner's limit is passed unread; so its image stands for whatever else may be missed.
    await page.waitForFunction(() => Reflect.get(window, 'stopped') === true);
    await expect.poll(() => gateway.stats().escapes, { timeout: 15_000 }).toBe(1);
    expect(await page.evaluate(() => Reflect.get(window, 'loaded') as unknown)).toBeUndefined();
    expect(site.seen('/dot.png').filter(({ path }) => path.includes('escaped'))).toEqual([]);
  });
});
