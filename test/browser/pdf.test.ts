/**
 * A PDF of the site, as customer and agent have it: one page for both, of which the agent gets neither the file nor what a rule
 * hides, in letters or in pixels. And files that are saved, of which the agent hears.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { captureReceived, captureSent, findSecrets, type Capture } from '../support/capture.ts';
import { gatewayAddress } from '../support/gateway-address.ts';
import { clickOn, meet, replicaOf, replicaShows, typeInto, waiting } from '../support/journey.ts';
import { makePdf, type PdfPage } from '../support/pdf.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startHosts, type HostAnswer, type Hosts } from '../support/start-hosts.ts';

const SHOP = 'www.shop.example';

const POLICIES: Readonly<Record<string, string>> = {
  'private.yaml': `name: private
when: ['https://${SHOP}*/private/*']
maskTitle: true
maskUrlQuery: true
patterns:
  - { id: customer, pattern: 'KD-[0-9]{6}' }
`,
  'closed.yaml': `name: closed
when: ['https://${SHOP}*/closed/*']
maskAll: true
`,
};

const lines = (page: number): PdfPage['lines'] =>
  Array.from({ length: 30 }, (_each, i) => [60, 660 - i * 20, 11, `Line ${i + 1} of page ${page}: the quick brown fox.`]);
const plain = makePdf(
  ['Statement of May', 'Terms', 'Contact', 'Index'].map((title, i) => ({ lines: [[60, 720, 20, title], ...lines(i + 1)] })),
);
/** Of the same shape and with other numbers: to a guest both are the same. */
const secrets = [
  { card: ['4539 5787', '6362 1486'], customer: 'KD-401177', value: '4916 4944 9935 1303' },
  { card: ['4716 4615', '8332 2103'], customer: 'KD-920385', value: '4532 7153 3790 1241' },
] as const;
const statement = ({ card, customer, value }: (typeof secrets)[number]): Buffer =>
  makePdf([
    {
      lines: [
        [60, 780, 20, 'Your contract'],
        [60, 740, 14, 'Card '],
        [100, 740, 14, `${card[0]} `],
        [168, 740, 14, card[1]],
        [60, 700, 14, `Customer ${customer} of ours`],
        ...lines(1),
      ],
      annotations: [
        `<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V (${value}) /DA (/Helv 12 Tf 0 g) /Rect [330 690 520 710] /AP << /N << >> >> >>`,
      ],
    },
  ]);
/** Letters that stand in no text of the page: in the pattern of a filled place. */
const tricky = makePdf(
  [{ lines: [[60, 200, 20, 'Tricky page']], drawing: '/Pattern cs /P1 scn 60 60 400 100 re f' }, { lines: [[60, 200, 20, 'Honest page']] }],
  {
    size: [560, 250],
    patterns:
      '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 100 20] /XStep 100 /YStep 20 /Resources << /Font << /F1 FONT >> >>',
  },
);

const pdf = (body: Buffer | string, name = 'x.pdf', disposition = 'inline'): HostAnswer => ({
  type: 'application/pdf',
  headers: {
    'content-disposition': `${disposition}; filename="${name}"`,
    'content-length': String(Buffer.from(body).length),
    'content-security-policy': "default-src 'none'; sandbox",
  },
  body,
});
const pages: Readonly<Record<string, HostAnswer>> = {
  '/': {
    body: `<h1>Papers</h1><a href="/plain.pdf">Statement</a> <a href="/moved" target="_blank">In a tab</a> <a href="/attached">Report</a>
      <button onclick="const a = document.createElement('a'); a.href = window.URL.createObjectURL(new Blob(['a;b'], { type: 'text/csv' })); a.download = 'KD-401177.csv'; a.click()">Export</button>`,
  },
  '/frame': { body: '<h1>Framed</h1><iframe src="/plain.pdf" width="700" height="500"></iframe>' },
  '/plain.pdf': pdf(plain, 'may.pdf'),
  '/moved': { status: 302, headers: { location: '/plain.pdf' } },
  '/attached': pdf(plain, 'report.pdf', 'attachment'),
  '/private/a.pdf': pdf(statement(secrets[0]), 'KD-401177-secretname.pdf'),
  '/private/b.pdf': pdf(statement(secrets[1]), 'KD-920385-secretname.pdf'),
  '/private/attached': pdf(plain, 'KD-401177-secretname.pdf', 'attachment'),
  '/private/tricky.pdf': pdf(tricky),
  '/closed/a.pdf': pdf(plain, 'closed.pdf'),
  '/locked.pdf': pdf(makePdf([{ lines: [[60, 700, 20, 'Behind the password']] }], { password: 'open sesame' })),
  '/broken.pdf': pdf('%PDF-1.4 nothing of the kind', 'broken.pdf'),
};

describe.skipIf(!haveChromium())('documents', () => {
  let hosts: Hosts;
  let gateway: Gateway;
  let browser: Browser;
  let customer: BrowserContext;
  let host: Page;
  let agent: Page;
  let sid: string;
  let sent: Capture;
  let received: Capture;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'samepage-policy-'));
    for (const [name, text] of Object.entries(POLICIES)) writeFileSync(path.join(folder, name), text);
    hosts = await startHosts({ [SHOP]: ({ url }) => pages[url.pathname] ?? { status: 404, body: 'nothing here' } });
    gateway = await startGateway({ site: hosts, overrides: { policyFiles: Object.keys(POLICIES).map((name) => path.join(folder, name)) } });
    browser = await launchChromium();
    customer = await browser.newContext({ viewport: { width: 1100, height: 800 } });
    const desk = await browser.newContext({ viewport: { width: 1400, height: 950 } });
    received = captureReceived(desk);
    sent = captureSent(customer, (address) => address.pathname.startsWith('/.samepage/'));
    ({
      host,
      agent,
      session: { id: sid },
    } = await meet(gateway, customer, desk, `${hosts.origin(SHOP)}/`));
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await hosts.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (target: string) => host.goto(gatewayAddress(gateway, sid, hosts.origin(SHOP) + target), { waitUntil: 'commit' });
  const pictured = async (): Promise<number> =>
    (await replicaOf(agent)).evaluate(
      () =>
        [...document.querySelectorAll('canvas, [style*="data:image"]')].filter((each) =>
          getComputedStyle(each).backgroundImage.startsWith('url("data:image'),
        ).length,
    );
  /** What was told of canvases since the mark, by content. */
  const picturesSince = (mark: number): Set<string> =>
    new Set(sent.items.slice(mark).flatMap(({ bytes }) => bytes.toString('latin1').match(/data:image\/webp;base64,[\w+/=]+/g) ?? []));
  const told = () => agent.getByTestId('download').allInnerTexts();

  test('[V1] a link opens it for both, who scroll, turn pages, look for words and draw on it together', async () => {
    await host.getByRole('link', { name: 'Statement' }).click();
    await replicaShows(agent, /Statement of May[^]*Line 30 of page 1/);
    await expect.poll(pictured, waiting).toBeGreaterThan(1);
    expect(await host.title()).toBe('may.pdf');
    expect(await violations(host)).toEqual([]);

    const page = host.getByRole('textbox', { name: 'Page' });
    const replica = await replicaOf(agent);
    await clickOn(agent, replica.getByRole('button', { name: 'Next page' }));
    await expect.poll(() => page.inputValue(), waiting).toBe('2');
    await replicaShows(agent, /Line 1 of page 2/);
    const before = await host.evaluate(() => scrollY);
    await agent.mouse.wheel(0, 300);
    await expect.poll(() => host.evaluate(() => scrollY), waiting).toBeGreaterThan(before + 200);
    await expect.poll(() => replica.evaluate(() => scrollY), waiting).toBe(await host.evaluate(() => scrollY));

    await typeInto(agent, replica.getByRole('searchbox', { name: 'Find in this document' }), 'contact');
    await agent.keyboard.press('Enter');
    await expect.poll(() => page.inputValue(), waiting).toBe('3');
    expect(await host.locator('.here').allInnerTexts()).toEqual(['Contact']);
    await replicaShows(agent, /1 of 1/);

    await page.fill('4');
    await page.press('Enter');
    await host.getByRole('button', { name: 'Zoom in' }).press('Enter');
    await expect.poll(() => host.locator('.percent').innerText(), waiting).toBe('125 %');
    await replicaShows(agent, /Line 1 of page 4/);
    expect(await page.inputValue()).toBe('4');

    await agent.getByRole('button', { name: 'Draw' }).click();
    await agent.getByRole('button', { name: 'Rectangle' }).click();
    const viewer = agent.frameLocator('[data-testid=viewer]');
    await agent.mouse.move(300, 300);
    await agent.mouse.down();
    await agent.mouse.move(420, 380, { steps: 4 });
    await agent.mouse.up();
    await viewer.getByRole('img', { name: 'Box by Agent' }).waitFor({ state: 'attached' });
    await agent.getByRole('button', { name: 'Close the tools' }).click();
  });

  test('[V1] [V4] the customer keeps the very bytes; no guest is given them', async () => {
    const [saved] = await Promise.all([host.waitForEvent('download'), host.getByRole('button', { name: 'Save' }).click()]);
    expect([saved.suggestedFilename(), readFileSync(await saved.path()).equals(plain)]).toEqual(['may.pdf', true]);
    await expect.poll(told, waiting).toEqual([expect.stringMatching(/saves a file.*PDF · 1\d\.\d kB · may\.pdf/)]);
    await received.settle();
    expect(received.items.filter(({ bytes }) => bytes.includes('%PDF'))).toEqual([]);
    // What a guest may ask for are assets: the document is none, under whatever name.
    const capability = /"assets":"([\w-]+)"/.exec(received.items.map(({ bytes }) => bytes.toString('latin1')).join('\n'))?.[1] ?? '';
    expect(capability).not.toBe('');
    for (const id of ['1', Buffer.from('/plain.pdf').toString('base64url')])
      expect(
        (await gateway.ask(`${gateway.ownOrigin(sid)}/asset/${capability}.${id}`, { headers: { 'sec-fetch-dest': 'image' } })).status,
      ).toBe(404);
    const asDocument = { headers: { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' } };
    expect((await gateway.ask(gatewayAddress(gateway, sid, `${hosts.origin(SHOP)}/plain.pdf`), asDocument)).status).toBe(403);
  });

  test('[V2] what is hidden is in no byte that leaves, and two documents that differ in that alone are the same to a guest', async () => {
    const pictures: Set<string>[] = [];
    for (const name of ['a', 'b']) {
      const mark = sent.items.length;
      await open(`/private/${name}.pdf`);
      await replicaShows(agent, /Your contract[^]*Line 1 of page 1/);
      // All tiles in the window have come.
      await host.locator('.page canvas').first().waitFor();
      const tiles = await host.evaluate(
        () =>
          [...document.querySelectorAll('.page canvas')].filter((each) => {
            const { top, bottom } = each.getBoundingClientRect();
            return bottom > 0 && top < innerHeight;
          }).length,
      );
      expect(tiles).toBeGreaterThan(3);
      await expect.poll(pictured, waiting).toBeGreaterThanOrEqual(tiles);
      pictures.push(picturesSince(mark));
      expect(await host.title()).toContain('secretname');
      // The customer sees on the page what is hidden.
      expect(await host.evaluate(() => document.body.innerText)).toMatch(/KD-\d{6} of ours/);
    }
    await expect.poll(() => [...(pictures[1] ?? [])].filter((each) => !pictures[0]?.has(each)), waiting).toEqual([]);
    await received.settle();
    const all = secrets.flatMap(({ card, customer: number, value }) => [
      ...card,
      card.join('').replaceAll(' ', ''),
      number,
      value,
      value.replaceAll(' ', ''),
    ]);
    expect(findSecrets([...sent.items.filter(({ where }) => where.startsWith('ws-')), ...received.items], [...all, 'secretname'])).toEqual(
      [],
    );
  });

  test('[V2] letters that stand in no text keep the pixels of their page here, and where all is hidden all is', async () => {
    await open('/private/tricky.pdf');
    await replicaShows(agent, /Tricky page[^]*Honest page/);
    // Canvases are looked at in their order: when the second page's are told, the first page's have been asked for.
    const told = (page: number) =>
      replicaOf(agent).then((replica) =>
        replica
          .locator(`.page:nth-of-type(${page}) canvas`)
          .evaluateAll((all) => all.map((each) => getComputedStyle(each).backgroundImage.startsWith('url("data:image'))),
      );
    await expect.poll(() => told(2), waiting).toEqual([true, true]);
    expect(await told(1)).toEqual([false, false]);
    expect(await host.locator('.page:nth-of-type(1) canvas').count()).toBe(2);

    const mark = sent.items.length;
    await open('/closed/a.pdf');
    await replicaShows(agent, /•{6}/);
    await host.locator('.page canvas').first().waitFor();
    await open('/plain.pdf');
    await expect.poll(pictured, waiting).toBeGreaterThan(1);
    const texts = sent.items.slice(mark).map(({ bytes }) => bytes.toString('latin1'));
    const until = texts.findIndex((text) => text.includes('Statement of May'));
    expect(until).toBeGreaterThan(0);
    expect(texts.slice(0, until).filter((text) => /data:image|closed\.pdf"|quick brown/.test(text))).toEqual([]);
  });

  test('[V3] a locked one asks for its password, a broken one can be kept', async () => {
    await open('/locked.pdf');
    await host.getByText('This document is protected by a password.').waitFor();
    await host.getByLabel('Password of the document').fill('wrong');
    await host.getByRole('button', { name: 'Open' }).click();
    await host.getByText('This password is not the right one.').waitFor();
    await host.getByLabel('Password of the document').fill('open sesame');
    await host.keyboard.press('Enter');
    await replicaShows(agent, /Behind the password/);

    await open('/broken.pdf');
    await replicaShows(agent, /This document is damaged/);
    expect(await violations(host)).toEqual([]);
    const [saved] = await Promise.all([host.waitForEvent('download'), host.getByRole('button', { name: 'Save the original' }).click()]);
    expect([saved.suggestedFilename(), readFileSync(await saved.path(), 'latin1')]).toEqual(['broken.pdf', '%PDF-1.4 nothing of the kind']);
  });

  test('[V4] the agent hears of files by type and size, of their names where no rule hides them; the audit has no name', async () => {
    await open('/');
    await replicaShows(agent, /Papers/);
    const [file] = await Promise.all([host.waitForEvent('download'), host.getByRole('link', { name: 'Report' }).click()]);
    expect(readFileSync(await file.path()).equals(plain)).toBe(true);
    await expect.poll(told, waiting).toContainEqual(expect.stringMatching(/PDF · 1\d\.\d kB · report\.pdf$/));
    await host.getByRole('button', { name: 'Export' }).click();
    await expect.poll(told, waiting).toContainEqual(expect.stringMatching(/CSV · 3 byte · KD-401177\.csv$/));

    await open('/private/a.pdf');
    await replicaShows(agent, /Your contract/);
    await Promise.all([host.waitForEvent('download'), host.getByRole('button', { name: 'Save' }).click()]);
    await expect.poll(async () => (await told()).at(-1), waiting).toMatch(/PDF · [\d.]+ kB$/);
    const audit = await gateway.api('GET', `/api/v1/sessions/${sid}/audit`);
    expect(JSON.stringify(audit.body)).not.toMatch(/secretname|report\.pdf/);
  });

  test('[V1] a redirect in a new tab, and a frame', async () => {
    await open('/');
    await replicaShows(agent, /Papers/);
    const [tab] = await Promise.all([customer.waitForEvent('page'), host.getByRole('link', { name: 'In a tab' }).click()]);
    await tab.getByText('Statement of May').waitFor();
    await replicaShows(agent, /Line 30 of page 1/);
    await tab.close();
    await host.bringToFront();
    await open('/frame');
    await replicaShows(agent, /Framed/);
    await expect
      .poll(
        async () => Promise.all((await replicaOf(agent)).childFrames().map((frame) => frame.evaluate(() => document.body.innerText))),
        waiting,
      )
      .toContainEqual(expect.stringMatching(/Statement of May/));
  });
});
