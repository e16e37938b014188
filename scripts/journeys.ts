// `npm run journeys [-- rounds]`: the two ways in, walked as people walk them, counted in presses and seconds from the first page to the
// shared page. Seconds are the machine's: what a person needs to read, speak and type comes on top, and is the same in each product.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../test/support/browsers.ts';
import { startGateway, type Gateway } from '../test/support/start-gateway.ts';
import { startSite, type Site } from '../test/support/start-site.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

interface Walk {
  /** Presses of a button or link, and fields that are typed or pasted into. */
  presses: { readonly customer: number; readonly agent: number };
  fields: { readonly customer: number; readonly agent: number };
  seconds: number;
}

class Hand {
  presses = 0;
  fields = 0;
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(testId: string): Promise<void> {
    this.presses++;
    await this.page.getByTestId(testId).click();
  }

  async fill(testId: string, text: string): Promise<void> {
    this.fields++;
    await this.page.getByTestId(testId).fill(text);
  }
}

/** Both are on the page when the agent's picture shows its heading. */
async function shared(agent: Page): Promise<void> {
  await agent.frameLocator('[data-testid=viewer]').frameLocator('[data-testid=replica]').locator('h1').first().waitFor();
}

function counted(customer: Hand, agent: Hand, from: number): Walk {
  return {
    presses: { customer: customer.presses, agent: agent.presses },
    fields: { customer: customer.fields, agent: agent.fields },
    seconds: (performance.now() - from) / 1000,
  };
}

/** On the telephone: the customer opens the short address and reads out the PIN, the agent types it with the page. */
async function byPin(gateway: Gateway, site: Site, customers: BrowserContext, desk: BrowserContext): Promise<Walk> {
  const agent = new Hand(await desk.newPage());
  await agent.page.goto(`${gateway.controlOrigin}/`);
  await agent.page.getByTestId('url-input').waitFor();
  const customer = new Hand(await customers.newPage());
  const from = performance.now();
  await customer.page.goto(`${gateway.controlOrigin}/join`);
  const digits = customer.page.getByTestId('pin');
  await customer.page.waitForFunction(() => /\d{3}\s*\d{3}/.test(document.querySelector('[data-testid=pin]')?.textContent ?? ''));
  await agent.fill('url-input', site.origins.www);
  await agent.fill('pin-input', await digits.innerText());
  await agent.press('redeem');
  await customer.press('start');
  await shared(agent.page);
  return counted(customer, agent, from);
}

/** By a message: the agent pastes the page and copies the link, the customer opens it on a phone. */
async function byLink(gateway: Gateway, site: Site, customers: BrowserContext, desk: BrowserContext): Promise<Walk> {
  const agent = new Hand(await desk.newPage());
  await agent.page.goto(`${gateway.controlOrigin}/`);
  await agent.page.getByTestId('url-input').waitFor();
  const from = performance.now();
  await agent.fill('url-input', site.origins.www);
  await agent.press('start-session');
  await agent.page.getByTestId('copy-link').waitFor();
  const link = await agent.page.getByTestId('customer-link').inputValue();
  await agent.press('copy-link');
  const customer = new Hand(await customers.newPage());
  // The link itself is pressed where it was sent.
  customer.presses++;
  await customer.page.goto(link);
  await customer.press('start');
  await shared(agent.page);
  return counted(customer, agent, from);
}

async function measure(browser: Browser, gateway: Gateway, site: Site, name: string, walk: typeof byPin): Promise<void> {
  const walks: Walk[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [customers, desk] = await Promise.all([
      browser.newContext(PHONE),
      browser.newContext({ viewport: { width: 1280, height: 800 } }),
    ]);
    const first = await desk.newPage();
    await first.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    await first.getByTestId('url-input').waitFor();
    await first.close();
    const one = await walk(gateway, site, customers, desk);
    // The first warms the gateway up.
    if (round > 0) walks.push(one);
    await Promise.all([customers.close(), desk.close()]);
  }
  const seconds = walks.map((one) => one.seconds).sort((a, b) => a - b);
  const [one] = walks;
  if (!one) throw new Error('no round was walked');
  const at = (index: number) => (seconds[index] ?? 0).toFixed(1);
  console.log(
    `${name}: customer ${one.presses.customer} presses, ${one.fields.customer} fields; agent ${one.presses.agent} presses, ${one.fields.agent} fields; ` +
      `${at(seconds.length >> 1)} s [${at(0)}-${at(seconds.length - 1)}]`,
  );
}

const site = await startSite();
const gateway = await startGateway({ site });
const browser = await launchChromium();
try {
  await measure(browser, gateway, site, 'agent on the telephone, by PIN', byPin);
  await measure(browser, gateway, site, 'customer on a phone, by link', byLink);
} finally {
  await browser.close();
  await gateway.close();
  await site.close();
}
