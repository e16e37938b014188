/** Chat as the two people have it: names that are meant, links that may be opened, what is new, and the file that one keeps. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { dockOf, meet, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium())('chat', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site, overrides: { cannedAnswers: ['One moment, please.'] } });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test('[C1] [C2] both write, are meant, open links, see what is new, and keep a copy', async () => {
    const phone = await browser.newContext({ viewport: { width: 390, height: 780 }, hasTouch: true });
    const desk = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true });
    const { host, agent, session } = await meet(gateway, phone, desk, `${site.origins.www}/`);
    const dock = await dockOf(host, gateway, session.id);

    // The customer's panel is folded: what comes is counted, and is marked when it is opened.
    const field = agent.getByRole('combobox', { name: 'Message' });
    await field.fill('Hello @cu');
    await agent.getByRole('option', { name: 'Customer' }).waitFor();
    await agent.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('Hello @Customer ');
    await agent.keyboard.type('see https://shop.example/tea?x=1. Not javascript:alert(1)');
    await agent.keyboard.press('Enter');
    await agent.getByRole('combobox', { name: 'Ready answers' }).selectOption('One moment, please.');
    await agent.getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => dock.locator('.unread').innerText(), waiting).toBe('2');
    await dock.getByRole('button', { name: /Open the panel/ }).click();
    const log = dock.getByRole('log', { name: 'Chat' });
    await log.getByText('One moment, please.').waitFor();
    await log.locator('strong.me', { hasText: '@Customer' }).waitFor();
    const link = log.getByRole('link');
    expect(await link.count()).toBe(1);
    expect(await link.evaluate((a: HTMLAnchorElement) => [a.textContent, a.href, a.target, a.rel])).toEqual([
      'https://shop.example/tea?x=1',
      'https://shop.example/tea?x=1',
      '_blank',
      'noopener noreferrer nofollow',
    ]);
    expect(await log.getByRole('button', { name: 'Copy this message' }).count()).toBe(2);

    await dock.getByRole('combobox', { name: 'Message' }).fill('Thank you');
    await dock.getByRole('button', { name: 'Send' }).click();
    await agent.getByRole('log', { name: 'Chat' }).getByText('Thank you').waitFor();
    const download = agent.waitForEvent('download');
    await agent.getByRole('button', { name: 'Save as text' }).click();
    expect(readFileSync(await (await download).path(), 'utf8')).toMatch(
      /Agent: Hello @Customer .*\n.*One moment, please\.\n.*Customer: Thank you\n/,
    );

    // Who is in another tab, the other side sees.
    const other = await desk.newPage();
    await other.bringToFront();
    await agent.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await dock.getByTestId('dock-people').getByText('in another tab').waitFor();
    await phone.close();
    await desk.close();
  });
});
