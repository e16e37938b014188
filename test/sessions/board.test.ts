/** The board in a room: who puts something on it, who may open what, what the audit is told, and how it ends. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BoardToRoom } from '../../src/shared/board.ts';
import type { Session } from '../../src/sessions/index.ts';
import type { ParticipantId } from '../../src/shared/ids.ts';
import { FakeConnection, openHouse, openRoom, type House } from './fakes.ts';

const gif = Buffer.concat([
  Buffer.from('GIF89a'),
  Buffer.alloc(7),
  Buffer.from(','),
  Buffer.alloc(9),
  Buffer.from([2, 80]),
  Buffer.alloc(81),
  Buffer.from(';'),
]);

class Seat {
  readonly connection = new FakeConnection();
  readonly #receiver: { receive(message: BoardToRoom): void; left(): void } | undefined;

  constructor(session: Session, participant: ParticipantId) {
    this.#receiver = session.room.board.join(this.connection, participant);
  }

  get files(): string {
    return String(this.connection.last('welcome')?.['files']);
  }

  send(message: BoardToRoom): void {
    this.#receiver?.receive(message);
  }

  leave(): void {
    this.#receiver?.left();
  }
}

describe('the board', () => {
  let house: House;

  beforeEach(async () => {
    house = await openHouse();
  });

  afterEach(() => house.close());

  async function open() {
    const room = await openRoom(house);
    return { ...room, theirs: new Seat(room.session, room.customer), agents: new Seat(room.session, room.agent) };
  }

  const shown = () =>
    house.events.flatMap(({ event }) => (event.type === 'board' ? [[event.what, event.kind, event.url, event.participant]] : []));
  const page = { type: 'page', url: 'https://shop.example/tea?x=1', name: 'Tea' } as const;

  test('[G4] what is put before everybody is told in order, with addresses and without names of files', async () => {
    const { session, agents, theirs, agent, customer } = await open();
    const sent = await session.room.board.upload(theirs.files, 'my secret name.gif', Readable.from([gif]));
    expect(sent).toMatchObject({ ok: true, item: { id: 1, kind: 'file', mime: 'image/gif' } });
    agents.send(page);
    await expect.poll(() => agents.connection.of('item').length).toBe(2);
    agents.send({ type: 'show', item: 1 });
    theirs.send({ type: 'remove', item: 2 });
    expect(shown()).toEqual([
      ['shown', 'image/gif', undefined, customer],
      ['shown', 'page', 'https://shop.example/tea?x=1', agent],
      ['shown', 'image/gif', undefined, agent],
      ['removed', 'page', undefined, customer],
    ]);
    expect(JSON.stringify(house.events)).not.toContain('secret name');
  });

  test('the customer alone is told where a page opens, and a place that may not be opened is refused', async () => {
    const { agents, theirs } = await open();
    agents.send(page);
    await expect.poll(() => theirs.connection.of('item').length).toBe(1);
    expect((theirs.connection.last('item')?.['item'] as { href?: string }).href).toMatch(/^http:\/\/shop-example\.[a-z2-7]{16}\.localhost/);
    expect(agents.connection.last('item')?.['item']).not.toHaveProperty('href');
    agents.send({ ...page, url: 'https://private.example/' });
    await expect.poll(() => agents.connection.last('refused')?.['code']).toBe('NOT_ALLOWED');
  });

  test('[G3] a capability opens files while its owner is there, and nobody else’s opens any', async () => {
    const { session, theirs, agents } = await open();
    const { board } = session.room;
    await board.upload(theirs.files, 'a.gif', Readable.from([gif]));
    const file = board.file(agents.files, 1);
    const bytes = file && board.read(file, 0, file.bytes - 1);
    expect(bytes && (await buffer(bytes)).equals(gif)).toBe(true);
    expect(board.file('x'.repeat(22), 1)).toBeUndefined();
    const { files } = agents;
    agents.leave();
    expect(board.file(files, 1)).toBeUndefined();
    expect(await board.upload(files, 'b.gif', Readable.from([gif]))).toBeUndefined();
  });

  test('[P1] who may not chat puts nothing there, who may not draw draws nothing, and nobody takes off what is another’s', async () => {
    const { session, dock, agent, agents, theirs } = await open();
    await session.room.board.upload(theirs.files, 'a.gif', Readable.from([gif]));
    agents.send({ type: 'remove', item: 1 });
    expect(agents.connection.last('refused')?.['code']).toBe('NO_RIGHT');
    const draw: BoardToRoom = {
      type: 'ink',
      item: 1,
      act: { do: 'put', shape: { tool: 'box', frame: 'board' as never, node: 1, color: '#1971c2', points: [0, 0, 1, 1] } },
    };
    agents.send(draw);
    expect(theirs.connection.of('ink')).toHaveLength(1);
    dock.send({ type: 'rights', participant: agent, action: 'draw', allow: false });
    agents.send(draw);
    expect(theirs.connection.of('ink')).toHaveLength(1);
    dock.send({ type: 'rights', participant: agent, action: 'chat', allow: false });
    expect(await session.room.board.upload(agents.files, 'b.gif', Readable.from([gif]))).toEqual({ ok: false, reason: 'right' });
    agents.send(page);
    expect(theirs.connection.of('item')).toHaveLength(1);
  });

  test('[G2] a board has room for forty things', async () => {
    const { session, theirs, customer } = await open();
    const { board } = session.room;
    const outcomes: string[] = [];
    let { files } = theirs;
    for (let n = 0; n < 60; n++) {
      // A hand is slower than this: each window has an allowance of its own.
      if (n % 8 === 0) files = new Seat(session, customer).files;
      const done = await board.upload(files, `${n}.gif`, Readable.from([gif]));
      outcomes.push(done?.ok ? 'ok' : (done?.reason ?? 'unknown'));
    }
    expect(outcomes).toEqual([...Array<string>(40).fill('ok'), ...Array<string>(20).fill('full')]);
    expect(board.size).toBe(40);
  });

  /** The attack: somebody begins as many files as the board takes at a time, and ends none. */
  test('[G2] one person cannot take all of its places', async () => {
    const { session, agents, theirs } = await open();
    const { board } = session.room;
    const never = [new Readable({ read: () => undefined }), new Readable({ read: () => undefined })];
    const begun = never.map((body) => board.upload(agents.files, 'a.gif', body));
    expect(await board.upload(agents.files, 'b.gif', Readable.from([gif]))).toEqual({ ok: false, reason: 'rate' });
    expect(await board.upload(theirs.files, 'c.gif', Readable.from([gif]))).toMatchObject({ ok: true });
    for (const body of never) body.destroy(new Error('gone'));
    expect((await Promise.allSettled(begun)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await board.upload(agents.files, 'd.gif', Readable.from([gif]))).toMatchObject({ ok: true });
  });

  test('at the end everybody is told and nothing is left', async () => {
    const { session, theirs } = await open();
    await session.room.board.upload(theirs.files, 'a.gif', Readable.from([gif]));
    await house.directory.end(session.id, 'test');
    expect(theirs.connection.last('end')).toBeDefined();
    expect(session.room.board.size).toBe(0);
    expect(session.room.board.file(theirs.files, 1)).toBeUndefined();
  });
});
