import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MAIN_COMPANY } from '../../src/shared/staff.ts';
import { pino } from 'pino';
import { AuditListener } from '../../src/recording/index.ts';
import { loadConfig, loadPolicy } from '../../src/config/index.ts';
import { SessionDirectory } from '../../src/sessions/index.ts';
import { TOP_FRAME } from '../../src/shared/ids.ts';
import type { RoomToConsole } from '../../src/shared/messages.ts';
import { openStore } from '../../src/store/index.ts';
import { click, Dock, Host, nodes, openHouse, openRoom, seat, Viewer, type House, OPERATOR } from './fakes.ts';

let house: House;
let written: () => Promise<void>;
beforeEach(async () => {
  vi.useFakeTimers();
  house = await openHouse({}, (store) => {
    const audit = new AuditListener(store, pino({ level: 'silent' }));
    written = () => audit.close();
    return [audit];
  });
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

describe('the end', () => {
  test('reaches every socket at once, and closes it', async () => {
    const { session, host, dock, viewer, agent } = await openRoom(house);
    host.key();
    const heard: RoomToConsole[] = [];
    session.room.joinConsole((message) => heard.push(message), agent);
    dock.send({ type: 'stop' });
    expect(viewer.connection.messages.slice(-2)).toEqual([{ type: 'blank', why: 'ended' }, { type: 'end' }]);
    expect(host.connection.last('end')).toEqual({
      type: 'end',
      url: `${session.urls.own}/end#${encodeURIComponent('https://shop.example/')}`,
    });
    expect(dock.connection.last('end')?.['url']).toBe(host.connection.last('end')?.['url']);
    for (const { connection } of [host, dock, viewer]) expect(connection.closed?.code).toBe(4410);
    expect(heard.at(-1)).toEqual({ type: 'state', session: session.id, state: 'ended' });
    expect(house.directory.find(session.id)).toBe('ended');
  });

  test('[E1] leaves nothing of the target in memory, and nobody can come back', async () => {
    const { session, host, customer, agent, links } = await openRoom(house);
    host.key();
    session.jar.write('https://shop.example/', 'a=b');
    expect(session.jar.header('https://shop.example/', { sameSite: 'strict' })).toBe('a=b');
    session.assets.keep('https://cdn.example/logo.png', 'image/png', Buffer.from('x'));
    const capability = String(new Viewer(session, agent).connection.last('welcome')?.['assets']);
    const id = (new Viewer(session, agent).connection.last('key')?.['doc'] as { res: string[] }).res[0] ?? '';
    await house.directory.end(session.id, 'test');
    expect(session.assets.sizeBytes).toBe(0);
    expect(session.jar.header('https://shop.example/', { sameSite: 'strict' })).toBe('');
    expect(session.room.assetAddress(capability, id)).toBeUndefined();
    expect(new Host(session, customer).connection.closed?.code).toBe(4410);
    expect(new Viewer(session, agent).connection.closed?.code).toBe(4410);
    expect(new Dock(session, customer, null).connection.closed?.code).toBe(4410);
    expect(session.room.joinConsole(() => undefined, agent)).toBeUndefined();
    await expect(house.directory.openLink(new URL(links.customer).hash.slice(1), 'd')).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    expect(() => house.directory.start(session, customer)).toThrow(/ended/);
  });

  test('twice is once, and of an unknown session nothing', async () => {
    const { session } = await openRoom(house);
    expect(await house.directory.end(session.id, 'a')).toBe('ended');
    expect(await house.directory.end(session.id, 'b')).toBe('ended');
    expect(await house.directory.end('zzzzzzzzzzzzzzzz', 'b')).toBe('unknown');
    expect(house.events.filter(({ event }) => event.type === 'ended')).toHaveLength(1);
  });

  test('leaves the row and the audit', async () => {
    const { session } = await openRoom(house);
    await house.directory.end(session.id, 'agent');
    await written();
    expect(await house.directory.summary(session.id)).toMatchObject({
      state: 'ended',
      url: 'https://shop.example/',
      participants: [{ role: 'customer' }, { role: 'agent' }],
    });
    expect((await house.store.audit(session.id, 100)).at(-1)).toMatchObject({ event: 'ended', detail: { by: 'agent' } });
  });

  test('leaves no timer behind', async () => {
    const { session, host, viewer, dock } = await openRoom(house);
    host.key();
    const before = vi.getTimerCount();
    expect(before).toBeGreaterThan(0);
    host.leave();
    dock.leave();
    await house.directory.end(session.id, 'test');
    viewer.leave();
    expect(vi.getTimerCount()).toBe(1); // the hourly sweep of the directory
  });
});

describe('a session ends by itself', () => {
  const by = () => house.events.find(({ event }) => event.type === 'ended')?.event;

  test('five minutes after the customer went', async () => {
    const { host, dock, session } = await openRoom(house);
    vi.advanceTimersByTime(60_000);
    host.leave();
    dock.leave();
    await vi.advanceTimersByTimeAsync(5_000 + 299_000);
    expect(session.state).toBe('live');
    await vi.advanceTimersByTimeAsync(1_001);
    expect(by()).toMatchObject({ by: 'the customer was away' });
  });

  test('not when the customer came back in time', async () => {
    const { host, dock, session, customer } = await openRoom(house);
    host.leave();
    dock.leave();
    await vi.advanceTimersByTimeAsync(200_000);
    const back = new Host(session, customer);
    await vi.advanceTimersByTimeAsync(3_000_000);
    expect(session.state).toBe('live');
    back.leave();
  });

  test('four hours after "Start" at the latest', async () => {
    const { session } = await openRoom(house);
    await vi.advanceTimersByTimeAsync(4 * 60 * 60 * 1000 + 1);
    expect(session.state).toBe('ended');
    expect(by()).toMatchObject({ by: 'time is over' });
  });

  test('when nobody opened its link for a day', async () => {
    const { session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    await vi.advanceTimersByTimeAsync(23 * 60 * 60 * 1000);
    expect(session.state).toBe('waiting');
    await vi.advanceTimersByTimeAsync(60 * 60 * 1000 + 1);
    expect(session.state).toBe('ended');
  });

  test('when the gateway stops', async () => {
    const { session, host } = await openRoom(house);
    await house.directory.close();
    expect(session.state).toBe('ended');
    expect(host.connection.closed?.code).toBe(4410);
  });
});

describe('people', () => {
  test('a navigation is no departure, a closed console is one', async () => {
    const { session, host, dock, viewer, customer, agent } = await openRoom(house);
    const state = (id: typeof agent) => session.room.person(id)?.state;
    host.leave();
    dock.leave();
    vi.advanceTimersByTime(4000);
    expect(state(customer)).toBe('here');
    new Host(session, customer);
    vi.advanceTimersByTime(10_000);
    expect(state(customer)).toBe('here');
    viewer.leave();
    vi.advanceTimersByTime(5000);
    expect(state(agent)).toBe('left');
    expect(house.events.map(({ event }) => event.type).filter((type) => type === 'left')).toHaveLength(1);
  });

  test('have colours of their own', async () => {
    const { session } = await openRoom(house);
    for (let at = 0; at < 10; at++) await house.directory.addParticipant(session.id, { role: 'agent', name: `A${at}` });
    const colors = session.room.people().map(({ color }) => color);
    expect(new Set(colors).size).toBe(12);
    for (const color of colors) expect(color).toMatch(/^#[0-9a-f]{6}$/);
  });
});

describe('the audit', () => {
  test('tells who came, what was allowed, refused and done, and nothing of a page', async () => {
    const { session, host, dock, viewer, agent } = await openRoom(house);
    host.key();
    host.send({ type: 'meta', url: 'https://shop.example/cart?secret=canary', title: 'canary', visible: true });
    viewer.act(host.tab, click(nodes.button));
    viewer.act(host.tab, {
      kind: 'insert',
      frame: TOP_FRAME,
      node: nodes.field,
      text: 'canary',
      start: 0,
      end: 0,
      inputType: 'insertText',
    });
    host.send({ type: 'act-result', id: 1, outcome: { result: 'done' } });
    viewer.act(host.tab, { kind: 'scroll', frame: TOP_FRAME, node: 0, x: 0, y: 9 });
    dock.send({ type: 'chat', text: 'canary' });
    dock.send({ type: 'rights', participant: agent, action: 'type', allow: false });
    dock.send({ type: 'pause' });
    dock.send({ type: 'stop' });
    await written();
    const rows = await house.store.audit(session.id, 1000);
    expect(rows.map(({ event, detail }) => `${event} ${Object.values(detail).join(' ')}`.trim())).toEqual([
      'created https://shop.example/ admin',
      'invited customer Customer',
      'invited agent Agent',
      'consent view,point,draw,chat,click,type,navigate',
      'state live',
      'joined customer Customer',
      'page https://shop.example/',
      'joined agent Agent',
      'page https://shop.example/cart',
      'act click refused BLOCKED',
      'act insert done',
      'chat',
      `rights ${agent} type false`,
      'state paused',
      'state ended',
      'ended customer',
    ]);
    expect(JSON.stringify(rows)).not.toContain('canary');
  });
});

describe('a restart', () => {
  test('ends what was live, answers "ended" for it, and keeps cookies of nobody', async () => {
    const config = loadConfig({ env: {}, overrides: { dataDir: ':memory:' } });
    const store = await openStore(config);
    await store.addSession({
      id: 'abcdefgh234567ab' as never,
      url: 'https://x.example/',
      state: 'ended',
      company: MAIN_COMPANY,
      owner: 'operator',
      customer: '',
      ticket: '',
      createdBy: 'a',
      createdAt: Date.now(),
      endedAt: Date.now(),
      endedBy: 'gateway restarted',
    });
    const deps = {
      config,
      store,
      policies: { of: () => loadPolicy(config) },
      log: pino({ level: 'silent' }),
      listeners: [],
      answers: () => [],
      checkTarget: async () => undefined,
    };
    const directory = await SessionDirectory.open(deps);
    expect(directory.find('abcdefgh234567ab')).toBe('ended');
    expect((await directory.list({ company: MAIN_COMPANY })).map(({ state }) => state)).toEqual(['ended']);
    await directory.close();
    await store.close();
  });
});

describe('the live list', () => {
  test('is told when a session comes, changes and ends', async () => {
    let changes = 0;
    const stop = house.directory.watch(() => changes++);
    const { session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    const created = changes;
    expect(created).toBeGreaterThan(0);
    house.directory.start(session, seat(session, 'customer'));
    expect(changes).toBeGreaterThan(created);
    stop();
    const stopped = changes;
    await house.directory.end(session.id, 'test');
    expect(changes).toBe(stopped);
  });
});
