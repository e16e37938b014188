/** People who sign in, as they do it: an administrator adds somebody, who chooses a password, works, and is let go. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { startAsCustomer, waiting } from '../support/journey.ts';
import { freePort } from '../support/free-port.ts';
import { startProvider } from '../support/start-provider.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

const PASSWORD = 'a green button, please';

describe.skipIf(!haveChromium())('people of the console', () => {
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

  async function open(address: string, viewport = { width: 1280, height: 800 }): Promise<Page> {
    const context = await browser.newContext({ viewport });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }

  async function addPerson(admin: Page, login: string, name: string, role: string): Promise<string> {
    await admin.getByRole('textbox', { name: 'Login or e-mail' }).fill(login);
    await admin.getByRole('textbox', { name: 'Name, as customers see it' }).fill(name);
    await admin.getByTestId('user-role').selectOption(role);
    await admin.getByRole('button', { name: 'Add', exact: true }).click();
    const link = admin.getByRole('textbox', { name: `Link for ${name} to choose a password` });
    await link.waitFor();
    return link.inputValue();
  }

  async function choosePassword(page: Page): Promise<void> {
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByLabel('Once more').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await page.getByRole('button', { name: 'Start session' }).waitFor();
  }

  test('an administrator adds an agent, who chooses a password, works under their own name, and is let go', async () => {
    const admin = await open(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    await admin.getByRole('link', { name: 'People', exact: true }).click();
    await admin.getByRole('heading', { name: 'People', exact: true }).waitFor();
    const link = await addPerson(admin, 'ann@shop.example', 'Ann Archer', 'agent');
    expect(await violations(admin)).toEqual([]);

    const ann = await open(link);
    await ann.getByRole('heading', { name: 'Choose a password' }).waitFor();
    expect(ann.url()).not.toContain('welcome');
    await ann.getByLabel('New password').fill('short');
    await ann.getByLabel('Once more').fill('short');
    await ann.keyboard.press('Enter');
    await expect.poll(() => ann.getByRole('alert').innerText(), waiting).toMatch(/at least 12 characters/);
    expect(await violations(ann)).toEqual([]);
    await choosePassword(ann);
    expect(await ann.getByRole('link', { name: 'People', exact: true }).count()).toBe(0);

    await ann.getByRole('button', { name: 'Sign out' }).click();
    await ann.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
    expect(await violations(ann)).toEqual([]);
    await ann.getByLabel('Login or e-mail').fill('ann@shop.example');
    await ann.getByLabel('Password').fill('not this one');
    await ann.keyboard.press('Enter');
    await expect.poll(() => ann.getByRole('alert').innerText(), waiting).toMatch(/login or password is wrong/);
    await ann.getByLabel('Password').fill(PASSWORD);
    await ann.keyboard.press('Enter');

    await ann.getByRole('textbox', { name: 'Web address' }).fill(`${site.origins.www}/`);
    await ann.getByRole('button', { name: 'Start session' }).click();
    const invitation = await ann.getByTestId('customer-link').inputValue();
    const customer = await browser.newContext();
    onTestFinished(() => customer.close());
    const consent = await customer.newPage();
    await consent.goto(invitation);
    await consent.getByText('Ann Archer').first().waitFor();
    await consent.close();
    await startAsCustomer(customer, invitation);
    await ann.getByTestId('viewer').waitFor();

    const row = admin.getByTestId('user-row').filter({ hasText: 'Ann Archer' });
    await row.getByRole('button', { name: 'Disable' }).click();
    await row.getByText('disabled').waitFor();
    // Her console notices at once, without a reload.
    await ann.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
  });

  test('the link to choose a password works once', async () => {
    const admin = await open(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    await admin.getByRole('link', { name: 'People', exact: true }).click();
    const link = await addPerson(admin, 'bob', 'Bob', 'supervisor');
    const first = await open(link);
    const second = await open(link);
    await choosePassword(first);
    await second.getByLabel('New password').fill(PASSWORD);
    await second.getByLabel('Once more').fill(PASSWORD);
    await second.getByRole('button', { name: 'Save and sign in' }).click();
    await expect.poll(() => second.getByRole('alert').innerText(), waiting).toMatch(/not valid/);
  });

  test('a key is shown once, works, and is nothing once it was deleted; all of it on a phone', async () => {
    const admin = await open(`${gateway.controlOrigin}/#token=${gateway.adminToken}`, { width: 390, height: 780 });
    await admin.getByRole('link', { name: 'People', exact: true }).click();
    await admin.getByRole('textbox', { name: 'Name of the program' }).fill('CRM');
    await admin.getByRole('button', { name: 'Make a key' }).click();
    const key = await admin.getByRole('textbox', { name: 'Key of CRM' }).inputValue();
    expect((await gateway.api('GET', '/api/v1/me', undefined, key)).status).toBe(200);
    expect(await admin.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await admin.reload();
    await admin.getByRole('button', { name: 'Delete the key of CRM' }).waitFor();
    expect(await admin.content()).not.toContain(key);
    await admin.getByRole('button', { name: 'Delete the key of CRM' }).click();
    await admin.getByText('There are no keys.').waitFor();
    expect((await gateway.api('GET', '/api/v1/me', undefined, key)).status).toBe(401);
  });

  test('a customer of another company is asked in that company’s name, and found by its agents alone', async () => {
    expect((await gateway.api('POST', '/api/v1/companies', { id: 'acme', name: 'Acme Bank' })).status).toBe(201);
    const customer = await open(`${gateway.controlOrigin}/join?company=acme`);
    const digits = customer.getByTestId('pin');
    await expect.poll(async () => (await digits.innerText()).replace(/\D/g, ''), waiting).toMatch(/^\d{6}$/);
    await customer.getByText('Acme Bank').first().waitFor();
    const pin = (await digits.innerText()).replace(/\D/g, '');
    const answer = await gateway.api('POST', '/api/v1/pins/redeem', { pin, url: `${site.origins.www}/` });
    expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([404, 'PIN_INVALID']);
  });

  test('people sign in with the account of their company, in the role that it names, or are told why not', async () => {
    const port = await freePort();
    const secret = 'the secret of the client at the provider';
    const provider = await startProvider({
      clientId: 'samepage',
      clientSecret: secret,
      redirect: `http://localhost:${port}/oidc/callback`,
      rolesOf: { 'ann@shop.example': ['helpdesk'], 'eve@shop.example': ['cleaning'] },
    });
    onTestFinished(() => provider.close());
    const own = await startGateway({
      overrides: {
        port,
        providers: [{ issuer: provider.issuer, clientId: 'samepage', clientSecret: secret, roles: { helpdesk: 'senior' } }],
      },
    });
    onTestFinished(() => own.close());

    const signInThere = async (page: Page, login: string) => {
      await page.getByRole('link', { name: 'Sign in with your Samepage account' }).click();
      await page.getByPlaceholder('Enter any login').fill(login);
      await page.getByPlaceholder('and password').fill('any');
      await page.getByRole('button', { name: 'Sign-in' }).click();
      await page.getByRole('button', { name: 'Continue' }).click();
    };
    const ann = await open(`${own.controlOrigin}/`);
    await signInThere(ann, 'ann@shop.example');
    await ann.getByRole('button', { name: 'Start session' }).waitFor();
    const me = await ann.evaluate(async () => (await (await fetch('/api/v1/me')).json()) as unknown);
    expect(me).toMatchObject({ who: 'staff', name: 'ann', role: 'senior' });
    // Nothing of the provider's answer stays in the address or the history of the tab.
    expect(new URL(ann.url()).search).toBe('');

    const eve = await open(`${own.controlOrigin}/`);
    await signInThere(eve, 'eve@shop.example');
    await expect.poll(() => eve.getByRole('alert').innerText(), waiting).toMatch(/no role in this console/);
    expect(await violations(eve)).toEqual([]);
  });
});
