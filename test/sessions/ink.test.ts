/** Ink in a room: who may draw, who hears of it, what is kept for those who come later, and where it ends. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TOP_FRAME } from '../../src/shared/ids.ts';
import { MAX_INK_POINTS, VANISH_MS, type InkAct, type InkNews, type InkShape } from '../../src/shared/ink.ts';
import { Ink } from '../../src/sessions/ink.ts';
import { Dock, Host, nodes, openHouse, openRoom, Viewer, type FakeConnection, type House } from './fakes.ts';

const arrow: InkShape = { tool: 'arrow', frame: TOP_FRAME, node: nodes.heading, color: '#1971c2', points: [0, 0, 0.5, 20] };
const put: InkAct = { do: 'put', shape: arrow };

function newsTo(connection: FakeConnection): InkNews[] {
  return connection.of('ink').map((message) => message['news'] as InkNews); // ink messages have it
}

describe('ink', () => {
  let house: House;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    house = await openHouse();
  });

  afterEach(async () => {
    vi.useRealTimers();
    await house.close();
  });

  async function open() {
    const room = await openRoom(house);
    room.host.key();
    room.host.connection.clear();
    room.viewer.connection.clear();
    return room;
  }

  test('[D1] a shape is told to everybody, its drawer included, and a late guest gets it with the picture', async () => {
    const { session, host, viewer, agent } = await open();
    viewer.send({ type: 'ink', tab: host.tab, act: put });
    const item = { id: 1, by: agent, ...arrow };
    expect(newsTo(host.connection)).toEqual([{ is: 'put', item }]);
    expect(newsTo(viewer.connection)).toEqual([{ is: 'put', item }]);
    const late = new Viewer(session, agent);
    expect(newsTo(late.connection)).toEqual([{ is: 'all', items: [item] }]);
    expect(house.events.map(({ event }) => event)).toContainEqual({ type: 'ink', participant: agent, what: 'arrow' });
  });

  test('[D2] a page that comes back has its ink, another page has none', async () => {
    const { session, host, viewer, customer } = await openRoom(house);
    host.key();
    viewer.send({ type: 'ink', tab: host.tab, act: put });
    const { version } = host.connection.last('welcome')?.['policy'] as { version: string }; // a welcome has it
    host.send({ type: 'leaving', to: null });
    const next = new Host(session, customer, { tab: host.tab });
    expect(next.connection.last('welcome')?.['ink']).toBeUndefined();
    expect(newsTo(viewer.connection).at(-1)).toEqual({ is: 'all', items: [] });
    next.key(2);
    viewer.send({ type: 'ink', tab: host.tab, act: put });
    const again = new Host(session, customer, { tab: host.tab, policy: version });
    expect(again.connection.last('welcome')?.['ink']).toHaveLength(1);
  });

  test('[D2] another path clears the page, another query does not', async () => {
    const { host, viewer } = await open();
    viewer.send({ type: 'ink', tab: host.tab, act: put });
    host.send({ type: 'meta', url: 'https://shop.example/?page=2', title: '', visible: true });
    expect(newsTo(viewer.connection)).toHaveLength(1);
    host.send({ type: 'meta', url: 'https://shop.example/cart', title: '', visible: true });
    expect(newsTo(viewer.connection).at(-1)).toEqual({ is: 'gone', ids: [1] });
    expect(newsTo(host.connection).at(-1)).toEqual({ is: 'gone', ids: [1] });
  });

  test('[P1] who may not draw, or not point, is not heard; nor is anybody in a pause, or on a node that is not there', async () => {
    const { host, viewer, dock, agent } = await open();
    dock.send({ type: 'rights', participant: agent, action: 'draw', allow: false });
    viewer.send({ type: 'ink', tab: host.tab, act: put });
    viewer.send({ type: 'ink', tab: host.tab, act: { do: 'clear', whose: 'all' } });
    expect(newsTo(host.connection)).toEqual([]);
    const at = { frame: TOP_FRAME, node: nodes.heading, fx: 0.5, fy: 0.5 };
    viewer.send({ type: 'ink', tab: host.tab, act: { do: 'laser', at } });
    expect(newsTo(host.connection)).toEqual([{ is: 'laser', by: agent, at }]);
    dock.send({ type: 'rights', participant: agent, action: 'point', allow: false });
    viewer.send({ type: 'ink', tab: host.tab, act: { do: 'ripple', at } });
    expect(newsTo(host.connection)).toHaveLength(1);
    dock.send({ type: 'rights', participant: agent, action: 'draw', allow: true });
    viewer.send({ type: 'ink', tab: host.tab, act: { do: 'put', shape: { ...arrow, node: 999 } } });
    dock.send({ type: 'pause' });
    viewer.send({ type: 'ink', tab: host.tab, act: put });
    expect(newsTo(host.connection)).toHaveLength(1);
  });

  test('[D4] the page speaks for the customer only while their dock has the tools out', async () => {
    const { host, viewer, dock, customer } = await open();
    host.send({ type: 'ink', act: put });
    expect(newsTo(viewer.connection)).toEqual([]);
    dock.send({ type: 'drawing', on: true });
    host.send({ type: 'ink', act: put });
    expect(newsTo(viewer.connection)).toEqual([{ is: 'put', item: { id: 1, by: customer, ...arrow } }]);
    dock.send({ type: 'drawing', on: false });
    host.send({ type: 'ink', act: { do: 'clear', whose: 'all' } });
    expect(newsTo(viewer.connection)).toHaveLength(1);
  });

  test('[D4] a dock of another tab lends its word to nobody', async () => {
    const { session, host, viewer, customer } = await open();
    const other = new Host(session, customer);
    new Dock(session, customer, other.tab).send({ type: 'drawing', on: true });
    host.send({ type: 'ink', act: put });
    expect(newsTo(viewer.connection)).toEqual([]);
  });

  test('a flood is not passed on', async () => {
    const { host, viewer } = await open();
    for (let n = 0; n < 1000; n++) viewer.send({ type: 'ink', tab: host.tab, act: put });
    expect(newsTo(host.connection).length).toBeLessThan(20);
  });

  test('undo takes the drawer’s own last, clear takes what it says', async () => {
    const { host, viewer, dock } = await open();
    dock.send({ type: 'drawing', on: true });
    viewer.send({ type: 'ink', tab: host.tab, act: put });
    viewer.send({ type: 'ink', tab: host.tab, act: put });
    host.send({ type: 'ink', act: put });
    viewer.send({ type: 'ink', tab: host.tab, act: { do: 'undo' } });
    expect(newsTo(host.connection).at(-1)).toEqual({ is: 'gone', ids: [2] });
    viewer.send({ type: 'ink', tab: host.tab, act: { do: 'clear', whose: 'mine' } });
    expect(newsTo(host.connection).at(-1)).toEqual({ is: 'gone', ids: [1] });
    viewer.send({ type: 'ink', tab: host.tab, act: { do: 'clear', whose: 'all' } });
    expect(newsTo(viewer.connection).at(-1)).toEqual({ is: 'gone', ids: [3] });
  });

  test('an agent’s click is seen by the others as a ripple', async () => {
    const { host, viewer, agent } = await open();
    viewer.act(host.tab, { kind: 'click', at: { frame: TOP_FRAME, node: nodes.plain, fx: 0.5, fy: 2 }, button: 0, count: 1 });
    expect(newsTo(host.connection)).toEqual([{ is: 'ripple', by: agent, at: { frame: TOP_FRAME, node: nodes.plain, fx: 0.5, fy: 1 } }]);
    expect(newsTo(viewer.connection)).toEqual([]);
  });

  test('vanishing ink is over for those who come after it', () => {
    const ink = new Ink();
    ink.act('p1' as never, { do: 'put', shape: { ...arrow, tool: 'vanish' } });
    expect(ink.list()).toHaveLength(1);
    vi.setSystemTime(Date.now() + VANISH_MS);
    expect(ink.list()).toEqual([]);
  });

  test('a surface holds 200 shapes and 30 000 points; the oldest go', () => {
    const ink = new Ink();
    for (let n = 0; n < 201; n++) ink.act('p1' as never, put);
    expect(ink.list().map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, n) => n + 2));
    const long: InkShape = { ...arrow, tool: 'pen', points: Array.from({ length: 2 * MAX_INK_POINTS }, () => 0.5) };
    for (let n = 0; n < 100; n++) ink.act('p1' as never, { do: 'put', shape: long });
    expect(ink.list().reduce((sum, { points }) => sum + points.length / 2, 0)).toBeLessThanOrEqual(30_000);
  });

  test('an unfinished line grows without gaps, and no longer than a line may be', () => {
    const ink = new Ink();
    const part = (from: number, count: number): InkAct => ({
      do: 'draft',
      from,
      shape: { ...arrow, tool: 'pen', points: Array.from({ length: 2 * count }, () => 0.1) },
    });
    const by = 'p1' as never;
    expect(ink.act(by, part(5, 2))).toEqual([]);
    expect(ink.act(by, part(0, 5))).toHaveLength(1);
    expect(ink.act(by, part(9, 2))).toEqual([]);
    expect(ink.act(by, part(5, 400))).toHaveLength(1);
    expect(ink.act(by, part(405, 400))).toEqual([]);
  });

  test('text on a stamp loses what could make it look like another', () => {
    const ink = new Ink();
    const [news] = ink.act('p1' as never, {
      do: 'put',
      shape: { ...arrow, tool: 'stamp', points: [0, 0], stamp: 'note', text: 'a\u202eb\nc' },
    });
    expect(news?.is === 'put' && news.item.text).toBe('ab c');
  });
});
