/**
 * The state of a session as a dimension of who may do what, cell by cell on REST: each call about one session, by each who, in
 * each state. Written by hand; the sockets have their own table (test/sessions/permissions.test.ts).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StaffRole } from '../../src/shared/staff.ts';
import { Dock, Host, seat } from '../sessions/fakes.ts';
import { ADMIN_TOKEN, cookiesOf, fragmentOf, startApi, type ApiUnderTest } from './api-under-test.ts';

const STATES = ['waiting', 'live', 'paused', 'ended'] as const;
type State = (typeof STATES)[number];
const WHO = ['nobody', 'observer', 'agent', 'owner', 'senior', 'supervisor', 'admin', 'stranger'] as const;
type Who = (typeof WHO)[number];

const url = 'https://shop.example/';
let it: ApiUnderTest;
const headers: Partial<Record<Who, Record<string, string>>> = {};
/** A session of the owner's for each state. */
const sessions: Partial<Record<State, string>> = {};

type Method = 'get' | 'post' | 'delete';

async function call(who: Who, method: Method, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const asking = it
    .control()
    [method](`/api/v1${path}`)
    .set(headers[who] ?? it.page);
  return await (body ? asking.send(body) : asking);
}

async function sessionIn(state: State): Promise<string> {
  const { body } = await call('owner', 'post', '/sessions', { url });
  const { id } = body as { id: string }; // the answer of 201
  const session = it.live(id);
  const customer = seat(session, 'customer');
  if (state !== 'waiting') it.directory.start(session, customer);
  if (state === 'paused') new Dock(session, customer, new Host(session, customer).tab).send({ type: 'pause' });
  if (state === 'ended') await it.directory.end(id, 'test');
  expect(((await call('owner', 'get', `/sessions/${id}`)).body as { state: string }).state).toBe(state);
  return id;
}

beforeAll(async () => {
  it = await startApi();
  const operator = { ...it.page, Authorization: `Bearer ${ADMIN_TOKEN}` };
  const add = async (who: Who, role: StaffRole, company: Record<string, string>): Promise<void> => {
    const made = await it
      .control()
      .post('/api/v1/users')
      .set({ ...operator, ...company })
      .send({ login: who, name: who, role });
    const { link } = made.body as { link: string }; // the answer of 201
    const welcome = { token: fragmentOf(link).replace('welcome=', ''), password: 'a green button, please' };
    const answer = await it.control().post('/api/v1/welcome').set(it.page).send(welcome);
    expect(answer.status, answer.text).toBe(200);
    headers[who] = { ...it.page, Cookie: cookiesOf(answer) };
  };
  for (const role of ['observer', 'agent', 'senior', 'supervisor', 'admin'] as const) await add(role, role, {});
  await add('owner', 'agent', {});
  await it.control().post('/api/v1/companies').set(operator).send({ id: 'acme', name: 'Acme' });
  await add('stranger', 'admin', { 'Samepage-Company': 'acme' });
  for (const state of STATES) sessions[state] = await sessionIn(state);
});
afterAll(() => it.close());

/** Who may, in the order of WHO: a status, or 0 where the state says what the answer is. */
const table: readonly {
  readonly method: Method;
  readonly path: string;
  readonly body?: object;
  readonly who: readonly number[];
  readonly states: Readonly<Record<State, number>>;
}[] = [
  { method: 'get', path: '', who: [401, 0, 404, 0, 0, 0, 0, 404], states: { waiting: 200, live: 200, paused: 200, ended: 200 } },
  // Nobody watches what is over; that nothing is seen before and between is the room's business.
  { method: 'post', path: '/ticket', who: [401, 0, 404, 0, 0, 0, 0, 404], states: { waiting: 201, live: 201, paused: 201, ended: 410 } },
  {
    method: 'post',
    path: '/participants',
    body: { role: 'observer', name: 'Tom' },
    who: [401, 403, 404, 0, 0, 0, 0, 404],
    states: { waiting: 201, live: 201, paused: 201, ended: 410 },
  },
  {
    method: 'post',
    path: '/participants',
    body: { role: 'customer', name: 'Tom' },
    who: [401, 403, 404, 0, 0, 0, 0, 404],
    states: { waiting: 400, live: 400, paused: 400, ended: 410 },
  },
  // No chat is kept here.
  { method: 'get', path: '/transcript', who: [401, 0, 404, 0, 0, 0, 0, 404], states: { waiting: 404, live: 404, paused: 404, ended: 404 } },
  // Those who may end it are asked below, each about a session of its own.
  { method: 'delete', path: '', who: [401, 403, 404, -1, 403, -1, -1, 404], states: { waiting: 204, live: 204, paused: 204, ended: 204 } },
];

const cells = table.flatMap(({ method, path, body, who, states }) =>
  STATES.flatMap((state) =>
    WHO.flatMap((one, at) => {
      const status = who[at] === 0 ? states[state] : (who[at] ?? -1);
      return status < 0 ? [] : [{ method, path, body, who: one, state, status }];
    }),
  ),
);

test.each(cells)(
  '[P1] $method /sessions/id$path by $who while it is $state answers $status',
  async ({ method, path, body, who, state, status }) => {
    expect((await call(who, method, `/sessions/${sessions[state] ?? ''}${path}`, body)).status).toBe(status);
  },
);

const ends = STATES.flatMap((state) => (['owner', 'supervisor', 'admin'] as const).map((who) => ({ state, who })));
test.each(ends)('[P1] $who ends one that is $state, and again', async ({ state, who }) => {
  const id = await sessionIn(state);
  for (let time = 0; time < 2; time++) expect((await call(who, 'delete', `/sessions/${id}`)).status).toBe(204);
  expect(((await call(who, 'get', `/sessions/${id}`)).body as { state: string }).state).toBe('ended');
});

describe('a seat whose link was opened', () => {
  /** The attack: somebody closes the tab by accident and comes back, and somebody else with the same link comes too. */
  test.each(STATES)('[P2] in one that is %s opens again without another code for the same browser, and for no other', async (state) => {
    const { body } = await call('owner', 'post', '/sessions', { url });
    const { id, links } = body as { id: string; links: { customer: string; agent: string } }; // the answer of 201
    const session = it.live(id);
    for (const link of [links.customer, links.agent]) await it.directory.openLink(tokenOf(link), 'mine');
    if (state !== 'waiting') it.directory.start(session, seat(session, 'customer'));
    if (state === 'paused') {
      const host = new Host(session, seat(session, 'customer'));
      const dock = new Dock(session, seat(session, 'customer'), host.tab);
      dock.send({ type: 'pause' });
      // All of theirs is gone, as when a browser was closed.
      dock.leave();
      host.leave();
    }
    if (state === 'ended') await it.directory.end(id, 'test');
    for (const [link, role] of [
      [links.customer, 'customer'],
      [links.agent, 'agent'],
    ] as const) {
      const back = it.directory.openLink(tokenOf(link), 'mine');
      if (state === 'ended') await expect(back).rejects.toMatchObject({ code: 'SESSION_ENDED' });
      else expect(await back).toMatchObject({ role, participant: seat(session, role) });
      await expect(it.directory.openLink(tokenOf(link), 'another')).rejects.toMatchObject({
        code: state === 'ended' ? 'SESSION_ENDED' : 'LINK_USED',
      });
    }
  });
});

function tokenOf(link: string): string {
  const fragment = fragmentOf(link);
  return fragment.slice(fragment.indexOf('=') + 1);
}
