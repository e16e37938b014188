/**
 * The leak test, as a buyer runs it: from the console, in their own browser. A page that masks hold on gives nothing away; one
 * that writes a hidden value down in another spelling is found out; what a rule bares on purpose is told apart.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSignedBy } from '../../src/leak-test/index.ts';
import type { SignedReport } from '../../src/shared/leak-test.ts';
import { violations } from '../support/axe.ts';
import { chromiumPath, haveChromium, launchChromium } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { startGateway, type GatewayHere } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

const POLICY = `name: shop
maskTitle: true
rules:
  - mask: .pii
    id: pii
    says: personal details
  - mask: '#inner'
    id: inner
  - mask: .nowhere
    id: nowhere
  - unmask: .shown
    id: greeting
    reason: the greeting is meant to be read together
`;

describe.skipIf(!haveChromium())('the leak test', () => {
  let site: Site;
  let gateway: GatewayHere;
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'samepage-policy-'));
    writeFileSync(path.join(folder, 'shop.yaml'), POLICY);
    site = await startSite();
    gateway = await startGateway({ site, overrides: { policyFiles: [path.join(folder, 'shop.yaml')] } });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The administrator's own browser: the console in one tab, the test in the next. */
  async function run(name: string): Promise<{ console: Page; signed: SignedReport }> {
    const context = await browser.newContext();
    const console = await context.newPage();
    await console.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    await console.getByRole('link', { name: 'Rules', exact: true }).click();
    await console.getByTestId('leak-url').fill(`${site.origins.pages}/${name}`);
    const opened = context.waitForEvent('page');
    await console.getByTestId('leak-start').click();
    const tested = await opened;
    await tested.getByRole('heading', { name: 'Leak test' }).waitFor();
    await tested.getByTestId('start').click();
    await console.getByTestId('leak-outcome').waitFor({ timeout: 60_000 });
    const download = console.waitForEvent('download');
    await console.getByTestId('leak-report').click();
    const file = await (await download).path();
    return { console, signed: JSON.parse(readFileSync(file, 'utf8')) as SignedReport }; // checked by what it is signed with
  }

  test('[M6] a page on which masks hold gives nothing away; a leak is found in another spelling, and what a rule bares told apart', async () => {
    const [sound, leaky] = await Promise.all([run('leak-sound.html'), run('leak-echo.html')]);

    const { report } = sound.signed;
    expect(report.hits).toEqual([]);
    expect(report.verdict).toBe('clean');
    const kinds = Object.fromEntries(report.planted.map(({ rule, kinds: of }) => [rule, of]));
    expect(kinds['shop/pii']).toEqual(expect.arrayContaining(['text', 'value', 'attribute title', 'class', 'comment', 'style']));
    expect(Object.keys(kinds)).toEqual(expect.arrayContaining(['builtin/password', 'builtin/card-number', 'title', 'query']));
    expect(kinds['shop/inner'] ?? [], 'of the frame').toContain('text');
    expect(report.untested).toContainEqual({ rule: 'shop/nowhere', why: 'no match' });
    const bytes = Object.fromEntries(report.searched.map((row) => [row.where, row.bytes]));
    for (const where of ['page', 'guest', 'store', 'metrics']) expect(bytes[where], where).toBeGreaterThan(20);
    expect(report.controlSeen).toBe(true);
    const key = ((await gateway.api('GET', '/api/v1/leak-test/key', undefined, null)).body as { publicKey: string }).publicKey; // docs/api.md
    expect(isSignedBy(sound.signed, key)).toBe(true);
    expect(isSignedBy({ ...sound.signed, report: { ...report, url: 'https://shop.example/' } }, key)).toBe(false);
    expect(await violations(sound.console)).toEqual([]);

    const { report: bad } = leaky.signed;
    expect(bad.verdict).toBe('leak');
    const value = { rule: 'shop/pii', kind: 'value', lifted: null };
    expect(bad.hits).toContainEqual({ where: 'guest', spelling: 'base64', place: value });
    const title = { rule: 'shop/pii', kind: 'attribute title', lifted: 'shop/greeting' };
    expect(bad.hits).toContainEqual({ where: 'guest', spelling: 'plain', place: title });
    expect(bad.lifted[0]).toMatchObject({ by: 'shop/greeting', reason: 'the greeting is meant to be read together' });
    expect(await leaky.console.getByTestId('leak-outcome').getAttribute('data-verdict')).toBe('leak');
  });

  test('only administrators test, and of their own company', async () => {
    const key = (await gateway.api('POST', '/api/v1/keys', { name: 'CRM', role: 'supervisor' })).body as { key: string }; // 201
    const asked = await gateway.api('POST', '/api/v1/leak-test', { url: site.origins.pages }, key.key);
    expect(asked.status).toBe(403);
    expect((await gateway.api('GET', '/api/v1/leak-test/aaaaaaaaaaaaaaaa')).status).toBe(404);
  });

  test.runIf(full)('on the command line: tests, writes the report, and checks it', async () => {
    const report = path.join(folder, 'report.json');
    const command = (args: readonly string[]) =>
      new Promise<{ code: number | null; text: string }>((resolve) => {
        const root = fileURLToPath(new URL('../..', import.meta.url));
        const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/leak-test.ts', ...args], {
          cwd: root,
          env: { ...process.env, SAMEPAGE_ADMIN_TOKEN: gateway.adminToken },
        });
        let text = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        child.once('exit', (code) => resolve({ code, text }));
      });
    const where = ['--gateway', gateway.controlOrigin, '--chromium', chromiumPath ?? ''];
    const sound = await command([`${site.origins.pages}/leak-sound.html`, ...where, '--out', report]);
    expect(sound).toMatchObject({ code: 0, text: expect.stringMatching(/^clean: \d+ strings/) as unknown });
    expect(await command(['--verify', report, '--gateway', gateway.controlOrigin])).toMatchObject({ code: 0 });
    writeFileSync(report, readFileSync(report, 'utf8').replace('"clean"', '"lifted"'));
    expect(await command(['--verify', report, '--gateway', gateway.controlOrigin])).toMatchObject({ code: 1 });
    const leaky = await command([`${site.origins.pages}/leak-echo.html`, ...where, '--out', report]);
    expect(leaky).toMatchObject({ code: 1, text: expect.stringContaining('base64') as unknown });
  });
});
