/** An administrator gives the company its looks; the customer sees them where they say yes, beside the page and at the end. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { dockOf, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startHosts, type Hosts } from '../support/start-hosts.ts';

const SHOP = 'www.shop.example';
const shots = process.env['SAMEPAGE_TEST_SHOTS'];
/** A green square of 8 pixels. */
const LOGO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgKJ+KFTEMLQkAAGkwAXGjbQAAAABJRU5ErkJggg==', 'base64');

describe.skipIf(!haveChromium())("a company's looks", () => {
  let hosts: Hosts;
  let gateway: Gateway;
  let browser: Browser;
  let admin: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    hosts = await startHosts({ [SHOP]: () => ({ body: '<title>Shop</title><h1>Shop</h1>' }) });
    gateway = await startGateway({ site: hosts });
    browser = await launchChromium();
    admin = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    admin.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await admin.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await hosts.close();
  });

  test('[R1] the page of the administrator shows what is typed, refuses what cannot be read, and saves', async () => {
    await admin.getByTestId('branding').click();
    await admin.getByTestId('branding-product').fill('Garden Help');
    await admin.getByTestId('branding-color').fill('#ffcc00');
    await admin.getByTestId('take-color').waitFor();
    await admin.getByTestId('branding-save').click();
    await admin
      .getByText(/contrast of/)
      .last()
      .waitFor();
    await admin.getByTestId('take-color').click();
    await admin.getByTestId('branding-color').fill('#5a2d82');
    await admin.getByTestId('branding-greeting').fill('Good to see you. We look at the page with you.');
    await admin.getByTestId('branding-consent').fill('We use this to help you.\nNothing is sold.');
    await admin.getByTestId('branding-end').fill('Thank you for your visit.');
    await admin.getByTestId('branding-end-page').fill('https://garden.example/thanks');
    await admin.getByTestId('branding-version').fill('2026-11');
    await admin.getByTestId('branding-notice').fill('While the session runs, our agents see the pages that you open in it.');
    expect(await admin.getByTestId('branding-preview').innerText()).toContain('Garden Help');
    await admin.getByTestId('branding-save').click();
    await admin.getByText('Saved.').waitFor();
    await admin.getByTestId('branding-logo').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: LOGO });
    await admin.locator('.brand-preview .logo').waitFor();
    expect(await violations(admin)).toEqual([]);
    if (shots !== undefined) {
      await admin.screenshot({ path: `${shots}/branding.png`, fullPage: true });
      await admin.setViewportSize({ width: 390, height: 844 });
      await admin.screenshot({ path: `${shots}/branding-phone.png`, fullPage: true });
      await admin.setViewportSize({ width: 1280, height: 900 });
    }
    expect(await admin.getByTestId('branding-text').inputValue()).toContain('product: Garden Help');
    // The refused colour is an answer of 400, which browsers note; nothing else is.
    expect(faults.filter((text) => !text.includes('400'))).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('[R2] [R3] the customer sees them, in %s', async (colorScheme) => {
    const session = await gateway.createSession(hosts.origin(SHOP));
    const page = await (await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } })).newPage();
    await page.goto(session.links.customer);
    await page.getByTestId('start').waitFor();
    const button = () => page.getByTestId('start').evaluate((one) => getComputedStyle(one).backgroundColor);
    if (colorScheme === 'light') expect(await button()).toBe('rgb(90, 45, 130)');
    else expect(await button()).not.toMatch(/rgb\(90, 45, 130\)|rgb\(76, 203, 178\)/);
    expect(await page.locator('.brand').innerText()).toContain('Garden Help');
    expect(await page.getByTestId('logo').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(8);
    expect(await page.getByTestId('brand-consent').innerText()).toBe('We use this to help you.\nNothing is sold.');
    expect(await page.getByTestId('legal').innerText()).toMatch(/our agents see[^]*2026-11/);
    expect(await violations(page)).toEqual([]);
    if (shots !== undefined) await page.screenshot({ path: `${shots}/brand-consent-${colorScheme}.png`, fullPage: true });
    await page.getByTestId('start').click();
    const dock = await dockOf(page, gateway, session.id);
    await dock.getByTestId('dock-open').waitFor();
    await expect
      .poll(() => dock.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()), waiting)
      .not.toBe(colorScheme === 'light' ? '#0b6b5d' : '#4ccbb2');
    expect(await dock.title()).toContain('Garden Help');
    // The frame in the site's page is called so, too, for whoever hears the page.
    const frame = await dock.frameElement();
    await expect.poll(() => frame.getAttribute('title'), waiting).toBe('Garden Help');
    await dock.getByTestId('dock-stop').click();
    await page.getByTestId('ended').waitFor();
    expect(await page.getByTestId('ended').innerText()).toContain('Thank you for your visit.');
    expect(await page.getByTestId('end-page').getAttribute('href')).toBe('https://garden.example/thanks');
    expect(await violations(page)).toEqual([]);
    if (shots !== undefined) await page.screenshot({ path: `${shots}/brand-end-${colorScheme}.png` });
  });

  test('a page that shows an older notice asks again', async () => {
    const session = await gateway.createSession(hosts.origin(SHOP));
    const page = await (await browser.newContext()).newPage();
    await page.goto(session.links.customer);
    await page.getByTestId('start').waitFor();
    const kept = (await gateway.api('GET', '/api/v1/branding')).body as { version: number; text: string };
    await gateway.api('PUT', '/api/v1/branding', { base: kept.version, text: kept.text.replace('2026-11', '2026-12') });
    await page.getByTestId('start').click();
    await expect.poll(() => page.getByTestId('legal').innerText(), waiting).toContain('2026-12');
    await page.getByTestId('start').click();
    await page.waitForURL((url) => url.hostname.startsWith('www-shop-example'), waiting);
  });
});
