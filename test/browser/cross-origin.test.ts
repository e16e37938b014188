/**
 * Windows of different origins reach for each other, as logins and payments do: from an inner frame of another origin to
 * the top, from the page into a frame or a window of another origin, and by messages. Everything must arrive, and none of
 * it may leave the gateway. Of these the Navigation API alone catches nothing: it sees only its own window.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { startSnippetGateway, type SiteAnswer, type SiteRequest, type SnippetGateway } from '../support/snippet-server.ts';

const SHOP = 'https://www.shop.example';
const PAY = 'https://pay.bank.example';
const IDP = 'https://idp.login.example';

/** What the pay frame does to the whole page when its button is pressed; `DONE` is the address to go to. */
const fromFrame: Readonly<Record<string, string>> = {
  'top.location.href = u': '<button onclick="top.location.href = DONE">go</button>',
  'top.location = u': '<button onclick="top.location = DONE">go</button>',
  'top.location.replace(u)': '<button onclick="top.location.replace(DONE)">go</button>',
  'top.location.assign by href of a variable': '<button onclick="var t = window.top; var l = t.location; l.href = DONE">go</button>',
  'parent.location = u': '<button onclick="parent.location = DONE">go</button>',
  'window["top"]["location"] = u': '<button onclick="window[&quot;top&quot;][&quot;location&quot;] = DONE">go</button>',
  "window.open(u, '_top')": '<button onclick="window.open(DONE, &quot;_top&quot;)">go</button>',
  '<a target=_top>': '<a target="_top" href="https://idp.login.example/done">go</a>',
  '<a target=_top> made by script':
    '<script>const a = document.createElement("a"); a.target = "_top"; a.href = DONE; a.textContent = "go"; document.body.append(a)</script>',
  '<a target=_top> with an attribute node':
    '<a target="_top" id="l">go</a><script>const n = document.createAttribute("href"); n.value = DONE; document.getElementById("l").setAttributeNode(n)</script>',
  '<form target=_top> GET': '<form target="_top" action="https://idp.login.example/done"><button>go</button></form>',
  '<form target=_top> POST':
    '<form target="_top" method="post" action="https://idp.login.example/done"><input name="a" value="1"><button>go</button></form>',
  'form.submit() to _top':
    '<button onclick="const f = document.createElement(&quot;form&quot;); f.target = &quot;_top&quot;; f.method = &quot;post&quot;; f.action = DONE; document.body.append(f); f.submit()">go</button>',
  '<button formaction> to _top': '<form><button formtarget="_top" formaction="https://idp.login.example/done">go</button></form>',
};

/** What the page does to its frame of another origin; the frame must end at the identity provider. */
const intoFrame: Readonly<Record<string, string>> = {
  'frames[0].location = u': 'frames[0].location = u',
  'frames[0].location.href = u': 'frames[0].location.href = u',
  'frames[0].location.replace(u)': 'frames[0].location.replace(u)',
  'a variable of its location': 'const { location: l } = frames[0]; l.href = u',
  'iframe.src = u': 'document.querySelector("iframe").src = u',
  'iframe.contentWindow.location = u': 'document.querySelector("iframe").contentWindow.location = u',
  'open(u, name of the frame)': 'open(u, "pay")',
  'link with target':
    'const a = document.createElement("a"); a.target = "pay"; a.setAttribute("href", u); document.body.append(a); a.click()',
};

/** What the page does to a window that it opened; the window must end at the identity provider. */
const intoPopup: Readonly<Record<string, string>> = {
  "open('about:blank'), then location = u": 'const w = open("about:blank"); w.location = u',
  'open(), then location.href = u': 'const w = open(); w.location.href = u',
  'open(u)': 'open(u)',
  'open(u, noopener)': 'open(u, "_blank", "noopener")',
  'document.write of a link into it':
    'const w = open(""); w.document.write(`<a id=l href="${u}">x</a>`); w.document.close(); w.document.getElementById("l").click()',
  'window of another origin, then location = u':
    'const w = open("https://pay.bank.example/ready"); addEventListener("message", () => { w.location = u }, { once: true })',
  'window of another origin, then location.replace':
    'const w = open("https://pay.bank.example/ready"); addEventListener("message", () => { w.location.replace(u) }, { once: true })',
};

const html = (body: string): SiteAnswer => ({ body: `<!doctype html><html><head><title>t</title></head><body>${body}</body></html>` });

function site({ url, method, body, headers }: SiteRequest): SiteAnswer | undefined {
  const row = url.searchParams.get('row') ?? '';
  if (url.pathname === '/shop') return html(`<iframe name="pay" src="${PAY}/frame?row=${encodeURIComponent(row)}"></iframe>`);
  if (url.pathname === '/frame') return html(`<script>var DONE = '${IDP}/done'</script>${fromFrame[row] ?? 'frame'}`);
  if (url.pathname === '/done') return html(`<p id="done">${method} ${body} ${headers.referer === undefined ? '' : 'with referrer'}</p>`);
  if (url.pathname === '/page')
    return html(
      `<iframe name="pay" src="${PAY}/frame"></iframe><script>function go() { const u = '${IDP}/done'; ${intoFrame[row] ?? intoPopup[row] ?? ''} }</script><button onclick="go()">go</button>`,
    );
  if (url.pathname === '/ready') return html('<script>opener.postMessage("ready", "*")</script>');
  if (url.pathname === '/messages') {
    return html(`<iframe src="${PAY}/answers"></iframe><script>
      window.R = [];
      addEventListener('message', (event) => { R.push([event.data, event.origin, event.source === frames[0], event.isTrusted]) });
      document.querySelector('iframe').onload = () => {
        frames[0].postMessage('wrong', '${IDP}');
        frames[0].postMessage('to the frame', '${PAY}');
        document.querySelector('iframe').contentWindow.postMessage('by options', { targetOrigin: '${PAY}/with/path' });
      };</script>`);
  }
  if (url.pathname === '/answers') {
    return html(`<script>onmessage = (event) => {
      event.source.postMessage('lost', 'https://else.example');
      event.source.postMessage([event.data, event.origin, event.source === parent], event.origin);
      if (event.data === 'by options') { const target = window.parent; target.postMessage('end', '${SHOP}') }
    }</script>`);
  }
  return undefined;
}

describe.skipIf(!haveChromium())('windows of different origins', () => {
  let gateway: SnippetGateway;
  let browser: Browser;
  let context: BrowserContext;
  let tab: Page;
  let escapes: string[];

  beforeAll(async () => {
    gateway = await startSnippetGateway(site);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });
  beforeEach(async () => {
    escapes = [];
    context = await browser.newContext();
    context.on('request', (request) => {
      if (/^(?:https?|wss?):/.test(request.url()) && !gateway.urls.isGateway(request.url())) escapes.push(request.url());
    });
    context.setDefaultTimeout(8000);
    tab = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    expect(escapes).toEqual([]);
  });

  for (const row of Object.keys(fromFrame)) {
    it(`${row} from a frame of another origin takes the page to the label of the target`, async () => {
      await tab.goto(gateway.at(`${SHOP}/shop?row=${encodeURIComponent(row)}`));
      await tab.frameLocator('iframe').getByText('go').click();
      await tab.waitForSelector('#done');
      expect(gateway.urls.toTarget(tab.url())?.replace(/\?$/, '')).toBe(`${IDP}/done`);
      if (row.endsWith('POST')) expect(await tab.textContent('#done')).toContain('POST a=1');
    });
  }
  for (const row of Object.keys(intoFrame)) {
    it(`${row} sends the frame of another origin to the label of the target`, async () => {
      await tab.goto(gateway.at(`${SHOP}/page?row=${encodeURIComponent(row)}`));
      await tab.getByText('go').click();
      await tab.frameLocator('iframe').locator('#done').waitFor();
      expect(tab.frames().map((frame) => gateway.urls.toTarget(frame.url()))).toContain(`${IDP}/done`);
    });
  }
  for (const row of Object.keys(intoPopup)) {
    it(`${row} sends the popup to the label of the target`, async () => {
      await tab.goto(gateway.at(`${SHOP}/page?row=${encodeURIComponent(row)}`));
      const opened = context.waitForEvent('page');
      await tab.getByText('go').click();
      const popup = await opened;
      await popup.waitForSelector('#done');
      expect(gateway.urls.toTarget(popup.url())).toBe(`${IDP}/done`);
    });
  }

  it('messages arrive at exact origins, say who sent them, and only there', async () => {
    await tab.goto(gateway.at(`${SHOP}/messages`));
    await tab.waitForFunction('window.R.some((m) => m[0] === "end")');
    expect(await tab.evaluate('window.R')).toEqual([
      [['to the frame', SHOP, true], PAY, true, true],
      [['by options', SHOP, true], PAY, true, true],
      ['end', PAY, true, true],
    ]);
  });
});
