import { request } from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ENDED_SID, read, SID, startProxy, type Gateway, type Reply } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

let shop: Target;
let gateway: Gateway;
let origin: string;
let canary: Target;

beforeAll(async () => {
  canary = await startTarget((_req, res) => res.end('canary'));
  shop = await startTarget(
    (req, res) => {
      const url = new URL(req.url ?? '/', 'https://x');
      switch (url.pathname) {
        case '/page':
          res.writeHead(200, {
            'content-type': 'text/html; charset=utf-8',
            etag: '"page"',
            'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT',
          });
          res.end(
            `<!doctype html><html><head><title>Shop</title></head><body><a href="${shop.origin('api.shop.example')}/x">api</a></body></html>`,
          );
          return;
        case '/away':
          res.writeHead(302, { location: url.searchParams.get('to') ?? '' }).end();
          return;
        case '/bad-header':
          res.socket?.end('HTTP/1.1 200 OK\r\nX-Bad: a\x01b\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok');
          return;
        case '/not-http':
          res.socket?.end('this is no HTTP\r\n\r\n');
          return;
        case '/hangup':
          res.socket?.destroy();
          return;
        default:
          res.writeHead(200, { 'content-type': 'text/plain' }).end(`plain ${req.url}`);
      }
    },
    { tls: true },
  );
  gateway = await startProxy();
  origin = shop.origin('www.shop.example');
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
  await canary.close();
});
beforeEach(() => {
  shop.seen.length = 0;
  canary.seen.length = 0;
});

/** A request with headers of its own, past what the helper adds. */
function raw(headers: Record<string, string>, path = '/page'): Promise<Reply> {
  return new Promise((done, fail) => {
    request({ host: '127.0.0.1', port: gateway.port, path, headers, agent: false }, (answer) => read(answer).then(done, fail))
      .on('error', fail)
      .end();
  });
}

describe('a document', () => {
  test('arrives with our runtime first, its addresses mapped, its label noted', async () => {
    const page = await gateway.ask(origin, '/page');
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/<head><script src="(\/|&#47;)\.samepage\/runtime\.js\?v=[0-9a-f]+" data-boot=/);
    expect(page.text).toContain(`href="${gateway.gatewayOrigin(shop.origin('api.shop.example'))}/x"`);
    expect(gateway.session.labelsUsed).toContain(gateway.gatewayOrigin(origin));
  });

  test('tells the runtime where it is', async () => {
    const page = await gateway.ask(origin, '/page?q=1', {
      headers: { referer: `${gateway.gatewayOrigin(shop.origin('api.shop.example'))}/from` },
    });
    const boot: unknown = JSON.parse(
      /data-boot="([^"]*)"/.exec(page.text)?.[1]?.replace(/&#(\d+);/g, (_m, code: string) => String.fromCharCode(Number(code))) ?? '',
    );
    expect(boot).toMatchObject({
      sid: SID,
      url: `${origin}/page?q=1`,
      referrer: `${shop.origin('api.shop.example')}/from`,
      location: 'origin',
      cookies: '',
    });
  });

  test('carries our cookies for its label, and is not kept by the browser', async () => {
    const page = await gateway.ask(origin, '/page');
    expect(page.headers['set-cookie']).toEqual([expect.stringContaining('__Host-samepage=')]);
    expect(page.headers['cache-control']).toBe('private, no-cache');
    expect(page.headers.etag).toBeUndefined();
    expect(page.headers['last-modified']).toBeUndefined();
    expect(page.headers['x-robots-tag']).toBe('noindex, nofollow');
    expect(page.headers['origin-agent-cluster']).toBe('?1');
    const fetched = await gateway.ask(origin, '/page', { dest: 'empty' });
    expect(fetched.headers).not.toHaveProperty('x-robots-tag');
    expect(fetched.headers).not.toHaveProperty('origin-agent-cluster');
  });

  test('HEAD answers without a body', async () => {
    const head = await gateway.ask(origin, '/page', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    expect(head.headers['content-length']).toBeUndefined();
  });

  test('is fetched byte for byte as its address says', async () => {
    await gateway.ask(origin, '/a%2Fb/../c;d=1?q=%zz&x=\'<>"|^`', { dest: 'empty' });
    expect(shop.seen[0]?.url).toBe('/a%2Fb/../c;d=1?q=%zz&x=\'<>"|^`');
    await gateway.ask(origin, '//two//slashes', { dest: 'empty' });
    expect(shop.seen[1]?.url).toBe('//two//slashes');
  });
});

describe('a redirect', () => {
  test('comes back to the browser, mapped, and is not followed', async () => {
    const answer = await gateway.ask(origin, `/away?to=${encodeURIComponent(canary.origin('127.0.0.1'))}/in`);
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe(`${gateway.gatewayOrigin(canary.origin('127.0.0.1'))}/in`);
    expect(canary.seen).toHaveLength(0);
  });

  test.each([
    ['relative', '/next?a=1', '/next?a=1'],
    ['relative to the folder', 'next', 'next'],
    ['only a query', '?x=https://www.bank.example/', '?x=https://www.bank.example/'],
    ['another scheme', 'mailto:a@shop.example', 'mailto:a@shop.example'],
  ])('%s stays as it is', async (_name, to, expected) => {
    const answer = await gateway.ask(origin, `/away?to=${encodeURIComponent(to)}`);
    expect(answer.headers.location).toBe(expected);
  });

  test('without a scheme means the scheme of the target', async () => {
    const answer = await gateway.ask(origin, `/away?to=${encodeURIComponent('//www.bank.example/pay')}`);
    expect(answer.headers.location).toBe(`${gateway.gatewayOrigin('https://www.bank.example')}/pay`);
  });

  test('keeps real addresses inside its query (a login comes back by itself)', async () => {
    const answer = await gateway.ask(origin, `/away?to=${encodeURIComponent(`https://www.bank.example/auth?redirect_uri=${origin}/cb`)}`);
    expect(answer.headers.location).toBe(`${gateway.gatewayOrigin('https://www.bank.example')}/auth?redirect_uri=${origin}/cb`);
  });
});

describe('a host name', () => {
  test.each<[string, string, number, string]>([
    ['of an unknown session', `www-shop-example.zzzzzzzzzzzzzzzz.localhost:PORT`, 404, 'SESSION_NOT_FOUND'],
    ['of an ended session', `www-shop-example.${ENDED_SID}.localhost:PORT`, 410, 'SESSION_ENDED'],
    ['of nobody', 'attacker.test', 421, 'HOST_UNKNOWN'],
    ['with another port', `www-shop-example.${SID}.localhost:1`, 421, 'HOST_UNKNOWN'],
    ['that is no spelling of an origin', `www---shop.${SID}.localhost:PORT`, 421, 'HOST_UNKNOWN'],
    ['with two labels', `a.b.${SID}.localhost:PORT`, 421, 'HOST_UNKNOWN'],
    ['that is not punycode', `xn--zzzzzzzz.${SID}.localhost:PORT`, 421, 'HOST_UNKNOWN'],
  ])('%s is refused with a page', async (_name, host, status, code) => {
    const answer = await raw({ host: host.replace('PORT', String(gateway.port)), accept: 'text/html' });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain(code);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(shop.seen).toHaveLength(0);
  });

  test('in upper case is the same host', async () => {
    const answer = await raw({
      host: gateway.label(origin).toUpperCase(),
      cookie: 'samepage=customer',
      ...{ 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' },
    });
    expect(answer.status).toBe(200);
  });

  test('given twice, or an absolute address, is refused', async () => {
    const send = (text: string): Promise<string> =>
      new Promise((done, fail) => {
        const socket = net.connect(gateway.port, '127.0.0.1', () => socket.end(text));
        let answer = '';
        socket
          .on('data', (chunk: Buffer) => (answer += chunk.toString()))
          .on('end', () => done(answer))
          .on('error', fail);
      });
    const label = gateway.label(origin);
    expect(await send(`GET /page HTTP/1.1\r\nHost: ${label}\r\nHost: attacker.test\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 400/,
    );
    expect(await send(`GET http://attacker.test/ HTTP/1.1\r\nHost: ${label}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400/);
    expect(await send(`TRACE / HTTP/1.1\r\nHost: ${label}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400/);
    expect(shop.seen).toHaveLength(0);
  });
});

describe('what goes wrong at the target', () => {
  test.each([
    ['not HTTP', '/not-http', 'TARGET_PROTOCOL'],
    ['a connection that ends', '/hangup', 'TARGET_UNREACHABLE'],
  ])('%s is told in a page', async (_name, path, code) => {
    const answer = await gateway.ask(origin, path);
    expect(answer.status).toBe(502);
    expect(answer.text).toContain(code);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('scripts and images get JSON', async () => {
    const answer = await gateway.ask(origin, '/hangup', { dest: 'image' });
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'TARGET_UNREACHABLE' } });
  });

  test('a header that cannot be written costs one answer, not the process', async () => {
    const answer = await gateway.ask(origin, '/bad-header', { dest: 'empty' });
    expect([200, 502]).toContain(answer.status);
    expect((await gateway.ask(origin, '/ok', { dest: 'empty' })).status).toBe(200);
  });

  test('a certificate for another name, and a name that does not exist', async () => {
    const wrong = await gateway.ask(shop.origin('shop.localhost'), '/page');
    expect([wrong.status, /data-testid="error-code">([A-Z_]+)/.exec(wrong.text)?.[1]]).toEqual([502, 'TARGET_TLS']);
    const none = await gateway.ask('https://no-such-host.invalid', '/page');
    expect([none.status, /data-testid="error-code">([A-Z_]+)/.exec(none.text)?.[1]]).toEqual([422, 'TARGET_UNRESOLVABLE']);
  });

  test('a private address is refused, for whatever kind of request', async () => {
    const strict = await startProxy({ config: { allowPrivateTargets: [] } });
    for (const dest of ['document', 'iframe', 'image', 'script', 'empty', 'worker', '']) {
      const answer = await strict.ask(canary.origin('127.0.0.1'), '/', { dest });
      expect([dest, answer.status]).toEqual([dest, 403]);
    }
    expect(canary.seen).toHaveLength(0);
    await strict.close();
  });

  test('documents of sites that are not in the list are refused, their sub-resources are not', async () => {
    const listed = await startProxy({ config: { allow: ['*.shop.example'] } });
    const bank = shop.origin('www.bank.example');
    expect((await listed.ask(bank, '/page')).status).toBe(403);
    expect((await listed.ask(bank, '/dot', { dest: 'image' })).status).toBe(200);
    expect((await listed.ask(origin, '/page')).status).toBe(200);
    await listed.close();
  });
});

test('an error page shows no markup of the address', async () => {
  const answer = await gateway.ask('https://no-such-host.invalid', '/<script>alert(1)</script>');
  expect(answer.text).not.toContain('<script>');
});
