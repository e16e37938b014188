/** Real sockets over loopback: the handshake is what is tested. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { createSocketDoor, type ConsoleWho, type Session, type SocketDoor } from '../../src/sessions/index.ts';
import { closeCodes } from '../../src/shared/close-codes.ts';
import { TOP_FRAME } from '../../src/shared/ids.ts';
import { openHouse, page, seat, type House, OPERATOR } from './fakes.ts';

let house: House;
let door: SocketDoor;
let server: Server;
let session: Session;
let who: ConsoleWho;
const clients: WebSocket[] = [];

beforeEach(async () => {
  const limits = { helloTimeoutMs: 300, pingIntervalMs: 50, pingTimeoutMs: 400 };
  house = await openHouse({ limits });
  door = createSocketDoor({
    config: loadConfig({ env: {}, overrides: { limits } }),
    directory: house.directory,
    log: pino({ level: 'silent' }),
  });
  ({ session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR }));
  const visitor = { participant: seat(session, 'customer'), role: 'customer' as const };
  house.directory.start(session, visitor.participant);
  who = { staff: OPERATOR, watch: () => () => undefined };
  server = createServer();
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (req.url === '/runtime') door.runtime(req, socket, head, session, visitor);
    else if (req.url === '/dock') door.dock(req, socket, head, session, visitor);
    else if (req.url === '/viewer') door.viewer(req, socket, head, session);
    else door.console(req, socket, head, who);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterEach(async () => {
  door.close();
  for (const client of clients.splice(0)) client.terminate();
  await house.close();
  await new Promise((done) => server.close(done));
});

class Client {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly messages: { type: string; [key: string]: unknown }[] = [];
  #waiting: (() => void)[] = [];

  constructor(path: string, origin: string | undefined, protocols: string[] = []) {
    const { port } = server.address() as AddressInfo;
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, origin === undefined ? {} : { origin });
    clients.push(this.socket);
    this.closed = new Promise((done) => this.socket.on('close', (code, reason) => done({ code, reason: reason.toString() })));
    this.socket.on('error', () => undefined); // a refused handshake shows as a close
    this.socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as { type: string });
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  async say(message: object): Promise<void> {
    if (this.socket.readyState === WebSocket.CONNECTING) await new Promise((done) => this.socket.once('open', done));
    this.socket.send(JSON.stringify(message));
  }

  async hear(type: string): Promise<{ type: string; [key: string]: unknown }> {
    for (;;) {
      const found = this.messages.find((message) => message.type === type);
      if (found) return found;
      await new Promise<void>((done) => this.#waiting.push(done));
    }
  }
}

const label = () => `http://shop-example.${session.id}.localhost:8080`;
const runtimeHello = { type: 'hello', protocol: 1, tab: null, url: 'https://shop.example/', title: '', policy: '', visible: true };

describe('Origin', () => {
  const cases = (): [string, string, boolean][] => [
    ['/runtime', label(), true],
    ['/runtime', session.urls.own, false],
    ['/runtime', 'http://localhost:8080', false],
    ['/runtime', 'http://shop-example.zzzzzzzzzzzzzzzz.localhost:8080', false],
    ['/runtime', 'https://shop.example', false],
    ['/runtime', 'null', false],
    ['/dock', session.urls.own, true],
    ['/dock', label(), false],
    ['/dock', 'http://localhost:8080', false],
    ['/dock', 'null', false],
    ['/console', 'http://localhost:8080', true],
    ['/console', session.urls.own, false],
    ['/console', label(), false],
    ['/console', 'null', false],
  ];

  test('of each socket is the one of the table, and every other closes with 4403', async () => {
    for (const [path, origin, welcome] of cases()) {
      const client = new Client(path, origin);
      if (welcome) {
        await client.say(
          path === '/console'
            ? { type: 'join', session: session.id }
            : path === '/dock'
              ? { type: 'hello', protocol: 1, tab: null }
              : runtimeHello,
        );
        await client.hear(path === '/console' ? 'joined' : 'welcome');
      } else {
        expect((await client.closed).code, `${path} ${origin}`).toBe(closeCodes.forbidden);
      }
    }
  });

  test('none at all is refused: browsers always send one', async () => {
    for (const path of ['/runtime', '/dock', '/console', '/viewer'])
      expect((await new Client(path, undefined).closed).code).toBe(closeCodes.forbidden);
  });
});

describe('a viewer', () => {
  const ticket = () => house.directory.ticket(session, seat(session, 'agent'));

  test('comes in with a ticket, once', async () => {
    const mine = ticket();
    const viewer = new Client('/viewer', session.urls.own, ['samepage', `ticket.${mine}`]);
    await viewer.say({ type: 'hello', protocol: 1 });
    expect((await viewer.hear('welcome'))['you']).toBe(seat(session, 'agent'));
    expect(viewer.socket.protocol).toBe('samepage');
    const again = new Client('/viewer', session.urls.own, ['samepage', `ticket.${mine}`]);
    expect((await again.closed).code).toBe(closeCodes.unauthorized);
  });

  test('without one, with a wrong one, or with one of another session is refused', async () => {
    const other = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    const foreign = house.directory.ticket(other.session, seat(other.session, 'agent'));
    for (const protocols of [['samepage'], ['samepage', 'ticket.nothing'], ['samepage', `ticket.${foreign}`]]) {
      expect((await new Client('/viewer', session.urls.own, protocols).closed).code).toBe(closeCodes.unauthorized);
    }
  });

  /** The attack: an agent is dismissed, and the client, which is their own, keeps the socket of the picture open. */
  test('[P7] ends with the sign-in that its ticket stands on, used or not', async () => {
    const listeners = new Set<() => void>();
    const watch = (ended: () => void) => {
      listeners.add(ended);
      return () => listeners.delete(ended);
    };
    const signedIn = () => house.directory.ticket(session, seat(session, 'agent'), watch);
    const [used, unused] = [signedIn(), signedIn()];
    const viewer = new Client('/viewer', session.urls.own, ['samepage', `ticket.${used}`]);
    await viewer.say({ type: 'hello', protocol: 1 });
    await viewer.hear('welcome');
    for (const ended of [...listeners]) ended();
    expect(await viewer.closed).toEqual({ code: closeCodes.unauthorized, reason: 'signed out' });
    const late = new Client('/viewer', session.urls.own, ['samepage', `ticket.${unused}`]);
    expect((await late.closed).code).toBe(closeCodes.unauthorized);
    await expect.poll(() => listeners.size).toBe(0);
  });

  test('from another origin does not use its ticket up', async () => {
    const mine = ticket();
    expect((await new Client('/viewer', label(), ['samepage', `ticket.${mine}`]).closed).code).toBe(closeCodes.forbidden);
    expect(house.directory.redeemTicket(mine)).toBeDefined();
  });

  test('sees what the host describes', async () => {
    const host = new Client('/runtime', label());
    await host.say(runtimeHello);
    await host.hear('welcome');
    const viewer = new Client('/viewer', session.urls.own, ['samepage', `ticket.${ticket()}`]);
    await viewer.say({ type: 'hello', protocol: 1 });
    await viewer.hear('welcome');
    await host.say({ type: 'key', frame: TOP_FRAME, epoch: 1, doc: page('over the wire') });
    expect(JSON.stringify(await viewer.hear('key'))).toContain('over the wire');
  });
});

describe('a page', () => {
  // An agent trusts the address that stands above the replica.
  test('cannot say that it is another site', async () => {
    const host = new Client('/runtime', label());
    await host.say({ ...runtimeHello, url: 'https://bank.example/login' });
    await host.hear('welcome');
    const pages = house.events.flatMap(({ event }) => (event.type === 'page' ? [event.url] : []));
    expect(pages).toEqual(['https://shop.example/']);
  });
});

describe('manners', () => {
  test('hello comes first', async () => {
    const client = new Client('/dock', session.urls.own);
    await client.say({ type: 'pause' });
    expect((await client.closed).code).toBe(closeCodes.badMessage);
    expect(session.state).toBe('live');
  });

  test('hello comes soon', async () => {
    expect((await new Client('/dock', session.urls.own).closed).code).toBe(closeCodes.timeout);
  });

  test('another protocol version is told so', async () => {
    const client = new Client('/dock', session.urls.own);
    await client.say({ type: 'hello', protocol: 99, tab: null });
    expect((await client.closed).code).toBe(closeCodes.protocolVersion);
  });

  test('nonsense closes that one socket and no other', async () => {
    const good = new Client('/dock', session.urls.own);
    await good.say({ type: 'hello', protocol: 1, tab: null });
    await good.hear('welcome');
    const bad = new Client('/dock', session.urls.own);
    await bad.say({ type: 'hello', protocol: 1, tab: null });
    await bad.hear('welcome');
    bad.socket.send('{"type":');
    expect((await bad.closed).code).toBe(closeCodes.badMessage);
    bad.socket.terminate();
    const binary = new Client('/dock', session.urls.own);
    await binary.say({ type: 'hello', protocol: 1, tab: null });
    binary.socket.send(Buffer.from([1, 2, 3]));
    expect((await binary.closed).code).toBe(closeCodes.badMessage);
    await good.say({ type: 'pause' });
    expect((await good.hear('state'))['state']).toBe('paused');
  });

  test('a message beyond the limit closes the socket; a keyframe may be larger', async () => {
    const dock = new Client('/dock', session.urls.own);
    await dock.say({ type: 'chat', text: 'x'.repeat(2 << 20) });
    expect((await dock.closed).code).toBe(1009);
    const host = new Client('/runtime', label());
    await host.say(runtimeHello);
    await host.hear('welcome');
    await host.say({ type: 'key', frame: TOP_FRAME, epoch: 1, doc: page('y'.repeat(900_000)) });
    await host.say({ type: 'checksum', frame: TOP_FRAME, epoch: 1, seq: 0, nodes: 1, sum: 1 });
    await host.hear('need-key');
    await host.say({ type: 'leaving', to: 'x'.repeat(2 << 20) });
    expect((await host.closed).code).toBe(closeCodes.badMessage);
  });

  test('a peer that does not answer pings is cut off', async () => {
    const client = new Client('/dock', session.urls.own);
    await client.say({ type: 'hello', protocol: 1, tab: null });
    await client.hear('welcome');
    client.socket.removeAllListeners('ping');
    client.socket.pong = () => undefined;
    (client.socket as unknown as { _autoPong: boolean })._autoPong = false;
    expect((await client.closed).code).toBe(1006);
  });

  test('closing the door tells everybody to come back later', async () => {
    const client = new Client('/dock', session.urls.own);
    await client.say({ type: 'hello', protocol: 1, tab: null });
    await client.hear('welcome');
    door.close();
    expect((await client.closed).code).toBe(closeCodes.restarting);
  });
});

describe('a console', () => {
  test('of a signed-in user gets the live list, joins, and ends', async () => {
    const client = new Client('/console', 'http://localhost:8080');
    await client.say({ type: 'watch' });
    expect((await client.hear('sessions'))['sessions']).toHaveLength(1);
    await client.say({ type: 'join', session: session.id });
    expect(await client.hear('joined')).toMatchObject({ state: 'live', origin: session.urls.own, pin: session.room.pin });
    client.messages.length = 0;
    await client.say({ type: 'end', session: session.id });
    expect((await client.hear('state'))['state']).toBe('ended');
    await client.say({ type: 'join', session: session.id });
    expect(await client.hear('refused')).toMatchObject({ code: 'SESSION_ENDED' });
  });

  test('of a seat knows its own session and no list', async () => {
    who = { session, participant: seat(session, 'agent') };
    const other = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    const client = new Client('/console', 'http://localhost:8080');
    await client.say({ type: 'watch' });
    expect(await client.hear('refused')).toMatchObject({ code: 'FORBIDDEN' });
    client.messages.length = 0;
    for (const type of ['join', 'end']) {
      await client.say({ type, session: other.session.id });
      expect(await client.hear('refused')).toMatchObject({ code: 'SESSION_NOT_FOUND', session: other.session.id });
      client.messages.length = 0;
    }
    expect(other.session.state).toBe('waiting');
    await client.say({ type: 'join', session: session.id });
    await client.hear('joined');
  });

  test('of an observer does not end the session', async () => {
    const { participant } = await house.directory.addParticipant(session.id, { role: 'observer', name: 'Eve' });
    who = { session, participant };
    const client = new Client('/console', 'http://localhost:8080');
    await client.say({ type: 'end', session: session.id });
    expect(await client.hear('refused')).toMatchObject({ code: 'FORBIDDEN' });
    expect(session.state).toBe('live');
  });
});
