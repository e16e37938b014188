import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, cookiesOf, fragmentOf, startApi, type ApiUnderTest } from './api-under-test.ts';

let it: ApiUnderTest;
const host = () => ({ Host: it.page['Host'] ?? '' });

beforeAll(async () => {
  it = await startApi();
});
afterAll(async () => {
  await it.close();
});

async function create(url = 'https://shop.example/sale?q=1') {
  const answer = await it
    .control()
    .post('/api/v1/sessions')
    .set({ ...host(), ...bearer })
    .send({ url });
  expect(answer.status).toBe(201);
  return answer.body as { id: string; pin: string; links: { customer: string; agent: string } };
}

describe('POST /api/v1/sessions', () => {
  test('hands back an id, a nine-digit PIN and two links, on the hosts that design names', async () => {
    const { id, pin, links } = await create();
    expect(id).toMatch(/^[a-z2-7]{16}$/);
    expect(pin).toMatch(/^\d{9}$/);
    expect(new URL(links.customer).origin).toBe(`http://${id}.localhost:8080`);
    expect(new URL(links.agent).origin).toBe('http://localhost:8080');
  });

  test('takes an address without a scheme as https', async () => {
    const { id } = await create('shop.example/sale');
    const answer = await it
      .control()
      .get(`/api/v1/sessions/${id}`)
      .set({ ...host(), ...bearer });
    expect((answer.body as { url: string }).url).toBe('https://shop.example/sale');
  });

  test.each([
    ['no text', { url: 5 }, 400, 'BAD_REQUEST'],
    ['nothing', {}, 400, 'BAD_REQUEST'],
    ['an inherited field', JSON.parse('{"__proto__":{"url":"https://shop.example/"}}'), 400, 'BAD_REQUEST'],
    ['another scheme', { url: 'file:///etc/passwd' }, 400, 'BAD_URL'],
    ['a script', { url: 'javascript:alert(1)' }, 400, 'BAD_URL'],
    ['a word', { url: 'hello' }, 400, 'BAD_URL'],
    ['a password in it', { url: 'https://ada:secret@shop.example/' }, 400, 'BAD_URL'],
    ['too long', { url: `https://shop.example/${'a'.repeat(9000)}` }, 400, 'BAD_REQUEST'],
    ['a private address', { url: 'http://127.0.0.1/' }, 403, 'TARGET_NOT_ALLOWED'],
    ['a name that does not resolve', { url: 'https://shop.invalid/' }, 422, 'TARGET_UNRESOLVABLE'],
  ])('refuses %s', async (_what, body, status, code) => {
    const answer = await it
      .control()
      .post('/api/v1/sessions')
      .set({ ...host(), ...bearer })
      .send(body as object);
    expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([status, code]);
  });

  test('never repeats a password that stood in an address', async () => {
    const answer = await it
      .control()
      .post('/api/v1/sessions')
      .set({ ...host(), ...bearer })
      .send({ url: 'https://ada:secret@shop.example/' });
    expect(answer.text).not.toContain('secret');
  });

  test('refuses a body that is no JSON, and one that is too large, with a code of the table', async () => {
    const broken = await it
      .control()
      .post('/api/v1/sessions')
      .set({ ...host(), ...bearer, 'Content-Type': 'application/json' })
      .send('{"url":');
    expect([broken.status, broken.body]).toEqual([
      400,
      { error: { code: 'BAD_REQUEST', message: expect.any(String), hint: expect.any(String), values: { reason: 'the body is not JSON' } } },
    ]);
    const large = await it
      .control()
      .post('/api/v1/sessions')
      .set({ ...host(), ...bearer })
      .send({ url: 'a'.repeat(40_000) });
    expect([large.status, (large.body as { error: { code: string } }).error.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });
});

describe('GET /api/v1/sessions', () => {
  test('lists what was created, newest first, in the shape that design names', async () => {
    const first = await create('https://one.example/');
    const second = await create('https://two.example/');
    const answer = await it
      .control()
      .get('/api/v1/sessions')
      .set({ ...host(), ...bearer });
    const rows = answer.body as { id: string }[];
    expect(rows.findIndex(({ id }) => id === second.id)).toBeLessThan(rows.findIndex(({ id }) => id === first.id));
    expect(rows.find(({ id }) => id === first.id)).toEqual({
      id: first.id,
      url: 'https://one.example/',
      state: 'waiting',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      endedAt: null,
      participants: [
        { role: 'customer', name: expect.any(String), state: expect.any(String) },
        { role: 'agent', name: expect.any(String), state: expect.any(String) },
      ],
    });
  });

  test('does not know a session that never was', async () => {
    const answer = await it
      .control()
      .get('/api/v1/sessions/aaaaaaaaaaaaaaaa')
      .set({ ...host(), ...bearer });
    expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([404, 'SESSION_NOT_FOUND']);
  });
});

describe('DELETE /api/v1/sessions/:id', () => {
  test('is 204, again 204, and 404 for an unknown one', async () => {
    const { id } = await create();
    for (const status of [204, 204])
      expect(
        (
          await it
            .control()
            .delete(`/api/v1/sessions/${id}`)
            .set({ ...host(), ...bearer })
        ).status,
      ).toBe(status);
    expect(
      (
        await it
          .control()
          .delete('/api/v1/sessions/bbbbbbbbbbbbbbbb')
          .set({ ...host(), ...bearer })
      ).status,
    ).toBe(404);
    const after = await it
      .control()
      .get(`/api/v1/sessions/${id}`)
      .set({ ...host(), ...bearer });
    expect((after.body as { state: string }).state).toBe('ended');
  });

  test('ends it for good: no ticket, no seat, no link after it', async () => {
    const { id, links } = await create();
    await it
      .control()
      .delete(`/api/v1/sessions/${id}`)
      .set({ ...host(), ...bearer });
    const ticket = await it
      .control()
      .post(`/api/v1/sessions/${id}/ticket`)
      .set({ ...host(), ...bearer });
    const seat = await it
      .control()
      .post(`/api/v1/sessions/${id}/participants`)
      .set({ ...host(), ...bearer })
      .send({ role: 'agent', name: 'Bea' });
    const link = await it
      .control()
      .post('/api/v1/links/open')
      .set(it.page)
      .send({ token: fragmentOf(links.agent) });
    expect([ticket.status, seat.status, link.status]).toEqual([410, 410, 410]);
  });
});

describe('POST /api/v1/sessions/:id/participants', () => {
  test('makes a link to the console that opens with no further login', async () => {
    const { id } = await create();
    const made = await it
      .control()
      .post(`/api/v1/sessions/${id}/participants`)
      .set({ ...host(), ...bearer })
      .send({ role: 'observer', name: 'Tom' });
    expect(made.status).toBe(201);
    const { link } = made.body as { link: string };
    expect(new URL(link).origin).toBe('http://localhost:8080');
    const opened = await it
      .control()
      .post('/api/v1/links/open')
      .set(it.page)
      .send({ token: fragmentOf(link) });
    expect(opened.body).toMatchObject({ who: 'seat', session: id, role: 'observer' });
  });

  test.each([
    ['an unknown role', { role: 'king', name: 'Tom' }],
    ['a second customer', { role: 'customer', name: 'Tom' }],
    ['no name', { role: 'agent', name: '  ' }],
    ['a name of control characters', { role: 'agent', name: '\u202e\u0007' }],
  ])('refuses %s', async (_what, body) => {
    const { id } = await create();
    const answer = await it
      .control()
      .post(`/api/v1/sessions/${id}/participants`)
      .set({ ...host(), ...bearer })
      .send(body);
    expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('POST /api/v1/sessions/:id/ticket', () => {
  test('gives a signed-in user a ticket that is good once, and the origin it is good at', async () => {
    const { id } = await create();
    const answer = await it
      .control()
      .post(`/api/v1/sessions/${id}/ticket`)
      .set({ ...host(), ...bearer });
    const { ticket, origin } = answer.body as { ticket: string; origin: string };
    expect(origin).toBe(`http://${id}.localhost:8080`);
    expect(it.directory.redeemTicket(ticket)?.session.id).toBe(id);
    expect(it.directory.redeemTicket(ticket)).toBeUndefined();
  });

  test('puts a seat into its own chair', async () => {
    const { id, links } = await create();
    const opened = await it
      .control()
      .post('/api/v1/links/open')
      .set(it.page)
      .send({ token: fragmentOf(links.agent) });
    const asSeat = { ...it.page, Authorization: `Bearer seat.${fragmentOf(links.agent)}`, Cookie: cookiesOf(opened) };
    const answer = await it.control().post(`/api/v1/sessions/${id}/ticket`).set(asSeat);
    const participant = it.directory.redeemTicket((answer.body as { ticket: string }).ticket)?.participant;
    expect(participant).toBe((opened.body as { participant: string }).participant);
  });
});

test('an address that is not there says so in JSON under /api, as a page elsewhere', async () => {
  const api = await it
    .control()
    .get('/api/v1/nothing')
    .set({ ...host(), Accept: 'text/html' });
  const page = await it
    .control()
    .get('/nothing')
    .set({ ...host(), Accept: 'text/html' });
  expect([api.status, (api.body as { error: { code: string } }).error.code]).toEqual([404, 'NOT_FOUND']);
  expect([page.status, page.type]).toEqual([404, 'text/html']);
  expect(page.text).toContain('NOT_FOUND');
});
