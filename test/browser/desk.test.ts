/**
 * The agents' desk: two sessions at once, whom they are with, notes, and a session from its start to its end by keys alone, on
 * both sides; and what a screen reader is told meanwhile.
 */
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { dockOf, pressStart, replicaShows, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startHosts, type Hosts } from '../support/start-hosts.ts';

const SHOP = 'www.shop.example';
const OTHER = 'www.bank.example';
const shots = process.env['SAMEPAGE_TEST_SHOTS'];

describe.skipIf(!haveChromium())("the agents' desk", () => {
  let hosts: Hosts;
  let gateway: Gateway;
  let browser: Browser;
  let desk: BrowserContext;
  let agent: Page;
  let maria: Page;
  let tom: Page;

  beforeAll(async () => {
    const page = (name: string) => () => ({
      body: `<title>${name}</title><h1>${name}</h1><button onclick="document.title='pressed'">Press</button>`,
    });
    hosts = await startHosts({ [SHOP]: page('Garden shop'), [OTHER]: page('Savings') });
    gateway = await startGateway({ site: hosts });
    browser = await launchChromium();
    desk = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    agent = await desk.newPage();
    await agent.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    await agent.getByTestId('url-input').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await hosts.close();
  });

  const said = () => agent.getByTestId('announced').innerText();
  const openSessions = () =>
    agent.getByTestId('open-session').evaluateAll((rows) => rows.map((row) => row.textContent.replace(/\s+/g, ' ').trim()));
  const focused = () => agent.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.id ?? '');
  /** Tab until something is under the focus, as a hand would; in the console's own page or in a frame of it. */
  const tabTo = async (page: Page, frame: Page | Frame, testId: string): Promise<void> => {
    await expect
      .poll(async () => {
        const there = await frame.evaluate(
          (id) => document.hasFocus() && document.activeElement?.getAttribute('data-testid') === id,
          testId,
        );
        if (!there) await page.keyboard.press('Tab');
        return there;
      }, waiting)
      .toBe(true);
  };
  const customerLink = async (): Promise<string> => {
    await agent.locator('.session:not([hidden]) [data-testid=customer-link]').waitFor();
    return agent.getByTestId('customer-link').inputValue();
  };

  test('[O3] a session is started by keys, with the customer’s name and a ticket', async () => {
    await agent.keyboard.press('Escape');
    await agent.locator('body').evaluate((body) => (body.ownerDocument.activeElement as HTMLElement).blur()); // nothing has the focus
    await agent.keyboard.press('s');
    await expect.poll(focused, waiting).toBe('url-input');
    await agent.keyboard.type(hosts.origin(SHOP));
    await agent.locator('.about-more summary').focus();
    await agent.keyboard.press('Enter');
    await agent.keyboard.press('Tab');
    await agent.keyboard.type('Maria Rossi');
    await agent.keyboard.press('Tab');
    await agent.keyboard.type('T-1042');
    await agent.getByTestId('start-session').focus();
    await agent.keyboard.press('Enter');
    maria = await (await browser.newContext()).newPage();
    await maria.goto(await customerLink());
    // The customer's side by keys as well: Start is reached by Tab.
    await maria.getByTestId('start').waitFor();
    await tabTo(maria, maria, 'start');
    await maria.keyboard.press('Enter');
    await replicaShows(agent, /Garden shop/);
    expect(await agent.getByTestId('about').innerText()).toMatch(/Maria Rossi\s+Ticket T-1042/);
    await expect.poll(said, waiting).toMatch(/Maria Rossi|page/);
  });

  test('[O2] notes are saved as they are written, and are there after a reload', async () => {
    await agent.locator('body').evaluate((body) => (body.ownerDocument.activeElement as HTMLElement).blur()); // nothing has the focus
    await agent.keyboard.press('n');
    await expect.poll(focused, waiting).toBe('notes');
    await agent.keyboard.type('wants the blue one');
    await expect.poll(() => agent.getByTestId('notes-state').innerText(), waiting).toBe('Saved');
    await agent.reload();
    await expect.poll(() => agent.getByTestId('notes').inputValue(), waiting).toBe('wants the blue one');
    await replicaShows(agent, /Garden shop/);
    // A colleague beside them: what one writes the other reads, and whoever writes keeps the caret. The name is put right by them.
    const other = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const colleague = await other.newPage();
    await colleague.goto(`${gateway.controlOrigin}/#token=${gateway.adminToken}`);
    await colleague.getByTestId('session-row').click();
    await expect.poll(() => colleague.getByTestId('notes').inputValue(), waiting).toBe('wants the blue one');
    await agent.getByTestId('notes').focus();
    await agent.keyboard.press('Control+End');
    await colleague.getByTestId('notes').focus();
    await colleague.keyboard.press('Control+Home');
    await colleague.keyboard.type('Calls again. ');
    await expect.poll(() => agent.getByTestId('notes').inputValue(), waiting).toBe('Calls again. wants the blue one');
    await agent.keyboard.type(', size 4');
    await expect.poll(() => colleague.getByTestId('notes').inputValue(), waiting).toBe('Calls again. wants the blue one, size 4');
    await colleague.getByRole('button', { name: 'Change name or ticket' }).click();
    await colleague.getByRole('textbox', { name: 'Ticket' }).fill('T-1043');
    await colleague.getByRole('button', { name: 'Save' }).click();
    await agent.getByTestId('about').getByText('Ticket T-1043').waitFor();
    await other.close();
  });

  test('[O1] a second one beside it: each keeps its picture, and what is new in the other is marked', async () => {
    await agent.locator('body').evaluate((body) => (body.ownerDocument.activeElement as HTMLElement).blur()); // nothing has the focus
    await agent.keyboard.press('s');
    await expect.poll(focused, waiting).toBe('url-input');
    // Neither side is left to believe that a site without encryption has any.
    await agent.keyboard.type(hosts.plainOrigin(OTHER));
    await agent.keyboard.press('Enter');
    tom = await (await browser.newContext()).newPage();
    await tom.goto(await customerLink());
    await tom.getByText('This site does not encrypt').waitFor();
    await pressStart(tom);
    await replicaShows(agent, /Savings/);
    expect(await agent.getByTestId('plain').innerText()).toBe('Not encrypted');
    await expect.poll(openSessions, waiting).toEqual(['Maria RossiLive', expect.stringContaining(OTHER)]);
    const sid = new URL(maria.url()).hostname.split('.')[1] ?? '';
    const dock = await dockOf(maria, gateway, sid);
    await dock.getByTestId('dock-open').click();
    await dock.getByTestId('dock-chat-input').fill('Are you there?');
    await dock.getByTestId('dock-chat-input').press('Enter');
    await expect
      .poll(openSessions, waiting)
      .toEqual([expect.stringMatching(/Maria RossiLive11 new message/), expect.stringContaining(OTHER)]);
    expect(await agent.title()).toMatch(/^\(1\) /);
    if (shots !== undefined) await agent.screenshot({ path: `${shots}/desk.png` });
    // The picture behind was in step all the while.
    await maria.evaluate("document.querySelector('h1').textContent = 'Garden shop, changed'");
    await agent.keyboard.press('1');
    await replicaShows(agent, /Garden shop, changed/);
    expect(await agent.title()).not.toMatch(/^\(/);
    expect(await agent.getByTestId('chat-log').innerText()).toContain('Are you there?');
    expect(await violations(agent)).toEqual([]);
  });

  test('[O3] chat, drawing, control and the end by keys alone; the customer stops by keys', async () => {
    await agent.locator('body').evaluate((body) => (body.ownerDocument.activeElement as HTMLElement).blur()); // nothing has the focus
    await agent.keyboard.press('c');
    await expect.poll(focused, waiting).toBe('chat-input');
    await agent.keyboard.type('Yes, here');
    await agent.keyboard.press('Enter');
    const sid = new URL(maria.url()).hostname.split('.')[1] ?? '';
    const dock = await dockOf(maria, gateway, sid);
    await expect.poll(() => dock.getByTestId('dock-chat-log').innerText(), waiting).toContain('Yes, here');
    // The agent gives control back and asks for it, the customer gives it and takes it: all by keys.
    await agent.locator('body').evaluate((body) => (body.ownerDocument.activeElement as HTMLElement).blur()); // nothing has the focus
    for (const now of ['off', 'requested']) {
      await agent.keyboard.press('g');
      await expect.poll(() => agent.getByTestId('control').getAttribute('data-control'), waiting).toBe(now);
    }
    await maria.bringToFront();
    await tabTo(maria, dock, 'dock-allow');
    await maria.keyboard.press('Enter');
    await expect.poll(said, waiting).toContain('You have control');
    await tabTo(maria, dock, 'dock-take');
    await maria.keyboard.press('Enter');
    await expect.poll(said, waiting).toContain('took control back');
    await tabTo(maria, dock, 'dock-stop');
    await maria.keyboard.press('Enter');
    await maria.getByTestId('ended').waitFor();
    await maria.getByTestId('rate-4').press('Enter');
    await maria.getByText('Thank you for saying so.').waitFor();
    await agent.bringToFront();
    await agent.getByTestId('session-ended').waitFor();
    // The other goes on.
    await agent.keyboard.press('2');
    await replicaShows(agent, /Savings/);
    await agent.keyboard.press('e');
    await agent.getByTestId('end-confirm').waitFor();
    await agent.keyboard.press('Enter');
    await agent.getByTestId('session-ended').waitFor();
    await tom.getByTestId('ended').waitFor();
  });

  test('the list finds a session by name and ticket; the keys are listed, and can be turned off', async () => {
    await agent.keyboard.press('/');
    await expect.poll(focused, waiting).toBe('session-search');
    await agent.keyboard.type('t-1043 maria');
    await expect.poll(() => agent.locator('[data-testid=session-row]:visible').count(), waiting).toBe(1);
    expect(await agent.locator('[data-testid=session-row]:visible').innerText()).toContain('Rated 4 of 5');
    await agent.keyboard.press('Escape');
    await agent.locator('body').evaluate((body) => (body.ownerDocument.activeElement as HTMLElement).blur()); // nothing has the focus
    await agent.keyboard.press('?');
    await agent.getByTestId('keys').waitFor();
    expect(await violations(agent)).toEqual([]);
    if (shots !== undefined) await agent.screenshot({ path: `${shots}/keys.png` });
    await agent.getByTestId('keys-use').focus();
    await agent.keyboard.press('Space');
    await agent.keyboard.press('Escape');
    await agent.locator('body').evaluate((body) => (body.ownerDocument.activeElement as HTMLElement).blur()); // nothing has the focus
    await agent.keyboard.press('?');
    expect(await agent.getByTestId('keys').isVisible()).toBe(false);
    // There is another way to them.
    await agent.getByTestId('keys-open').click();
    await agent.getByTestId('keys').waitFor();
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('Tab');
    expect(await violations(agent)).toEqual([]);
  });
});
