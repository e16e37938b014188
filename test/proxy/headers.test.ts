import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rewriterVersion } from '../../src/rewriter/index.ts';
import { startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Seen, type Target } from './start-target.ts';

let shop: Target;
let gateway: Gateway;
let origin: string;
let api: string;
let reply: Record<string, string | string[]> = {};
let status = 200;
let hints = false;

beforeAll(async () => {
  shop = await startTarget(
    (_req, res) => {
      if (hints) {
        res.writeEarlyHints({ link: '<https://www.bank.example/a.css>; rel=preload; as=style' });
        res.writeHead(status, { 'content-type': 'text/plain', trailer: 'x-last' });
        res.write('bo');
        res.addTrailers({ 'x-last': '1', 'set-cookie': 'a=1' });
        res.end('dy');
        return;
      }
      res.writeHead(status, { 'content-type': 'text/plain', ...reply }).end('body');
    },
    { tls: true },
  );
  gateway = await startProxy();
  origin = shop.origin('www.shop.example');
  api = shop.origin('api.shop.example');
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});
beforeEach(() => {
  shop.seen.length = 0;
  reply = {};
});

async function sent(headers: Record<string, string>, dest = 'empty', to = origin): Promise<Seen['headers']> {
  await gateway.ask(to, '/x', { headers, dest });
  const last = shop.seen.at(-1);
  if (!last) throw new Error('nothing arrived');
  return last.headers;
}

describe('the target sees', () => {
  test('its own Host, and never ours', async () => {
    const headers = await sent({});
    expect(headers.host).toBe(new URL(origin).host);
    expect(JSON.stringify(headers)).not.toContain('localhost');
  });

  test('Origin and Referer as its own visitor would send them', async () => {
    const from = gateway.gatewayOrigin(origin);
    const headers = await sent({ origin: from, referer: `${from}/dir/page?q=1` }, 'empty', api);
    expect(headers.origin).toBe(origin);
    expect(headers.referer).toBe(`${origin}/dir/page?q=1`);
  });

  test.each([
    ['another session', 'http://www-shop-example.zzzzzzzzzzzzzzzz.localhost:8080', 'null'],
    ['another site', 'https://attacker.test', 'null'],
    ['a sandboxed frame', 'null', 'null'],
  ])('an Origin of %s only as null', async (_name, from, expected) => {
    const headers = await sent({ origin: from, referer: `${from}/x` });
    expect(headers.origin).toBe(expected);
    expect(headers.referer).toBeUndefined();
  });

  test('nothing of our own pages', async () => {
    const own = gateway.session.urls.own;
    const headers = await sent({ origin: own, referer: `${own}/`, 'sec-fetch-site': 'same-site' }, 'document');
    expect([headers.origin, headers.referer, headers['sec-fetch-site']]).toEqual([undefined, undefined, 'none']);
  });

  test.each([
    ['the same origin', () => origin, () => origin, 'same-origin'],
    ['the same site', () => origin, () => api, 'same-site'],
    ['another site', () => shop.origin('www.bank.example'), () => origin, 'cross-site'],
  ])('Sec-Fetch-Site between targets: %s', async (_name, from, to, expected) => {
    const seen = from() === to() ? 'same-origin' : 'same-site';
    const headers = await sent({ referer: `${gateway.gatewayOrigin(from())}/`, 'sec-fetch-site': seen }, 'image', to());
    expect(headers['sec-fetch-site']).toBe(expected);
  });

  test.each([
    ['another site', () => shop.origin('www.bank.example'), 'cross-site'],
    ['the same site', () => api, 'same-site'],
  ])('that the page asks for what a sheet of %s loads from its own host', async (_name, host, expected) => {
    const to = host();
    gateway.session.jar.setFromResponse(`${to}/`, ['strict=1; Path=/; SameSite=Strict'], { sameSite: 'strict' });
    await sent({ 'sec-fetch-site': 'none' }, 'document');
    await sent({ referer: `${gateway.gatewayOrigin(origin)}/x`, 'sec-fetch-site': 'same-site' }, 'style', to);
    const headers = await sent({ referer: `${gateway.gatewayOrigin(to)}/x`, 'sec-fetch-site': 'same-site' }, 'image', to);
    expect(headers['sec-fetch-site']).toBe(expected);
    expect(headers.cookie).toBe(expected === 'same-site' ? 'strict=1' : undefined);
    gateway.session.jar.clear(`${to}/`);
  });

  test('where a press came from as far as it would without us, in a ping', async () => {
    const from = gateway.gatewayOrigin(origin);
    const ping = { 'ping-from': `${from}/page`, 'ping-to': `${from}/next` };
    const own = await sent(ping);
    expect([own['ping-from'], own['ping-to']]).toEqual([`${origin}/page`, `${origin}/next`]);
    const far = await sent(ping, 'empty', api);
    expect([far['ping-from'], far['ping-to']]).toEqual([undefined, `${origin}/next`]);
  });

  test('what its pages invent', async () => {
    const headers = await sent({
      'x-csrf-token': 't',
      'x-requested-with': 'XMLHttpRequest',
      authorization: 'Bearer b',
      'content-type': 'application/json',
    });
    expect(headers).toMatchObject({
      'x-csrf-token': 't',
      'x-requested-with': 'XMLHttpRequest',
      authorization: 'Bearer b',
      'content-type': 'application/json',
    });
  });

  test('nothing of hops, proxies and clouds', async () => {
    const bad = {
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'https',
      forwarded: 'for=1.2.3.4',
      via: '1.1 evil',
      'x-real-ip': '1.2.3.4',
      'true-client-ip': '1.2.3.4',
      'cf-connecting-ip': '1.2.3.4',
      'metadata-flavor': 'Google',
      metadata: 'true',
      'x-aws-ec2-metadata-token': 't',
      'x-aws-ec2-metadata-token-ttl-seconds': '60',
      'proxy-authorization': 'Basic x',
      te: 'trailers',
      'early-data': '1',
      'sec-fetch-storage-access': 'active',
      'x-original-url': '/admin',
      'x-hop': 'yes',
      connection: 'x-hop, keep-alive',
    };
    const headers = await sent(bad);
    for (const name of Object.keys(bad)) if (name !== 'connection') expect([name, headers[name]]).toEqual([name, undefined]);
  });

  test.each([
    ['gzip, deflate, br, zstd', 'gzip, br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', 'identity'],
    ['', 'identity'],
  ])('codings that both sides know: %j', async (accepted, expected) => {
    expect((await sent(accepted === '' ? {} : { 'accept-encoding': accepted }))['accept-encoding']).toBe(expected);
  });

  test('its own validators', async () => {
    expect((await sent({ 'if-none-match': 'W/"r0-s-abc"' }, 'script'))['if-none-match']).toBeUndefined();
    expect((await sent({ 'if-none-match': '5e1f-abc' }))['if-none-match']).toBe('5e1f-abc');
    expect(
      (await sent({ 'if-none-match': '"x"', 'if-modified-since': 'Mon, 01 Jan 2024 00:00:00 GMT' }, 'document'))['if-none-match'],
    ).toBeUndefined();
  });

  test.each([
    ['script', '"abc", W/"def"'],
    ['style', '"abc", W/"def"'],
    ['worker', '"ghi"'],
    ['empty', '"plain"'],
    ['image', '"plain"'],
    ['video', '"abc", W/"def", "plain"'],
    ['', '"abc", W/"def", "plain"'],
    ['document', undefined],
  ])('validators of the body that a %s gets, and no date of another', async (dest, expected) => {
    const salt = (kind: string, tag: string): string => `W/"${rewriterVersion}-${kind}-${tag}"`;
    const copies = `${salt('s', 'abc')}, ${salt('w', 'def')}, ${salt('sk', 'ghi')}, "plain"`;
    expect((await sent({ 'if-none-match': copies }, dest))['if-none-match']).toBe(expected);
    const foreign = dest === 'worker' ? salt('s', 'abc') : salt('sk', 'ghi');
    const headers = await sent({ 'if-none-match': foreign, 'if-modified-since': 'Mon, 01 Jan 2024 00:00:00 GMT' }, dest);
    expect([headers['if-none-match'], headers['if-modified-since']]).toEqual([undefined, undefined]);
  });

  test('no Referer of a secure page on an open one, which the browser cannot see is open', async () => {
    const from = gateway.gatewayOrigin(origin);
    const open = await startTarget((_req, res) => res.end());
    await gateway.ask(open.origin('www.shop.example'), '/x', { dest: 'image', headers: { referer: `${from}/page` } });
    expect(open.seen.at(-1)?.headers.referer).toBeUndefined();
    await open.close();
  });

  test('no Fetch metadata and no hints at an open address, as from a browser', async () => {
    const open = await startTarget((_req, res) => res.end());
    const headers = { 'sec-fetch-site': 'none', 'sec-fetch-user': '?1', 'sec-ch-ua': '"A";v="1"' };
    await gateway.ask(open.origin('www.shop.example'), '/x', { dest: 'document', headers });
    const names = Object.keys(open.seen.at(-1)?.headers ?? {});
    expect(names).toContain('host');
    expect(names.filter((name) => name.startsWith('sec-'))).toEqual([]);
    await open.close();
  });

  test('no If-Range of a copy that we changed', async () => {
    expect((await sent({ range: 'bytes=1-2', 'if-range': `W/"${rewriterVersion}-s-abc"` }, 'video'))['if-range']).toBeUndefined();
    expect((await sent({ range: 'bytes=1-2', 'if-range': '"abc"' }, 'video'))['if-range']).toBe('"abc"');
  });

  test('no Range of what may be rewritten', async () => {
    expect((await sent({ range: 'bytes=0-1' }, 'script')).range).toBeUndefined();
    expect((await sent({ range: 'bytes=0-1' }, 'video')).range).toBe('bytes=0-1');
  });
});

describe('the browser sees', () => {
  async function got(headers: Record<string, string | string[]>, dest = 'empty'): Promise<Record<string, unknown>> {
    reply = headers;
    return (await gateway.ask(origin, '/x', { dest })).headers;
  }

  test.each<[string, string, (map: (url: string) => string) => string, string?]>([
    ['content-location', 'https://www.bank.example/a', (map) => `${map('https://www.bank.example')}/a`, 'image'],
    ['sourcemap', 'https://www.bank.example/a.map', (map) => `${map('https://www.bank.example')}/a.map`, 'image'],
    // A page's own fetch: the browser does nothing with these, the page reads them.
    ['content-location', 'https://www.bank.example/a', () => 'https://www.bank.example/a', 'empty'],
    ['location', 'https://www.bank.example/a', () => 'https://www.bank.example/a', 'empty'],
    ['link', '<https://www.bank.example/?page=2>; rel="next"', () => '<https://www.bank.example/?page=2>; rel="next"', 'empty'],
    ['sourcemap', 'a.map', () => 'a.map'],
    ['refresh', '5; url=https://www.bank.example/a', (map) => `5; url=${map('https://www.bank.example')}/a`],
    [
      'link',
      '<https://www.bank.example/a.css>; rel=preload; as=style; crossorigin; integrity="sha256-x", </b.js>; rel=preload',
      (map) => `<${map('https://www.bank.example')}/a.css>; rel=preload; as=style; crossorigin, </b.js>; rel=preload`,
      'document',
    ],
    [
      'link',
      '<//www.bank.example/a,b>; rel="preload"; title="x, <https://y.example>"; as=font, <https://www.bank.example>; rel=preconnect',
      (map) =>
        `<${map('https://www.bank.example')}/a,b>; rel="preload"; title="x, <https://y.example>"; as=font, <${map('https://www.bank.example')}>; rel=preconnect`,
      'document',
    ],
    [
      'link',
      '<https://www.bank.example/a.png>; rel=preload; as=image; imagesrcset="https://www.bank.example/b,c.png 1x, /d.png 2x"; imagesizes="50vw"',
      (map) =>
        `<${map('https://www.bank.example')}/a.png>; rel=preload; as=image; imagesrcset="${map('https://www.bank.example')}/b,c.png 1x, /d.png 2x"; imagesizes="50vw"`,
      'document',
    ],
    ['access-control-allow-origin', 'https://www.bank.example', (map) => map('https://www.bank.example')],
    ['access-control-allow-origin', '*', () => '*'],
    ['access-control-allow-origin', 'null', () => 'null'],
    ['timing-allow-origin', 'https://www.bank.example, *', (map) => `${map('https://www.bank.example')}, *`],
    [
      'permissions-policy',
      'camera=(self "https://www.bank.example"), usb=()',
      (map) => `camera=(self "${map('https://www.bank.example')}"), usb=()`,
    ],
    ['cross-origin-opener-policy', 'same-origin; report-to="x"', () => 'same-origin'],
    ['cross-origin-embedder-policy', 'require-corp', () => 'require-corp'],
    ['cross-origin-resource-policy', 'same-site', () => 'same-site'],
    ['clear-site-data', '"cache", "cookies", "storage"', () => '"cache", "storage"'],
    ['referrer-policy', 'no-referrer', () => 'no-referrer'],
    ['service-worker-allowed', '/', () => '/'],
    ['content-disposition', 'attachment; filename="a.pdf"', () => 'attachment; filename="a.pdf"'],
    ['x-total-count', '17', () => '17'],
    ['total-count', '17', () => '17'],
    ['document-policy', 'force-load-at-top', () => 'force-load-at-top'],
    // Scripts read the fields of what they fetch: nothing of ours is among them.
    ['origin-agent-cluster', '?0', () => '?0'],
    ['x-robots-tag', 'none', () => 'none'],
    ['x-total-count', '17', () => '17', 'script'],
    ['origin-agent-cluster', '?0', () => '?1', 'script'],
    ['x-robots-tag', 'none', () => 'noindex, nofollow', 'image'],
    ['server-timing', 'db;dur=5', () => 'db;dur=5'],
    ['accept-ch', 'Sec-CH-UA-Model', () => 'Sec-CH-UA-Model'],
    ['www-authenticate', 'Basic realm="x"', () => 'Basic realm="x"'],
  ])('%s: %s', async (name, value, expected, dest = 'empty') => {
    expect((await got({ [name]: value }, dest))[name]).toBe(expected((url) => gateway.gatewayOrigin(url)));
  });

  test.each<[string, string]>([
    ['https://www.bank.example/a', 'BANK/a'],
    ['//www.bank.example/a?b#c', 'BANK/a?b#c'],
    ['HTTPS:\\\\www.bank.example\\a', 'BANK\\a'],
    ['/\\www.bank.example/a', 'BANK/a'],
    ['https://user:pass@www.bank.example/a', 'http://user:pass@LABEL/a'],
    ['  https://www.bank.example/a  ', 'BANK/a'],
    ['/a', '/a'],
    ['a?to=https://www.bank.example/', 'a?to=https://www.bank.example/'],
    ['https:a', 'a'],
    ['/%0d%0aset-cookie:x=1', '/%0d%0aset-cookie:x=1'],
  ])('a redirect to %j', async (location, expected) => {
    status = 302;
    const bank = gateway.gatewayOrigin('https://www.bank.example');
    expect((await got({ location })).location).toBe(expected.replace('BANK', bank).replace('LABEL', new URL(bank).host));
    status = 200;
  });

  test('same-site between strangers is narrowed: to the browser all labels are one site', async () => {
    reply = { 'cross-origin-resource-policy': 'same-site' };
    const from = async (host: string): Promise<unknown> => {
      const headers = { referer: `${gateway.gatewayOrigin(shop.origin(host))}/`, 'sec-fetch-site': 'same-site' };
      return (await gateway.ask(origin, '/x', { dest: 'image', headers })).headers['cross-origin-resource-policy'];
    };
    expect([await from('api.shop.example'), await from('www.bank.example')]).toEqual(['same-site', 'same-origin']);
  });

  test('of a file that is saved nothing changed', async () => {
    const saved = await got(
      { 'content-type': 'text/html', 'content-disposition': 'attachment; filename=a.html', etag: '"abc"' },
      'document',
    );
    expect(saved['etag']).toBe('"abc"');
    expect(
      (await got({ 'content-type': 'text/html', 'content-disposition': 'inline; filename=a.html' }, 'document'))['etag'],
    ).toBeUndefined();
  });

  test('no hint before the answer, and no trailer after it', async () => {
    hints = true;
    const answer = await gateway.ask(origin, '/x', { dest: 'document' });
    hints = false;
    expect([answer.status, answer.text, answer.headers['trailer']]).toEqual([200, 'body', undefined]);
  });

  test('nothing that would bind it, move it, or give orders to a proxy', async () => {
    const bad = {
      'strict-transport-security': 'max-age=1; includeSubDomains',
      'alt-svc': 'h3=":443"',
      nel: '{}',
      'report-to': '{}',
      'reporting-endpoints': 'a="https://r.example"',
      'permissions-policy-report-only': 'camera=()',
      'document-policy-report-only': 'x',
      'cross-origin-opener-policy-report-only': 'same-origin',
      'integrity-policy': 'blocked-destinations=(script)',
      'public-key-pins': 'x',
      'expect-ct': 'x',
      'x-accel-redirect': '/secret',
      'x-accel-buffering': 'no',
      'x-sendfile': '/etc/passwd',
      'proxy-authenticate': 'Basic',
      'set-login': 'logged-in',
      'set-cookie2': 'a=1; Domain=shop.example',
      'sec-new-thing': 'x',
      via: '1.1 x',
    };
    const headers = await got(bad);
    for (const name of Object.keys(bad)) expect([name, headers[name]]).toEqual([name, undefined]);
  });

  test('rule sets of speculations by the address of their label, and in them what they name', async () => {
    const rules = '"/own.json", "https://www.bank.example/theirs.json"';
    const mapped = `"/own.json", "${gateway.gatewayOrigin('https://www.bank.example')}/theirs.json"`;
    expect((await got({ 'speculation-rules': rules }, 'document'))['speculation-rules']).toBe(mapped);
    expect((await got({ 'speculation-rules': rules }, 'empty'))['speculation-rules']).toBe(rules);
  });

  test('a field that nobody here knows only where a page can read it', async () => {
    expect((await got({ 'brand-new': '1' }, 'empty'))['brand-new']).toBe('1');
    expect((await got({ 'brand-new': '1' }, 'image'))['brand-new']).toBeUndefined();
    expect((await got({ 'x-mine': '1' }, 'image'))['x-mine']).toBe('1');
  });

  test('cookies cleared in the jar, when the target says so', async () => {
    gateway.session.jar.setFromResponse(`${origin}/`, ['gone=1; Path=/'], { sameSite: 'strict' });
    await got({ 'clear-site-data': '"cookies"' });
    expect(gateway.session.jar.documentCookie(`${origin}/`)).toBe('');
  });

  test('a translated policy, and frame-ancestors for X-Frame-Options', async () => {
    const headers = await got(
      { 'content-type': 'text/html', 'content-security-policy': 'img-src https://www.bank.example', 'x-frame-options': 'DENY' },
      'document',
    );
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`img-src ${gateway.gatewayOrigin('https://www.bank.example')}`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['x-frame-options']).toBeUndefined();
  });

  test('[A4] a policy of ours on documents and workers, which load by themselves, and on nothing else', async () => {
    const policy = async (dest: string): Promise<boolean> =>
      String((await got({ 'content-type': 'text/javascript' }, dest))['content-security-policy']).includes('default-src');
    const found = await Promise.all(['worker', 'sharedworker', 'serviceworker', 'iframe', 'script', 'image', 'empty'].map(policy));
    expect(found).toEqual([true, true, true, true, false, false, false]);
  });

  test('the salted tag of a rewritten file, and of its 304', async () => {
    expect((await got({ etag: '"abc"', 'content-type': 'text/css' }, 'style')).etag).toBe(`W/"${rewriterVersion}-s-abc"`);
    expect((await got({ etag: 'W/"abc"', 'content-type': 'text/css' }, 'style')).etag).toBe(`W/"${rewriterVersion}-w-abc"`);
    expect((await got({ etag: '"abc"' }, 'image')).etag).toBe('"abc"');
  });
});
