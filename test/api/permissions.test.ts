/**
 * Who may do what: every role, every call, on REST and on the console's socket, in their own company and in another. The
 * table below is written by hand; the code has its own.
 */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConsoleDesk } from '../../src/sessions/console-desk.ts';
import { MAIN_COMPANY, type Staff, type StaffRole } from '../../src/shared/staff.ts';
import { FakeConnection } from '../sessions/fakes.ts';
import { ADMIN_TOKEN, cookiesOf, fragmentOf, startApi, type ApiUnderTest } from './api-under-test.ts';

const PASSWORD = 'a green button, please';

interface Person {
  readonly headers: Record<string, string>;
  readonly staff: Staff;
}

let it: ApiUnderTest;
const people: Record<string, Person> = {};
/** Opened by `owner`, an agent; `lost` is another company's. */
const ids = { session: '', ended: '', user: '', key: '', lost: '', lostUser: '', lostKey: '' };

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

async function call(who: string, method: Method, path: string, body?: object): Promise<{ status: number; body: unknown; text: string }> {
  const asking = it
    .control()
    [method](`/api/v1${path}`)
    .set(people[who]?.headers ?? it.page);
  return await (body ? asking.send(body) : asking);
}

async function made<T>(who: string, path: string, body: object): Promise<T> {
  const answer = await call(who, 'post', path, body);
  expect(answer.status, `${path} ${answer.text}`).toBe(201);
  return answer.body as T;
}

async function addPerson(by: string, login: string, role: StaffRole): Promise<Person> {
  const { user, link } = await made<{ user: { id: string }; link: string }>(by, '/users', { login, name: login, role });
  const answer = await it
    .control()
    .post('/api/v1/welcome')
    .set(it.page)
    .send({ token: fragmentOf(link).replace('welcome=', ''), password: PASSWORD });
  expect(answer.status, answer.text).toBe(200);
  const company = (answer.body as { companyId: string }).companyId;
  return {
    headers: { ...it.page, Cookie: cookiesOf(answer) },
    staff: { company, id: user.id, name: login, role, is: 'person' },
  };
}

const url = 'https://shop.example/';

beforeAll(async () => {
  it = await startApi();
  const operator = { ...it.page, Authorization: `Bearer ${ADMIN_TOKEN}` };
  const nobody: Staff = { company: MAIN_COMPANY, id: '', name: '', role: 'observer', is: 'person' };
  people['operator'] = { headers: operator, staff: { ...nobody, id: 'operator', role: 'admin', is: 'operator' } };
  people['operator in acme'] = { headers: { ...operator, 'Samepage-Company': 'acme' }, staff: nobody };
  await made('operator', '/companies', { id: 'acme', name: 'Acme' });
  for (const role of ['observer', 'agent', 'senior', 'supervisor', 'admin'] as const)
    people[role] = await addPerson('operator', role, role);
  people['owner'] = await addPerson('admin', 'owner', 'agent');
  people['stranger'] = await addPerson('operator in acme', 'stranger', 'admin');
  ids.session = (await made<{ id: string }>('owner', '/sessions', { url })).id;
  ids.ended = (await made<{ id: string }>('owner', '/sessions', { url })).id;
  expect((await call('owner', 'delete', `/sessions/${ids.ended}`)).status).toBe(204);
  ids.user = (await made<{ user: { id: string } }>('admin', '/users', { login: 'u', name: 'u', role: 'agent' })).user.id;
  const { id, key } = await made<{ id: string; key: string }>('admin', '/keys', { name: 'CRM', role: 'agent' });
  ids.key = id;
  people['program'] = {
    headers: { Host: it.page['Host'] ?? '', Authorization: `Bearer ${key}` },
    staff: { ...nobody, id, name: 'CRM', role: 'agent' },
  };
  ids.lost = (await made<{ id: string }>('stranger', '/sessions', { url })).id;
  ids.lostUser = (await made<{ user: { id: string } }>('stranger', '/users', { login: 'u', name: 'u', role: 'agent' })).user.id;
  ids.lostKey = (await made<{ id: string }>('stranger', '/keys', { name: 'CRM', role: 'agent' })).id;
});
afterAll(async () => {
  await it.close();
});

const WHO = ['nobody', 'observer', 'agent', 'owner', 'senior', 'supervisor', 'admin', 'operator', 'program', 'stranger'] as const;

/** Statuses in the order of WHO. */
const rest: readonly [Method, string, object | undefined, readonly number[]][] = [
  ['get', '/sessions', undefined, [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]],
  ['post', '/sessions', { url }, [401, 403, 201, 201, 201, 201, 201, 201, 201, 201]],
  ['get', '/sessions/:session', undefined, [401, 200, 404, 200, 200, 200, 200, 200, 404, 404]],
  ['get', '/sessions/:ended', undefined, [401, 200, 404, 200, 200, 200, 200, 200, 404, 404]],
  ['post', '/sessions/:session/ticket', undefined, [401, 201, 404, 201, 201, 201, 201, 201, 404, 404]],
  ['post', '/sessions/:session/participants', { role: 'observer', name: 'Tom' }, [401, 403, 404, 201, 201, 201, 201, 201, 404, 404]],
  ['post', '/pins/redeem', { pin: '000000', url }, [401, 403, 404, 404, 404, 404, 404, 404, 404, 404]],
  ['get', '/users', undefined, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['post', '/users', { login: 'a b', name: 'x', role: 'agent' }, [401, 403, 403, 403, 403, 403, 400, 400, 403, 400]],
  ['patch', '/users/:user', { name: 'U' }, [401, 403, 403, 403, 403, 403, 200, 200, 403, 404]],
  ['post', '/users/:user/link', undefined, [401, 403, 403, 403, 403, 403, 201, 201, 403, 404]],
  ['get', '/keys', undefined, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['post', '/keys', { name: 'x', role: 'nothing' }, [401, 403, 403, 403, 403, 403, 400, 400, 403, 400]],
  ['get', '/deeds', undefined, [401, 403, 403, 403, 403, 200, 200, 200, 403, 200]],
  ['get', '/policy', undefined, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['get', '/answers', undefined, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['put', '/answers', { answers: [] }, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['put', '/policy', { text: '', base: 7 }, [401, 403, 403, 403, 403, 403, 409, 409, 403, 409]],
  ['post', '/policy/looked', { site: 'a.example', rule: 'x/y' }, [401, 403, 403, 403, 403, 403, 204, 204, 403, 204]],
  ['get', '/policy/hits', undefined, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['get', '/policy/versions', undefined, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['get', '/policy/versions/9', undefined, [401, 403, 403, 403, 403, 403, 404, 404, 403, 404]],
  ['post', '/policy/effective', { urls: [url] }, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['post', '/site-checks', { url: 'ftp://shop.example' }, [401, 403, 400, 400, 400, 400, 400, 400, 400, 400]],
  ['get', '/leak-test/key', undefined, [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]],
  ['post', '/leak-test', { url: 'ftp://shop.example' }, [401, 403, 403, 403, 403, 403, 400, 400, 403, 400]],
  ['get', '/leak-test/aaaaaaaaaaaaaaaa', undefined, [401, 403, 403, 403, 403, 403, 404, 404, 403, 404]],
  ['get', '/policy/pages', undefined, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['put', '/policy/pages', { urls: [] }, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['post', '/policy/try', { urls: [], text: '' }, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['post', '/policy/pick', { url: 'ftp://shop.example' }, [401, 403, 403, 403, 403, 403, 400, 400, 403, 400]],
  ['get', '/policy/pick/aaaaaaaaaaaaaaaa', undefined, [401, 403, 403, 403, 403, 403, 404, 404, 403, 404]],
  ['post', '/policy/pick/aaaaaaaaaaaaaaaa/show', { selector: 'p' }, [401, 403, 403, 403, 403, 403, 404, 404, 403, 404]],
  ['get', '/companies', undefined, [401, 403, 403, 403, 403, 403, 403, 200, 403, 403]],
  ['post', '/companies', { id: 'no', name: 'x' }, [401, 403, 403, 403, 403, 403, 403, 400, 403, 403]],
  ['get', '/sites', undefined, [401, 403, 403, 403, 403, 403, 200, 200, 403, 200]],
  ['get', '/me', undefined, [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]],
  // Nobody who may not end it ends it; who may is asked at the end of this file.
  ['delete', '/sessions/:session', undefined, [401, 403, 404, 0, 403, 0, 0, 0, 404, 404]],
  ['delete', '/keys/:key', undefined, [401, 403, 403, 403, 403, 403, 0, 0, 403, 404]],
];

const cells = rest.flatMap(([method, path, body, statuses]) =>
  WHO.flatMap((who, at) => (statuses[at] ? [{ method, path, body, who, status: statuses[at] }] : [])),
);

test.each(cells)('[P1] $method $path by $who answers $status', async ({ method, path, body, who, status }) => {
  const real = path.replace(/:(\w+)/, (_all, name: string) => ids[name as keyof typeof ids]);
  expect((await call(who, method, real, body)).status).toBe(status);
});

describe('another company', () => {
  const asked: readonly [Method, string, object | undefined][] = [
    ['get', '/sessions/:lost', undefined],
    ['delete', '/sessions/:lost', undefined],
    ['post', '/sessions/:lost/participants', { role: 'observer', name: 'Tom' }],
    ['post', '/sessions/:lost/ticket', undefined],
    ['patch', '/users/:lostUser', { disabled: true }],
    ['post', '/users/:lostUser/link', undefined],
    ['delete', '/keys/:lostKey', undefined],
  ];
  test.each(asked)('[P6] to an administrator of this one %s %s does not exist', async (method, path, body) => {
    const real = path.replace(/:(\w+)/, (_all, name: string) => ids[name as keyof typeof ids]);
    const none = path.replace(/:(\w+)/, 'aaaaaaaaaaaaaaaa');
    const answer = await call('admin', method, real, body);
    // The same bytes as for what never was.
    expect([answer.status, answer.text]).toEqual([404, (await call('admin', method, none, body)).text]);
  });

  test('[P6] no list shows it', async () => {
    for (const path of ['/sessions', '/users', '/keys', '/deeds']) {
      const { text } = await call('supervisor', 'get', path);
      const { text: admins } = await call('admin', 'get', path);
      for (const id of [ids.lost, ids.lostUser, ids.lostKey, 'stranger']) expect(text + admins).not.toContain(id);
    }
  });

  test('only the operator may act in it', async () => {
    for (const who of ['agent', 'admin', 'program']) {
      const answer = await it
        .control()
        .get('/api/v1/me')
        .set({ ...people[who]?.headers, 'Samepage-Company': 'acme' });
      expect(answer.status, who).toBe(403);
    }
    expect((await call('operator in acme', 'get', '/users')).text).toContain('stranger');
  });
});

test('an agent’s list has their own sessions alone, a senior’s all of the company', async () => {
  const own = (await call('owner', 'get', '/sessions')).body as { id: string }[];
  expect(own.map(({ id }) => id)).toContain(ids.session);
  expect((await call('agent', 'get', '/sessions')).text).not.toContain(ids.session);
  expect((await call('senior', 'get', '/sessions')).text).toContain(ids.session);
});

describe('on the socket', () => {
  async function ask(who: Staff, message: Parameters<ConsoleDesk['receive']>[0]): Promise<FakeConnection> {
    const connection = new FakeConnection();
    const desk = new ConsoleDesk({
      connection,
      directory: it.directory,
      who: { staff: who, watch: () => () => undefined },
      log: pino({ level: 'silent' }),
    });
    desk.receive(message);
    await expect.poll(() => connection.texts.length).toBeGreaterThan(0);
    desk.close();
    return connection;
  }

  const sits: readonly [string, string][] = [
    ['observer', 'joined observer'],
    ['agent', 'SESSION_NOT_FOUND'],
    ['owner', 'joined agent'],
    ['senior', 'joined senior'],
    ['supervisor', 'joined supervisor'],
    ['admin', 'joined supervisor'],
    ['stranger', 'SESSION_NOT_FOUND'],
  ];
  test.each(sits)('[P1] %s who enters a session of an agent gets: %s', async (who, expected) => {
    const staff = people[who]?.staff;
    if (!staff) throw new Error(`nobody is called ${who}`);
    const { messages } = await ask(staff, { type: 'join', session: ids.session });
    const joined = messages.find(({ type }) => type === 'joined');
    const mine = (joined?.['people'] as { id: string; role: string }[] | undefined)?.find(({ id }) => id === joined?.['you']);
    expect(joined ? `joined ${mine?.role ?? 'nobody'}` : messages[0]?.['code']).toBe(expected);
  });

  test.each([
    ['agent', false],
    ['owner', true],
    ['senior', true],
    ['observer', true],
    ['stranger', false],
  ])('the list of %s has the session: %s', async (who, has) => {
    const staff = people[who]?.staff;
    if (!staff) throw new Error(`nobody is called ${who}`);
    const { texts } = await ask(staff, { type: 'watch' });
    expect(texts.join('').includes(ids.session)).toBe(has);
  });

  test.each(['observer', 'agent', 'senior', 'stranger'])('%s ends nothing', async (who) => {
    const staff = people[who]?.staff;
    if (!staff) throw new Error(`nobody is called ${who}`);
    const { messages } = await ask(staff, { type: 'end', session: ids.session });
    expect(messages[0]?.type).toBe('refused');
    expect(it.live(ids.session).state).toBe('waiting');
  });
});

test.each(['owner', 'supervisor', 'admin', 'operator'])('%s may end it', async (who) => {
  const { id } = await made<{ id: string }>('owner', '/sessions', { url });
  expect((await call(who, 'delete', `/sessions/${id}`)).status).toBe(204);
});

test('an administrator drops a key, and its program is nobody from then on', async () => {
  expect((await call('admin', 'delete', `/keys/${ids.key}`)).status).toBe(204);
  expect((await call('program', 'get', '/me')).status).toBe(401);
});

test('[P7] who is disabled is signed out at once', async () => {
  const left = await addPerson('admin', 'leaver', 'agent');
  people['leaver'] = left;
  expect((await call('leaver', 'get', '/me')).status).toBe(200);
  expect((await call('admin', 'patch', `/users/${left.staff.id}`, { disabled: true })).status).toBe(200);
  expect((await call('leaver', 'get', '/me')).status).toBe(401);
});
