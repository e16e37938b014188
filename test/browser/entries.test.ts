/**
 * The dock is a frame in the page, and a browser lists what it loads. The page must not find it there, nor be told of a list
 * that is empty without it.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { labelOrigin, startAsCustomer } from '../support/journey.ts';
import { startGateway, type GatewayHere } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

const patient = { timeout: 60_000 };

describe.skipIf(!haveChromium())('performance entries of a page', () => {
  let site: Site;
  let gateway: GatewayHere;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite();
    browser = await launchChromium({ loopbackHosts: ['*.example'], ignoreCertificateErrors: true });
    gateway = await startGateway({ site });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test('[B3] have no dock among them, read or observed', async () => {
    const session = await gateway.createSession(`${site.origins.pages}/words.html`);
    const page = await startAsCustomer(await browser.newContext(), session.links.customer);
    await page.goto(`${labelOrigin(page)}/words.html`, { waitUntil: 'commit' });
    await page.evaluate(`
      globalThis.calls = [];
      new PerformanceObserver(function (list, observer) { calls.push([this === observer, ...list.getEntries().map((entry) => entry.name)]) })
        .observe({ type: 'resource', buffered: true });
      globalThis.refused = []; try { new PerformanceObserver() } catch (error) { refused.push(error.name) } try { PerformanceObserver(() => 0) } catch (error) { refused.push(error.name) }
    `);
    const dock = `${gateway.ownOrigin(session.id)}/dock`;
    await expect.poll(() => page.frames().some((frame) => frame.url() === dock), patient).toBe(true);
    await page
      .frames()
      .find((frame) => frame.url() === dock)
      ?.waitForLoadState('load', patient);
    // Entries come in the order in which their loads end: with this one the dock's has been told, if it ever is.
    await page.evaluate("fetch('/dot.png?last').then((answer) => answer.arrayBuffer())");
    await expect.poll(() => page.evaluate('JSON.stringify(calls)'), patient).toContain('?last');
    const { calls, listed, refused } = (await page.evaluate(
      "({ calls, refused, listed: performance.getEntriesByType('resource').map((entry) => entry.name) })",
    )) as { calls: (string | boolean)[][]; listed: string[]; refused: string[] }; // as written there
    expect(calls.filter((call) => call.length < 2 || call[0] !== true)).toEqual([]);
    expect([...calls.flat(), ...listed].filter((name) => /dock|samepage/.test(String(name)))).toEqual([]);
    expect(refused).toEqual(['TypeError', 'TypeError']);
    await page.context().close();
  }, 180_000);
});
