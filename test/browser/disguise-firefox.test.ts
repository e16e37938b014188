/**
 * disguise-realms.test.ts in Firefox, in the full run: the realms that differ most in how they come to be, each row straight
 * and through the gateway. What differs stands in `known`, and must match exactly.
 */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveFirefox, launchFirefox } from '../support/browsers.ts';
import { answersOf, differingRows, leakingRows, type AllAnswers } from '../support/disguise-answers.ts';
import { full } from '../support/full.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { knownInFirefox } from './known-disguise.ts';

/** 10 minutes: two walks through the realms, one after the other, on a machine that does other things. */
const WALK_TIMEOUT_MS = 600_000;
const realms = ['window', 'frame', 'other-frame', 'srcdoc', 'blank', 'written', 'worker', 'module-worker', 'service-worker'];

describe.skipIf(!full || !haveFirefox())('[B3] realms hear the target alone in Firefox', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let straight: AllAnswers;
  let through: AllAnswers;
  let sid: string;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchFirefox();
    const ask = async (tab: Page, origin: string, run: string): Promise<AllAnswers> => {
      // The page answers when it is done, which is long after it has come.
      const open = (address: string) => tab.goto(address, { waitUntil: 'domcontentloaded', timeout: 120_000 });
      return answersOf(open, (code) => tab.evaluate(code), `${origin}/disguise/window.html?run=${run}&realms=${realms.join(',')}`);
    };
    const real = await (await browser.createBrowserContext()).newPage();
    await real.goto(`${site.origins.pages}/words.html`);
    straight = await ask(real, site.origins.pages, 'straight');
    await real.close();
    const session = await gateway.createSession(`${site.origins.pages}/words.html`);
    sid = session.id;
    const page = await (await browser.createBrowserContext()).newPage();
    await page.goto(session.links.customer);
    await (await page.waitForSelector('[data-testid=start]', { timeout: 90_000 }))?.click();
    await page.waitForFunction(() => location.pathname === '/words.html', { timeout: 90_000 });
    // It is not the site's code, so it hears the gateway.
    through = await ask(page, await page.evaluate(() => location.origin), 'through');
  }, WALK_TIMEOUT_MS);

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test('all realms answered', () => {
    const silent = (answers: AllAnswers): string[] => realms.filter((realm) => answers[realm]?.['location parts'] === undefined);
    expect(silent(straight)).toEqual([]);
    expect(silent(through)).toEqual([]);
  });

  test.each(realms)('%s', (realm) => {
    const known = new Set(knownInFirefox.filter((row) => row.realms === 'all' || row.realms.includes(realm)).map((row) => row.row));
    expect(differingRows(straight[realm], through[realm]).filter(({ row }) => !known.has(row))).toEqual([]);
  });

  test('what is known to differ does', () => {
    const differ = realms.flatMap((realm) => differingRows(straight[realm], through[realm]).map(({ row }) => ({ realm, row })));
    const gone = knownInFirefox.filter(
      (known) => !differ.some(({ realm, row }) => row === known.row && (known.realms === 'all' || known.realms.includes(realm))),
    );
    expect(gone.map(({ row }) => row)).toEqual([]);
  });

  test('no answer names the gateway or what is ours', () => {
    const leaks = leakingRows(through, [sid, 'localhost', '__samepage']);
    const known = knownInFirefox.filter((row) => row.leaks).map((row) => row.row);
    expect([...new Set(leaks.map(({ row }) => row))].filter((row) => !known.includes(row))).toEqual([]);
  });
});
