import zlib from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sniffAsset } from '../../src/proxy/sniff.ts';
import { AssetStore } from '../../src/sessions/asset-store.ts';
import { startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100)]);
const WOFF = Buffer.from('wOF2\0\x01\0\0font bytes', 'latin1');
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>';
const CSS =
  '@import "/more.css";a{background:url(img/a.png)}b{background:url("https://cdn.static.example/b.png")}i{background:url(data:image/png;base64,AA)}';

let shop: Target;
let gateway: Gateway;
let origin: string;

beforeAll(async () => {
  shop = await startTarget((req, res) => {
    const reply = (type: string, body: Buffer | string, headers: Record<string, string> = {}): void =>
      void res.writeHead(200, { 'content-type': type, ...headers }).end(body);
    switch (req.url) {
      case '/a.png':
        return reply('image/png', PNG);
      case '/private.png':
        return req.headers.cookie?.includes('sid=1') ? reply('image/png', PNG) : void res.writeHead(403).end();
      case '/moved.png':
        return void res.writeHead(302, { location: '/a.png' }).end();
      case '/loop.png':
        return void res.writeHead(302, { location: '/loop.png' }).end();
      case '/far.png':
        return void res.writeHead(302, { location: 'ftp://files.example/a.png' }).end();
      case '/f.woff2':
        return reply('font/woff2', WOFF);
      case '/a.svg':
        return reply('image/svg+xml', zlib.gzipSync(SVG), { 'content-encoding': 'gzip' });
      case '/a.css':
        return reply('text/css', CSS);
      case '/api/me':
        return reply('application/json', '{"name":"secret"}');
      case '/fake.png':
        return reply('image/png', '<html>secret</html>');
      case '/fake.css':
        return reply('text/css', '{"name":"secret"}');
      case '/large.png':
        return reply('image/png', Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]));
      default:
        return void res.writeHead(404).end();
    }
  });
  origin = shop.origin('www.shop.example');
});
afterAll(() => shop.close());
beforeEach(async () => {
  gateway = await startProxy({ config: { limits: { assetLimitBytes: 1024 * 1024 } } });
  shop.seen.length = 0;
});
afterEach(() => gateway.close());

const none = (): undefined => undefined;
const asset = (path: string, map: (url: string) => string | undefined = none): ReturnType<Gateway['proxy']['asset']> =>
  gateway.proxy.asset(gateway.session, origin + path, map);

describe('a guest', () => {
  test('gets a picture that a script made from the customer’s browser, once, and nothing that is none', async () => {
    const files: Record<string, Buffer> = { 'blob:shop/1': PNG, 'blob:shop/2': Buffer.from('<html>secret</html>') };
    const asked: string[] = [];
    const assetFromHost = (address: string) => {
      asked.push(address);
      return Promise.resolve(files[address] && { mime: 'image/png', bytes: files[address] });
    };
    Object.assign(gateway.session, { room: { assetFromHost } });
    const made = (address: string) => gateway.proxy.asset(gateway.session, address, none);
    expect(await made('blob:shop/1')).toEqual({ type: 'image/png', bytes: PNG });
    expect(await made('blob:shop/1')).toEqual({ type: 'image/png', bytes: PNG });
    expect(await made('blob:shop/2')).toBeUndefined();
    expect(await made('blob:shop/3')).toBeUndefined();
    expect(asked).toEqual(['blob:shop/1', 'blob:shop/2', 'blob:shop/3']);
    expect(shop.seen).toHaveLength(0);
  });

  test.each([
    ['/a.png', 'image', 'image/png', PNG],
    ['/a.png', 'object', 'image/png', PNG],
    ['/f.woff2', 'font', 'font/woff2', WOFF],
    ['/a.svg', 'image', 'image/svg+xml', Buffer.from(SVG)],
  ])("gets %s as the host's browser loaded it, without a request", async (path, dest, type, bytes) => {
    await gateway.ask(origin, path, { dest });
    expect(await asset(path)).toEqual({ type, bytes });
    expect(shop.seen).toHaveLength(1);
  });

  test('gets nothing that the host never loaded', async () => {
    expect(await asset('/a.png')).toBeUndefined();
    expect(await asset('/api/me')).toBeUndefined();
    expect(shop.seen).toHaveLength(0);
  });

  test('that asks before the host does waits for it, over redirects, and no longer than until it fails', async () => {
    const patient = await startProxy({ assetPatienceMs: 600_000 });
    try {
      const later = (path: string) => patient.proxy.asset(patient.session, origin + path, none);
      const [soon, moved, missing] = [later('/a.png'), later('/moved.png'), later('/none.png')];
      await patient.ask(origin, '/moved.png', { dest: 'image' });
      await patient.ask(origin, '/none.png', { dest: 'image' });
      await patient.ask(origin, '/a.png', { dest: 'image' });
      expect([(await soon)?.bytes, (await moved)?.bytes, await missing]).toEqual([PNG, PNG, undefined]);
      const unreachable = patient.proxy.asset(patient.session, 'http://gone.example/x.png', none);
      await patient.ask('http://gone.example', '/x.png', { dest: 'image' });
      expect(await unreachable).toBeUndefined();
      const ended = later('/never.png');
      patient.session.assets.clear();
      expect(await ended).toBeUndefined();
    } finally {
      await patient.close();
    }
  });

  // The dangerous path: a guest names an address of the customer's account, and the jar answers.
  test.each(['/api/me', '/fake.png', '/fake.css'])('[S4] gets no data, page or script, whatever it is called: %s', async (path) => {
    for (const dest of ['image', 'font', 'style', 'object', 'embed']) await gateway.ask(origin, path, { dest });
    expect(await asset(path)).toBeUndefined();
  });

  test('gets an image again that the store has lost, with the cookies that the host had', async () => {
    gateway.session.jar.setFromResponse(`${origin}/`, ['sid=1; Path=/; SameSite=Strict'], { sameSite: 'strict' });
    await gateway.ask(origin, '/private.png', { dest: 'image' });
    gateway.session.assets.clear();
    expect(await asset('/private.png')).toBeUndefined();
    gateway.session.assets.markLoaded(`${origin}/private.png`, { sameSite: 'none' });
    expect(await asset('/private.png')).toBeUndefined();
    gateway.session.assets.markLoaded(`${origin}/private.png`, { sameSite: 'strict' });
    expect((await asset('/private.png'))?.type).toBe('image/png');
    expect(shop.seen.at(-1)?.method).toBe('GET');
  });

  test('follows where the host was sent, and no loop', async () => {
    await gateway.ask(origin, '/moved.png', { dest: 'image' });
    await gateway.ask(origin, '/a.png', { dest: 'image' });
    expect((await asset('/moved.png'))?.bytes).toEqual(PNG);
    gateway.session.assets.markLoaded(`${origin}/loop.png`);
    expect(await asset('/loop.png')).toBeUndefined();
  });

  test('gets a sheet with every address mapped, or dead', async () => {
    await gateway.ask(origin, '/a.css', { dest: 'style' });
    const asked: string[] = [];
    const sheet = await asset('/a.css', (url) => {
      asked.push(url);
      return url.endsWith('a.png') ? '/asset/x.1' : undefined;
    });
    expect(asked).toEqual([`${origin}/more.css`, `${origin}/img/a.png`, 'https://cdn.static.example/b.png']);
    const text = sheet?.bytes.toString() ?? '';
    expect(text).toContain('url(/asset/x.1)');
    expect(text).toContain('data:image/png;base64,AA');
    expect(text).not.toContain('static.example');
    expect(text).not.toContain('more.css');
    expect(gateway.session.assets.loaded('https://cdn.static.example/b.png')).toBe(true);
  });

  test('gets nothing of a redirect to what is no web address', async () => {
    gateway.session.assets.markLoaded(`${origin}/far.png`, { sameSite: 'lax' });
    expect(await asset('/far.png')).toBeUndefined();
    expect(shop.seen.map(({ url }) => url)).toEqual(['/far.png']);
  });

  test('gets nothing beyond the limit of one asset', async () => {
    expect((await gateway.ask(origin, '/large.png', { dest: 'image' })).bytes.length).toBeGreaterThan(2 * 1024 * 1024);
    expect(await asset('/large.png')).toBeUndefined();
  });

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'nonsense', ''])(
    'asks no other scheme: %s',
    async (address) => {
      gateway.session.assets.markLoaded(address);
      expect(await gateway.proxy.asset(gateway.session, address, none)).toBeUndefined();
    },
  );
});

test('an anonymous load takes nothing away', async () => {
  gateway.session.assets.keep(`${origin}/a.png`, 'image/png', Buffer.from('the customer sees this'));
  await gateway.ask(origin, '/a.png', { dest: 'image', cookie: false });
  expect((await asset('/a.png'))?.bytes.toString()).toBe('the customer sees this');
});

describe('the store', () => {
  test('is bounded in bytes, and forgets the longest unused', () => {
    const store = new AssetStore({ limitBytes: 10_000 });
    for (let n = 0; n < 20; n++) store.keep(`https://x.example/${n}`, 'image/png', Buffer.alloc(1000));
    expect(store.sizeBytes).toBeLessThanOrEqual(10_000);
    expect(store.get('https://x.example/0')).toBeUndefined();
    expect(store.get('https://x.example/19')).toBeDefined();
    store.clear();
    expect(store.get('https://x.example/19')).toBeUndefined();
  });

  test('knows an address without its fragment', () => {
    const store = new AssetStore({ limitBytes: 10_000 });
    store.keep('https://x.example/a.svg#icon', 'image/svg+xml', Buffer.from('x'));
    expect(store.get('https://x.example/a.svg#other')).toBeDefined();
  });
});

describe('what bytes are', () => {
  test.each<[string, Buffer | string, string | undefined, string, string | undefined]>([
    ['png', PNG, 'text/html', 'image', 'image/png'],
    ['jpeg', '\xff\xd8\xff\xe0', undefined, 'image', 'image/jpeg'],
    ['webp', 'RIFF\0\0\0\0WEBPVP8 ', 'image/webp', 'image', 'image/webp'],
    ['avif', '\0\0\0\x1cftypavif\0\0\0\0avifmif1', 'image/avif', 'image', 'image/avif'],
    ['mp4', '\0\0\0\x1cftypisom\0\0\0\0', 'video/mp4', 'video', 'video/mp4'],
    ['ttf', '\0\x01\0\0\0\x0a', 'application/octet-stream', 'font', 'font/ttf'],
    ['svg', `<?xml version="1.0"?>\n${SVG}`, 'image/svg+xml', '', 'image/svg+xml'],
    ['svg of another name', SVG, 'text/plain', 'empty', undefined],
    ['html with svg in it', `<!doctype html><html>${SVG}`, 'image/svg+xml', 'image', undefined],
    ['sheet', 'a { color: red }', 'text/css; charset=utf-8', 'style', 'text/css'],
    ['sheet of another name', 'a { color: red }', 'text/plain', 'style', undefined],
    ['html called a sheet', '  <!doctype html>', 'text/css', 'style', undefined],
    ['json called a sheet', '[1]', 'text/css', 'style', undefined],
    ['script', 'alert(1)', 'text/javascript', 'image', undefined],
    ['pdf', '%PDF-1.7', 'application/pdf', 'image', undefined],
    ['nothing', '', 'image/png', 'image', undefined],
  ])('%s', (_name, bytes, claimed, dest, expected) => {
    expect(sniffAsset(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes, 'latin1'), claimed, dest)).toBe(expected);
  });
});
