/**
 * The attack: a stranger's page opens a WebSocket to the console. Browsers send cookies along and no CORS stands in the
 * way, so the Origin header is the only thing that tells it from our own page.
 */
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MAIN_COMPANY, operatorOf } from '../../src/shared/staff.ts';
import { ADMIN_TOKEN, bearer, cookiesOf, fragmentOf, portOf, startApi, type ApiUnderTest } from './api-under-test.ts';

let it: ApiUnderTest;
let cookie: string;
beforeAll(async () => {
  it = await startApi();
  cookie = cookiesOf(await it.control().post('/api/v1/sign-in').set(it.page).send({ token: ADMIN_TOKEN }));
});
beforeEach(() => {
  it.consoles.length = 0;
});
afterAll(async () => {
  await it.close();
});

function upgrade(headers: Record<string, string>, path = '/console/socket'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request({
      port: portOf(it.server),
      agent: false,
      path,
      headers: {
        Host: 'localhost:8080',
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        ...headers,
      },
    });
    asking.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    asking.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asking.on('error', reject);
    asking.end();
  });
}

const origin = 'http://localhost:8080';

test('our own page with the cookie is a signed-in user', async () => {
  expect(await upgrade({ Origin: origin, Cookie: cookie })).toBe(101);
  expect(it.consoles).toEqual([{ staff: operatorOf(MAIN_COMPANY), watch: expect.any(Function) }]);
});

test('the token of a seat, in the browser that opened it, is that seat', async () => {
  const { body } = await it
    .control()
    .post('/api/v1/sessions')
    .set({ ...it.page, ...bearer })
    .send({ url: 'https://shop.example/' });
  const { id, links } = body as { id: string; links: { agent: string } };
  const token = fragmentOf(links.agent);
  const opened = await it.control().post('/api/v1/links/open').set(it.page).send({ token });
  expect(await upgrade({ Origin: origin, Cookie: cookiesOf(opened), 'Sec-WebSocket-Protocol': `samepage, seat.${token}` })).toBe(101);
  expect(it.consoles).toMatchObject([{ session: { id }, participant: (opened.body as { participant: string }).participant }]);
});

test.each([
  ['another site', () => ({ Origin: 'https://evil.example', Cookie: cookie }), 403],
  ["a session's page", () => ({ Origin: 'http://www-shop-example.aaaaaaaaaaaaaaaa.localhost:8080', Cookie: cookie }), 403],
  ['a sandboxed frame', () => ({ Origin: 'null', Cookie: cookie }), 403],
  ['no origin at all', () => ({ Cookie: cookie }), 403],
  ['nobody', () => ({ Origin: origin }), 401],
  ['a made-up seat', () => ({ Origin: origin, Cookie: cookie, 'Sec-WebSocket-Protocol': 'samepage, seat.nothing' }), 401],
])('%s is refused', async (_who, headers, status) => {
  expect(await upgrade(headers())).toBe(status);
  expect(it.consoles).toEqual([]);
});

test('any other path is nothing', async () => {
  expect(await upgrade({ Origin: origin, Cookie: cookie }, '/other')).toBe(404);
});
