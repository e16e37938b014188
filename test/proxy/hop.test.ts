import { ServerResponse, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

let shop: Target;
let gateway: Gateway;
let origin: string;

beforeAll(async () => {
  shop = await startTarget((_req, res) => res.writeHead(200, { 'content-type': 'text/html' }).end('<head></head>'));
  gateway = await startProxy({ config: { sessionHost: 'http://{label}--{sid}.localhost:{port}' } });
  origin = shop.origin('www.shop.example');
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});

test('flat: a document on a new label is sent over the own origin, once', async () => {
  const first = await gateway.ask(origin, '/page?a=1', { cookie: false });
  expect(first.status).toBe(303);
  const to = `${gateway.gatewayOrigin(origin)}/page?a=1`;
  expect(first.headers.location).toBe(`${gateway.session.urls.own}/enter?to=${encodeURIComponent(to)}`);
  const marker = String(first.headers['set-cookie']).split(';')[0];
  const again = await gateway.ask(origin, '/page?a=1', { cookie: marker ?? '' });
  expect([again.status, again.text.includes('VISITOR_UNKNOWN')]).toEqual([403, true]);
  expect(shop.seen).toHaveLength(0);
});

test.each(['image', 'empty', 'script'])('flat: a sub-resource makes no hop: %s', async (dest) => {
  expect((await gateway.ask(origin, '/x', { dest, cookie: false })).status).toBe(200);
});

test('a form that is sent is not sent round: its body would be lost', async () => {
  expect((await gateway.ask(origin, '/x', { method: 'POST', cookie: false })).status).toBe(403);
});

function enter(url: string, cookie: string | undefined): ServerResponse {
  // Only its address and cookie are read.
  const req = { url, method: 'GET', complete: true, headers: cookie === undefined ? {} : { cookie } } as unknown as IncomingMessage;
  const res = new ServerResponse(req);
  gateway.proxy.enter(req, res, gateway.session);
  return res;
}

test('the own origin gives the cookie and sends on, to labels of this session alone', () => {
  const to = `${gateway.gatewayOrigin(origin)}/page?a=1`;
  const sent = enter(`/enter?to=${encodeURIComponent(to)}`, 'samepage=customer');
  expect([sent.statusCode, sent.getHeader('location')]).toEqual([303, to]);
  expect(String(sent.getHeader('set-cookie'))).toContain('__Host-samepage');
  for (const bad of ['https://attacker.test/', '//attacker.test', 'javascript:alert(1)', '', `${gateway.session.urls.own}/dock`]) {
    expect(enter(`/enter?to=${encodeURIComponent(bad)}`, 'samepage=customer').statusCode).toBe(400);
  }
  expect(enter(`/enter?to=${encodeURIComponent(to)}`, undefined).statusCode).toBe(403);
});
