/** However a guest or the host comes back, both end up on an equal page: late join, dropped sockets, reloads of either side. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { untilEqual } from '../support/compare-dom.ts';
import { openAsAgent, replicaOf, replicaShows, startAsCustomer, waiting } from '../support/journey.ts';
import { startGateway, type Gateway, type NewSession } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium())('a replica ends up equal', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let session: NewSession;
  let customer: BrowserContext;
  let host: Page;
  let agent: Page;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchChromium();
    session = await gateway.createSession(`${site.origins.pages}/live.html`);
    customer = await browser.newContext();
    await keepSockets(customer);
    host = await startAsCustomer(customer, session.links.customer);
    const agents = await browser.newContext();
    await keepSockets(agents);
    agent = await openAsAgent(agents, session.links.agent);
    await replicaShows(agent, /Live page/);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  const change = (times: number) =>
    host.evaluate((count) => {
      const run = Reflect.get(window, 'change') as (times: number) => void; // the page defines it
      run(count);
    }, times);
  const equalAt = (guest: Page) =>
    untilEqual(
      () => host.mainFrame(),
      () => replicaOf(guest),
    );

  test('after every kind of change, in bursts', async () => {
    for (const times of [1, 7, 60, 200]) {
      await change(times);
      await equalAt(agent);
    }
  });

  test('when the page scrolls, nested and whole', async () => {
    await host.evaluate(() => document.getElementById('box')?.scrollTo(0, 130));
    await equalAt(agent);
  });

  test('for a second agent who joins late, from the state alone', async () => {
    await change(25);
    const seat = await gateway.api('POST', `/api/v1/sessions/${session.id}/participants`, { role: 'agent', name: 'Second' });
    expect(seat.status).toBe(201);
    const { link } = seat.body as { link: string }; // the answer of 201
    const second = await openAsAgent(await browser.newContext(), link);
    await replicaShows(second, /Live page/);
    await equalAt(second);
    await change(9);
    await equalAt(second);
    await equalAt(agent);
    await second.close();
  });

  test('[S8] when the guest was offline while the page changed, and goes on in the field where it was', async () => {
    const focused = async () => (await replicaOf(agent)).evaluate(() => document.hasFocus() && document.activeElement?.id);
    const before = await replicaOf(agent);
    await before.focus('#field');
    await agent.context().setOffline(true);
    expect(await cutSockets(agent)).toBeGreaterThan(0);
    await change(40);
    await agent.context().setOffline(false);
    // Another replica, not that of before.
    await expect.poll(() => before.isDetached(), waiting).toBe(true);
    await equalAt(agent);
    await expect.poll(focused, waiting).toBe('field');
    await agent.keyboard.press('End');
    await agent.keyboard.type(', and on');
    await expect.poll(() => host.inputValue('#field'), waiting).toMatch(/, and on$/);
    await equalAt(agent);
  });

  test('when the agent reloads the console', async () => {
    await change(3);
    await agent.reload();
    await replicaShows(agent, /Live page/);
    await equalAt(agent);
  });

  test('when the customer reloads the page', async () => {
    const hellos: { type: string; tab: string | null }[] = [];
    host.once('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => hellos.push(JSON.parse(String(payload)) as (typeof hellos)[number])); // the runtime's
    });
    await host.reload();
    await expect.poll(() => hellos[0], waiting).toMatchObject({ type: 'hello', tab: expect.any(String) as string });
    await expect
      .poll(
        async () =>
          (await replicaOf(agent))
            .locator('#list li')
            .count()
            .catch(() => -1),
        waiting,
      )
      .toBe(0);
    await change(5);
    await equalAt(agent);
  });

  test('when the customer was offline for a moment', async () => {
    await customer.setOffline(true);
    expect(await cutSockets(host)).toBeGreaterThan(0);
    await change(12);
    await customer.setOffline(false);
    await equalAt(agent);
    await change(4);
    await equalAt(agent);
  });

  test('when the customer goes away and comes back by the same link', async () => {
    const link = host.url();
    await host.goto('about:blank');
    await host.goto(link);
    await replicaShows(agent, /Live page/);
    await change(6);
    await equalAt(agent);
  });

  test('when the page is at a second address, and back', async () => {
    await host.evaluate(() => (location.href = '/words.html'));
    await replicaShows(agent, /kettle, cup, saucer/);
    await host.goBack();
    await replicaShows(agent, /Live page/);
    await change(2);
    await equalAt(agent);
  });
});

/** Offline mode of the driver leaves open sockets alone; the DevTools network domain cuts them by throttling to nothing. */
/** Keeps every socket that opens in these pages, so that a test can cut it: a browser that is said to be offline keeps the open ones. */
async function keepSockets(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const kept: WebSocket[] = [];
    Object.assign(window, { kept });
    window.WebSocket = class extends WebSocket {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args);
        kept.push(this);
      }
    };
  });
}

/** How many were cut. */
async function cutSockets(page: Page): Promise<number> {
  let cut = 0;
  for (const frame of page.frames())
    cut += await frame.evaluate(() => {
      const open = ((Reflect.get(window, 'kept') as WebSocket[] | undefined) ?? []).filter(
        ({ readyState }) => readyState === WebSocket.OPEN,
      ); // put there above
      for (const socket of open) socket.close();
      return open.length;
    });
  return cut;
}
