import { describe, expect, test } from 'vitest';
import { TargetJar, type SameSiteContext } from '../../src/sessions/cookie-jar.ts';

const SHOP = 'https://www.shop.example/dir/page';
const strict = { sameSite: 'strict' } as const;

function jarWith(...lines: string[]): TargetJar {
  const jar = new TargetJar();
  jar.setFromResponse(SHOP, lines, strict);
  return jar;
}

describe('the Cookie header', () => {
  test.each<[string, string, string, string]>([
    ['a host cookie goes to its host', 'a=1; Path=/', 'https://www.shop.example/', 'a=1'],
    ['and to no other', 'a=1; Path=/', 'https://api.shop.example/', ''],
    ['a domain cookie goes to all hosts of the domain', 'a=1; Domain=.shop.example; Path=/', 'https://api.shop.example/', 'a=1'],
    ['the port does not matter', 'a=1; Path=/', 'https://www.shop.example:8443/', 'a=1'],
    ['sockets share it', 'a=1; Path=/', 'wss://www.shop.example/live', 'a=1'],
    ['the default path is the folder of the page', 'a=1', 'https://www.shop.example/dir/other', 'a=1'],
    ['and not beside it', 'a=1', 'https://www.shop.example/directory', ''],
    ['Secure stays off http', 'a=1; Path=/; Secure', 'http://www.shop.example/', ''],
    ['Secure may go to loopback', 'a=1; Path=/; Secure', 'https://www.shop.example/', 'a=1'],
    ['a dead cookie is gone', 'a=1; Path=/; Max-Age=0', 'https://www.shop.example/', ''],
    ['HttpOnly is sent', 'a=1; Path=/; HttpOnly', 'https://www.shop.example/', 'a=1'],
    ['a cookie of a stranger is refused', 'a=1; Domain=bank.example; Path=/', 'https://www.bank.example/', ''],
    ['a public suffix is refused', 'a=1; Domain=example; Path=/', 'https://www.shop.example/', ''],
    ['__Host- with all it asks for', '__Host-a=1; Path=/; Secure', 'https://www.shop.example/', '__Host-a=1'],
    ['__Host- with a domain is refused', '__Host-a=1; Path=/; Secure; Domain=shop.example', 'https://www.shop.example/', ''],
    ['__Host- without Secure is refused', '__Host-a=1; Path=/', 'https://www.shop.example/', ''],
    ['__host- is no way around', '__host-a=1; Path=/', 'https://www.shop.example/', ''],
    ['__Secure- without Secure is refused', '__Secure-a=1; Path=/', 'https://www.shop.example/', ''],
    ['a nameless value does not pass for a prefix', '=__Host-a=1; Path=/', 'https://www.shop.example/', ''],
    ['SameSite=None without Secure is refused', 'a=1; Path=/; SameSite=None', 'https://www.shop.example/', ''],
    ['a value with quotes and commas stays as it is', 'a="x, y"; Path=/', 'https://www.shop.example/', 'a="x, y"'],
  ])('%s', (_name, line, url, expected) => {
    expect(jarWith(line).header(url, strict)).toBe(expected);
  });

  test.each<[string, SameSiteContext, boolean]>([
    ['Strict', 'strict', true],
    ['Strict', 'lax', false],
    ['Strict', 'none', false],
    ['Lax', 'lax', true],
    ['Lax', 'none', false],
    ['None; Secure', 'none', true],
  ])('SameSite=%s seen from %s: sent %s', (sameSite, context, sent) => {
    expect(jarWith(`a=1; Path=/; SameSite=${sameSite}`).header(SHOP, { sameSite: context })).toBe(sent ? 'a=1' : '');
  });

  test('longer paths go first, then older cookies', () => {
    expect(jarWith('b=2; Path=/', 'a=1; Path=/', 'c=3; Path=/dir').header(SHOP, strict)).toBe('c=3; b=2; a=1');
  });

  test('plain http cannot put a cookie before a secure one', () => {
    const jar = jarWith('sid=good; Path=/; Secure; Domain=shop.example');
    expect(jar.setFromResponse('http://api.shop.example/', ['sid=evil; Path=/; Domain=shop.example'], strict)).toBe(false);
    expect(jar.header(SHOP, strict)).toBe('sid=good');
  });

  test('a cross-site answer does not set SameSite cookies', () => {
    const jar = new TargetJar();
    expect(jar.setFromResponse(SHOP, ['a=1; SameSite=Lax'], { sameSite: 'none' })).toBe(false);
    expect(jar.setFromResponse(SHOP, ['a=1; SameSite=None; Secure'], { sameSite: 'none' })).toBe(true);
    expect(jar.setFromResponse(SHOP, ['b=1; SameSite=Strict'], { sameSite: 'lax' })).toBe(true);
  });
});

describe('document.cookie', () => {
  test('shows no HttpOnly cookie, and cannot overwrite one', () => {
    const jar = jarWith('sid=secret; Path=/; HttpOnly', 'theme=dark; Path=/');
    expect(jar.documentCookie(SHOP)).toBe('theme=dark');
    expect(jar.write(SHOP, 'sid=evil; Path=/')).toBe(false);
    expect(jar.write(SHOP, 'new=1; HttpOnly')).toBe(false);
    expect(jar.header(SHOP, strict)).toBe('sid=secret; theme=dark');
  });

  test('a write is sent with the next request, a removal too', () => {
    const jar = new TargetJar();
    expect(jar.write(SHOP, 'a=1; path=/')).toBe(true);
    expect(jar.header(SHOP, strict)).toBe('a=1');
    jar.write(SHOP, 'a=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT');
    expect(jar.header(SHOP, strict)).toBe('');
  });

  test.each(['', ';', 'a=1\0b', 'x'.repeat(9000)])('a broken write changes nothing: %j', (text) => {
    const jar = new TargetJar();
    expect(jar.write(SHOP, text)).toBe(false);
    expect(jar.size).toBe(0);
  });

  test.each(['about:blank', 'data:text/html,x', 'not a url', ''])('a document at %j has no cookies', (url) => {
    const jar = jarWith('a=1; Path=/');
    expect(jar.documentCookie(url)).toBe('');
    expect(jar.write(url, 'b=2')).toBe(false);
  });
});

describe('partitions', () => {
  const line = (name: string): string => `${name}=1; Path=/; Secure; SameSite=None; Partitioned`;

  test('a Partitioned cookie is in its partition alone; where there is none it is neither taken nor sent', () => {
    const jar = new TargetJar();
    expect(jar.setFromResponse(SHOP, [line('a')], strict)).toBe(false);
    expect(jar.hasPartitions).toBe(false);
    expect(jar.setFromResponse(SHOP, [line('a')], { ...strict, partition: 'one' })).toBe(true);
    expect(jar.header(SHOP, { ...strict, partition: 'one' })).toBe('a=1');
    expect(jar.header(SHOP, { ...strict, partition: 'two' })).toBe('');
    expect(jar.header(SHOP, strict)).toBe('');
    expect(jar.documentCookie(SHOP, 'one')).toBe('a=1');
    expect(jar.write(SHOP, 'a=; path=/; secure; partitioned; max-age=0', 'one')).toBe(true);
    expect(jar.header(SHOP, { ...strict, partition: 'one' })).toBe('');
  });

  test('partitions count towards the same bounds, and are forgotten with their last cookie', () => {
    const jar = new TargetJar();
    for (let n = 0; n < 320; n++) jar.setFromResponse(SHOP, [line(`c${n}`)], { ...strict, partition: `p${n}` });
    expect(jar.size).toBe(300);
    expect(jar.header(SHOP, { ...strict, partition: 'p0' })).toBe('');
    jar.clear(SHOP);
    expect([jar.size, jar.hasPartitions]).toEqual([0, false]);
  });
});

describe('bounds', () => {
  test('300 cookies, the longest unused go first', () => {
    const jar = new TargetJar();
    for (let n = 0; n < 320; n++) jar.setFromResponse(SHOP, [`c${n}=1; Path=/`], strict);
    expect(jar.size).toBe(300);
    expect(jar.header(SHOP, strict)).not.toContain('c0=1');
    expect(jar.header(SHOP, strict)).toContain('c319=1');
  });

  test('64 KiB in all, 4 KiB each', () => {
    const jar = new TargetJar();
    for (let n = 0; n < 40; n++) jar.setFromResponse(SHOP, [`c${n}=${'x'.repeat(3000)}; Path=/`], strict);
    expect(jar.header(SHOP, strict).length).toBeLessThan(66 * 1024);
    expect(jar.setFromResponse(SHOP, [`big=${'x'.repeat(4096)}; Path=/`], strict)).toBe(false);
  });

  test('clear forgets a site, or everything', () => {
    const jar = jarWith('a=1; Path=/', 'b=2; Domain=shop.example; Path=/');
    jar.setFromResponse('https://www.bank.example/', ['c=3; Path=/'], strict);
    jar.clear('https://api.shop.example/');
    expect(jar.header(SHOP, strict)).toBe('');
    expect(jar.size).toBe(1);
    jar.clear();
    expect(jar.size).toBe(0);
  });
});
