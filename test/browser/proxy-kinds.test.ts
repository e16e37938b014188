/**
 * One row per kind of request that a page sends, with and without the session's cookie: what reaches the target is what
 * would have reached it straight. The pages observe most of it (straight-and-through.test.ts); here the targets are asked.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { gatewayAddress } from '../support/gateway-address.ts';
import { startAsCustomer, waiting } from '../support/journey.ts';
import { startGateway, type Gateway, type NewSession } from '../support/start-gateway.ts';
import { startSite, type SeenRequest, type Site } from '../support/start-site.ts';

describe.skipIf(!haveChromium())('a request of the page', () => {
  let site: Site;
  let gateway: Gateway;
  let browser: Browser;
  let session: NewSession;
  let host: Page;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    browser = await launchChromium();
    session = await gateway.createSession(`${site.origins.pages}/words.html`);
    host = await startAsCustomer(await browser.newContext(), session.links.customer);
    // A cookie of the target, shared by both of its hosts.
    await host.evaluate(() => fetch('/set-cookie?c=shared%3D1%3B%20Domain%3Dpages.example%3B%20Secure&c=own%3D2'));
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await site.close();
  });

  async function arrived(path: string): Promise<SeenRequest> {
    await expect.poll(() => site.seen(path).length, waiting).toBeGreaterThan(0);
    const last = site.seen(path).at(-1);
    if (!last) throw new Error(`nothing arrived at ${path}`);
    return last;
  }

  /** Kind, what the page does (a body of script), path that must arrive, cookies that must be with it. */
  const kinds: [string, (far: string) => string, string, string | undefined][] = [
    ['fetch to its own origin', () => `fetch('/echo?k1')`, '/echo?k1', 'shared=1; own=2'],
    ['fetch without credentials', () => `fetch('/echo?k2', { credentials: 'omit' })`, '/echo?k2', undefined],
    ['default fetch to another origin', (far) => `fetch('${far}/cors?k3').then((r) => r.text())`, '/cors?k3', undefined],
    ['fetch to another origin with credentials', (far) => `fetch('${far}/cors?k4', { credentials: 'include' })`, '/cors?k4', 'shared=1'],
    [
      'image of its own origin',
      () => `new Promise((r) => { const i = new Image(); i.onload = i.onerror = r; i.src = '/dot.png?k5' })`,
      '/dot.png?k5',
      'shared=1; own=2',
    ],
    [
      'image of another origin',
      (far) => `new Promise((r) => { const i = new Image(); i.onload = i.onerror = r; i.src = '${far}/dot.png?k6' })`,
      '/dot.png?k6',
      'shared=1',
    ],
    [
      'image with crossorigin',
      (far) =>
        `new Promise((r) => { const i = new Image(); i.crossOrigin = ''; i.onload = i.onerror = r; i.src = '${far}/dot.png?open&k7' })`,
      '/dot.png?open&k7',
      undefined,
    ],
    [
      'module script of another origin',
      (far) =>
        `new Promise((r) => { const s = document.createElement('script'); s.type = 'module'; s.onload = r; s.src = '${far}/words.mjs?k8'; document.head.append(s) })`,
      '/words.mjs?k8',
      undefined,
    ],
    ['font of another origin', (far) => `new FontFace('K', 'url(${far}/diamond.ttf?k9)').load()`, '/diamond.ttf?k9', undefined],
    ['beacon', (far) => `navigator.sendBeacon('${far}/note?key=k10', 'x')`, '/note?key=k10', 'shared=1'],
    [
      'EventSource without credentials',
      (far) => `new Promise((r) => { const s = new EventSource('${far}/sse?k11'); s.onmessage = () => { s.close(); r() } })`,
      '/sse?k11',
      undefined,
    ],
    [
      'EventSource with credentials',
      (far) =>
        `new Promise((r) => { const s = new EventSource('${far}/sse?k12', { withCredentials: true }); s.onmessage = () => { s.close(); r() } })`,
      '/sse?k12',
      'shared=1',
    ],
  ];

  test.each(kinds)('%s arrives with exactly the cookies of the target', async (_kind, script, path, cookies) => {
    await host
      .evaluate((code) => (0, eval)(code) as unknown, script(site.origins.other))
      .catch((error: unknown) => {
        // Without CORS headers the page may not read the answer; the request has been sent all the same.
        if (!/Failed to fetch|NetworkError/.test(String(error))) throw error;
      });
    const request = await arrived(path);
    expect(request.headers['cookie']).toBe(cookies);
  });

  test("carries nothing of the gateway: host, origin, referer, cookies and headers are the target's own", async () => {
    await host.evaluate(() => fetch('/echo?clean', { method: 'POST' }));
    const { headers } = await arrived('/echo?clean');
    const { host: name, port } = new URL(site.origins.pages);
    expect(headers['host']).toBe(name);
    expect(headers['origin']).toBe(site.origins.pages);
    expect(headers['referer']).toBe(`${site.origins.pages}/words.html`);
    expect(JSON.stringify(headers)).not.toMatch(/samepage|localhost|forwarded/i);
    expect(port).not.toBe('');
  });

  test('a preflight is answered by the target, with its own origins', async () => {
    const status = await host.evaluate(
      (far) =>
        fetch(`${far}/cors?pre`, { method: 'PUT', headers: { 'X-Asked': '1' }, credentials: 'include' }).then((answer) => answer.status),
      site.origins.other,
    );
    expect(status).toBe(200);
    const asked = site.seen('/cors?pre').find((request) => request.method === 'OPTIONS');
    expect(asked?.headers).toMatchObject({
      origin: site.origins.pages,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-asked',
    });
    expect(asked?.headers['cookie']).toBeUndefined();
  });

  test('a socket names the page as its origin and brings the cookies of its host', async () => {
    await host.evaluate((far) => {
      const socket = new WebSocket(`${far.replace('https', 'wss')}/kinds`);
      return new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
    }, site.origins.other);
    const { headers } = await arrived('/kinds');
    expect(headers).toMatchObject({ origin: site.origins.pages, host: new URL(site.origins.other).host, cookie: 'shared=1' });
  });

  test('without the session cookie a document is refused, and reaches no target', async () => {
    const address = gatewayAddress(gateway, session.id, `${site.origins.pages}/words.html?stranger`);
    const answer = await gateway.ask(address, {
      headers: { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', accept: 'text/html' },
    });
    expect(answer.status).toBe(403);
    expect(site.seen('/words.html?stranger')).toEqual([]);
  });

  test('without the session cookie a font is forwarded as nobody', async () => {
    const address = gatewayAddress(gateway, session.id, `${site.origins.pages}/diamond.ttf?stranger`);
    const answer = await gateway.ask(address, {
      headers: { 'sec-fetch-dest': 'font', 'sec-fetch-mode': 'cors', authorization: 'Bearer stolen', cookie: 'shared=9' },
    });
    expect(answer.status).toBe(200);
    const { headers } = await arrived('/diamond.ttf?stranger');
    expect(headers['cookie']).toBeUndefined();
    expect(headers['authorization']).toBeUndefined();
  });

  test('a socket that a page holds open does not keep the gateway from stopping', async () => {
    const short = await startGateway({ site, overrides: { limits: { drainMs: 200 } } });
    const context = await browser.newContext();
    const page = await startAsCustomer(context, (await short.createSession(`${site.origins.www}/`)).links.customer);
    await page.waitForFunction(() => Number(document.documentElement.dataset['ticks']) > 0);
    const closed = await Promise.race([
      short.close().then(() => 'closed'),
      new Promise((resolve) => setTimeout(resolve, 10_000, 'still open after ten seconds')),
    ]);
    await context.close();
    expect(closed).toBe('closed');
  });

  test('the browser holds no cookie of the target', async () => {
    const names = (await host.context().cookies()).map((cookie) => cookie.name);
    expect(names).not.toContain('shared');
    expect(names).not.toContain('own');
    expect(await host.evaluate(() => document.cookie.split('; ').sort())).toEqual(['own=2', 'shared=1']);
  });
});
