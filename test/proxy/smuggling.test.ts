/**
 * Two readers of one byte stream that disagree about where a request ends let an attacker put a request of their own into
 * somebody else's connection. Here stand a browser's side, the gateway and the target's side: what the gateway does not read
 * in the one way that everybody reads it, it refuses, and what it forwards it frames anew.
 */
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { COOKIE, startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

let shop: Target;
let gateway: Gateway;
let origin: string;

beforeAll(async () => {
  shop = await startTarget((_req, res) => res.writeHead(200, { 'content-type': 'text/plain' }).end('ok'));
  gateway = await startProxy();
  origin = shop.origin('www.shop.example');
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});
beforeEach(() => void (shop.seen.length = 0));

/** Sends the bytes and reads until the gateway closes, or has answered as often as `answers` says. */
function raw(text: string, answers = 1): Promise<string> {
  return new Promise((done, fail) => {
    let got = '';
    const socket = connect(gateway.port, '127.0.0.1', () => socket.write(Buffer.from(text, 'latin1')));
    socket.on('data', (data: Buffer) => {
      got += data.toString('latin1');
      if (got.split('HTTP/1.1 ').length > answers && /\r\n\r\n/.test(got.slice(got.lastIndexOf('HTTP/1.1 ')))) socket.end();
    });
    socket.on('close', () => {
      done(got);
    });
    socket.on('error', fail);
  });
}

const head = (line: string, ...fields: string[]): string =>
  [line, `Host: ${gateway.label(origin)}`, `Cookie: ${COOKIE}`, 'Sec-Fetch-Dest: empty', ...fields, '', ''].join('\r\n');
const socket = (method: string, ...fields: string[]): string =>
  head(
    `${method} /a HTTP/1.1`,
    ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='],
    ...[`Origin: ${gateway.gatewayOrigin(origin)}`, ...fields],
  );
const SECOND = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';

describe('a request that can be read in two ways is refused, and no part of it arrives', () => {
  test.each<[string, () => string]>([
    ['both framings', () => head('POST /a HTTP/1.1', 'Content-Length: 4', 'Transfer-Encoding: chunked') + `0\r\n\r\n${SECOND}`],
    ['two lengths', () => head('POST /a HTTP/1.1', 'Content-Length: 0', `Content-Length: ${SECOND.length}`) + SECOND],
    ['a list of lengths', () => head('POST /a HTTP/1.1', `Content-Length: 0, ${SECOND.length}`) + SECOND],
    ['a length with a sign', () => head('POST /a HTTP/1.1', `Content-Length: +${SECOND.length}`) + SECOND],
    ['a space before the colon', () => head('POST /a HTTP/1.1', 'Transfer-Encoding : chunked') + `0\r\n\r\n${SECOND}`],
    ['a coding that is none', () => head('POST /a HTTP/1.1', 'Transfer-Encoding: xchunked') + `0\r\n\r\n${SECOND}`],
    ['chunked, but not at last', () => head('POST /a HTTP/1.1', 'Transfer-Encoding: chunked, identity') + `0\r\n\r\n${SECOND}`],
    ['a folded field', () => head('GET /a HTTP/1.1', 'X-A: 1', ' X-B: 2')],
    ['a bare line feed', () => head('GET /a HTTP/1.1').replace('Sec-Fetch-Dest: empty\r\n', 'Sec-Fetch-Dest: empty\nX-A: 1\r\n')],
    ['a zero byte', () => head('GET /a HTTP/1.1', 'X-A: 1\0')],
    ['a bare carriage return', () => head('GET /a HTTP/1.1', 'X-A: 1\rX-B: 2')],
    ['two hosts', () => head('GET /a HTTP/1.1', 'Host: other')],
    ['no host', () => 'GET /a HTTP/1.1\r\n\r\n'],
    ['a host with more in it', () => head('GET /a HTTP/1.1').replace('Host: ', 'Host: x@')],
    ['a host with a path', () => head('GET /a HTTP/1.1').replace(/Host: (\S+)/, 'Host: $1/../x')],
    ['a whole address', () => head(`GET http://${gateway.label(origin)}/a HTTP/1.1`)],
    ['the address of another host', () => head('GET http://www.bank.example/a HTTP/1.1')],
    ['no path at all', () => head('OPTIONS * HTTP/1.1')],
    ['a chunk size that is none', () => head('POST /a HTTP/1.1', 'Transfer-Encoding: chunked') + `0x0\r\n\r\n${SECOND}`],
    ['an unknown version', () => head('GET /a HTTP/3.7')],
    ['an upgrade with a body', () => socket('GET', `Content-Length: ${SECOND.length}`) + SECOND],
    ['an upgrade with a chunked body', () => `${socket('GET', 'Transfer-Encoding: chunked')}0\r\n\r\n${SECOND}`],
    ['an upgrade by POST', () => socket('POST') + SECOND],
    ['TRACE', () => head('TRACE /a HTTP/1.1')],
  ])('%s', async (_name, request) => {
    const answer = await raw(request());
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(shop.seen).toEqual([]);
  });

  test('CONNECT makes no tunnel', async () => {
    expect(await raw(head('CONNECT www.bank.example:443 HTTP/1.1'))).not.toMatch(/^HTTP\/1\.1 2/);
    expect(shop.seen).toEqual([]);
  });
});

describe('what is forwarded is framed anew', () => {
  test('a chunked body with extensions and trailers arrives as its bytes alone', async () => {
    const body = '3;name=value\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n';
    expect(await raw(head('POST /a HTTP/1.1', 'Transfer-Encoding: chunked') + body)).toMatch(/^HTTP\/1\.1 200 /);
    expect(shop.seen.map(({ url, body: seen, headers }) => [url, seen, headers['x-trailer']])).toEqual([['/a', 'abc', undefined]]);
  });

  test('fields that a connection names stay with it', async () => {
    await raw(head('GET /a HTTP/1.1', 'Connection: X-Hop, X-Other', 'X-Hop: 1', 'X-Other: 2', 'X-Kept: 3', 'TE: trailers', 'Trailer: X-A'));
    const headers = shop.seen[0]?.headers ?? {};
    expect([headers['x-hop'], headers['x-other'], headers['x-kept'], headers['te'], headers['trailer']]).toEqual([
      undefined,
      undefined,
      '3',
      undefined,
      undefined,
    ]);
  });

  test('a line end that is written in an address stays written', async () => {
    await raw(head('GET /a%0d%0aX-Injected:%201 HTTP/1.1'));
    expect(shop.seen.map(({ url, headers }) => [url, headers['x-injected']])).toEqual([['/a%0d%0aX-Injected:%201', undefined]]);
  });

  test('two requests of one connection are two', async () => {
    const answers = await raw(head('POST /a HTTP/1.1', 'Content-Length: 3') + `abc${head('GET /b HTTP/1.1')}`, 2);
    expect(answers.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect(shop.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', '/a', 'abc'],
      ['GET', '/b', ''],
    ]);
  });

  test('an upload waits for no word of the target: it is told to go on by us', async () => {
    const asked = head('POST /a HTTP/1.1', 'Content-Length: 3', 'Expect: 100-continue');
    expect(await raw(`${asked}abc`, 2)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(shop.seen.map(({ body, headers }) => [body, headers['expect']])).toEqual([['abc', undefined]]);
  });

  test('an address beyond the limit is refused with its code', async () => {
    const answer = await raw(head(`GET /${'a'.repeat(gateway.config.limits.urlLimitBytes)} HTTP/1.1`));
    expect(answer).toMatch(/^HTTP\/1\.1 4(?:00|31) /);
    expect(shop.seen).toEqual([]);
  });
});

describe('an answer of the target that can be read in two ways breaks off', () => {
  let server: Server;
  let answer = '';
  let at: string;

  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end(Buffer.from(answer, 'latin1')));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    at = `http://www.shop.example:${(server.address() as AddressInfo).port}`; // listening on TCP
  });
  afterAll(() => new Promise<void>((done) => server.close(() => done())));

  const EVIL = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nevil';

  test.each<[string, string]>([
    ['both framings', `HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${EVIL}`],
    ['two lengths', `HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc${EVIL}`],
    ['a bare carriage return in a field', `HTTP/1.1 200 OK\r\nX-A: 1\rSet-Cookie: a=1\r\nContent-Length: 2\r\n\r\nok`],
    ['a zero byte in a field', 'HTTP/1.1 200 OK\r\nX-A: 1\0\r\nContent-Length: 2\r\n\r\nok'],
    ['no HTTP', 'hello'],
    ['headers beyond the limit', `HTTP/1.1 200 OK\r\n${`X-A: ${'a'.repeat(1000)}\r\n`.repeat(100)}Content-Length: 2\r\n\r\nok`],
  ])('%s', async (_name, bytes) => {
    answer = bytes;
    const reply = await gateway.ask(at, '/', { dest: 'empty' });
    expect([reply.status, reply.text.includes('evil'), reply.headers['set-cookie']]).toEqual([502, false, undefined]);
  });

  test('a second answer that nobody asked for goes to nobody', async () => {
    answer = `HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok${EVIL}`;
    const replies = await Promise.all(
      [1, 2, 3].map(() => gateway.ask(at, '/', { dest: 'empty' }).catch(() => ({ status: 502, text: '' }))),
    );
    for (const { text } of replies) expect(text).not.toContain('evil');
  });

  test('a redirect with an encoded line end stays one field', async () => {
    answer = 'HTTP/1.1 302 Found\r\nLocation: https://www.bank.example/%0d%0aSet-Cookie:a=1\r\nContent-Length: 0\r\n\r\n';
    const reply = await gateway.ask(at, '/', { dest: 'empty' });
    expect([reply.status, reply.headers.location, reply.headers['set-cookie']]).toEqual([
      302,
      `${gateway.gatewayOrigin('https://www.bank.example')}/%0d%0aSet-Cookie:a=1`,
      undefined,
    ]);
  });
});
