import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import zlib from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rewriterVersion } from '../../src/rewriter/index.ts';
import { COOKIE, metadata, read, startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

let shop: Target;
let gateway: Gateway;
let origin: string;
let handle: Handler = (_req, res) => res.end();

beforeAll(async () => {
  shop = await startTarget((req, res) => {
    handle(req, res);
  });
  gateway = await startProxy({ config: { limits: { rewriteLimitBytes: 256 * 1024, requestBodyLimitBytes: 64 * 1024 } } });
  origin = shop.origin('www.shop.example');
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});
beforeEach(() => void (shop.seen.length = 0));

function answering(type: string, body: Buffer | string, headers: Record<string, string> = {}): Handler {
  return (_req, res) => res.writeHead(200, { 'content-type': type, ...headers }).end(body);
}

const PAGE = '<!doctype html><html><head><title>t</title></head><body>' + 'text '.repeat(500) + '</body></html>';
const CSS = `a{background:url(https://www.bank.example/a.png)}`;

describe('a type that is given more than once', () => {
  const twice =
    (types: string[]): Handler =>
    (_req, res) => {
      for (const type of types) res.appendHeader('content-type', type);
      res.end(PAGE);
    };
  const cases: [string[], string, boolean][] = [
    [['application/json', 'text/html; charset=utf-8'], 'text/html; charset=utf-8', true],
    [['text/html', 'text/plain'], 'text/plain', false],
    [['text/plain', 'text/html', 'nonsense', '*/*'], 'text/html', true],
    [['text/html;charset="big5"', 'TEXT/html;x=1'], 'TEXT/html;x=1;charset="big5"', true],
    [['text/html;charset=big5', 'text/css', 'text/html'], 'text/html', true],
  ];
  test.each(cases)('of %j the last that is one counts', async (types, wanted, rewritten) => {
    handle = twice(types);
    const page = await gateway.ask(origin, '/');
    expect(page.headers['content-type']).toBe(wanted);
    expect(page.text.includes('data-boot=')).toBe(rewritten);
  });
});

describe('content codings', () => {
  const codings: [string, (bytes: Buffer) => Buffer][] = [
    ['gzip', zlib.gzipSync],
    ['x-gzip', zlib.gzipSync],
    ['br', zlib.brotliCompressSync],
    ['deflate', zlib.deflateSync],
    ['deflate', zlib.deflateRawSync],
    ['gzip, br', (bytes) => zlib.brotliCompressSync(zlib.gzipSync(bytes))],
    ['identity', (bytes) => bytes],
  ];

  test.each(codings)('a page that comes as %s is rewritten', async (coding, pack) => {
    handle = answering('text/html', pack(Buffer.from(PAGE)), { 'content-encoding': coding });
    const page = await gateway.ask(origin, '/');
    expect(page.text).toContain('data-boot=');
    expect(page.text).toContain('text text');
    expect(page.headers['content-encoding']).toBeUndefined();
  });

  test.each(codings)('a sheet that comes as %s is rewritten', async (coding, pack) => {
    handle = answering('text/css', pack(Buffer.from(CSS)), { 'content-encoding': coding });
    const sheet = await gateway.ask(origin, '/a.css', { dest: 'style' });
    expect(sheet.text).toContain(gateway.gatewayOrigin('https://www.bank.example'));
    expect(sheet.headers['content-length']).toBe(String(sheet.bytes.length));
  });

  test('what is not rewritten stays packed, byte for byte', async () => {
    const packed = zlib.gzipSync('{"a":1}');
    handle = answering('application/json', packed, { 'content-encoding': 'gzip', 'content-length': String(packed.length) });
    const answer = await gateway.ask(origin, '/data', { dest: 'empty', headers: { 'accept-encoding': 'gzip' } });
    expect(answer.bytes.equals(packed)).toBe(true);
    expect(answer.headers['content-encoding']).toBe('gzip');
  });

  test('a visitor behind a proxy gets it packed again, a visitor on this machine does not', async () => {
    handle = answering('text/html', PAGE);
    const far = await gateway.ask(origin, '/', { headers: { 'accept-encoding': 'gzip, br', 'x-forwarded-for': '203.0.113.9' } });
    expect(far.headers['content-encoding']).toBe('br');
    expect(zlib.brotliDecompressSync(far.bytes).toString()).toContain('data-boot=');
    handle = answering('text/css', CSS + ' '.repeat(5000));
    const sheet = await gateway.ask(origin, '/a.css', {
      dest: 'style',
      headers: { 'accept-encoding': 'gzip', 'x-forwarded-for': '203.0.113.9' },
    });
    expect(sheet.headers['content-encoding']).toBe('gzip');
    expect(zlib.gunzipSync(sheet.bytes).toString()).toContain('background');
    expect(sheet.headers.vary).toContain('Accept-Encoding');
  });

  test('a coding that nobody here knows, or too many of them, is the fault of the target', async () => {
    for (const coding of ['zstd', 'gzip, gzip, gzip']) {
      handle = answering('text/html', PAGE, { 'content-encoding': coding });
      const page = await gateway.ask(origin, '/');
      expect([page.status, page.text.includes('TARGET_PROTOCOL')]).toEqual([502, true]);
    }
  });
});

describe('a bomb', () => {
  // A target sends a few KB that unpack to gigabytes, to fill the gateway's memory.
  const zeros = Buffer.alloc(64 * 1024 * 1024);

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['gzip', (bytes) => zlib.gzipSync(bytes)],
    ['br', (bytes) => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ['deflate', (bytes) => zlib.deflateSync(bytes)],
    ['gzip, gzip', (bytes) => zlib.gzipSync(zlib.gzipSync(bytes))],
  ])('%s is stopped in a sheet, and cut off in a page', async (coding, pack) => {
    const packed = pack(zeros);
    handle = answering('text/css', packed, { 'content-encoding': coding });
    const sheet = await gateway.ask(origin, '/a.css', { dest: 'style' });
    expect(sheet.status).toBe(502);
    handle = answering('text/html', packed, { 'content-encoding': coding });
    const before = process.memoryUsage().rss;
    await expect(gateway.ask(origin, '/')).rejects.toThrow();
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  test('what is too large to be rewritten is told with its limit', async () => {
    handle = answering('text/javascript', 'x'.repeat(300 * 1024));
    const script = await gateway.ask(origin, '/a.js', { dest: 'script' });
    expect([script.status, JSON.parse(script.text)]).toMatchObject([502, { error: { code: 'TARGET_BODY_LIMIT' } }]);
  });
});

describe('kinds of bodies', () => {
  test('a page streams: its first part is here before the target has sent the rest', async () => {
    let finish: () => void = () => undefined;
    handle = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/html' });
      res.write('<!doctype html><html><head><title>first</title></head><body>' + 'x'.repeat(2000));
      finish = () => res.end('</body></html>');
    };
    const answer = await gateway.open(origin, '/');
    const first = await new Promise<Buffer>((done) => answer.once('data', done));
    expect(first.toString()).toContain('data-boot=');
    finish();
    expect((await read(answer)).text).toContain('</html>');
  });

  test.each([
    ["a fetched page is the page script's matter", 'empty', 'text/html', PAGE, false],
    ['a fetched script too', 'empty', 'text/javascript', 'location.href', false],
    ['a script that is called text', 'script', 'text/plain', 'location.href', true],
    ['an image asked for as a script is none', 'script', 'image/png', 'location.href', false],
    ['a download in place of a page', 'document', 'application/zip', 'PK <head>', false],
    ['a document that a page of ours shows', 'document', 'application/pdf', '%PDF-1.4 <head>', true],
    ['a script opened as a page', 'document', 'text/javascript', 'location.href', false],
    ['a script for a browser without metadata', '', 'application/javascript', 'location.href', true],
  ])('%s', async (_name, dest, type, body, changed) => {
    handle = answering(type, body);
    const answer = await gateway.ask(origin, '/x', { dest });
    expect(answer.text !== body).toBe(changed);
  });

  test('nosniff holds: text is no script then', async () => {
    handle = answering('text/plain', 'location.href', { 'x-content-type-options': 'nosniff' });
    expect((await gateway.ask(origin, '/a.js', { dest: 'script' })).text).toBe('location.href');
  });

  test('a document that says no type is what it looks like', async () => {
    handle = (_req, res) => res.writeHead(200).end(PAGE);
    const page = await gateway.ask(origin, '/');
    expect(page.text).toContain('data-boot=');
    handle = (_req, res) => res.writeHead(200).end('just words');
    expect((await gateway.ask(origin, '/')).text).toBe('just words');
  });

  test('a part of a file passes as it is', async () => {
    handle = (req, res) =>
      res.writeHead(206, { 'content-type': 'video/mp4', 'content-range': 'bytes 2-5/10', 'accept-ranges': 'bytes' }).end(req.headers.range);
    const part = await gateway.ask(origin, '/v.mp4', { dest: 'video', headers: { range: 'bytes=2-5' } });
    expect(part).toMatchObject({ status: 206, text: 'bytes=2-5' });
    expect(part.headers['content-range']).toBe('bytes 2-5/10');
  });

  test.each([204, 205, 304])('%i has no body', async (status) => {
    handle = (_req, res) => res.writeHead(status, { 'content-type': 'text/html', etag: '"e"' }).end();
    const answer = await gateway.ask(origin, '/');
    expect([answer.status, answer.bytes.length]).toEqual([status, 0]);
  });

  test('error pages of the target are pages', async () => {
    handle = (_req, res) => res.writeHead(404, { 'content-type': 'text/html' }).end(PAGE);
    const page = await gateway.ask(origin, '/');
    expect([page.status, page.text.includes('data-boot=')]).toEqual([404, true]);
  });

  test('early hints are left out, the answer after them is not', async () => {
    handle = (_req, res) => {
      res.writeEarlyHints({ link: '<https://www.bank.example/a.css>; rel=preload' }, () =>
        res.writeHead(200, { 'content-type': 'text/plain' }).end('after'),
      );
    };
    expect((await gateway.ask(origin, '/', { dest: 'empty' })).text).toBe('after');
  });
});

describe('scripts of workers', () => {
  test.each([
    // No header tells a module worker from a classic one: what may be either carries our file itself.
    ['either', 'self.x = 1', /^\(\(\)=>\{\/\* worker \*\/\}\)\(\);self\.x = 1$/],
    ['strict', '"use strict"; undeclared', /^"use strict";\(\(\)=>\{\/\* worker \*\/\}\)\(\);"use strict"; undeclared$/],
    ['module', 'import a from "./a.js"; a()', /^import "http:[^"]+\/\.samepage\/worker\.js\?[^"]+";import a from/],
    ['with a byte order mark', '\ufeffself.x = 1', /^\(\(\)=>\{\/\* worker \*\/\}\)\(\);self\.x = 1$/],
  ])('%s: our file goes first, on the same line', async (_name, script, expected) => {
    handle = answering('text/javascript', script);
    for (const dest of ['worker', 'sharedworker', 'serviceworker']) {
      const answer = await gateway.ask(origin, '/w.js', { dest });
      expect(answer.text).toMatch(expected);
      expect(answer.headers.vary).toContain('Sec-Fetch-Dest');
    }
  });
});

describe('one address with several bodies', () => {
  // A browser keeps one of them, and takes it for whatever asks next.
  test.each([
    ['text/javascript', 'empty', true],
    ['text/javascript', 'script', true],
    ['text/css', 'empty', true],
    ['text/html', 'empty', true],
    ['image/svg+xml', 'image', true],
    ['application/manifest+json', 'empty', true],
    ['application/vnd.apple.mpegurl', 'empty', true],
    ['application/json', 'empty', false],
    ['image/png', 'image', false],
    ['video/mp4', 'video', false],
    ['text/event-stream', 'empty', false],
  ])('%s for %s: kept for this destination alone is %s', async (type, dest, expected) => {
    handle = (_req, res) => res.writeHead(200, { 'content-type': type, vary: 'Origin' }).end('x');
    expect(/Sec-Fetch-Dest/.test((await gateway.ask(origin, '/a', { dest })).headers.vary ?? '')).toBe(expected);
  });

  test('what is unchanged stays kept for its destination, and keeps the tag of its body', async () => {
    handle = (_req, res) => res.writeHead(304, { etag: '"a"', vary: 'Origin' }).end();
    const known = (kind: string): { 'if-none-match': string } => ({ 'if-none-match': `W/"${rewriterVersion}-${kind}-a"` });
    const script = await gateway.ask(origin, '/a.js', { dest: 'script', headers: known('s') });
    expect([script.status, script.headers.etag, script.headers.vary]).toEqual([
      304,
      `W/"${rewriterVersion}-s-a"`,
      'Origin, Sec-Fetch-Dest',
    ]);
    const worker = await gateway.ask(origin, '/a.js', { dest: 'worker', headers: known('sk') });
    expect([worker.status, worker.headers.etag]).toEqual([304, `W/"${rewriterVersion}-sk-a"`]);
  });

  test('a script and a sheet that are loaded ahead are rewritten, a page is not', async () => {
    const ahead = { 'sec-purpose': 'prefetch', 'sec-fetch-mode': 'no-cors' };
    const get = async (type: string, text: string): Promise<string> => {
      handle = answering(type, text);
      return (await gateway.ask(origin, '/a', { dest: 'empty', headers: ahead })).text;
    };
    expect(await get('text/javascript', 'x = location')).not.toBe('x = location');
    const sheet = await get('text/css', 'a { background: url(https://www.bank.example/) }');
    expect(sheet).toBe(`a { background: url(${gateway.gatewayOrigin('https://www.bank.example')}/) }`);
    expect(await get('text/html', '<p>x')).toBe('<p>x');
  });
});

describe('streams', () => {
  test('events arrive one by one', async () => {
    let send: (text: string) => void = () => undefined;
    handle = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      send = (text) => void res.write(text);
    };
    const answer = await gateway.open(origin, '/events', { dest: 'empty', headers: { accept: 'text/event-stream' } });
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      const arrived = new Promise<Buffer>((done) => answer.once('data', done));
      send(event);
      expect((await arrived).toString()).toBe(event);
    }
    answer.destroy();
  });

  test.each(['before the head', 'in the middle', 'of a page in the middle'])(
    '[T5] the visitor leaves %s: the target is told',
    async (when) => {
      const closed = new Promise<void>((done) => {
        handle = (_req, res) => {
          res.on('close', done);
          if (when === 'before the head') arrived();
          else {
            res.writeHead(200, { 'content-type': when.includes('page') ? 'text/html' : 'application/octet-stream' });
            res.write('<head>' + 'x'.repeat(1000));
          }
        };
      });
      let arrived: () => void = () => undefined;
      if (when === 'before the head') {
        const reached = new Promise<void>((done) => (arrived = done));
        const req = request({
          host: '127.0.0.1',
          port: gateway.port,
          path: '/',
          headers: { host: gateway.label(origin), cookie: COOKIE, ...metadata('document') },
        });
        req.on('error', () => undefined).end();
        await reached;
        req.destroy();
      } else {
        const answer = await gateway.open(origin, '/', { dest: when.includes('page') ? 'document' : 'empty' });
        await new Promise((done) => answer.once('data', done));
        answer.destroy();
      }
      await closed;
    },
  );

  test('a body that breaks off breaks off for the visitor too', async () => {
    handle = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/plain', 'content-length': '100' });
      res.write('ten bytes.');
      setImmediate(() => res.destroy());
    };
    await expect(gateway.ask(origin, '/', { dest: 'empty' })).rejects.toThrow();
  });

  test('a slow visitor slows the target', async () => {
    let written = 0;
    handle = (_req, res) => {
      res.writeHead(200, { 'content-type': 'application/octet-stream' });
      const chunk = Buffer.alloc(64 * 1024);
      const push = (): void => {
        while (written < 64 * 1024 * 1024) {
          written += chunk.length;
          if (!res.write(chunk)) return void res.once('drain', push);
        }
        res.end();
      };
      push();
    };
    const answer = await gateway.open(origin, '/big', { dest: 'empty' });
    answer.pause();
    // Nobody reads: the target must come to a stand, far from its end.
    let before = -1;
    await expect.poll(() => [before === written, (before = written)][0], { interval: 200, timeout: 10_000 }).toBe(true);
    expect(written).toBeLessThan(32 * 1024 * 1024);
    answer.destroy();
  });
});

describe('uploads', () => {
  const echo: Handler = (req, res) => {
    const parts: Buffer[] = [];
    req
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => res.writeHead(200, { 'content-type': 'text/plain' }).end(`${req.method} ${Buffer.concat(parts).length}`));
  };

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s arrives whole', async (method) => {
    handle = echo;
    const body = Buffer.alloc(50_000, 7);
    const answer = await gateway.ask(origin, '/up', { method, body, dest: 'empty', headers: { 'content-length': String(body.length) } });
    expect(answer.text).toBe(`${method} 50000`);
    expect(shop.seen[0]?.headers['content-length']).toBe('50000');
  });

  test('without a length it streams: the target reads the first part before the last is sent', async () => {
    const first = new Promise<string>((done) => {
      handle = (req, res) => {
        req.once('data', (part: Buffer) => done(part.toString()));
        echo(req, res);
      };
    });
    const headers = { host: gateway.label(origin), cookie: COOKIE, ...metadata('empty') };
    const req = request({ host: '127.0.0.1', port: gateway.port, path: '/up', method: 'POST', headers });
    const answer = new Promise<IncomingMessage>((done) => req.once('response', done));
    req.write('first');
    expect(await first).toBe('first');
    req.end('last');
    expect((await read(await answer)).text).toBe('POST 9');
    expect(shop.seen[0]?.headers['transfer-encoding']).toBe('chunked');
  });

  test('an empty POST says so', async () => {
    handle = echo;
    expect((await gateway.ask(origin, '/up', { method: 'POST', dest: 'empty' })).text).toBe('POST 0');
    expect(shop.seen[0]?.headers['content-length']).toBe('0');
  });

  test('beyond the limit is refused, said or not', async () => {
    handle = echo;
    const body = Buffer.alloc(70_000);
    const said = await gateway.ask(origin, '/up', {
      method: 'POST',
      body,
      dest: 'empty',
      headers: { 'content-length': String(body.length) },
    });
    expect(said.status).toBe(413);
    const unsaid = await gateway.ask(origin, '/up', { method: 'POST', body, dest: 'empty', headers: { 'transfer-encoding': 'chunked' } });
    expect([unsaid.status, JSON.parse(unsaid.text)]).toMatchObject([413, { error: { code: 'BODY_TOO_LARGE' } }]);
  });

  test('an answer that comes before the body is read reaches the visitor', async () => {
    handle = (_req, res) => res.writeHead(401, { 'content-type': 'text/plain', connection: 'close' }).end('no');
    const body = Buffer.alloc(60_000);
    const answer = await gateway.ask(origin, '/up', {
      method: 'POST',
      body,
      dest: 'empty',
      headers: { 'content-length': String(body.length) },
    });
    expect([answer.status, answer.text]).toEqual([401, 'no']);
  });
});

test('an idle connection that the target has closed costs no error', async () => {
  handle = (_req, res) => {
    const socket = res.socket;
    res.writeHead(200, { 'content-type': 'text/plain' }).end('ok', () => setImmediate(() => socket?.destroy()));
  };
  for (let n = 0; n < 10; n++) expect((await gateway.ask(origin, '/', { dest: 'empty' })).status).toBe(200);
});

test('a rule set of speculations names labels, and is the target’s own text for a page that fetches it', async () => {
  const rules = '{"prefetch":[{"urls":["https://www.bank.example/next","next.html"]}]}';
  handle = answering('application/speculationrules+json', rules);
  const mapped = rules.replace('https://www.bank.example', gateway.gatewayOrigin('https://www.bank.example'));
  expect((await gateway.ask(origin, '/rules.json', { dest: 'speculationrules' })).text).toBe(mapped);
  expect((await gateway.ask(origin, '/rules.json', { dest: 'empty' })).text).toBe(rules);
});
