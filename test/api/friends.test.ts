/**
 * The seat of a customer's friend, on REST. The attack: its bearer is a stranger to the company and holds a token that the API takes.
 * They ask for everything that an agent's seat may ask for.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Dock, Host, seat } from '../sessions/fakes.ts';
import { bearer, cookiesOf, fragmentOf, startApi, type ApiUnderTest } from './api-under-test.ts';

let it: ApiUnderTest;
let id: string;
let friend: Record<string, string>;
let opened: Record<string, unknown>;

beforeAll(async () => {
  it = await startApi();
  const answer = await it
    .control()
    .post('/api/v1/sessions')
    .set({ ...it.page, ...bearer })
    .send({ url: 'https://shop.example/', customer: 'Anna', ticket: 'T-7' });
  ({ id } = answer.body as { id: string });
  const session = it.live(id);
  const customer = seat(session, 'customer');
  it.directory.start(session, customer);
  const dock = new Dock(session, customer, new Host(session, customer).tab);
  dock.send({ type: 'bring', name: 'Frieda' });
  await vi.waitFor(() => expect(dock.connection.last('brought')).toBeDefined());
  const token = fragmentOf(dock.connection.last('brought')?.['link'] as string);
  const links = await it.control().post('/api/v1/links/open').set(it.page).send({ token });
  opened = links.body as Record<string, unknown>;
  friend = { ...it.page, Authorization: `Bearer seat.${token}`, Cookie: cookiesOf(links) };
});
afterAll(async () => {
  await it.close();
});

test.each([
  ['get', '/sessions', undefined, 403],
  ['post', '/sessions', { url: 'https://shop.example/' }, 403],
  ['get', '/sessions/:id', undefined, 403],
  ['patch', '/sessions/:id', { customer: 'Eve' }, 403],
  ['delete', '/sessions/:id', undefined, 403],
  ['post', '/sessions/:id/participants', { role: 'agent', name: 'Eve' }, 403],
  ['get', '/sessions/:id/notes', undefined, 403],
  ['put', '/sessions/:id/notes', { text: 'x', base: 0 }, 403],
  ['get', '/sessions/:id/transcript', undefined, 403],
  ['get', '/answers', undefined, 403],
  ['get', '/policy', undefined, 403],
  ['get', '/users', undefined, 403],
  ['get', '/deeds', undefined, 403],
  ['post', '/pins/redeem', { pin: '000000', url: 'https://shop.example/' }, 403],
  ['get', '/sessions/aaaaaaaaaaaaaaaa', undefined, 404],
  // To be shown the page is what they came for.
  ['post', '/sessions/:id/ticket', undefined, 201],
  ['get', '/me', undefined, 200],
] as const)('[P11] %s %s by a friend', async (method, path, body, status) => {
  const asking = it
    .control()
    [method](`/api/v1${path.replace(':id', id)}`)
    .set(friend);
  const answer = await (body ? asking.send(body) : asking);
  expect(answer.status, answer.text).toBe(status);
  expect(answer.text).not.toContain('T-7');
});

test('[P11] no agent makes a friend, and the link tells whose page it is to nobody else', async () => {
  const answer = await it
    .control()
    .post(`/api/v1/sessions/${id}/participants`)
    .set({ ...it.page, ...bearer })
    .send({ role: 'friend', name: 'Eve' });
  expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([400, 'BAD_REQUEST']);
  expect(opened).toMatchObject({ who: 'seat', session: id, role: 'friend' });
});
