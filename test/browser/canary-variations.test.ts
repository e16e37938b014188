/**
 * The canary sweep once more, with each variation by itself: what is masked comes later, moves, changes, is navigated away
 * from and back to, is seen by a second tab, a late guest, a supervisor. Each in a session of its own, so that what leaks says
 * by which way. Everything masked is new in each: a string that was seen before would be known by its first place.
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
import { full } from '../support/full.ts';
import { dockOf, openAsAgent, replicaShows, replicaText, startAsCustomer, waiting } from '../support/journey.ts';
import { keptBy } from '../support/kept.ts';
import { startGatewayProcess, type GatewayProcess, type NewSession } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

const page = readFileSync(fileURLToPath(new URL('../sites/pages/secrets.html', import.meta.url)), 'utf8');
const planted = [...new Set([...page.matchAll(/\{\{secret:([\w-]+)\}\}/g)].map((match) => secretOf(match[1] ?? '')))];
const CONTROL = 'control-marker-of-the-sweep';
const POLICY = `name: sweep
maskTitle: true
maskUrlQuery: true
rules:
  - { mask: .secret, id: everything }
  - { mask: '.for-juniors', id: juniors, for: [agent, observer] }
`;

/** One session, with its customer and one agent who watches, and all that is captured of it. */
interface Sweep {
  readonly session: NewSession;
  readonly customer: BrowserContext;
  readonly host: Page;
  readonly agentContext: BrowserContext;
  readonly agent: Page;
  /** A string that is in nothing else. */
  secret(name: string): string;
  /** Runs in the page, with one more string of its own. */
  inPage(step: (secret: string) => unknown, name: string): Promise<void>;
}

const variations: readonly { readonly name: string; readonly run: (sweep: Sweep) => Promise<unknown> }[] = [
  {
    name: 'a mask class that comes after load, before, with and after the text',
    run: async ({ inPage }) => {
      for (const order of ['class-text', 'text-class', 'around']) {
        await inPage((secret) => {
          const [, kind = ''] = secret.split('~');
          const late = document.createElement('p');
          document.body.append(late);
          if (kind === 'class-text') late.className = 'secret';
          late.append(secret);
          late.title = secret;
          if (kind === 'text-class') late.classList.add('secret');
          if (kind === 'around') {
            const around = document.createElement('section');
            around.className = 'secret';
            late.replaceWith(around);
            around.append(late);
          }
        }, order);
      }
    },
  },
  {
    name: 'an element that is moved within masks, and out of them',
    run: async ({ inPage }) => {
      await inPage((secret) => {
        const [from, to] = [document.createElement('div'), document.createElement('div')];
        from.className = to.className = 'secret';
        from.innerHTML = `<b title="${secret}">${secret}<input value="${secret}"></b>`;
        document.body.append(from, to);
        Reflect.set(window, 'moved', [from, to]);
      }, 'moved');
      await inPage(() => {
        const [from, to] = Reflect.get(window, 'moved') as HTMLElement[];
        if (from?.firstChild) to?.append(from.firstChild);
      }, 'none');
      await inPage(() => {
        const [, to] = Reflect.get(window, 'moved') as HTMLElement[];
        const text = to?.querySelector('b')?.firstChild;
        if (text) document.body.append(text); // its text was masked: it stays so wherever it stands
      }, 'none');
    },
  },
  {
    name: 'attributes that are toggled on and off',
    run: ({ inPage }) =>
      inPage(async (secret) => {
        const field = document.querySelector('#typed') as HTMLInputElement;
        for (const name of [
          'title',
          'alt',
          'aria-label',
          'placeholder',
          'data-x',
          'value',
          'label',
          'size',
          'style',
          'class',
          'name',
          'list',
        ]) {
          const before = field.getAttribute(name);
          field.setAttribute(name, name === 'style' ? `--x: "${secret}"` : secret);
          await new Promise(requestAnimationFrame);
          if (before === null) field.removeAttribute(name);
          else field.setAttribute(name, before);
          await new Promise(requestAnimationFrame);
        }
        for (const type of ['password', 'text', 'search', 'hidden', 'text']) {
          field.type = type;
          field.value = secret;
          await new Promise(requestAnimationFrame);
        }
      }, 'attribute'),
  },
  {
    name: 'a navigation away and back',
    run: async ({ host, agent }) => {
      const address = host.url();
      await host.goto(new URL('/leak-inner.html', address).href);
      await replicaShows(agent, 'Account 88');
      await host.goBack();
      await replicaShows(agent, CONTROL);
    },
  },
  {
    name: 'a second tab that the agent follows',
    run: async ({ customer, host, agent }) => {
      const second = await customer.newPage();
      await second.goto(host.url());
      await second.bringToFront();
      await replicaShows(agent, CONTROL);
      await second.close();
      await host.bringToFront();
      await replicaShows(agent, CONTROL);
    },
  },
  {
    name: 'a change of route that builds the page anew',
    run: ({ inPage }) =>
      inPage((secret) => {
        history.pushState({ secret }, '', `?who=${secret}#${secret}`);
        document.title = secret;
        const main = document.querySelector('main');
        if (main) main.outerHTML = `<main class="secret" title="${secret}"><h2>${secret}</h2><input value="${secret}"></main>`;
      }, 'route'),
  },
  {
    name: 'a host that reloads, and one whose line is cut',
    run: async ({ customer, host, agent, inPage }) => {
      await host.reload();
      await replicaShows(agent, CONTROL);
      await customer.setOffline(true);
      await host.evaluate((text) => {
        const field = document.querySelector<HTMLInputElement>('#typed');
        if (field) field.value = text;
      }, secretOf('typed-while-away'));
      await customer.setOffline(false);
      await inPage(() => undefined, 'none');
    },
  },
  {
    name: 'a guest who joins late, and one who comes back',
    run: async ({ agent, agentContext, session }) => {
      const seat = await gatewayApi(session.id, { role: 'observer', name: 'Late' });
      const late = await openAsAgent(agentContext, seat);
      await replicaShows(late, CONTROL);
      await late.reload();
      await replicaShows(late, CONTROL);
      await agent.reload();
      await replicaShows(agent, CONTROL);
      await late.close();
    },
  },
  {
    name: 'a pause, in which the customer types, and what comes after',
    run: async ({ host, agent, session, inPage }) => {
      const dock = await dockOf(host, gateway, session.id);
      await dock.getByTestId('dock-pause').click();
      await host.locator('#typed').fill(secretOf('typed-while-paused'));
      await dock.getByTestId('dock-pause').click();
      await replicaShows(agent, CONTROL);
      await inPage(() => undefined, 'none');
    },
  },
  {
    name: 'a rule that is saved while the page is open',
    run: async ({ host, agent, inPage }) => {
      await host.evaluate(() => {
        document.body.insertAdjacentHTML('beforeend', '<p class="ruled">not masked yet</p>');
      });
      await replicaShows(agent, 'not masked yet');
      const { body } = await gateway.api('GET', '/api/v1/policy');
      const base = (body as { version: number }).version;
      await gateway.api('PUT', '/api/v1/policy', { text: `name: own-${base}\nrules: [{ mask: .ruled, id: ruled }]`, base });
      // The rule holds by then: what was there before it came could be seen.
      await expect.poll(() => replicaText(agent), waiting).not.toContain('not masked yet');
      await replicaShows(agent, CONTROL);
      await inPage((secret) => {
        const ruled = document.querySelector('.ruled');
        if (ruled) ruled.textContent = secret;
      }, 'ruled');
    },
  },
  {
    name: 'frames and shadow roots that come later',
    run: async ({ inPage }) => {
      await inPage((secret) => {
        const main = document.querySelector('main');
        main?.insertAdjacentHTML(
          'beforeend',
          `<iframe srcdoc="<p class=secret>${secret}</p>${secret}"></iframe><div id="later-host"></div>`,
        );
        const root = main?.querySelector('#later-host')?.attachShadow({ mode: 'closed' });
        if (root) root.innerHTML = `<p title="${secret}">${secret}<slot></slot></p>`;
      }, 'framed');
      await inPage((secret) => {
        document.body.insertAdjacentHTML(
          'beforeend',
          `<iframe srcdoc="<p class=secret title='${secret}'>${secret}</p><input class=secret value='${secret}'>" width="200" height="60"></iframe>`,
        );
      }, 'framed-openly');
    },
  },
  {
    name: 'what is masked for the agent alone, while a supervisor watches too',
    run: async ({ agentContext, session, agent, inPage }) => {
      const supervisor = await openAsAgent(agentContext, await gatewayApi(session.id, { role: 'supervisor', name: 'Sue' }));
      await replicaShows(supervisor, CONTROL);
      await inPage((secret) => {
        document.body.insertAdjacentHTML('beforeend', `<p class="for-juniors" title="${secret}">${secret}</p>`);
      }, 'junior');
      await supervisor.close();
      await replicaShows(agent, CONTROL);
    },
  },
  {
    name: 'a chat that is kept',
    run: async ({ host, session }) => {
      const dock = await dockOf(host, gateway, session.id);
      await dock.getByTestId('dock-open').click();
      await dock.getByTestId('dock-chat-input').fill('a word of mine');
      await dock.getByTestId('dock-chat-input').press('Enter');
      await dock.getByText('a word of mine').waitFor();
    },
  },
];

let gateway: GatewayProcess;

async function gatewayApi(id: string, seat: { role: string; name: string }): Promise<string> {
  const { body } = await gateway.api('POST', `/api/v1/sessions/${id}/participants`, seat);
  return (body as { link: string }).link; // the answer of 201
}

describe.skipIf(!haveChromium() || !full)('the canary sweep finds nothing with', () => {
  let site: Site;
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'samepage-policy-'));
    writeFileSync(path.join(folder, 'sweep.yaml'), POLICY);
    site = await startSite();
    gateway = await startGatewayProcess({ site, overrides: { policyFiles: [path.join(folder, 'sweep.yaml')], keepTranscripts: ['main'] } });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(variations.map((one) => [one.name, one.run] as const))('%s', async (name, run) => {
    const session = await gateway.createSession(`${site.origins.pages}/secrets.html`);
    const own = new URL(gateway.ownOrigin(session.id)).host;
    const customer = await browser.newContext();
    const agentContext = await browser.newContext();
    const sent: Capture = captureSent(customer, (address) => address.host === own || address.pathname.startsWith('/.samepage/'));
    const received = captureReceived(agentContext);
    try {
      const host = await startAsCustomer(customer, session.links.customer);
      const agent = await openAsAgent(agentContext, session.links.agent);
      await replicaShows(agent, CONTROL);
      const secrets = [...planted, secretOf('typed-while-away'), secretOf('typed-while-paused')];
      const secret = (step: string): string => {
        // Words of the page's own choice stand behind the sign that cuts them off.
        const one = `${secretOf(`${name} ${step}`)}~${step}`;
        secrets.push(one.slice(0, one.indexOf('~')));
        return one;
      };
      let steps = 0;
      const inPage: Sweep['inPage'] = async (step, which) => {
        await host.evaluate(step, secret(which));
        const marker = `step-${(steps += 1)}-done`;
        await host.evaluate((text) => {
          const heading = document.querySelector('h1');
          if (heading) heading.textContent = `Visible to everybody: control-marker-of-the-sweep ${text}`;
        }, marker);
        await replicaShows(agent, marker);
      };
      await run({ session, customer, host, agentContext, agent, secret, inPage });
      await gateway.api('DELETE', `/api/v1/sessions/${session.id}`);
      await expect.poll(() => host.getByTestId('ended').count(), waiting).toBe(1);
      await received.settle();
      for (const items of [sent.items, received.items, keptBy(gateway)]) expect(findSecrets(items, secrets)).toEqual([]);
      expect(findSecrets(received.items, [CONTROL])).not.toEqual([]);
    } finally {
      await customer.close();
      await agentContext.close();
    }
  });
});
