/**
 * The attack: a page names a hundred hosts of a domain whose servers never answer. The system's resolver has a thread or two for
 * everybody, and each of these questions takes one for as long as it waits: no session could find a new host.
 */
import type { LookupAddress } from 'node:dns';
import resolver from 'node:dns/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NameDesk } from '../../src/proxy/name-desk.ts';

const TIMEOUT_MS = 1000;
/** What was asked and has no answer yet, by name. */
const open = new Map<string, (answers: LookupAddress[]) => void>();
let asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  const lookup = (host: string): Promise<unknown> => {
    asked.push(host);
    return new Promise((done) => open.set(host, done));
  };
  vi.spyOn(resolver, 'lookup').mockImplementation(lookup as typeof resolver.lookup); // one of its overloads
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  open.clear();
  asked = [];
});

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const answer = (host: string): void => open.get(host)?.([{ address: '203.0.114.7', family: 4 }]);

test('two names of a domain are asked for at a time, the others in order, and another domain does not wait', async () => {
  const desk = new NameDesk(TIMEOUT_MS);
  const found = ['a.shop.example', 'b.shop.example', 'c.shop.example', 'd.shop.example', 'www.bank.example'].map((host) =>
    desk.lookup(host),
  );
  await settle();
  expect(asked).toEqual(['a.shop.example', 'b.shop.example', 'www.bank.example']);
  answer('b.shop.example');
  await settle();
  expect(asked.slice(3)).toEqual(['c.shop.example']);
  for (const host of ['a.shop.example', 'c.shop.example', 'www.bank.example']) answer(host);
  await settle();
  answer('d.shop.example');
  expect(await Promise.all(found)).toEqual(Array(5).fill(['203.0.114.7']));
});

test('a domain that does not answer is not asked again for a while, nor for the names that wait', async () => {
  const desk = new NameDesk(TIMEOUT_MS);
  const names = ['a', 'b', 'c', 'd'].map((name) => desk.lookup(`${name}.evil.example`).catch((error: Error) => error.message));
  await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
  expect(await Promise.all(names)).toEqual(Array(4).fill(`no answer in ${TIMEOUT_MS} ms`));
  await expect(desk.lookup('e.evil.example')).rejects.toThrow('its name servers do not answer');
  // The resolver gives up in its own time: what waited is not asked for then.
  answer('a.evil.example');
  answer('b.evil.example');
  await settle();
  expect(asked).toEqual(['a.evil.example', 'b.evil.example']);
  await vi.advanceTimersByTimeAsync(15_000);
  const again = desk.lookup('a.evil.example');
  await settle();
  answer('a.evil.example');
  expect(await again).toEqual(['203.0.114.7']);
});

test('no more than a hundred names of a domain wait', async () => {
  const desk = new NameDesk(TIMEOUT_MS);
  const names = Array.from({ length: 102 }, (_each, at) => desk.lookup(`h${at}.evil.example`).catch(() => undefined));
  await settle();
  await expect(desk.lookup('last.evil.example')).rejects.toThrow('too many names of one domain');
  await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
  await Promise.all(names);
});

test('a name without an address is none', async () => {
  const desk = new NameDesk(TIMEOUT_MS);
  const none = desk.lookup('none.example');
  await settle();
  open.get('none.example')?.([]);
  await expect(none).rejects.toThrow('no addresses');
});
