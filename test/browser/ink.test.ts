/** Pointing and drawing, as the two people do it: by the names of the tools, on the page and on its replica. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { seenInOverlay } from '../support/closed-root.ts';
import { dockOf, meet, openAsAgent, placeOf, replicaOf, replicaShows, waiting } from '../support/journey.ts';
import { full } from '../support/full.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

const sizes = [
  ['a desktop', { viewport: { width: 1280, height: 800 } }],
  ['a phone', { viewport: { width: 390, height: 780 }, hasTouch: true }],
] as const;

describe.skipIf(!haveChromium())('ink', () => {
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

  const windows = async (options: object): Promise<BrowserContext> => {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    return context;
  };

  // The phone's row in the full run: hands and pages are the same, the size is not.
  test.each(full ? sizes : sizes.slice(0, 1))(
    '[D1] [D2] both draw with the customer on %s: it hangs on its element, for late guests too, and goes with its page',
    async (_name, size) => {
      const { host, agent, session } = await meet(gateway, await windows(size), await windows(sizes[0][1]), `${site.origins.www}/`);
      await replicaShows(agent, /Slow leaves/);
      const drawn = (name: string) => agent.frameLocator('[data-testid=viewer]').getByRole('img', { name });

      // The agent points an arrow at a button: on the customer's page its tip is on that button, and stays there.
      await agent.getByRole('button', { name: 'Draw' }).click();
      await agent.getByRole('button', { name: 'Arrow' }).click();
      const target = await placeOf((await replicaOf(agent)).getByRole('link', { name: 'See the teas' }));
      await drag(agent, { x: target.x + 90, y: target.y + 70 }, target);
      await expectTip(host, 'Arrow by Agent');
      await host.mouse.move(100, 200);
      await host.mouse.wheel(0, 120);
      await expect.poll(() => host.evaluate(() => scrollY), waiting).toBe(120);
      await expectTip(host, 'Arrow by Agent');
      await host.evaluate(() => document.body.style.setProperty('padding-top', '90px'));
      await expectTip(host, 'Arrow by Agent');
      await host.evaluate(() => document.body.style.removeProperty('padding-top'));

      // What is drawn is beyond the reach of the page.
      expect(
        await host.evaluate(() => [
          document.querySelector('samepage-overlay')?.shadowRoot,
          /Arrow by/.test(document.documentElement.outerHTML),
        ]),
      ).toEqual([null, false]);

      // The customer draws with the tools of the dock.
      const dock = await dockOf(host, gateway, session.id);
      await dock.getByRole('button', { name: 'Draw' }).click();
      // The page makes room for the bar of tools, which moves while it does.
      await expect.poll(() => dock.evaluate(() => innerHeight), waiting).toBeGreaterThan(100);
      await dock.getByRole('button', { name: 'Rectangle' }).click();
      await dock.getByRole('button', { name: 'Rectangle', pressed: true }).waitFor();
      await expect.poll(() => seenInOverlay(host, 'ink-pad'), waiting).toHaveLength(1);
      await drag(host, { x: 30, y: 90 }, { x: 230, y: 190 });
      await drawn('Box by Customer').waitFor({ state: 'attached' });
      await dock.getByRole('button', { name: 'Stamp', exact: true }).click();
      await dock.getByRole('textbox', { name: 'Text on the stamp' }).fill('Is this it?');
      await dock.getByRole('button', { name: 'Question' }).click();
      if ('hasTouch' in size) await host.touchscreen.tap(150, 260);
      else await host.mouse.click(150, 260);
      await drawn('Question: Is this it?. Stamp by Customer').waitFor({ state: 'attached' });

      // Who comes late sees all of it.
      const invited = await gateway.api('POST', `/api/v1/sessions/${session.id}/participants`, { role: 'agent', name: 'Berta' });
      const late = await openAsAgent(await windows(sizes[0][1]), (invited.body as { link: string }).link); // the API's answer
      const lateInk = late.frameLocator('[data-testid=viewer]').getByTestId('ink');
      await expect.poll(() => lateInk.count(), waiting).toBe(3);
      await late.close();

      // Undo takes one's own last, clear one's own, clear all everything.
      await dock.getByRole('button', { name: 'Undo' }).click();
      await drawn('Question: Is this it?. Stamp by Customer').waitFor({ state: 'detached' });
      await agent.getByRole('button', { name: 'Clear my drawings' }).click();
      await drawn('Arrow by Agent').waitFor({ state: 'detached' });
      await drawn('Box by Customer').waitFor({ state: 'attached' });
      await expect.poll(async () => (await seenInOverlay(host, 'ink')).map(({ name }) => name), waiting).toEqual(['Box by Customer']);

      // Another page begins without ink.
      await host.reload();
      await drawn('Box by Customer').waitFor({ state: 'detached' });
      await replicaShows(agent, /Slow leaves/);
      expect(await seenInOverlay(host, 'ink')).toEqual([]);
    },
  );

  test('[D3] the agent draws with keys alone, and a laser, a click and vanishing ink pass', async () => {
    const { host, agent } = await meet(gateway, await windows(sizes[0][1]), await windows(sizes[0][1]), `${site.origins.www}/`);
    await replicaShows(agent, /Slow leaves/);
    const viewer = agent.frameLocator('[data-testid=viewer]');

    await agent.getByRole('button', { name: 'Draw' }).focus();
    await agent.keyboard.press('Enter');
    await agent.getByRole('button', { name: 'Laser pointer' }).focus();
    await agent.keyboard.press('r');
    await viewer.getByRole('application').waitFor();
    await expect.poll(() => viewer.getByRole('application').evaluate((pad) => pad === document.activeElement), waiting).toBe(true);
    for (const key of ['Enter', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Enter']) await agent.keyboard.press(key);
    await viewer.getByRole('img', { name: 'Box by Agent' }).waitFor({ state: 'attached' });
    await expect.poll(async () => (await seenInOverlay(host, 'ink')).map(({ width }) => Math.round(width)), waiting).toEqual([50]);
    await agent.keyboard.press('Backspace');
    await viewer.getByRole('img', { name: 'Box by Agent' }).waitFor({ state: 'detached' });

    await agent.keyboard.press('h');
    await agent.getByRole('button', { name: /^Highlight/, pressed: true }).waitFor();
    await agent.keyboard.press('Escape');
    await viewer.getByRole('application').waitFor({ state: 'detached' });

    await agent.getByRole('button', { name: 'Laser pointer' }).click();
    const target = await placeOf((await replicaOf(agent)).getByRole('link', { name: 'See the teas' }));
    await agent.mouse.move(target.x - 60, target.y);
    await agent.mouse.move(target.x, target.y, { steps: 5 });
    await expect.poll(async () => (await seenInOverlay(host, 'laser')).length, waiting).toBe(1);
    await agent.getByRole('button', { name: 'Vanishing pen' }).click();
    await expect.poll(async () => (await seenInOverlay(host, 'laser')).length, waiting).toBe(0);
    await drag(agent, { x: target.x, y: target.y }, { x: target.x + 120, y: target.y + 40 });
    await expect.poll(async () => (await seenInOverlay(host, 'ink')).map(({ name }) => name), waiting).toEqual(['Vanishing line by Agent']);
    await expect.poll(async () => (await seenInOverlay(host, 'ink')).length, waiting).toBe(0);
  });
});

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.bringToFront();
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** The arrow came from below and from the right: its tip is the corner of its box at the top left, 3 px for head and round ends. */
async function expectTip(host: Page, name: string): Promise<void> {
  const button = host.getByRole('link', { name: 'See the teas' });
  await expect
    .poll(async () => {
      const box = await button.boundingBox();
      const arrow = (await seenInOverlay(host, 'ink')).find((one) => one.name === name);
      if (!box || !arrow) return undefined;
      return [Math.abs(arrow.left - box.x - box.width / 2) < 4, Math.abs(arrow.top - box.y - box.height / 2) < 4];
    }, waiting)
    .toEqual([true, true]);
}
