/**
 * Every page of test/sites/pages runs twice: straight from its server, and through the gateway. What the page observes of
 * itself must be equal; what is known to differ stands in known-differences.ts.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { labelOrigin, startAsCustomer } from '../support/journey.ts';
import { differences, observePage } from '../support/observe-page.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { knownDifferences } from './known-differences.ts';

/** Pages that others open, and a file that is served under another name. */
const PARTS = new Set([
  'frame-child.html',
  'popup-child.html',
  'sandbox-child.html',
  'words.html',
  'charset-meta.html',
  'secrets.html',
  'live.html',
]);

const folder = fileURLToPath(new URL('../sites/pages', import.meta.url));
const names = [...readdirSync(folder).filter((name) => name.endsWith('.html') && !PARTS.has(name)), 'latin.html'].sort();

describe.skipIf(!haveChromium())('a page observes the same straight and through the gateway', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let straight: Page;
  let through: Page;
  let label: string;

  beforeAll(async () => {
    site = await startSite();
    browser = await launchChromium({ loopbackHosts: ['*.example'], ignoreCertificateErrors: true });
    straight = await (await browser.newContext()).newPage();
    gateway = await startGateway({ site });
    const session = await gateway.createSession(`${site.origins.pages}/words.html`);
    through = await startAsCustomer(await browser.newContext(), session.links.customer);
    label = labelOrigin(through);
  });

  afterAll(async () => {
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
    const surprising = [...found].filter(([path]) => !known.has(path)).map(([path, values]) => ({ path, ...values }));
    const gone = [...known.keys()].filter((path) => !found.has(path));
    expect({ surprising, gone }).toEqual({ surprising: [], gone: [] });
  });
});
