import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isPublicAddress, parseAllowance, sameAddress } from '../../src/proxy/address-rules.ts';
import { Connector, type ConnectorOptions } from '../../src/proxy/connector.ts';
import { parseSessionHost, type SessionHost } from '../../src/shared/url-map.ts';
import { certs } from '../support/certs.ts';
import { startTarget, type Target } from './start-target.ts';

const host = parseSessionHost('http://{label}.{sid}.localhost:{port}', 8080) as SessionHost; // a template of the right shape

const connectors: Connector[] = [];
function connector(options: Partial<ConnectorOptions> = {}): Connector {
  const made = new Connector({
    allowPrivateTargets: [],
    targetPorts: [80, 443],
    resolve: {},
    targetCa: null,
    own: { host, controlOrigin: 'http://localhost:8080', port: 8080 },
    dnsTimeoutMs: 2000,
    connectTimeoutMs: 2000,
    firstByteTimeoutMs: 2000,
    ...options,
  });
  connectors.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(connectors.splice(0).map((each) => each.close()));
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'allowed';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

describe('an address is public', () => {
  // An agent pastes an address that only looks like a public site and reaches the gateway's own network with it.
  test.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1:248:1893:25c8:1946', true],
    ['127.0.0.1', false],
    ['10.0.0.1', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['192.0.2.1', false],
    ['198.18.0.1', false],
    ['240.0.0.1', false],
    ['168.63.129.16', false],
    ['::', false],
    ['::1', false],
    ['::7f00:1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:93.184.216.34', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2001:0:7f00:1::', false],
    ['fe80::1', false],
    ['fe80::1%eth0', false],
    ['fc00::1', false],
    ['fec0::1', false],
    ['ff02::1', false],
    ['100::1', false],
    ['100:0:0:1::1', false],
    ['2001:db8::1', false],
    ['64:ff9b:1::1', false],
    ['::ffff:0:7f00:1', false],
    ['3fff::1', false],
    ['5f00::1', false],
    ['4000::1', false],
    ['e000::1', false],
    ['not an address', false],
  ])('%s: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});

describe('an address that is written in an odd way is refused like the plain one', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://017700000001/',
    'http://0/',
    'http://１２７.０.０.１/',
    'http://127。0。0。1/',
    'http://127.0.0.1./',
    'http://user@127.0.0.1/',
    'http://example.com@127.0.0.1/',
    'http://127.0.0.1\\@example.com/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::127.0.0.1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://metadata.google.internal/',
    'http://localhost/',
    'http://localhost./',
    'http://shop.localhost/',
    'https://10.1.2.3/',
    'http://93.184.216.34:22/',
    'http://93.184.216.34:8443/',
    'http://93.184.216.34:6379/',
    'ftp://93.184.216.34/',
    'file:///etc/passwd',
    'ws://127.0.0.1/',
  ])('%s', async (url) => {
    expect(await codeOf(connector().check(new URL(url)))).toBe('TARGET_NOT_ALLOWED');
  });

  test('a public address on an ordinary port is allowed', async () => {
    expect(await codeOf(connector().check(new URL('https://93.184.216.34/')))).toBe('allowed');
    expect(await codeOf(connector().check(new URL('http://[2606:2800:220:1:248:1893:25c8:1946]/')))).toBe('allowed');
  });

  test('a name that does not resolve is told apart', async () => {
    expect(await codeOf(connector().check(new URL('https://no-such-host.invalid/')))).toBe('TARGET_UNRESOLVABLE');
  });
});

describe('allowance', () => {
  test.each([
    ['a range opens every port in it', ['127.0.0.0/8'], 'http://127.0.0.1:9999/', 'allowed'],
    ['a single address', ['127.0.0.1'], 'http://127.0.0.1:9999/', 'allowed'],
    ['another address stays closed', ['127.0.0.1'], 'http://127.0.0.2:9999/', 'TARGET_NOT_ALLOWED'],
    ['host and port', ['localhost:9999'], 'http://localhost:9999/', 'allowed'],
    ['another port stays closed', ['localhost:9999'], 'http://localhost:9998/', 'TARGET_NOT_ALLOWED'],
    ['a name under localhost is 127.0.0.1', ['127.0.0.0/8'], 'http://shop.localhost:9999/', 'allowed'],
    ['a range does not open another family', ['::1/128'], 'http://127.0.0.1/', 'TARGET_NOT_ALLOWED'],
    ['the mapped spelling is another address', ['127.0.0.0/8'], 'http://[::ffff:127.0.0.1]/', 'TARGET_NOT_ALLOWED'],
    ['a port that no browser asks stays closed in an open range', ['127.0.0.0/8'], 'http://127.0.0.1:22/', 'TARGET_NOT_ALLOWED'],
  ])('%s', async (_name, allowPrivateTargets, url, expected) => {
    expect(await codeOf(connector({ allowPrivateTargets }).check(new URL(url)))).toBe(expected);
  });

  test('a session may have places of its own', async () => {
    const door = connector();
    expect(await codeOf(door.check(new URL('http://127.0.0.1:9999/'), new Set(['127.0.0.1:9999'])))).toBe('allowed');
    expect(await codeOf(door.check(new URL('http://127.0.0.1:9998/'), new Set(['127.0.0.1:9999'])))).toBe('TARGET_NOT_ALLOWED');
  });

  test('the hosts table is checked like an answer of DNS', async () => {
    const resolve = { 'www.shop.example': '127.0.0.1', 'broken.example': 'not an address' };
    expect(await codeOf(connector({ resolve }).check(new URL('https://www.shop.example/')))).toBe('TARGET_NOT_ALLOWED');
    expect(await codeOf(connector({ resolve, allowPrivateTargets: ['127.0.0.0/8'] }).check(new URL('https://www.shop.example/')))).toBe(
      'allowed',
    );
    expect(await codeOf(connector({ resolve }).check(new URL('https://broken.example/')))).toBe('TARGET_UNRESOLVABLE');
    expect(await codeOf(connector({ resolve }).check(new URL('https://constructor/')))).not.toBe('allowed');
  });

  test('the gateway itself is never a target, allowed or not', async () => {
    const open = connector({ allowPrivateTargets: ['0.0.0.0/0', '::/0', '127.0.0.1:8080', 'localhost:8080'] });
    for (const url of [
      'http://127.0.0.1:8080/',
      'http://localhost:8080/',
      'http://[::1]:8080/',
      'http://0.0.0.0:8080/',
      'http://anything.localhost:8080/',
      'http://www-shop-example.abcdefgh234567ab.localhost:8080/',
    ]) {
      expect(await codeOf(open.check(new URL(url))), url).toBe('TARGET_NOT_ALLOWED');
    }
  });

  test('what is neither range nor place is left out', () => {
    const allowance = parseAllowance(['10.0.0.0/8', 'Intern.Example:8443', 'nonsense', '*']);
    expect(allowance.ranges).toHaveLength(1);
    expect([...allowance.places]).toEqual(['intern.example:8443']);
  });

  test('one address has many spellings', () => {
    expect(sameAddress('::ffff:127.0.0.1', '127.0.0.1')).toBe(true);
    expect(sameAddress('::1', '0:0:0:0:0:0:0:1')).toBe(true);
    expect(sameAddress('127.0.0.1', '127.0.0.2')).toBe(false);
    expect(sameAddress('', '')).toBe(false);
  });
});

describe('a connection', () => {
  let plain: Target;
  let secure: Target;
  let folder: string;
  beforeAll(async () => {
    plain = await startTarget((_req, res) => res.end('plain'));
    secure = await startTarget((_req, res) => res.end('secure'), { tls: true });
    folder = mkdtempSync(path.join(tmpdir(), 'samepage-bad-certs-'));
  });
  afterAll(async () => {
    await plain.close();
    await secure.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function get(door: Connector, origin: string): Promise<string> {
    const answer = await door.dispatcher().request({ origin, path: '/', method: 'GET' });
    return answer.body.text();
  }

  test('reaches an allowed target by name, plain and secure', async () => {
    const door = connector({
      allowPrivateTargets: ['127.0.0.0/8'],
      resolve: { 'www.shop.example': '127.0.0.1' },
      targetCa: certs().caFile,
    });
    expect(await get(door, plain.origin('www.shop.example'))).toBe('plain');
    expect(await get(door, plain.origin('shop.localhost'))).toBe('plain');
    expect(await get(door, secure.origin('www.shop.example'))).toBe('secure');
  });

  test('[T1] is never opened to a private address: not one socket arrives', async () => {
    const before = await plain.connections();
    const door = connector({ resolve: { 'www.shop.example': '127.0.0.1' }, targetPorts: [plain.port] });
    expect(await codeOf(get(door, plain.origin('www.shop.example')))).toBe('TARGET_NOT_ALLOWED');
    expect(await codeOf(get(door, plain.origin('127.0.0.1')))).toBe('TARGET_NOT_ALLOWED');
    const viaAgent = new Promise((_done, fail) => {
      request({ host: '127.0.0.1', port: plain.port, agent: door.agent('http') })
        .on('error', fail)
        .end();
    });
    expect(await codeOf(viaAgent)).toBe('TARGET_NOT_ALLOWED');
    expect(await plain.connections()).toBe(before);
  });

  test('does not share sockets between sessions of different allowance', async () => {
    const door = connector();
    const place = `127.0.0.1:${plain.port}`;
    const answer = await door.dispatcher(new Set([place])).request({ origin: `http://${place}`, path: '/', method: 'GET' });
    expect(await answer.body.text()).toBe('plain');
    expect(await codeOf(get(door, `http://${place}`))).toBe('TARGET_NOT_ALLOWED');
  });

  test('[T3] follows no redirect', async () => {
    const away = await startTarget((_req, res) => res.writeHead(302, { location: plain.origin('127.0.0.1') }).end());
    const door = connector({ allowPrivateTargets: ['127.0.0.0/8'] });
    const answer = await door.dispatcher().request({ origin: away.origin('127.0.0.1'), path: '/', method: 'GET' });
    await answer.body.dump();
    expect(answer.statusCode).toBe(302);
    await away.close();
  });

  test.each(['wrong name', 'unknown authority', 'expired', 'self-signed'])('[T4] does not trust a certificate: %s', async (fault) => {
    const allowPrivateTargets = ['127.0.0.0/8'];
    const resolve = { 'www.shop.example': '127.0.0.1', 'other.example': '127.0.0.1' };
    if (fault === 'wrong name') {
      const door = connector({ allowPrivateTargets, resolve, targetCa: certs().caFile });
      expect(await codeOf(get(door, secure.origin('other.example')))).toBe('TARGET_TLS');
      return;
    }
    if (fault === 'unknown authority') {
      expect(await codeOf(get(connector({ allowPrivateTargets, resolve }), secure.origin('www.shop.example')))).toBe('TARGET_TLS');
      return;
    }
    const file = (name: string): string => path.join(folder, name);
    const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'ignore' });
    // prettier-ignore
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file('k.pem'), '-out', file('c.pem'),
      '-subj', '/CN=www.shop.example', '-addext', 'subjectAltName=DNS:www.shop.example', '-days', '2');
    // openssl 3.0 cannot date a request back, but it signs a certificate that ended yesterday.
    if (fault === 'expired') openssl('x509', '-in', file('c.pem'), '-signkey', file('k.pem'), '-days', '-1', '-out', file('c.pem'));
    const bad = await startTarget((_req, res) => res.end(), {
      tls: { cert: readFileSync(file('c.pem'), 'utf8'), key: readFileSync(file('k.pem'), 'utf8') },
    });
    const targetCa = fault === 'expired' ? file('c.pem') : null;
    expect(await codeOf(get(connector({ allowPrivateTargets, resolve, targetCa }), bad.origin('www.shop.example')))).toBe('TARGET_TLS');
    await bad.close();
  });

  test('says that nothing listens there', async () => {
    const gone = await startTarget((_req, res) => res.end());
    const origin = gone.origin('127.0.0.1');
    await gone.close();
    expect(await codeOf(get(connector({ allowPrivateTargets: ['127.0.0.0/8'] }), origin))).toBe('TARGET_UNREACHABLE');
  });
});
