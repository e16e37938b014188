/**
 * A document as a site sends it to anybody. The attack: a page of the company's list that redirects to the inside, that never
 * ends, or that unpacks to gigabytes.
 */
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { Connector } from '../../src/proxy/connector.ts';
import { DOCUMENT_BYTES, plainDocument, type PlainDocument } from '../../src/proxy/plain-document.ts';
import { parseSessionHost, type SessionHost } from '../../src/shared/url-map.ts';
import { startTarget, type Target } from './start-target.ts';

const host = parseSessionHost('http://{label}.{sid}.localhost:{port}', 8080) as SessionHost; // a template of the right shape
const { limits } = loadConfig({ env: {}, overrides: { dataDir: ':memory:' } });
let target: Target;
let connector: Connector;

afterEach(async () => {
  await connector.close();
  await target.close();
});

async function read(
  path: string,
  listener: Parameters<typeof startTarget>[0],
  mayOpen: (url: string) => boolean = () => true,
): Promise<PlainDocument> {
  target = await startTarget(listener);
  connector = new Connector({
    allowPrivateTargets: [`127.0.0.1:${target.port}`],
    targetPorts: [80, 443],
    resolve: {},
    targetCa: null,
    own: { host, controlOrigin: 'http://localhost:8080', port: 8080 },
    dnsTimeoutMs: 2000,
    connectTimeoutMs: 2000,
    firstByteTimeoutMs: 2000,
  });
  return plainDocument(connector, limits, target.origin('127.0.0.1') + path, mayOpen);
}

test('is read through redirects, unpacked, in its own charset, without a cookie', async () => {
  const page = await read('/from', (req, res) => {
    if (req.url === '/from') res.writeHead(302, { location: '/to', 'set-cookie': 'a=1' }).end();
    else {
      const bytes = gzipSync(Buffer.from('<p class="größe">', 'latin1'));
      res.writeHead(404, { 'content-type': 'text/html; charset=iso-8859-1', 'content-encoding': 'gzip' }).end(bytes);
    }
  });
  expect([page.url, page.status, page.html]).toEqual([`${target.origin('127.0.0.1')}/to`, 404, '<p class="größe">']);
  expect(target.seen.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
});

test('is empty when it is no HTML', async () => {
  expect((await read('/', (_req, res) => void res.writeHead(200, { 'content-type': 'application/json' }).end('{}'))).html).toBe('');
});

test('that leads to the inside is refused at that hop', async () => {
  const reading = read('/', (_req, res) => void res.writeHead(302, { location: 'http://127.0.0.2:1/' }).end());
  await expect(reading).rejects.toMatchObject({ code: 'TARGET_NOT_ALLOWED' });
});

/** The attack: who may write a company's rules tries them on a site that the operator's list leaves out, and counts what its pages hold. */
test.each([
  ['the address itself', '/closed', []],
  ['where it leads', '/', ['/']],
])('that the list of allowed sites leaves out is not asked for: %s', async (_name, path, asked) => {
  const reading = read(
    path,
    (_req, res) => void res.writeHead(302, { location: '/closed' }).end(),
    (url) => !url.endsWith('/closed'),
  );
  await expect(reading).rejects.toMatchObject({ code: 'TARGET_NOT_ALLOWED' });
  expect(target.seen.map(({ url }) => url)).toEqual(asked);
});

test.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'data:text/html,<p>', 'javascript:1'])('that leads to %s is no page', async (to) => {
  await expect(read('/', (_req, res) => void res.writeHead(302, { location: to }).end())).rejects.toMatchObject({
    code: 'TARGET_PROTOCOL',
  });
});

test('that redirects without end is given up', async () => {
  await expect(read('/', (_req, res) => void res.writeHead(302, { location: '/' }).end())).rejects.toMatchObject({
    code: 'TARGET_PROTOCOL',
  });
  expect(target.seen.length).toBeLessThan(10);
});

test('that never ends is read as far as it is looked at', async () => {
  const page = await read('/', (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/html' });
    const more = (): void => {
      while (!res.destroyed && res.write('<p>more'.repeat(1000)));
    };
    res.on('drain', more);
    more();
  });
  expect(page.html.length).toBe(DOCUMENT_BYTES);
});
