/** An administrator makes rules in the console; the next page that a customer opens is hidden and blocked by them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { openAsAgent, replicaShows, replicaText, startAsCustomer, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium())('rules made in the console', () => {
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

  async function openRules(viewport = { width: 1280, height: 900 }): Promise<Page> {
    const context = await browser.newContext({ viewport });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    await page.getByRole('link', { name: 'Rules', exact: true }).click();
    await page.getByRole('heading', { name: 'Rules', exact: true }).waitFor();
    return page;
  }

  test('a hidden part is hidden in the next page, in a running session, and shown once the rule was removed', async () => {
    const admin = await openRules();
    const { links } = await gateway.createSession(`${site.origins.www}/`);
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const host = await startAsCustomer(context, links.customer);
    const agent = await openAsAgent(await browser.newContext(), links.agent);
    onTestFinished(() => agent.context().close());
    await replicaShows(agent, /Slow leaves/);

    await admin.getByLabel('CSS selector').fill('.hero h1');
    await admin.getByLabel('What is hidden, in words for the customer').fill('The headline');
    await admin.getByRole('button', { name: 'Add rule' }).click();
    await admin.getByTestId('rule-document').filter({ hasText: '.hero h1' }).waitFor();
    expect(await violations(admin)).toEqual([]);

    await host.reload();
    await expect.poll(() => replicaText(agent), waiting).toMatch(/Autumn harvest/i);
    await expect.poll(() => replicaText(agent), waiting).not.toMatch(/Slow leaves/);
    expect(await host.getByRole('heading', { name: 'Slow leaves' }).count()).toBe(1);

    await admin.getByRole('button', { name: 'Remove the rule for .hero h1' }).click();
    await admin.getByText('Your company has no rules of its own yet.').waitFor();
    await host.reload();
    await replicaShows(agent, /Slow leaves/);
  });

  test('what does not hold is refused with what is wrong, and what holds on a page can be looked up; older versions come back', async () => {
    const admin = await openRules({ width: 390, height: 800 });
    await admin.getByLabel('CSS selector').fill('a[');
    await admin.getByRole('button', { name: 'Add rule' }).click();
    await expect.poll(() => admin.getByRole('alert').innerText(), waiting).toMatch(/cannot save the policy/i);

    await admin.getByTestId('rule-kind').selectOption('block');
    await admin.getByTestId('rule-by').selectOption('name');
    await admin.getByLabel('Name, as it stands on the page').fill('Delete (all)');
    await admin.getByLabel('Where (empty: on every site)').fill('https://www.bank.example/*');
    await admin.getByRole('button', { name: 'Add rule' }).click();
    await admin.getByTestId('rule-document').filter({ hasText: 'Delete' }).waitFor();

    const company = admin.getByTestId('effective').getByText('company');
    await admin.getByRole('textbox', { name: 'Address of the page', exact: true }).fill('www.bank.example/home');
    await admin.getByRole('button', { name: 'Show', exact: true }).click();
    await company.waitFor();
    await admin.getByRole('textbox', { name: 'Address of the page', exact: true }).fill('www.shop.example');
    await admin.getByRole('button', { name: 'Show', exact: true }).click();
    await company.waitFor({ state: 'detached' });
    expect(await admin.getByTestId('effective').getByText('Passwords').count()).toBeGreaterThan(0);
    expect(await admin.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await violations(admin)).toEqual([]);

    await admin.getByRole('button', { name: 'Remove the rule for' }).click();
    await admin.getByTestId('rule-document').waitFor({ state: 'detached' });
    await admin
      .getByRole('button', { name: /^Bring back version/ })
      .first()
      .click();
    await admin.getByTestId('rule-document').filter({ hasText: 'Delete' }).waitFor();
  });

  test('[M12] a rule is tried on the company’s pages before it is saved, and all of them on demand', async () => {
    const admin = await openRules({ width: 390, height: 800 });
    await admin.getByTestId('pages-list').fill(`${site.origins.www}/\n${site.origins.www}/no-such-page\nhttp://127.0.0.1:1/`);
    await admin.getByTestId('save-pages').click();
    await expect.poll(() => admin.getByTestId('try-rules').isEnabled(), waiting).toBe(true);
    await admin.getByLabel('CSS selector').fill('.hero h1');
    await admin.getByRole('button', { name: 'Try it on your pages' }).click();
    const form = admin.getByRole('form', { name: 'Add a rule' });
    const first = form.getByTestId('trial').first();
    await first.getByText('Matches: 1').waitFor();
    expect(await first.getByTestId('count').filter({ hasText: '.hero h1' }).innerText()).toContain('new');
    await form.getByText('The site answered 404.').waitFor();
    await form.getByText(/could not be read \(TARGET_NOT_ALLOWED\)/).waitFor();
    // Another rule is another question.
    await admin.getByLabel('CSS selector').fill('.no-such-thing');
    await admin.getByRole('button', { name: 'Try it on your pages' }).click();
    await first.getByText('Matches: 0').waitFor();
    await admin.getByRole('button', { name: 'Add rule' }).click();
    await admin.getByTestId('rule-document').filter({ hasText: '.no-such-thing' }).waitFor();
    await admin.getByTestId('try-rules').click();
    await admin.getByTestId('pages').getByText('never matched in a session').first().waitFor();
    expect(await admin.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await violations(admin)).toEqual([]);
    const shots = process.env['SHOTS'];
    if (shots !== undefined) {
      await admin.screenshot({ path: `${shots}/pages-phone.png`, fullPage: true });
      await admin.setViewportSize({ width: 1280, height: 900 });
      await admin.getByTestId('pages').screenshot({ path: `${shots}/pages.png` });
    }
  });
});
