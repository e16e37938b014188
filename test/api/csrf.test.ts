/**
 * The attack: a page of a session (which runs a stranger's scripts) makes the agent's browser send a request to the
 * control origin. In production sessions are another site, but a sibling host, a bookmarklet or a plain form is enough to
 * try. The browser adds the cookie where SameSite lets it, and always says where the request comes from.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_TOKEN, bearer, cookiesOf, startApi, type ApiUnderTest } from './api-under-test.ts';

let it: ApiUnderTest;
let cookie: string;

beforeAll(async () => {
  it = await startApi();
  cookie = cookiesOf(await it.control().post('/api/v1/sign-in').set(it.page).send({ token: ADMIN_TOKEN }));
});
afterAll(async () => {
  await it.close();
});

const own = 'http://localhost:8080';
const label = 'http://www-shop-example.aaaaaaaaaaaaaaaa.localhost:8080';

/** What the browser says, and what a cookie and a bearer token are then worth. */
const matrix: readonly [from: string, headers: Record<string, string>, withCookie: number, withBearer: number][] = [
  ['our own page', { Origin: own, 'Sec-Fetch-Site': 'same-origin' }, 201, 201],
  ['our own page, old browser', { Origin: own }, 201, 201],
  ["a session's page", { Origin: label, 'Sec-Fetch-Site': 'same-site' }, 403, 403],
  ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }, 403, 403],
  ['another port of this host', { Origin: 'http://localhost:9999', 'Sec-Fetch-Site': 'same-site' }, 403, 403],
  ['the same host over https', { Origin: 'https://localhost:8080', 'Sec-Fetch-Site': 'cross-site' }, 403, 403],
  ['a sandboxed frame', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }, 403, 403],
  ['a sibling that hides its origin', { 'Sec-Fetch-Site': 'same-site' }, 403, 403],
  ['a bookmark', { 'Sec-Fetch-Site': 'none' }, 403, 403],
  ['an origin that only begins like ours', { Origin: `${own}.evil.example`, 'Sec-Fetch-Site': 'cross-site' }, 403, 403],
  ['a program', {}, 401, 201],
];

test.each(matrix)('POST from %s', async (_from, headers, withCookie, withBearer) => {
  const host = { Host: 'localhost:8080' };
  const byCookie = await it
    .control()
    .post('/api/v1/sessions')
    .set({ ...host, ...headers, Cookie: cookie })
    .send({ url: 'https://shop.example/' });
  const byBearer = await it
    .control()
    .post('/api/v1/sessions')
    .set({ ...host, ...headers, ...bearer })
    .send({ url: 'https://shop.example/' });
  expect([byCookie.status, byBearer.status]).toEqual([withCookie, withBearer]);
});

test.each(matrix.filter(([, , withCookie]) => withCookie === 403))('DELETE from %s leaves the session alone', async (_from, headers) => {
  const { id } = (
    await it
      .control()
      .post('/api/v1/sessions')
      .set({ ...it.page, ...bearer })
      .send({ url: 'https://shop.example/' })
  ).body as { id: string };
  const answer = await it
    .control()
    .delete(`/api/v1/sessions/${id}`)
    .set({ Host: 'localhost:8080', ...headers, Cookie: cookie });
  expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([403, 'WRONG_ORIGIN']);
  expect(it.live(id).state).toBe('waiting');
});

test('a form of another site cannot sign a browser in as somebody else', async () => {
  const answer = await it
    .control()
    .post('/api/v1/sign-in')
    .set({ Host: 'localhost:8080', Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' })
    .send({ token: ADMIN_TOKEN });
  expect(answer.status).toBe(403);
  expect(answer.headers['set-cookie']).toBeUndefined();
});

test('a form cannot send what the API reads: only JSON counts', async () => {
  const answer = await it
    .control()
    .post('/api/v1/sessions')
    .set({ ...it.page, Cookie: cookie, 'Content-Type': 'text/plain' })
    .send('{"url":"https://shop.example/"}');
  expect(answer.status).toBe(400);
});

test('no answer invites another origin to read it', async () => {
  const answer = await it.control().get('/api/v1/sessions').set({ Host: 'localhost:8080', Origin: 'https://evil.example', Cookie: cookie });
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
});
