import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TOP_FRAME, type TabId } from '../../src/shared/ids.ts';
import { Dock, FakeConnection, Host, nodes, openHouse, openRoom, page, seat, Viewer, type House, OPERATOR } from './fakes.ts';

let house: House;
beforeEach(async () => {
  vi.useFakeTimers();
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

const textOf = (viewer: Viewer) => JSON.stringify(viewer.connection.last('key')?.['doc']);

describe('what guests see', () => {
  test('[P4] before the customer starts: nothing, and why', async () => {
    const { session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    const viewer = new Viewer(session, seat(session, 'agent'));
    expect(viewer.connection.messages.map(({ type }) => type)).toEqual(['welcome', 'people', 'tabs', 'blank']);
    expect(viewer.connection.last('blank')).toEqual({ type: 'blank', why: 'waiting' });
  });

  test('the page as soon as it is described, then its changes in order', async () => {
    const { host, viewer } = await openRoom(house);
    expect(viewer.connection.last('blank')).toEqual({ type: 'blank', why: 'loading' });
    host.key();
    host.text(1, 'one');
    host.text(2, 'two');
    expect(viewer.connection.of('key')).toHaveLength(1);
    expect(viewer.connection.of('ops').map(({ seq, ops }) => [seq, ops])).toEqual([
      [1, [['text', 31, 'one', 0]]],
      [2, [['text', 31, 'two', 0]]],
    ]);
  });

  test.each([
    ['a part that is no list', { part: 'all' }],
    ['a part of four', { part: [0, 0, 390, 760] }],
    ['a part that is not enlarged by anything', { part: [0, 0, 390, 760, 0] }],
    ['a part without a width', { part: [0, 0, null, 760, 1] }],
    ['a keyboard of no size', { keyboard: '300' }],
    ['a keyboard below nothing', { keyboard: -1 }],
  ])('[Q1] a phone’s screen is taken in as it is; %s is not', async (_, wrong) => {
    const { host, viewer } = await openRoom(house);
    const phone = { width: 390, height: 760, scale: 2, touch: true as const, part: [10, -5, 195, 380, 2] as const, keyboard: 300 };
    host.key(1, { ...page(), viewport: phone });
    expect((viewer.connection.last('key')?.['doc'] as { viewport: unknown }).viewport).toEqual(phone);
    host.send({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq: 1, ops: [['viewport', { ...phone, more: 1 } as typeof phone]] });
    expect(viewer.connection.last('ops')?.['ops']).toEqual([['viewport', phone]]);
    viewer.connection.clear();
    host.send({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq: 2, ops: [['viewport', { ...phone, ...wrong } as never]] });
    expect(viewer.connection.of('ops')).toEqual([]);
  });

  test('no address of an image, only ids that say nothing', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    expect(viewer.connection.texts.join('')).not.toContain('cdn.example');
    const [id] = (viewer.connection.last('key')?.['doc'] as { res: string[] }).res;
    expect(id).toMatch(/^[a-z2-7]{26}$/);
  });

  test('[S2] a guest who joins late gets one picture of now, and the host is not asked', async () => {
    const { session, host, agent } = await openRoom(house);
    host.key();
    host.text(1, 'later');
    host.connection.clear();
    const late = new Viewer(session, agent);
    expect(late.connection.of('key')).toHaveLength(1);
    expect(late.connection.last('key')).toMatchObject({ epoch: 1, seq: 1 });
    expect(textOf(late)).toContain('later');
    expect(host.connection.of('need-key')).toEqual([]);
  });

  test('[S1] after a gap: the tail while the ring has it, else the whole frame', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    for (let seq = 1; seq <= 5; seq++) host.text(seq, `text ${seq}`);
    viewer.connection.clear();
    viewer.send({ type: 'need', tab: host.tab, frame: TOP_FRAME, epoch: 1, seq: 4 });
    expect(viewer.connection.of('ops').map(({ seq }) => seq)).toEqual([4, 5]);
    viewer.connection.clear();
    viewer.send({ type: 'need', tab: host.tab, frame: TOP_FRAME, epoch: 99, seq: 1 });
    expect(viewer.connection.of('key')).toHaveLength(1);
    expect(textOf(viewer)).toContain('text 5');
  });

  test('[S6] pictures of canvases go behind the words, to who comes late as well, and are in no keyframe', async () => {
    const { session, host, agent, viewer } = await openRoom(house);
    host.key();
    const picture = `data:image/webp;base64,${'A'.repeat(40)}`;
    host.send({
      type: 'ops',
      frame: TOP_FRAME,
      epoch: 1,
      seq: 1,
      ops: [['insert', nodes.body, 0, [900, 'canvas', [], [], { flags: 4, box: [10, 10] }]]],
    });
    host.send({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq: 2, ops: [['state', 900, { picture }]] });
    host.text(3, 'words');
    expect(viewer.connection.of('ops').map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(JSON.stringify([viewer.connection.of('ops'), viewer.connection.of('key')])).not.toContain('data:image');
    expect(viewer.connection.of('picture')).toEqual([
      { type: 'picture', tab: host.tab, frame: TOP_FRAME, epoch: 1, node: 900, at: 0, data: picture, last: true },
    ]);
    const late = new Viewer(session, agent);
    expect(JSON.stringify(late.connection.of('key'))).not.toContain('data:image');
    expect(late.connection.of('picture')).toHaveLength(1);
    // A tail as well.
    viewer.connection.clear();
    viewer.send({ type: 'need', tab: host.tab, frame: TOP_FRAME, epoch: 1, seq: 2 });
    expect(viewer.connection.of('ops').map(({ seq }) => seq)).toEqual([2, 3]);
    expect(viewer.connection.of('picture')).toHaveLength(1);
    // While the session is paused nobody gets one.
    viewer.connection.clear();
    new Dock(session, seat(session, 'customer'), host.tab).send({ type: 'pause' });
    host.send({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq: 4, ops: [['state', 900, { picture: `${picture}AAAA` }]] });
    expect(viewer.connection.of('picture')).toEqual([]);
  });

  test('[S6] the host is told what has arrived, so that it knows what is on the line', async () => {
    const { host } = await openRoom(house);
    host.key();
    host.connection.clear();
    for (let seq = 1; seq <= 3; seq++) host.send({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq, ops: [['text', 31, `${seq}`, 0]] }, 1000);
    const got = host.connection.of('got').map(({ messages }) => Number(messages));
    expect(got).toHaveLength(1);
    expect(got[0]).toBeGreaterThanOrEqual(2);
  });

  test('[S6] a pointer that would come late is dropped; words are not', async () => {
    const { session, host, agent } = await openRoom(house);
    host.key();
    const connection = new FakeConnection({ auto: false });
    const slow = new Viewer(session, agent, connection);
    connection.flush();
    connection.clear();
    const at = { frame: TOP_FRAME, node: nodes.heading, fx: 0.5, fy: 0.5 };
    host.send({ type: 'pointer', at });
    expect(connection.of('pointer')).toHaveLength(1);
    host.text(1, 'w'.repeat(10_000));
    vi.advanceTimersByTime(1000);
    host.send({ type: 'pointer', at });
    host.text(2, 'more');
    expect([connection.of('pointer').length, connection.of('ops').length]).toEqual([1, 2]);
    slow.connection.close(1000, '');
  });

  test('a gap in what the host sends asks for one keyframe, however many changes follow', async () => {
    const { host } = await openRoom(house);
    host.key();
    host.connection.clear();
    for (let seq = 3; seq < 30; seq++) host.text(seq, 'x');
    expect(host.connection.of('need-key')).toEqual([{ type: 'need-key', frame: TOP_FRAME }]);
  });

  test('a host that describes itself without end is slowed down, and the picture comes back', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    viewer.connection.clear();
    for (let seq = 1; seq <= 40; seq++)
      host.send({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq, ops: [['text', 31, `n${seq}`, 0]] }, 1 << 20);
    expect(viewer.connection.of('ops').length).toBeLessThan(30);
    vi.advanceTimersByTime(5000);
    host.key(2, page('calm'));
    expect(textOf(viewer)).toContain('calm');
  });

  test('[M4] text under a mask that is no mask goes to nobody', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    viewer.connection.clear();
    host.send({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq: 1, ops: [['state', nodes.masked, { value: 'canary-5521' }]] });
    host.send({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq: 2, ops: [['text', 31, 'card 4111 1111 1111 1111', 0]] });
    expect(viewer.connection.texts.join('')).not.toMatch(/canary-5521|4111/);
    expect(house.events.some(({ event }) => event.type === 'fault')).toBe(true);
    expect(JSON.stringify(house.events)).not.toMatch(/canary-5521|4111/);
  });

  test('titles and addresses lose what the policy hides', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    host.send({ type: 'meta', url: 'https://shop.example/cart?token=canary-1#canary-2', title: 'Card 4111 1111 1111 1111', visible: true });
    expect(viewer.connection.texts.join('')).not.toMatch(/canary|4111/);
    expect(viewer.connection.last('tabs')).toMatchObject({ tabs: [{ url: 'https://shop.example/cart' }] });
    expect(JSON.stringify(house.events)).not.toContain('canary');
  });

  test('a checksum that differs asks the host again; one that agrees goes on to the guests', async () => {
    const { host, viewer, session } = await openRoom(house);
    host.key();
    host.connection.clear();
    host.send({ type: 'checksum', frame: TOP_FRAME, epoch: 1, seq: 0, nodes: 3, sum: 3 });
    expect(host.connection.of('need-key')).toHaveLength(1);
    expect(viewer.connection.of('checksum')).toEqual([]);
    expect(session.state).toBe('live');
  });
});

describe('[S3] a slow guest', () => {
  test('is skipped, costs the others nothing, and gets one picture when it has caught up', async () => {
    const { session, host, agent, viewer } = await openRoom(house);
    const slow = new FakeConnection({ auto: false });
    new Viewer(session, agent, slow);
    host.key();
    const big = 'x'.repeat(300_000);
    for (let seq = 1; seq <= 20; seq++) host.text(seq, `${seq}${big}`);
    expect(viewer.connection.of('ops')).toHaveLength(20);
    expect(slow.of('ops').length).toBeLessThan(6);
    expect(slow.bufferedBytes).toBeLessThan(2 << 20);
    slow.clear();
    slow.flush();
    expect(slow.of('key')).toHaveLength(1);
    expect(slow.last('key')).toMatchObject({ seq: 20 });
    host.text(21, 'after');
    expect(slow.last('ops')).toMatchObject({ seq: 21 });
  });

  test('that never reads is closed before it has cost 8 MiB twice', async () => {
    const { session, host, agent } = await openRoom(house);
    const dead = new FakeConnection({ auto: false });
    new Viewer(session, agent, dead);
    host.key(1, page('x'.repeat(900_000)));
    for (let at = 0; at < 200_000 && !dead.closed; at++) {
      session.room.addSeat({ id: `pfiller${String(at).padStart(6, '0')}` as never, role: 'observer', name: 'n'.repeat(60) });
    }
    expect(dead.closed?.code).toBe(4408);
    expect(dead.bufferedBytes).toBeLessThan(16 << 20);
  });
});

describe('tabs', () => {
  test('guests follow the tab that the customer looks at', async () => {
    const { session, host, customer, viewer } = await openRoom(house);
    host.key();
    const second = new Host(session, customer, { url: 'https://shop.example/two' });
    second.key(1, page('second'));
    expect(second.tab).not.toBe(host.tab);
    expect(viewer.connection.last('tabs')?.['shown']).toBe(second.tab);
    expect(textOf(viewer)).toContain('second');
    second.send({ type: 'meta', url: 'https://shop.example/two', title: '', visible: false });
    host.send({ type: 'meta', url: 'https://shop.example/', title: '', visible: false });
    host.send({ type: 'meta', url: 'https://shop.example/', title: '', visible: true });
    expect(viewer.connection.last('tabs')?.['shown']).toBe(host.tab);
    expect(textOf(viewer)).toContain('Hello');
  });

  test('a guest may stay with one tab, and gets no change of another', async () => {
    const { session, host, customer, viewer } = await openRoom(house);
    host.key();
    viewer.send({ type: 'follow', tab: host.tab });
    const second = new Host(session, customer);
    second.key(1, page('second'));
    expect(viewer.connection.last('tabs')?.['shown']).toBe(host.tab);
    viewer.connection.clear();
    second.text(1, 'unseen');
    expect(viewer.connection.of('ops')).toEqual([]);
    viewer.send({ type: 'follow', tab: null });
    expect(viewer.connection.last('tabs')?.['shown']).toBe(second.tab);
  });

  test('a page that opens within ten seconds continues the tab, and the old picture stands for three of them', async () => {
    const { session, host, customer, viewer } = await openRoom(house);
    host.key();
    viewer.connection.clear();
    host.send({ type: 'leaving', to: 'https://shop.example/next' });
    host.leave();
    vi.advanceTimersByTime(2900);
    expect(viewer.connection.of('blank')).toEqual([]);
    // What takes longer may be no page that follows at all.
    vi.advanceTimersByTime(7000);
    expect(viewer.connection.last('blank')?.['why']).toBe('gone');
    const next = new Host(session, customer, { url: 'https://shop.example/next' });
    expect(next.tab).toBe(host.tab);
    next.key(7, page('next'));
    expect(textOf(viewer)).toContain('next');
  });

  test('after ten seconds the tab is gone', async () => {
    const { session, host, customer, viewer } = await openRoom(house);
    host.key();
    host.leave();
    vi.advanceTimersByTime(10_001);
    expect(viewer.connection.last('blank')?.['why']).toBe('loading'); // the dock still says that the customer is here
    expect(new Host(session, customer).tab).not.toBe(host.tab);
  });

  test('of two tabs that left, a page continues the one that said where it was going', async () => {
    const { session, host, customer } = await openRoom(house);
    const second = new Host(session, customer);
    host.send({ type: 'leaving', to: 'https://shop.example/a' });
    second.send({ type: 'leaving', to: 'https://shop.example/b' });
    host.leave();
    second.leave();
    expect(new Host(session, customer, { url: 'https://shop.example/a' }).tab).toBe(host.tab);
    expect(new Host(session, customer, { url: 'https://shop.example/b' }).tab).toBe(second.tab);
  });

  test('a socket that comes back is told what the room has, and goes on from there', async () => {
    const { session, host, customer, viewer } = await openRoom(house);
    host.key();
    host.text(1, 'one');
    host.leave();
    viewer.connection.clear();
    const { version } = session.policy;
    const back = new Host(session, customer, { tab: host.tab, policy: version });
    expect(back.connection.last('welcome')?.['have']).toEqual([{ frame: 'top', epoch: 1, seq: 1 }]);
    back.text(2, 'two');
    expect(viewer.connection.of('key')).toEqual([]);
    expect(viewer.connection.last('ops')).toMatchObject({ seq: 2 });
  });

  test('a second socket for one tab replaces the first, whose words count no more', async () => {
    const { session, host, customer, viewer } = await openRoom(house);
    host.key();
    const again = new Host(session, customer, { tab: host.tab, policy: session.policy.version });
    expect(host.connection.closed?.code).toBe(4409);
    viewer.connection.clear();
    host.text(1, 'from the grave');
    host.leave();
    expect(viewer.connection.of('ops')).toEqual([]);
    again.text(1, 'alive');
    expect(viewer.connection.of('ops')).toHaveLength(1);
  });

  // Browsers copy session storage, where the page keeps its tab id, into windows that it opens.
  test('a window that the page opened is a tab of its own, though it names its opener’s', async () => {
    const { session, host, customer } = await openRoom(house);
    host.key();
    const popup = new Host(session, customer, { tab: host.tab, policy: '' });
    expect(popup.tab).not.toBe(host.tab);
    expect(host.connection.closed).toBeUndefined();
  });

  test('a reload whose old socket is still closing stays the same tab', async () => {
    const { session, host, customer } = await openRoom(house);
    host.key();
    host.send({ type: 'leaving', to: null });
    expect(new Host(session, customer, { tab: host.tab, policy: '' }).tab).toBe(host.tab);
  });

  test('a tab that masks by other rules must describe itself again', async () => {
    const { session, host, customer } = await openRoom(house);
    host.key();
    const again = new Host(session, customer, { tab: host.tab, policy: 'old' });
    expect(again.connection.last('welcome')?.['have']).toBeUndefined();
  });

  test('more tabs than allowed are refused', async () => {
    const { session, customer } = await openRoom(house);
    for (let at = 1; at < 10; at++) expect(new Host(session, customer).connection.closed).toBeUndefined();
    expect(new Host(session, customer).connection.closed?.code).toBe(4429);
  });
});

describe('without its dock a page is shown to nobody', () => {
  test('[P5] five seconds after the dock went, guests see why', async () => {
    const { host, dock, viewer } = await openRoom(house);
    host.key();
    vi.advanceTimersByTime(20_000);
    viewer.connection.clear();
    dock.leave();
    vi.advanceTimersByTime(4999);
    expect(viewer.connection.of('blank')).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(viewer.connection.last('blank')).toEqual({ type: 'blank', why: 'dock' });
    viewer.connection.clear();
    host.text(1, 'unseen');
    expect(viewer.connection.texts.join('')).not.toContain('unseen');
  });

  test('when it comes back, they see the page as it is now', async () => {
    const { session, customer, host, dock, viewer } = await openRoom(house);
    host.key();
    vi.advanceTimersByTime(20_000);
    dock.leave();
    vi.advanceTimersByTime(6000);
    host.text(1, 'meanwhile');
    new Dock(session, customer, host.tab);
    expect(textOf(viewer)).toContain('meanwhile');
  });

  // The page decides when the dock is loaded: one that keeps it out for ever must not be watched for ever.
  test('a page whose dock never comes is shown for fifteen seconds, and reloading does not renew them', async () => {
    const { session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    const customer = seat(session, 'customer');
    house.directory.start(session, customer);
    const viewer = new Viewer(session, seat(session, 'agent'));
    let tab: TabId | null = null;
    for (let reload = 0; reload < 4; reload++) {
      const host: Host = new Host(session, customer, { tab });
      tab = host.tab;
      host.key(reload + 1);
      vi.advanceTimersByTime(4000);
      host.leave();
    }
    new Host(session, customer, { tab }).key(9);
    expect(viewer.connection.last('blank')).toEqual({ type: 'blank', why: 'dock' });
  });

  test('and neither does opening one tab after the other', async () => {
    const { session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    const customer = seat(session, 'customer');
    house.directory.start(session, customer);
    const viewer = new Viewer(session, seat(session, 'agent'));
    for (let at = 0; at < 6; at++) {
      const host = new Host(session, customer);
      host.key();
      vi.advanceTimersByTime(14_000);
      host.leave();
      vi.advanceTimersByTime(10_001);
    }
    viewer.connection.clear();
    new Host(session, customer).key(1, page('unseen'));
    expect(viewer.connection.texts.join('')).not.toContain('unseen');
    expect(viewer.connection.last('blank')).toEqual({ type: 'blank', why: 'dock' });
  });

  test('a navigation gives the next page its own fifteen seconds', async () => {
    const { session, customer, host, dock, viewer } = await openRoom(house);
    host.key();
    vi.advanceTimersByTime(30_000);
    host.leave();
    const next = new Host(session, customer);
    dock.leave();
    next.key(2);
    viewer.connection.clear();
    vi.advanceTimersByTime(14_000);
    expect(viewer.connection.of('blank')).toEqual([]);
    new Dock(session, customer, next.tab);
    vi.advanceTimersByTime(60_000);
    expect(viewer.connection.of('blank')).toEqual([]);
  });
});

describe('assets', () => {
  const token = (viewer: Viewer) => {
    const [id] = (viewer.connection.last('key')?.['doc'] as { res: string[] }).res;
    return `${String(viewer.connection.last('welcome')?.['assets'])}.${id ?? ''}`;
  };

  test('an address stands behind the capability of a connected guest and an id that the page refers to', async () => {
    const { session, host, viewer } = await openRoom(house);
    host.key();
    expect(house.directory.assetRequest(session, token(viewer))).toEqual({ url: 'https://cdn.example/logo.png' });
  });

  test('it dies with the connection, the element, a pause and the end', async () => {
    const { session, host, dock, viewer, agent } = await openRoom(house);
    host.key();
    const mine = token(viewer);
    dock.send({ type: 'pause' });
    expect(house.directory.assetRequest(session, mine)).toBeUndefined();
    dock.send({ type: 'resume' });
    expect(house.directory.assetRequest(session, mine)).toBeDefined();
    host.send({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq: 1, ops: [['remove', nodes.image]] });
    expect(house.directory.assetRequest(session, mine)).toBeUndefined();
    host.key(2);
    const other = new Viewer(session, agent);
    const theirs = token(other);
    expect(theirs.split('.')[0]).not.toBe(mine.split('.')[0]);
    viewer.leave();
    expect(house.directory.assetRequest(session, mine)).toBeUndefined();
    expect(house.directory.assetRequest(session, theirs)).toBeDefined();
    await house.directory.end(session.id, 'test');
    expect(house.directory.assetRequest(session, theirs)).toBeUndefined();
  });

  test.each(['', '.', 'a.b', 'a', 'a.b.c', '__proto__.x'])('%j stands for nothing', async (text) => {
    const { session, host } = await openRoom(house);
    host.key();
    expect(house.directory.assetRequest(session, text)).toBeUndefined();
  });
});
