import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { encodeCarrier } from '../../src/shared/carrier.ts';
import { COOKIE, startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

let gateway: Gateway;
const targets: Target[] = [];
const upgrades: IncomingMessage[] = [];

async function socketTarget(tls: boolean): Promise<Target> {
  const server = new WebSocketServer({ noServer: true, handleProtocols: (protocols) => [...protocols][0] ?? false });
  server.on('headers', (lines) => lines.push('Set-Cookie: ws=1; Path=/', 'X-Accel-Redirect: /secret'));
  server.on('connection', (socket) => {
    socket.on('message', (data, binary) => {
      socket.send(data, { binary });
    });
    socket.on('close', (code) => (closedWith = code));
  });
  const target = await startTarget((_req, res) => res.writeHead(200, { 'content-type': 'text/html' }).end('<head></head>'), {
    ...(tls ? { tls: true as const } : {}),
    onServer: (http) =>
      http.on('upgrade', (req, socket, head) => {
        upgrades.push(req);
        if (req.url?.startsWith('/refuse')) {
          socket.end(
            'HTTP/1.1 401 Unauthorized\r\nContent-Length: 4\r\nWWW-Authenticate: Basic\r\nSet-Cookie: a=1\r\nConnection: close\r\n\r\nnope',
          );
          return;
        }
        if (req.url?.startsWith('/hangup')) {
          socket.destroy();
          return;
        }
        server.handleUpgrade(req, socket, head, (ws) => server.emit('connection', ws, req));
      }),
  });
  targets.push(target);
  return target;
}

let closedWith: number | undefined;
let plain: Target;
let secure: Target;

beforeAll(async () => {
  plain = await socketTarget(false);
  secure = await socketTarget(true);
  gateway = await startProxy();
});
afterAll(async () => {
  await gateway.close();
  for (const target of targets) await target.close();
});
beforeEach(() => {
  upgrades.length = 0;
  closedWith = undefined;
});

interface Dial {
  readonly cookie?: string | false;
  readonly origin?: string | false;
  readonly protocols?: string[];
}

function dial(target: string, path: string, options: Dial = {}): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${gateway.port}${path}`, options.protocols ?? [], {
    headers: {
      host: gateway.label(target),
      ...(options.cookie === false ? {} : { cookie: options.cookie ?? COOKIE }),
      ...(options.origin === false ? {} : { origin: options.origin ?? gateway.gatewayOrigin(target) }),
    },
  });
}

function opened(socket: WebSocket): Promise<WebSocket> {
  return new Promise((done, fail) => {
    socket.once('open', () => done(socket));
    socket.once('error', fail);
  });
}

function refusedWith(socket: WebSocket): Promise<number> {
  return new Promise((done, fail) => {
    socket.once('unexpected-response', (req, answer) => {
      done(answer.statusCode ?? 0);
      req.destroy();
    });
    socket.once('open', () => fail(new Error('it opened')));
    socket.on('error', () => undefined);
  });
}

describe.each(['http', 'https'] as const)('a socket of a target on %s', (scheme) => {
  const target = (): string => (scheme === 'http' ? plain : secure).origin('www.shop.example');

  test('carries bytes both ways, and closes with the code it was closed with', async () => {
    const socket = await opened(dial(target(), '/live?a=1', { protocols: ['chat', 'other'] }));
    expect(socket.protocol).toBe('chat');
    const echoed = new Promise((done) => socket.once('message', (data, binary) => done([data.toString(), binary])));
    socket.send('hello');
    expect(await echoed).toEqual(['hello', false]);
    const large = new Promise<number>((done) => socket.once('message', (data: Buffer) => done(data.length)));
    socket.send(Buffer.alloc(300_000));
    expect(await large).toBe(300_000);
    socket.close(4001);
    await expect.poll(() => closedWith).toBe(4001);
  });

  test('asks the target as its own page would', async () => {
    gateway.session.jar.setFromResponse(`${target()}/`, ['sid=1; Path=/'], { sameSite: 'strict' });
    const socket = await opened(dial(target(), '/live?a=1'));
    const headers = upgrades[0]?.headers;
    expect(upgrades[0]?.url).toBe('/live?a=1');
    expect(headers).toMatchObject({ host: new URL(target()).host, origin: target() });
    expect(headers?.cookie).toContain('sid=1');
    expect(headers?.cookie).not.toContain('samepage');
    expect(JSON.stringify(upgrades[0]?.rawHeaders)).not.toContain('localhost');
    // Cookies of the answer end in the jar.
    expect(gateway.session.jar.documentCookie(`${target()}/`)).toContain('ws=1');
    socket.terminate();
  });
});

test('cookies written just before are with it, and leave the browser', async () => {
  const target = plain.origin('www.shop.example');
  const page = await gateway.ask(target, '/page');
  const key = /&#34;carrierKey&#34;:&#34;([^&]+)&#34;/.exec(page.text)?.[1] ?? '';
  const made = encodeCarrier({ n: 7, address: `${target}/`, cookie: 'fresh=1; path=/', key });
  const socket = dial(target, '/live', { cookie: `${COOKIE}; ${made?.name ?? ''}=${made?.value ?? ''}` });
  const answer = new Promise<IncomingMessage>((done) => socket.once('upgrade', done));
  await opened(socket);
  expect(upgrades[0]?.headers.cookie).toContain('fresh=1');
  const { headers } = await answer;
  expect(headers['set-cookie']?.map((line) => line.split('=')[0])).toEqual(['samepage-set.7', 'samepage-set.7', 'samepage-jar']);
  expect(headers['x-accel-redirect']).toBeUndefined();
  socket.terminate();
});

describe('an upgrade is refused', () => {
  const www = (): string => plain.origin('www.shop.example');

  test.each<[string, () => [string, string, Dial], number]>([
    ['without our cookie', () => [www(), '/live', { cookie: false }], 403],
    ['without an Origin', () => [www(), '/live', { origin: false }], 403],
    ['from another site', () => [www(), '/live', { origin: 'https://attacker.test' }], 403],
    ['from another session', () => [www(), '/live', { origin: 'http://www-shop-example.zzzzzzzzzzzzzzzz.localhost:8080' }], 403],
    ['from a sandboxed frame', () => [www(), '/live', { origin: 'null' }], 403],
    ['below our own path', () => [www(), '/.samepage/other', {}], 404],
    ['to a private address that is not allowed', () => ['http://10.0.0.1', '/live', {}], 403],
    ['by the target, in its own words', () => [www(), '/refuse', {}], 401],
    ['when the target hangs up', () => [www(), '/hangup', {}], 502],
  ])('%s', async (_name, asked, status) => {
    const [target, path, options] = asked();
    expect(await refusedWith(dial(target, path, options))).toBe(status);
  });

  test('the words of a target that refuses are its own', async () => {
    const socket = dial(www(), '/refuse');
    const answer = await new Promise<IncomingMessage>((done) => {
      socket.on('error', () => undefined);
      socket.once('unexpected-response', (_req, got) => done(got));
    });
    expect(answer.headers['www-authenticate']).toBe('Basic');
    expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(/^samepage-jar=/)]);
    answer.destroy();
  });
});

describe('a socket of an opaque origin (a sandboxed frame, a data: document) brings no cookie', () => {
  const www = (): string => plain.origin('www.shop.example');
  const word = async (): Promise<string> => {
    const page = await gateway.ask(www(), '/page');
    return /&#34;partition&#34;:&#34;([^&]+)&#34;/.exec(page.text)?.[1] ?? '';
  };
  const stranger: Dial = { cookie: false, origin: 'null' };

  test('[A2] and is let through by the word that only documents of the session know, as the stranger that it is', async () => {
    gateway.session.jar.setFromResponse(`${www()}/`, ['own=1; Path=/', 'third=1; Path=/; SameSite=None; Secure'], { sameSite: 'strict' });
    const socket = await opened(dial(www(), `/.samepage/socket/${await word()}/live?a=1`, stranger));
    expect(upgrades[0]?.url).toBe('/live?a=1');
    expect(upgrades[0]?.headers.origin).toBe('null');
    expect(upgrades[0]?.headers.cookie).toBeUndefined();
    expect(JSON.stringify(upgrades[0]?.rawHeaders)).not.toContain('localhost');
    socket.terminate();
  });

  test('and what the target sets in its answer is nobody’s', async () => {
    gateway.session.jar.setFromResponse(`${www()}/`, ['ws=; Path=/; Max-Age=0'], { sameSite: 'strict' });
    const socket = await opened(dial(www(), `/.samepage/socket/${await word()}/live`, stranger));
    expect(gateway.session.jar.documentCookie(`${www()}/`)).not.toContain('ws=');
    socket.terminate();
  });

  test.each<[string, () => Promise<[string, Dial]>, number]>([
    ['with a word that nobody was given', async () => ['/.samepage/socket/AAAAAAAAAAAA/live', stranger], 403],
    ['with no word', async () => ['/.samepage/socket//live', stranger], 403],
    ['with a word and no path', async () => [`/.samepage/socket/${await word()}`, stranger], 403],
    [
      'of another site that has the word',
      async () => [`/.samepage/socket/${await word()}/live`, { ...stranger, origin: 'https://a.test' }],
      403,
    ],
    ['to a path of ours', async () => [`/.samepage/socket/${await word()}/.samepage/runtime`, stranger], 404],
  ])('%s it is refused', async (_name, asked, status) => {
    const [path, options] = await asked();
    expect(await refusedWith(dial(www(), path, options))).toBe(status);
  });
});

test('a page of another label of the session may open one, in its own name', async () => {
  const bank = 'https://www.bank.example';
  const socket = await opened(dial(plain.origin('www.shop.example'), '/live', { origin: gateway.gatewayOrigin(bank) }));
  expect(upgrades[0]?.headers.origin).toBe(bank);
  socket.terminate();
});

test('a visitor who leaves takes the socket along, and the process stays', async () => {
  const socket = await opened(dial(plain.origin('www.shop.example'), '/live'));
  socket.terminate();
  await expect.poll(() => closedWith).toBe(1006);
});
