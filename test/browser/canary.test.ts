/**
 * The attack: none is needed. A page holds a person's data in sixty places, and any of them may reach a guest, a log or a
 * file by a way that nobody thought of. So every place holds a string of its own, everything is masked, and then all that
 * leaves the host's browser towards the room, all that a guest's browser receives, all that the gateway writes to its log
 * and to its folder is searched for all of them, in every spelling.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { secretOf } from '../sites/serve.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { captureReceived, captureSent, findSecrets, type Capture } from '../support/capture.ts';
import { keptBy } from '../support/kept.ts';
import { openAsAgent, replicaShows, startAsCustomer, waiting } from '../support/journey.ts';
import { startGateway, startGatewayProcess, type GatewayProcess, type NewSession } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

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

describe.skipIf(!haveChromium())('the canary sweep', () => {
  let site: Site;
  let gateway: GatewayProcess;
  let browser: Browser;
  let session: NewSession;
  let customer: BrowserContext;
  let host: Page;
  let agentContext: BrowserContext;
  let agent: Page;
  let sent: Capture;
  let received: Capture;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'samepage-policy-'));
    writeFileSync(path.join(folder, 'sweep.yaml'), POLICY);
    site = await startSite();
    gateway = await startGatewayProcess({ site, overrides: { policyFiles: [path.join(folder, 'sweep.yaml')] } });
    browser = await launchChromium();
    session = await gateway.createSession(`${site.origins.pages}/secrets.html`);
    customer = await browser.newContext();
    // What goes to the target itself is the customer's own business; what goes to our endpoints is not.
    const own = new URL(gateway.ownOrigin(session.id)).host;
    sent = captureSent(customer, (address) => address.host === own || address.pathname.startsWith('/.samepage/'));
    agentContext = await browser.newContext();
    received = captureReceived(agentContext);
    host = await startAsCustomer(customer, session.links.customer);
    agent = await openAsAgent(agentContext, session.links.agent);
    await replicaShows(agent, CONTROL);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function expectClean(): Promise<void> {
    await received.settle();
    expect(findSecrets(sent.items, secrets)).toEqual([]);
    expect(findSecrets(received.items, secrets)).toEqual([]);
    expect(findSecrets(keptBy(gateway), secrets)).toEqual([]);
  }

  test('plants something in at least sixty places, and sees what is not masked', async () => {
    expect(planted.length).toBeGreaterThanOrEqual(60);
    expect(new Set(secrets).size).toBe(secrets.length);
    expect(await host.content()).toContain(secretOf('text'));
    expect(findSecrets(sent.items, [CONTROL])).not.toEqual([]);
    expect(findSecrets(received.items, [CONTROL])).not.toEqual([]);
  });

  test('finds nothing after the page has loaded', expectClean);

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
    await expect.poll(() => sent.items.filter((item) => item.bytes.includes(CONTROL)).length, waiting).toBeGreaterThan(2);
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

  async function call(name: 'later' | 'repeat'): Promise<void> {
    await host.evaluate((which) => {
      const run = Reflect.get(window, which) as () => void; // the page defines both
      run();
    }, name);
  }

  /** Writes something unmasked behind what is to be searched, and waits until the guest has it: all before it has passed. */
  async function marker(word: string): Promise<void> {
    await host.evaluate((text) => {
      const heading = document.querySelector('h1');
      if (heading) heading.textContent = `Visible to everybody: control-marker-of-the-sweep ${text}-done`;
    }, word);
    await replicaShows(agent, `${word}-done`);
  }
});
