/**
 * The main journey, as the two people live it: an agent pastes an address, a customer opens the link and starts, both are
 * on the same page. Played with two browsers' worth of windows: in two contexts, with third-party cookies blocked, and
 * with both roles in two tabs of one browser.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { haveChromium, launchChromium, launchWithoutThirdPartyCookies } from '../support/browsers.ts';
import { untilEqual } from '../support/compare-dom.ts';
import {
  clickOn,
  dockOf,
  openAsAgent,
  replicaOf,
  replicaShows,
  replicaText,
  startAsCustomer,
  typeInto,
  waiting,
} from '../support/journey.ts';
import { gatewayAddress } from '../support/gateway-address.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

const fits = !haveChromium();

interface Windows {
  readonly agent: BrowserContext;
  readonly customer: BrowserContext;
  close(): Promise<void>;
}

const settings: [string, (browser: Browser) => Promise<Windows>][] = [
  [
    'two browsers',
    async (browser) => {
      const [agent, customer] = [await browser.newContext(), await browser.newContext()];
      return { agent, customer, close: async () => void (await Promise.all([agent.close(), customer.close()])) };
    },
  ],
  [
    'third-party cookies blocked',
    async () => {
      const [agent, customer] = [await launchWithoutThirdPartyCookies(), await launchWithoutThirdPartyCookies()];
      return { agent, customer, close: async () => void (await Promise.all([agent.close(), customer.close()])) };
    },
  ],
  [
    'two tabs of one browser',
    async (browser) => {
      const both = await browser.newContext();
      return { agent: both, customer: both, close: () => both.close() };
    },
  ],
];

describe.skipIf(fits)('from a pasted address to the end page', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test.each(settings)('with %s, agent and customer are on the same page', async (_name, open) => {
    const windows = await open(browser);
    onTestFinished(() => windows.close());
    const { agent, link } = await pasteAddress(windows.agent, gateway, `${site.origins.www}/`);

    const host = await startAsCustomer(windows.customer, link);
    expect(host.url()).toMatch(/^http:\/\/www-shop-example--p\d+\.[a-z2-7]{16}\.localhost:\d+\/$/);
    expect(await host.evaluate(() => [document.URL, window === window.top])).toEqual([`${site.origins.www}/`, true]);
    await replicaShows(agent, /Slow leaves/);
    await untilEqual(
      () => host.mainFrame(),
      () => replicaOf(agent),
    );

    // A click of the agent, and the navigation it causes, are followed without a further click.
    await clickOn(agent, (await replicaOf(agent)).getByRole('link', { name: /First Flush/ }));
    await host.waitForURL('**/product/first-flush');
    await replicaShows(agent, /The first spring leaves/);
    await clickOn(agent, (await replicaOf(agent)).getByRole('button', { name: 'Add to cart' }));
    await host.waitForURL('**/cart');
    await replicaShows(agent, /Your cart/);
    await untilEqual(
      () => host.mainFrame(),
      () => replicaOf(agent),
    );

    // What the customer does by hand is seen by the agent.
    await host.bringToFront();
    await host.getByTestId('to-checkout').click();
    await replicaShows(agent, /Your order/);
    await host.getByTestId('street').fill('12 Mill Lane');
    await untilEqual(
      () => host.mainFrame(),
      () => replicaOf(agent),
    );

    const dock = await dockOf(host, gateway, await sidOf(host));
    await clickOn(host, dock.getByTestId('dock-stop'));
    await expectEnded(host, agent, `${site.origins.www}/checkout`);
  });

  test('the console lists the session live, with site, people and state', async () => {
    const windows = await browser.newContext();
    const { agent, link } = await pasteAddress(windows, gateway, `${site.origins.www}/`);
    const desk = await windows.newPage();
    await desk.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    const sid = new URL(link).host.split('.')[0] ?? '';
    const row = desk.getByTestId('session-row').filter({ hasText: 'www.shop.example' }).first();
    await row.waitFor();
    const states = (): Promise<unknown> =>
      gateway.api('GET', `/api/v1/sessions/${sid}`).then((answer) => Reflect.get(Object(answer.body), 'state') as unknown);
    expect(await states()).toBe('waiting');
    const customer = await browser.newContext();
    await startAsCustomer(customer, link);
    await expect.poll(states, waiting).toBe('live');
    await expect.poll(() => row.innerText(), waiting).toMatch(/live/i);
    await agent.close();
    await windows.close();
    await customer.close();
  });
});

describe.skipIf(fits)('what the agent can do', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let host: Page;
  let agent: Page;
  let sid: string;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchChromium();
    const session = await gateway.createSession(`${site.origins.www}/`);
    sid = session.id;
    host = await startAsCustomer(await browser.newContext(), session.links.customer);
    agent = await openAsAgent(await browser.newContext(), session.links.agent);
    await replicaShows(agent, /Slow leaves/);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  const inReplica = async () => replicaOf(agent);
  const same = () => untilEqual(() => host.mainFrame(), inReplica);

  test('opens another address of the site from the address bar', async () => {
    await go(agent, `${site.origins.www}/product/ember-cup`);
    await host.waitForURL('**/product/ember-cup');
    await replicaShows(agent, /Ember Cup/);
    await expect.poll(() => agent.getByTestId('address').inputValue(), waiting).toBe(`${site.origins.www}/product/ember-cup`);
  });

  test('types into a field, picks from a list, ticks a box, opens a fold', async () => {
    const replica = await inReplica();
    await typeInto(agent, replica.getByLabel('Note'), 'With love, Ada');
    await expect.poll(() => host.getByTestId('note').inputValue(), waiting).toBe('With love, Ada');
    await clickOn(agent, replica.getByLabel('Wrap it as a gift'));
    await expect.poll(() => host.getByTestId('gift').isChecked(), waiting).toBe(true);
    await replica.getByLabel('Quantity').selectOption('3');
    await expect.poll(() => host.getByTestId('quantity').inputValue(), waiting).toBe('3');
    await clickOn(agent, replica.getByText('How to brew'));
    await expect.poll(() => host.getByTestId('details').getAttribute('open'), waiting).toBe('');
    await same();
  });

  test('sees what it typed only after it happened, and the caret keys work', async () => {
    const note = (await inReplica()).getByLabel('Note');
    await clickOn(agent, note);
    await agent.keyboard.press('End');
    await agent.keyboard.press('Backspace');
    await agent.keyboard.press('Backspace');
    await agent.keyboard.press('Backspace');
    await agent.keyboard.type('Bea');
    await expect.poll(() => host.getByTestId('note').inputValue(), waiting).toBe('With love, Bea');
    await same();
  });

  test('presses a button that is not blocked, goes back and forward', async () => {
    await clickOn(agent, (await inReplica()).getByRole('button', { name: 'Add to cart' }));
    await host.waitForURL('**/cart');
    await replicaShows(agent, /£78\.00/);
    await agent.getByTestId('back').click();
    await host.waitForURL('**/product/ember-cup');
    await replicaShows(agent, /Iron-rich clay/);
    await agent.getByTestId('forward').click();
    await host.waitForURL('**/cart');
    await replicaShows(agent, /Your cart/);
  });

  test('scrolls the page and a box inside it', async () => {
    await go(agent, `${site.origins.pages}/nested-scroll.html`);
    await replicaShows(agent, /inside/);
    await host.waitForFunction(() => Reflect.get(window, 'observed') !== undefined);
    const places = async () => (await inReplica()).evaluate(() => [document.getElementById('box')?.scrollTop, scrollY]);
    await expect.poll(places, waiting).toEqual([250, 700]);
    await host.evaluate(() => {
      scrollTo(0, 0);
      document.getElementById('box')?.scrollTo(0, 0);
    });
    await expect.poll(places, waiting).toEqual([0, 0]);
    await same();
    const box = (await inReplica()).locator('#box');
    await clickOn(agent, box);
    await agent.mouse.wheel(0, 300);
    await expect.poll(() => host.evaluate(() => document.getElementById('box')?.scrollTop ?? 0), waiting).toBeGreaterThan(100);
    const viewer = await agent.getByTestId('viewer').boundingBox();
    if (!viewer) throw new Error('the viewer is not shown');
    await agent.mouse.move(viewer.x + viewer.width / 2, viewer.y + viewer.height / 2 + 100);
    await agent.mouse.wheel(0, 600);
    await expect.poll(() => host.evaluate(() => scrollY), waiting).toBeGreaterThan(200);
    await same();
  });

  test('follows the single-page part: search, pick, back', async () => {
    await go(agent, `${site.origins.www}/app`);
    await replicaShows(agent, /Tea finder/);
    await typeInto(agent, (await inReplica()).getByRole('searchbox'), 'river');
    await expect.poll(() => host.locator('[data-list] li').count(), waiting).toBe(1);
    await clickOn(agent, (await inReplica()).getByRole('link', { name: 'River Pot' }));
    await replicaShows(agent, /A pot for two/);
    await expect.poll(() => agent.getByTestId('address').inputValue(), waiting).toBe(`${site.origins.www}/app/river-pot`);
    await agent.getByTestId('back').click();
    await replicaShows(agent, /Choose something on the left/);
  });

  test('sees the frame of another origin', async () => {
    await go(agent, `${site.origins.www}/checkout`);
    await replicaShows(agent, /Or pay by bank/);
    await expect
      .poll(
        async () =>
          (await (await inReplica()).locator('iframe').first().contentFrame().locator('body').innerText()).includes('Valley Bank'),
        waiting,
      )
      .toBe(true);
  });

  test('sees frames within frames', async () => {
    await host.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.id = 'first';
      frame.srcdoc = '<p>one</p><iframe srcdoc="<p>two</p><iframe srcdoc=\'<p>three</p>\'></iframe>"></iframe>';
      document.body.append(frame);
    });
    const within = (await inReplica()).locator('#first').contentFrame().locator('iframe').contentFrame();
    await within.getByText('two').waitFor();
    await within.locator('iframe').contentFrame().getByText('three').waitFor();
    await host.evaluate(() => document.getElementById('first')?.remove());
  });

  test('chats in both directions, and both see each other', async () => {
    const dock = await dockOf(host, gateway, sid);
    await agent.getByTestId('chat-input').fill('Hello, how can I help?');
    await agent.getByTestId('chat-send').click();
    await clickOn(host, dock.getByTestId('dock-open'));
    await dock.getByText('Hello, how can I help?').waitFor();
    await dock.getByTestId('dock-chat-input').fill('The cup, please');
    await dock.getByTestId('dock-chat-input').press('Enter');
    await agent.getByText('The cup, please').waitFor();
  });

  test('is paused and comes back as the customer wishes', async () => {
    const dock = await dockOf(host, gateway, sid);
    await clickOn(host, dock.getByTestId('dock-pause'));
    await expect.poll(() => replicaText(agent), waiting).toBe('');
    await clickOn(host, dock.getByTestId('dock-pause'));
    await replicaShows(agent, /Or pay by bank/);
  });

  test('[E2] ends the session: the picture is gone, the customer sees the end page and says how it was', async () => {
    agent.on('dialog', (dialog) => void dialog.accept());
    await agent.getByTestId('end-session').click();
    const sure = agent.getByTestId('end-confirm');
    if (await sure.isVisible()) await sure.click();
    await expectEnded(host, agent, `${site.origins.www}/checkout`);
    const answer = await gateway.api('GET', `/api/v1/sessions/${sid}`);
    expect(answer.body).toMatchObject({ id: sid, state: 'ended' });
    // Nothing behind the old addresses any more: the end page, and no request to the site.
    const again = await host.context().newPage();
    await again.goto(gatewayAddress(gateway, sid, `${site.origins.www}/cart?afterwards`));
    await again.getByTestId('ended').waitFor();
    expect(site.seen('/cart?afterwards')).toEqual([]);
    // How it was: one press, by this browser, once.
    expect(await again.getByTestId('rate').count()).toBe(0);
    await host.getByRole('button', { name: 'Good', exact: true }).click();
    await host.getByText('Thank you for saying so.').waitFor();
    expect((await gateway.api('GET', `/api/v1/sessions/${sid}`)).body).toMatchObject({ rating: 4 });
  });
});

describe.skipIf(fits)("what stays the customer's own", () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let host: Page;
  let agent: Page;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchChromium();
    const session = await gateway.createSession(`${site.origins.www}/product/ash-cup`);
    host = await startAsCustomer(await browser.newContext(), session.links.customer);
    agent = await openAsAgent(await browser.newContext(), session.links.agent);
    await host.getByTestId('add-to-cart').click();
    await host.getByTestId('to-checkout').click();
    await replicaShows(agent, /Place order/);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test('a card number that the customer types never reaches the agent', async () => {
    await host.getByTestId('card-number').pressSequentially('4929000000000006', { delay: 10 });
    await host.getByTestId('card-code').fill('931');
    await host.getByTestId('street').fill('12 Mill Lane');
    const replica = await replicaOf(agent);
    await expect.poll(() => replica.getByLabel('Street').inputValue(), waiting).toBe('12 Mill Lane');
    const shown = await replica.evaluate(() =>
      [document.documentElement.outerHTML, ...[...document.querySelectorAll('input')].map((input) => input.value)].join('\n'),
    );
    expect(shown).not.toMatch(/4929|931/);
  });

  test('the agent can not type into a masked field', async () => {
    const before = await host.getByTestId('card-number').inputValue();
    await typeInto(agent, (await replicaOf(agent)).getByLabel('Card number'), '5');
    await typeInto(agent, (await replicaOf(agent)).getByLabel('Full name'), 'Ada');
    await expect.poll(() => host.getByTestId('name').inputValue(), waiting).toBe('Ada');
    expect(await host.getByTestId('card-number').inputValue()).toBe(before);
  });

  test('[K1] the agent presses "Place order" with mouse, Enter and Space, and no order is placed', async () => {
    const replica = await replicaOf(agent);
    const button = replica.getByRole('button', { name: 'Place order' });
    await clickOn(agent, button);
    await button.evaluate((element) => {
      (element as HTMLElement).focus();
    }); // found by its role
    await agent.keyboard.press('Enter');
    await agent.keyboard.press('Space');
    // Enter in a field of the form would submit it implicitly.
    await clickOn(agent, replica.getByLabel('Full name'));
    await agent.keyboard.press('Enter');
    // A later action that is allowed has been done: the earlier ones were answered before it.
    await agent.keyboard.press('End');
    await agent.keyboard.type('!');
    await expect.poll(() => host.getByTestId('name').inputValue(), waiting).toBe('Ada!');
    expect(host.url()).toMatch(/\/checkout$/);
    expect(site.state.orders).toEqual([]);
  });

  test('[K2] the customer presses it, and the order is placed', async () => {
    await host.getByTestId('place-order').click();
    await host.waitForURL('**/order/*');
    await replicaShows(agent, /Thank you/);
    expect(site.state.orders).toMatchObject([{ fields: { card: '4929000000000006', name: 'Ada!' } }]);
  });
});

describe.skipIf(fits)('a PIN instead of a link', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test('the customer reads out a PIN, the agent types it with an address', async () => {
    const host = await (await browser.newContext()).newPage();
    await host.goto(`${gateway.controlOrigin}/join`);
    const digits = host.getByTestId('pin');
    await expect.poll(async () => (await digits.innerText()).replace(/\D/g, ''), waiting).toMatch(/^\d{6}$/);
    const pin = (await digits.innerText()).replace(/\D/g, '');

    const agent = await (await browser.newContext()).newPage();
    await agent.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    await agent.getByTestId('url-input').fill(`${site.origins.www}/`);
    await agent.getByTestId('pin-input').fill(pin);
    await agent.getByTestId('redeem').click();
    // The customer has the page: another PIN or a link would be one more thing to read out, and open nothing.
    await agent.getByRole('heading', { name: 'The PIN is right' }).waitFor();
    expect(await agent.getByTestId('agent-pin').count()).toBe(0);

    await host.getByTestId('start').click({ timeout: waiting.timeout });
    await host.getByText('Slow leaves').waitFor();
    await replicaShows(agent, /Slow leaves/);
  });

  test('the agent reads out the PIN of the session, the customer types it', async () => {
    const session = await gateway.createSession(`${site.origins.www}/`);
    expect(session.pin).toMatch(/^\d{9}$/);
    const host = await (await browser.newContext()).newPage();
    await host.goto(`${gateway.controlOrigin}/join`);
    await host.getByTestId('pin-input').fill(session.pin);
    await host.getByTestId('join').click();
    await host.getByTestId('start').click({ timeout: waiting.timeout });
    await host.getByText('Slow leaves').waitFor();
    const agent = await openAsAgent(await browser.newContext(), session.links.agent);
    await replicaShows(agent, /Slow leaves/);

    // The tab is closed by accident: this browser goes back without another PIN, and another one is offered nothing.
    const context = host.context();
    await host.close();
    const again = await context.newPage();
    await again.goto(`${gateway.controlOrigin}/join`);
    if (process.env['SHOTS'] !== undefined) await again.screenshot({ path: `${process.env['SHOTS']}/join-back.png`, fullPage: true });
    await again.getByTestId('back-link').click();
    expect(await again.getByTestId('start').innerText()).toBe('Continue');
    await again.getByTestId('start').click();
    await again.getByText('Slow leaves').waitFor();
    await replicaShows(agent, /Slow leaves/);
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(`${gateway.controlOrigin}/join`);
    await stranger.getByTestId('pin').waitFor();
    expect(await stranger.getByTestId('back').count()).toBe(0);
  });
});

async function pasteAddress(context: BrowserContext, gateway: Gateway, url: string): Promise<{ agent: Page; link: string }> {
  const agent = await context.newPage();
  await agent.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
  await agent.getByTestId('url-input').fill(url);
  await agent.getByTestId('start-session').click();
  const shown = agent.getByTestId('customer-link');
  await shown.waitFor();
  const link = await shown.evaluate((node) =>
    node instanceof HTMLInputElement ? node.value : node instanceof HTMLAnchorElement ? node.href : (node.textContent ?? ''),
  );
  expect(link).toMatch(/^http:\/\/[a-z2-7]{16}\.localhost:\d+\/#/);
  await expect.poll(async () => (await agent.getByTestId('agent-pin').innerText()).replace(/\D/g, ''), waiting).toMatch(/^\d{9}$/);
  return { agent, link: link.trim() };
}

async function go(agent: Page, url: string): Promise<void> {
  await agent.getByTestId('address').fill(url);
  const button = agent.getByTestId('go');
  if (await button.isVisible()) await button.click();
  else await agent.getByTestId('address').press('Enter');
}

function sidOf(host: Page): Promise<string> {
  return Promise.resolve(new URL(host.url()).host.split('.')[1] ?? '');
}

/** 1 s is the goal for the agent's picture to be gone; loaded test machines get five. */
const BLANK_TIMEOUT_MS = 5_000;

async function expectEnded(host: Page, agent: Page, realPage: string): Promise<void> {
  await expect.poll(() => replicaText(agent), { timeout: BLANK_TIMEOUT_MS, interval: 20 }).toBe('');
  await host.getByTestId('ended').waitFor();
  expect(await host.getByTestId('real-page').getAttribute('href')).toBe(realPage);
}
