/**
 * Every page of test/sites/pages runs twice: straight from its server, and through the gateway. What the page observes of
 * itself must be equal; what is known to differ stands in known-differences.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { labelOrigin, startAsCustomer } from '../support/journey.ts';
import { differences, observePage } from '../support/observe-page.ts';
import { startGateway, type GatewayHere } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { knownDifferences } from './known-differences.ts';

const folder = fileURLToPath(new URL('../sites/pages', import.meta.url));
/** Pages that observe something; the others are opened by them, or belong to other tests. `latin.html` is made by the server,
 * `meta-refresh.html` leads to one that observes. */
const names = [
  ...readdirSync(folder).filter(
    (name) => name.endsWith('.html') && /(?<!\.)\bobserve\(/.test(readFileSync(path.join(folder, name), 'latin1')), // observers have such a method
  ),
  'latin.html',
  'meta-refresh.html',
]
  .filter((name) => name !== 'charset-meta.html')
  .sort();

describe.skipIf(!haveChromium())('a page observes the same straight and through the gateway', () => {
  let site: Site;
  let gateway: GatewayHere;
  let browser: Browser;
  let straight: Page;
  let through: Page;
  let label: string;
  /** What the console of the page says about the session's own origin. */
  const told: string[] = [];

  beforeAll(async () => {
    site = await startSite();
    browser = await launchChromium({ loopbackHosts: ['*.example'], ignoreCertificateErrors: true });
    straight = await (await browser.newContext()).newPage();
    gateway = await startGateway({ site });
    const session = await gateway.createSession(`${site.origins.pages}/words.html`);
    through = await startAsCustomer(await browser.newContext(), session.links.customer);
    label = labelOrigin(through);
    const own = gateway.ownOrigin(session.id);
    through.on('console', (message) => {
      if (message.text().includes(`'${own}'`)) told.push(message.text());
    });
  });

  afterAll(async () => {
    // [A4] In the whole walk no page asked for an address that was not mapped.
    expect(gateway.stats().escapes).toBe(0);
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test.each(names)('%s', async (name) => {
    await observePage(straight, `${site.origins.pages}/reset`);
    const expected = await observePage(straight, `${site.origins.pages}/${name}`);
    expect(expected).not.toHaveProperty('error');

    await observePage(through, `${label}/reset`);
    const observed = await observePage(through, `${label}/${name}`);
    const found = differences(expected, observed);
    const known = new Map(knownDifferences.filter((row) => row.page === name).map((row) => [row.path, row.why]));
    const surprising = [...found].filter(([where]) => !known.has(where)).map(([where, values]) => ({ where, ...values }));
    const gone = [...known.keys()].filter((where) => !found.has(where));
    expect({ surprising, gone }).toEqual({ surprising: [], gone: [] });
  });

  test('nothing of ours is told on the console of these pages', () => {
    expect(told).toEqual([]);
  });
});
