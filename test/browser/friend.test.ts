/** The customer brings a friend: from the dock on the phone to the friend's own browser, and out again. Three people. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { dockOf, labelOrigin, meet, replicaShows, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium())('a friend', () => {
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

  test('[P11] is brought with a link, announced, looks and writes, and is sent off by one press', async () => {
    const phone = await browser.newContext({ viewport: { width: 390, height: 780 }, hasTouch: true });
    const desk = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const sofa = await browser.newContext({ viewport: { width: 390, height: 780 }, hasTouch: true });
    const { host, agent, session } = await meet(gateway, phone, desk, `${site.origins.www}/`);
    let dock = await dockOf(host, gateway, session.id);

    await dock.getByRole('button', { name: /Open the panel/ }).click();
    await dock.getByRole('button', { name: 'Bring a friend' }).click();
    await dock.getByText('What is hidden from your agent is hidden from them.').waitFor();
    await dock.getByText('Everybody here sees their name.').waitFor();
    expect(await dock.getByRole('button', { name: 'Make a link' }).isDisabled()).toBe(true);
    await dock.getByRole('textbox', { name: 'Your friend’s name' }).fill('Frieda');
    expect(await violations(dock)).toEqual([]);
    await dock.getByRole('button', { name: 'Make a link' }).click();
    const field = dock.getByRole('textbox', { name: 'Link for Frieda' });
    await field.waitFor();
    const link = await field.inputValue();
    // Agents know of it before the friend is there.
    await agent.getByTestId('people').getByText('Frieda').waitFor();
    await dock.getByRole('button', { name: 'Done' }).click();
    // On another page of the site it is still to be had.
    await host.goto(`${labelOrigin(host)}/journal`);
    dock = await dockOf(host, gateway, session.id);
    await dock.getByRole('button', { name: /Open the panel/ }).click();
    await dock.getByRole('button', { name: 'Link for Frieda' }).click();
    await expect.poll(() => dock.getByRole('textbox', { name: 'Link for Frieda' }).inputValue(), waiting).toBe(link);
    await dock.getByRole('button', { name: 'Done' }).click();
    await host.goBack();
    dock = await dockOf(host, gateway, session.id);
    await dock.getByRole('button', { name: /Open the panel/ }).click();

    const friend = await sofa.newPage();
    await friend.goto(link);
    await replicaShows(friend, /Ash-glaze Cup/);
    await dock.getByTestId('dock-people').getByText('Frieda').waitFor();
    await expect.poll(() => dock.getByTestId('dock-status').innerText(), waiting).toMatch(/2 people see this page|Frieda has joined/);
    // What is among those who work here is not there; nor is what a friend may not do.
    for (const id of ['notes', 'end-session', 'invite-colleague', 'about', 'step-up'])
      expect(await friend.getByTestId(id).count(), id).toBe(0);
    expect(await friend.getByTestId('address').innerText()).toContain('shop.example');
    expect(await friend.getByRole('button', { name: 'Go', exact: true }).count()).toBe(0);
    expect(await violations(friend)).toEqual([]);
    await friend.getByRole('button', { name: /People and chat/ }).click();
    await friend.getByRole('combobox', { name: 'Message' }).fill('I would take the green one');
    await friend.getByRole('button', { name: 'Send' }).click();
    await dock.getByRole('log', { name: 'Chat' }).getByText('I would take the green one').waitFor();
    await agent.getByRole('log', { name: 'Chat' }).getByText('Frieda · friend of the customer').waitFor();

    await dock.getByRole('button', { name: 'Send Frieda off' }).click();
    await friend.getByRole('heading', { name: 'Your visit here is over' }).waitFor();
    await expect.poll(() => dock.getByTestId('dock-people').innerText(), waiting).not.toContain('Frieda');
    await expect.poll(() => agent.getByTestId('people').innerText(), waiting).not.toContain('Frieda');
    await friend.reload();
    await friend.getByText('This link').first().waitFor();
    for (const context of [phone, desk, sofa]) await context.close();
  });
});
