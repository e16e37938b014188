/** The board, as the two people have it: a picture from the phone, a video and a page from the agent, both at work on it at once. */
import { execFileSync } from 'node:child_process';
import { deflateSync, crc32 } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { dockOf, meet, placeOf, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium())('board', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  test('[G1] [G3] [G4] a photo from the phone and a page from the agent: seen, zoomed and drawn on by both, gone at the end', async () => {
    const phone = await browser.newContext({ viewport: { width: 390, height: 780 }, hasTouch: true });
    const desk = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const { host, agent, session } = await meet(gateway, phone, desk, `${site.origins.www}/`);
    const dock = await dockOf(host, gateway, session.id);

    // The customer opens the board and chooses one photo.
    await dock.getByRole('button', { name: /Open the panel/ }).click();
    await dock.getByRole('button', { name: 'Open the board' }).click();
    const customers = dock.frameLocator('iframe[title=Board]');
    await customers.getByRole('button', { name: 'Add a picture or video' }).waitFor();
    await customers.locator('input[type=file]').setInputFiles({
      name: 'label.png',
      mimeType: 'image/png',
      buffer: picture(640, 480),
    });
    await customers.getByRole('img', { name: 'label.png, from Customer' }).waitFor();

    // The agent is told, and sees it beside the page.
    await expect.poll(() => agent.locator('.board-button .unread').innerText(), waiting).toBe('1');
    await agent.getByRole('button', { name: 'Open the board' }).click();
    const agents = agent.frameLocator('iframe[title=Board]');
    const shown = agents.getByRole('img', { name: 'label.png, from Customer' });
    await shown.waitFor();
    await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth), waiting).toBe(640);

    // Each zooms for themselves, and draws for both.
    await agents.getByRole('button', { name: 'Larger' }).click();
    await expect
      .poll(() => shown.evaluate((img) => Math.round((img.getBoundingClientRect().width / (img as HTMLElement).offsetWidth) * 10)), waiting)
      .toBe(14);
    expect(
      await customers
        .getByRole('img', { name: /label.png/ })
        .evaluate((img) => img.getBoundingClientRect().width / (img as HTMLElement).offsetWidth),
    ).toBeCloseTo(1, 1);
    await agents.getByRole('button', { name: 'Draw' }).click();
    await agents.getByRole('button', { name: 'Rectangle' }).click();
    const room = await agents.getByTestId('board-room').boundingBox();
    if (!room) throw new Error('no room');
    await agent.mouse.move(room.x + room.width / 2 - 30, room.y + room.height / 2 - 20);
    await agent.mouse.down();
    await agent.mouse.move(room.x + room.width / 2 + 30, room.y + room.height / 2 + 20, { steps: 4 });
    await agent.mouse.up();
    await customers.getByRole('img', { name: 'Box by Agent' }).waitFor({ state: 'attached' });
    await customers.getByRole('button', { name: 'Draw' }).click();
    await customers.getByRole('button', { name: 'Stamp' }).click();
    await host.bringToFront();
    const theirs = await placeOf(customers.getByTestId('board-room'));
    await host.mouse.click(theirs.x, theirs.y);
    await agents.getByRole('img', { name: 'Here. Stamp by Customer' }).waitFor({ state: 'attached' });

    for (const page of [agent, host])
      for (const frame of page.frames().filter((one) => new URL(one.url()).pathname === '/board'))
        expect(await violations(frame), page === agent ? 'agent' : 'customer').toEqual([]);

    // What is no picture is refused, whatever it is called.
    await customers.getByRole('button', { name: 'Close the tools' }).click();
    await customers.getByRole('button', { name: 'Add a picture or video' }).waitFor();
    await customers.locator('input[type=file]').setInputFiles({
      name: 'photo.png',
      mimeType: 'image/png',
      buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>${' '.repeat(100)}`),
    });
    await customers.getByText('This is no picture or video that can be shown here.').waitFor();

    // A page from the agent is a card, and opens in the session.
    await agents.getByRole('button', { name: 'Close the tools' }).click();
    await agents.getByRole('button', { name: 'Add a page' }).click();
    await agents.getByRole('textbox', { name: 'Address of the page' }).fill(`${site.origins.www}/product/first-flush`);
    await agents.getByRole('textbox', { name: 'What it is (may stay empty)' }).fill('First Flush');
    await agents.getByRole('button', { name: 'Put it on the board' }).click();
    const card = customers.getByTestId('board-page');
    await card.getByText('First Flush').waitFor();
    const opened = phone.waitForEvent('page');
    await card.getByRole('link', { name: 'Open this page' }).click();
    const other = await opened;
    await other.waitForURL('**/product/first-flush');
    expect(new URL(other.url()).host).toContain(session.id);
    expect(await agents.getByRole('link', { name: 'Open this page' }).count()).toBe(0);
    await other.close();

    // The file has safe headers, for participants alone, and is gone with the session.
    const src = await customers
      .getByRole('button', { name: /label.png/ })
      .locator('img')
      .evaluate((img: HTMLImageElement) => img.src);
    const file = await gateway.ask(src, { headers: { range: 'bytes=0-3' } });
    expect([file.status, file.headers['content-type'], file.headers['content-range']]).toEqual([
      206,
      'image/png',
      expect.stringMatching(/^bytes 0-3\//),
    ]);
    expect([file.headers['x-content-type-options'], file.headers['content-security-policy'], file.headers['cache-control']]).toEqual([
      'nosniff',
      "sandbox; default-src 'none'",
      'no-store',
    ]);
    expect((await gateway.ask(src.replace(/file\/[^/]+/, 'file/AAAAAAAAAAAAAAAAAAAAAAAA'))).status).toBe(404);
    await gateway.api('DELETE', `/api/v1/sessions/${session.id}`);
    expect((await gateway.ask(src)).status).toBe(410);
    await expect
      .poll(() => execFileSync('find', [gateway.dataDir, '-path', '*board/*', '-type', 'f'], { encoding: 'utf8' }), waiting)
      .toBe('');
    await phone.close();
    await desk.close();
  });
});

/** A PNG with a pattern in it. */
function picture(width: number, height: number): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows.set([x & 255, y & 255, (x ^ y) & 255], y * (1 + width * 3) + 1 + x * 3);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
