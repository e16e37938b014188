/**
 * A customer and two agents walk through the tabs of one session, by role and accessible name. The customer's browser is
 * driven so that one of its tabs lies before the others, as a person has it.
 */
import type { Page as AgentPage } from 'playwright-core';
import type { Browser, ElementHandle, Frame, Page } from 'puppeteer-core';
import { expect, vi } from 'vitest';
import { violations } from './axe.ts';
import { replicaOf, replicaText } from './journey.ts';
import type { Gateway, NewSession } from './start-gateway.ts';

/** 40 s: Firefox starts pages slowly on two loaded cores. */
export const patient = { timeout: 40_000, interval: 50 };

/** A frame that the driver knows answers within this time on a loaded machine. */
const WORLD_MS = 8000;

export class Customer {
  readonly #browser: Browser;
  /** Tabs that the driver was made to look at once more. */
  readonly #anew = new Map<Page, Page>();
  readonly #gateway: Gateway;
  readonly #session: NewSession;

  constructor(browser: Browser, gateway: Gateway, session: NewSession) {
    this.#browser = browser;
    this.#gateway = gateway;
    this.#session = session;
  }

  async start(): Promise<Page> {
    const page = await this.#browser.newPage();
    await page.goto(this.#session.links.customer);
    await this.press(page, 'button', 'Start');
    await page.waitForFunction(() => document.title === 'Tabs one', { timeout: patient.timeout });
    return page;
  }

  /** With the mouse, as a hand does: on what stands still. */
  async press(where: Page | Frame, role: string, name: string): Promise<void> {
    const found = (await where.waitForSelector(`::-p-aria(${name}[role="${role}"])`, {
      timeout: patient.timeout,
    })) as ElementHandle<Element>; // roles are of elements
    const frame = 'frameElement' in where ? await where.frameElement() : null;
    let before: unknown;
    await vi.waitUntil(async () => {
      // Of the page, with the frames that it is in. The page gives the dock its room a moment after there is more in it.
      const [box, room] = [await found.boundingBox(), frame && (await frame.boundingBox())];
      const isWhole = box !== null && (!room || (box.y >= room.y && box.y + box.height <= room.y + room.height));
      const isStill = JSON.stringify(box) === JSON.stringify(before);
      before = box;
      return isWhole && isStill;
    }, patient);
    await found.click();
  }

  /** The page that this opens in another tab. */
  async opened(press: () => Promise<void>): Promise<Page> {
    const before = new Set(await this.#browser.pages());
    await press();
    let found: Page | undefined;
    await expect.poll(async () => (found = (await this.#browser.pages()).find((page) => !before.has(page))), patient).toBeDefined();
    if (!found) throw new Error('no tab');
    return found;
  }

  /** Typed or pasted into the address of a tab of their own. */
  async openByHand(address: string): Promise<Page> {
    const page = await this.#browser.newPage();
    await page.goto(address);
    return page;
  }

  async dock(page: Page): Promise<Frame> {
    const address = `${this.#gateway.ownOrigin(this.#session.id)}/dock`;
    let found: Frame | undefined;
    await expect.poll(() => (found = page.frames().find((frame) => frame.url().startsWith(address))), patient).toBeDefined();
    if (!found) throw new Error('no dock');
    return found;
  }

  /** What the bar on this page says. */
  says(page: Page): Promise<string | undefined> {
    return this.reads(page, '[role=status][data-testid=dock-status]');
  }

  /** In the dock. Throws where the driver has no world of its frame, which happens in tabs that a page opened: the frame came before the tab was known. */
  async reads(page: Page, selector: string): Promise<string | undefined> {
    const dock = await this.dock(this.#anew.get(page) ?? page);
    const text = dock.evaluate((of) => document.querySelector(of)?.textContent ?? undefined, selector);
    text.catch(() => undefined); // told below, or too late
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('no world in the dock')), WORLD_MS);
    });
    try {
      return await Promise.race([text, late]);
    } catch (error) {
      this.#anew.set(page, await page.target().asPage());
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

export class Agent {
  constructor(readonly page: AgentPage) {}

  /** Names of the tabs in the strip, as a screen reader has them. */
  async tabs(): Promise<string[]> {
    const strip = this.page.getByRole('navigation', { name: 'Pages the customer has open' });
    const names = await strip.getByRole('button').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
    return names.slice(1).map((name) => name.replace(/, www\.pages\.example:\d+/, '')); // the first is the one to follow by
  }

  async expectTabs(...tabs: readonly string[]): Promise<void> {
    await expect.poll(() => this.tabs(), patient).toEqual(tabs);
  }

  async expectSees(text: string): Promise<void> {
    await expect.poll(() => replicaText(this.page), patient).toContain(text);
  }

  /** In place of the page. */
  async expectCover(text: string): Promise<void> {
    const viewer = this.page.frameLocator('[data-testid=viewer]');
    await expect.poll(() => viewer.getByRole('status').first().innerText(), patient).toContain(text);
    expect(await replicaText(this.page)).toBe('');
  }

  async expectStatus(text: string): Promise<void> {
    await expect.poll(() => this.page.getByTestId('status').innerText(), patient).toContain(text);
  }

  async stayOn(tab: string): Promise<void> {
    await this.page.getByRole('button', { name: tab }).first().click();
  }

  async follow(): Promise<void> {
    await this.page.getByRole('button', { name: 'Follow the customer' }).click();
  }

  async press(role: 'link' | 'button', name: string): Promise<void> {
    await (await replicaOf(this.page)).getByRole(role, { name }).click();
  }

  async type(label: string, text: string): Promise<void> {
    const field = (await replicaOf(this.page)).getByLabel(label);
    await field.click();
    await field.pressSequentially(text);
  }

  async askForTab(address: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Address of the page' }).fill(address);
    await this.page.getByRole('button', { name: 'Ask the customer to open this in a new tab' }).click();
  }

  async say(text: string): Promise<void> {
    const field = this.page.getByRole('combobox', { name: 'Message' });
    await field.fill(text);
    await field.press('Enter');
  }
}

const HIDDEN = 'The customer is looking at something else. This page is shown again when they come back to it.';
const here = 'open before the customer, the customer is here';
const behind = 'behind something else';

/** `first`: what the customer's session began on; both agents see it. `elsewhere`: a page of another site. */
export async function walkTabs(
  customer: Customer,
  first: Page,
  one: Agent,
  two: Agent,
  elsewhere: { readonly url: string; readonly title: string; readonly says: string },
): Promise<void> {
  for (const agent of [one, two]) await agent.expectSees('First page');
  expect(await one.tabs()).toEqual([]);
  const label = new URL(first.url()).origin;

  // A link into a tab of its own: the agents go along, and what a rule hides stays hidden.
  const second = await customer.opened(() => customer.press(first, 'link', 'Second in a tab'));
  for (const agent of [one, two]) {
    await agent.expectTabs(`Tabs one: ${behind}`, `Tabs two: ${here}`);
    await agent.expectSees('Second page');
    expect(await replicaText(agent.page)).not.toMatch(/4111/);
  }
  expect(await violations(one.page)).toEqual([]);
  await expect.poll(() => customer.says(second), patient).toBe('2 people see this page');

  // One the customer opens by hand. One agent stays on the first: named, and covered.
  const third = await customer.openByHand(`${label}/tabs-next.html`);
  await two.expectSees('Next page');
  await one.stayOn('Tabs one');
  await one.expectTabs(`Tabs one: ${behind}, you stay here`, `Tabs two: ${behind}`, `Tabs next: ${here}`);
  await one.expectCover(HIDDEN);
  await two.expectTabs(`Tabs one: ${behind}`, `Tabs two: ${behind}`, `Tabs next: ${here}`);
  await expect.poll(() => customer.says(third), patient).toBe('Bea sees this page');

  // The customer comes back to it: the agent who stayed works there, the other one has come along.
  await first.bringToFront();
  await one.expectSees('First page');
  await two.expectTabs(`Tabs one: ${here}`, `Tabs two: ${behind}`, `Tabs next: ${behind}`);
  await one.type('Note', 'together');
  await expect.poll(() => first.$eval('#said', (said) => said.textContent), patient).toBe('heard together');
  await two.expectSees('heard together');
  await two.stayOn('Tabs next');
  await expect.poll(() => customer.says(first), patient).toBe('Agent sees this page');
  await one.say('look at this');
  for (const page of [first, second]) {
    await expect.poll(() => customer.reads(page, '.unread'), patient).toBe('1');
  }

  // Another tab for an agent: a link that leads there, and an address of another site. The customer says no, and yes by their own press.
  const dock = await customer.dock(first);
  await one.press('link', 'Second in a tab');
  await one.expectStatus('The customer is asked to open');
  await customer.press(dock, 'button', 'Not now');
  await one.expectStatus('The customer has not opened it.');
  await one.askForTab(elsewhere.url);
  const fourth = await customer.opened(() => customer.press(dock, 'link', 'Open'));
  await one.expectCover(HIDDEN);
  await one.follow();
  await one.expectTabs(
    `Tabs one: ${behind}`,
    `Tabs two: ${behind}`,
    `Tabs next: ${behind}`,
    `${elsewhere.title}, ${new URL(elsewhere.url).host}: ${here}`,
  );
  await one.expectSees(elsewhere.says);
  expect(new URL(fourth.url()).origin).not.toBe(label);

  // It closes: whoever was there is where the customer is.
  await fourth.close();
  await first.bringToFront();
  await one.expectTabs(`Tabs one: ${here}`, `Tabs two: ${behind}`, `Tabs next: ${behind}`);
  await one.expectSees('heard together');
  await two.follow();
  await two.expectSees('heard together');
}

/** Pause and stop on one page are pause and stop on all. */
export async function walkToTheEnd(customer: Customer, pages: readonly Page[], agents: readonly Agent[]): Promise<void> {
  const [first] = pages;
  if (!first) throw new Error('no page');
  await customer.press(await customer.dock(first), 'button', 'Pause');
  for (const page of pages) await expect.poll(() => customer.says(page), patient).toBe('Paused. Nobody sees this page');
  for (const agent of agents) await agent.expectCover('The customer has paused sharing. The page is shown again when they go on.');
  await customer.press(await customer.dock(first), 'button', 'Stop');
  for (const page of pages) {
    await expect.poll(() => page.evaluate(() => location.pathname), patient).toBe('/end');
  }
  for (const { page } of agents) await page.getByRole('heading', { name: 'This session has ended' }).waitFor({ timeout: patient.timeout });
}
