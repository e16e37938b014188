/** Front mode: the site's requests and answers pass as they are, documents get one element, and the visitor's leaving ends it all. */
import { request, type IncomingMessage } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { SiteBook } from '../../src/config/index.ts';
import { freePort } from '../support/free-port.ts';
import { metadata, read, startProxy, type Gateway, type Reply } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

const HOST = 'www.front.example';
const PAGE =
  '<!doctype html><html><head><meta charset="utf-8"><title>Shop</title></head><body><a href="http://www.front.example/x">x</a></body></html>';
const TAG = /<script src="\/\.samepage\/site\.js" data-key="front\.example" data-domain="front\.example" data-parents="[^"]+"><\/script>/g;

const waiting = { timeout: 15_000, interval: 20 };

let target: Target;
let gateway: Gateway;
let held: { closed: boolean; bytes: number } = { closed: false, bytes: 0 };
let big = 0;

beforeAll(async () => {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (protocols) => [...protocols][0] ?? false });
  sockets.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })));
  target = await startTarget(
    (req, res) => {
      const { pathname } = new URL(req.url ?? '/', 'http://x.invalid');
      switch (pathname) {
        case '/page':
          res.writeHead(200, {
            'content-type': 'text/html',
            etag: '"v1"',
            'cache-control': 'public, max-age=60',
            'content-length': PAGE.length,
          });
          return res.end(PAGE);
        case '/conditional':
          if (req.headers['if-none-match'] === '"v1"') return res.writeHead(304, { etag: '"v1"' }).end();
          return res.writeHead(200, { 'content-type': 'text/html', etag: '"v1"' }).end(PAGE);
        case '/packed':
          return res.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(gzipSync(PAGE));
        case '/odd':
          return res.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'zstd' }).end('packed');
        case '/policy':
          res.writeHead(200, {
            'content-type': 'text/html',
            'content-security-policy': "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; frame-ancestors 'none'",
          });
          return res.end(PAGE);
        case '/utf16':
          return res.writeHead(200, { 'content-type': 'text/html' }).end(Buffer.from(`\ufeff${PAGE.replace('Shop', 'Läden')}`, 'utf16le'));
        case '/latin1':
          return res
            .writeHead(200, { 'content-type': 'text/html; charset=iso-8859-1' })
            .end(Buffer.from(PAGE.replace('Shop', 'Läden'), 'latin1'));
        case '/drip': {
          res.writeHead(200, { 'content-type': 'text/html' });
          res.write('<!doctype html><head><ti');
          held = { closed: false, bytes: 0 };
          res.on('close', () => (held.closed = true));
          return undefined;
        }
        case '/cookies':
          res.setHeader('Set-Cookie', ['a=1; Domain=front.example', 'b=2; HttpOnly']);
          res.setHeader('X-Odd', ['one', 'two']);
          res.setHeader('Strict-Transport-Security', 'max-age=100');
          return res.writeHead(302, 'Moved On', { location: 'https://elsewhere.example/y' }).end();
        case '/events':
          held = { closed: false, bytes: 0 };
          res.writeHead(200, { 'content-type': 'text/event-stream' });
          res.write('data: 1\n\n');
          res.on('close', () => (held.closed = true));
          return undefined;
        case '/endless': {
          held = { closed: false, bytes: 0 };
          res.writeHead(200, { 'content-type': 'application/octet-stream' });
          const chunk = Buffer.alloc(64 * 1024);
          const more = (): void => {
            while (!res.destroyed) {
              held.bytes += chunk.length;
              if (!res.write(chunk)) break;
            }
          };
          res.on('drain', more).on('close', () => (held.closed = true));
          more();
          return undefined;
        }
        case '/never':
          held = { closed: false, bytes: 0 };
          res.on('close', () => (held.closed = true));
          return undefined;
        case '/count':
          big = 0;
          req.on('data', (part: Buffer) => (big += part.length));
          req.on('end', () => res.end(String(big)));
          return undefined;
        case '/part':
          if (req.headers.range !== 'bytes=2-4') return res.writeHead(400).end();
          return res.writeHead(206, { 'content-range': 'bytes 2-4/10', 'content-type': 'application/octet-stream' }).end('cde');
        default:
          return res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(req.rawHeaders));
      }
    },
    {
      tls: true,
      onServer: (http) =>
        http.on('upgrade', (req, socket, head) => sockets.handleUpgrade(req, socket, head, (ws) => sockets.emit('connection', ws, req))),
    },
  );
  const nowhere = await freePort();
  gateway = await startProxy({
    config: {
      // Nothing but the front's own entry allows this address.
      allowPrivateTargets: [],
      trustProxies: ['10.9.9.0/24'],
      front: [
        { host: HOST, target: target.origin('127.0.0.1'), skip: ['/plain*', '/embed/*'], health: '/page' },
        { host: 'down.front.example', target: `http://127.0.0.1:${nowhere}` },
        { host: 'trusting.example', target: target.origin('127.0.0.1') },
      ],
      limits: { healthIntervalMs: 2000, healthTimeoutMs: 20_000 },
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await target.close();
});
beforeEach(() => {
  target.seen.length = 0;
});

function open(
  path: string,
  options: { host?: string; method?: string; headers?: Record<string, string | string[]>; dest?: string; body?: Buffer } = {},
) {
  return new Promise<IncomingMessage>((done, fail) => {
    const headers = { host: options.host ?? HOST, ...metadata(options.dest ?? 'document'), ...options.headers };
    const req = request({ host: '127.0.0.1', port: gateway.port, path, method: options.method ?? 'GET', headers, agent: false }, done);
    req.on('error', fail);
    req.end(options.body);
  });
}
const ask = async (...given: Parameters<typeof open>): Promise<Reply> => read(await open(...given));
const seen = (path: string) => target.seen.filter(({ url }) => url === path);

describe('what passes untouched', () => {
  test('[F1] redirects, cookies, fields that stand twice and the status text, as the site wrote them', async () => {
    const answer = await open('/cookies');
    expect([answer.statusCode, answer.statusMessage]).toEqual([302, 'Moved On']);
    expect(answer.headers['set-cookie']).toEqual(['a=1; Domain=front.example', 'b=2; HttpOnly']);
    expect(answer.headers.location).toBe('https://elsewhere.example/y');
    expect(answer.headers['strict-transport-security']).toBe('max-age=100');
    expect(answer.rawHeaders.filter((part) => part.toLowerCase() === 'x-odd')).toHaveLength(2);
    await read(answer);
  });

  test('[F1] request fields, less those of the hop and our own mark', async () => {
    const answer = await ask('/echo', {
      dest: 'empty',
      headers: {
        cookie: 'a=1; samepage=abcdefgh234567ab; b=2',
        origin: 'https://www.front.example',
        referer: 'https://www.front.example/x',
        authorization: 'Basic YTpi',
        'x-csrf': 'token',
        'accept-encoding': 'zstd, br',
        'user-agent': 'somebody',
        connection: 'close, x-private',
        'x-private': 'hop',
      },
    });
    const fields = JSON.parse(answer.text) as string[];
    const field = (name: string) => fields[fields.findIndex((part, at) => at % 2 === 0 && part.toLowerCase() === name) + 1];
    expect(field('cookie')).toBe('a=1; b=2');
    expect([field('host'), field('origin'), field('authorization'), field('accept-encoding')]).toEqual([
      HOST,
      'https://www.front.example',
      'Basic YTpi',
      'zstd, br',
    ]);
    expect(fields.map((part) => part.toLowerCase())).not.toContain('x-private');
  });

  test('a Range and an upload of any size', async () => {
    const part = await ask('/part', { dest: 'video', headers: { range: 'bytes=2-4' } });
    expect([part.status, part.text, part.headers['content-range']]).toEqual([206, 'cde', 'bytes 2-4/10']);
    const body = Buffer.alloc(3_000_000, 7);
    const counted = await ask('/count', { method: 'POST', dest: 'empty', body });
    expect(counted.text).toBe('3000000');
    const chunked = await ask('/count', { method: 'PUT', dest: 'empty', headers: { 'transfer-encoding': 'chunked' }, body });
    expect(chunked.text).toBe('3000000');
  });

  test('a WebSocket, with its subprotocol and cookies', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/ticker`, ['prices'], {
      headers: { host: HOST, origin: 'https://www.front.example', cookie: 'a=1; samepage=abcdefgh234567ab' },
    });
    await new Promise((done, fail) => socket.once('open', done).once('error', fail));
    expect(socket.protocol).toBe('prices');
    const echo = new Promise<string>((done) => socket.once('message', (data) => done((data as Buffer).toString())));
    socket.send('hello');
    expect(await echo).toBe('hello');
    socket.close();
  });

  test('a page under a path that is to be left alone, and what a script fetches', async () => {
    expect((await ask('/plain/page')).headers['content-type']).toBe('application/json');
    expect((await ask('/page', { dest: 'empty' })).text).toBe(PAGE);
    const other = await ask('/page', { headers: { accept: 'text/html' }, dest: 'image' });
    expect([other.text, other.headers.etag]).toEqual([PAGE, '"v1"']);
  });
});

describe('a page', () => {
  test('[F2] gets our element once, and not another byte is changed', async () => {
    for (const path of ['/page', '/packed', '/latin1']) {
      const answer = await ask(path, { headers: { 'accept-encoding': 'gzip, zstd' } });
      const bytes = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(answer.bytes) : answer.bytes;
      const text = bytes.toString('latin1');
      expect(text.match(TAG), path).toHaveLength(1);
      expect(text.indexOf('<script'), path).toBeLessThan(text.indexOf('<title'));
      const expected = path === '/latin1' ? Buffer.from(PAGE.replace('Shop', 'Läden'), 'latin1').toString('latin1') : PAGE;
      expect(text.replace(TAG, ''), path).toBe(expected);
    }
    const wide = (await ask('/utf16')).bytes.toString('utf16le');
    expect(wide.replace(TAG, '')).toBe(`\ufeff${PAGE.replace('Shop', 'Läden')}`);
    // The site is asked only for codings that can be undone.
    expect(seen('/packed').map(({ headers }) => headers['accept-encoding'])).toEqual(['gzip']);
  });

  test('keeps its caching: the tag of its copy comes back to the site, and a copy without our element is not kept', async () => {
    const first = await ask('/conditional');
    const etag = first.headers.etag ?? '';
    expect(etag).toMatch(/^W\/"r\d+-s-v1"$/);
    const again = await ask('/conditional', { headers: { 'if-none-match': etag } });
    expect([again.status, again.headers.etag]).toEqual([304, etag]);
    expect((await ask('/conditional', { headers: { 'if-none-match': '"v1"' } })).status).toBe(200);
    expect((await ask('/page')).headers['cache-control']).toBe('public, max-age=60');
  });

  test('leaves before the site has sent all of it', async () => {
    const answer = await open('/drip');
    const first = await new Promise<Buffer>((done) => answer.once('data', done));
    expect(first.toString()).toMatch(/^<!doctype html><head>/);
    answer.destroy();
    await vi.waitFor(() => expect(held.closed).toBe(true), waiting);
  });

  test('[F2] has a policy that lets our script run, and is otherwise the same', async () => {
    const answer = await ask('/policy');
    expect(answer.text).toContain('<script src="/.samepage/site.js" nonce="abc"');
    const policy = answer.headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; frame-ancestors 'none'");
    expect(policy).toContain(`connect-src http://${HOST}/.samepage/ ws://${HOST}/.samepage/runtime`);
    expect(policy).toContain(`frame-src http://localhost:${gateway.port}/help http://*.localhost:${gateway.port}`);
  });

  test('packed in a way that nobody here can undo goes out as it is', async () => {
    expect((await ask('/odd')).text).toBe('packed');
  });
});

describe('who is in front', () => {
  // The attack: a visitor writes these fields to appear as somebody else, or as https.
  test('[F3] X-Forwarded fields of a stranger are a claim that stops here', async () => {
    await ask('/echo', {
      dest: 'empty',
      headers: { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https', forwarded: 'for=1.2.3.4' },
    });
    const [request] = seen('/echo');
    expect(request?.headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(request?.headers['x-forwarded-proto']).toBe('http');
    expect(request?.headers.forwarded).toBeUndefined();
    expect(request?.headers['x-forwarded-host']).toBe(HOST);
  });

  describe('with a proxy that is trusted', () => {
    let trusting: Gateway;
    beforeAll(async () => {
      trusting = await startProxy({
        config: { allowPrivateTargets: [], trustProxies: ['127.0.0.0/8'], front: [{ host: HOST, target: target.origin('127.0.0.1') }] },
      });
    });
    afterAll(() => trusting.close());

    test('[F3] its word goes on, with itself added', async () => {
      const headers = { host: HOST, 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', ...metadata('document') };
      const policy = await new Promise<IncomingMessage>((done, fail) =>
        request({ host: '127.0.0.1', port: trusting.port, path: '/policy', headers, agent: false }, done).on('error', fail).end(),
      );
      await read(policy);
      const [asked] = seen('/policy');
      expect(asked?.headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1');
      expect(asked?.headers['x-forwarded-proto']).toBe('https');
      expect(policy.headers['content-security-policy']).toContain(`wss://${HOST}/.samepage/runtime`);
    });
  });

  test('a Host that is nobody here is not passed on', async () => {
    const answer = await ask('/page', { host: 'other.front.example' });
    expect(answer.status).toBe(421);
    expect(target.seen.filter(({ headers }) => headers['user-agent'] !== 'samepage-health')).toEqual([]);
  });
});

describe('the visitor leaves', () => {
  afterEach(() => vi.restoreAllMocks());

  test.each(['/never', '/events', '/endless'])('[F4] %s: the request to the site is cancelled', async (path) => {
    const req = request({ host: '127.0.0.1', port: gateway.port, path, headers: { host: HOST, ...metadata('empty') }, agent: false });
    req.on('error', () => undefined);
    if (path === '/never') {
      req.end();
      await vi.waitFor(() => expect(seen(path)).toHaveLength(1), waiting);
      req.destroy();
    } else {
      const answer = await new Promise<IncomingMessage>((done) => req.once('response', done).end());
      await new Promise((done) => answer.once('readable', done));
      answer.destroy();
    }
    await vi.waitFor(() => expect(held.closed).toBe(true), waiting);
  });

  test('[F4] a visitor who reads slowly slows the site, and fills no memory', { timeout: 100_000 }, async () => {
    const answer = await open('/endless', { dest: 'empty' });
    answer.pause();
    let before = -1;
    // Both buffers fill, then nothing moves any more.
    await vi.waitFor(
      () => {
        const now = held.bytes;
        const stands = now === before;
        before = now;
        expect(stands).toBe(true);
      },
      { timeout: 80_000, interval: 300 },
    );
    expect(held.bytes).toBeLessThan(32 * 1024 * 1024);
    answer.destroy();
    await vi.waitFor(() => expect(held.closed).toBe(true), waiting);
  });
});

describe('a site that is down', () => {
  test('[F5] gives a page with a code, and nothing of what stands behind', async () => {
    const answer = await ask('/', { host: 'down.front.example' });
    expect([answer.status, answer.headers['samepage-error'], answer.headers['retry-after']]).toEqual([503, 'SITE_DOWN', '30']);
    expect(answer.text).toContain('down.front.example is not available right now');
    expect(answer.text).not.toContain('127.0.0.1');
  });

  test('[F5] is known by its health check, as is one that is up', async () => {
    await vi.waitFor(
      () => {
        const states = Object.fromEntries(gateway.proxy.front.health().map(({ host, state, finding }) => [host, [state, finding]]));
        expect(states).toMatchObject({ [HOST]: ['up', 'status 200'], 'trusting.example': ['up', 'status 200'] });
        expect(states['down.front.example']?.[0]).toBe('down');
      },
      { timeout: 25_000, interval: 100 },
    );
    const [up] = gateway.proxy.front.health();
    expect(up?.target).toBe(target.origin('127.0.0.1'));
    expect(Date.parse(up?.checkedAt ?? '')).not.toBeNaN();
  });
});

describe('our own files on the host', () => {
  test('are the script, its runtime and the page of the pass; nothing else of that path reaches the site', async () => {
    const script = await ask('/.samepage/site.js', { dest: 'script' });
    expect([script.status, script.headers['cache-control']]).toEqual([200, 'public, max-age=300']);
    const { hash } = { hash: /"runtimeHash":"([0-9a-f]+)"/.exec(script.text)?.[1] ?? '' };
    const runtime = await ask(`/.samepage/site-runtime.js?v=${hash}`, { dest: 'script' });
    expect(runtime.headers['cache-control']).toContain('immutable');
    const enter = await ask('/.samepage/enter');
    expect(enter.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect((await ask('/.samepage/other')).status).toBe(404);
    expect(seen('/.samepage/other')).toEqual([]);
  });
});

describe('a session in place', () => {
  // The attack: its labels would carry anybody's requests to any site, as subresources of a live session.
  test('[I4] is no proxy: its labels lead nowhere', async () => {
    const config = { front: [{ host: HOST, target: target.origin('127.0.0.1') }] };
    const placed = await startProxy({ config });
    try {
      const elsewhere = target.origin('www.shop.example');
      expect((await placed.ask(elsewhere, '/page', { dest: 'image' })).status).toBe(200);
      Object.assign(placed.session, { site: new SiteBook(placed.config).siteOf(`https://${HOST}/`) });
      for (const dest of ['image', 'document', 'empty'])
        expect((await placed.ask(elsewhere, '/page', { dest })).headers['samepage-error'], dest).toBe('HOST_UNKNOWN');
    } finally {
      await placed.close();
    }
  });
});
