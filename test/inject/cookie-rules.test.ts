import { describe, expect, it } from 'vitest';
import { defaultPath, parseWrite, pathMatches, type CookiePlace } from '../../src/inject/overrides/cookie-rules.ts';

const place: CookiePlace = { host: 'www.shop.example', path: '/dir/page.html', secure: true };
const now = Date.UTC(2026, 0, 1);

describe('a write to document.cookie', () => {
  const taken: readonly (readonly [string, object])[] = [
    ['a=1', { name: 'a', value: '1', domain: undefined, path: '/dir', expires: undefined }],
    ['  a = 1 ; path=/', { name: 'a', value: '1', path: '/' }],
    ['a=b=c', { name: 'a', value: 'b=c' }],
    ['just text', { name: '', value: 'just text' }],
    ['a=1; domain=.shop.example', { domain: 'shop.example' }],
    ['a=1; Domain=WWW.SHOP.EXAMPLE', { domain: 'www.shop.example' }],
    ['a=1; path=relative', { path: '/dir' }],
    ['a=1; max-age=10', { expires: now + 10_000 }],
    ['a=1; max-age=0', { expires: 0 }],
    ['a=1; max-age=-1; expires=Fri, 01 Jan 2027 00:00:00 GMT', { expires: 0 }],
    ['a=1; expires=Thu, 01 Jan 1970 00:00:00 GMT', { expires: 0 }],
    ['a=1; expires=Thu, 01-Jan-70 00:00:01 GMT', { expires: 1000 }],
    ['a=1; expires=nonsense', { expires: undefined }],
    ['a=1; max-age=99999999999', { expires: now + 400 * 24 * 3600 * 1000 }],
    ['__Host-a=1; secure; path=/', { name: '__Host-a' }],
    ['__Secure-a=1; secure', { name: '__Secure-a' }],
    ['a=1; samesite=none; secure', { name: 'a' }],
  ];
  for (const [text, expected] of taken) {
    it(`is taken: ${text}`, () => {
      expect(parseWrite(text, place, now)).toMatchObject(expected);
    });
  }

  const refused = [
    '',
    '=',
    'a=1; httponly',
    'a=1; domain=other.example',
    'a=1; domain=example',
    'a=1; domain=shop.example.evil.test',
    '__Host-a=1; path=/',
    '__Host-a=1; secure',
    '__Host-a=1; secure; path=/; domain=www.shop.example',
    '__Secure-a=1',
    '__host-a=1; path=/',
    'a=1; samesite=none',
    'a=\u0001',
    `a=${'x'.repeat(4096)}`,
  ];
  for (const text of refused) {
    it(`is ignored: ${text.slice(0, 60)}`, () => {
      expect(parseWrite(text, place, now)).toBeUndefined();
    });
  }

  it('is ignored with Secure on a page without TLS', () => {
    expect(parseWrite('a=1; secure', { ...place, secure: false }, now)).toBeUndefined();
  });

  it('takes no parent domain for an address of digits', () => {
    expect(parseWrite('a=1; domain=0.0.1', { ...place, host: '127.0.0.1' }, now)).toBeUndefined();
  });
});

it('the default path ends before the last slash', () => {
  expect(['/', '/a', '/a/', '/a/b', ''].map(defaultPath)).toEqual(['/', '/', '/a', '/a', '/']);
});

it('a cookie path matches whole segments', () => {
  expect([
    pathMatches('/', '/x'),
    pathMatches('/a', '/a'),
    pathMatches('/a', '/a/b'),
    pathMatches('/a', '/ab'),
    pathMatches('/a/', '/a'),
  ]).toEqual([true, true, true, false, false]);
});
