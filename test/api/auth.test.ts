import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, bearer, cookiesOf, fragmentOf, startApi, type ApiUnderTest } from './api-under-test.ts';

let it: ApiUnderTest;
let first: { id: string; links: { customer: string; agent: string } };
let second: { id: string };
const as: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  it = await startApi();
  const create = async () =>
    (
      await it
        .control()
        .post('/api/v1/sessions')
        .set({ ...it.page, ...bearer })
        .send({ url: 'https://shop.example/' })
    ).body as typeof first;
  first = await create();
  second = await create();
  const seat = async (link: string) => {
    const token = fragmentOf(link);
    const opened = await it.control().post('/api/v1/links/open').set(it.page).send({ token });
    return { ...it.page, Authorization: `Bearer seat.${token}`, Cookie: cookiesOf(opened) };
  };
  const invite = async (role: string) =>
    (
      (
        await it
          .control()
          .post(`/api/v1/sessions/${first.id}/participants`)
          .set({ ...it.page, ...bearer })
          .send({ role, name: role })
      ).body as { link: string }
    ).link;
  const signedIn = await it.control().post('/api/v1/sign-in').set(it.page).send({ token: ADMIN_TOKEN });
  as['nobody'] = it.page;
  as['admin'] = { ...it.page, ...bearer };
  as['cookie'] = { ...it.page, Cookie: cookiesOf(signedIn) };
  as['agent'] = await seat(first.links.agent);
  as['observer'] = await seat(await invite('observer'));
});
afterAll(async () => {
  await it.close();
});

/** Every role, every endpoint: what it is answered. `own`: of the seat's session. `other`: of another one. */
const matrix: readonly [method: 'get' | 'post', path: string, body: object | undefined, statuses: Readonly<Record<string, number>>][] = [
  ['get', '/sessions', undefined, { nobody: 401, admin: 200, cookie: 200, agent: 403, observer: 403 }],
  ['post', '/sessions', { url: 'https://shop.example/' }, { nobody: 401, admin: 201, cookie: 201, agent: 403, observer: 403 }],
  ['get', '/sessions/own', undefined, { nobody: 401, admin: 200, cookie: 200, agent: 200, observer: 200 }],
  ['get', '/sessions/other', undefined, { nobody: 401, admin: 200, cookie: 200, agent: 404, observer: 404 }],
  [
    'post',
    '/sessions/own/participants',
    { role: 'observer', name: 'Tom' },
    { nobody: 401, admin: 201, cookie: 201, agent: 201, observer: 403 },
  ],
  [
    'post',
    '/sessions/other/participants',
    { role: 'observer', name: 'Tom' },
    { nobody: 401, admin: 201, cookie: 201, agent: 404, observer: 404 },
  ],
  ['post', '/sessions/own/ticket', undefined, { nobody: 401, admin: 201, cookie: 201, agent: 201, observer: 201 }],
  ['post', '/sessions/other/ticket', undefined, { nobody: 401, admin: 201, cookie: 201, agent: 404, observer: 404 }],
  [
    'post',
    '/pins/redeem',
    { pin: '000000', url: 'https://shop.example/' },
    { nobody: 401, admin: 404, cookie: 404, agent: 403, observer: 403 },
  ],
  ['get', '/me', undefined, { nobody: 401, admin: 200, cookie: 200, agent: 200, observer: 200 }],
];

for (const [method, path, body, statuses] of matrix) {
  test.each(Object.entries(statuses))(`${method} ${path} answers %s with %i`, async (who, status) => {
    const real = path.replace('/own', `/${first.id}`).replace('/other', `/${second.id}`);
    const asking = it
      .control()
      [method](`/api/v1${real}`)
      .set(as[who] ?? {});
    expect((await (body ? asking.send(body) : asking)).status).toBe(status);
  });
}

test.each(['nobody', 'observer', 'agent'])('%s may not end a session of others', async (who) => {
  const answer = await it
    .control()
    .delete(`/api/v1/sessions/${second.id}`)
    .set(as[who] ?? {});
  expect(answer.status).toBe(who === 'nobody' ? 401 : 404);
});

test('an observer may not end its own session, an agent may', async () => {
  expect(
    (
      await it
        .control()
        .delete(`/api/v1/sessions/${first.id}`)
        .set(as['observer'] ?? {})
    ).status,
  ).toBe(403);
  expect(
    (
      await it
        .control()
        .delete(`/api/v1/sessions/${first.id}`)
        .set(as['agent'] ?? {})
    ).status,
  ).toBe(204);
});

describe('links', () => {
  const fresh = async () =>
    (
      await it
        .control()
        .post('/api/v1/sessions')
        .set({ ...it.page, ...bearer })
        .send({ url: 'https://shop.example/' })
    ).body as typeof first;

  test('open again in the browser that first used them, elsewhere they are used', async () => {
    const { links } = await fresh();
    const token = fragmentOf(links.agent);
    const opened = await it.control().post('/api/v1/links/open').set(it.page).send({ token });
    const again = await it
      .control()
      .post('/api/v1/links/open')
      .set({ ...it.page, Cookie: cookiesOf(opened) })
      .send({ token });
    const elsewhere = await it.control().post('/api/v1/links/open').set(it.page).send({ token });
    expect([opened.status, again.status, elsewhere.status]).toEqual([200, 200, 409]);
    expect((elsewhere.body as { error: { code: string } }).error.code).toBe('LINK_USED');
  });

  test('a seat sets a device cookie and never the cookie of a signed-in user', async () => {
    const { links } = await fresh();
    const opened = await it
      .control()
      .post('/api/v1/links/open')
      .set(as['cookie'] ?? {})
      .send({ token: fragmentOf(links.agent) });
    const set = opened.headers['set-cookie'] as unknown as string[];
    expect(set).toHaveLength(1);
    expect(set[0]).toMatch(/^samepage-device=[\w-]{22}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
  });

  test('a token without the browser it was opened in is worth nothing', async () => {
    const { id, links } = await fresh();
    const token = fragmentOf(links.agent);
    await it.control().post('/api/v1/links/open').set(it.page).send({ token });
    const answer = await it
      .control()
      .get(`/api/v1/sessions/${id}`)
      .set({ ...it.page, Authorization: `Bearer seat.${token}` });
    expect(answer.status).toBe(401);
  });

  test("a customer's link is no way into the console", async () => {
    const { links } = await fresh();
    const answer = await it
      .control()
      .post('/api/v1/links/open')
      .set(it.page)
      .send({ token: fragmentOf(links.customer) });
    expect(answer.status).toBe(403);
  });

  test('a made-up link is unknown', async () => {
    const answer = await it
      .control()
      .post('/api/v1/links/open')
      .set(it.page)
      .send({ token: 'x'.repeat(43) });
    expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([404, 'LINK_UNKNOWN']);
  });
});

describe('sign-in', () => {
  test('sets a cookie that is bound to the host, and sign-out makes it worthless', async () => {
    const signedIn = await it.control().post('/api/v1/sign-in').set(it.page).send({ token: ADMIN_TOKEN });
    const set = signedIn.headers['set-cookie'] as unknown as string[];
    expect(set[0]).toMatch(/^samepage-console=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    const mine = { ...it.page, Cookie: cookiesOf(signedIn) };
    expect((await it.control().get('/api/v1/me').set(mine)).status).toBe(200);
    expect((await it.control().post('/api/v1/sign-out').set(mine)).status).toBe(204);
    expect((await it.control().get('/api/v1/me').set(mine)).status).toBe(401);
  });

  test.each([
    ['another value', (value: string) => value.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['a user’s mark instead of the operator’s', (value: string) => value.replace('=o.', '=')],
    ['nothing', () => 'samepage-console='],
  ])('does not take a cookie with %s', async (_what, change) => {
    const signedIn = await it.control().post('/api/v1/sign-in').set(it.page).send({ token: ADMIN_TOKEN });
    expect(
      (
        await it
          .control()
          .get('/api/v1/me')
          .set({ ...it.page, Cookie: change(cookiesOf(signedIn)) })
      ).status,
    ).toBe(401);
  });
});

test('guessing the admin token ends after twenty tries in a minute, and a good token from there has to wait as well', async () => {
  const own = await startApi();
  const answers = [];
  for (let n = 0; n < 21; n++)
    answers.push(
      (
        await own
          .control()
          .get('/api/v1/sessions')
          .set({ ...own.page, Authorization: `Bearer guess-${n}` })
      ).status,
    );
  expect(answers.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
  expect(answers[20]).toBe(429);
  const good = await own
    .control()
    .get('/api/v1/sessions')
    .set({ ...own.page, ...bearer });
  expect([good.status, Number(good.headers['retry-after'])]).toEqual([
    429,
    expect.toSatisfy((seconds: number) => seconds > 0 && seconds <= 60),
  ]);
  await own.close();
});

test('without a token in the config one is made at the first start, works, and is kept for the next', async () => {
  const own = await startApi({ SAMEPAGE_ADMIN_TOKEN: undefined });
  const { adminToken, tokenIsNew } = own.api;
  expect([tokenIsNew, adminToken.length]).toEqual([true, 32]);
  expect(
    (
      await own
        .control()
        .get('/api/v1/me')
        .set({ ...own.page, Authorization: `Bearer ${adminToken}` })
    ).status,
  ).toBe(200);
  expect(await own.again()).toMatchObject({ adminToken, tokenIsNew: false });
  await own.close();
});

test('a console’s page says that its browser is signed in nowhere, only where the sign-in’s cookie would have come', async () => {
  const who = async (headers: Record<string, string>) =>
    /data-who="(\w*)"/.exec(
      (
        await it
          .control()
          .get('/')
          .set({ Host: new URL(it.config.controlOrigin).host, ...headers })
      ).text,
    )?.[1];
  expect(await who({ 'Sec-Fetch-Site': 'none' })).toBe('out');
  expect(await who({ 'Sec-Fetch-Site': 'same-origin' })).toBe('out');
  // Strict: a link of another site brings no cookie, whoever is signed in. And older browsers do not say.
  expect(await who({ 'Sec-Fetch-Site': 'cross-site' })).toBe('');
  expect(await who({})).toBe('');
  expect(await who({ 'Sec-Fetch-Site': 'none', Cookie: 'samepage-console=any' })).toBe('');
});
