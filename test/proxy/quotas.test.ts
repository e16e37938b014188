/** The attack: one session's page asks without end, and the gateway, or a target that it is sent at, has no time for anybody else. */
import { afterEach, expect, test, vi } from 'vitest';
import { Quotas } from '../../src/proxy/quotas.ts';
import type { Session } from '../../src/sessions/index.ts';

const limits = { requestsPerSessionMax: 2, bytesPerSessionPerHour: 1000 };
const session = (): Session => ({}) as Session; // the desk uses it as a key

afterEach(() => vi.useRealTimers());

test('so many exchanges of a session run at the same time, the others wait in order, and too many are refused', async () => {
  const quotas = new Quotas(limits);
  const mine = session();
  const first = quotas.enter(mine);
  expect(typeof first).toBe('function');
  expect(typeof quotas.enter(mine)).toBe('function');
  const order: number[] = [];
  const third = quotas.enter(mine);
  const fourth = quotas.enter(mine);
  expect(third).toBeInstanceOf(Promise);
  void Promise.resolve(third).then(() => order.push(3));
  void Promise.resolve(fourth).then(() => order.push(4));
  for (let n = 0; n < 510; n++) void quotas.enter(mine);
  expect(() => quotas.enter(mine)).toThrow(expect.objectContaining({ code: 'QUOTA' }));
  // Another session has turns of its own.
  expect(typeof quotas.enter(session())).toBe('function');
  if (typeof first === 'function') {
    first();
    first(); // given back once
  }
  const turn = await third;
  expect(order).toEqual([3]);
  turn();
  await fourth;
  expect(order).toEqual([3, 4]);
});

test('so many bytes in an hour, and again in the next', () => {
  vi.useFakeTimers();
  const quotas = new Quotas(limits);
  const mine = session();
  quotas.count(mine, 1001);
  expect(() => quotas.enter(mine)).toThrow(expect.objectContaining({ code: 'QUOTA' }));
  vi.advanceTimersByTime(3_600_001);
  expect(typeof quotas.enter(mine)).toBe('function');
});

/** The attack: the site, or whoever has seen the host's name, asks without a cookie and never ends, until nothing is left for the customer. */
test('what comes without our cookie takes half of the turns and half of the bytes, and waits behind the customer', async () => {
  const quotas = new Quotas({ requestsPerSessionMax: 4, bytesPerSessionPerHour: 1000 });
  const mine = session();
  const strangers = [quotas.enter(mine, true), quotas.enter(mine, true)];
  expect(strangers.map((turn) => typeof turn)).toEqual(['function', 'function']);
  const order: string[] = [];
  const late = Promise.resolve(quotas.enter(mine, true)).then((turn) => (order.push('stranger'), turn));
  const own = [quotas.enter(mine), quotas.enter(mine)];
  expect(own.map((turn) => typeof turn)).toEqual(['function', 'function']);
  const next = Promise.resolve(quotas.enter(mine)).then((turn) => (order.push('customer'), turn));
  const leave = (turn: unknown): void => (turn as () => void)(); // all that are asked run
  leave(strangers[0]);
  const third = await next;
  expect(order).toEqual(['customer']);
  leave(own[0]);
  await late;
  expect(order).toEqual(['customer', 'stranger']);
  leave(third);
  quotas.count(mine, 501, true);
  expect(() => quotas.enter(mine, true)).toThrow(expect.objectContaining({ code: 'QUOTA' }));
  expect(typeof quotas.enter(mine)).toBe('function');
});
