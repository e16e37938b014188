/**
 * The attack: bytes that no browser would send, at the doors in front of all others. Somebody names one host in the address and another
 * in a field, hides a second Host behind more fields than Node counts, or begins a body and leaves it at that.
 */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway, type Gateway, type NewSession } from '../support/start-gateway.ts';

let gateway: Gateway;
let session: NewSession;

beforeAll(async () => {
  gateway = await startGateway({ overrides: { allowPrivateTargets: ['127.0.0.1:9'] } });
  session = await gateway.createSession('http://127.0.0.1:9/');
});
afterAll(() => gateway.close());

/** All that comes until the gateway closes. */
function raw(text: string, port = gateway.port): Promise<string> {
  return new Promise((done) => {
    let got = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(text, 'latin1')));
    socket.on('data', (data: Buffer) => (got += data.toString('latin1')));
    socket.on('close', () => done(got));
    // A reset is an end as well: what came before it counts.
    socket.on('error', () => undefined);
  });
}

const control = (): string => new URL(gateway.controlOrigin).host;
const own = (): string => new URL(gateway.ownOrigin(session.id)).host;
const head = (line: string, host: string, ...fields: string[]): string =>
  [line, `Host: ${host}`, 'Connection: close', ...fields, '', ''].join('\r\n');

test.each<[string, () => string, number]>([
  ['a whole address of another host, at the console', () => head('GET http://evil.example/join HTTP/1.1', control()), 400],
  ['a whole address, at the console', () => head(`GET ${gateway.controlOrigin}/join HTTP/1.1`, control()), 400],
  ['a whole address, at a session', () => head('GET http://evil.example/ HTTP/1.1', own()), 400],
  ['no path', () => head('OPTIONS * HTTP/1.1', control()), 400],
  ['a path without its slash', () => head('GET join HTTP/1.1', control()), 400],
  ['two hosts', () => head('GET /join HTTP/1.1', control(), `Host: ${own()}`), 421],
  ['two hosts, 2100 fields apart', () => head('GET /join HTTP/1.1', control(), ...Array<string>(2100).fill('a:'), 'Host: x'), 421],
  ['a host with a user', () => head('GET /join HTTP/1.1', `x@${control()}`), 421],
  ['a host with its dot', () => head('GET /join HTTP/1.1', control().replace(':', '.:')), 421],
  ['a host on another port', () => head('GET /join HTTP/1.1', 'localhost:1'), 421],
  ['a session in another session', () => head('GET / HTTP/1.1', `${session.id}.${own()}`), 403],
  ['an upgrade to something else, at the console', () => head('GET /api/v1/socket HTTP/1.1', control(), 'Upgrade: h2c'), 404],
  ['HTTP/2 without asking', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
])('%s', async (_name, bytes, status) => {
  const answer = await raw(bytes());
  expect(answer.slice(0, 40)).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect([Number(answer.slice(9, 12)), answer.match(/HTTP\/1\.1 /g)?.length]).toEqual([status, 1]);
});

test('a body that never goes on ends at every door', async () => {
  const impatient = await startGateway({ overrides: { limits: { idleTimeoutMs: 200 } } });
  try {
    const host = new URL(impatient.controlOrigin).host;
    const hosts = { '/api/v1/sign-in': host, '/healthz': host, '/nothing': host, '/': 'evil.example' };
    const ends = Object.entries(hosts).map(([path, at]) =>
      raw(`POST ${path} HTTP/1.1\r\nHost: ${at}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{`, impatient.port),
    );
    // Each has closed: those that answer without reading have answered before.
    expect((await Promise.all(ends)).map((answer) => Number(answer.slice(9, 12)))).toEqual([0, 200, 404, 421]);
  } finally {
    await impatient.close();
  }
});
