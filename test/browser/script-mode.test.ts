/**
 * Script mode: the shop of examples/ on its own origin, with one line of ours in its pages. The customer is signed in and has
 * something in the cart when help is asked for; the session starts there, and leaves the page as it was.
 */
import type { Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { freePort } from '../support/free-port.ts';
import { patient, pressHelp, readPin, redeem, sayYes, signIn } from '../support/in-place.ts';
import { clickOn, replicaOf, replicaText, typeInto } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';

interface Shop {
  startShop(options: { port: number; head: string }): Promise<Server>;
}

describe.skipIf(!haveChromium())('script mode', () => {
  let gateway: Gateway;
  let shop: Server;
  let browser: Browser;
  let host: Page;
  let agent: Page;
  let control: string;
  let home: string;

  beforeAll(async () => {
    const port = await freePort();
    home = `http://shop.localhost:${port}`;
    gateway = await startGateway({ overrides: { sites: [{ key: 'shop', origins: [home] }] } });
    control = `http://localhost:${gateway.port}`;
    const { startShop } = (await import(new URL('../../examples/shop.mjs', import.meta.url).href)) as Shop; // a plain script
    shop = await startShop({ port, head: `<script src="${control}/samepage.js" data-key="shop"></script>` });
    browser = await launchChromium();
    host = await (await browser.newContext()).newPage();
    agent = await signIn(await browser.newContext(), control, gateway.adminToken);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    shop.closeAllConnections();
    await new Promise((closed) => shop.close(closed));
  });

  const shows = (text: string | RegExp) => expect.poll(() => replicaText(agent), patient).toMatch(text);

  test('[I1] a session starts on the page where the customer is, signed in, with the cart filled', async () => {
    await host.goto(`${home}/sign-in`);
    await host.getByLabel('Name').fill('Ada');
    await host.getByRole('button', { name: 'Sign in' }).click();
    await host.getByRole('button', { name: 'Add to cart' }).first().click();
    await host.getByText('First Flush').waitFor();
    await pressHelp(host);
    await redeem(agent, await readPin(host, control));
    expect(await replicaText(agent)).toBe('');
    await sayYes(host, control);
    await shows(/Your cart/);
    await shows(/Ada/);
    expect(host.url()).toBe(`${home}/cart`);
  });

  test('the agent clicks and types from page to page, and what is private stays masked', async () => {
    await clickOn(agent, (await replicaOf(agent)).getByRole('link', { name: 'To checkout' }));
    await host.waitForURL(`${home}/checkout`, { timeout: patient.timeout });
    await shows(/Checkout/);
    await typeInto(agent, (await replicaOf(agent)).getByLabel('Street'), '12 Mill Lane');
    await expect.poll(() => host.getByLabel('Street').inputValue(), patient).toBe('12 Mill Lane');
    await host.getByLabel('Card number').fill('4111 1111 1111 1111');
    const card = (await replicaOf(agent)).getByLabel('Card number');
    await expect.poll(() => card.inputValue(), patient).not.toBe('');
    expect(await card.inputValue()).not.toContain('4111');
    expect(await (await replicaOf(agent)).content()).not.toContain('4111');
  });

  test('[I5] after the end the page goes on, and the cart is what it was', async () => {
    await agent.getByTestId('end-session').click();
    await agent.getByTestId('end-confirm').click();
    await expect.poll(() => host.locator('[data-testid="samepage-overlay"]').count(), patient).toBe(0);
    expect(await host.getByLabel('Street').inputValue()).toBe('12 Mill Lane');
    await host.getByRole('link', { name: 'Cart (1)' }).click();
    await host.getByText('First Flush').waitFor();
  });
});
