import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TOP_FRAME, type ParticipantId, type SessionId } from '../../src/shared/ids.ts';
import type { GuestAction } from '../../src/shared/messages.ts';
import { ceiling, grantable, roles, type Grantable, type Role } from '../../src/shared/roles.ts';
import { click, type Dock, FakeConnection, nodes, openHouse, openRoom, Viewer, type House, OPERATOR } from './fakes.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  vi.useRealTimers();
  await house.close();
});

const on = (node: number) => ({ frame: TOP_FRAME, node });
const key = (node: number, name: string): GuestAction => ({ kind: 'key', ...on(node), key: name, code: name });
const insert = (node: number): GuestAction => ({ kind: 'insert', ...on(node), text: 'a', start: -1, end: -1, inputType: 'insertText' });

/** One act of each kind, and the right it needs in words of the contract. */
const samples: readonly [GuestAction, Grantable][] = [
  [click(nodes.plain), 'click'],
  [{ kind: 'hover', at: { ...on(nodes.plain), fx: 0, fy: 0 } }, 'click'],
  [key(nodes.field, 'a'), 'type'],
  [insert(nodes.field), 'type'],
  [{ kind: 'set', ...on(nodes.field), value: 'x' }, 'type'],
  [{ kind: 'back' }, 'navigate'],
  [{ kind: 'forward' }, 'navigate'],
  [{ kind: 'reload' }, 'navigate'],
  [{ kind: 'go', url: 'https://shop.example/else' }, 'navigate'],
];

const settled = () => new Promise((done) => setImmediate(done));

describe('an act', () => {
  test('reaches the page of the tab, under an id of ours, and its answer the guest under theirs', async () => {
    const { host, viewer, agent } = await openRoom(house);
    host.key();
    const id = viewer.act(host.tab, click(nodes.plain));
    const act = host.connection.last('act');
    expect(act).toMatchObject({ from: agent, tab: host.tab, action: { kind: 'click' } });
    host.send({ type: 'act-result', id: Number(act?.['id']), outcome: { result: 'done' } });
    expect(viewer.connection.last('act-result')).toEqual({ type: 'act-result', id, outcome: { result: 'done' } });
  });

  test('is answered to the guest who asked and to no other', async () => {
    const { session, host, viewer, agent } = await openRoom(house);
    host.key();
    const other = new Viewer(session, agent);
    viewer.act(host.tab, click(nodes.plain));
    other.act(host.tab, click(nodes.plain));
    const [first, second] = host.connection.of('act');
    expect(first?.['id']).not.toBe(second?.['id']);
    host.send({ type: 'act-result', id: Number(second?.['id']), outcome: { result: 'busy' } });
    expect(viewer.outcome).toBeUndefined();
    expect(other.outcome).toEqual({ result: 'busy' });
  });

  test('on an old picture or a node that is gone is stale', async () => {
    const { host, viewer } = await openRoom(house);
    host.key(5);
    viewer.act(host.tab, click(nodes.plain), 4);
    expect(viewer.outcome).toEqual({ result: 'stale' });
    viewer.act(host.tab, click(999), 5);
    expect(viewer.outcome).toEqual({ result: 'stale' });
    expect(host.connection.of('act')).toEqual([]);
  });

  test('that the page took with it when it left is stale', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    viewer.act(host.tab, click(nodes.plain));
    host.leave();
    expect(viewer.outcome).toEqual({ result: 'stale' });
  });

  test('[K3] on what the policy blocks is refused, by mouse, key and form', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    for (const action of [
      click(nodes.button),
      click(41),
      key(nodes.button, 'Enter'),
      key(nodes.button, ' '),
      { kind: 'focus', ...on(nodes.button) } as const,
    ]) {
      viewer.act(host.tab, action);
      expect(viewer.outcome, action.kind).toEqual({ result: 'refused', code: 'BLOCKED' });
    }
    expect(host.connection.of('act')).toEqual([]);
  });

  test('that writes into what is masked is refused; leaving the field is not', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    for (const action of [
      key(nodes.masked, 'a'),
      key(nodes.masked, 'Backspace'),
      insert(nodes.masked),
      { kind: 'set', ...on(nodes.masked), value: 'x' } as const,
    ]) {
      viewer.act(host.tab, action);
      expect(viewer.outcome, action.kind).toEqual({ result: 'refused', code: 'MASKED' });
    }
    viewer.act(host.tab, key(nodes.masked, 'Tab'));
    expect(host.connection.of('act')).toHaveLength(1);
  });

  test('while the customer pauses is refused', async () => {
    const { host, dock, viewer } = await openRoom(house);
    host.key();
    dock.send({ type: 'pause' });
    viewer.act(host.tab, click(nodes.plain));
    expect(viewer.outcome).toEqual({ result: 'refused', code: 'PAUSED' });
    dock.send({ type: 'resume' });
    viewer.act(host.tab, click(nodes.plain));
    expect(host.connection.of('act')).toHaveLength(1);
  });

  test('while the dock is gone is refused', async () => {
    vi.useFakeTimers();
    const { host, dock, viewer } = await openRoom(house);
    host.key();
    dock.leave();
    vi.advanceTimersByTime(20_000);
    viewer.act(host.tab, click(nodes.plain));
    expect(viewer.outcome).toEqual({ result: 'refused', code: 'PAUSED' });
  });

  test('too many in a second are refused', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    for (let at = 0; at < 60; at++) viewer.act(host.tab, click(nodes.plain));
    expect(host.connection.of('act').length).toBeLessThanOrEqual(52);
    expect(viewer.outcome).toEqual({ result: 'refused', code: 'TOO_FAST' });
  });

  test('is told to the customer, refused or done', async () => {
    const { host, dock, viewer, agent } = await openRoom(house);
    host.key();
    viewer.act(host.tab, click(nodes.button));
    expect(dock.connection.last('did')).toEqual({
      type: 'did',
      from: agent,
      kind: 'click',
      outcome: { result: 'refused', code: 'BLOCKED' },
    });
  });

  test('to another address goes through the check of targets', async () => {
    const { session, host, viewer } = await openRoom(house);
    host.key();
    viewer.act(host.tab, { kind: 'go', url: 'https://other.example/' });
    await settled();
    expect(house.checked).toContain('https://other.example/');
    expect(host.connection.of('act')).toHaveLength(1);
    viewer.act(host.tab, { kind: 'go', url: 'http://private.example/' });
    await settled();
    expect(viewer.outcome).toEqual({ result: 'refused', code: 'NOT_ALLOWED' });
    viewer.act(host.tab, { kind: 'go', url: `${session.urls.own}/dock` });
    await settled();
    expect(viewer.outcome).toEqual({ result: 'refused', code: 'NOT_ALLOWED' });
    expect(host.connection.of('act')).toHaveLength(1);
  });

  test('whose check took so long that the customer paused meanwhile is refused', async () => {
    const { host, dock, viewer } = await openRoom(house);
    host.key();
    viewer.act(host.tab, { kind: 'go', url: 'https://other.example/' });
    dock.send({ type: 'pause' });
    await settled();
    expect(viewer.outcome).toEqual({ result: 'refused', code: 'PAUSED' });
    expect(host.connection.of('act')).toEqual([]);
  });
});

const added = async (to: House, session: SessionId, role: Role) =>
  (await to.directory.addParticipant(session, { role, name: 'Guest' })).participant;

async function brought(dock: Dock): Promise<ParticipantId> {
  dock.send({ type: 'bring', name: 'Guest' });
  await expect.poll(() => dock.connection.last('brought')).toBeDefined();
  return dock.connection.last('brought')?.['participant'] as ParticipantId; // as the dock is told
}

describe('[P1] who may do what', () => {
  // Every cell of role and action: granted alone, by the customer, and what it opens. What Start gives is for the company's people.
  const cells = roles.filter((role) => role !== 'customer').flatMap((role) => grantable.map((action) => [role, action] as const));

  test.each(cells.filter(([role]) => role !== 'friend'))(
    '%s, given only view and %s, can do that as far as the role goes, and nothing else',
    async (role: Role, action: Grantable) => {
      const narrow = await openHouse({ grants: ['view', action] });
      try {
        const { session, host } = await openRoom(narrow);
        host.key();
        const { participant } = await narrow.directory.addParticipant(session.id, { role, name: 'Guest' });
        const guest = new Viewer(session, participant);
        expect(session.room.person(participant)?.rights[action]).toBe(ceiling[role][action]);
        for (const [sample, needed] of samples) {
          host.connection.clear();
          guest.act(host.tab, sample);
          await settled();
          const may = needed === action && ceiling[role][action];
          expect(host.connection.of('act').length, sample.kind).toBe(may ? 1 : 0);
          if (!may) expect(guest.outcome, sample.kind).toEqual({ result: 'refused', code: 'NO_RIGHT' });
        }
      } finally {
        await narrow.close();
      }
    },
  );

  test.each(cells)('the customer gives %s the right to %s only up to the ceiling of the role', async (role: Role, action: Grantable) => {
    const none = await openHouse({ grants: [] });
    try {
      const { session, dock } = await openRoom(none);
      const participant = role === 'friend' ? await brought(dock) : await added(none, session.id, role);
      dock.send({ type: 'rights', participant, action, allow: true });
      expect(session.room.person(participant)?.rights[action]).toBe(ceiling[role][action]);
      dock.send({ type: 'rights', participant, action, allow: false });
      expect(session.room.person(participant)?.rights[action]).toBe(false);
    } finally {
      await none.close();
    }
  });

  test('before "Start" nobody may do anything', async () => {
    const { session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    for (const person of session.room.people()) {
      if (person.role !== 'customer') expect(Object.values(person.rights).some(Boolean)).toBe(false);
    }
  });

  test('who may not look sees neither the page nor its address', async () => {
    const { host, dock, viewer, agent } = await openRoom(house);
    host.key();
    dock.send({ type: 'rights', participant: agent, action: 'view', allow: false });
    expect(viewer.connection.last('blank')).toEqual({ type: 'blank', why: 'paused' });
    expect(viewer.connection.last('tabs')).toEqual({ type: 'tabs', tabs: [], shown: null, pinned: null, active: null });
    viewer.connection.clear();
    host.text(1, 'unseen');
    expect(viewer.connection.texts.join('')).not.toContain('unseen');
  });

  test('a guest is no host and the customer no guest', async () => {
    const { session, agent, customer } = await openRoom(house);
    expect(new Viewer(session, customer).connection.closed?.code).toBe(4403);
    const { Host, Dock } = await import('./fakes.ts');
    expect(new Host(session, agent).connection.closed?.code).toBe(4403);
    expect(new Dock(session, agent, null).connection.closed?.code).toBe(4403);
  });
});

test('[M7] the customer’s own look at the picture sees what agents see, and does nothing there', async () => {
  const { session, customer, host, agent, dock } = await openRoom(house);
  host.key();
  const connection = new FakeConnection();
  const preview = session.room.joinPreview(connection, customer);
  expect(connection.last('key')).toMatchObject({ frame: TOP_FRAME, epoch: 1 });
  host.text(1, 'seen');
  expect(connection.texts.join('')).toContain('seen');
  preview?.receive({ type: 'act', id: 1, tab: host.tab, epoch: 1, seq: 0, action: click(nodes.plain) }, 100);
  preview?.receive({ type: 'pointer', tab: host.tab, at: { ...on(nodes.plain), fx: 0, fy: 0 } }, 100);
  await settled();
  expect([...host.connection.of('act'), ...host.connection.of('pointer'), ...dock.connection.of('did')]).toEqual([]);
  // Nobody else gets in by that way.
  const guest = new FakeConnection();
  expect(session.room.joinPreview(guest, agent)).toBeUndefined();
  expect(guest.closed?.code).toBe(4403);
});

describe('pointers', () => {
  const at = { ...on(nodes.plain), fx: 0.5, fy: 0.5 };

  test('go both ways, and to the other guests, but not back', async () => {
    const { session, host, customer, viewer, agent } = await openRoom(house);
    host.key();
    const other = new Viewer(session, agent);
    viewer.send({ type: 'pointer', tab: host.tab, at });
    expect(host.connection.last('pointer')).toEqual({ type: 'pointer', from: agent, at });
    expect(other.connection.last('pointer')).toMatchObject({ from: agent, at });
    expect(viewer.connection.of('pointer')).toEqual([]);
    host.send({ type: 'pointer', at });
    expect(viewer.connection.last('pointer')).toMatchObject({ from: customer, at });
  });

  test('are dropped beyond thirty a second', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    for (let n = 0; n < 100; n++) viewer.send({ type: 'pointer', tab: host.tab, at });
    expect(host.connection.of('pointer').length).toBeLessThanOrEqual(32);
  });

  test('need the right to point', async () => {
    const { host, dock, viewer, agent } = await openRoom(house);
    host.key();
    dock.send({ type: 'rights', participant: agent, action: 'point', allow: false });
    viewer.send({ type: 'pointer', tab: host.tab, at });
    expect(host.connection.of('pointer')).toEqual([]);
  });

  test('vanish with the guest', async () => {
    const { host, viewer, agent } = await openRoom(house);
    host.key();
    viewer.send({ type: 'pointer', tab: host.tab, at });
    viewer.leave();
    expect(host.connection.last('pointer')).toEqual({ type: 'pointer', from: agent, at: null });
  });
});

describe('chat', () => {
  test('reaches dock and consoles, with the name of who wrote it', async () => {
    const { session, dock, agent } = await openRoom(house);
    const heard: unknown[] = [];
    const seat = session.room.joinConsole((message) => heard.push(message), agent);
    dock.send({ type: 'chat', text: ' hello ' });
    seat?.chat('hi');
    expect(heard.filter((message) => (message as { type: string }).type === 'chat')).toMatchObject([
      { message: { text: 'hello', role: 'customer' } },
      { message: { text: 'hi', role: 'agent' } },
    ]);
    expect(dock.connection.of('chat')).toHaveLength(2);
  });

  test('is bounded in length, in number and in speed, and turns no text around', async () => {
    vi.useFakeTimers();
    const { session, dock, customer, host } = await openRoom(house);
    dock.send({ type: 'chat', text: 'x'.repeat(5000) });
    dock.send({ type: 'chat', text: ' \u202e ' });
    expect(dock.connection.of('chat')).toEqual([]);
    dock.send({ type: 'chat', text: 'a\u202eb' });
    expect(dock.connection.last('chat')).toMatchObject({ message: { text: 'ab' } });
    for (let at = 0; at < 50; at++) dock.send({ type: 'chat', text: 'flood' });
    expect(dock.connection.of('chat').length).toBeLessThan(15);
    for (let at = 0; at < 300; at++) {
      vi.advanceTimersByTime(600);
      dock.send({ type: 'chat', text: `slow ${at}` });
    }
    const { Dock } = await import('./fakes.ts');
    const again = new Dock(session, customer, host.tab);
    expect(again.connection.last('welcome')?.['chat']).toHaveLength(200);
  });
});
