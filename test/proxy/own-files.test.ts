import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProxy, type Gateway } from './start-proxy.ts';

let gateway: Gateway;
const origin = 'https://www.shop.example';

beforeAll(async () => {
  gateway = await startProxy();
  gateway.session.jar.setFromResponse(`${origin}/dir/`, ['seen=1; Path=/', 'hidden=2; Path=/; HttpOnly', 'deep=3; Path=/dir'], {
    sameSite: 'strict',
  });
});
afterAll(() => gateway.close());

const fromPage = (): Record<string, string> => ({ origin: gateway.gatewayOrigin(origin), 'sec-fetch-site': 'same-origin' });

test('the runtime is kept for ever under the address that names its hash', async () => {
  const plain = await gateway.ask(origin, '/.samepage/runtime.js', { dest: 'script' });
  expect([plain.status, plain.text, plain.headers['cache-control']]).toEqual([200, '/* runtime */', 'no-cache']);
  const hash = String(plain.headers.etag).slice(3, -1);
  expect((await gateway.ask(origin, `/.samepage/runtime.js?v=${hash}`, { dest: 'script' })).headers['cache-control']).toContain(
    'immutable',
  );
  expect((await gateway.ask(origin, '/.samepage/runtime.js', { dest: 'script', headers: { 'if-none-match': `W/"${hash}"` } })).status).toBe(
    304,
  );
});

test.each([
  ['gzip, deflate, br, zstd', 'br', 'its brotli'],
  ['gzip', 'gzip', 'its gzip'],
  ['br;q=0, gzip', 'gzip', 'its gzip'],
  ['identity', undefined, '/* runtime */'],
])('the runtime comes packed as the browser wants it: %s', async (accepts, coding, bytes) => {
  const answer = await gateway.ask(origin, '/.samepage/runtime.js', { dest: 'script', headers: { 'accept-encoding': accepts } });
  expect([answer.headers['content-encoding'], answer.text, answer.headers.vary]).toEqual([coding, bytes, 'Accept-Encoding']);
});

test('the file of workers is served the same way', async () => {
  const file = await gateway.ask(origin, '/.samepage/worker.js', { dest: 'script' });
  expect([file.status, file.text, file.headers['cache-control']]).toEqual([200, '/* worker */', 'no-cache']);
  const native = await gateway.ask(origin, '/.samepage/worker-native.js', { dest: 'script' });
  expect([native.status, native.text]).toEqual([200, 'self.__samepage$native=true;/* worker */']);
});

test('cookies are those of the asking page', async () => {
  expect((await gateway.ask(origin, '/.samepage/cookies', { dest: 'empty' })).text).toBe('seen=1');
  expect((await gateway.ask(origin, '/.samepage/cookies?path=/dir/page', { dest: 'empty' })).text).toBe('deep=3; seen=1');
  expect(
    (await gateway.ask(origin, '/.samepage/cookies', { dest: 'empty', headers: { referer: `${gateway.gatewayOrigin(origin)}/dir/x` } }))
      .text,
  ).toBe('deep=3; seen=1');
});

test('script text comes back rewritten', async () => {
  const answer = await gateway.ask(origin, '/.samepage/rewrite?kind=script', {
    method: 'POST',
    dest: 'empty',
    body: 'x = location.href',
    headers: fromPage(),
  });
  expect([answer.status, answer.text]).toEqual([200, 'x = __samepage$w(location).href']);
});

test('an alias is remembered', async () => {
  const long = `https://${'a'.repeat(60)}.shop.example`;
  const answer = await gateway.ask(origin, '/.samepage/alias', {
    method: 'POST',
    dest: 'empty',
    body: JSON.stringify({ origin: long }),
    headers: fromPage(),
  });
  const { origin: gatewayOrigin } = JSON.parse(answer.text) as { origin: string }; // our own answer
  expect(gateway.session.urls.targetOrigin(gatewayOrigin)).toBe(long);
});

test.each(['{}', 'not json', '{"origin":5}', '{"origin":"javascript:1"}', 'null'])(
  'a broken alias request is refused: %s',
  async (body) => {
    expect((await gateway.ask(origin, '/.samepage/alias', { method: 'POST', dest: 'empty', body, headers: fromPage() })).status).toBe(400);
  },
);

test('[A4] a report of a host that is not ours is a counted escape, and of nothing else', async () => {
  const reports: [Record<string, unknown>, number][] = [
    [{ 'blocked-uri': 'https://x.example/secret?token=1' }, 1],
    [{ 'blocked-uri': 'wss://x.example' }, 1],
    [{ 'blocked-uri': 'https://x.example/', disposition: 'report' }, 0],
    [{ 'blocked-uri': `${gateway.gatewayOrigin('https://www.bank.example')}/a` }, 0],
    [{ 'blocked-uri': gateway.session.urls.own }, 0],
    [{ 'blocked-uri': 'inline' }, 0],
    [{ 'blocked-uri': 'data' }, 0],
    [{ 'blocked-uri': 5 }, 0],
  ];
  for (const [report, count] of reports) {
    const before = gateway.proxy.stats().escapes;
    const body = JSON.stringify({ 'csp-report': { 'violated-directive': 'img-src', ...report } });
    const answer = await gateway.ask(origin, '/.samepage/report', { method: 'POST', dest: 'report', body, headers: fromPage() });
    expect([report, answer.status, gateway.proxy.stats().escapes - before]).toEqual([report, 204, count]);
  }
});

test('a report is taken, the socket wants an upgrade, all else is nothing', async () => {
  const report = { 'csp-report': { 'violated-directive': 'img-src', 'blocked-uri': 'https://x.example/secret?token=1' } };
  expect(
    (await gateway.ask(origin, '/.samepage/report', { method: 'POST', dest: 'report', body: JSON.stringify(report), headers: fromPage() }))
      .status,
  ).toBe(204);
  expect((await gateway.ask(origin, '/.samepage/runtime', { dest: 'empty' })).status).toBe(426);
  expect((await gateway.ask(origin, '/.samepage/', { dest: 'empty' })).status).toBe(404);
  expect((await gateway.ask(origin, '/.samepage/../x', { dest: 'empty' })).status).toBe(404);
});

describe('another origin has no business here', () => {
  test.each<[string, Record<string, string>]>([
    ['another label', { origin: 'http://www-bank-example.abcdefgh234567ab.localhost', 'sec-fetch-site': 'same-site' }],
    ['another site', { origin: 'https://attacker.test', 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('%s', async (_name, headers) => {
    for (const path of ['/.samepage/rewrite', '/.samepage/alias']) {
      expect((await gateway.ask(origin, path, { method: 'POST', dest: 'empty', body: 'x', headers })).status).toBe(403);
    }
    expect((await gateway.ask(origin, '/.samepage/cookies', { dest: 'empty', headers })).status).toBe(403);
  });
});
