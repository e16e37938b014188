/**
 * What one session loads may make it faster for the next, and must tell it nothing. The attack: a customer's private script, or
 * one that was fetched in their name, lies in a cache where another session, or a file on the disk, can tell that it was loaded.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SID, startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

/** Long enough for the disk, and new in every test. */
let script = '';
let count = 0;
let headers: Record<string, string | string[]> = {};
let cdn: Target;
let gateway: Gateway;
let folder: string;

beforeAll(async () => {
  cdn = await startTarget((_req, res) => res.writeHead(200, { 'content-type': 'text/javascript', ...headers }).end(script));
});
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'samepage-cache-'));
  gateway = await startProxy({ cacheDir: folder });
  script = `import "https://www.bank.example/${++count}.js";a=location;/*${'x'.repeat(20_000)}*/`;
  headers = { 'cache-control': 'public, max-age=60' };
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => cdn.close());

/** Loads the script; what the disk holds once all is written. */
async function kept(asked: { headers?: Record<string, string>; cookie?: false } = {}, host = 'cdn.static.example'): Promise<string[]> {
  const answer = await gateway.ask(cdn.origin(host), '/a.js', { dest: 'script', cookie: false, ...asked });
  expect(answer.text).toContain('__samepage$w(location)');
  expect(answer.text).toContain(`"${gateway.gatewayOrigin('https://www.bank.example')}/${count}.js"`);
  await gateway.close(); // waits for the disk
  return readdirSync(folder);
}

describe('on the disk, and so for others, is', () => {
  test('a public script that was asked for in nobody’s name: by its content, with nothing of the session', async () => {
    const files = await kept();
    expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    const text = readFileSync(path.join(folder, files[0] ?? ''), 'latin1');
    expect([text.includes('x'.repeat(1000)), text.includes(SID), text.includes('samepage-jar')]).toEqual([true, false, false]);
  });

  test.each<[string, Record<string, string | string[]>]>([
    ['no word about caching', { 'cache-control': '' }],
    ['a private one', { 'cache-control': 'private, max-age=60' }],
    ['one that is both', { 'cache-control': 'public, private' }],
    ['one that must not be stored', { 'cache-control': 'public, no-store' }],
    ['one that sets a cookie', { 'cache-control': 'public', 'set-cookie': ['a=1'] }],
  ])('not %s', async (_name, sent) => {
    headers = sent;
    expect(await kept()).toEqual([]);
  });

  test('not one that was asked for with a cookie', async () => {
    gateway.session.jar.setFromResponse(`${cdn.origin('www.shop.example')}/`, ['a=1; Path=/'], { sameSite: 'strict' });
    const answer = await gateway.ask(cdn.origin('www.shop.example'), '/a.js', { dest: 'script' });
    expect(answer.text).toContain('__samepage$w(location)');
    await gateway.close();
    expect([cdn.seen.at(-1)?.headers.cookie, readdirSync(folder)]).toEqual(['a=1', []]);
  });

  test('not one that was asked for with an Authorization', async () => {
    expect(await kept({ headers: { authorization: 'Bearer b', 'sec-fetch-mode': 'cors' } })).toEqual([]);
    expect(cdn.seen.at(-1)?.headers.authorization).toBe('Bearer b');
  });
});

test('the browser keeps no document, and what it keeps it keeps under a name that is the session’s own', async () => {
  headers = {
    'content-type': 'text/html',
    'cache-control': 'public, max-age=9999',
    etag: '"a"',
    'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT',
  };
  script = '<p>x</p>';
  const page = await gateway.ask(cdn.origin('www.shop.example'), '/', {});
  expect([page.headers['cache-control'], page.headers.etag, page.headers['last-modified']]).toEqual([
    'private, no-cache',
    undefined,
    undefined,
  ]);
  expect(gateway.gatewayOrigin(cdn.origin('www.shop.example'))).toContain(SID);
  await gateway.close();
});
