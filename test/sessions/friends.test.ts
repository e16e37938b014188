/**
 * A friend whom the customer brings. The attack: who was let in to look along is nobody of the company and nobody whom the company
 * knows. They could reach for what is among agents (PIN, notes, ready answers, who else asks for the screen), be given more by an
 * agent than the customer gave, stay after they were sent off (by an open socket, a ticket, a link that was kept), come in many,
 * see what a rule hides from some agents only, or be brought before the customer has started anything.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TOP_FRAME, type ParticipantId } from '../../src/shared/ids.ts';
import type { FriendsOffer, RoomToConsole } from '../../src/shared/messages.ts';
import { click, Dock, FakeConnection, nodes, openHouse, openRoom, seat, Viewer, type House } from './fakes.ts';

let house: House;
beforeEach(async () => {
  // Agents are to ask for everything: what a friend may do is another question.
  house = await openHouse({ grants: ['view'] });
});
afterEach(async () => {
  await house.close();
});

const settled = () => new Promise((done) => setImmediate(done));

/** Asks as the dock does, and waits for the answer. */
async function bring(dock: Dock, name = 'Frieda') {
  const before = dock.connection.of('brought').length + dock.connection.of('not-brought').length;
  dock.send({ type: 'bring', name });
  await expect.poll(() => dock.connection.of('brought').length + dock.connection.of('not-brought').length).toBe(before + 1);
  const last = dock.connection.messages.findLast(({ type }) => type === 'brought' || type === 'not-brought');
  return last as { type: string; participant: ParticipantId; link: string; name: string; why?: string };
}

const tokenOf = (link: string) => new URL(link).hash.replace('#seat.', '');

describe('[P11] a friend of the customer', () => {
  test('has a link for one browser, a name that everybody sees before they see the page, and points, draws and writes', async () => {
    const { session, host, dock, agent } = await openRoom(house);
    host.key();
    const told: RoomToConsole[] = [];
    session.room.joinConsole((message) => told.push(message), agent);
    const { participant, link } = await bring(dock, '  Frieda\u202e ');
    expect(told.findLast(({ type }) => type === 'people')).toMatchObject({
      people: expect.arrayContaining([expect.objectContaining({ name: 'Frieda', role: 'friend', state: 'away' })]) as unknown,
    });
    expect((await house.directory.openLink(tokenOf(link), 'her phone')).role).toBe('friend');
    await expect(house.directory.openLink(tokenOf(link), 'another')).rejects.toThrow(/another browser/);

    const silent = new Dock(session, seat(session, 'customer'), host.tab, { names: false });
    const unnamed = new Viewer(session, participant);
    expect(unnamed.connection.last('key')).toBeUndefined();
    silent.leave();
    await settled();
    await expect.poll(() => unnamed.connection.last('key')).toBeDefined();

    const { rights } = session.room.person(participant) ?? {};
    expect(Object.entries(rights ?? {}).flatMap(([action, may]) => (may ? [action] : []))).toEqual(['view', 'point', 'draw', 'chat']);
    const at = { frame: TOP_FRAME, node: nodes.plain, fx: 0.5, fy: 0.5 };
    host.connection.clear();
    unnamed.send({ type: 'pointer', tab: host.tab, at });
    unnamed.send({ type: 'ink', tab: host.tab, act: { do: 'laser', at } });
    unnamed.act(host.tab, click(nodes.plain));
    await settled();
    expect(host.connection.messages.map(({ type }) => type)).toEqual(['pointer', 'ink']);
    expect(unnamed.outcome).toEqual({ result: 'refused', code: 'NO_RIGHT' });
  });

  test('has a link that the customer finds again on the next page, until it is used, taken back, or too late', async () => {
    const { session, host, dock } = await openRoom(house);
    const { participant, link } = await bring(dock);
    const other = await bring(dock, 'Otto');
    const links = () => {
      const next = new Dock(session, seat(session, 'customer'), host.tab);
      const friends = next.connection.last('welcome')?.['friends'] as FriendsOffer; // what the room tells each dock
      next.leave();
      return friends.links;
    };
    expect(links()).toMatchObject([
      { participant, name: 'Frieda', link },
      { participant: other.participant, name: 'Otto', link: other.link },
    ]);
    expect(links()[0]?.leftMs).toBeGreaterThan(0);
    session.room.joinConsole(() => undefined, participant);
    expect(links().map((one) => one.participant)).toEqual([other.participant]);
    dock.send({ type: 'send-off', participant: other.participant });
    expect(links()).toEqual([]);
    const last = await bring(dock, 'Late');
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 31 * 60_000);
    expect(links().map((one) => one.participant)).not.toContain(last.participant);
    clock.mockRestore();
  });

  test('gets control from the customer alone, and what is blocked or hidden stays so', async () => {
    const { session, host, dock, agent } = await openRoom(house);
    host.key();
    const owner = session.room.joinConsole(() => undefined, agent);
    const { participant } = await bring(dock);
    const viewer = new Viewer(session, participant);
    const friend = session.room.joinConsole(() => undefined, participant);
    await settled();
    expect(owner?.rights(participant, 'click', true), 'given by an agent').toBe(false);
    expect(owner?.rights(participant, 'view', true), 'given by an agent').toBe(false);
    expect(friend?.rights(agent, 'view', false), 'taken from an agent').toBe(false);
    expect(friend?.control(true)).toBe(true);
    dock.send({ type: 'control', participant, allow: true });
    viewer.act(host.tab, click(nodes.plain));
    await settled();
    expect(host.connection.last('act')).toMatchObject({ from: participant });
    viewer.act(host.tab, click(nodes.button));
    await settled();
    expect(viewer.outcome).toEqual({ result: 'refused', code: 'BLOCKED' });
    for (const step of ['screen', 'voice', 'camera', 'invite'] as const)
      dock.send({ type: 'rights', participant, action: step, allow: true });
    expect(session.room.person(participant)?.rights).toMatchObject({ screen: false, voice: false, camera: false, invite: false });
    // A leader may still take away what disturbs.
    expect(owner?.rights(participant, 'draw', false)).toBe(true);
  });

  test('hears nothing that is among those who work here', async () => {
    const { session, dock, customer } = await openRoom(house);
    const { participant } = await bring(dock);
    const heard: RoomToConsole[] = [];
    const friend = session.room.joinConsole((message) => heard.push(message), participant);
    await house.directory.setAbout(session.id, { customer: 'Anna Smith', ticket: 'T-1' }, 'agent');
    session.room.tellConsoles({ type: 'notes', session: session.id, version: 1 });
    session.room.notices.tell('BOT_WALL');
    const file = { id: 1, name: 'a.pdf', mime: 'application/pdf', bytes: 1, url: '' };
    session.room.tellConsoles({ type: 'download', session: session.id, download: file as never }); // whatever it is, it is not for them
    dock.send({ type: 'chat', text: 'hello' });
    expect(new Set(heard.map(({ type }) => type))).toEqual(new Set(['joined', 'people', 'chat']));
    expect(heard.find(({ type }) => type === 'joined')).toMatchObject({ pin: '' });
    expect(JSON.stringify(heard)).not.toContain(session.room.pin);
    expect(JSON.stringify(heard)).not.toContain('T-1');
    friend?.chat('good day');
    expect(dock.connection.last('chat')).toMatchObject({ message: { name: 'Frieda', role: 'friend' } });
    const steps = new FakeConnection();
    expect(session.room.stepUp.join(steps, participant)).toBeUndefined();
    expect(steps.texts).toEqual([]);
    expect(customer).toBeDefined();
  });

  test('is sent off at once: picture, board, console, ticket and link are gone, ink and seat with them, and the audit has it', async () => {
    const { session, host, dock } = await openRoom(house);
    host.key();
    const { participant, link } = await bring(dock);
    await house.directory.openLink(tokenOf(link), 'her phone');
    const viewer = new Viewer(session, participant);
    const heard: RoomToConsole[] = [];
    session.room.joinConsole((message) => heard.push(message), participant);
    const board = new FakeConnection();
    session.room.board.join(board, participant);
    await settled();
    viewer.send({
      type: 'ink',
      tab: host.tab,
      act: {
        do: 'put',
        shape: { tool: 'pen', color: '#000000', width: 3, frame: TOP_FRAME, node: nodes.plain, points: [0, 0, 1, 1] } as never,
      },
    });
    expect(host.connection.of('ink').map(({ news }) => (news as { is: string }).is)).toContain('put');
    const ticket = house.directory.ticket(session, participant);
    const asset = viewer.connection.last('welcome')?.['assets'] as string;
    viewer.connection.clear();
    dock.send({ type: 'send-off', participant });

    expect(viewer.connection.last('end')).toBeDefined();
    expect([viewer.connection.closed?.code, board.closed?.code]).toEqual([4410, 4410]);
    expect(heard.at(-1)).toEqual({ type: 'sent-off', session: session.id });
    expect(session.room.person(participant)).toBeUndefined();
    expect(host.connection.of('ink').map(({ news }) => (news as { is: string }).is)).toContain('gone');
    await expect(house.directory.openLink(tokenOf(link), 'her phone')).rejects.toThrow(/not valid/);
    const redeemed = house.directory.redeemTicket(ticket);
    const again = new FakeConnection();
    expect(redeemed && session.room.joinViewer(again, redeemed.participant)).toBeUndefined();
    expect(again.closed?.code).toBe(4403);
    viewer.leave();
    expect(house.directory.assetRequest(session, `${asset}.anything`)).toBeUndefined();
    host.text(1, 'after');
    expect(viewer.connection.texts.join('')).not.toContain('after');
    expect(house.events.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({ type: 'sent-off', participant, name: 'Frieda', by: seat(session, 'customer') }),
    );
    // Chat of theirs and the count of seats: the next friend comes in.
    expect((await bring(dock, 'Fred')).type).toBe('brought');
  });

  test('is no agent: nobody else is sent off by that, and no agent makes one', async () => {
    const { session, dock, agent } = await openRoom(house);
    dock.send({ type: 'send-off', participant: agent });
    expect(session.room.person(agent)).toBeDefined();
    await expect(house.directory.addParticipant(session.id, { role: 'friend', name: 'Eve' })).rejects.toThrow(/own link/);
  });

  test('is one of few, asked for in few tries, in a session that runs, where the gateway lets it', async () => {
    const { session, dock } = await openRoom(house);
    expect(dock.connection.last('welcome')).toMatchObject({ friends: { max: 2, linkMs: 1_800_000 } });
    const [one] = [await bring(dock), await bring(dock)];
    expect((await bring(dock)).why).toBe('full');
    const tries: (string | undefined)[] = [];
    for (let n = 0; n < 8; n++) {
      dock.send({ type: 'send-off', participant: session.room.people().findLast(({ role }) => role === 'friend')?.id ?? one.participant });
      tries.push((await bring(dock)).why);
    }
    expect(tries.filter((why) => why === undefined)).toHaveLength(4);
    expect(tries.at(-1)).toBe('rate');

    // Two at once are not three.
    const other = await openRoom(house);
    for (let n = 0; n < 3; n++) other.dock.send({ type: 'bring', name: `F${n}` });
    await expect.poll(() => other.dock.connection.of('brought').length).toBe(2);
    expect(other.dock.connection.of('not-brought')).toMatchObject([{ why: 'full' }]);

    await house.close();
    house = await openHouse({ limits: { friendsMax: 0 } });
    const none = await openRoom(house);
    expect(none.dock.connection.last('welcome')).not.toHaveProperty('friends');
    expect((await bring(none.dock)).why).toBe('full');
    await house.close();
    house = await openHouse({ limits: { participantsMax: 2 } });
    expect((await bring((await openRoom(house)).dock)).why).toBe('seats');
  });

  test('whose link was not opened in time comes too late', async () => {
    await house.close();
    house = await openHouse({ limits: { friendLinkLifetimeMs: 1 } });
    const { dock } = await openRoom(house);
    const { link } = await bring(dock);
    const madeAt = Date.now();
    await expect.poll(() => Date.now() - madeAt).toBeGreaterThan(1);
    await expect(house.directory.openLink(tokenOf(link), 'late')).rejects.toThrow(/expired|too late|no longer/i);
  });
});
