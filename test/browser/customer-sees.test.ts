/** What the customer sees of the masks: what is hidden on this page, in words, and the very picture that agents get. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MASK_TEXT } from '../../src/shared/policy.ts';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { dockOf, startAsCustomer, waiting } from '../support/journey.ts';
import { startGateway, type GatewayHere, type NewSession } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

const POLICY = `name: shop
rules:
  - mask: .pii
    id: pii
    says: personal details
  - mask: .salary
    id: salary
    says: salaries
`;

describe.skipIf(!haveChromium())('what the customer sees of the masks', () => {
  let site: Site;
  let gateway: GatewayHere;
  let browser: Browser;
  let session: NewSession;
  let host: Page;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'samepage-policy-'));
    writeFileSync(path.join(folder, 'shop.yaml'), POLICY);
    site = await startSite();
    gateway = await startGateway({ site, overrides: { policyFiles: [path.join(folder, 'shop.yaml')] } });
    browser = await launchChromium();
    session = await gateway.createSession(`${site.origins.pages}/leak-sound.html`);
    host = await startAsCustomer(await browser.newContext(), session.links.customer);
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('[M7] [M8] the dock lists what is hidden here, and shows what agents see, without anybody being told', async () => {
    const dock = await dockOf(host, gateway, session.id);
    await dock.getByTestId('dock-open').click();
    await expect.poll(() => dock.getByTestId('dock-hidden').innerText(), waiting).toMatch(/on this page: .*personal details/);
    // Of what could be hidden elsewhere nothing is said.
    expect(await dock.getByTestId('dock-hidden').innerText()).not.toMatch(/salaries|iban/i);

    const opened = host.context().waitForEvent('page');
    await dock.getByTestId('dock-preview').click();
    const preview = await opened;
    await preview.getByRole('heading', { name: 'What your agent sees' }).waitFor();
    const picture = preview.frameLocator('[data-testid=replica]').locator('body');
    await expect.poll(() => picture.innerText(), waiting).toContain(MASK_TEXT);
    const seen = await picture.innerHTML();
    expect(seen).toContain('Your account');
    expect(seen).not.toMatch(/Jane Roe|Hill Street/);
    expect(new URL(preview.url()).hash, 'a ticket in the address').toBe('');
    expect(await violations(preview)).toEqual([]);

    const { body } = await gateway.api('GET', `/api/v1/sessions/${session.id}`);
    const states = (body as { participants: { role: string; state: string }[] }).participants; // docs/api.md
    expect(states.map(({ role, state }) => `${role} ${state}`)).toEqual(['customer here', 'agent away']);

    await dock.getByTestId('dock-pause').click();
    await preview.getByText('Nobody sees this page').waitFor();
    await dock.getByTestId('dock-pause').click();
    await expect.poll(() => picture.innerText(), waiting).toContain(MASK_TEXT);
    // Loaded again, it asks for another ticket by the customer's cookie.
    await preview.reload();
    await expect.poll(() => picture.innerText(), waiting).toContain(MASK_TEXT);
    // Rules that are saved hold at once, in this page and in its frame.
    const save = async (text: string, base: number) => {
      const answer = await gateway.api('PUT', '/api/v1/policy', { text, base });
      expect(answer.body).toEqual({ version: base + 1 });
    };
    const inner = preview.frameLocator('[data-testid=replica]').frameLocator('iframe').locator('body');
    await expect.poll(() => inner.innerText(), waiting).toContain('Account 88');
    await save("name: own\nrules:\n  - { mask: 'h1, #inner', id: heading, says: headings }\n", 0);
    await expect.poll(() => inner.innerText(), waiting).toBe(MASK_TEXT);
    expect(await picture.innerHTML()).not.toContain('Your account');
    await expect.poll(() => dock.getByTestId('dock-hidden').innerText(), waiting).toMatch(/headings/);
    // Private by default: everything but what is listed.
    await save('name: own\nmaskAll: true\nrules:\n  - { unmask: h1, reason: everybody may read it }\n', 1);
    await expect.poll(() => picture.innerText(), waiting).toContain('Your account');
    const shown = (await picture.innerText()).replace(MASK_TEXT, '');
    expect(shown).not.toMatch(/Jane|Save|Account 88/);
    await save('', 2);
    await expect.poll(() => inner.innerText(), waiting).toContain('Account 88');
    if (process.env['SHOTS'] !== undefined) {
      await preview.screenshot({ path: `${process.env['SHOTS']}/preview.png` });
      await host.bringToFront();
      await host.screenshot({ path: `${process.env['SHOTS']}/host.png` });
      await preview.setViewportSize({ width: 390, height: 780 });
      await preview.screenshot({ path: `${process.env['SHOTS']}/preview-phone.png` });
    }
  });
});
