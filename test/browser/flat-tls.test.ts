/**
 * The shape of production: flat labels under one domain, https, the console on another domain. On *.localhost every label
 * is a site of its own; here all labels of all sessions are one site, so cookies and isolation are other ones.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { untilEqual } from '../support/compare-dom.ts';
import { gatewayAddress } from '../support/gateway-address.ts';
import { clickOn, dockOf, openAsAgent, replicaOf, replicaShows, replicaText, startAsCustomer, waiting } from '../support/journey.ts';
import { walkShop } from '../support/shop-walk.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium())('flat labels over TLS', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site, flat: true });
    browser = await launchChromium({ loopbackHosts: ['*.gw.test', 'console.test'], ignoreCertificateErrors: true });
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test('agent and customer are on the same page, and the customer ends it', async () => {
    const session = await gateway.createSession(`${site.origins.www}/`);
    expect(session.links.customer).toMatch(new RegExp(`^https://${session.id}\\.gw\\.test:${String(gateway.port)}/`));
    const host = await startAsCustomer(await browser.newContext(), session.links.customer);
    expect(new URL(host.url()).hostname).toMatch(new RegExp(`^www-shop-example--${session.id}(-[a-z0-9]+)?\\.gw\\.test$`));
    const agent = await openAsAgent(await browser.newContext(), session.links.agent);
    await replicaShows(agent, /Slow leaves/);
    await clickOn(agent, (await replicaOf(agent)).getByRole('link', { name: /River Pot/ }));
    await host.waitForURL('**/product/river-pot');
    await replicaShows(agent, /does not drip/);
    await untilEqual(
      () => host.mainFrame(),
      () => replicaOf(agent),
    );
    const dock = await dockOf(host, gateway, session.id);
    await clickOn(host, dock.getByTestId('dock-stop'));
    await host.getByTestId('ended').waitFor();
    await expect.poll(() => replicaText(agent), waiting).toBe('');
  });

  test('the shop works on the whole walk', async () => {
    const session = await gateway.createSession(`${site.origins.www}/`);
    const page = await startAsCustomer(await browser.newContext(), session.links.customer);
    const walked = await walkShop(page, site.origins, (address) => gatewayAddress(gateway, session.id, address));
    expect(walked).toMatchObject({
      order: ['Thank you', `${site.origins.www}/order/n`],
      'top-location': ['script', `${site.origins.www}/pay-return?way=script`],
      'by-idp': ['Good to see you, lantern@customer.example', `${site.origins.www}/account`],
    });
  });

  test('a page that tosses and floods cookies at the whole domain takes down neither its own session nor another', async () => {
    // The attack: labels of all sessions share gw.test, so script of one page can write cookies that every other page
    // sends: with our names and wrong values, and so many that the right ones are evicted.
    const [bad, good] = [
      await gateway.createSession(`${site.origins.pages}/words.html`),
      await gateway.createSession(`${site.origins.pages}/live.html`),
    ];
    const context = await browser.newContext();
    const victim = await startAsCustomer(context, good.links.customer);
    const names = (await context.cookies()).map((cookie) => cookie.name);
    const attacker = await startAsCustomer(context, bad.links.customer);
    const client = await context.newCDPSession(attacker);
    // Written past the page's own document.cookie, as a fetched Set-Cookie or a new realm could.
    const { port } = gateway;
    for (const name of names) {
      await client.send('Network.setCookie', {
        name,
        value: 'tossed',
        domain: 'gw.test',
        path: '/',
        url: `https://a.gw.test:${String(port)}/`,
      });
    }
    for (let n = 0; n < 60; n++) {
      await client.send('Network.setCookie', {
        name: `flood${String(n)}`,
        value: 'x'.repeat(40),
        domain: 'gw.test',
        path: '/',
        url: `https://a.gw.test:${String(port)}/`,
      });
    }
    const answer = await victim.reload();
    expect(answer?.status()).toBe(200);
    expect(await victim.innerText('#head')).toBe('Live page');
  });
});
