/** A rule without a selector typed: an administrator opens a page, points, and the rule holds there at once. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { waiting } from '../support/journey.ts';
import { startGateway, type GatewayHere } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium() || !full)('pointing at what a rule is for', () => {
  let site: Site;
  let gateway: GatewayHere;
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

  test('proposes a short selector, outlines what it matches, and is saved with where it holds', async () => {
    const context = await browser.newContext();
    const admin = await context.newPage();
    await admin.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    await admin.getByRole('link', { name: 'Rules', exact: true }).click();
    await admin.getByTestId('pick-url').fill(`${site.origins.pages}/leak-sound.html`);
    const opened = context.waitForEvent('page');
    await admin.getByTestId('pick-start').click();
    const page = await opened;
    await page.getByRole('heading', { name: 'Point at what a rule is for' }).waitFor();
    await page.getByTestId('start').click();
    await page.waitForURL(/leak-sound/);
    const picker = page.locator('samepage-picker');
    await picker.waitFor({ state: 'attached' });
    await page.waitForLoadState('load');

    // Before the chip is pressed the page is the page.
    await page.locator('textarea').click();
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('textarea');
    const height = page.viewportSize()?.height ?? 720;
    await page.mouse.click(60, height - 34);
    await page.locator('p.pii').click();
    await expect.poll(() => admin.getByTestId('pick-matches').innerText(), waiting).toBe('Things on that page: 1');
    const selector = await admin.getByLabel('What it is on the page (CSS selector)').inputValue();
    expect(selector.length).toBeLessThan(30);
    expect(await page.evaluate((text) => document.querySelector(text)?.className, selector)).toBe('pii');

    // Inside a frame: what it is in the frame's own document, and pointing ends in the page around too.
    await page.mouse.click(60, height - 34);
    await page.frameLocator('iframe[src*="leak-inner"]').locator('#inner').click();
    await expect.poll(() => admin.getByLabel('What it is on the page (CSS selector)').inputValue(), waiting).toBe('#inner');
    await page.locator('textarea').click();
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('textarea');
    await admin.getByTestId('pick-show').click();
    await expect.poll(() => admin.getByTestId('pick-matches').innerText(), waiting).toBe('Things on that page: 1');

    // Widened by hand, shown there, and counted.
    await admin.getByLabel('What it is on the page (CSS selector)').fill('.pii');
    await admin.getByTestId('pick-show').click();
    await expect.poll(() => admin.getByTestId('pick-matches').innerText(), waiting).toBe('Things on that page: 4');
    await admin.getByLabel('What it is on the page (CSS selector)').fill('.pii');
    await admin.getByTestId('pick-kind').selectOption('hide');
    await admin.getByTestId('pick-scope').selectOption('page');
    await admin.getByRole('textbox', { name: 'What is hidden, in words for the customer' }).first().fill('Personal details');
    await admin.getByTestId('pick-save').click();
    await admin.getByTestId('rule-document').getByText('Personal details').waitFor();
    const { body } = await gateway.api('GET', '/api/v1/policy');
    expect((body as { text: string }).text).toBe(
      `name: rule-1\nwhen: ["${site.origins.pages}/leak-sound.html"]\nrules:\n  - mask: ".pii"\n    hide: true\n    says: "Personal details"\n`,
    );
    expect(await violations(admin)).toEqual([]);
    if (process.env['SHOTS'] !== undefined) {
      await admin.screenshot({ path: `${process.env['SHOTS']}/pick.png`, fullPage: true });
      await page.screenshot({ path: `${process.env['SHOTS']}/picked.png` });
    }
    // A part of a drawing, hidden from some: drawn where it stands, and written as the rule that a file would hold.
    await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.id = 'chart';
      [canvas.width, canvas.height] = [400, 200];
      canvas.style.cssText = 'display:block;width:400px;height:200px;border:5px solid;padding:10px;background:#dde';
      document.body.prepend(canvas);
      scrollTo(0, 0);
    });
    const box = await page.locator('#chart').boundingBox();
    const draw = async (left: number, top: number, right: number, bottom: number): Promise<void> => {
      const at = ([x, y]: readonly [number, number]) => [(box?.x ?? 0) + 15 + x * 400, (box?.y ?? 0) + 15 + y * 200] as const;
      await page.mouse.move(...at([left, top]));
      await page.mouse.down();
      await page.mouse.move(...at([(left + right) / 2, (top + bottom) / 2]));
      await page.mouse.move(...at([right, bottom]));
      await page.mouse.up();
    };
    await page.mouse.click(60, height - 34);
    await draw(0.5, 0.25, 0.75, 0.5);
    await draw(0, 0, 0.25, 1.5);
    await draw(0.9, 0.9, 0.8, 0.8);
    await expect.poll(() => admin.getByTestId('pick-parts').locator('rect').count(), waiting).toBe(3);
    await admin.getByTestId('pick-kind').selectOption('mask');
    await admin.getByRole('button', { name: 'Take part 3 back' }).click();
    expect(await admin.getByTestId('pick-parts').locator('rect').count()).toBe(2);
    for (const role of ['senior agent', 'supervisor']) await admin.getByTestId('pick-from').getByLabel(role, { exact: true }).uncheck();
    expect(await violations(admin)).toEqual([]);
    if (process.env['SHOTS'] !== undefined) {
      await page.screenshot({ path: `${process.env['SHOTS']}/pick-drawn.png` });
      await admin.screenshot({ path: `${process.env['SHOTS']}/pick-parts.png`, fullPage: true });
      await admin.setViewportSize({ width: 390, height: 844 });
      await admin.getByTestId('pick').screenshot({ path: `${process.env['SHOTS']}/pick-parts-phone.png` });
      await admin.setViewportSize({ width: 1280, height: 720 });
    }
    await admin.getByTestId('pick-save').click();
    await admin.getByTestId('rule-document').nth(1).getByText('parts of a picture: 2').waitFor();
    const second = (await gateway.api('GET', '/api/v1/policy')).body as { text: string; version: number };
    expect(second.text.split('---\n')[1]).toBe(
      `name: rule-2\nwhen: ["${site.origins.pages}/leak-sound.html"]\nrules:\n  - mask: "#chart"\n    for: ["agent","observer"]\n    regions:\n` +
        '      - {"left":"50%","top":"25%","width":"25%","height":"25%"}\n      - {"left":"0%","top":"0%","width":"25%","height":"100%"}\n' +
        '    size: {"width":420,"height":220}\n',
    );
    const asked = await gateway.api('POST', '/api/v1/policy/effective', { urls: [`${site.origins.pages}/leak-sound.html`] });
    expect(JSON.stringify(asked.body)).toContain('"target":"#chart","parts":2,"for":["agent","observer"]');
    await admin.getByTestId('pick-stop').click();
    await page.getByTestId('ended').waitFor();
    if (process.env['SHOTS'] !== undefined) {
      await admin.setViewportSize({ width: 390, height: 844 });
      for (const language of ['de', 'ja', 'ar']) {
        await admin.getByTestId('language').selectOption(language);
        await admin.locator(`html[lang=${language}]`).waitFor();
        await admin.getByTestId('rule-from').getByRole('checkbox').first().uncheck();
        await admin.locator('main').screenshot({ path: `${process.env['SHOTS']}/pick-${language}.png` });
      }
    }
  });
});
