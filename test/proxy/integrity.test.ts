/**
 * A page names the hash of a script that another host keeps; whoever owns that host may change the script. Browsers refuse it
 * then. Between them stands a gateway that changes scripts itself: it must not make good files look bad, nor bad ones good.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fits, IntegrityDesk, strongestDigests } from '../../src/proxy/integrity.ts';
import type { Session } from '../../src/sessions/session.ts';
import { startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

const sri = (text: string, algorithm = 'sha384'): string => `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`;

describe('a list of hashes', () => {
  test.each([
    ['sha256-AA== sha384-BB== sha512-CC==', ['sha512-CC==']],
    ['sha256-AA== sha256-BB==', ['sha256-AA==', 'sha256-BB==']],
    [' \n SHA256-AA==?opt\tsha1-x md5-y', ['sha256-AA==']],
    ['sha384-a-_b', ['sha384-a+/b']],
    ['nothing', []],
    ['', []],
  ])('%j: the strongest count', (metadata, expected) => {
    expect(strongestDigests(metadata)).toEqual(expected);
  });

  test('one of them has to fit', () => {
    const digests = strongestDigests(`${sri('a')} ${sri('b')}`);
    expect([fits(Buffer.from('b'), digests), fits(Buffer.from('c'), digests), fits(Buffer.from('c'), [])]).toEqual([true, false, true]);
  });
});

describe('what is remembered', () => {
  const session = {} as Session; // the desk uses it as a key
  const load = (url: string, from = 'https://a.test') => ({
    url,
    metadata: sri(url),
    from,
    cors: true,
    as: 'script' as const,
    location: 'origin' as const,
  });

  test('is bounded, and no document pushes out what another waits for', () => {
    const desk = new IntegrityDesk();
    desk.stays(session, load('https://c.test/first', 'https://b.test'));
    for (let n = 0; n < 5000; n++) desk.stays(session, load(`https://c.test/${n}`));
    expect(desk.expected(session, 'https://b.test', 'https://c.test/first')).toHaveLength(1);
    expect(desk.expected(session, 'https://a.test', 'https://c.test/4999')).toHaveLength(1);
    expect(desk.expected(session, 'https://a.test', 'https://c.test/0')).toEqual([]);
  });

  test('is of one document origin, and all of them where the asking one is opaque', () => {
    const desk = new IntegrityDesk();
    desk.stays(session, load('https://c.test/x#part', 'https://b.test'));
    expect(desk.expected(session, 'https://a.test', 'https://c.test/x')).toEqual([]);
    expect(desk.expected(session, undefined, 'https://c.test/x')).toHaveLength(1);
    expect(desk.expected({} as Session, 'https://b.test', 'https://c.test/x')).toEqual([]);
  });

  test('nothing of files that the browser refuses by itself', () => {
    const desk = new IntegrityDesk();
    expect(desk.stays(session, { ...load('https://c.test/x'), cors: false })).toBe(true);
    expect(desk.stays(session, { ...load('https://a.test/x'), cors: false })).toBe(false);
    expect(desk.stays(session, { ...load('https://c.test/x'), metadata: 'sha1-x' })).toBe(true);
  });

  test('a promise is kept once, and then taken back', () => {
    const desk = new IntegrityDesk();
    const body = Buffer.from('x');
    const wanted = { ...load('https://c.test/x'), metadata: sri('x') };
    const expected = (): ReturnType<IntegrityDesk['expected']> => desk.expected(session, wanted.from, wanted.url);
    desk.stays(session, wanted);
    expect(desk.learn(expected(), wanted, true, body)).toBe('as rewritten');
    expect(desk.stays(session, wanted)).toBe(true);
    expect(desk.stays(session, { ...wanted, location: 'native' })).toBe(false);
    // Somebody may load the bytes of a script as a sheet, which changes nothing in them.
    expect(desk.stays(session, { ...wanted, as: 'style' })).toBe(false);
    desk.stays(session, wanted);
    expect(desk.learn(expected(), wanted, false, body)).toBe('as it came');
    expect(desk.stays(session, wanted)).toBe(false);
  });
});

describe('[B4] through the gateway', () => {
  const PLAIN = 'window.plain = 1;';
  const CHANGED = 'window.where = location.href;';
  let cdn: Target;
  let gateway: Gateway;
  let shop: string;
  let far: string;
  let files: Record<string, [string, string, Record<string, string>?, number?]> = {};

  beforeAll(async () => {
    cdn = await startTarget((req: IncomingMessage, res: ServerResponse) => {
      const [type, body, headers, status] = files[req.url ?? ''] ?? ['text/plain', 'none', {}, 404];
      res.writeHead(status ?? 200, { 'content-type': type, 'access-control-allow-origin': '*', ...headers }).end(body);
    });
    gateway = await startProxy();
    shop = cdn.origin('www.shop.example');
    far = cdn.origin('cdn.static.example');
  });
  afterAll(async () => {
    await gateway.close();
    await cdn.close();
  });
  beforeEach(() => void (files = {}));

  async function page(markup: string, headers: Record<string, string> = {}): Promise<string> {
    files['/'] = ['text/html', `<!doctype html>${markup}`, headers];
    return (await gateway.ask(shop, '/')).text.replace(/<script src="\/\.samepage[^>]*><\/script>/, '');
  }
  /** As a browser asks for a file of another origin with CORS, without our cookie. */
  const load = (path: string, dest = 'script') =>
    gateway.ask(far, path, {
      dest,
      cookie: false,
      headers: { origin: gateway.gatewayOrigin(shop), 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-site' },
    });
  const tag = (path: string, hash: string, more = ' crossorigin') => `<script src="${far}${path}" integrity="${hash}"${more}></script>`;

  test('a hash goes until its file has passed unchanged, and stays from then on', async () => {
    files['/plain.js'] = ['text/javascript', PLAIN];
    expect(await page(tag('/plain.js', sri(PLAIN)))).not.toContain('integrity');
    expect((await load('/plain.js')).text).toBe(PLAIN);
    expect(await page(tag('/plain.js', sri(PLAIN)))).toContain(`integrity="${sri(PLAIN)}"`);
    // Another algorithm has not been reckoned yet, and several must all be known.
    expect(await page(tag('/plain.js', sri(PLAIN, 'sha512')))).not.toContain('integrity');
    expect(await page(tag('/plain.js', `${sri(PLAIN)} ${sri('other')}`))).not.toContain('integrity');
  });

  test('a file that we change is checked as the target sent it', async () => {
    files['/changed.js'] = ['text/javascript', CHANGED, { sourcemap: 'changed.js.map' }];
    expect(await page(tag('/changed.js', sri(CHANGED)))).not.toContain('integrity');
    const answer = await load('/changed.js');
    expect([answer.status, answer.text.includes('__samepage$w(location)'), answer.headers['sourcemap']]).toEqual([200, true, undefined]);
    expect(await page(tag('/changed.js', sri(CHANGED)))).not.toContain('integrity');
  });

  test.each([
    ['script', 'text/javascript', '/bad.js'],
    ['style', 'text/css', '/bad.css'],
    ['json', 'application/json', '/bad.json'],
  ])('a %s that was tampered with is refused', async (dest, type, path) => {
    files[path] = [type, 'tampered'];
    const markup =
      dest === 'style'
        ? `<link rel=stylesheet href="${far}${path}" integrity="${sri('good')}" crossorigin>`
        : dest === 'json'
          ? `<script type=importmap>{"integrity":{"${far}${path}":"${sri('good')}"}}</script>`
          : tag(path, sri('good'));
    expect(await page(markup)).not.toContain(sri('good'));
    const answer = await load(path, dest);
    expect([answer.status, answer.headers['samepage-error'], answer.text.includes('tampered')]).toEqual([502, 'TARGET_INTEGRITY', false]);
    // With no CORS header the element has an error event, as it would have.
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    // Who did not ask for the hash gets the file.
    expect((await gateway.ask(far, path, { dest, headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200);
    expect((await load(path, 'empty')).status).toBe(200);
  });

  test('a file of the same origin is checked, though such a request names no origin', async () => {
    files['/own.js'] = ['text/javascript', 'tampered'];
    await page(`<base href="/dir/"><script src="../own.js" integrity="${sri('good')}"></script>`);
    expect((await gateway.ask(shop, '/own.js', { dest: 'script' })).status).toBe(502);
  });

  test('behind a redirect too', async () => {
    files['/moved.js'] = ['text/plain', '', { location: '/there.js' }, 302];
    files['/there.js'] = ['text/javascript', 'tampered'];
    await page(tag('/moved.js', sri('good')));
    expect((await load('/moved.js')).status).toBe(302);
    expect((await load('/there.js')).status).toBe(502);
  });

  test('what a preload in the head names', async () => {
    files['/early.js'] = ['text/javascript', PLAIN];
    files['/'] = ['text/html', 'x', { link: `<${far}/early.js>; rel=preload; as=script; crossorigin; integrity="${sri(PLAIN)}"` }];
    const link = async (): Promise<unknown> => (await gateway.ask(shop, '/')).headers['link'];
    const bare = `<${gateway.gatewayOrigin(far)}/early.js>; rel=preload; as=script; crossorigin`;
    // Other tests have shown this content to be unchanged.
    expect(await link()).toBe(`${bare}; integrity="${sri(PLAIN)}"`);
    files['/early.js'] = ['text/javascript', CHANGED];
    files['/'] = ['text/html', 'x', { link: `<${far}/early.js>; rel=preload; as=script; crossorigin; integrity="${sri(CHANGED)}"` }];
    expect(await link()).toBe(bare);
  });

  test('what a script of the page announces', async () => {
    const tell = (body: string, headers: Record<string, string> = {}) =>
      gateway.ask(shop, '/.samepage/integrity', {
        method: 'POST',
        body,
        dest: 'empty',
        headers: { origin: gateway.gatewayOrigin(shop), ...headers },
      });
    const url = `${gateway.gatewayOrigin(far)}/late.js`;
    expect((await tell(JSON.stringify({ url, metadata: sri('good') }))).text).toBe('drop');
    files['/late.js'] = ['text/javascript', 'tampered'];
    expect((await load('/late.js')).status).toBe(502);
    expect((await tell('{')).status).toBe(400);
    expect((await tell('{}')).status).toBe(400);
    expect((await tell(JSON.stringify({ url, metadata: 'x' }), { origin: 'https://attacker.test' })).status).toBe(403);
  });

  test('a file that a policy lets in by its hash is let in by the nonce, when the hash had to go', async () => {
    const markup = await page(tag('/hashed.js', sri(CHANGED)), { 'content-security-policy': `script-src '${sri(CHANGED)}'` });
    expect(markup).toMatch(/<script src="[^"]*hashed\.js" nonce="[\w+/=]{24}" crossorigin>/);
  });
});
