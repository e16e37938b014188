/** Rooms without sockets: connections that keep what they were sent, and a directory on a store in memory. */
import { pino } from 'pino';
import { loadConfig, loadPolicy, type ConfigInput } from '../../src/config/index.ts';
import type { Connection } from '../../src/sessions/connection.ts';
import { SessionDirectory, type RoomEvent, type RoomListener, type Session } from '../../src/sessions/index.ts';
import type { Keyframe } from '../../src/shared/dom-ops.ts';
import { TOP_FRAME, type ParticipantId, type TabId } from '../../src/shared/ids.ts';
import { PROTOCOL_VERSION, type DockToRoom, type GuestAction, type RuntimeToRoom, type ViewerToRoom } from '../../src/shared/messages.ts';
import type { Role } from '../../src/shared/roles.ts';
import { MAIN_COMPANY, operatorOf, type Staff } from '../../src/shared/staff.ts';
import { openStore, type Store } from '../../src/store/index.ts';

export const OPERATOR = operatorOf(MAIN_COMPANY);

export function agent(id: string, company = MAIN_COMPANY): Staff {
  return { company, id, name: id, role: 'agent', is: 'person' };
}

/** Bytes leave only when `flush` is called, unless `auto`. */
export class FakeConnection implements Connection {
  readonly texts: string[] = [];
  heard: ((text: string) => void) | undefined;
  closed: { code: number; reason: string } | undefined;
  #unsent: { bytes: number; done: (() => void) | undefined }[] = [];
  readonly #auto: boolean;

  constructor(options: { auto: boolean } = { auto: true }) {
    this.#auto = options.auto;
  }

  get bufferedBytes(): number {
    return this.#unsent.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  send(text: string, done?: () => void): void {
    if (this.closed) return;
    this.texts.push(text);
    this.heard?.(text);
    if (this.#auto) done?.();
    else this.#unsent.push({ bytes: text.length, done });
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
  }

  flush(): void {
    for (let next = this.#unsent.shift(); next; next = this.#unsent.shift()) next.done?.();
  }

  get messages(): { type: string; [key: string]: unknown }[] {
    return this.texts.map((text) => JSON.parse(text) as { type: string });
  }

  of(type: string): { type: string; [key: string]: unknown }[] {
    return this.messages.filter((message) => message.type === type);
  }

  last(type: string): { type: string; [key: string]: unknown } | undefined {
    return this.of(type).at(-1);
  }

  /** Forgets what came so far. */
  clear(): void {
    this.texts.length = 0;
  }
}

export interface House {
  readonly directory: SessionDirectory;
  readonly store: Store;
  readonly events: { session: string; event: RoomEvent }[];
  readonly checked: string[];
  close(): Promise<void>;
}

export async function openHouse(
  overrides: Partial<ConfigInput> = {},
  listeners: (store: Store) => RoomListener[] = () => [],
): Promise<House> {
  const config = loadConfig({ env: {}, overrides: { dataDir: ':memory:', ...overrides } });
  const store = await openStore(config);
  const events: House['events'] = [];
  const checked: string[] = [];
  const book = loadPolicy(config);
  const directory = await SessionDirectory.open({
    config,
    policies: { of: () => book },
    store,
    log: pino({ level: 'silent' }),
    answers: () => [],
    listeners: [{ told: (session, event) => events.push({ session, event }) }, ...listeners(store)],
    checkTarget: async (url) => {
      checked.push(url);
      if (url.includes('private')) throw new Error('refused');
    },
  });
  return {
    directory,
    store,
    events,
    checked,
    close: async () => {
      await directory.close();
      await store.close();
    },
  };
}

/** A page of one heading, one button that is blocked, one masked field, one plain field and one image. */
export const nodes = { html: 1, body: 2, heading: 3, button: 4, masked: 5, field: 6, image: 7, plain: 8 } as const;

export function page(text = 'Hello'): Keyframe {
  return {
    doctype: 'html',
    quirks: false,
    root: [
      nodes.html,
      'html',
      [],
      [
        [
          nodes.body,
          'body',
          [],
          [
            [nodes.heading, 'h1', [], [[31, text]]],
            [nodes.button, 'button', [], [[41, 'Buy now']], { flags: 2 }],
            [nodes.masked, 'input', [], [], { flags: 1 }],
            [nodes.field, 'input', [], []],
            [nodes.image, 'img', ['src', 'asset:0'], []],
            [nodes.plain, 'button', [], [[81, 'Next']]],
          ],
        ],
      ],
    ],
    adopted: [],
    css: [],
    viewport: { width: 800, height: 600, scale: 1 },
    scroll: [0, 0],
    res: ['https://cdn.example/logo.png'],
  };
}

export class Host {
  readonly connection = new FakeConnection();
  readonly #receiver: { receive(message: RuntimeToRoom, bytes: number): void; left(): void } | undefined;
  readonly tab: TabId;

  constructor(session: Session, participant: ParticipantId, hello: Partial<Extract<RuntimeToRoom, { type: 'hello' }>> = {}) {
    this.#receiver = session.room.joinRuntime(this.connection, participant, {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      tab: null,
      url: 'https://shop.example/',
      title: 'Shop',
      policy: '',
      visible: true,
      ...hello,
    });
    this.tab = (this.connection.last('welcome')?.['tab'] ?? '') as TabId;
  }

  send(message: RuntimeToRoom, bytes = 100): void {
    this.#receiver?.receive(message, bytes);
  }

  key(epoch = 1, doc = page()): void {
    this.send({ type: 'key', frame: TOP_FRAME, epoch, doc });
  }

  /** Changes the heading's text. */
  text(seq: number, text: string, epoch = 1): void {
    this.send({ type: 'ops', frame: TOP_FRAME, epoch, seq, ops: [['text', 31, text, 0]] });
  }

  leave(): void {
    this.#receiver?.left();
  }
}

export class Viewer {
  readonly connection: FakeConnection;
  readonly participant: ParticipantId;
  readonly #receiver: { receive(message: ViewerToRoom, bytes: number): void; left(): void } | undefined;
  #acts = 0;

  constructor(session: Session, participant: ParticipantId, connection = new FakeConnection()) {
    this.connection = connection;
    this.participant = participant;
    this.#receiver = session.room.joinViewer(connection, participant);
  }

  send(message: ViewerToRoom): void {
    this.#receiver?.receive(message, 100);
  }

  act(tab: TabId, action: GuestAction, epoch = 1): number {
    const id = ++this.#acts;
    this.send({ type: 'act', id, tab, epoch, seq: 0, action });
    return id;
  }

  /** Outcome of the last act. */
  get outcome(): unknown {
    return this.connection.last('act-result')?.['outcome'];
  }

  leave(): void {
    this.#receiver?.left();
  }
}

export class Dock {
  /** Whether it names people to the room as the real one does: at once. */
  readonly #names: boolean;
  readonly connection = new FakeConnection();
  readonly #receiver: { receive(message: DockToRoom, bytes: number): void; left(): void } | undefined;

  constructor(session: Session, participant: ParticipantId, tab: TabId | null, options: { names: boolean } = { names: true }) {
    this.#names = options.names;
    this.connection.heard = (text) => queueMicrotask(() => this.#name(text));
    this.#receiver = session.room.joinDock(this.connection, participant, { type: 'hello', protocol: PROTOCOL_VERSION, tab });
  }

  send(message: DockToRoom): void {
    this.#receiver?.receive(message, 100);
  }

  #name(text: string): void {
    const message = JSON.parse(text) as { type: string; people?: { id: ParticipantId; state: string }[] };
    const here = (message.people ?? []).filter(({ state }) => state === 'here').map(({ id }) => id);
    if (this.#names && here.length > 0) this.send({ type: 'named', people: here });
  }

  leave(): void {
    this.#receiver?.left();
  }
}

export function seat(session: Session, role: Role): ParticipantId {
  const person = session.room.people().find((one) => one.role === role);
  if (!person) throw new Error(`no ${role}`);
  return person.id;
}

/** A session that was started, with its host, dock and one agent's viewer. */
export async function openRoom(house: House) {
  const { session, links, pin } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
  const customer = seat(session, 'customer');
  const agent = seat(session, 'agent');
  house.directory.start(session, customer);
  const host = new Host(session, customer);
  const dock = new Dock(session, customer, host.tab);
  const viewer = new Viewer(session, agent);
  return { session, links, pin, customer, agent, host, dock, viewer };
}

export function click(node: number): GuestAction {
  return { kind: 'click', at: { frame: TOP_FRAME, node, fx: 0.5, fy: 0.5 }, button: 0, count: 1 };
}
