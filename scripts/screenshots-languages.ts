// `npm run screenshots:languages -- <folder> [languages] [light|dark] [desktop|phone]`: the views of both sides in every language,
// at desktop and phone size, for people to look at; what is cut off or sticks out is listed.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { languages } from '../src/words/languages.ts';
import { launchChromium } from '../test/support/browsers.ts';
import { startGateway } from '../test/support/start-gateway.ts';
import { startSite } from '../test/support/start-site.ts';
import { startTurn } from '../test/support/start-turn.ts';

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 780 } };
const [folder, only, scheme, one] = process.argv.slice(2);
const colorScheme = scheme === 'dark' ? 'dark' : 'light';
if (folder === undefined) throw new Error('name the folder that the pictures go to');
mkdirSync(folder, { recursive: true });

/** Texts of a view that do not have their room. */
function faults(frame: Page | Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth + 1) found.push(`the page is ${scrollWidth} wide in ${clientWidth}`);
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const { left, right, width } = element.getBoundingClientRect();
      if (element.children.length > 0 || width < 2 || !element.textContent || element.tagName === 'OPTION') continue;
      const says = element.textContent.slice(0, 60);
      if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible')
        found.push(`cut off: ${says}`);
      else if (left < -1 || right > innerWidth + 1) found.push(`sticks out: ${says}`);
    }
    return found;
  });
}

/** It comes after the page's load. */
async function dockOf(page: Page): Promise<Frame> {
  for (;;) {
    const dock = page.frames().find((frame) => frame.url().endsWith('/dock'));
    if (dock) return dock;
    await page.waitForTimeout(50);
  }
}

/** The frame within an iframe of the console or the dock. */
async function within(part: Page | Frame, selector: string): Promise<Frame> {
  const frame = await (await part.waitForSelector(selector)).contentFrame();
  if (!frame) throw new Error(`${selector} shows no document`);
  return frame;
}

const [site, turn] = await Promise.all([startSite(), startTurn()]);
const gateway = await startGateway({
  site,
  overrides: { turn: turn.config, stepUp: ['screen', 'voice', 'camera'], cannedAnswers: ['One moment, please.'] },
});
const browser = await launchChromium({ fakeMedia: true });
try {
  for (const language of languages.filter((each) => only === undefined || only === 'all' || only.split(',').includes(each)))
    for (const [size, viewport] of Object.entries(sizes).filter(([name]) => one === undefined || one === name)) {
      const show = async (page: Page, view: string, part: Page | Frame = page) => {
        const name = `${view}-${size}-${language}${colorScheme === 'dark' ? '-dark' : ''}`;
        await page.bringToFront();
        await page.screenshot({ path: path.join(folder, `${name}.png`) });
        for (const fault of await faults(part)) console.log(`${name}: ${fault}`);
      };
      const context = () => browser.newContext({ viewport, screen: viewport, locale: language, colorScheme });
      const [staff, desk, customers, callers] = [await context(), await context(), await context(), await context()];
      const session = await gateway.createSession(`${site.origins.www}/`);

      const admin = await staff.newPage();
      await admin.goto(`${gateway.controlOrigin}/`);
      await admin.getByTestId('language').waitFor();
      await show(admin, 'sign-in');
      await admin.goto('about:blank');
      await admin.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
      await admin.getByTestId('url-input').waitFor();
      await show(admin, 'sessions');
      for (const [place, there] of [
        ['rules', '[data-testid=leak-test]'],
        ['branding', '[data-testid=branding-save]'],
        ['accounts', '[data-testid=add-user]'],
        ['answers', '#answers-text:enabled'],
      ] as const) {
        await admin.goto(`${gateway.controlOrigin}/#/${place}`);
        await admin.locator(there).waitFor();
        await show(admin, place);
      }
      await admin.goto(`${gateway.controlOrigin}/#/check`);
      await admin.getByTestId('check-url').fill(`${site.origins.www}/`);
      await admin.getByTestId('check-start').click();
      await admin.getByTestId('check-verdict').waitFor();
      await show(admin, 'check');

      const agent = await desk.newPage();
      await agent.goto(session.links.agent);
      await agent.getByTestId('invitation').waitFor();
      await show(agent, 'invitation');

      const caller = await callers.newPage();
      await caller.goto(`${gateway.controlOrigin}/join`);
      await caller.getByTestId('pin').waitFor();
      await show(caller, 'join');
      const customer = await customers.newPage();
      await customer.goto(session.links.customer);
      await customer.getByTestId('start').waitFor();
      await show(customer, 'consent');
      await customer.getByTestId('start').click();
      await customer.waitForURL(/www-shop-example/, { waitUntil: 'load' });
      const dock = await dockOf(customer);
      await dock.waitForSelector('[data-testid=dock-stop]');
      await agent.frameLocator('[data-testid=viewer]').frameLocator('[data-testid=replica]').locator('h1').first().waitFor();
      await show(customer, 'dock', dock);
      await show(agent, 'session');
      await agent.getByTestId('draw').click();
      await agent.getByTestId('tools').waitFor();
      await show(agent, 'drawing');
      await agent.keyboard.press('Escape');

      // They talk, the customer opens the panel.
      if (size === 'phone') await agent.locator('.panel-toggle').click();
      await agent.getByTestId('chat-input').fill('See https://shop.example/tea');
      await agent.getByTestId('chat-send').click();
      await dock.locator('.unread').first().waitFor();
      await show(customer, 'unread', dock);
      await dock.locator('button[aria-expanded]').first().click();
      await dock.getByTestId('dock-people').waitFor();
      await show(customer, 'panel', dock);
      await dock.getByTestId('dock-chat-input').fill('Thank you');
      await dock.getByTestId('dock-chat-input').press('Enter');
      await agent.locator('.notes summary').click();
      await agent.getByTestId('person').last().locator('summary').click();
      await show(agent, 'side');
      if (size === 'phone') await agent.locator('.panel-toggle').click();

      // The board, the screen.
      await agent.locator('.board-button').click();
      const board = await within(agent, 'iframe[src*="/board"]');
      await board.locator('button').first().waitFor();
      await show(agent, 'board', board);
      await agent.locator('.board-button').click();
      await agent.getByTestId('step-up-open').click();
      const watch = await within(agent, '[data-testid=step-up]');
      await watch.locator('button').first().waitFor();
      await show(agent, 'step-up', watch);
      if (size === 'desktop') {
        await watch.getByTestId('watch-ask').first().click();
        await dock.getByTestId('dock-step-yes').waitFor();
        await show(customer, 'step-up-asked', dock);
        const opened = customers.waitForEvent('page');
        await dock.getByTestId('dock-step-yes').click();
        const share = await opened;
        await share.setViewportSize({ width: 480, height: 640 });
        await share.getByTestId('share-begin').waitFor();
        await show(share, 'share');
        await share.getByTestId('share-begin').click();
        await watch.getByTestId('watch-screen').waitFor();
        await show(share, 'sharing');
        await show(agent, 'watching', watch);
        await share.close();
      }
      await agent.getByTestId('step-up-open').click();

      await dock.getByTestId('dock-pause').click();
      await agent.locator('[data-testid=state][data-state=paused]').waitFor();
      await show(customer, 'paused', dock);
      await show(agent, 'paused-agent');
      await dock.getByTestId('dock-stop').click();
      await customer.getByTestId('real-page').waitFor();
      await show(customer, 'end');
      await agent.getByTestId('session-ended').waitFor();
      await show(agent, 'ended');
      await customer.goto(`${gateway.ownOrigin(session.id)}/`);
      await show(customer, 'ended-link');
      await Promise.all([staff.close(), desk.close(), customers.close(), callers.close()]);
    }
} finally {
  await browser.close();
  await gateway.close();
  await turn.close();
  await site.close();
}
