/**
 * Where the dock stands: by itself where no control lies, by the customer's hand, by keys, aside of what is used; over modals and in
 * fullscreen, and after a page has written itself anew. Read from the box of its frame, pressed with a real mouse.
 */
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { clickOn, dockOf, startAsCustomer, waiting } from '../support/journey.ts';
import { startGateway, type Gateway, type NewSession } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium())('the place of the dock', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let context: BrowserContext;
  let session: NewSession;
  let host: Page;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchChromium({ oneProcess: true });
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    session = await gateway.createSession(`${site.origins.pages}/dock-place.html`);
    host = await startAsCustomer(context, session.links.customer);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  const dock = (): Promise<Frame> => dockOf(host, gateway, session.id);
  const box = async () => {
    const rect = await (
      await (await dock()).frameElement()
    ).evaluate((frame) => (frame as Element).getBoundingClientRect().toJSON() as DOMRect); // an iframe, and its box
    return { left: rect.left, top: rect.top, right: rect.left + rect.width, bottom: rect.top + rect.height, width: rect.width };
  };
  /** `top left`, `bottom middle`, … */
  const place = async (): Promise<string> => {
    const { left, top, right, bottom } = await box();
    const across =
      Math.round(left) === 12
        ? 'left'
        : Math.round(right) === 1268
          ? 'right'
          : Math.abs((left + right) / 2 - 640) < 2
            ? 'middle'
            : 'between';
    const down =
      Math.round(top) === 12
        ? 'top'
        : Math.round(bottom) === 788
          ? 'bottom'
          : Math.abs((top + bottom) / 2 - 400) < 2
            ? 'middle'
            : 'between';
    return `${down} ${across}`;
  };
  const at = (wanted: string) => expect.poll(place, waiting).toBe(wanted);
  const grip = async () => (await dock()).getByTestId('dock-grip');

  test('[J1] is at its start where no control of the site lies', async () => {
    // A wide button of the site's is fixed at the bottom right.
    await at('bottom left');
  });

  test('[J1] is the customer’s choice: dragged to where it snaps, pressed on, or moved by keys, and kept on the next page', async () => {
    const handle = await grip();
    await host.bringToFront();
    const { left, top } = await box();
    const start = { x: left + 16, y: top + 30 };
    await host.mouse.move(start.x, start.y);
    await host.mouse.down();
    await host.mouse.move(start.x + 400, start.y - 300, { steps: 5 });
    await at('between between');
    await host.mouse.move(start.x + 820, start.y - 690, { steps: 5 });
    await host.mouse.up();
    await at('top right');
    await handle.press('ArrowLeft');
    await at('top middle');
    await handle.press('ArrowLeft');
    await handle.press('ArrowDown');
    await at('middle left');
    await handle.press('ArrowRight');
    await at('middle right');
    await handle.press('Enter');
    await at('bottom right');
    // A press of the pointer is enough for who cannot drag.
    await clickOn(host, await grip());
    await at('bottom left');
    await clickOn(host, await grip());
    await at('top left');
    await host.reload();
    await at('top left');
  });

  test('[J2] is aside of a control that it covers in part, once that has the focus or the pointer', async () => {
    const covers = async (): Promise<boolean> => {
      const { left, top, right, bottom } = await box();
      const late = await host.locator('#late').boundingBox();
      return late !== null && late.x < right && left < late.x + late.width && late.y < bottom && top < late.y + late.height;
    };
    for (const how of ['focus', 'hover'] as const) {
      const handle = await grip();
      for (let n = 0; n < 6 && (await place()) !== 'top left'; n++) {
        const before = await place();
        await handle.press('Enter');
        await expect.poll(place, waiting).not.toBe(before);
      }
      await at('top left');
      const { left, bottom } = await box();
      await host.evaluate(([x, y]) => document.getElementById('late')?.setAttribute('style', `position:fixed;left:${x}px;top:${y}px`), [
        left + 40,
        bottom - 10,
      ] as const);
      expect(await covers()).toBe(true);
      // What comes again at once is not followed: a page could make the dock run from the customer's hand.
      await expect
        .poll(async () => {
          if (how === 'focus') {
            await host.locator('#late').blur();
            await host.locator('#late').focus();
          } else {
            await host.mouse.move(640, 500);
            await host.mouse.move(left + 80, bottom + 15);
          }
          return covers();
        }, waiting)
        .toBe(false);
    }
  });

  test('[J2] is in reach over a modal, in fullscreen, and after the page was written anew', async () => {
    const reachable = async () => {
      const before = await place();
      await clickOn(host, await grip());
      await expect.poll(place, waiting).not.toBe(before);
    };
    await host.click('#modal');
    await expect.poll(() => host.evaluate(() => document.querySelector('samepage-overlay')?.parentElement?.id), waiting).toBe('dialog');
    await reachable();
    await host.click('#shut');
    await expect
      .poll(() => host.evaluate(() => document.querySelector('samepage-overlay')?.parentElement?.localName), waiting)
      .toBe('html');
    await reachable();
    await host.click('#whole');
    await expect.poll(() => host.evaluate(() => document.querySelector('samepage-overlay')?.parentElement?.id), waiting).toBe('full');
    await reachable();
    await host.evaluate(() => document.exitFullscreen());
    await expect
      .poll(() => host.evaluate(() => document.querySelector('samepage-overlay')?.parentElement?.localName), waiting)
      .toBe('html');
    await host.evaluate(() => {
      document.open();
      document.write('<title>Anew</title><h1>Anew</h1>');
      document.close();
    });
    await host.getByRole('heading', { name: 'Anew' }).waitFor();
    await expect.poll(() => host.locator('samepage-overlay').count(), waiting).toBe(1);
    await reachable();
  });
});
