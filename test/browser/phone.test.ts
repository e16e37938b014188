/** A customer on a phone and an agent at a desk: what the phone shows, how it is held, and the finger that the agent has there. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { openAsAgent, placeOf, replicaOf, replicaShows, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

const PHONE = { width: 390, height: 760 };

describe.skipIf(!haveChromium())('a customer on a phone', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let host: Page;
  let agent: Page;
  let fingers: CDPSession;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchChromium();
    const session = await gateway.createSession(`${site.origins.pages}/phone.html`);
    const phone = await browser.newContext({ viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
    host = await phone.newPage();
    fingers = await phone.newCDPSession(host);
    await host.goto(session.links.customer);
    await host.getByRole('button', { name: 'Start' }).tap();
    await host.getByRole('button', { name: 'Swipe here' }).waitFor();
    agent = await openAsAgent(await browser.newContext({ viewport: { width: 1300, height: 800 } }), session.links.agent);
    await replicaShows(agent, 'Shop on a phone');
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  /** Where an element is on the phone's screen: fractions of what it shows. */
  const onPhone = (selector: string) =>
    host.locator(selector).evaluate((element) => {
      const { left, top } = element.getBoundingClientRect();
      const { offsetLeft, offsetTop, width, height } = visualViewport as VisualViewport; // every browser that a phone has
      return [(left - offsetLeft) / width, (top - offsetTop) / height];
    });

  /** The same on the screen that the agent sees. */
  const onPicture = async (selector: string) => {
    const replica = await replicaOf(agent);
    const { left, top } = await replica.locator(selector).evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect); // that is what it has
    const owner = await replica.frameElement();
    return owner.evaluate(
      (node, at) => {
        const frame = node as HTMLElement; // owners of frames are
        const box = frame.getBoundingClientRect();
        const scale = box.width / frame.offsetWidth;
        const screen = frame.ownerDocument.getElementById('screen')?.getBoundingClientRect() ?? new DOMRect();
        return [(box.left + at.left * scale - screen.left) / screen.width, (box.top + at.top * scale - screen.top) / screen.height];
      },
      { left, top },
    );
  };

  const expectSame = async (selector: string): Promise<void> => {
    await expect
      .poll(async () => {
        const [x = 9, y = 9] = await onPhone(selector);
        const [left = -9, top = -9] = await onPicture(selector);
        return Math.max(Math.abs(x - left), Math.abs(y - top)) < 0.01 ? 'same place' : [x, y, left, top];
      }, waiting)
      .toBe('same place');
  };

  /** Width and height of the picture of the phone's screen, with the keyboard. */
  const shape = async (): Promise<number> => {
    const viewer = (await replicaOf(agent)).parentFrame();
    const box = await viewer?.locator('#device').evaluate(({ clientWidth, clientHeight }) => clientWidth / clientHeight);
    return Math.round((box ?? 0) * 100) / 100;
  };

  test('[Q1] is seen in the phone’s own width and shape, also when it is turned', async () => {
    await expect.poll(shape, waiting).toBe(Math.round((PHONE.width / PHONE.height) * 100) / 100);
    expect(await (await replicaOf(agent)).evaluate(() => innerWidth)).toBe(PHONE.width);
    await expectSame('#small');
    await host.setViewportSize({ width: PHONE.height, height: PHONE.width });
    await expect.poll(shape, waiting).toBe(Math.round((PHONE.height / PHONE.width) * 100) / 100);
    await expectSame('#small');
    await host.setViewportSize(PHONE);
    await expect.poll(shape, waiting).toBe(Math.round((PHONE.width / PHONE.height) * 100) / 100);
  });

  test('[Q1] what fingers enlarge and move is seen as they have it, and the agent’s click is right there', async () => {
    await fingers.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 });
    await swipe([300, 500], [180, 440]);
    await expect.poll(() => host.evaluate(() => Math.round(visualViewport?.offsetLeft ?? 0)), waiting).toBeGreaterThan(40);
    await expectSame('#small');
    const { x, y } = await placeOf((await replicaOf(agent)).getByRole('button', { name: 'Small' }));
    await agent.mouse.click(x, y);
    await expect.poll(() => host.locator('#small').innerText(), waiting).toBe('Small pressed');
    expect(await host.evaluate(() => visualViewport?.scale)).toBe(2);
    await fingers.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1 });
    await expectSame('#small');
  });

  test('[Q2] the agent taps and swipes with a finger', async () => {
    const touched = (await replicaOf(agent)).locator('#touched');
    await touched.click();
    await expect
      .poll(() => host.locator('#log').innerText(), waiting)
      .toBe('pointerdown:touch touchstart pointerup:touch touchend mousedown mouseup click:touch');
    const { x, y } = await placeOf(touched);
    // The driver waits for a timer in the frame that a held mouse moves over, and that one runs no script.
    const mouse = await agent.context().newCDPSession(agent);
    const hold = async (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', at: number) =>
      mouse.send('Input.dispatchMouseEvent', {
        type,
        x: x + at,
        y,
        button: 'left',
        buttons: type === 'mouseReleased' ? 0 : 1,
        clickCount: 1,
      });
    await hold('mousePressed', -80);
    for (let at = -60; at <= 80; at += 20) await hold('mouseMoved', at);
    await hold('mouseReleased', 80);
    await expect.poll(() => host.locator('#touched').innerText(), waiting).toMatch(/^at 2[78]\d$/);
    // A finger that went somewhere has not tapped.
    await expect
      .poll(() => host.locator('#log').innerText(), waiting)
      .toMatch(/click:touch pointerdown:touch touchstart pointerup:touch touchend$/);
  });

  test('[Q1] the phone’s keyboard is seen where it is, and gone with it', async () => {
    await host.getByLabel('Name').tap();
    // The driver has no keyboard: what is left of the window is what a phone with one reports.
    await host.setViewportSize({ width: PHONE.width, height: 460 });
    const viewer = (await replicaOf(agent)).parentFrame();
    const keyboard = viewer?.getByText('The customer’s keyboard is open');
    await keyboard?.waitFor();
    await expect.poll(shape, waiting).toBe(Math.round((PHONE.width / PHONE.height) * 100) / 100);
    await expectSame('#name');
    await host.setViewportSize(PHONE);
    await keyboard?.waitFor({ state: 'hidden' });
  });

  test('[Q1] a swipe of the customer scrolls both', async () => {
    await swipe([200, 700], [200, 100]);
    await expect.poll(() => host.evaluate(() => scrollY), waiting).toBeGreaterThan(300);
    await expectSame('#far');
  });

  async function swipe([x, y]: readonly [number, number], [toX, toY]: readonly [number, number]): Promise<void> {
    const STEPS = 8;
    await fingers.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    for (let at = 1; at <= STEPS; at++) {
      const touchPoints = [{ x: x + ((toX - x) * at) / STEPS, y: y + ((toY - y) * at) / STEPS }];
      await fingers.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints });
    }
    await fingers.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
});
