/**
 * The tabs of a host in the room: how each stands, what covers it, who looks where, questions for another one, and the bound.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../src/sessions/index.ts';
import { TOP_FRAME, type ParticipantId, type TabId } from '../../src/shared/ids.ts';
import type { TabInfo } from '../../src/shared/messages.ts';
import { click, Dock, FakeConnection, Host, nodes, openHouse, openRoom, page, Viewer, type House } from './fakes.ts';

const ADDRESS = 'https://shop.example/';
const IDLE_MS = 60_000;

let house: House;
beforeEach(async () => {
  vi.useFakeTimers();
  house = await openHouse({ limits: { tabsMax: 3, tabIdleMs: IDLE_MS } });
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

type State = Partial<{ url: string; title: string; visible: boolean; focused: true; frozen: true }>;
const meta = (state: State = {}) => ({ type: 'meta' as const, url: ADDRESS, title: 'Shop', visible: true, ...state });

const statesOf = ({ connection }: Viewer): Record<string, string> =>
  Object.fromEntries((connection.last('tabs')?.['tabs'] as TabInfo[]).map(({ tab, state }) => [tab, state]));
const shownOf = ({ connection }: Viewer) => connection.last('tabs')?.['shown'] as TabId | null;
/** The picture or what stands in its place, whichever came last. */
const seenBy = ({ connection }: Viewer) => {
  const last = connection.messages.findLast(({ type }) => type === 'key' || type === 'blank');
  return last?.type === 'blank' ? last['why'] : JSON.stringify(last?.['doc']);
};

/** Another tab of the customer's, with its dock and a page. */
function openTab(session: Session, customer: ParticipantId, text: string, state: Partial<State> & { tab?: TabId } = {}) {
  const host = new Host(session, customer, { url: `${ADDRESS}${text}`, title: text, ...state });
  const dock = new Dock(session, customer, host.tab);
  host.key(1, page(text));
  return { host, dock };
}

describe('what covers a tab', () => {
  test('[H3] a tab behind something else is named and covered, is sent nothing of, and comes back whole', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    host.send(meta({ visible: false }));
    expect(seenBy(viewer)).toBe('hidden');
    expect(statesOf(viewer)).toEqual({ [host.tab]: 'hidden' });
    viewer.connection.clear();
    host.text(1, 'while hidden');
    expect(viewer.connection.of('ops')).toEqual([]);
    expect(viewer.connection.texts.join('')).not.toContain('while hidden');
    host.send(meta());
    expect(viewer.connection.of('key')).toHaveLength(1);
    expect(seenBy(viewer)).toContain('while hidden');
    expect(statesOf(viewer)).toEqual({ [host.tab]: 'shown' });
  });

  test('[H3] who comes or asks while it is covered gets the cover, and none of its pictures', async () => {
    const { session, agent, host, viewer } = await openRoom(house);
    host.key();
    const { assets } = viewer.connection.last('welcome') as unknown as { assets: string };
    const [asset = ''] = (viewer.connection.last('key')?.['doc'] as { res: string[] }).res;
    expect(session.room.assetAddress(assets, asset)).toContain('logo.png');
    host.send(meta({ visible: false }));
    expect(session.room.assetAddress(assets, asset)).toBeUndefined();
    viewer.connection.clear();
    viewer.send({ type: 'need', tab: host.tab, frame: TOP_FRAME, epoch: 1, seq: 1 });
    viewer.send({ type: 'follow', tab: host.tab });
    const late = new Viewer(session, agent);
    for (const one of [viewer, late]) expect(one.connection.of('key')).toEqual([]);
    expect(seenBy(late)).toBe('hidden');
  });

  test('[H3] nothing is done on it: a click, a page to open, a pointer, ink', async () => {
    const { session, host, dock, viewer } = await openRoom(house);
    host.key();
    host.send(meta({ visible: false }));
    host.connection.clear();
    dock.connection.clear();
    for (const action of [click(nodes.plain), { kind: 'go', url: `${ADDRESS}two` }, { kind: 'reload' }] as const) {
      viewer.act(host.tab, action);
      expect(viewer.outcome).toEqual({ result: 'refused', code: 'HIDDEN' });
    }
    const at = { frame: TOP_FRAME, node: nodes.plain, fx: 0.5, fy: 0.5 };
    viewer.send({ type: 'pointer', tab: host.tab, at });
    viewer.send({ type: 'ink', tab: host.tab, act: { do: 'ripple', at } as never });
    expect(host.connection.messages.filter(({ type }) => type !== 'people')).toEqual([]);
    expect(session.state).toBe('live');
  });

  test('[H3] a tab that nobody touches is covered until the customer touches it; the agent’s hand keeps it awake, and wakes nothing', async () => {
    const { host, viewer } = await openRoom(house);
    host.key();
    const at = { frame: TOP_FRAME, node: nodes.plain, fx: 0.5, fy: 0.5 };
    vi.advanceTimersByTime(IDLE_MS - 5000);
    viewer.send({ type: 'pointer', tab: host.tab, at });
    vi.advanceTimersByTime(IDLE_MS - 1000);
    expect(statesOf(viewer)).toEqual({ [host.tab]: 'shown' });
    vi.advanceTimersByTime(2000);
    expect(seenBy(viewer)).toBe('idle');
    expect(statesOf(viewer)).toEqual({ [host.tab]: 'idle' });
    viewer.send({ type: 'pointer', tab: host.tab, at });
    viewer.act(host.tab, click(nodes.plain));
    expect(seenBy(viewer)).toBe('idle');
    host.text(1, 'the page goes on by itself');
    expect(seenBy(viewer)).toBe('idle');
    host.send({ type: 'pointer', at });
    expect(seenBy(viewer)).toContain('the page goes on by itself');
    vi.advanceTimersByTime(IDLE_MS + 1000);
    expect(seenBy(viewer)).toBe('idle');
  });

  test('[H3] a tab that the browser put to sleep stays in the list when its line is cut, forgets its picture, and comes back whole', async () => {
    const { session, host, customer, viewer } = await openRoom(house);
    host.key();
    const other = openTab(session, customer, 'second');
    host.send(meta({ visible: false, frozen: true }));
    expect(statesOf(viewer)).toEqual({ [host.tab]: 'frozen', [other.host.tab]: 'shown' });
    host.leave();
    vi.advanceTimersByTime(60_000);
    expect(statesOf(viewer)[host.tab]).toBe('frozen');
    viewer.send({ type: 'follow', tab: host.tab });
    expect(seenBy(viewer)).toBe('frozen');
    const back = new Host(session, customer, { tab: host.tab, policy: session.policy.version, title: 'Shop' });
    expect(back.tab).toBe(host.tab);
    // Its picture was let go: the page is asked for all of it.
    expect(back.connection.last('welcome')?.['have']).toBeUndefined();
    new Dock(session, customer, back.tab);
    back.key(2, page('awake'));
    expect(seenBy(viewer)).toContain('awake');
    expect(statesOf(viewer)[host.tab]).toBe('shown');
  });

  test('[H3] a line that is cut covers the page after three seconds; whoever closes the tab loses the last picture as soon', async () => {
    const { session, host, dock, customer, viewer } = await openRoom(house);
    host.key();
    openTab(session, customer, 'second');
    viewer.send({ type: 'follow', tab: host.tab });
    host.send({ type: 'leaving', to: null });
    host.leave();
    dock.leave();
    expect(statesOf(viewer)[host.tab]).toBe('loading');
    vi.advanceTimersByTime(3100);
    expect(seenBy(viewer)).toBe('gone');
    expect(statesOf(viewer)[host.tab]).toBe('gone');
  });

  test('[H3] a page that the browser is done with in the background is taken for asleep, unless it said that it was leaving', async () => {
    const { session, host, customer, viewer } = await openRoom(house);
    const closed = openTab(session, customer, 'closed');
    const shown = openTab(session, customer, 'shown');
    host.send(meta({ visible: false }));
    closed.host.send(meta({ visible: false }));
    host.leave();
    closed.host.send({ type: 'leaving', to: null });
    closed.host.leave();
    vi.advanceTimersByTime(11_000);
    expect(statesOf(viewer)).toEqual({ [host.tab]: 'frozen', [shown.host.tab]: 'shown' });
  });

  test('[M7] the customer’s own look at the picture lies before the page, and sees it all the same', async () => {
    const { session, host, customer } = await openRoom(house);
    host.key();
    const own = new FakeConnection();
    session.room.joinPreview(own, customer);
    host.send(meta({ visible: false }));
    expect(own.of('key')).toHaveLength(1);
    expect(own.of('blank')).toEqual([]);
  });
});

describe('who looks where', () => {
  test('[H2] the tab with the customer’s keyboard or pointer is theirs, of two that lie open side by side', async () => {
    const { session, host, customer, viewer } = await openRoom(house);
    host.key();
    const { host: second } = openTab(session, customer, 'second', { focused: true });
    expect(shownOf(viewer)).toBe(second.tab);
    host.send(meta({ focused: true }));
    expect(shownOf(viewer)).toBe(host.tab);
    second.send({ type: 'pointer', at: { frame: TOP_FRAME, node: nodes.plain, fx: 0, fy: 0 } });
    expect(shownOf(viewer)).toBe(second.tab);
    expect(viewer.connection.last('tabs')).toMatchObject({ active: second.tab, pinned: null });
  });

  test('[H2] each guest stays on a tab or goes along, and a tab that closes sends its guests to where the customer is', async () => {
    const { session, agent, customer, host, viewer } = await openRoom(house);
    host.key();
    const other = new Viewer(session, agent);
    const second = openTab(session, customer, 'second');
    viewer.send({ type: 'follow', tab: host.tab });
    expect([shownOf(viewer), shownOf(other)]).toEqual([host.tab, second.host.tab]);
    expect(viewer.connection.last('tabs')).toMatchObject({ pinned: host.tab, active: second.host.tab });
    host.send({ type: 'leaving', to: null });
    host.leave();
    vi.advanceTimersByTime(10_001);
    expect(viewer.connection.last('tabs')).toMatchObject({ shown: second.host.tab, pinned: null });
    expect(seenBy(viewer)).toContain('second');
    viewer.send({ type: 'follow', tab: second.host.tab });
    viewer.send({ type: 'follow', tab: null });
    expect(viewer.connection.last('tabs')).toMatchObject({ shown: second.host.tab, pinned: null });
  });

  test('a file that only the host has is asked of the tab that shows it, of the active one first, in the frame that does', async () => {
    const { session, customer, host, viewer } = await openRoom(house);
    const shows = (address: string) => ({ ...page(), res: [address] });
    host.key(1, shows('blob:http://shop/1'));
    const second = openTab(session, customer, 'second');
    viewer.send({ type: 'follow', tab: host.tab });
    const asked = () =>
      [host, second.host].map((one) => one.connection.of('need-asset').map(({ id, frame, address }) => [id, frame, address]));
    const bytes = session.room.assetFromHost('blob:http://shop/1');
    expect(asked()).toEqual([[[1, TOP_FRAME, 'blob:http://shop/1']], []]);
    host.send({ type: 'asset', id: 1, mime: 'image/png', data: 'AAAA' });
    expect(await bytes).toEqual({ mime: 'image/png', bytes: Buffer.alloc(3) });
    expect(await session.room.assetFromHost('blob:http://shop/2')).toBeUndefined();
    // Both show it, and the active one cannot read it.
    second.host.key(2, shows('blob:http://shop/1'));
    const again = session.room.assetFromHost('blob:http://shop/1');
    expect(asked().map((all) => all.length)).toEqual([1, 1]);
    second.host.send({ type: 'asset', id: 2, mime: '', data: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(asked().map((all) => all.length)).toEqual([2, 1]);
    host.send({ type: 'asset', id: 3, mime: 'image/png', data: 'AAAA' });
    expect(await again).toEqual({ mime: 'image/png', bytes: Buffer.alloc(3) });
    second.host.send({ type: 'ops', frame: TOP_FRAME, epoch: 2, seq: 1, ops: [['remove', nodes.image]] });
    host.send({ type: 'ops', frame: TOP_FRAME, epoch: 1, seq: 1, ops: [['remove', nodes.image]] });
    expect(await session.room.assetFromHost('blob:http://shop/1')).toBeUndefined();
    expect(asked().map((all) => all.length)).toEqual([2, 1]);
  });

  test('[H2] every dock is told which tab each guest looks at; a preview is nobody’s look', async () => {
    const { session, agent, customer, host, dock, viewer } = await openRoom(house);
    host.key();
    await vi.advanceTimersByTimeAsync(0);
    session.room.joinPreview(new FakeConnection(), customer);
    const looks = (one: Dock) => one.connection.last('looks')?.['looks'];
    expect(looks(dock)).toEqual([{ participant: agent, tab: host.tab, title: 'Shop' }]);
    const second = openTab(session, customer, 'second');
    for (const one of [dock, second.dock]) expect(looks(one)).toEqual([{ participant: agent, tab: second.host.tab, title: 'second' }]);
    viewer.send({ type: 'follow', tab: host.tab });
    for (const one of [dock, second.dock]) expect(looks(one)).toEqual([{ participant: agent, tab: host.tab, title: 'Shop' }]);
    viewer.leave();
    expect(looks(second.dock)).toEqual([]);
  });

  test('[H5] pause and end reach every tab', async () => {
    const { session, customer, host, dock, viewer } = await openRoom(house);
    host.key();
    const second = openTab(session, customer, 'second');
    dock.send({ type: 'pause' });
    for (const one of [host, second.host]) expect(one.connection.last('state')?.['state']).toBe('paused');
    expect(seenBy(viewer)).toBe('paused');
    second.dock.send({ type: 'resume' });
    for (const one of [host, second.host]) expect(one.connection.last('state')?.['state']).toBe('live');
    second.dock.send({ type: 'stop' });
    await vi.waitFor(() => expect(session.state).toBe('ended'));
    for (const one of [host, second.host]) expect(one.connection.closed?.code).toBe(4410);
    expect(dock.connection.last('end')?.['url']).toContain(encodeURIComponent(ADDRESS));
    expect(second.dock.connection.last('end')?.['url']).toContain('second');
  });
});

describe('a tab for a guest', () => {
  const open = (url = 'https://other.example/page') => ({ kind: 'open', url }) as const;
  const askedOf = ({ connection }: Viewer) => connection.of('asked').map(({ outcome }) => outcome);
  const asksOf = ({ connection }: Dock) => connection.last('tab-asks')?.['asks'] as { id: number; url: string; href: string }[];

  test('[H4] is asked for in every dock, and opened by the customer’s press; the audit has it', async () => {
    const { session, agent, customer, host, dock, viewer } = await openRoom(house);
    host.key();
    const second = openTab(session, customer, 'second');
    viewer.act(second.host.tab, open());
    await vi.advanceTimersByTimeAsync(0);
    expect(askedOf(viewer)).toEqual([null]);
    const [ask] = asksOf(dock);
    expect(ask).toMatchObject({ from: agent, url: 'https://other.example/page' });
    expect(ask?.href).toContain(`other-example.${session.id}.`);
    expect(asksOf(second.dock)).toEqual([ask]);
    const late = new Dock(session, customer, host.tab);
    expect(asksOf(late)).toEqual([ask]);
    second.dock.send({ type: 'tab-answer', id: ask?.id ?? 0, allow: true });
    dock.send({ type: 'tab-answer', id: ask?.id ?? 0, allow: false }); // too late
    expect(askedOf(viewer)).toEqual([null, { result: 'done' }]);
    for (const one of [dock, second.dock]) expect(asksOf(one)).toEqual([]);
    expect(house.events.map(({ event }) => event)).toContainEqual({
      type: 'act',
      participant: agent,
      kind: 'open',
      outcome: { result: 'done' },
    });
  });

  test('[H4] a link that a guest follows into another tab is asked for in the same way', async () => {
    const { host, dock, viewer } = await openRoom(house);
    host.key();
    viewer.act(host.tab, click(nodes.plain));
    const { id } = host.connection.last('act') as unknown as { id: number };
    host.send({ type: 'act-result', id, outcome: { result: 'opens', url: 'https://other.example/linked' } });
    await vi.advanceTimersByTimeAsync(0);
    expect(viewer.outcome).toEqual({ result: 'done' });
    expect(asksOf(dock)).toMatchObject([{ url: 'https://other.example/linked' }]);
  });

  test.each([
    ['who may not open pages', 'NO_RIGHT', 'https://other.example/'],
    ['an address that may not be opened', 'NOT_ALLOWED', 'https://private.example/'],
    ['no answer of the customer', 'DECLINED', 'https://other.example/'],
    ['no of the customer', 'DECLINED', 'https://other.example/'],
    ['sharing that is paused meanwhile', 'PAUSED', 'https://other.example/'],
    ['a session with all the tabs it may have', 'TABS_FULL', 'https://other.example/'],
  ])('[H4] %s: %s', async (what, code, url) => {
    const { session, agent, customer, host, dock, viewer } = await openRoom(house);
    host.key();
    if (code === 'NO_RIGHT') dock.send({ type: 'rights', participant: agent, action: 'navigate', allow: false });
    if (code === 'TABS_FULL') for (const text of ['second', 'third']) openTab(session, customer, text);
    viewer.act(host.tab, open(url));
    await vi.advanceTimersByTimeAsync(0);
    if (what.startsWith('no answer')) vi.advanceTimersByTime(120_001);
    if (what.startsWith('no of')) dock.send({ type: 'tab-answer', id: asksOf(dock)[0]?.id ?? 0, allow: false });
    if (code === 'PAUSED') dock.send({ type: 'pause' });
    const told = code === 'NO_RIGHT' ? viewer.outcome : askedOf(viewer).at(-1);
    expect(told).toEqual({ result: 'refused', code });
    expect(asksOf(dock) ?? []).toEqual([]);
    expect(house.events.map(({ event }) => event)).toContainEqual({
      type: 'act',
      participant: agent,
      kind: 'open',
      outcome: { result: 'refused', code },
    });
  });

  test('[H4] one question of a guest at a time, and none of a guest who left', async () => {
    const { host, dock, viewer } = await openRoom(house);
    host.key();
    viewer.act(host.tab, open('https://other.example/a'));
    viewer.act(host.tab, open('https://other.example/b'));
    await vi.advanceTimersByTimeAsync(0);
    expect(asksOf(dock).map(({ url }) => url)).toEqual(['https://other.example/b']);
    viewer.leave();
    expect(asksOf(dock)).toEqual([]);
  });
});

describe('how many', () => {
  test('[H6] one more than there may be is turned away with a code, and both sides are told; it comes in when another has gone', async () => {
    const { session, customer, host, dock } = await openRoom(house);
    host.key();
    const second = openTab(session, customer, 'second');
    openTab(session, customer, 'third');
    const fourth = new Host(session, customer, { url: `${ADDRESS}fourth` });
    expect(fourth.connection.closed).toEqual({ code: 4429, reason: 'tabs' });
    const notices = () => (dock.connection.last('notices')?.['notices'] as { code: string }[]).map(({ code }) => code);
    expect(notices()).toEqual(['TAB_LIMIT']);
    second.host.send({ type: 'leaving', to: null });
    second.host.leave();
    vi.advanceTimersByTime(10_001);
    expect(notices()).toEqual([]);
    expect(new Host(session, customer, { url: `${ADDRESS}fourth` }).connection.closed).toBeUndefined();
  });

  test('[H6] a tab that sleeps without a line gives its place to a new one', async () => {
    const { session, customer, host, viewer } = await openRoom(house);
    host.key();
    host.send(meta({ visible: false, frozen: true }));
    host.leave();
    vi.advanceTimersByTime(20_000);
    for (const text of ['second', 'third', 'fourth']) openTab(session, customer, text);
    expect(Object.keys(statesOf(viewer))).toHaveLength(3);
    expect(statesOf(viewer)[host.tab]).toBeUndefined();
  });
});

test('[H7] a page that the browser brings back as it was is described anew, and none of the page before stays with it', async () => {
  const { session, customer, host, viewer } = await openRoom(house);
  host.key(1, page('first'));
  host.send({ type: 'leaving', to: null });
  host.leave();
  const next = new Host(session, customer, { url: `${ADDRESS}next`, tab: host.tab });
  next.key(5, page('next'));
  next.send({ type: 'leaving', to: null });
  next.leave();
  // It knows its tab and rules; that it says no rules is how it says that it is another document.
  const back = new Host(session, customer, { tab: host.tab, policy: '' });
  expect(back.tab).toBe(host.tab);
  expect(back.connection.last('welcome')?.['have']).toBeUndefined();
  back.key(2, page('first'));
  expect(seenBy(viewer)).toContain('first');
});
