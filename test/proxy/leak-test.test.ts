/**
 * The attack: the buyer's own shop, in production. A test that puts made-up values into its fields must not place an order,
 * save an address or write into somebody's log with them. So from the moment when they stand there the target gets nothing
 * but reads, and no read that names one.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

let shop: Target;
let gateway: Gateway;
let origin: string;
const mark = {
  is: 'leak-test' as const,
  pointed: () => undefined,
  sealed: false,
  names: (text: string) => text.includes('canary77'),
  heard: () => undefined,
  planted: () => undefined,
};

beforeAll(async () => {
  shop = await startTarget((_req, res) => res.end('ok'), { tls: true });
  gateway = await startProxy({ test: mark });
  origin = shop.origin('www.shop.example');
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});

const asks: readonly [string, Parameters<Gateway['ask']>[2], number][] = [
  ['/page', {}, 200],
  ['/page', { method: 'HEAD' }, 200],
  ['/save', { method: 'POST', body: 'name=canary77', dest: 'empty' }, 403],
  ['/save', { method: 'POST', body: '', dest: 'empty' }, 403],
  ['/save', { method: 'PUT', body: 'x', dest: 'empty' }, 403],
  ['/save', { method: 'DELETE', dest: 'empty' }, 403],
  ['/search?q=canary77', { dest: 'empty' }, 403],
  ['/page', { dest: 'empty', headers: { 'x-name': 'canary77' } }, 403],
];

test('[M6] before anything is planted the page works as ever', async () => {
  mark.sealed = false;
  for (const [path, options] of asks) expect((await gateway.ask(origin, path, options)).status, path).toBe(200);
  expect(shop.seen).toHaveLength(asks.length);
});

test.each(asks)('[M6] then %s %j answers %i', async (path, options, status) => {
  mark.sealed = true;
  shop.seen.length = 0;
  expect((await gateway.ask(origin, path, options)).status).toBe(status);
  expect(shop.seen).toHaveLength(status === 200 ? 1 : 0);
});

test('the runtime of a test is another file, and is asked for by its own hash', async () => {
  const { text, headers } = await gateway.ask(origin, '/.samepage/runtime.js', { dest: 'script' });
  expect(text).toBe('/* test runtime */');
  expect(headers['etag']).toBeDefined();
});
