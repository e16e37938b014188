/**
 * Front mode as a company runs it: Debian's nginx terminates TLS for every name, the gateway stands behind it in the place
 * of the shop, on the shop's own host names. The customer is logged in and has a full cart when help is asked for.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customer } from '../sites/shop/www.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { freePort } from '../support/free-port.ts';
import { frameOf, patient, pressHelp, readPin, redeem, sayYes, signIn } from '../support/in-place.ts';
import { clickOn, replicaOf, replicaText, typeInto } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { haveNginx, startNginx, type Nginx } from '../support/start-nginx.ts';
import { startSite, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium() || !haveNginx())('front mode behind nginx', () => {
  let site: Site;
  let gateway: Gateway;
  let nginx: Nginx;
  let browser: Browser;
  let context: BrowserContext;
  let host: Page;
  let agent: Page;
  let control: string;
  let www: string;
  let club: string;

  beforeAll(async () => {
    const port = await freePort();
    const at = (name: string) => `https://${name}:${port}`;
    [control, www, club] = [at('console.test'), at('www.shop.example'), at('club.shop.example')];
    site = await startSite({ publicOrigins: { www, api: at('api.shop.example') } });
    gateway = await startGateway({
      site,
      overrides: {
        controlOrigin: control,
        sessionHost: `https://{label}--{sid}.gw.test:${port}`,
        company: 'Fernhill',
        trustProxies: ['127.0.0.1'],
        // On a loaded machine a handshake takes as long as a failure does elsewhere.
        limits: { connectTimeoutMs: 30_000, dockFirstMs: 60_000, dockGraceMs: 30_000, helloTimeoutMs: 30_000 },
        // Named by the entries below, and by nothing else.
        allowPrivateTargets: [],
        front: ['www', 'api', 'club'].map((name) => ({
          host: `${name}.shop.example:${port}`,
          target: `https://${name}.shop.example:${site.httpsPort}`,
          health: name === 'club' ? '/live.html' : '/',
        })),
      },
    });
    nginx = await startNginx({ port, gatewayPort: gateway.port });
    browser = await launchChromium({
      loopbackHosts: ['*.shop.example', '*.static.example', '*.bank.example', '*.login.example', '*.gw.test', 'console.test'],
      ignoreCertificateErrors: true,
    });
    context = await browser.newContext();
  });

  afterAll(async () => {
    await browser.close();
    await nginx.close();
    await gateway.close();
    await site.close();
  });

  const shows = (text: string | RegExp) => expect.poll(() => replicaText(agent), patient).toMatch(text);

  test('the shop is the shop: login, cart, socket, events, upload, as without us', async () => {
    host = await context.newPage();
    const faults: string[] = [];
    host.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    host.on('pageerror', (error) => faults.push(error.message));
    await host.goto(`${www}/login`);
    await host.getByTestId('user').fill(customer.user);
    await host.getByTestId('password').fill(customer.password);
    await host.getByTestId('sign-in').click();
    await host.getByTestId('me').getByText(customer.user).waitFor();
    await expect.poll(() => host.evaluate(() => Number(document.documentElement.dataset['ticks'] ?? 0)), patient).toBeGreaterThan(0);
    await host
      .getByTestId('avatar')
      .setInputFiles({ name: 'ada.txt', mimeType: 'text/plain', buffer: Buffer.from('face '.repeat(40_000)) });
    await host.getByTestId('upload').click();
    await host.getByTestId('uploaded-bytes').waitFor();
    expect(site.state.uploads.at(-1)?.bytes).toBe(200_000);
    const events = await host.evaluate(
      (api) =>
        new Promise<string[]>((done) => {
          const seen: string[] = [];
          const source = new EventSource(`${api}/stock`, { withCredentials: true });
          source.addEventListener('stock', (event) => {
            seen.push((event as MessageEvent<string>).data);
            if (seen.length === 3) {
              source.close();
              done(seen);
            }
          });
          source.onerror = () => done(['failed']);
        }),
      www.replace('www.', 'api.'),
    );
    expect(events).toEqual(['{"left":9}', '{"left":8}', '{"left":7}']);
    await host.goto(`${www}/product/river-pot`);
    await host.getByTestId('add-to-cart').click();
    await host.waitForURL(`${www}/cart`);
    await host.getByTestId('cart-total').waitFor();
    expect(faults).toEqual([]);
    // The visitor's own address and scheme arrive, through nginx and us.
    const [seen] = site.seen('/cart').slice(-1);
    expect(seen?.headers).toMatchObject({ 'x-forwarded-proto': 'https', host: new URL(www).host });
    expect(seen?.headers['x-forwarded-for']).toBe('127.0.0.1, 127.0.0.1');
    expect(await host.evaluate(() => [document.URL, document.querySelectorAll('script[data-key]').length])).toEqual([`${www}/cart`, 1]);
  });

  test('[I1] help is asked for on that page, and the session starts there, with login and cart', async () => {
    agent = await signIn(await browser.newContext(), control, gateway.adminToken);
    await pressHelp(host);
    const pin = await readPin(host, control);
    await redeem(agent, pin);
    expect(await replicaText(agent)).toBe('');
    await sayYes(host, control);
    await shows(/Your cart/);
    expect(host.url()).toBe(`${www}/cart`);
    await shows(/River Pot/);
    await shows(new RegExp(customer.user));
    await frameOf(host, `https://${await sidOf()}.gw.test`);
  });

  test('the agent sees the page with what is private masked, clicks and types, from page to page', async () => {
    await clickOn(agent, (await replicaOf(agent)).getByRole('link', { name: 'To checkout' }));
    await host.waitForURL(`${www}/checkout`, { timeout: patient.timeout });
    await shows(/Your order/);
    await host.getByTestId('card-number').fill('4111 1111 1111 1111');
    await host.getByTestId('street').fill('12 Mill Lane');
    const replica = await replicaOf(agent);
    await expect.poll(() => replica.getByLabel('Street').inputValue(), patient).toBe('12 Mill Lane');
    expect(await replica.getByLabel('Card number').inputValue()).not.toMatch(/\d/);
    await typeInto(agent, replica.getByLabel('Full name'), 'Ada');
    await expect.poll(() => host.getByTestId('name').inputValue(), patient).toBe('Ada');
    await clickOn(agent, replica.getByRole('button', { name: 'Place order' }));
    expect(site.state.orders).toEqual([]);
    // Pictures and sheets come to the agent through the gateway, never from the shop itself.
    const seen = site.seen().filter(({ headers }) => String(headers.referer).includes('gw.test'));
    expect(seen).toEqual([]);
    await expect.poll(() => replica.evaluate(() => getComputedStyle(document.body).fontFamily), patient).not.toBe('');
  });

  test('it goes on in another tab and on another host of the site', async () => {
    const tab = await context.newPage();
    await tab.goto(`${www}/account`);
    await shows(/Good to see you/);
    await tab.goto(`${club}/live.html`);
    await shows(/Live page/);
    await tab.close();
    await host.bringToFront();
    await host.goto(`${www}/product/ember-cup`);
    await shows(/Iron-rich clay/);
  });

  test('[I5] the customer ends it: the page goes on, and nothing of ours is left but the script', async () => {
    const dock = await frameOf(host, `https://${await sidOf()}.gw.test`);
    await clickOn(host, dock.getByTestId('dock-stop'));
    await expect.poll(() => replicaText(agent), patient).toBe('');
    await expect.poll(() => host.locator('samepage-overlay').count(), patient).toBe(0);
    expect(host.url()).toBe(`${www}/product/ember-cup`);
    const left = await host.evaluate(() => ({
      marker: /samepage/.test(document.cookie),
      hooks: [
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set,
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'selectedIndex')?.set,
        HTMLFormElement.prototype.submit,
        HTMLFormElement.prototype.reset,
        Element.prototype.attachShadow,
        CSSStyleSheet.prototype.insertRule,
      ].map((hook) => String(hook).includes('[native code]')),
      frames: window.length,
    }));
    expect(left).toEqual({ marker: false, hooks: [true, true, true, true, true, true], frames: 0 });
    await host.getByTestId('add-to-cart').click();
    await host.waitForURL(`${www}/cart`);
    expect(await host.innerText('main')).toMatch(/River Pot[^]*Ember Cup/);
  });

  test("[I1] an agent's link to the site leads through consent to that page, on its own address", async () => {
    await agent.goto(`${control}/`);
    const made = await agent.evaluate(async (url) => {
      const answer = await fetch('/api/v1/sessions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url }),
      });
      return (await answer.json()) as { links: { customer: string; agent: string } };
    }, `${www}/cart?from=mail#lines`);
    const page = await context.newPage();
    await page.goto(made.links.customer);
    await page.getByTestId('start').click();
    await page.waitForURL(`${www}/cart?from=mail#lines`, { timeout: patient.timeout });
    await agent.goto(made.links.agent);
    await shows(/Your cart/);
    expect(await page.evaluate(() => document.referrer)).not.toContain('samepage=');
    await page.close();
  });

  async function sidOf(): Promise<string> {
    return (await context.cookies(www)).find(({ name }) => name === 'samepage')?.value ?? '';
  }
});
