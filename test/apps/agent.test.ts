/**
 * Two applications that nobody here wrote, as targets: Node-RED (adminAuth sign-in, jQuery, a socket, SVG) and TiddlyWiki
 * (Basic sign-in, one document of 2.7 MB with a module loader of its own, an editor in a written frame). The agent edits
 * through the replica; that the application stored it is the proof. Passwords are typed by the customer: they are masked.
 */
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { clickOn, meet, replicaOf, replicaShows, typeInto, type Pair } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { freePort } from '../support/free-port.ts';
import { editor, type App } from './processes.ts';
import { nodeRedMissing, startNodeRed } from './targets/node-red.ts';
import { startTiddlyWiki, tiddlyWikiMissing } from './targets/tiddlywiki.ts';

/** 60 s: large editors through the gateway on two loaded cores. */
const waiting = { timeout: 60_000, interval: 100 };

describe.skipIf(!haveChromium())('an application as a target', () => {
  let browser: Browser;
  let running: { gateway: Gateway; app: App } | undefined;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await running?.gateway.close();
    await running?.app.close();
    running = undefined;
  });

  afterAll(async () => {
    await browser.close();
  });

  async function open(app: App, customer: BrowserContextOptions = {}): Promise<Pair> {
    const gateway = await startGateway({ overrides: { allowPrivateTargets: [`127.0.0.1:${String(app.port)}`] } });
    running = { gateway, app };
    return meet(gateway, await browser.newContext(customer), await browser.newContext(), `${app.origin}/`);
  }

  test.skipIf(nodeRedMissing())('Node-RED: sign in, rename a flow, deploy', async () => {
    const app = await startNodeRed(await freePort());
    const { host, agent } = await open(app);
    await replicaShows(agent, /Username/);
    await typeInto(agent, (await replicaOf(agent)).getByLabel(/Username/), editor.user);
    await expect.poll(() => host.getByLabel(/Username/).inputValue(), waiting).toBe(editor.user);
    await host.getByLabel(/Password/).fill(editor.password);
    await clickOn(agent, (await replicaOf(agent)).getByRole('button', { name: 'Login' }));
    await expect.poll(() => seen(agent, 'Kettle'), waiting).toBe(true);

    await clickOn(agent, (await replicaOf(agent)).getByText('Kettle').first(), { clickCount: 2 });
    const name = (await replicaOf(agent)).getByLabel('Name').first();
    await name.waitFor(waiting);
    await clickOn(agent, name);
    await agent.keyboard.press('End');
    await agent.keyboard.type(' for two');
    await expect.poll(() => host.getByLabel('Name').first().inputValue(), waiting).toBe('Kettle for two');
    await clickOn(agent, (await replicaOf(agent)).getByRole('button', { name: 'Done' }));
    await expect.poll(() => host.getByRole('button', { name: 'Done' }).count(), waiting).toBe(0);
    await clickOn(agent, (await replicaOf(agent)).getByText('Deploy').first());
    await expect.poll(() => app.stored(), waiting).toContain('"label":"Kettle for two"');
  });

  test.skipIf(tiddlyWikiMissing())('TiddlyWiki: Basic sign-in, write a tiddler, save', async () => {
    const app = await startTiddlyWiki(await freePort());
    const { host, agent } = await open(app, { httpCredentials: { username: editor.user, password: editor.password } });
    await expect.poll(() => seen(agent, 'GettingStarted'), waiting).toBe(true);
    await clickOn(agent, (await replicaOf(agent)).getByRole('button', { name: 'new tiddler' }));
    await host.locator('input.tc-titlebar').waitFor(waiting);

    const title = await fieldWith(await replica(agent), 'New Tiddler');
    await clickOn(agent, title, { clickCount: 3 });
    await agent.keyboard.press('Control+a');
    await agent.keyboard.type('Kettles');
    await expect.poll(() => host.locator('input.tc-titlebar').inputValue(), waiting).toBe('Kettles');

    const body = (await replica(agent)).frameLocator('iframe').locator('textarea').first();
    await clickOn(agent, body);
    await agent.keyboard.type('Boil, and wait.');
    await expect.poll(() => host.frameLocator('iframe').locator('textarea').first().inputValue(), waiting).toContain('Boil, and wait.');
    await clickOn(agent, (await replica(agent)).getByRole('button', { name: 'Confirm changes to this tiddler' }));
    await expect.poll(() => app.stored(), waiting).toMatch(/Kettles\.tid[^]*Boil, and wait\./);
  });
});

function replica(agent: Page): Promise<Frame> {
  return replicaOf(agent);
}

async function seen(agent: Page, text: string): Promise<boolean> {
  const frame = await replicaOf(agent).catch(() => undefined); // not there yet: the caller polls
  return (await frame?.evaluate((words) => document.body.innerText.includes(words), text)) ?? false;
}

/** Test ids and classes may be missing in a replica; what a field holds is not. */
async function fieldWith(frame: Frame, value: string) {
  const all = frame.locator('input');
  await expect
    .poll(
      () => all.evaluateAll((fields, wanted) => fields.findIndex((field) => (field as HTMLInputElement).value === wanted), value),
      waiting,
    )
    .not.toBe(-1);
  return all.nth(
    await all.evaluateAll((fields, wanted) => fields.findIndex((field) => (field as HTMLInputElement).value === wanted), value),
  ); // inputs, by their tag
}
