/**
 * Requests that browsers send [A2] [A3] without our cookie, one row a kind: forwarded for nobody, or refused. The attack: somebody
 * who knows a session's host name (it is visible in DNS) asks through it in the customer's name.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

let shop: Target;
let gateway: Gateway;
let origin: string;

beforeAll(async () => {
  shop = await startTarget((req, res) => {
    res.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': 'planted=1; Path=/', 'access-control-allow-origin': '*' });
    res.end(req.headers.cookie ?? 'no cookie');
  });
  gateway = await startProxy();
  origin = shop.origin('www.shop.example');
  gateway.session.jar.setFromResponse(`${origin}/`, ['sid=secret; Path=/'], { sameSite: 'strict' });
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});
beforeEach(() => void (shop.seen.length = 0));

const kinds: [string, { method?: string; headers: Record<string, string> }, 'forwarded' | 'refused'][] = [
  [
    'a font of another label',
    { headers: { 'sec-fetch-dest': 'font', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-site' } },
    'forwarded',
  ],
  ['a module script', { headers: { 'sec-fetch-dest': 'script', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-site' } }, 'forwarded'],
  [
    'an image with crossorigin',
    { headers: { 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-site' } },
    'forwarded',
  ],
  [
    'a default fetch to another label',
    { headers: { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-site' } },
    'forwarded',
  ],
  ['an EventSource', { headers: { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors', accept: 'text/event-stream' } }, 'forwarded'],
  ['a POST by fetch', { method: 'POST', headers: { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' } }, 'forwarded'],
  [
    'a preflight',
    { method: 'OPTIONS', headers: { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors', 'access-control-request-method': 'PUT' } },
    'forwarded',
  ],
  [
    'a sub-resource of a sandboxed frame',
    { headers: { 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors', origin: 'null' } },
    'forwarded',
  ],
  ['a top-level document', { headers: { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' } }, 'refused'],
  ['a framed document', { headers: { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' } }, 'refused'],
  ['a form sent as a document', { method: 'POST', headers: { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' } }, 'refused'],
  ['an embedded document', { headers: { 'sec-fetch-dest': 'embed', 'sec-fetch-mode': 'no-cors' } }, 'refused'],
  [
    'a document of a browser without metadata',
    { headers: { accept: 'text/html,application/xhtml+xml', 'upgrade-insecure-requests': '1' } },
    'refused',
  ],
];

describe('without our cookie', () => {
  test.each(kinds)('%s', async (_name, asked, expected) => {
    const answer = await gateway.ask(origin, '/x', { ...asked, dest: '', cookie: false });
    if (expected === 'refused') {
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('VISITOR_UNKNOWN');
      expect(shop.seen).toHaveLength(0);
      return;
    }
    expect([answer.status, answer.text]).toEqual([200, 'no cookie']);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(gateway.session.jar.documentCookie(`${origin}/`)).toBe('sid=secret');
  });

  test('Authorization and a foreign Cookie stay behind', async () => {
    const headers = { authorization: 'Basic Z3Vlc3M6Z3Vlc3M=', 'sec-fetch-site': 'cross-site' };
    for (const origin2 of [undefined, 'null', 'https://attacker.test'])
      await gateway.ask(origin, '/x', {
        dest: 'empty',
        cookie: 'sid=guess; other=1',
        headers: { ...headers, ...(origin2 === undefined ? {} : { origin: origin2 }) },
      });
    for (const { headers: seen } of shop.seen) expect([seen.authorization, seen.cookie]).toEqual([undefined, undefined]);
    expect(shop.seen).toHaveLength(3);
  });

  // A bearer token for the API of a sibling host: `fetch` without credentials is the default, and the page wrote the header itself.
  test('an Authorization that a page of this session wrote goes with it', async () => {
    const headers = {
      authorization: 'Bearer b',
      origin: gateway.gatewayOrigin(shop.origin('api.shop.example')),
      'sec-fetch-site': 'same-site',
    };
    await gateway.ask(origin, '/x', { dest: 'empty', cookie: false, headers });
    await gateway.ask(origin, '/x', { dest: 'empty', cookie: false, headers: { authorization: 'Bearer b' } });
    expect(shop.seen.map((seen) => [seen.headers.authorization, seen.headers.cookie])).toEqual([
      ['Bearer b', undefined],
      ['Bearer b', undefined],
    ]);
  });

  // What one reader takes for a file of ours, which needs no cookie, another must not forward.
  test.each([
    '/x/../.samepage/runtime.js',
    '/x/%2e%2e/.samepage/worker.js',
    '/%2esamepage/runtime.js',
    '/.%73amepage/runtime.js',
    '/.samepage%2fruntime.js',
    '/.samepage/../page',
    '/.samepage/%2e%2e/page',
  ])('no other spelling of our path reaches a target: %s', async (path) => {
    for (const dest of ['document', 'script'])
      for (const cookie of [false, undefined] as const) {
        const answer = await gateway.ask(origin, path, { dest, ...(cookie === false ? { cookie } : {}) });
        expect([path, answer.status >= 400 || answer.text === '/* runtime */' || answer.text === '/* worker */']).toEqual([path, true]);
      }
    expect(shop.seen).toHaveLength(0);
  });

  test.each(['//.samepage/runtime.js', '/.SAMEPAGE/runtime.js', '/%252esamepage/x'])(
    "a path that is not ours is the target's: %s",
    async (path) => {
      expect((await gateway.ask(origin, path, { dest: 'document', cookie: false })).status).toBe(403);
      expect((await gateway.ask(origin, path, { dest: 'image', cookie: false })).status).toBe(200);
      expect(shop.seen.map((seen) => seen.url)).toEqual([path]);
    },
  );

  test('a carrier cookie is not read', async () => {
    const answer = await gateway.ask(origin, '/x', { dest: 'empty', cookie: 'samepage-set.1=%5B%22%22%5D' });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test.each([
    '/.samepage/cookies',
    '/.samepage/report',
    '/.samepage/rewrite',
    '/.samepage/alias',
    '/.samepage/runtime',
    '/.samepage/other',
  ])('%s is refused', async (path) => {
    expect((await gateway.ask(origin, path, { dest: 'empty', cookie: false })).status).toBe(403);
  });

  test.each(['/.samepage/runtime.js', '/.samepage/worker.js'])('%s is the same for everybody: sandboxed frames need it', async (path) => {
    const answer = await gateway.ask(origin, path, { dest: 'script', cookie: false });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
  });

  test('nothing is forwarded before the customer has started', async () => {
    const waiting = await startProxy({ state: 'waiting' });
    expect((await waiting.ask(origin, '/x', { dest: 'image', cookie: false })).status).toBe(403);
    expect(shop.seen).toHaveLength(0);
    await waiting.close();
  });
});

test('with our cookie the jar answers, and ours stays here', async () => {
  const answer = await gateway.ask(origin, '/x', { dest: 'empty' });
  expect(answer.text).toBe('sid=secret');
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(/^samepage-jar=j[\w-]+; Path=\/; Domain=[a-z2-7]{16}\.localhost; SameSite=Lax$/),
  ]);
  expect(gateway.session.jar.documentCookie(`${origin}/`)).toContain('planted=1');
});
