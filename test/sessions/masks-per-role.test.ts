/**
 * The attack: two people of different rights look at one session, and one stream feeds both. A junior agent joins where a
 * supervisor was looking alone at what is masked for agents: nothing of what was described before may reach the junior, not from
 * the room's copy, not as the tail of a gap, not as a picture's address, not by a message that was under way.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pino } from 'pino';
import { loadConfig, loadPolicy } from '../../src/config/index.ts';
import { SessionDirectory, type Session } from '../../src/sessions/index.ts';
import { TOP_FRAME } from '../../src/shared/ids.ts';
import type { Role } from '../../src/shared/roles.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { Dock, Host, OPERATOR, page, seat, Viewer } from './fakes.ts';

const book = loadPolicy({ policyFiles: [] }).withCompany(
  'name: own\nrules: [{ mask: h1, id: salary, for: [agent, observer] }, { mask: h2, id: all }]',
);
let store: Store;
let directory: SessionDirectory;
let session: Session;
let host: Host;

beforeEach(async () => {
  const config = loadConfig({ env: {}, overrides: { dataDir: ':memory:' } });
  store = await openStore(config);
  directory = await SessionDirectory.open({
    config,
    policies: { of: () => book },
    store,
    log: pino({ level: 'silent' }),
    listeners: [],
    answers: () => [],
    checkTarget: () => Promise.resolve(),
  });
  ({ session } = await directory.create({ url: 'https://shop.example/', by: OPERATOR }));
  const customer = seat(session, 'customer');
  directory.start(session, customer);
  host = new Host(session, customer);
  new Dock(session, customer, host.tab);
});
afterEach(async () => {
  await directory.close();
  await store.close();
});

/** A guest of this role who watches, and whose name the customer's dock shows. */
async function watch(role: Exclude<Role, 'customer'>): Promise<Viewer> {
  const { participant } = await directory.addParticipant(session.id, { role, name: `a ${role}` });
  const viewer = new Viewer(session, participant);
  // The dock names people in a turn of its own.
  await new Promise(setImmediate);
  return viewer;
}

function rules(): { version: string; ids: string[] } {
  const policy = host.connection.last('welcome')?.['policy'] as { version: string; rules: { id: string }[] };
  return { version: policy.version, ids: policy.rules.map(({ id }) => id).filter((id) => id.startsWith('own/')) };
}

/** Described by the rules of now, as the host's page does once it is told of them. */
function describe(epoch: number, text: string): void {
  host.send({ type: 'key', frame: TOP_FRAME, epoch, doc: page(text), policy: rules().version });
}

test('[M10] before anybody watches, what is masked for anybody is masked', () => {
  expect(rules().ids).toEqual(['own/salary', 'own/all']);
});

test('[M10] a supervisor alone sees more; from the moment when a junior comes nothing of it is there any more', async () => {
  const supervisor = await watch('supervisor');
  expect(rules().ids).toEqual(['own/all']);
  describe(1, 'salary 5000');
  host.text(1, 'salary 5001');
  expect(supervisor.connection.texts.join('')).toContain('salary 5001');

  const junior = await watch('agent');
  expect(rules().ids).toEqual(['own/salary', 'own/all']);
  expect(host.connection.last('welcome')).not.toHaveProperty('have');
  expect(junior.connection.last('blank')).toEqual({ type: 'blank', why: 'loading' });
  // Under way when the rules changed, and what a modified client asks for.
  host.send({ type: 'key', frame: TOP_FRAME, epoch: 1, doc: page('salary 5002'), policy: 'of before' });
  host.text(2, 'salary 5003');
  junior.send({ type: 'need', tab: host.tab, frame: TOP_FRAME, epoch: 1, seq: 0 });
  junior.send({ type: 'follow', tab: host.tab });
  expect(junior.connection.texts.join('')).not.toContain('salary');

  describe(2, '\u2022\u2022\u2022\u2022\u2022\u2022');
  for (const one of [supervisor, junior]) expect(one.connection.last('key')).toMatchObject({ epoch: 2 });
  expect(junior.connection.texts.join('')).not.toContain('salary');
});

test('[M10] when the junior has left, the supervisor sees more again, by a new description', async () => {
  const supervisor = await watch('supervisor');
  const junior = await watch('observer');
  expect(rules().ids).toContain('own/salary');
  describe(1, 'masked');
  junior.leave();
  expect(rules().ids).toEqual(['own/all']);
  describe(2, 'salary 5000');
  expect(supervisor.connection.last('key')).toMatchObject({ epoch: 2 });
});

test('people of the same rights change nothing: the page is not described again', async () => {
  const first = await watch('agent');
  const told = host.connection.of('welcome').length;
  await watch('observer');
  await watch('agent');
  first.leave();
  expect(host.connection.of('welcome')).toHaveLength(told);
});
