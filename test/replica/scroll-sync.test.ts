import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ScrollSync } from '../../src/replica/scroll-sync.ts';

/** An element whose content is so high that it can be scrolled this far. */
function scroller(reach: number) {
  return {
    nodeType: 1,
    isConnected: true,
    scrollLeft: 0,
    scrollTop: 0,
    reach,
    scrollTo({ top }: { top: number }) {
      this.scrollTop = Math.min(top, this.reach);
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', { setTimeout });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('where the layout does not reach yet, it is tried again while pictures may come', () => {
  const sync = new ScrollSync();
  const element = scroller(50);
  sync.apply(element as unknown as Element, 0, 200); // as much of one as is asked for
  expect(element.scrollTop).toBe(50);
  vi.advanceTimersByTime(300);
  element.reach = 1000;
  vi.advanceTimersByTime(2000);
  expect(element.scrollTop).toBe(200);
  expect(vi.getTimerCount()).toBe(0);
});

test('a page that never gets there is not tried for ever, and the next scroll begins anew', () => {
  const sync = new ScrollSync();
  const element = scroller(50);
  sync.apply(element as unknown as Element, 0, 200); // as above
  vi.advanceTimersByTime(60_000);
  expect(vi.getTimerCount()).toBe(0);
  element.reach = 1000;
  sync.apply(element as unknown as Element, 0, 300); // as above
  expect(element.scrollTop).toBe(300);
});

test('nothing is tried when the replica is closed', () => {
  const sync = new ScrollSync();
  sync.apply(scroller(50) as unknown as Element, 0, 200); // as above
  sync.close();
  expect(vi.getTimerCount()).toBe(0);
});
