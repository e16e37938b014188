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

  test('[M7] the dock lists what is hidden here, and shows what agents see, without anybody being told', async () => {
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
    if (process.env['SHOTS'] !== undefined) {
      await preview.screenshot({ path: `${process.env['SHOTS']}/preview.png` });
      await host.bringToFront();
      await host.screenshot({ path: `${process.env['SHOTS']}/host.png` });
      await preview.setViewportSize({ width: 390, height: 780 });
      await preview.screenshot({ path: `${process.env['SHOTS']}/preview-phone.png` });
    }
  });
});
