/** An agent looks at a page before the call: from the first page of the console to a session on it, by keys alone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startHosts, type Hosts } from '../support/start-hosts.ts';

const SHOP = 'www.shop.example';
const page = `<title>Shop</title><h1>Shop</h1><p>${'Plants and what they need. '.repeat(12)}</p>
  <script>if (window.PublicKeyCredential) offer()</script><input type=password><button>Buy now</button>
  <a href="https://www.wrong.example/login">Sign in</a><iframe src="https://www.shop.example/frame"></iframe>`;

describe.skipIf(!haveChromium())('does it work here?', () => {
  let hosts: Hosts;
  let gateway: Gateway;
  let browser: Browser;
  let agent: Page;

  beforeAll(async () => {
    hosts = await startHosts({
      [SHOP]: ({ url }) =>
        url.pathname === '/wall' ? { status: 403, headers: { 'cf-mitigated': 'challenge' }, body: 'x' } : { body: page },
    });
    gateway = await startGateway({ site: hosts });
    browser = await launchChromium();
    agent = await (await browser.newContext()).newPage();
    await agent.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await hosts.close();
  });

  const found = (): Promise<(string | null)[]> =>
    agent.getByTestId('finding').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-code')));

  test('[N2] what was typed on the first page is looked at, and told in words, by keys alone', async () => {
    await agent.getByTestId('url-input').fill(hosts.origin(SHOP));
    await agent.getByTestId('look-first').focus();
    await agent.keyboard.press('Enter');
    await expect.poll(() => agent.getByTestId('check-url').inputValue(), waiting).toBe(hosts.origin(SHOP));
    await expect.poll(() => agent.getByTestId('check-url').evaluate((field) => field === document.activeElement), waiting).toBe(true);
    await agent.keyboard.press('Enter');
    await expect.poll(() => agent.getByTestId('check-verdict').getAttribute('data-verdict'), waiting).toBe('notes');
    expect(await agent.getByTestId('check-verdict').innerText()).toContain('with limits');
    expect(await found()).toEqual(expect.arrayContaining(['PASSKEY', 'LOGIN_ELSEWHERE', 'LOGIN_HERE', 'REACHABLE']));
    expect(await agent.locator('[data-code=PASSKEY]').innerText()).toMatch(/another way[^]*a word in a script/);
    const rules = agent.getByTestId('found-rule');
    expect(await rules.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-rule')))).toEqual([
      'builtin/password',
      'builtin/block-names',
    ]);
    expect(await violations(agent)).toEqual([]);
    const shots = process.env['SAMEPAGE_TEST_SHOTS'];
    if (shots !== undefined) {
      await agent.screenshot({ path: `${shots}/check.png`, fullPage: true });
      await agent.setViewportSize({ width: 390, height: 844 });
      await agent.screenshot({ path: `${shots}/check-phone.png`, fullPage: true });
      await agent.setViewportSize({ width: 1280, height: 720 });
    }
  });

  test('a page that will not work says so, and offers no session; one that does is begun from there', async () => {
    await agent.getByTestId('check-url').fill(`${hosts.origin(SHOP)}/wall`);
    await agent.keyboard.press('Enter');
    await expect.poll(() => agent.getByTestId('check-verdict').getAttribute('data-verdict'), waiting).toBe('fails');
    expect(await found()).toEqual(['BOT_WALL']);
    expect(await agent.getByTestId('check-session').count()).toBe(0);
    await agent.getByTestId('check-url').fill(hosts.origin(SHOP));
    await agent.keyboard.press('Enter');
    await agent.getByTestId('check-session').click();
    await agent.getByTestId('invitation').waitFor();
  });
});
