/**
 * Rules that change in the middle of a session. The danger is what is under way and what is kept: a picture that was masked
 * by the rules of before must reach nobody any more, not from the room's copy, not from a message that was just being sent.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pino } from 'pino';
import { loadConfig, loadPolicy, type PolicyBook } from '../../src/config/index.ts';
import { SessionDirectory } from '../../src/sessions/index.ts';
import { TOP_FRAME } from '../../src/shared/ids.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { Dock, Host, OPERATOR, page, seat, Viewer } from './fakes.ts';

let store: Store;
let directory: SessionDirectory;
let book: PolicyBook;
const base = loadPolicy({ policyFiles: [] });

beforeEach(async () => {
  const config = loadConfig({ env: {}, overrides: { dataDir: ':memory:' } });
  store = await openStore(config);
  book = base;
  directory = await SessionDirectory.open({
    config,
    policies: { of: () => book },
    store,
    log: pino({ level: 'silent' }),
    listeners: [],
    answers: () => [],
    checkTarget: () => Promise.resolve(),
  });
});
afterEach(async () => {
  await directory.close();
  await store.close();
});

test('[M8] at once: what was kept is gone, what was under way is dropped, and the page is described by the rules of now', async () => {
  const { session } = await directory.create({ url: 'https://shop.example/', by: OPERATOR });
  const customer = seat(session, 'customer');
  directory.start(session, customer);
  const host = new Host(session, customer);
  new Dock(session, customer, host.tab);
  const viewer = new Viewer(session, seat(session, 'agent'));
  host.key(1, page('a salary'));
  expect(viewer.connection.texts.join('')).toContain('a salary');
  const before = host.connection.last('welcome')?.['policy'] as { version: string };

  book = base.withCompany('name: own\nrules: [{ mask: h1, id: heading }]');
  viewer.connection.clear();
  directory.policyChanged(OPERATOR.company);
  const now = host.connection.last('welcome')?.['policy'] as { version: string; rules: { id: string }[] };
  expect(now.rules.map(({ id }) => id)).toContain('own/heading');
  expect(host.connection.last('welcome')).not.toHaveProperty('have');
  expect(viewer.connection.last('blank')).toEqual({ type: 'blank', why: 'loading' });

  // Sent before the page heard of it.
  host.text(1, 'a salary, again');
  host.send({ type: 'key', frame: TOP_FRAME, epoch: 2, doc: page('a salary, still'), policy: before.version });
  host.key(3, page('a salary without a word of its rules'));
  const late = new Viewer(session, seat(session, 'agent'));
  expect(viewer.connection.texts.join('') + late.connection.texts.join('')).not.toContain('a salary');

  host.send({ type: 'key', frame: TOP_FRAME, epoch: 4, doc: page('described anew'), policy: now.version });
  for (const one of [viewer, late]) expect(one.connection.last('key')).toMatchObject({ epoch: 4 });
});

test('a change that is none for this page says nothing to it', async () => {
  const { session } = await directory.create({ url: 'https://shop.example/', by: OPERATOR });
  directory.start(session, seat(session, 'customer'));
  const host = new Host(session, seat(session, 'customer'));
  book = base.withCompany("name: own\nwhen: ['https://bank.example/*']\nrules: [{ mask: h1, id: heading }]");
  directory.policyChanged(OPERATOR.company);
  directory.policyChanged('another');
  expect(host.connection.of('welcome')).toHaveLength(1);
});
