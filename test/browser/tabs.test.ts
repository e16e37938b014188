/**
 * Several tabs of one customer and two agents, in a Chromium that hides tabs behind each other, puts pages to sleep, keeps
 * them for the way back and prepares them beforehand.
 */
import type { Browser as AgentBrowser } from 'playwright-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium, launchUndrivenChromium } from '../support/browsers.ts';
import { openAsAgent } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { Agent, Customer, patient, walkTabs, walkToTheEnd } from '../support/tabs-walk.ts';

describe.skipIf(!haveChromium())('several tabs', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let desk: AgentBrowser;
  let customer: Customer;
  let first: Page;
  let one: Agent;
  let two: Agent;

  beforeAll(async () => {
    site = await startSite();
    // A tab that closes goes out of the list after this time.
    gateway = await startGateway({ site, overrides: { limits: { tabAdoptMs: 4000 } } });
    [browser, desk] = await Promise.all([launchUndrivenChromium(), launchChromium()]);
    const session = await gateway.createSession(`${site.origins.pages}/tabs.html`);
    const { body } = await gateway.api('POST', `/api/v1/sessions/${session.id}/participants`, { role: 'agent', name: 'Bea' });
    customer = new Customer(browser, gateway, session);
    first = await customer.start();
    const open = async (link: string) => new Agent(await openAsAgent(await desk.newContext(), link));
    [one, two] = await Promise.all([open(session.links.agent), open((body as { link: string }).link)]);
  });

  afterAll(async () => {
    await Promise.all([browser.close(), desk.close()]);
    await gateway.close();
    await site.close();
  });

  test('[H1] [H2] [H3] [H4] agents see tabs come and go, follow the customer or stay, and ask for one', async () => {
    await walkTabs(customer, first, one, two, { url: `${site.origins.www}/`, title: 'Tea & Stoneware · Fernhill', says: 'Ash-glaze Cup' });
  });

  test('[H3] a tab that the browser puts to sleep is said to be asleep', async () => {
    const second = (await browser.pages()).find((page) => page.url().endsWith('/tabs-two.html'));
    const session = await second?.createCDPSession();
    await session?.send('Page.setWebLifecycleState', { state: 'frozen' });
    await expect.poll(() => one.tabs(), patient).toContain('Tabs two: asleep');
    await session?.send('Page.setWebLifecycleState', { state: 'active' });
    await session?.detach();
    await expect.poll(() => one.tabs(), patient).toContain('Tabs two: behind something else');
  });

  test('[H7] a page from the back/forward cache is described anew; one that is only prepared says nothing', async () => {
    // Pages that opened windows are not kept for the way back: this tab has opened none.
    const page = await customer.openByHand(`${new URL(first.url()).origin}/tabs.html?kept`);
    await one.expectSees('First page');
    await page.evaluate(() => Object.assign(window, { kept: 'as it was' }));
    await customer.dock(page);
    await customer.press(page, 'link', 'Next page');
    await one.expectSees('Next page');
    const prepared = () => site.seen().filter(({ path, headers }) => path.includes('prepared') && headers['sec-purpose']);
    await expect.poll(prepared, patient).not.toEqual([]);
    // The picture is there before the strip has said so.
    await expect.poll(() => one.tabs(), patient).toContain('Tabs next: open before the customer, the customer is here');
    const tabs = await one.tabs();
    await page.goBack();
    await expect.poll(() => page.evaluate(() => Reflect.get(window, 'kept') as unknown), patient).toBe('as it was');
    await one.expectSees('First page');
    await one.type('Note', 'again');
    await one.expectSees('heard again');
    await page.goForward();
    await one.expectSees('Next page');
    await expect.poll(() => one.tabs(), patient).toEqual(tabs);
    await customer.press(page, 'link', 'Prepared page');
    await one.expectSees('Second page');
    const activated = await page.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation');
      return entry && 'activationStart' in entry ? entry.activationStart : 0;
    });
    expect(activated).toBeGreaterThan(0);
    await expect.poll(() => one.tabs(), patient).toHaveLength(tabs.length);
    await page.close();
    await first.bringToFront();
    await one.expectSees('heard together');
  });

  test('[H5] pause and stop on one page hold on all', async () => {
    const pages = (await browser.pages()).filter((page) => page.url().includes('/tabs'));
    expect(pages).toHaveLength(3);
    await walkToTheEnd(customer, pages, [one, two]);
  });
});
