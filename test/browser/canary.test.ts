/**
 * The attack: none is needed. A page holds a person's data in sixty places, and any of them may reach a guest, a log or a
 * file by a way that nobody thought of. So every place holds a string of its own, everything is masked, and then all that
 * leaves the host's browser towards the room, all that a guest's browser receives, all that the gateway writes to its log
 * and to its folder is searched for all of them, in every spelling. Once for each browser that a host may have.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { secretOf } from '../sites/serve.ts';
import { haveChromium, haveFirefox, launchChromium } from '../support/browsers.ts';
import { startFirefoxEngine, startWebKitEngine } from '../mirror/engines.ts';
import { captureReceived, findSecrets, type Capture, type Captured } from '../support/capture.ts';
import { keptBy } from '../support/kept.ts';
import { openAsAgent, replicaShows, startAsCustomer, waiting } from '../support/journey.ts';
import { startGateway, startGatewayProcess, type GatewayProcess, type NewSession } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { startTap, type Tap } from '../support/tap.ts';
import { haveWebKit } from '../support/webkit.ts';

const page = readFileSync(fileURLToPath(new URL('../sites/pages/secrets.html', import.meta.url)), 'utf8');
const planted = [...new Set([...page.matchAll(/\{\{secret:([\w-]+)\}\}/g)].map((match) => match[1] ?? ''))];
/** What the customer types into masked fields. */
const typed = { input: secretOf('typed-input'), area: secretOf('typed-area'), edit: secretOf('typed-edit') };
const secrets = [...planted.map((place) => secretOf(place)), ...Object.values(typed)];
/** Stands unmasked on the page: if the sweep does not find this, it sees nothing. */
const CONTROL = 'control-marker-of-the-sweep';

const POLICY = `name: sweep
maskTitle: true
maskUrlQuery: true
rules:
  - mask: .secret
    id: everything
    says: everything marked secret
`;
/** 60 s: a page in a browser that starts slowly on two loaded cores. */
const READY = { timeout: 60_000, interval: 50 };

describe.skipIf(!haveChromium())('the canary sweep', () => {
  let site: Site;
  let tap: Tap;
  let gateway: GatewayProcess;
  let browser: Browser;
  let session: NewSession;
  let customer: BrowserContext;
  let host: Page;
  let agentContext: BrowserContext;
  let agent: Page;
  let received: Capture;
  /** What was clean is not searched again: nothing in it changes. */
  const searched = new WeakSet<Captured>();
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'samepage-policy-'));
    writeFileSync(path.join(folder, 'sweep.yaml'), POLICY);
    site = await startSite();
    // What goes to the target itself is the customer's own business; what goes to our endpoints is not.
    tap = await startTap(({ hostname, pathname }) => /^[a-z2-7]{16}\.localhost$/.test(hostname) || pathname.startsWith('/.samepage/'));
    gateway = await startGatewayProcess({ site, front: tap, overrides: { policyFiles: [path.join(folder, 'sweep.yaml')] } });
    browser = await launchChromium();
    session = await gateway.createSession(`${site.origins.pages}/secrets.html`);
    customer = await browser.newContext();
    agentContext = await browser.newContext();
    received = captureReceived(agentContext);
    host = await startAsCustomer(customer, session.links.customer);
    agent = await openAsAgent(agentContext, session.links.agent);
    await replicaShows(agent, CONTROL);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await tap.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const said = (of = session): Captured[] => tap.said(new URL(gateway.ownOrigin(of.id)).host);

  async function expectClean(of = session): Promise<void> {
    await received.settle();
    const items = [...said(of), ...received.items].filter((item) => !searched.has(item));
    expect(findSecrets([...items, ...keptBy(gateway)], secrets)).toEqual([]);
    for (const item of items) searched.add(item);
  }

  test('plants something in at least sixty places, and sees what is not masked', async () => {
    expect(planted.length).toBeGreaterThanOrEqual(60);
    expect(new Set(secrets).size).toBe(secrets.length);
    expect(await host.content()).toContain(secretOf('text'));
    expect(findSecrets(said(), [CONTROL])).not.toEqual([]);
    expect(findSecrets(received.items, [CONTROL])).not.toEqual([]);
  });

  test('finds nothing after the page has loaded', () => expectClean());

  test('[M1] finds nothing of what the customer types into masked fields, nor where the page repeats it', async () => {
    await host.locator('#typed').fill(typed.input);
    await host.locator('#area').pressSequentially(typed.area);
    await host.locator('#edit').pressSequentially(typed.edit);
    await call('repeat');
    await marker('typed');
    await expectClean();
  });

  test('finds nothing of what comes later: classes, moves, attributes, routes, rules', async () => {
    await call('later');
    await marker('later');
    await expectClean();
  });

  test('finds nothing when a guest joins late', async () => {
    const seat = await gateway.api('POST', `/api/v1/sessions/${session.id}/participants`, { role: 'agent', name: 'Late' });
    const late = await openAsAgent(agentContext, (seat.body as { link: string }).link); // the answer of 201
    await replicaShows(late, CONTROL);
    await late.close();
    await expectClean();
  });

  test('finds nothing when the host reloads, nor with a second tab', async () => {
    await host.reload();
    await replicaShows(agent, CONTROL);
    const second = await customer.newPage();
    await second.goto(host.url());
    await second.waitForFunction(() => Reflect.get(window, 'observed') !== undefined);
    await expect.poll(() => said().filter((item) => item.bytes.includes(CONTROL)).length, waiting).toBeGreaterThan(2);
    await second.close();
    await expectClean();
  });

  test('finds nothing after the session has ended', async () => {
    await gateway.api('DELETE', `/api/v1/sessions/${session.id}`);
    await host.getByTestId('ended').waitFor();
    await expectClean();
  });

  test('the picture that a guest sees is the same whatever the secrets are', async () => {
    const pictures: Buffer[] = [];
    for (const set of ['a', 'b']) {
      const other = await gateway.createSession(`${site.origins.pages}/secrets.html?set=${set}`);
      const context = await browser.newContext();
      await startAsCustomer(context, other.links.customer);
      const guest = await openAsAgent(context, other.links.agent);
      await replicaShows(guest, CONTROL);
      await guest.mouse.move(0, 0);
      let last: Buffer = Buffer.alloc(0);
      // Until two in a row are equal: images and fonts have arrived.
      await expect
        .poll(async () => {
          const now = await guest
            .frameLocator('[data-testid=viewer]')
            .getByTestId('replica')
            .screenshot({ animations: 'disabled', caret: 'hide' });
          const same = now.equals(last);
          last = now;
          return same;
        }, waiting)
        .toBe(true);
      pictures.push(last);
      await context.close();
      await gateway.api('DELETE', `/api/v1/sessions/${other.id}`);
    }
    expect(pictures[0]?.equals(pictures[1] ?? Buffer.alloc(0))).toBe(true);
  });

  test('a policy with a broken selector does not start', async () => {
    writeFileSync(path.join(folder, 'broken.yaml'), 'name: broken\nrules:\n  - mask: ".secret["\n');
    await expect(startGateway({ site, overrides: { policyFiles: [path.join(folder, 'broken.yaml')] } })).rejects.toThrow(/broken\.yaml/);
  });

  for (const { name, here, start } of [
    { name: 'Firefox', here: haveFirefox(), start: startFirefoxEngine },
    { name: 'WebKitGTK', here: haveWebKit(), start: startWebKitEngine },
  ])
    test.skipIf(!here)(`finds nothing with a host in ${name}`, async () => {
      const engine = await start();
      try {
        const other = await gateway.createSession(`${site.origins.pages}/secrets.html`);
        const window = await engine.window();
        const inPage: InPage = (run, word) => window.evaluate(run, word);
        const has = (what: () => boolean): Promise<boolean> => window.evaluate(what, null).catch(() => false); // it is just being left
        await window.goto(other.links.customer);
        await expect.poll(() => has(() => document.querySelector('[data-testid=start]') !== null), READY).toBe(true);
        await window.click('[data-testid=start]', []);
        await expect.poll(() => has(() => Reflect.get(window, 'observed') !== undefined), READY).toBe(true);
        const guest = await openAsAgent(agentContext, other.links.agent);
        await replicaShows(guest, CONTROL);
        await window.type('#typed', typed.input, []);
        await window.type('#area', typed.area, []);
        await window.type('#edit', typed.edit, []);
        const written = (): Promise<string> => window.evaluate(() => document.querySelector<HTMLInputElement>('#typed')?.value ?? '', null);
        expect(await written()).toContain(typed.input);
        await call('repeat', inPage);
        await call('later', inPage);
        await marker('walked', guest, inPage);
        await window.reload();
        await expect.poll(() => has(() => Reflect.get(window, 'observed') !== undefined), READY).toBe(true);
        await marker('reloaded', guest, inPage);
        await guest.close();
        expect(findSecrets(said(other), [CONTROL])).not.toEqual([]);
        await expectClean(other);
        await gateway.api('DELETE', `/api/v1/sessions/${other.id}`);
      } finally {
        await engine.close();
      }
    });

  async function call(name: 'later' | 'repeat', inPage: InPage = inHost): Promise<void> {
    await inPage((which) => {
      const run = Reflect.get(window, which) as () => void; // the page defines both
      run();
    }, name);
  }

  /** Writes something unmasked behind what is to be searched, and waits until the guest has it: all before it has passed. */
  async function marker(word: string, guest = agent, inPage: InPage = inHost): Promise<void> {
    await inPage((text) => {
      const heading = document.querySelector('h1');
      if (heading) heading.textContent = `Visible to everybody: control-marker-of-the-sweep ${text}-done`;
    }, word);
    await replicaShows(guest, `${word}-done`);
  }

  function inHost(run: (word: string) => void, word: string): Promise<void> {
    return host.evaluate(run, word);
  }
});

type InPage = (run: (word: string) => void, word: string) => Promise<unknown>;
