/**
 * The shop of test/sites works through the gateway as it works without: carts, logins across hosts, a bank's frame with
 * messages both ways and three ways back to the top, a sign-in at another site, uploads, downloads, a socket, redirects.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { startAsCustomer } from '../support/journey.ts';
import { walkShop } from '../support/shop-walk.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { gatewayAddress } from '../support/gateway-address.ts';

describe.skipIf(!haveChromium())('the shop', () => {
  let site: Site;
  let browser: Browser;
  let straight: Record<string, unknown>;

  beforeAll(async () => {
    site = await startSite();
    browser = await launchChromium({ loopbackHosts: ['*.example'], ignoreCertificateErrors: true });
    const context = await browser.newContext();
    straight = await walkShop(await context.newPage(), site.origins, (address) => address);
    await context.close();
  });

  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  test('works straight, or the comparison would mean nothing', () => {
    expect(straight['order']).toEqual(['Thank you', `${site.origins.www}/order/n`]);
    expect(straight['by-idp']).toEqual(['Good to see you, lantern@customer.example', `${site.origins.www}/account`]);
  });

  describe('through the gateway', () => {
    let gateway: Gateway;

    beforeAll(async () => {
      gateway = await startGateway({ site });
    });

    afterAll(async () => {
      await gateway.close();
    });

    test('a customer sees the same on the whole walk', async () => {
      const session = await gateway.createSession(`${site.origins.www}/`);
      const context = await browser.newContext();
      const page = await startAsCustomer(context, session.links.customer);
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      const walked = await walkShop(page, site.origins, (address) => gatewayAddress(gateway, session.id, address));
      expect(walked).toEqual(straight);
      expect(faults).toEqual([]);
      expect(site.state.charges.map((charge) => charge['visit'])).toEqual(['1', '1']);
      await context.close();
    });
  });
});
