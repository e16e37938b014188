/** The step up from the page, in a room: who may ask, what only the customer gives, what is passed on, and when it is over. */
import { createHmac } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConfigInput } from '../../src/config/index.ts';
import { AuditListener } from '../../src/recording/index.ts';
import type { Session } from '../../src/sessions/index.ts';
import type { ParticipantId } from '../../src/shared/ids.ts';
import { roles, steps, type Role, type Step } from '../../src/shared/roles.ts';
import { parseStep, type Relay, type StepToRoom } from '../../src/shared/step-up.ts';
import { FakeConnection, openHouse, openRoom, type House } from './fakes.ts';

const SECRET = 'shared-with-the-turn-server';
const turn = { urls: ['turn:turn.example:3478'], secret: SECRET };

class Page {
  connection = new FakeConnection();
  #receiver: { receive(message: StepToRoom): void; left(): void } | undefined;
  readonly #session: Session;
  readonly participant: ParticipantId;

  constructor(session: Session, participant: ParticipantId) {
    this.#session = session;
    this.participant = participant;
    this.#receiver = session.room.stepUp.join(this.connection, participant);
  }

  send(message: StepToRoom): void {
    this.#receiver?.receive(message);
  }

  left(): void {
    this.#receiver?.left();
  }

  /** The same page with a new socket. */
  back(): void {
    const again = String(this.connection.last('welcome')?.['again']);
    expect(this.#session.room.stepUp.participantOf(again)).toBe(this.participant);
    this.connection = new FakeConnection();
    this.#receiver = this.#session.room.stepUp.join(this.connection, this.participant, again);
  }

  get now() {
    return this.connection.last('now') as unknown as {
      offers: Record<Step, string>;
      asks: { participant: string; step: Step }[];
      on: Step[];
      calls: number[];
    };
  }

  get call(): number {
    return Number(this.connection.last('call')?.['call']);
  }
}

let house: House;
let written: () => Promise<void>;
const open = async (overrides: Partial<ConfigInput> = {}) => {
  house = await openHouse({ turn, stepUp: ['screen', 'voice', 'camera'], ...overrides }, (store) => {
    const audit = new AuditListener(store, pino({ level: 'silent' }));
    written = () => audit.close();
    return [audit];
  });
  const room = await openRoom(house);
  room.dock.send({ type: 'able', steps });
  return { ...room, window: new Page(room.session, room.customer), guest: new Page(room.session, room.agent) };
};
const told = () => house.events.flatMap(({ event }) => (event.type === 'step-up' ? [`${event.step} ${event.is}`] : []));
const video = (direction: string) =>
  `v=0\r\no=- 1 2 IN IP4 192.168.1.7\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=${direction}\r\na=rtpmap:96 VP8/90000\r\n`;
const relayed = { candidate: 'candidate:1 1 udp 5 198.51.100.9 49152 typ relay raddr 10.0.0.4 rport 5', mid: '0' };

beforeEach(() => {
  vi.useRealTimers();
});
afterEach(async () => {
  vi.useRealTimers();
  await house.close();
});

describe('[U1] a step up', () => {
  test('is asked for, shown in dock and window, given by the press in the window, and begun', async () => {
    const { window, guest, agent, dock, session } = await open();
    guest.send({ type: 'ask', step: 'screen' });
    expect(dock.connection.last('steps')).toMatchObject({ asks: [{ participant: agent, step: 'screen' }], has: [], window: true });
    expect(window.now.asks).toEqual([{ participant: agent, step: 'screen' }]);
    expect(session.room.person(agent)?.rights.screen).toBe(false);
    expect(window.connection.of('call')).toEqual([]);

    window.send({ type: 'begin', step: 'screen', people: [agent] });
    expect(session.room.person(agent)?.rights.screen).toBe(true);
    expect(window.connection.last('call')).toMatchObject({ step: 'screen', to: agent });
    window.send({ type: 'up', call: window.call });
    expect(told()).toEqual(['screen asked', 'screen granted', 'screen began']);

    window.send({ type: 'stop', step: 'screen' });
    expect(session.room.person(agent)?.rights.screen).toBe(false);
    expect(guest.connection.last('over')).toEqual({ type: 'over', call: window.call });
    expect(told().slice(3)).toEqual(['screen ended']);
  });

  test('stands in the audit: who asked, who gave it, who saw it, and who ended it', async () => {
    const { window, guest, agent, customer, session, dock } = await open();
    guest.send({ type: 'ask', step: 'screen' });
    window.send({ type: 'begin', step: 'screen', people: [agent] });
    window.send({ type: 'up', call: window.call });
    guest.send({ type: 'leave', step: 'screen' });
    guest.send({ type: 'ask', step: 'camera' });
    dock.send({ type: 'step', step: 'camera', what: 'refuse' });
    await written();
    const rows = (await house.store.audit(session.id, 100))
      .filter(({ event }) => event === 'step-up')
      .sort((one, other) => one.at - other.at);
    expect(rows.map(({ participant, detail }) => [participant, detail['whose'], `${detail['step']} ${detail['is']}`])).toEqual([
      [agent, agent, 'screen asked'],
      [customer, agent, 'screen granted'],
      [customer, agent, 'screen began'],
      [agent, agent, 'screen ended'],
      [agent, agent, 'camera asked'],
      [customer, agent, 'camera refused'],
    ]);
  });

  test('is given by nobody else: not by the dock, not by who leads, not by Start', async () => {
    const { agent, dock, session } = await open();
    const seat = session.room.joinConsole(() => undefined, agent);
    for (const step of steps) {
      dock.send({ type: 'rights', participant: agent, action: step, allow: true });
      expect(seat?.rights(agent, step, true)).toBe(false);
      expect(session.room.person(agent)?.rights[step]).toBe(false);
    }
    await expect(openHouse({ grants: ['view', 'screen'] } as never)).rejects.toThrow();
  });

  test('goes to those alone whose names stood beside the button', async () => {
    const { window, guest, agent, session } = await open();
    guest.send({ type: 'ask', step: 'screen' });
    const { participant } = await house.directory.addParticipant(session.id, { role: 'senior', name: 'Late' });
    const late = new Page(session, participant);
    late.send({ type: 'ask', step: 'screen' });
    window.send({ type: 'begin', step: 'screen', people: [agent] });
    expect(session.room.person(participant)?.rights.screen).toBe(false);
    expect(window.now.asks).toEqual([{ participant, step: 'screen' }]);
    // The window captures already: the second yes is a press all the same.
    window.send({ type: 'begin', step: 'screen', people: [participant] });
    expect(window.connection.of('call').map(({ to }) => to)).toEqual([agent, participant]);
  });

  test('is refused in the dock, and may be asked for again; withdrawn by the guest', async () => {
    const { window, guest, agent, dock } = await open();
    guest.send({ type: 'ask', step: 'voice' });
    guest.send({ type: 'ask', step: 'voice' });
    expect(guest.connection.last('refused')).toMatchObject({ code: 'NO_RIGHT' });
    dock.send({ type: 'step', step: 'voice', what: 'refuse' });
    expect(guest.now.asks).toEqual([]);
    guest.send({ type: 'ask', step: 'voice' });
    guest.send({ type: 'leave', step: 'voice' });
    expect(window.now.asks).toEqual([]);
    expect(told()).toEqual(['voice asked', 'voice refused', 'voice asked', 'voice withdrawn']);
    for (let n = 0; n < 10; n++) {
      guest.send({ type: 'ask', step: 'voice' });
      guest.send({ type: 'leave', step: 'voice' });
    }
    expect(told().filter((one) => one === 'voice asked').length).toBe(8);
    expect(guest.connection.last('refused')).toMatchObject({ code: 'TOO_FAST' });
    expect(agent).toBeDefined();
  });

  test('is over with pause, and does not come back by itself', async () => {
    const { window, guest, agent, dock, session } = await open();
    guest.send({ type: 'ask', step: 'screen' });
    window.send({ type: 'begin', step: 'screen', people: [agent] });
    const { call } = window;
    dock.send({ type: 'pause' });
    expect(window.connection.last('stop')).toEqual({ type: 'stop', step: 'screen' });
    expect(guest.connection.last('over')).toEqual({ type: 'over', call });
    expect(guest.now.offers.screen).toBe('not-now');
    dock.send({ type: 'resume' });
    expect(session.room.person(agent)?.rights.screen).toBe(false);
    expect(window.connection.of('call').length).toBe(1);
    // What captures while nobody may see is told to stop.
    dock.send({ type: 'pause' });
    window.send({ type: 'begin', step: 'screen', people: [agent] });
    expect(window.connection.last('stop')).toEqual({ type: 'stop', step: 'screen' });
  });

  test.each([
    [
      'the right is taken back in the dock',
      ({ dock, agent }) => dock.send({ type: 'rights', participant: agent, action: 'screen', allow: false }),
    ],
    ['the dock stops it', ({ dock }) => dock.send({ type: 'step', step: 'screen', what: 'stop' })],
    ['the guest has seen enough', ({ guest }) => guest.send({ type: 'leave', step: 'screen' })],
    ['the window is closed', ({ window }) => window.send({ type: 'bye' })],
    ['the guest’s frame is closed', ({ guest }) => guest.send({ type: 'bye' })],
    ['another window of the customer begins', ({ session, customer }) => void new Page(session, customer)],
    ['the session ends', ({ session }) => void house.directory.end(session.id, 'test')],
  ] satisfies [string, (room: Awaited<ReturnType<typeof open>>) => void][])('is over when %s', async (_, end) => {
    const room = await open();
    room.guest.send({ type: 'ask', step: 'screen' });
    room.window.send({ type: 'begin', step: 'screen', people: [room.agent] });
    room.window.send({ type: 'up', call: room.window.call });
    end(room);
    await vi.waitFor(() => expect(told().at(-1)).toBe('screen ended'));
    expect(room.session.room.person(room.agent)?.rights.screen).toBe(false);
    expect(room.session.room.stepUp.news()).toMatchObject({ on: [], has: [] });
  });

  test('outlives a socket for as long as a moment, on either side, and no longer', async () => {
    const { window, guest, agent } = await open();
    guest.send({ type: 'ask', step: 'screen' });
    window.send({ type: 'begin', step: 'screen', people: [agent] });
    const { call } = window;
    window.send({ type: 'up', call });
    vi.useFakeTimers();
    for (const page of [window, guest]) {
      page.left();
      vi.advanceTimersByTime(4000);
      page.back();
      vi.advanceTimersByTime(60_000);
      expect(page.now).toMatchObject({ on: ['screen'], calls: [call] });
    }
    window.left();
    vi.advanceTimersByTime(5001);
    expect(told().at(-1)).toBe('screen ended');
    expect(guest.now).toMatchObject({ on: [], calls: [] });
  });

  test('a call that did not stand when a socket broke is made anew', async () => {
    const { window, guest, agent } = await open();
    guest.send({ type: 'ask', step: 'screen' });
    window.send({ type: 'begin', step: 'screen', people: [agent] });
    const { call } = window;
    guest.left();
    guest.back();
    expect(window.connection.last('over')).toEqual({ type: 'over', call });
    expect(window.call).toBe(call + 1);
    window.send({ type: 'up', call: window.call });
    guest.send({ type: 'again', step: 'screen' });
    expect(window.call).toBe(call + 2);
  });

  test('is for so many guests at a time', async () => {
    const { window, guest, agent, session } = await open({ limits: { stepGuestsMax: 1 } });
    const { participant } = await house.directory.addParticipant(session.id, { role: 'agent', name: 'Second' });
    const second = new Page(session, participant);
    guest.send({ type: 'ask', step: 'screen' });
    second.send({ type: 'ask', step: 'screen' });
    expect(second.now.offers).toMatchObject({ screen: 'full', voice: 'ready' });
    expect(window.now.asks).toEqual([{ participant: agent, step: 'screen' }]);
  });
});

describe('[U2] what cannot be asked for', () => {
  test('says why before anybody waits', async () => {
    const offers = async (overrides: Partial<ConfigInput>, able: readonly Step[] = steps) => {
      const room = await open(overrides);
      room.dock.send({ type: 'able', steps: able });
      room.guest.send({ type: 'ask', step: 'screen' });
      expect(told()).toEqual(room.guest.now.offers.screen === 'ready' ? ['screen asked'] : []);
      const { offers: said } = room.guest.now;
      await house.close();
      return said;
    };
    expect(await offers({})).toEqual({ screen: 'ready', voice: 'ready', camera: 'ready' });
    expect(await offers({ turn: null })).toEqual({ screen: 'no-relay', voice: 'no-relay', camera: 'no-relay' });
    expect(await offers({ stepUp: ['screen'] })).toEqual({ screen: 'ready', voice: 'off', camera: 'off' });
    expect(await offers({}, ['voice', 'camera'])).toEqual({ screen: 'cannot', voice: 'ready', camera: 'ready' });
    house = await openHouse();
  });

  // A friend of the customer does not get as far as asking: friends.test.ts.
  type Guest = Exclude<Role, 'customer' | 'friend'>;
  const table: Readonly<Record<Guest, string>> = {
    agent: 'ready',
    senior: 'ready',
    supervisor: 'ready',
    observer: 'role',
  };
  test.each(roles.filter((role): role is Guest => role !== 'customer' && role !== 'friend'))('[P1] %s by the table', async (role) => {
    const { session, window } = await open();
    const { participant } = await house.directory.addParticipant(session.id, { role, name: 'Guest' });
    const page = new Page(session, participant);
    expect(Object.values(page.now.offers)).toEqual(steps.map(() => table[role]));
    for (const step of steps) page.send({ type: 'ask', step });
    // A client that forges the customer's part of it is not heard.
    page.send({ type: 'begin', step: 'screen', people: [participant] });
    page.send({ type: 'stop', step: 'screen' });
    expect(session.room.person(participant)?.rights).toMatchObject({ screen: false, voice: false, camera: false });
    expect(window.now.asks.length).toBe(role === 'observer' ? 0 : 3);
  });

  test('[P4] nothing before Start, and nothing for somebody who is not of the session', async () => {
    house = await openHouse({ turn });
    const { session } = await house.directory.create({
      url: 'https://shop.example/',
      by: { company: 'main', id: 'x', name: 'x', role: 'agent', is: 'person' },
    });
    const agent = session.room.people().find(({ role }) => role === 'agent');
    for (const who of [agent?.id ?? ('' as ParticipantId), 'pnobody' as ParticipantId])
      expect(new Page(session, who).connection.closed?.code).toBe(4403);
  });
});

describe('[U3] signals', () => {
  const standing = async () => {
    const room = await open();
    room.guest.send({ type: 'ask', step: 'screen' });
    room.window.send({ type: 'begin', step: 'screen', people: [room.agent] });
    return room;
  };

  test('go between the two of a call, less every address but the relay’s', async () => {
    const { window, guest } = await standing();
    const { call } = window;
    window.send({ type: 'signal', call, signal: { sdp: video('sendonly') } });
    guest.send({ type: 'signal', call, signal: { sdp: video('recvonly') } });
    for (const page of [window, guest]) {
      page.send({ type: 'signal', call, signal: { candidate: relayed } });
      page.send({
        type: 'signal',
        call,
        signal: { candidate: { ...relayed, candidate: 'candidate:2 1 udp 9 192.168.1.7 5000 typ host' } },
      });
    }
    for (const page of [window, guest]) {
      const signals = page.connection.of('signal');
      expect(signals.length).toBe(2);
      expect(JSON.stringify(signals)).not.toMatch(/192\.168|10\.0\.0/);
      expect(JSON.stringify(signals)).toContain('198.51.100.9 49152 typ relay raddr 0.0.0.0 rport 0');
    }
  });

  test('of somebody else’s call, in the wrong direction, or without end, go nowhere', async () => {
    const { window, guest, session } = await standing();
    const { call } = window;
    const { participant } = await house.directory.addParticipant(session.id, { role: 'agent', name: 'Second' });
    const other = new Page(session, participant);
    other.send({ type: 'signal', call, signal: { sdp: video('recvonly') } });
    other.send({ type: 'point', at: { x: 0.5, y: 0.5 } });
    expect([window.connection.of('signal'), window.connection.of('point')]).toEqual([[], []]);
    // An agent's client that would send pictures into the customer's window.
    guest.send({ type: 'signal', call, signal: { sdp: video('sendrecv') } });
    expect(window.connection.of('signal')).toEqual([]);
    expect(house.events.some(({ event }) => event.type === 'fault')).toBe(true);
    for (let n = 0; n < 100; n++) guest.send({ type: 'signal', call, signal: { candidate: relayed } });
    expect(window.connection.of('signal').length).toBe(59);
    window.send({ type: 'stop', step: 'screen' });
    window.send({ type: 'signal', call, signal: { sdp: video('sendonly') } });
    expect(guest.connection.of('signal')).toEqual([]);
  });

  test('come with a password for the relay that lasts an hour, and the secret with nothing', async () => {
    const { window, guest, customer, agent } = await standing();
    window.send({ type: 'signal', call: window.call, signal: { sdp: video('sendonly') } });
    for (const [relay, who] of [
      [window.connection.last('call')?.['relay'], customer],
      [guest.connection.last('signal')?.['relay'], agent],
    ] as [Relay, ParticipantId][]) {
      const [until = '', name] = relay.username.split(':');
      expect(name).toBe(who);
      expect(Math.abs(Number(until) - Date.now() / 1000 - 3600)).toBeLessThan(60);
      expect(relay.credential).toBe(createHmac('sha1', SECRET).update(relay.username).digest('base64'));
    }
    expect([...window.connection.texts, ...guest.connection.texts].join('')).not.toContain(SECRET);
  });

  test('a pointer is a pointer of who sees the screen, at the pace of pointers', async () => {
    const { window, guest, agent } = await standing();
    for (let n = 0; n < 100; n++) guest.send({ type: 'point', at: { x: 0.25, y: n / 100 } });
    expect(window.connection.of('point').length).toBeLessThan(40);
    expect(window.connection.of('point')[0]).toEqual({ type: 'point', from: agent, at: { x: 0.25, y: 0 } });
    guest.send({ type: 'leave', step: 'screen' });
    window.connection.clear();
    guest.send({ type: 'point', at: null });
    expect(window.connection.of('point')).toEqual([]);
  });
});

describe('what arrives on the socket', () => {
  test.each([
    '',
    '[]',
    'null',
    '{"type":"ask"}',
    '{"type":"ask","step":"page"}',
    '{"type":"ask","step":["screen"]}',
    '{"type":"begin","step":"screen"}',
    '{"type":"begin","step":"screen","people":["a b"]}',
    `{"type":"begin","step":"screen","people":${JSON.stringify(Array.from({ length: 101 }, () => 'p'))}}`,
    '{"type":"signal","call":-1,"signal":{"sdp":""}}',
    '{"type":"signal","call":1,"signal":{"sdp":5}}',
    `{"type":"signal","call":1,"signal":{"sdp":"${'a'.repeat(24 * 1024 + 1)}"}}`,
    '{"type":"signal","call":1,"signal":{"candidate":{"candidate":"a"}}}',
    `{"type":"signal","call":1,"signal":{"candidate":{"candidate":"${'a'.repeat(401)}","mid":"0"}}}`,
    '{"type":"point","at":{"x":1.5,"y":0}}',
    '{"type":"point","at":{"x":null,"y":0}}',
    '{"type":"point"}',
    '{"type":"welcome"}',
  ])('%s is no message', (text) => {
    expect(parseStep(text).ok).toBe(false);
  });

  test('loses what nobody knows', () => {
    expect(parseStep('{"type":"ask","step":"screen","by":"p1","__proto__":{"x":1}}')).toEqual({
      ok: true,
      message: { type: 'ask', step: 'screen' },
    });
  });
});
