/**
 * Two people who share no language: an agent who reads Arabic, from right to left, and a customer on a phone who reads
 * German. Each has the whole session in their own words; axe looks at every view of both on the way.
 */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { seenInOverlay } from '../support/closed-root.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { dockOf, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { words as arabicBoard } from '../../src/words/ar/board.ts';
import { words as arabic } from '../../src/words/ar/console.ts';
import { words as arabicSignIn } from '../../src/words/ar/sign-in.ts';
import { words as arabicViewer } from '../../src/words/ar/viewer.ts';
import { words as german } from '../../src/words/de/dock.ts';
import { words as germanPages } from '../../src/words/de/pages.ts';
import { words as japanese } from '../../src/words/ja/pages.ts';

/** Left edges of the parts, in the order of the document. */
const edges = (parts: Locator) => parts.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().left));
const rises = (numbers: readonly number[]) => numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0));

describe.skipIf(!haveChromium())('languages', () => {
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

  test('[W1] [W2] [W3] each side has the session in its own language, and axe finds nothing in any view', async () => {
    const session = await gateway.createSession(`${site.origins.www}/`);
    const desk = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'ar' });
    const phone = await browser.newContext({ viewport: { width: 390, height: 780 }, hasTouch: true, locale: 'de-AT' });

    const agent = await desk.newPage();
    await agent.goto(`${gateway.controlOrigin}/`);
    await agent.getByRole('heading', { name: arabicSignIn.title }).waitFor();
    expect(await agent.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(['ar', 'rtl']);
    expect(await violations(agent)).toEqual([]);

    await agent.goto(session.links.agent);
    await agent.getByRole('heading', { name: arabic.invite.title }).waitFor();
    expect(await violations(agent)).toEqual([]);
    // A number that is read out goes from left to right in every language.
    expect(rises(await edges(agent.getByTestId('agent-pin').locator('span')))).toBe(true);

    const join = await phone.newPage();
    await join.goto(`${gateway.controlOrigin}/join`);
    await join.getByRole('heading', { name: germanPages.join.title }).waitFor();
    expect(await violations(join)).toEqual([]);
    await join.close();

    const customer = await phone.newPage();
    await customer.goto(session.links.customer);
    await customer.getByRole('button', { name: germanPages.consent.start }).waitFor();
    expect(await customer.evaluate(() => document.documentElement.lang)).toBe('de');
    expect(await violations(customer)).toEqual([]);
    // Another language by the switch, and back: the invitation is still there.
    await customer.getByTestId('language').selectOption('ja');
    await customer.getByRole('button', { name: japanese.consent.start }).waitFor();
    await customer.getByTestId('language').selectOption('de');
    await customer.getByRole('button', { name: germanPages.consent.start }).click();
    await customer.waitForURL(/www-shop-example/, { waitUntil: 'commit' });

    const dock = await dockOf(customer, gateway, session.id);
    await dock.getByText(german.watching.one.replace('{name}', german.unnamed.agent)).waitFor();
    expect(await violations(dock)).toEqual([]);
    await dock.getByRole('button', { name: german.open }).click();
    await dock.getByRole('heading', { name: german.people }).waitFor();
    expect(await violations(dock)).toEqual([]);

    await agent.getByTestId('person').filter({ hasText: arabic.unnamed.customer }).waitFor();
    const viewer = agent.frameLocator('[data-testid=viewer]');
    await viewer.frameLocator('[data-testid=replica]').locator('h1').first().waitFor();
    expect(await violations(agent)).toEqual([]);
    // What opens: tools, board, dialog, the strip of pages; and the customer's look at what agents see.
    await agent.locator('.tool-dock button').click();
    await agent.getByRole('toolbar').waitFor();
    expect(await violations(agent), 'tools').toEqual([]);
    await agent.locator('.tool-dock').getByRole('button').last().click();
    const boardButton = agent.getByRole('button', { name: new RegExp(`^(?:${arabicBoard.openBoard}|${arabicBoard.closeBoard})$`) });
    await boardButton.click();
    const board = await (await agent.getByTestId('board').elementHandle())?.contentFrame();
    if (!board) throw new Error('the board shows no document');
    await board.getByRole('heading').first().waitFor({ state: 'attached' });
    expect(await violations(board), 'board').toEqual([]);
    expect(await violations(agent), 'beside the board').toEqual([]);
    await boardButton.click();
    await agent.getByTestId('end-session').click();
    await agent.getByTestId('end-confirm').waitFor();
    expect(await violations(agent), 'dialog').toEqual([]);
    await agent.keyboard.press('Escape');
    const [preview] = await Promise.all([phone.waitForEvent('page'), dock.getByTestId('dock-preview').click()]);
    await preview.locator('#lead').waitFor();
    expect(await violations(preview), 'preview').toEqual([]);
    await preview.close();
    // The words on the page itself, and over its picture: each reads who points.
    const box = await agent.getByTestId('viewer').boundingBox();
    const middle = (box?.x ?? 0) + (box?.width ?? 0) / 2;
    await agent.mouse.move(middle, (box?.y ?? 0) + 200);
    await agent.mouse.move(middle + 20, (box?.y ?? 0) + 220, { steps: 3 });
    await expect
      .poll(async () => (await seenInOverlay(customer, 'cursor')).map(({ text }) => text), waiting)
      .toEqual([german.unnamed.agent]);
    await customer.mouse.move(60, 200);
    await customer.mouse.move(80, 220, { steps: 3 });
    await expect.poll(() => viewer.getByTestId('cursor').innerText(), waiting).toBe(arabicViewer.unnamed.customer);
    const second = await phone.newPage();
    await second.goto(customer.url());
    await expect.poll(() => agent.getByTestId('tab').count(), waiting).toBe(2);
    expect(await violations(agent), 'strip of pages').toEqual([]);
    await second.close();
    await customer.bringToFront();
    await dock.getByRole('button', { name: german.pause }).click();
    await viewer.getByText(arabicViewer.blank.paused).waitFor();
    await dock.getByRole('button', { name: german.stop }).click();
    await customer.getByRole('heading', { name: germanPages.end.title }).waitFor();
    expect(await violations(customer)).toEqual([]);
    await agent.getByRole('heading', { name: arabic.session.ended }).waitFor();
    expect(await violations(agent)).toEqual([]);
    await Promise.all([desk.close(), phone.close()]);
  });

  test('[W3] an administrator’s views, in the language that was chosen last', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 780 }, locale: 'en' });
    const page = await context.newPage();
    await page.goto(`${gateway.controlOrigin}/?language=ar#token=${gateway.adminToken}`);
    for (const [place, testId] of [
      ['#/', 'url-input'],
      ['#/rules', 'leak-test'],
      ['#/accounts', 'add-user'],
      ['#/answers', 'language'],
      ['#/branding', 'branding-save'],
      ['#/check', 'check-url'],
    ] as const) {
      await page.evaluate((hash) => (location.hash = hash), place);
      await page.getByTestId(testId).first().waitFor();
      expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), waiting).toBe(true);
      expect(await violations(page), place).toEqual([]);
    }
    await context.close();
  });
});
