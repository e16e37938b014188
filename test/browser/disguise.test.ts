/**
 * A page asks every API for its own address, in every kind of realm, and must hear only the target's: nothing of what it
 * reads may name the gateway, and what it compares must be what the real site would have read.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { startSnippetGateway, type SiteAnswer, type SiteRequest, type SnippetGateway } from '../support/snippet-server.ts';

const SHOP = 'https://www.shop.example';
const PAGE = `${SHOP}/dir/page.html?q=1#h`;

/** Asked in windows and frames: name, expression, what the real site answers there (undefined: anything that is not ours). */
const questions: readonly (readonly [string, string, string?])[] = [
  ['location.href', 'location.href', PAGE],
  ['location.origin', 'location.origin', SHOP],
  ['location.host', 'location.host', 'www.shop.example'],
  ['String(location)', 'String(location)', PAGE],
  ['document.URL', 'document.URL', PAGE],
  ['document.documentURI', 'document.documentURI', PAGE],
  ['document.baseURI', 'document.baseURI', PAGE],
  ['document.domain', 'document.domain', 'www.shop.example'],
  ['document.referrer', 'document.referrer', ''],
  ['origin', 'self.origin', SHOP],
  ['a.href', 'make("a", { href: "/p?x#y" }).href', `${SHOP}/p?x#y`],
  [
    'a parts',
    '(a => [a.protocol, a.host, a.hostname, a.port, a.pathname, a.origin, "" + a].join())(make("a", { href: "p" }))',
    `https:,www.shop.example,www.shop.example,,/dir/p,${SHOP},${SHOP}/dir/p`,
  ],
  [
    'a written by parts',
    '(a => (a.hostname = "api.shop.example", a.protocol = "http", a.href))(make("a", { href: "/x" }))',
    'http://api.shop.example/x',
  ],
  [
    'a.getAttribute',
    '(a => (a.setAttribute("href", "https://CDN.other.example"), a.getAttribute("href")))(make("a"))',
    'https://CDN.other.example',
  ],
  [
    'a.attributes',
    '(a => (a.href = "https://cdn.other.example/x", a.attributes.href.value + a.attributes[0].nodeValue))(make("a"))',
    'https://cdn.other.example/xhttps://cdn.other.example/x',
  ],
  ['a.outerHTML', '(a => (a.href = "https://cdn.other.example/x", a.outerHTML))(make("a"))', '<a href="https://cdn.other.example/x"></a>'],
  [
    'innerHTML',
    '(d => (d.innerHTML = `<img alt="" src="//cdn.other.example/i.png">`, d.firstChild.src))(make("div"))',
    'https://cdn.other.example/i.png',
  ],
  ['img.src', '(i => (i.src = "https://cdn.other.example/i.png", i.src))(new Image())', 'https://cdn.other.example/i.png'],
  ['img.srcset', '(i => (i.srcset = "https://cdn.other.example/i.png 2x", i.srcset))(new Image())', 'https://cdn.other.example/i.png 2x'],
  ['script.src', 'make("script", { src: "/s.js" }).src', `${SHOP}/s.js`],
  ['form.action', 'make("form").action', PAGE],
  ['form.action set', 'make("form", { action: "https://pay.bank.example/p" }).action', 'https://pay.bank.example/p'],
  ['link.href', 'make("link", { rel: "stylesheet", href: "/x.css" }).href', `${SHOP}/x.css`],
  ['onclick', 'make("b", { onclick: "return location.host" }).getAttribute("onclick")', 'return location.host'],
  [
    'script.text',
    '(s => (s.text = "/*" + "*/location.host", s.text + s.textContent + s.innerHTML))(make("script", { type: "text/javascript" }))',
    '/**/location.host/**/location.host/**/location.host',
  ],
  [
    'style.cssText',
    '(d => (d.style.cssText = "background: url(https://cdn.other.example/b.png)", d.style.cssText.includes("https://cdn.other.example/b.png")))(make("div"))',
    'true',
  ],
  [
    'insertRule',
    '(s => (document.head.append(s), s.sheet.insertRule("a{background:url(https://cdn.other.example/b.png)}"), s.sheet.cssRules[0].cssText.includes("https://cdn.other.example/b.png")))(make("style"))',
    'true',
  ],
  [
    'selector',
    '(d => (d.innerHTML = `<a href="https://cdn.other.example/x">x</a>`, d.querySelectorAll(`a[href^="https://cdn.other.example/"]`).length))(make("div"))',
    '1',
  ],
  ['new Request', 'new Request("/r").url', `${SHOP}/r`],
  ['Request absolute', `new Request("https://api.shop.example/r").url`, 'https://api.shop.example/r'],
  ['Response.redirect', 'Response.redirect("https://api.shop.example/r").headers.get("x") + ""', 'null'],
  [
    'xhr',
    '(x => (x.open("GET", "https://www.shop.example/hello", false), x.send(), x.responseText + x.responseURL))(new XMLHttpRequest())',
    `hello${SHOP}/hello`,
  ],
  ['WebSocket.url', '(w => (w.close(), w.url))(new WebSocket("wss://api.shop.example/live"))', 'wss://api.shop.example/live'],
  ['EventSource.url', '(e => (e.close(), e.url))(new EventSource("https://www.shop.example/events"))', `${SHOP}/events`],
  ['Error.stack', 'new Error("x").stack'],
  [
    'call sites',
    '(() => { const old = Error.prepareStackTrace; Error.prepareStackTrace = (_, s) => s; const s = new Error().stack; Error.prepareStackTrace = old; return s.map(String) + s[0].getFileName() })()',
  ],
  ['DOMException', '(() => { try { history.pushState(0, "", "https://else.example/") } catch (e) { return e.name + e.message } })()'],
  ['performance', 'JSON.stringify(performance.getEntries().map(e => [e.name, e.toJSON()]))'],
  ['performance knows no runtime', 'performance.getEntries().filter(e => e.name.includes("samepage")).length', '0'],
  ['navigation', '(navigation.currentEntry || {}).url', PAGE],
  ['pushState', '(history.replaceState(1, "", "https://www.shop.example/dir/page.html?q=1#h"), location.href)', PAGE],
  ['ancestorOrigins', 'JSON.stringify([].slice.call(location.ancestorOrigins || []))'],
  [
    'toString',
    '[fetch, document.querySelector, Request, WebSocket, Function, Object.getOwnPropertyDescriptor(Document.prototype, "cookie").get, Function.prototype.toString].map(String).join()',
    'function fetch() { [native code] },function querySelector() { [native code] },function Request() { [native code] },function WebSocket() { [native code] },function Function() { [native code] },function get cookie() { [native code] },function toString() { [native code] }',
  ],
  [
    'function text',
    '(function () { return location.href + eval("1") }).toString()',
    '(function () { return location.href + eval("1") })'.slice(1, -1),
  ],
  [
    'shapes',
    '[fetch.length, fetch.name, "prototype" in fetch, Request.length, Element.prototype.setAttribute.length].join()',
    '1,fetch,false,1,2',
  ],
  [
    'own names',
    'JSON.stringify(Object.getOwnPropertyNames(window).concat(Reflect.ownKeys(window).map(String)).filter(n => /samepage\\$/.test(n)))',
    '[]',
  ],
  [
    'no tag of ours',
    'document.documentElement.outerHTML.includes("data-" + "boot") + "," + document.scripts[0].hasAttribute("src")',
    'false,false',
  ],
  [
    'location keys',
    'Object.keys(location).sort().join()',
    'ancestorOrigins,assign,hash,host,hostname,href,origin,pathname,port,protocol,reload,replace,search,toString',
  ],
  [
    'identity',
    '[window.location === location, document.location === location, location instanceof Location, Object.prototype.toString.call(location)].join()',
    'true,true,true,[object Location]',
  ],
  ['cookie', '(document.cookie = "a=1", document.cookie)', 'a=1'],
  ['new Function', 'Function("return location.host")()', 'www.shop.example'],
  [
    'DOMParser',
    'new DOMParser().parseFromString(`<img src="https://cdn.other.example/i.png">`, "text/html").images[0].src',
    'https://cdn.other.example/i.png',
  ],
  ['document.currentScript', 'String(document.currentScript && document.currentScript.src)', ''],
  ['event.origin', 'new MessageEvent("message", { origin: "https://pay.bank.example" }).origin', 'https://pay.bank.example'],
];

const asker = `
function make(tag, attributes) { const e = document.createElement(tag); for (const n in attributes || {}) e.setAttribute(n, attributes[n]); return e }
function ask() { const out = {};
${questions.map(([name, code]) => `try { out[${JSON.stringify(name)}] = String(${code}) } catch (e) { out[${JSON.stringify(name)}] = 'threw ' + e }`).join('\n')}
return out }`;

const page = (body: string, head = ''): SiteAnswer => ({
  body: `<!doctype html><html><head><title>t</title>${head}</head><body>${body}</body></html>`,
});
const script = (body: string): SiteAnswer => ({ body, type: 'text/javascript' });
const workerAsks = `const out = { href: self.location.href, host: location.host, origin: self.origin, string: String(location), request: new Request('/r').url, stack: '' };`;

function site(request: SiteRequest): SiteAnswer | undefined {
  const { url } = request;
  if (url.pathname === '/dir/page.html') return page(`<script>${asker}\nwindow.R = ask()</script>`);
  if (url.pathname === '/blank') return page('');
  if (url.pathname === '/frames') {
    return page(`<script>${asker}</script>
      <iframe id="blank"></iframe><script>
        const blank = document.getElementById('blank').contentWindow;
        window.R = { href: blank.location.href, base: blank.document.baseURI, origin: blank.origin, a: Object.assign(blank.document.createElement('a'), { href: '/p' }).href,
          img: (() => { const i = blank.document.createElement('img'); i.src = 'https://cdn.other.example/never.png?blank'; return i.src })(),
          request: new blank.Request('https://api.shop.example/r').url, parent: blank.parent.location.href, byIndex: frames[0].location.href };
        blank.document.write('<script>parent.R.written = location.href + document.URL + fetch</' + 'script>'); blank.document.close();
      </script>
      <script>const f = document.createElement('iframe'); document.body.append(f); R.appended = frames[1].fetch.toString() + new frames[1].Request('/z').url;
        frames[1].fetch('https://www.shop.example/hello?appended').then(r => r.text().then(t => { R.fetched = t + r.url }));
      </script>
      <iframe srcdoc="<script>parent.R.srcdoc = document.baseURI + ' ' + document.URL + ' ' + new Request('/z').url + ' ' + document.referrer + ' ' + parent.location.href</script>"></iframe>`);
  }
  if (url.pathname === '/hello') return { body: 'hello', type: 'text/plain', headers: { 'access-control-allow-origin': SHOP } };
  if (url.pathname === '/classic.js')
    return script(
      `${workerAsks}importScripts('https://www.shop.example/imported.js'); out.imported = imported; fetch('https://www.shop.example/hello').then(r => r.text().then(t => { out.fetch = t + r.url; postMessage(out) }))`,
    );
  if (url.pathname === '/imported.js') return script('var imported = location.host');
  if (url.pathname === '/module.js')
    return script(
      `import { host } from 'https://www.shop.example/part.js';\n${workerAsks}out.imported = host; out.meta = import.meta.url; fetch('https://www.shop.example/hello').then(r => r.text().then(t => { out.fetch = t + r.url; postMessage(out) }))`,
    );
  if (url.pathname === '/part.js') return script('export const host = location.host');
  if (url.pathname === '/workers') {
    return page(`<script>
      window.R = {};
      const listen = (name, worker) => { worker.onmessage = e => { R[name] = e.data }; worker.onerror = e => { R[name] = { error: e.message } } };
      listen('classic', new Worker('https://www.shop.example/classic.js'));
      listen('module', new Worker('/module.js', { type: 'module' }));
      const blob = URL.createObjectURL(new Blob([${JSON.stringify(workerAsks.replace("'/r'", "'https://www.shop.example/r'"))} + 'fetch("https://www.shop.example/hello").then(r => r.text().then(t => { out.fetch = t + r.url; postMessage(out) }))'], { type: 'text/javascript' }));
      listen('blob', new Worker(blob)); URL.revokeObjectURL(blob);
    </script>`);
  }
  if (url.pathname === '/module-page')
    return page(
      `<script type="module">import { host } from 'https://cdn.other.example/lib.js'; const late = await import('https://cdn.other.example/lib.js'); window.R = { host, same: String(late.host === host), meta: import.meta.url }</script>`,
    );
  if (url.pathname === '/lib.js')
    return { ...script('export const host = location.host + " " + import.meta.url'), headers: { 'access-control-allow-origin': SHOP } };
  return undefined;
}

describe.skipIf(!haveChromium())('the disguise', () => {
  let gateway: SnippetGateway;
  let browser: Browser;
  let tab: Page;
  const escapes: string[] = [];

  beforeAll(async () => {
    gateway = await startSnippetGateway(site);
    browser = await launchChromium();
    tab = await browser.newPage();
    tab.context().on('request', (request) => {
      if (/^(?:https?|wss?):/.test(request.url()) && !gateway.urls.isGateway(request.url())) escapes.push(request.url());
    });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });

  const result = async (address: string, ready: string): Promise<Record<string, unknown>> => {
    await tab.goto(gateway.at(address));
    await tab.waitForFunction(ready, undefined, { timeout: 10_000 });
    return tab.evaluate(() => (window as unknown as { R: Record<string, unknown> }).R);
  };
  const namesGateway = (value: unknown): boolean => /abcdefghijklmnop|localhost/.test(JSON.stringify(value));

  describe('[B3] in the window', () => {
    let answers: Record<string, unknown>;
    beforeAll(async () => {
      answers = await result(PAGE, 'window.R !== undefined');
    });
    for (const [name, , expected] of questions) {
      it(`${name} tells the target's address`, () => {
        expect(answers[name]).toBeDefined();
        expect(namesGateway(answers[name]), String(answers[name])).toBe(false);
        expect(String(answers[name])).not.toMatch(/^threw/);
        if (expected !== undefined) expect(answers[name]).toBe(expected);
      });
    }
    it('has no fault of the runtime', async () => {
      expect(await tab.evaluate(() => (window as unknown as { samepageFaults: string[] }).samepageFaults)).toEqual([]);
    });
  });

  it('hears the target in about:blank, written and srcdoc frames', async () => {
    const R = await result(`${SHOP}/frames`, 'window.R && R.srcdoc && R.fetched && R.written');
    expect(R).toEqual({
      href: 'about:blank',
      base: `${SHOP}/frames`,
      origin: SHOP,
      a: `${SHOP}/p`,
      img: 'https://cdn.other.example/never.png?blank',
      request: 'https://api.shop.example/r',
      parent: `${SHOP}/frames`,
      byIndex: 'about:blank',
      written: expect.stringContaining('function fetch() { [native code] }') as string,
      appended: `function fetch() { [native code] }${SHOP}/z`,
      fetched: `hello${SHOP}/hello?appended`,
      srcdoc: `${SHOP}/frames about:srcdoc ${SHOP}/z  ${SHOP}/frames`,
    });
    expect(namesGateway(R)).toBe(false);
  });

  it('hears the target in classic, module and blob workers', async () => {
    const R = await result(`${SHOP}/workers`, 'window.R && R.classic && R.module && R.blob');
    const common = { host: 'www.shop.example', origin: SHOP, request: `${SHOP}/r`, stack: '', fetch: `hello${SHOP}/hello` };
    expect(R['classic']).toEqual({ ...common, href: `${SHOP}/classic.js`, string: `${SHOP}/classic.js`, imported: 'www.shop.example' });
    expect(R['module']).toEqual({
      ...common,
      href: `${SHOP}/module.js`,
      string: `${SHOP}/module.js`,
      imported: 'www.shop.example',
      meta: `${SHOP}/module.js`,
    });
    const blob = R['blob'] as Record<string, string>; // checked below
    expect(blob['error']).toBeUndefined();
    expect(blob['fetch']).toBe(`hello${SHOP}/hello`);
    expect(blob['origin']).toBe(SHOP);
    expect(blob['href']).toMatch(/^blob:https:\/\/www\.shop\.example\//);
    expect(namesGateway(R)).toBe(false);
  });

  it('hears the target in modules, and imports from another origin through the gateway', async () => {
    expect(await result(`${SHOP}/module-page`, 'window.R !== undefined')).toEqual({
      host: 'www.shop.example https://cdn.other.example/lib.js',
      same: 'true',
      meta: `${SHOP}/module-page`,
    });
  });

  it('[A4] sends no request past the gateway', () => {
    expect(escapes).toEqual([]);
  });
});

describe.skipIf(!haveChromium())('a host that is switched to `location: native`', () => {
  let gateway: SnippetGateway;
  let browser: Browser;
  let tab: Page;

  beforeAll(async () => {
    gateway = await startSnippetGateway(site, { location: 'native' });
    browser = await launchChromium();
    tab = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });

  it('reads the gateway as its own address, in windows and workers of every kind, and the target as that of what it loads', async () => {
    await tab.goto(gateway.at(`${SHOP}/workers`));
    await tab.waitForFunction('window.R && R.classic && R.module && R.blob', undefined, { timeout: 10_000 });
    const R = await tab.evaluate(() => (window as unknown as { R: Record<string, Record<string, string>> }).R);
    const own = new URL(gateway.at(`${SHOP}/`));
    const elsewhere = { host: own.host, origin: own.origin, request: `${SHOP}/r`, stack: '', fetch: `hello${SHOP}/hello` };
    const [classic, module] = [gateway.at(`${SHOP}/classic.js`), gateway.at(`${SHOP}/module.js`)];
    expect(R['classic']).toEqual({ ...elsewhere, href: classic, string: classic, imported: own.host });
    expect(R['module']).toEqual({ ...elsewhere, href: module, string: module, imported: own.host, meta: module });
    expect(R['blob']).toEqual({
      ...elsewhere,
      host: '',
      href: expect.stringMatching(`^blob:${own.origin}/`) as string,
      string: R['blob']?.['href'],
    });
    const page = gateway.at(`${SHOP}/workers`);
    expect(await tab.evaluate('[window.__samepage$w(location).href, document.URL, self.origin]')).toEqual([page, page, own.origin]);
  });
});
