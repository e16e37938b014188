/**
 * Everything that is refused says so: JSON for programs, a page for people, each with a code of the table, a sentence and
 * what to do.
 */
import type { Browser, Page } from 'playwright-core';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '../../src/shared/error-codes.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { gatewayAddress } from '../support/gateway-address.ts';
import { startAsCustomer } from '../support/journey.ts';
import { startGateway, type ApiAnswer, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';

let site: Site;
let gateway: Gateway;

beforeAll(async () => {
  site = await startSite();
  // Reachable, but with a certificate of nobody; and a port that nothing listens on.
  gateway = await startGateway({
    site,
    overrides: {
      resolve: {
        ...Object.fromEntries(site.hosts.map((host) => [host, '127.0.0.1'])),
        'untrusted.example': '127.0.0.1',
        'down.example': '127.0.0.1',
        'inside.example': '10.1.2.3',
      },
      allowPrivateTargets: [...site.targets, 'untrusted.example:4443', '127.0.0.1/32'],
      limits: { requestBodyLimitBytes: 200_000 },
    },
  });
});

afterAll(async () => {
  await gateway.close();
  await site.close();
});

function expectCode(answer: ApiAnswer, code: keyof typeof errorCodes): void {
  const row = errorCodes[code];
  expect(answer.body).toMatchObject({
    error: { code, message: expect.any(String) as string, hint: expect.stringMatching(/\w/) as string },
  });
  expect(answer.status).toBe(row.status);
}

describe('the API refuses', () => {
  test.each([
    ['what is no web address', 'javascript:alert(1)', 'BAD_URL'],
    ['an empty address', '', 'BAD_REQUEST'],
    ['another scheme', 'ftp://www.shop.example/', 'BAD_URL'],
    ['a name that does not resolve', 'https://no-such-host.invalid/', 'TARGET_UNRESOLVABLE'],
    ['a private address behind a name', 'http://inside.example/', 'TARGET_NOT_ALLOWED'],
    ['a private literal', 'http://192.168.1.1/', 'TARGET_NOT_ALLOWED'],
    ['the cloud metadata address in decimal', 'http://2852039166/latest/meta-data/', 'TARGET_NOT_ALLOWED'],
    ['an address inside IPv6', 'http://[::ffff:10.0.0.1]/', 'TARGET_NOT_ALLOWED'],
  ] as const)('%s', async (_what, url, code) => {
    expectCode(await gateway.api('POST', '/api/v1/sessions', { url }), code);
  });

  test('a caller without a token', async () => {
    expectCode(await gateway.api('POST', '/api/v1/sessions', { url: `${site.origins.www}/` }, null), 'UNAUTHORIZED');
    expectCode(await gateway.api('GET', '/api/v1/sessions', undefined, 'wrong-token-of-nobody'), 'UNAUTHORIZED');
  });

  test('a body that is no JSON', async () => {
    expectCode(await gateway.api('POST', '/api/v1/sessions', '{"url": '), 'BAD_REQUEST');
  });

  test('an unknown session', async () => {
    expectCode(await gateway.api('GET', '/api/v1/sessions/aaaaaaaaaaaaaaaa'), 'SESSION_NOT_FOUND');
    expectCode(await gateway.api('DELETE', '/api/v1/sessions/aaaaaaaaaaaaaaaa'), 'SESSION_NOT_FOUND');
  });

  test('a wrong PIN', async () => {
    expectCode(await gateway.api('POST', '/api/v1/pins/redeem', { pin: '000000', url: `${site.origins.www}/` }), 'PIN_INVALID');
  });

  test('nothing twice: ending an ended session is fine', async () => {
    const { id } = await gateway.createSession(`${site.origins.www}/`);
    expect((await gateway.api('DELETE', `/api/v1/sessions/${id}`)).status).toBe(204);
    expect((await gateway.api('DELETE', `/api/v1/sessions/${id}`)).status).toBe(204);
    expect((await gateway.api('GET', `/api/v1/sessions/${id}`)).body).toMatchObject({ state: 'ended' });
  });

  test('an unknown host name, but answers the health check on any', async () => {
    expectCode(await gateway.ask(`http://nobody.example:${String(gateway.port)}/`), 'HOST_UNKNOWN');
    expect((await gateway.ask(`http://nobody.example:${String(gateway.port)}/healthz`)).status).toBe(200);
  });
});

describe.skipIf(!haveChromium())('a person is told', () => {
  let browser: Browser;
  let host: Page;
  let sid: string;

  beforeAll(async () => {
    browser = await launchChromium();
    const session = await gateway.createSession(`${site.origins.www}/`);
    sid = session.id;
    host = await startAsCustomer(await browser.newContext(), session.links.customer);
  });

  afterAll(async () => {
    await browser.close();
  });

  async function open(address: string): Promise<{ status: number; text: string }> {
    const answer = await host.goto(address);
    return { status: answer?.status() ?? 0, text: await host.innerText('body') };
  }

  test('that a link is not valid', async () => {
    const page = await (await browser.newContext()).newPage();
    const { links } = await gateway.createSession(`${site.origins.www}/`);
    await page.goto(links.customer.replace(/.{6}$/, 'AAAAAA'));
    const problem = page.getByTestId('problem');
    await problem.waitFor();
    expect(await problem.getAttribute('data-code')).toBe('LINK_UNKNOWN');
    expect(await page.innerText('body')).toMatch(/ask your agent/i);
  });

  test('that a link was used in another browser', async () => {
    const { links } = await gateway.createSession(`${site.origins.www}/`);
    await startAsCustomer(await browser.newContext(), links.customer);
    const page = await (await browser.newContext()).newPage();
    await page.goto(links.customer);
    await page.getByTestId('problem').waitFor();
    expect(await page.getByTestId('problem').getAttribute('data-code')).toBe('LINK_USED');
  });

  test('that their browser keeps no cookies, and the link is not used up by it', async () => {
    const { links } = await gateway.createSession(`${site.origins.www}/`);
    const page = await (await browser.newContext()).newPage();
    // As browsers say it that keep none; they themselves keep them here.
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => sessionStorage.getItem('allowed') !== null }),
    );
    await page.goto(links.customer);
    await page.getByRole('heading', { name: 'Your browser keeps no cookies' }).waitFor();
    await page.evaluate(() => sessionStorage.setItem('allowed', 'yes'));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByTestId('start').waitFor();
  });

  test('that a session has ended', async () => {
    const { id, links } = await gateway.createSession(`${site.origins.www}/`);
    await gateway.api('DELETE', `/api/v1/sessions/${id}`);
    const page = await (await browser.newContext()).newPage();
    await page.goto(links.customer);
    await page.getByTestId('problem').waitFor();
    expect(await page.getByTestId('problem').getAttribute('data-code')).toBe('SESSION_ENDED');
  });

  test('that this browser is not part of the session', async () => {
    const page = await (await browser.newContext()).newPage();
    const answer = await page.goto(gatewayAddress(gateway, sid, `${site.origins.www}/`));
    expect(answer?.status()).toBe(403);
    expect(await page.innerText('body')).toContain('VISITOR_UNKNOWN');
  });

  test('that a site is down', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on TCP
    await new Promise((resolve) => server.close(resolve));
    const { status, text } = await open(gatewayAddress(gateway, sid, `http://down.example:${String(port)}/`));
    expect(status).toBe(502);
    expect(text).toContain('TARGET_UNREACHABLE');
    expect(text).toContain('down.example');
  });

  test('that the certificate of a site is not to be trusted', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'samepage-untrusted-'));
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-keyout',
        'k.pem',
        '-out',
        'c.pem',
        '-days',
        '2',
        '-subj',
        '/CN=untrusted.example',
      ],
      { cwd: folder, stdio: 'ignore' },
    );
    const server = createTlsServer(
      { key: readFileSync(path.join(folder, 'k.pem')), cert: readFileSync(path.join(folder, 'c.pem')) },
      (_req, res) => res.end('secret'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const { status, text } = await open(gatewayAddress(gateway, sid, `https://untrusted.example:${String(port)}/`));
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
    expect(status).toBe(502);
    expect(text).toContain('TARGET_TLS');
    expect(text).not.toContain('secret');
  });

  test('that a private address stays closed while the session runs', async () => {
    const { status, text } = await open(gatewayAddress(gateway, sid, 'http://inside.example/'));
    expect(status).toBe(403);
    expect(text).toContain('TARGET_NOT_ALLOWED');
  });

  test('a script is told as well when it sends more than the limit', async () => {
    await host.goto(gatewayAddress(gateway, sid, `${site.origins.pages}/words.html`));
    const status = await host.evaluate(() =>
      fetch('/upload', { method: 'POST', body: 'x'.repeat(300_000) }).then((answer) => answer.status),
    );
    expect(status).toBe(413);
  });

  test('that too many wrong PINs have to wait', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${gateway.controlOrigin}/join`);
    const codes: (string | null)[] = [];
    for (let n = 0; n < 7; n++) {
      await page.getByTestId('pin-input').fill(String(900_000_000 + n));
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'POST' && response.status() >= 400),
        page.getByTestId('join').click(),
      ]);
      const body = (await answer.json()) as { error?: { code?: string } }; // the API's error body
      codes.push(body.error?.code ?? null);
    }
    expect(codes[0]).toBe('PIN_INVALID');
    expect(codes.at(-1)).toBe('TOO_MANY_TRIES');
  });
});
