/**
 * What pages make while they run: cookies, markup, scripts, frames, trusted values. Each page leaves what it observed in `R`;
 * the site's own log says what the target was really asked.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { startSnippetGateway, type SiteAnswer, type SiteRequest, type SnippetGateway } from '../support/snippet-server.ts';

const SHOP = 'https://www.shop.example';
const API = 'https://api.shop.example';
const CDN = 'https://cdn.other.example';

interface Case {
  /** Runs in an async function; its result is `R`. */
  readonly run: string;
  readonly expect: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const cases: Readonly<Record<string, Case>> = {
  'a cookie written is read at once and sent with the next request': {
    run: 'document.cookie = "a=1; path=/"; const sent = await (await fetch("/echo-cookies")).text(); return [document.cookie, sent]',
    expect: ['a=1', 'a=1'],
  },
  'a cookie for the parent domain reaches a sibling host at once': {
    run: `document.cookie = "p=1; domain=shop.example; path=/"; return (await (await fetch("${API}/echo-cookies", { credentials: "include" })).text())`,
    expect: 'p=1',
  },
  'a cookie that an answer sets is read after it, HttpOnly ones are not': {
    run: 'await fetch("/set-cookie"); return document.cookie',
    expect: 'served=1',
  },
  'a deleted cookie is gone here and there': {
    run: 'document.cookie = "d=1; path=/"; await fetch("/echo-cookies"); document.cookie = "d=; path=/; max-age=0"; return [document.cookie, await (await fetch("/echo-cookies")).text()]',
    expect: ['', ''],
  },
  'cookieStore tells the same as document.cookie, and its changes': {
    run: `const changes = []; cookieStore.addEventListener("change", (e) => changes.push(...e.changed.map((c) => c.name)));
      await cookieStore.set("s", "1"); document.cookie = "t=2; path=/"; const all = await cookieStore.getAll(); await cookieStore.delete("s");
      await new Promise((r) => setTimeout(r)); return [all.map((c) => c.name + "=" + c.value), document.cookie, (await cookieStore.get("t")).value, changes]`,
    expect: [['s=1', 't=2'], 't=2', '2', ['s', 't']],
  },
  'a service worker reads the cookies of the target': {
    run: `document.cookie = "k=1; path=/"; document.cookie = "l=2; path=/"; await fetch("/echo-cookies"); const registered = await navigator.serviceWorker.register("/sw.js");
      const answer = new Promise((r) => { navigator.serviceWorker.onmessage = (e) => r(e.data) }); navigator.serviceWorker.startMessages();
      (registered.installing || registered.waiting || registered.active).postMessage("?"); const seen = await answer; await registered.unregister(); return seen`,
    expect: [['k=1', 'l=2'], '2', null, 'TypeError'],
  },
  'a public suffix is no cookie domain': {
    run: 'document.cookie = "x=1; domain=example; path=/"; return document.cookie',
    expect: '',
  },
  'document.write in pieces runs the script once, rewritten': {
    run: `const f = document.createElement("iframe"); document.body.append(f); const d = f.contentDocument; d.open();
      d.write("<p>a</p><scr"); d.write("ipt>parent.seen = (parent.seen || 0) + 1; parent.host = parent.location", ".host</scr"); d.writeln("ipt><p id=", "z>b</p>"); d.close();
      return [seen, host, d.getElementById("z").textContent]`,
    expect: [1, 'www.shop.example', 'b'],
  },
  'markup made by script loads through the gateway and reads as written': {
    run: `const d = document.createElement("div"); document.body.append(d);
      d.innerHTML = '<img src="${CDN}/i.svg" style="background:url(${CDN}/b.svg)" onload="this.dataset.host = location.host">';
      await new Promise((r) => { const i = setInterval(() => { if (d.firstChild.dataset.host) { clearInterval(i); r() } }, 5) });
      return [d.firstChild.dataset.host, d.innerHTML.replace(/ data-host="[^"]*"/, '')]`,
    expect: [
      'www.shop.example',
      `<img src="${CDN}/i.svg" style="background:url(${CDN}/b.svg)" onload="this.dataset.host = location.host">`,
    ],
  },
  'an inline style set by property loads through the gateway': {
    run: `const d = document.createElement("div"); d.textContent = "x"; document.body.append(d); d.style.backgroundImage = "url(${CDN}/late.svg)";
      await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))); await new Promise((r) => setTimeout(r, 100)); return "ok"`,
    expect: 'ok',
  },
  'a script of another origin made by script runs, and knows its address': {
    run: `const s = document.createElement("script"); s.src = "${CDN}/lib.js"; document.head.append(s); await new Promise((r) => { s.onload = r }); return [libSrc, s.src]`,
    expect: [`${CDN}/lib.js`, `${CDN}/lib.js`],
  },
  'a data script with a key named location stays as it is': {
    run: `const s = document.createElement("script"); s.type = "application/json"; s.text = '{"location": "x"}'; document.body.append(s);
      const d = document.createElement("script"); d.type = "application/json"; d.innerHTML = '{"location": "y"}'; return [JSON.parse(s.text).location, JSON.parse(d.innerHTML).location]`,
    expect: ['x', 'y'],
  },
  'text of a textarea is no markup': {
    run: `const t = document.createElement("textarea"); t.innerHTML = '<a href="${CDN}/x">'; return t.value`,
    expect: `<a href="${CDN}/x">`,
  },
  'a frame of the own site is one world with its page': {
    run: `const f = document.createElement("iframe"); f.src = "/child"; document.body.append(f); await new Promise((r) => { f.onload = r });
      const w = f.contentWindow; return [w.location.href, w.document.URL, w.answer, w.fetch === f.contentWindow.fetch, w.document.cookie === document.cookie]`,
    expect: [`${SHOP}/child`, `${SHOP}/child`, `${SHOP}/child www.shop.example`, true, true],
  },
  'a srcdoc frame made by script is set up before its scripts run': {
    run: `const f = document.createElement("iframe"); f.srcdoc = "<script>answer = location.href + ' ' + document.baseURI + ' ' + origin</scr" + "ipt>"; document.body.append(f); await new Promise((r) => { f.onload = r });
      return [f.contentWindow.answer, f.srcdoc]`,
    expect: [`about:srcdoc ${SHOP}/run ${SHOP}`, "<script>answer = location.href + ' ' + document.baseURI + ' ' + origin</script>"],
  },
  'a frame from a blob of markup is set up too': {
    run: `const f = document.createElement("iframe"); const u = URL.createObjectURL(new Blob(["<script>answer = origin + new Request('${API}/x').url</scr" + "ipt>"], { type: "text/html" })); f.src = u; document.body.append(f);
      await new Promise((r) => { f.onload = r }); return [f.contentWindow.answer, f.src === u]`,
    expect: [`${SHOP}${API}/x`, true],
  },
  'a frame that is written is the source of its messages': {
    run: `const f = document.createElement("iframe"); document.body.append(f); const heard = []; onmessage = (e) => heard.push([e.data, e.source === f.contentWindow]);
      f.contentDocument.write("<script>parent.postMessage('written', '*'); parent.postMessage(['origin'], { targetOrigin: parent.origin }); onload = () => parent.postMessage('loaded')<\\/script>"); f.contentDocument.close();
      await new Promise((r) => { const i = setInterval(() => { if (heard.length > 2) { clearInterval(i); r() } }, 5) }); return heard`,
    expect: [
      ['written', true],
      [['origin'], true],
      ['loaded', true],
    ],
  },
  'a request object from a frame’s realm is fetched': {
    run: `const f = document.createElement("iframe"); document.body.append(f); return (await fetch(new f.contentWindow.Request("${SHOP}/hello"))).text()`,
    expect: 'hello',
  },
  'trusted values stay trusted, plain ones are refused': {
    run: `const p = trustedTypes.createPolicy("app", { createHTML: (x) => x, createScript: (x) => x, createScriptURL: (x) => x });
      const d = document.createElement("div"); d.innerHTML = p.createHTML('<a href="${CDN}/x">x</a>'); const s = document.createElement("script"); s.text = p.createScript("window.tt = location.host"); document.body.append(s);
      const u = document.createElement("script"); u.src = p.createScriptURL("${CDN}/lib.js"); let refused = ''; try { d.innerHTML = "<b>" } catch (e) { refused = e.name }
      return [d.firstChild.href, tt, u.src, refused]`,
    expect: [`${CDN}/x`, 'www.shop.example', `${CDN}/lib.js`, 'TypeError'],
    headers: { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types app samepage" },
  },
  'a default policy of the page is asked about the target’s address': {
    run: `const asked = []; trustedTypes.createPolicy("default", { createScriptURL: (url, kind) => { asked.push(url, kind); return url.startsWith("${CDN}/") ? url : null } });
      const s = document.createElement("script"); const loaded = new Promise((r) => { s.onload = r }); s.src = "${CDN}/lib.js"; document.body.append(s); await loaded;
      let refused = ''; try { s.src = "${SHOP}/other.js" } catch (e) { refused = e.name } return [asked, s.src, refused]`,
    expect: [[`${CDN}/lib.js`, 'TrustedScriptURL', `${SHOP}/other.js`, 'TrustedScriptURL'], `${CDN}/lib.js`, 'TypeError'],
    headers: { 'content-security-policy': "require-trusted-types-for 'script'" },
  },
  'a scheme that is none of the web leaves a location where it is': {
    run: `const f = document.createElement("iframe"); f.src = "/child"; document.body.append(f); await new Promise((r) => { f.onload = r });
      let left = 0, refused = ""; f.contentWindow.navigation.onnavigate = () => left++; for (const p of ["ftp", "file:", "wss"]) f.contentWindow.location.protocol = p;
      try { f.contentWindow.location.protocol = "1" } catch (e) { refused = e.name } return [left, f.contentWindow.location.href, refused]`,
    expect: [0, `${SHOP}/child`, 'SyntaxError'],
  },
  'a frame that is asked to go on goes by itself': {
    run: `const from = []; for (const how of ["set", "assign", "replace"]) { const f = document.createElement("iframe"); f.src = "/goes"; document.body.append(f); await new Promise((r) => { f.onload = r });
      const gone = new Promise((r) => { f.onload = r }); f.contentWindow.go(how); await gone; from.push(f.contentDocument.referrer, f.contentWindow.location.href) } return from`,
    expect: Array.from({ length: 3 }, () => [`${SHOP}/goes`, `${SHOP}/child`]).flat(),
  },
  'an import in a program from a string is relative to the script that calls': {
    run: `const s = document.createElement("script"); s.src = "/deep/imports.js"; document.head.append(s); await new Promise((r) => { s.onload = r });
      const A = (async () => {}).constructor, own = [Function("return import('./m.js')"), () => (0, eval)("import('../m.js')"), () => new Function("s", "return import(s)")("./m.js"), new A("return import('/deep/m.js')")];
      return [...await Promise.all([...own, ...imports].map(async (f) => (await f()).at)), String(own[0])]`,
    expect: [
      ...[`${SHOP}/m.js`, `${SHOP}/m.js`, `${SHOP}/m.js`, `${SHOP}/deep/m.js`],
      ...[`${SHOP}/deep/m.js`, `${SHOP}/m.js`, `${SHOP}/deep/m.js`, `${CDN}/m.js`],
      "function anonymous(\n) {\nreturn import('./m.js')\n}",
    ],
  },
  'a list of policies lets a name be taken once, in frames too': {
    run: `const f = document.createElement("iframe"); document.body.append(f); const names = [];
      for (const w of [window, f.contentWindow]) for (const name of ["app", "app", "other"]) try { names.push(w.trustedTypes.createPolicy(name, {}).name) } catch (e) { names.push(e.name) }
      return names`,
    expect: ['app', 'TypeError', 'TypeError', 'app', 'TypeError', 'TypeError'],
    headers: { 'content-security-policy': 'trusted-types app' },
  },
  'the name of an attribute is made a string once': {
    run: `let asked = 0; const name = (text) => ({ toString() { asked++; return text } }); const a = document.createElement("a");
      a.setAttribute(name("href"), "${CDN}/x"); a.setAttribute(name("title"), "t"); let refused = ""; try { a.setAttribute(name("b"), Symbol()) } catch (e) { refused = e.name }
      try { Element.prototype.setAttribute.call({}, name("href"), "x") } catch (e) { refused += e.name } return [asked, a.href, a.title, refused]`,
    expect: [3, `${CDN}/x`, 't', 'TypeErrorTypeError'],
  },
  'a subclass and a bare call of a constructor do as natively': {
    run: `class R extends Request { get mine() { return this.url } } let error = ''; try { WebSocket("x") } catch (e) { error = e.name }
      return [new R("/x").mine, new R("/x") instanceof Request, WebSocket.OPEN, error, Object.getPrototypeOf(R) === Request, (() => {}) instanceof Function, (() => {}).constructor === Function]`,
    expect: [`${SHOP}/x`, true, 1, 'TypeError', true, true, true],
  },
  'async and generator functions from strings are rewritten': {
    run: `const A = (async () => {}).constructor, G = (function* () {}).constructor; return [await new A("return location.host")(), G("yield location.host")().next().value, new A().constructor === A]`,
    expect: ['www.shop.example', 'www.shop.example', true],
  },
  'errors keep their type and tell the target’s addresses': {
    run: `const out = []; const t = (f) => { try { f() } catch (e) { out.push(e.name) } }; t(() => location.href = "http://["); t(() => new WebSocket("ftp://x")); t(() => history.pushState(0, "", "${API}/")); t(() => postMessage(1, "no origin")); t(() => document.querySelector()); t(() => new Request()); t(() => location.assign()); return out`,
    expect: ['SyntaxError', 'SyntaxError', 'SecurityError', 'SyntaxError', 'TypeError', 'TypeError', 'TypeError'],
  },
  // Chromium takes agents by origin on https, and a parent is then refused in silence.
  'document.domain of a page on https stays what it is': {
    run: 'document.domain = "shop.example"; let refused = ""; try { document.domain = "other.example" } catch (e) { refused = e.name } return [document.domain, refused]',
    expect: ['www.shop.example', 'SecurityError'],
  },
  'a stream of a socket goes through the gateway and tells the address as written': {
    run: `const s = new WebSocketStream("wss://www.shop.example/none"); s.closed.catch(() => undefined); const failed = await s.opened.then(() => "open", (e) => e.name);
      let refused = ""; try { new WebSocketStream("ftp://x") } catch (e) { refused = e.name } return [s.url, failed, refused, WebSocketStream.length]`,
    expect: ['wss://www.shop.example/none', 'WebSocketError', 'SyntaxError', 1],
  },
  'a blob address is read as it was given': {
    run: `const u = URL.createObjectURL(new Blob(["x"])), i = new Image(), a = document.createElement("a"); i.src = u; a.href = u;
      return [i.src === u, i.getAttribute("src") === u, a.href === u]`,
    expect: [true, true, true],
  },
  'what is written and unfinished is gone when the document is opened again': {
    run: `const d = document.implementation.createHTMLDocument(); d.write("<!doctype html><p>one<p ti"); d.open(); d.write("<!doctype html><p>two"); d.close(); return d.body.innerHTML`,
    expect: '<p>two</p>',
  },
  'text for eval is rewritten by whatever name it is called, in this window and in a frame': {
    run: `const f = document.createElement("iframe"); document.body.append(f); const w = f.contentWindow; f.contentDocument.body.dataset.a = 1; const run = eval, t = "location.host"; var location_ = { eval: (x) => "mine " + x };
      return [run(t), (0, eval)(t), window.eval(t), self["eval"](t), [t].map(eval)[0], eval?.(t), w.eval("this === window"), location_.eval(t), run === eval && eval === window.eval, eval.name + eval.length, String(eval).includes("native code"), (() => { let location = { host: "local" }; return eval(t) + run(t) })()]`,
    expect: [...Array<string>(6).fill('www.shop.example'), true, 'mine location.host', true, 'eval1', true, 'localwww.shop.example'],
  },
  'a script from a blob or in its address is rewritten, and keeps the address that the page gave it': {
    run: `const made = (t) => URL.createObjectURL(new Blob([t], { type: "text/javascript" })), out = [];
      for (const [u, type] of [[made("var host = location.host, src = document.currentScript.src"), ""], ["data:text/javascript,var host = location.host, src = document.currentScript.src", ""], [made("window.host = location.host; window.src = import.meta.url"), "module"]]) {
        const s = document.createElement("script"); s.type = type; s.src = u; document.head.append(s); URL.revokeObjectURL(u);
        await new Promise((r, e) => { s.onload = r; s.onerror = e }); out.push(host, src === u, s.src === u, s.getAttribute("src") === u) }
      const u = made("export const host = location.host, at = import.meta.url"), m = await import(u); out.push(m.host, m.at === u, m === await import(u));
      out.push((await import(made("export * from '${CDN}/m.js'"))).at);
      const plain = made("var plain = 1"), s = document.createElement("script"); s.src = plain; document.head.append(s); await new Promise((r) => { s.onload = r }); out.push(window.plain);
      return out`,
    expect: [...Array<unknown[]>(3).fill(['www.shop.example', true, true, true]).flat(), 'www.shop.example', true, true, `${CDN}/m.js`, 1],
  },
  // Chromium takes the origin of such a document away with the next one in the same frame: each has a frame of its own.
  'a javascript: address that comes to markup makes a document that reads the target’s address': {
    run: `window.page = () => "<p>a<script>parent.told(location.href + document.URL + parent.location.host + new Request('/r').url)</scr" + "ipt>"; const out = [];
      const tell = (go) => new Promise((r) => { window.told = r; go() }), made = (src) => Object.assign(document.createElement("iframe"), src && { src });
      const f = made("javascript:parent.page()"), g = made(), h = made(), d = document.createElement("div"), t = made("javascript:parent.told(location.href + typeof this.fetch)"); document.body.append(g, h, d);
      out.push(await tell(() => document.body.append(f)), f.src, f.getAttribute("src"));
      out.push(await tell(() => { g.contentWindow.location = "javascript:var x = 1; parent.page()" }));
      out.push(await tell(() => h.contentWindow.location.replace("javascript:parent.page()")));
      out.push(await tell(() => { d.innerHTML = '<iframe src="javascript:parent.page()"></iframe>' }), d.innerHTML);
      out.push(await tell(() => document.body.append(t))); return out`,
    expect: [
      ...[`about:blankabout:blankwww.shop.example${SHOP}/r`, 'javascript:parent.page()', 'javascript:parent.page()'],
      ...Array<string>(3).fill(`about:blankabout:blankwww.shop.example${SHOP}/r`),
      ...['<iframe src="javascript:parent.page()"></iframe>', 'about:blankfunction'],
    ],
  },
  'patterns of parameters and patterns inside patterns give the stand-in, and read as written': {
    run: `const f = ({ location: l, ...rest }, b) => l.host + ("location" in rest); const { top: { location: m, document: d }, location: { host: h } } = window;
      return [f(window), f.length, String(f), m.host, d === document, h, (({ location: l }) => l)({ location: 1 })]`,
    expect: [
      'www.shop.examplefalse',
      2,
      '({ location: l, ...rest }, b) => l.host + ("location" in rest)',
      'www.shop.example',
      true,
      'www.shop.example',
      1,
    ],
  },
  'an error handler is told the target’s file': {
    run: 'return new Promise((r) => { window.onerror = (message, file) => { r([message, file]); return true }; setTimeout(() => { throw new Error("x") }) })',
    expect: ['Uncaught Error: x', `${SHOP}/run`],
  },
};

function site(request: SiteRequest, current: Case | undefined): SiteAnswer | undefined {
  const cors = { 'access-control-allow-origin': SHOP, 'access-control-allow-credentials': 'true' };
  switch (request.url.pathname) {
    case '/run':
      return {
        body: `<!doctype html><html><head><title>t</title></head><body><script>window.R = undefined; (async () => { ${current?.run ?? ''} })().then((r) => { window.R = r }, (e) => { window.R = "threw " + e })</script></body></html>`,
        headers: current?.headers ?? {},
      };
    case '/echo-cookies':
      return { body: request.cookies, type: 'text/plain', headers: cors };
    case '/set-cookie':
      return { body: '', type: 'text/plain', headers: { 'set-cookie': 'served=1; Path=/' } };
    case '/hello':
      return { body: 'hello', type: 'text/plain' };
    case '/sw.js':
      return {
        body: `onmessage = (e) => e.waitUntil((async () => e.source.postMessage([(await cookieStore.getAll()).map((c) => c.name + '=' + c.value), (await cookieStore.get('l')).value,
          await cookieStore.get({ name: 'none' }), await cookieStore.get().catch((error) => error.name)]))())`,
        type: 'text/javascript',
      };
    case '/lib.js':
      return { body: 'var libSrc = document.currentScript.src', type: 'text/javascript', headers: cors };
    case '/deep/imports.js':
      return {
        body: `var imports = [Function("return import('./m.js')"), () => (0, eval)("import('../m.js')"), () => new Function("s", "return import(s)")("./m.js"), Function("return import('${CDN}/m.js')")]`,
        type: 'text/javascript',
      };
    case '/deep/m.js':
    case '/m.js':
      return { body: 'export const at = import.meta.url', type: 'text/javascript', headers: { 'access-control-allow-origin': SHOP } };
    case '/goes':
      return {
        body: '<!doctype html><title>g</title><script>function go(how) { location[how] ? location[how]("/child") : (location.href = "/child") }</script>',
      };
    case '/child':
      return { body: '<!doctype html><title>c</title><script>var answer = location.href + " " + document.domain</script>' };
    default:
      return request.url.pathname.endsWith('.svg')
        ? { body: '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>', type: 'image/svg+xml' }
        : undefined;
  }
}

describe.skipIf(!haveChromium())('what a page makes while it runs', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  for (const shape of ['nested', 'flat'] as const) {
    describe(`in the ${shape} shape`, () => {
      let gateway: SnippetGateway;
      let context: BrowserContext;
      let tab: Page;
      let current: Case | undefined;
      const escapes: string[] = [];
      beforeAll(async () => {
        gateway = await startSnippetGateway((request) => site(request, current), { shape });
        context = await browser.newContext();
        context.on('request', (request) => {
          if (/^(?:https?|wss?):/.test(request.url()) && !gateway.urls.isGateway(request.url())) escapes.push(request.url());
        });
      });
      afterAll(async () => {
        await context.close();
        await gateway.close();
      });

      for (const [name, row] of Object.entries(cases)) {
        it(name, async () => {
          current = row;
          gateway.forgetCookies();
          await context.clearCookies();
          tab = await context.newPage();
          await tab.goto(gateway.at(`${SHOP}/run`));
          await tab.waitForFunction('window.R !== undefined', undefined, { timeout: 8000 });
          expect(await tab.evaluate('window.R')).toEqual(row.expect);
          expect(await tab.evaluate('window.samepageFaults')).toEqual([]);
          await tab.close();
        });
      }
      it('no request goes past the gateway', () => {
        expect(escapes).toEqual([]);
      });
    });
  }
});
