/**
 * The disguise, whole: every kind of realm is asked every row of test/sites/disguise/probes.js for its address, straight and
 * through the gateway. The two lists must be equal, no answer may name the gateway, no request may go round it. What
 * differs stands in `known`, and must match exactly.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { answersOf, differingRows, leakingRows, realms as allRealms, type AllAnswers } from '../support/disguise-answers.ts';
import { labelOrigin, startAsCustomer } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { knownRows } from './known-disguise.ts';

/** 10 minutes: two walks through all realms, on a machine that does other things; a quiet one needs a twentieth. */
const WALK_TIMEOUT_MS = 600_000;
const full = process.env['SAMEPAGE_TEST_FULL'] === '1';
/** All realms, every row and the production shape are part of the full run: they take minutes. */
const shapes = full ? (['nested', 'flat'] as const) : (['nested'] as const);
const few = ['window', 'frame', 'other-frame', 'worker', 'service-worker'] as const;
const realms: readonly string[] = full ? allRealms : few;
const asked = full ? '' : `&realms=${few.join(',')}`;

describe.skipIf(!haveChromium()).each(shapes)('[B3] every realm hears the target alone, %s labels', (shape) => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let straight: AllAnswers;
  let through: AllAnswers;
  let sid: string;
  const escapes: string[] = [];

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site, flat: shape === 'flat' });
    browser = await launchChromium({ loopbackHosts: ['*.example', '*.gw.test', 'console.test'], ignoreCertificateErrors: true });
    const real = await (await browser.newContext()).newPage();
    // Both have one page of the site behind them.
    await real.goto(`${site.origins.pages}/words.html`);
    const session = await gateway.createSession(`${site.origins.pages}/words.html`);
    sid = session.id;
    const page = await startAsCustomer(await browser.newContext(), session.links.customer);
    page.context().on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (/^(?:http|ws)/.test(protocol) && !/(?:^|\.)(?:localhost|gw\.test|console\.test)$/.test(hostname)) escapes.push(request.url());
    });
    const ask = (tab: Page, origin: string, run: string): Promise<AllAnswers> =>
      answersOf(
        (address) => tab.goto(address, { waitUntil: 'commit' }),
        (code) => tab.evaluate(code),
        `${origin}/disguise/window.html?run=${run}${asked}`,
      );
    [straight, through] = await Promise.all([ask(real, site.origins.pages, 'straight'), ask(page, labelOrigin(page), 'through')]);
  }, WALK_TIMEOUT_MS);

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test('all realms answered', () => {
    expect(Object.keys(straight).sort()).toEqual([...realms].sort());
    expect(Object.keys(through).sort()).toEqual([...realms].sort());
    const silent = (answers: AllAnswers): string[] => realms.filter((realm) => answers[realm]?.['location parts'] === undefined);
    expect(silent(straight)).toEqual([]);
    expect(silent(through)).toEqual([]);
  });

  test.each(realms)('%s', (realm) => {
    const known = new Set(knownRows.filter((row) => row.realms === 'all' || row.realms.includes(realm)).map((row) => row.row));
    expect(differingRows(straight[realm], through[realm]).filter(({ row }) => !known.has(row))).toEqual([]);
  });

  test.runIf(full)('what is known to differ does', () => {
    const differ = realms.flatMap((realm) => differingRows(straight[realm], through[realm]).map(({ row }) => ({ realm, row })));
    const gone = knownRows.filter(
      (known) => !differ.some(({ realm, row }) => row === known.row && (known.realms === 'all' || known.realms.includes(realm))),
    );
    expect(gone.map(({ row }) => row)).toEqual([]);
  });

  test('no answer names the gateway or what is ours', () => {
    const leaks = leakingRows(through, [sid, 'localhost', 'gw.test', '__samepage']);
    const known = knownRows.filter((row) => row.leaks).map((row) => row.row);
    expect([...new Set(leaks.map(({ row }) => row))].filter((row) => !known.includes(row))).toEqual([]);
  });

  test('[A4] no request goes round the gateway', () => {
    expect(escapes).toEqual([]);
  });
});
