/**
 * Every view of both sides by keys and as a screen reader has it: each stop has a name, shows that it has the focus and lies under
 * nothing; Tab comes round; each view has a title and one heading of its own; nothing is too small to hit, and nothing is cut off
 * at 320 pixels or with lines and letters apart (WCAG 2.2 AA).
 */
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutOff, outlineOf, smallTargets, spaceOut, tabThrough } from '../support/by-keys.ts';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { dockOf, openAsAgent, pressStart, replicaShows, startAsCustomer, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { haveTurn, startTurn, type Turn } from '../support/start-turn.ts';

const shots = process.env['SAMEPAGE_TEST_SHOTS'];
const WIDE = { width: 1280, height: 800 };
/** 400 % of a window of 1280 by 1024. */
const NARROW = { width: 320, height: 256 };

describe.skipIf(!full || !haveChromium() || !haveTurn())('by keys', () => {
  let site: Site;
  let turn: Turn;
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    [site, turn] = await Promise.all([startSite(), startTurn()]);
    gateway = await startGateway({
      site,
      overrides: { turn: turn.config, stepUp: ['screen', 'voice', 'camera'], cannedAnswers: ['One moment, please.'] },
    });
    browser = await launchChromium({ fakeMedia: true, accessibility: true, oneProcess: true });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await turn.close();
    await site.close();
  });

  const desk = (): Promise<BrowserContext> => browser.newContext({ viewport: WIDE, screen: WIDE, locale: 'en' });

  /** What is not as it should be in a view; `part` is the frame of ours in it. */
  async function faults(page: Page, view: string, part: Page | Frame = page): Promise<string[]> {
    await page.bringToFront();
    const found: string[] = [];
    const { title, headings, places } = await outlineOf(part);
    if (title === '') found.push('no title');
    const levels = headings.map((heading) => Number(heading.charAt(0)));
    if (levels.filter((level) => level === 1).length !== 1 || levels.some((level, at) => level > (levels[at - 1] ?? 0) + 1))
      found.push(`headings: ${headings.join(', ')}`);
    if (places.filter((place) => place.startsWith('main')).length !== 1) found.push(`places: ${places.join(', ')}`);
    const stops = await tabThrough(page, part);
    if (stops.length === 0) found.push('no stop');
    for (const { role, name, testId, shows, isSeen, isTheirs } of stops) {
      if (isTheirs) continue;
      const stop = `${role} ${name} ${testId}`;
      // Chromium tells a page neither role nor name of a summary; screen readers have both.
      if (name === '' && role !== '') found.push(`no name: ${stop}`);
      if (!shows) found.push(`no sign of the focus: ${stop}`);
      if (!isSeen) found.push(`under something: ${stop}`);
    }
    found.push(...(await smallTargets(part)).map((target) => `small: ${target}`), ...(await violations(part)));
    await spaceOut(part, true);
    found.push(...(await cutOff(part)).map((text) => `lines and letters apart: ${text}`));
    if (shots !== undefined) await page.screenshot({ path: `${shots}/${view}-spaced.png` });
    await spaceOut(part, false);
    if (shots !== undefined) await page.screenshot({ path: `${shots}/${view}.png` });
    const size = page.viewportSize() ?? WIDE;
    await page.setViewportSize(NARROW);
    await part.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    found.push(...(await cutOff(part)).map((text) => `320 px: ${text}`));
    if (shots !== undefined) await page.screenshot({ path: `${shots}/${view}-320.png` });
    await page.setViewportSize(size);
    if (shots !== undefined)
      console.log(
        view,
        title,
        headings,
        places,
        stops.map(({ role, name }) => `${role} ${name}`),
      );
    return found.map((fault) => `${view}: ${fault}`);
  }

  const within = async (part: Page | Frame, selector: string): Promise<Frame> => {
    const frame = await (await part.waitForSelector(selector)).contentFrame();
    if (!frame) throw new Error(`${selector} shows no document`);
    return frame;
  };

  test('the console before and beside sessions', async () => {
    const context = await desk();
    const page = await context.newPage();
    const found: string[] = [];
    const titles: string[] = [];
    const walk = async (view: string) => {
      titles.push(await page.title());
      found.push(...(await faults(page, view)));
    };
    await page.goto(`${gateway.controlOrigin}/`);
    await page.getByTestId('language').waitFor();
    await walk('sign-in');
    await gateway.createSession(`${site.origins.www}/`);
    await page.goto('about:blank');
    // A line that breaks once while the rest is loaded: what failed is asked for at another address, which WebKit needs.
    const asked: string[] = [];
    await page.route(/\/static\/console-desk\.js/, (route) => {
      asked.push(new URL(route.request().url()).search);
      return asked.at(-1) === '' ? route.abort() : route.continue();
    });
    await page.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    await page.getByTestId('session-row').first().waitFor();
    expect(asked.at(-1)).toMatch(/^\?again=\d+$/);
    await page.unroute(/\/static\/console-desk\.js/);
    await walk('list');
    for (const [place, there] of [
      ['rules', '[data-testid=leak-test]'],
      ['branding', '[data-testid=branding-save]'],
      ['accounts', '[data-testid=add-user]'],
      ['answers', '#answers-text:enabled'],
    ] as const) {
      await page.goto(`${gateway.controlOrigin}/#/${place}`);
      await page.locator(there).waitFor();
      await walk(place);
    }
    await page.goto(`${gateway.controlOrigin}/#/check`);
    await page.getByTestId('check-url').fill(`${site.origins.www}/`);
    await page.getByTestId('check-start').click();
    await page.getByTestId('check-verdict').waitFor();
    await walk('check');
    expect(found).toEqual([]);
    // Each says which it is.
    expect(new Set(titles).size, titles.join()).toBe(titles.length);
    // A dialog keeps the keyboard, and gives it back.
    await page.getByTestId('keys-open').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('keys').waitFor();
    expect((await tabThrough(page)).map(({ name }) => name)).toEqual(['Use these keys', 'Close']);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('keys-open');
    await context.close();
  });

  test('[O3] a session, at the desk', async () => {
    const [context, customers] = [await desk(), await desk()];
    const found: string[] = [];
    const session = await gateway.createSession(`${site.origins.www}/`);
    const agent = await context.newPage();
    const walk = async (view: string, part: Page | Frame = agent) => void found.push(...(await faults(agent, view, part)));
    await agent.goto(session.links.agent);
    await agent.getByTestId('invitation').waitFor();
    await walk('invitation');
    const host = await startAsCustomer(customers, session.links.customer);
    await replicaShows(agent, /Ash-glaze Cup/);
    await agent.bringToFront();
    await walk('live');
    await agent.getByTestId('draw').click();
    await agent.getByTestId('tools').waitFor();
    await walk('tools');
    await agent.locator('.tool-dock').getByRole('button').last().click();
    await agent.locator('.notes summary').click();
    await agent.getByTestId('about-edit').click();
    await agent.getByTestId('invite-colleague').click();
    await agent.getByTestId('person').last().locator('summary').click();
    await agent.getByTestId('chat-input').fill('See https://shop.example/tea');
    await agent.getByTestId('chat-send').click();
    await agent.getByTestId('chat-log').getByText('shop.example/tea').waitFor();
    await walk('side');
    // What was opened by a press closes onto it.
    for (const [part, opener] of [
      [agent.locator('form.about'), 'about-edit'],
      [agent.locator('.people form'), 'invite-colleague'],
    ] as const) {
      await part.getByRole('textbox').first().focus();
      await agent.keyboard.press('Escape');
      await expect.poll(() => agent.evaluate(() => document.activeElement?.getAttribute('data-testid')), waiting).toBe(opener);
    }
    await agent.locator('.board-button').click();
    const board = await within(agent, 'iframe[src*="/board"]');
    await board.locator('button').first().waitFor();
    await walk('board');
    await walk('in the board', board);
    await agent.locator('.board-button').click();
    await agent.getByTestId('step-up-open').click();
    const watch = await within(agent, '[data-testid=step-up]');
    await watch.locator('button').first().waitFor();
    await walk('step-up', watch);
    await agent.getByTestId('step-up-open').click();
    const second = await customers.newPage();
    await second.goto(host.url());
    await agent.getByTestId('tab').nth(1).waitFor();
    await walk('tabs');
    await second.close();
    await agent.bringToFront();
    await agent.getByTestId('end-session').focus();
    await agent.keyboard.press('Enter');
    await agent.getByTestId('end-confirm').waitFor();
    expect((await tabThrough(agent)).map(({ name }) => name)).toEqual(['End session', 'Keep going']);
    await agent.keyboard.press('Escape');
    await host.bringToFront();
    const dock = await dockOf(host, gateway, session.id);
    await dock.getByTestId('dock-pause').click();
    await agent.locator('[data-testid=state][data-state=paused]').waitFor();
    await walk('paused');
    await dock.getByTestId('dock-stop').click();
    await agent.getByTestId('session-ended').waitFor();
    await walk('ended');
    await Promise.all([context.close(), customers.close()]);
    expect(found).toEqual([]);
  });

  test('[O3] a session, at the customer’s', async () => {
    const [context, customers] = [await desk(), await desk()];
    const found: string[] = [];
    const caller = await customers.newPage();
    await caller.goto(`${gateway.controlOrigin}/join`);
    await caller.getByTestId('pin').waitFor();
    found.push(...(await faults(caller, 'join')));
    const session = await gateway.createSession(`${site.origins.www}/`);
    const consent = await customers.newPage();
    await consent.goto(session.links.customer);
    await consent.getByTestId('start').waitFor();
    found.push(...(await faults(consent, 'consent')));
    await pressStart(consent);
    const host = consent;
    const agent = await openAsAgent(context, session.links.agent);
    const dock = await dockOf(host, gateway, session.id);
    const walk = async (view: string) => void found.push(...(await faults(host, view, dock)));
    await dock.getByTestId('dock-stop').waitFor();
    await walk('dock');
    await dock.getByTestId('dock-open').click();
    await dock.getByTestId('dock-people').waitFor();
    await walk('dock-panel');
    await agent.bringToFront();
    await agent.getByTestId('chat-input').fill('See https://shop.example/tea');
    await agent.getByTestId('chat-send').click();
    await agent.getByTestId('control-press').click();
    await agent.getByTestId('control-press').click();
    await host.bringToFront();
    await dock.getByTestId('dock-allow').waitFor();
    await dock.getByText('shop.example/tea').waitFor();
    await walk('dock-asks');
    // A no is told to who asked.
    await dock.getByTestId('dock-refuse').click();
    await agent.getByTestId('status').getByText('The customer keeps control for now.').waitFor();
    await agent.getByTestId('control-press').click();
    await dock.getByTestId('dock-allow').waitFor();
    // What was pressed is gone: the keyboard goes on beside it.
    await dock.getByTestId('dock-allow').focus();
    await host.keyboard.press('Enter');
    await dock.getByTestId('dock-take').waitFor();
    await expect.poll(() => dock.evaluate(() => document.activeElement?.getAttribute('data-testid')), waiting).toBe('dock-take');
    await dock.getByTestId('dock-friend-open').click();
    await walk('dock-friend');
    await dock.getByRole('textbox', { name: 'Your friend’s name' }).fill('Frieda');
    await dock.getByRole('button', { name: 'Make a link' }).click();
    await dock.getByTestId('dock-friend-link').waitFor();
    await walk('dock-friend-link');
    await dock.getByRole('button', { name: 'Done' }).focus();
    await host.keyboard.press('Enter');
    await expect.poll(() => dock.evaluate(() => document.activeElement?.getAttribute('data-testid')), waiting).toBe('dock-friend-open');
    await dock.locator('.board-open').click();
    const board = await within(dock, '[data-testid=board]');
    await board.locator('button').first().waitFor();
    await walk('dock-board');
    await dock.locator('.board-in-dock .press').first().click();
    await dock.getByTestId('draw').click();
    await dock.getByTestId('tools').waitFor();
    await walk('dock-tools');
    // The panel and the tools change places.
    await dock.getByTestId('dock-open').click();
    await dock.getByTestId('dock-people').waitFor();
    expect(await dock.getByTestId('tools').count()).toBe(0);
    await dock.getByTestId('dock-open').click();
    await agent.bringToFront();
    await agent.getByTestId('step-up-open').click();
    const watch = await within(agent, '[data-testid=step-up]');
    await watch.getByTestId('watch-ask').first().click();
    await host.bringToFront();
    await dock.getByTestId('dock-step-yes').waitFor();
    await walk('dock-step');
    const opened = customers.waitForEvent('page');
    await dock.getByTestId('dock-step-yes').click();
    const share = await opened;
    await share.setViewportSize({ width: 480, height: 640 });
    await share.getByTestId('share-begin').waitFor();
    found.push(...(await faults(share, 'share')));
    await share.close();
    await host.bringToFront();
    await dock.getByTestId('dock-pause').click();
    await dock.getByText('paused').first().waitFor();
    await walk('dock-paused');
    await dock.getByTestId('dock-stop').click();
    await host.getByTestId('real-page').waitFor();
    found.push(...(await faults(host, 'end')));
    await host.goto(`${gateway.ownOrigin(session.id)}/`);
    await host.getByRole('heading').first().waitFor();
    found.push(...(await faults(host, 'ended-link')));
    await Promise.all([context.close(), customers.close()]);
    expect(found).toEqual([]);
  });
});
