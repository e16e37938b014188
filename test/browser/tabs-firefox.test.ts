/** The walk of tabs.test.ts with the customer in Firefox, which tells focus, hidden tabs and pop-ups in ways of its own. */
import type { Browser as AgentBrowser } from 'playwright-core';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { haveChromium, haveFirefox, launchChromium, launchFirefox } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { openAsAgent } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { Agent, Customer, walkTabs } from '../support/tabs-walk.ts';

describe.skipIf(!full || !haveChromium() || !haveFirefox())('several tabs of a customer in Firefox', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let desk: AgentBrowser;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site, overrides: { limits: { tabAdoptMs: 4000 } } });
    [browser, desk] = await Promise.all([launchFirefox(), launchChromium()]);
  });

  afterAll(async () => {
    await Promise.all([browser.close(), desk.close()]);
    await gateway.close();
    await site.close();
  });

  test('[H1] [H2] [H3] [H4] agents see tabs come and go, follow the customer or stay, and ask for one', async () => {
    const session = await gateway.createSession(`${site.origins.pages}/tabs.html`);
    const { body } = await gateway.api('POST', `/api/v1/sessions/${session.id}/participants`, { role: 'agent', name: 'Bea' });
    const customer = new Customer(browser, gateway, session);
    const first = await customer.start();
    const open = async (link: string) => new Agent(await openAsAgent(await desk.newContext(), link));
    const agents = await Promise.all([open(session.links.agent), open((body as { link: string }).link)]);
    await walkTabs(customer, first, ...agents, { url: `${site.origins.www}/`, title: 'Tea & Stoneware · Fernhill', says: 'Ash-glaze Cup' });
  }, 180_000);
});
