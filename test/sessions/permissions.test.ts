/**
 * The table role x action x state, cell by cell, over the sockets of a room: everything is granted, and each guest tries
 * everything in each state. The expectations are written by hand; the code has its own table. The calls of the API stand in
 * test/api/permissions.test.ts.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TOP_FRAME, type ParticipantId } from '../../src/shared/ids.ts';
import type { SessionState } from '../../src/shared/messages.ts';
import { grantable, roles, type Role } from '../../src/shared/roles.ts';
import { click, Dock, FakeConnection, Host, nodes, openHouse, OPERATOR, seat, Viewer, type House } from './fakes.ts';

const guests = ['agent', 'senior', 'supervisor', 'observer'] as const satisfies readonly Role[];
const states = ['waiting', 'live', 'paused', 'ended'] as const satisfies readonly SessionState[];
const tried = ['view', 'point', 'draw', 'chat', 'click', 'type', 'navigate'] as const;

/** What gets through while everything is granted. */
const through: Readonly<Record<SessionState, Readonly<Record<(typeof guests)[number], readonly (typeof tried)[number][]>>>> = {
  waiting: { agent: [], senior: [], supervisor: [], observer: [] },
  live: { agent: tried, senior: tried, supervisor: tried, observer: ['view'] },
  paused: { agent: ['chat'], senior: ['chat'], supervisor: ['chat'], observer: [] },
  ended: { agent: [], senior: [], supervisor: [], observer: [] },
};

let house: House;
beforeEach(async () => {
  house = await openHouse({ grants: [...grantable] });
});
afterEach(async () => {
  await house.close();
});

const settled = () => new Promise((done) => setImmediate(done));
const at = { frame: TOP_FRAME, node: nodes.plain, fx: 0.5, fy: 0.5 };

/** A room in that state, with a guest of each role who came while it was live, and what each of them gets through. */
async function tryAll(state: SessionState): Promise<Record<string, string[]>> {
  const { session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
  const customer = seat(session, 'customer');
  const people: Record<string, ParticipantId> = {};
  for (const role of guests) people[role] = (await house.directory.addParticipant(session.id, { role, name: role })).participant;
  const viewers = guests.map((role) => new Viewer(session, people[role] as ParticipantId)); // added above
  const seats = guests.map((role) => session.room.joinConsole(() => undefined, people[role] as ParticipantId)); // as above
  let host: Host | undefined;
  let dock: Dock | undefined;
  if (state !== 'waiting') {
    house.directory.start(session, customer);
    host = new Host(session, customer);
    dock = new Dock(session, customer, host.tab);
    await settled();
    host.key();
  }
  if (state === 'paused') dock?.send({ type: 'pause' });
  if (state === 'ended') await house.directory.end(session.id, 'test');
  const got: Record<string, string[]> = {};
  for (const [n, role] of guests.entries()) {
    const viewer = viewers[n];
    const mine: string[] = [];
    for (const one of [viewer?.connection, host?.connection, dock?.connection]) one?.clear();
    host?.text(n + 1, `news for ${role}`);
    const tab = host?.tab ?? ('t1' as Host['tab']);
    viewer?.send({ type: 'pointer', tab, at });
    viewer?.send({ type: 'ink', tab, act: { do: 'laser', at } });
    seats[n]?.chat(`words of ${role}`);
    viewer?.act(tab, click(nodes.plain));
    viewer?.act(tab, { kind: 'insert', frame: TOP_FRAME, node: nodes.field, text: 'a', start: -1, end: -1, inputType: 'insertText' });
    viewer?.act(tab, { kind: 'reload' });
    await settled();
    const acts = (host?.connection.of('act') ?? []).map((act) => (act['action'] as { kind: string }).kind);
    if (viewer?.connection.texts.join('').includes('news for')) mine.push('view');
    if (host?.connection.of('pointer').length) mine.push('point');
    if (host?.connection.of('ink').some((ink) => JSON.stringify(ink).includes('laser'))) mine.push('draw');
    if (dock?.connection.of('chat').length) mine.push('chat');
    if (acts.includes('click')) mine.push('click');
    if (acts.includes('insert')) mine.push('type');
    if (acts.includes('reload')) mine.push('navigate');
    got[role] = mine;
  }
  return got;
}

test.each(states)('[P1] in a session that is %s each role gets through what the table says, and nothing else', async (state) => {
  expect(await tryAll(state)).toEqual(through[state]);
});

test('[P1] a right that was not granted is none in any state, and neither customer nor their friend is an agent’s guest', async () => {
  await house.close();
  house = await openHouse({ grants: ['view'] });
  expect((await tryAll('live'))['senior']).toEqual(['view']);
  // What friends may do: friends.test.ts.
  expect(roles.filter((role) => !guests.some((guest) => guest === role))).toEqual(['customer', 'friend']);
});

async function room(grants: readonly (typeof grantable)[number][], names = true) {
  await house.close();
  house = await openHouse({ grants: [...grants] });
  const { session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
  const customer = seat(session, 'customer');
  const owner = seat(session, 'agent');
  house.directory.start(session, customer);
  const host = new Host(session, customer);
  const dock = new Dock(session, customer, host.tab, { names });
  host.key();
  const person = (id: ParticipantId) => session.room.person(id);
  return { session, customer, owner, host, dock, person };
}

describe('[P9] control of the page', () => {
  const look = ['view', 'point', 'chat'] as const;

  test('is asked for, waited for, allowed, taken back, and asked for again', async () => {
    const { session, owner, dock, person } = await room(look);
    const console = session.room.joinConsole(() => undefined, owner);
    expect(person(owner)?.control).toBe('off');
    expect(console?.control(true)).toBe(true);
    expect(person(owner)).toMatchObject({ control: 'requested', rights: { click: false, type: false, navigate: false } });
    // Asked already: nothing more to say.
    expect(console?.control(true)).toBe(false);
    dock.send({ type: 'control', participant: owner, allow: true });
    expect(person(owner)).toMatchObject({ control: 'granted', rights: { click: true, type: true, navigate: true, draw: false } });
    dock.send({ type: 'control', participant: owner, allow: false });
    expect(person(owner)).toMatchObject({ control: 'taken', rights: { click: false, type: false, navigate: false, view: true } });
    expect(console?.control(true)).toBe(true);
    expect(person(owner)?.control).toBe('requested');
    expect(
      house.events.filter(({ event }) => event.type === 'control').map(({ event }) => ('control' in event ? event.control : '')),
    ).toEqual(['requested', 'granted', 'taken', 'requested']);
  });

  test('is refused, withdrawn, and given back', async () => {
    const { session, owner, dock, person } = await room(look);
    const console = session.room.joinConsole(() => undefined, owner);
    console?.control(true);
    dock.send({ type: 'control', participant: owner, allow: false });
    expect(person(owner)?.control).toBe('off');
    console?.control(true);
    console?.control(false);
    expect(person(owner)?.control).toBe('off');
    expect(console?.control(false)).toBe(false);
    dock.send({ type: 'control', participant: owner, allow: true });
    expect(console?.control(false)).toBe(true);
    expect(person(owner)).toMatchObject({ control: 'off', rights: { click: false } });
  });

  test('is one with its rights: the last one taken is control taken, the first one given is control given', async () => {
    const { owner, dock, person } = await room(['view', 'click', 'type']);
    expect(person(owner)?.control).toBe('granted');
    dock.send({ type: 'rights', participant: owner, action: 'click', allow: false });
    expect(person(owner)?.control).toBe('granted');
    dock.send({ type: 'rights', participant: owner, action: 'type', allow: false });
    expect(person(owner)?.control).toBe('taken');
    dock.send({ type: 'rights', participant: owner, action: 'click', allow: true });
    expect(person(owner)?.control).toBe('granted');
  });

  test('is nothing for an observer, for nobody before Start, nor for who asks without end', async () => {
    const { session, owner, dock, person } = await room(look);
    const { participant } = await house.directory.addParticipant(session.id, { role: 'observer', name: 'Olga' });
    expect(session.room.joinConsole(() => undefined, participant)?.control(true)).toBe(false);
    dock.send({ type: 'control', participant, allow: true });
    expect(person(participant)).toMatchObject({ control: 'off', rights: { click: false } });
    const console = session.room.joinConsole(() => undefined, owner);
    let asked = 0;
    for (let n = 0; n < 20; n++) {
      if (console?.control(true)) asked++;
      console?.control(false);
    }
    expect(asked).toBe(3);
    const waiting = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    expect(waiting.session.room.joinConsole(() => undefined, seat(waiting.session, 'agent'))?.control(true)).toBe(false);
    dock.send({ type: 'pause' });
    expect(console?.control(true)).toBe(false);
  });
});

describe('[P9] rights of a colleague, in the middle of a session', () => {
  test('whoever opened it takes away and hands on, never more than they hold; a senior takes away; nobody else does', async () => {
    const { session, owner, dock, person } = await room(['view', 'click', 'chat']);
    const seatOf = async (role: Role, name: string) => {
      const { participant } = await house.directory.addParticipant(session.id, { role, name });
      return { participant, console: session.room.joinConsole(() => undefined, participant) };
    };
    const [colleague, boss] = [await seatOf('agent', 'Carl'), await seatOf('senior', 'Sue')];
    const mine = session.room.joinConsole(() => undefined, owner);
    expect(mine?.rights(colleague.participant, 'click', false)).toBe(true);
    expect(person(colleague.participant)?.rights.click).toBe(false);
    expect(mine?.rights(colleague.participant, 'click', true)).toBe(true);
    expect(person(colleague.participant)?.rights.click).toBe(true);
    expect(mine?.rights(colleague.participant, 'type', true), 'not granted by the customer').toBe(false);
    expect(mine?.rights(owner, 'click', true), 'to themselves').toBe(false);
    dock.send({ type: 'rights', participant: owner, action: 'click', allow: false });
    expect(mine?.rights(colleague.participant, 'click', true), 'taken from the owner').toBe(false);
    expect(boss.console?.rights(colleague.participant, 'click', false)).toBe(true);
    expect(boss.console?.rights(colleague.participant, 'click', true)).toBe(false);
    expect(colleague.console?.rights(boss.participant, 'view', false)).toBe(false);
    expect(mine?.rights(seat(session, 'customer'), 'chat', false), 'the customer’s').toBe(false);
    // The customer's word goes before everybody's.
    dock.send({ type: 'rights', participant: colleague.participant, action: 'type', allow: true });
    expect(person(colleague.participant)?.rights.type).toBe(true);
  });
});

describe('[P10] a colleague', () => {
  test('sees nothing before the customer’s dock shows their name', async () => {
    const { session, host, dock } = await room(['view'], false);
    const { participant } = await house.directory.addParticipant(session.id, { role: 'agent', name: 'Carl' });
    const viewer = new Viewer(session, participant);
    host.text(1, 'the page');
    expect(dock.connection.last('people')?.['people']).toContainEqual(expect.objectContaining({ name: 'Carl', state: 'here' }));
    expect(viewer.connection.last('blank')).toEqual({ type: 'blank', why: 'loading' });
    expect(viewer.connection.texts.join('')).not.toMatch(/the page|shop\.example/);
    dock.send({ type: 'named', people: [participant] });
    expect(viewer.connection.last('key')).toBeDefined();
    expect(viewer.connection.texts.join('')).toContain('the page');
  });

  test('whose name is not that of the consent page waits too, and a name that nobody has changes nothing', async () => {
    const { session, owner, dock } = await room(['view'], false);
    const first = new Viewer(session, owner);
    expect(first.connection.last('key')).toBeDefined();
    const { participant } = await house.directory.addParticipant(session.id, { role: 'supervisor', name: 'Sue' });
    const second = new Viewer(session, participant, new FakeConnection());
    dock.send({ type: 'named', people: ['pnobody' as ParticipantId] });
    expect(second.connection.last('key')).toBeUndefined();
  });
});
