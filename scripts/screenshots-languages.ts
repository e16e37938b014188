// `npm run screenshots:languages -- <folder> [languages]`: the main views of both sides in every language, at desktop and
// phone size, for people to look at; what is cut off or sticks out is listed.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { languages } from '../src/words/languages.ts';
import { launchChromium } from '../test/support/browsers.ts';
import { startGateway } from '../test/support/start-gateway.ts';
import { startSite } from '../test/support/start-site.ts';

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 780 } };
const [folder, only] = process.argv.slice(2);
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

const site = await startSite();
const gateway = await startGateway({ site });
const browser = await launchChromium();
try {
  for (const language of languages.filter((each) => only === undefined || only.split(',').includes(each)))
    for (const [size, viewport] of Object.entries(sizes)) {
      const show = async (page: Page, view: string, part: Page | Frame = page) => {
        const name = `${view}-${size}-${language}`;
        await page.screenshot({ path: path.join(folder, `${name}.png`) });
        for (const fault of await faults(part)) console.log(`${name}: ${fault}`);
      };
      const context = () => browser.newContext({ viewport, locale: language });
      const [staff, desk, customers] = [await context(), await context(), await context()];
      const session = await gateway.createSession(`${site.origins.www}/`);

      const admin = await staff.newPage();
      await admin.goto(`${gateway.controlOrigin}/`);
      await admin.getByTestId('language').waitFor();
      await show(admin, 'sign-in');
      await admin.goto('about:blank');
      await admin.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
      await admin.getByTestId('url-input').waitFor();
      await show(admin, 'sessions');
      await admin.goto(`${gateway.controlOrigin}/#/rules`);
      await admin.getByTestId('leak-test').waitFor();
      await show(admin, 'rules');
      await admin.goto(`${gateway.controlOrigin}/#/branding`);
      await admin.getByTestId('branding-save').waitFor();
      await show(admin, 'branding');
      await admin.goto(`${gateway.controlOrigin}/#/check`);
      await admin.getByTestId('check-url').fill(`${site.origins.www}/`);
      await admin.getByTestId('check-start').click();
      await admin.getByTestId('check-verdict').waitFor();
      await show(admin, 'check');

      const agent = await desk.newPage();
      await agent.goto(session.links.agent);
      await agent.getByTestId('invitation').waitFor();
      await show(agent, 'invitation');

      const customer = await customers.newPage();
      await customer.goto(`${gateway.controlOrigin}/join`);
      await customer.getByTestId('pin').waitFor();
      await show(customer, 'join');
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
      await dock.locator('button[aria-expanded]').first().click();
      await dock.getByTestId('dock-people').waitFor();
      await show(customer, 'panel', dock);
      await dock.getByTestId('dock-stop').click();
      await customer.getByTestId('real-page').waitFor();
      await show(customer, 'end');
      await Promise.all([staff.close(), desk.close(), customers.close()]);
    }
} finally {
  await browser.close();
  await gateway.close();
  await site.close();
}
