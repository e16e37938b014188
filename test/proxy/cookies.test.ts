import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ownPaths } from '../../src/shared/boot.ts';
import { carrierBody, carrierNumber, decodeCarrier, encodeCarrier } from '../../src/shared/carrier.ts';
import { COOKIE, startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

let shop: Target;
let gateway: Gateway;
let origin: string;
let api: string;
let bank: string;

beforeAll(async () => {
  shop = await startTarget(
    (req, res) => {
      const set = new URL(req.url ?? '/', 'https://x').searchParams.getAll('set');
      if (req.url?.startsWith('/doc')) res.setHeader('content-type', 'text/html');
      if (set.length > 0) res.setHeader('set-cookie', set);
      res.end(`<head></head>${req.headers.cookie ?? ''}`);
    },
    { tls: true },
  );
  origin = shop.origin('www.shop.example');
  api = shop.origin('api.shop.example');
  bank = shop.origin('www.bank.example');
});
beforeEach(async () => {
  gateway = await startProxy();
});
afterEach(async () => {
  await gateway.close();
});
afterAll(async () => {
  await shop.close();
});

/** What the target got as Cookie. */
async function cookieAt(
  target: string,
  headers: Record<string, string> = {},
  options: { dest?: string; cookie?: string; method?: string } = {},
): Promise<string> {
  await gateway.ask(target, '/x', { dest: 'empty', ...options, headers });
  return shop.seen.at(-1)?.headers.cookie ?? '';
}

/** The key that a document of `target` is told. */
async function carrierKey(target: string): Promise<string> {
  const page = (await gateway.ask(target, '/doc')).text;
  const boot = /data-boot="([^"]*)"/.exec(page)?.[1]?.replace(/&#(\d+);/g, (_m, code: string) => String.fromCharCode(Number(code))) ?? '';
  const key: unknown = (JSON.parse(boot) as { carrierKey: unknown }).carrierKey; // our own boot data
  return String(key);
}

function carrier(key: string, n: number, address: string, cookie: string): string {
  const made = encodeCarrier({ n, address, cookie, key });
  return made ? `${COOKIE}; ${made.name}=${made.value}` : COOKIE;
}

describe('cookies of targets', () => {
  test('never reach the browser, and go to every host that they are for', async () => {
    const answer = await gateway.ask(
      origin,
      `/x?set=${encodeURIComponent('own=1; Path=/')}&set=${encodeURIComponent('all=2; Domain=shop.example; Path=/; Secure; HttpOnly')}`,
      { dest: 'empty' },
    );
    // What does reach it says that the jar has changed, and no more.
    expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(/^samepage-jar=/)]);
    expect((await gateway.ask(origin, '/x', { dest: 'empty' })).headers['set-cookie']).toBeUndefined();
    expect(await cookieAt(origin)).toBe('own=1; all=2');
    expect(await cookieAt(api, { origin: gateway.gatewayOrigin(origin) })).toBe('all=2');
    expect(await cookieAt(bank)).toBe('');
  });

  test('a cookie of a redirect is in the jar before the browser follows', async () => {
    await gateway.ask(origin, `/doc?set=${encodeURIComponent('login=1; Path=/')}`);
    expect(await cookieAt(origin)).toBe('login=1');
  });

  test.each<[string, string, Record<string, string>, { dest?: string; method?: string }, string]>([
    ['a fetch of its own page', 'origin', { referer: 'ORIGIN/' }, {}, 'lax=1; strict=2; none=3'],
    ['a fetch of a sibling', 'api', { origin: 'ORIGIN' }, {}, 'd=4'],
    ['an image in a page of another site', 'origin', { referer: 'BANK/' }, { dest: 'image' }, 'none=3'],
    ['a link from another site', 'origin', { referer: 'BANK/', 'sec-fetch-site': 'same-site' }, { dest: 'document' }, 'lax=1; none=3'],
    [
      'a form POST from another site',
      'origin',
      { referer: 'BANK/', origin: 'BANK', 'sec-fetch-site': 'same-site' },
      { dest: 'document', method: 'POST' },
      'none=3',
    ],
    ['a frame in a page of another site', 'origin', { referer: 'BANK/', 'sec-fetch-site': 'same-site' }, { dest: 'iframe' }, 'none=3'],
    ['a typed address', 'origin', { 'sec-fetch-site': 'none' }, { dest: 'document' }, 'lax=1; strict=2; none=3'],
    ['a preflight', 'origin', { referer: 'ORIGIN/', 'access-control-request-method': 'PUT' }, { method: 'OPTIONS' }, ''],
  ])('SameSite as the real site has it: %s', async (_name, to, headers, options, expected) => {
    const lines = ['lax=1; Path=/; SameSite=Lax', 'strict=2; Path=/; SameSite=Strict', 'none=3; Path=/; SameSite=None; Secure'];
    gateway.session.jar.setFromResponse(`${origin}/`, lines, { sameSite: 'strict' });
    gateway.session.jar.setFromResponse(`${api}/`, ['d=4; Path=/; SameSite=Strict'], { sameSite: 'strict' });
    const filled = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        value.replace('ORIGIN', gateway.gatewayOrigin(origin)).replace('BANK', gateway.gatewayOrigin(bank)),
      ]),
    );
    expect(await cookieAt(to === 'api' ? api : origin, filled, options)).toBe(expected);
  });
});

describe('a write to document.cookie', () => {
  test('is in the very next request, and leaves the browser with its answer', async () => {
    const key = await carrierKey(origin);
    const answer = await gateway.ask(origin, '/x', { dest: 'empty', cookie: carrier(key, 5, `${origin}/dir/page`, 'theme=dark') });
    // The default path of a cookie is its page's folder.
    expect(shop.seen.at(-1)?.headers.cookie).toBeUndefined();
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^samepage-set\.5=; Path=\/; Max-Age=0$/),
      expect.stringMatching(/^samepage-set\.5=; Domain=[a-z2-7]{16}\.localhost; Path=\/; Max-Age=0$/),
    ]);
    await gateway.ask(origin, '/dir/other', { dest: 'empty' });
    expect(shop.seen.at(-1)?.headers.cookie).toBe('theme=dark');
  });

  test('several are applied in the order of writing', async () => {
    const key = await carrierKey(origin);
    const both = `${carrier(key, 11, `${origin}/`, 'a=new; path=/')}; ${carrier(key, 10, `${origin}/`, 'a=old; path=/')}`;
    expect(await cookieAt(origin, {}, { cookie: both })).toBe('a=new');
  });

  test('is applied once: a later answer of the target is not undone', async () => {
    const key = await carrierKey(origin);
    const cookie = carrier(key, 20, `${origin}/`, 'a=mine; path=/');
    await gateway.ask(origin, `/x?set=${encodeURIComponent('a=theirs; Path=/')}`, { dest: 'empty', cookie });
    expect(await cookieAt(origin, {}, { cookie })).toBe('a=theirs');
  });

  test('that is too long for a cookie comes as a body, after what was written before it', async () => {
    const key = await carrierKey(origin);
    const value = encodeURIComponent('\u00fc'.repeat(600));
    const write = { address: `${origin}/`, key };
    const body = carrierBody({ ...write, n: 61, cookie: `long=${value}; path=/` });
    const cookie = `${COOKIE}; ${carrier(key, 60, `${origin}/`, 'long=short; path=/')}`;
    const answer = await gateway.ask(origin, ownPaths.cookies, { method: 'POST', dest: 'empty', cookie, body });
    expect(answer.text).toContain(`long=${value}`);
    expect(await cookieAt(origin)).toBe(`long=${value}`);
    const forged = carrierBody({ ...write, key: 'another', n: 62, cookie: 'long=; path=/; max-age=0' });
    await gateway.ask(origin, ownPaths.cookies, { method: 'POST', dest: 'empty', body: forged });
    expect(await cookieAt(origin)).toBe(`long=${value}`);
  });

  // A hostile page of the session sets cookies that reach the bank's label, and so writes the bank's cookies.
  test('of another origin is worth nothing under its own key', async () => {
    const evil = await carrierKey(origin);
    expect(await cookieAt(bank, {}, { cookie: carrier(evil, 30, `${bank}/`, 'sid=fixed; path=/') })).toBe('');
    expect(await cookieAt(bank, {}, { cookie: carrier('', 31, `${bank}/`, 'sid=fixed; path=/') })).toBe('');
  });

  test('cannot touch HttpOnly cookies', async () => {
    gateway.session.jar.setFromResponse(`${origin}/`, ['sid=real; Path=/; HttpOnly'], { sameSite: 'strict' });
    const key = await carrierKey(origin);
    expect(await cookieAt(origin, {}, { cookie: carrier(key, 40, `${origin}/`, 'sid=fixed; path=/') })).toBe('sid=real');
  });
});

describe('a carrier', () => {
  test('comes back as it was written, whatever is in it', () => {
    for (const cookie of ['a=1', 'a="x; y"; path=/', 'name=\u00fc\u6f22\ud83d\ude00', 'a=%25;=', '']) {
      const made = encodeCarrier({ n: 1, address: 'https://www.shop.example/dir/', cookie, key: 'k' });
      expect(made?.value).toMatch(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/);
      expect(decodeCarrier(made?.name ?? '', made?.value ?? '')).toMatchObject({ n: 1, address: 'https://www.shop.example/dir/', cookie });
    }
  });

  test('that is too long does not travel', () => {
    expect(encodeCarrier({ n: 1, address: 'https://www.shop.example/', cookie: 'x'.repeat(4000), key: 'k' })).toBeUndefined();
  });

  test.each([
    ['samepage-set.x', '[]'],
    ['samepage-set.1', 'not json'],
    ['samepage-set.1', '%'],
    ['samepage-set.1', '%5B1%2C2%2C3%5D'],
    ['samepage-set.-1', '%5B%22%22%2C%22%22%2C%22%22%5D'],
    ['other', '%5B%22%22%2C%22%22%2C%22%22%5D'],
  ])('that is broken is none: %s=%s', (name, value) => {
    expect(decodeCarrier(name, value)).toBeUndefined();
  });

  test('numbers grow, even when the clock does not', () => {
    const first = carrierNumber(1_700_000_000_000.5, 0);
    const second = carrierNumber(1_700_000_000_000.5, first);
    expect(second).toBeGreaterThan(first);
    expect(Number.isSafeInteger(second)).toBe(true);
  });
});
