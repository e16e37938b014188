/**
 * `upgrade-insecure-requests`, in a header and in markup: what a page asks for over http its browser asks for over https. Straight
 * and through the gateway the servers are asked for the same, and no request comes without TLS that did not before.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, haveFirefox, launchChromium, launchFirefox } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { gatewayAddress } from '../support/gateway-address.ts';
import { startAsCustomer } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startHosts, type HostHandler, type Hosts } from '../support/start-hosts.ts';

const SHOP = 'www.shop.example';
const CDN = 'cdn.shop.example';
const BANK = 'www.bank.example';
const POLICY = 'upgrade-insecure-requests';

/** Every way to load, by markup and by script, with addresses of http. */
const page = (hosts: Hosts, meta: string): string => {
  const [shop, cdn, bank] = [SHOP, CDN, BANK].map((host) => hosts.plainOrigin(host));
  return `<!doctype html><html><head>${meta}<title>u</title>
    <link rel="stylesheet" href="${cdn ?? ''}/sheet.css"><style>p { background: url(${cdn ?? ''}/style.png) }</style></head><body><p>p</p>
    <img src="${cdn ?? ''}/markup.png"><script src="${cdn ?? ''}/classic.js"></script>
    <iframe src="${bank ?? ''}/frame"></iframe><form action="${bank ?? ''}/form"></form>
    <a id="far" href="${bank ?? ''}/link"></a><a id="near" href="${shop ?? ''}/link"></a>
    <script type="module">
      import word from '${cdn ?? ''}/module.mjs';
      const image = (src) => new Promise((done) => { const i = new Image(); i.onload = i.onerror = done; i.src = src; });
      await image('${cdn ?? ''}/script.png');
      document.body.insertAdjacentHTML('beforeend', '<img src="${cdn ?? ''}/inner.png"><a id="made" href="${bank ?? ''}/made"></a>');
      const answer = await fetch('${shop ?? ''}/same');
      const other = await fetch('${cdn ?? ''}/cors').then((r) => r.text());
      await new Promise((done) => { const x = new XMLHttpRequest(); x.open('GET', '${cdn ?? ''}/xhr'); x.onloadend = done; x.send() });
      const scheme = (id) => new URL(document.getElementById(id).href).protocol;
      window.R = { word, type: answer.type, text: await answer.text(), other, links: [scheme('far'), scheme('made')] };
    </script></body></html>`;
};

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
).toString('latin1');

const answer: HostHandler = ({ url }, hosts) => {
  const cors = { 'access-control-allow-origin': hosts.origin(SHOP) };
  if (url.pathname === '/header') return { body: page(hosts, ''), headers: { 'content-security-policy': POLICY } };
  if (url.pathname === '/markup') return { body: page(hosts, `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`) };
  if (url.pathname === '/frame') return { body: `<img src="${hosts.plainOrigin(CDN)}/framed.png">` };
  if (url.pathname.endsWith('.png')) return { body: png, type: 'image/png' };
  if (url.pathname.endsWith('.css')) return { body: `body { background: url(${hosts.plainOrigin(CDN)}/sheet.png) }`, type: 'text/css' };
  if (url.pathname.endsWith('.mjs')) return { body: `export default location.protocol`, type: 'text/javascript', headers: cors };
  if (url.pathname.endsWith('.js')) return { body: '', type: 'text/javascript' };
  return { body: 'hello', type: 'text/plain', headers: cors };
};

/** What must have been asked for when the page is done. */
const all = [
  ...['classic.js', 'cors', 'frame', 'framed.png', 'inner.png', 'markup.png', 'module.mjs', 'same', 'script.png', 'sheet.css', 'sheet.png'],
  ...['style.png', 'xhr'],
];

/** A tab of either driver, at a page of the session or of nobody. */
interface Tab {
  goto(address: string): Promise<unknown>;
  evaluate(code: string): Promise<unknown>;
}

interface Tabs {
  straight(): Promise<Tab>;
  through(link: string): Promise<Tab>;
  close(): Promise<void>;
}

async function inChromium(): Promise<Tabs> {
  const browser = await launchChromium({ loopbackHosts: ['*.example'], ignoreCertificateErrors: true });
  return {
    straight: async () => (await browser.newContext()).newPage(),
    through: async (link) => startAsCustomer(await browser.newContext(), link),
    close: () => browser.close(),
  };
}

async function inFirefox(): Promise<Tabs> {
  const browser = await launchFirefox();
  const newPage = async () => (await browser.createBrowserContext()).newPage();
  return {
    straight: newPage,
    async through(link) {
      const page = await newPage();
      await page.goto(link);
      await (await page.waitForSelector('[data-testid=start]', { timeout: PATIENCE_MS }))?.click();
      await page.waitForFunction(() => location.pathname === '/hello', { timeout: PATIENCE_MS });
      return page;
    },
    close: () => browser.close(),
  };
}

/** The page, on a loaded machine. */
const PATIENCE_MS = 60_000;

const browsers = [
  { name: 'Chromium', skip: () => !haveChromium(), launch: inChromium },
  { name: 'Firefox', skip: () => !full || !haveFirefox(), launch: inFirefox },
];

for (const { name: browser, skip, launch } of browsers) {
  describe.skipIf(skip())(`a page that upgrades insecure requests, in ${browser}`, () => {
    let hosts: Hosts;
    let gateway: Gateway;
    let tabs: Tabs;

    beforeAll(async () => {
      hosts = await startHosts({ [SHOP]: answer, [CDN]: answer, [BANK]: answer }, { onePort: true });
      gateway = await startGateway({ site: hosts });
      tabs = await launch();
    });
    afterAll(async () => {
      await tabs.close();
      await gateway.close();
      await hosts.close();
    });

    const observed = async (tab: Tab, address: string): Promise<{ result: unknown; asked: string[] }> => {
      hosts.forget();
      await tab.goto(address);
      const asked = (): string[] => {
        const pages = hosts.seen.filter(({ url }) => url.pathname !== '/favicon.ico');
        return [...new Set(pages.map(({ url }) => `${url.protocol}//${url.hostname}${url.pathname}`))];
      };
      const missing = (): string[] => all.filter((file) => !asked().some((each) => each.endsWith(`/${file}`)));
      await expect.poll(missing, { timeout: PATIENCE_MS }).toEqual([]);
      await expect.poll(() => tab.evaluate('window.R !== undefined'), { timeout: PATIENCE_MS }).toBe(true);
      return { result: await tab.evaluate('window.R'), asked: asked().sort() };
    };

    test.each(full ? ['header', 'markup'] : ['markup'])('[B5] by a policy in its %s asks as it does without the gateway', async (name) => {
      const straight = await observed(await tabs.straight(), `${hosts.origin(SHOP)}/${name}`);
      const session = await gateway.createSession(`${hosts.origin(SHOP)}/hello`);
      const tab = await tabs.through(session.links.customer);
      const through = await observed(tab, gatewayAddress(gateway, session.id, `${hosts.origin(SHOP)}/${name}`));
      expect(straight.asked.filter((each) => each.startsWith('http:'))).toEqual([]);
      // Firefox asks by a redirect of its own, after which the page's own host counts as another; the standard has none.
      const expected = { ...(straight.result as object), type: 'basic' };
      expect(through).toEqual({ asked: straight.asked, result: expected });
      expect(through.result).toMatchObject({ word: 'https:', text: 'hello', links: ['http:', 'http:'] });
    });
  });
}
