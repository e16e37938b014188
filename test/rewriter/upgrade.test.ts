import { describe, expect, test } from 'vitest';
import { upgradingMaps } from '../../src/rewriter/text/index.ts';

const shown = (url: string): string => url;

describe('upgrade-insecure-requests', () => {
  const rule = { page: () => 'https://www.shop.example/dir/', nested: false, applies: () => true };
  const { load, link } = upgradingMaps(shown, rule);

  test.each([
    ['http://cdn.shop.example/a.png', 'https://cdn.shop.example/a.png'],
    ['  HTTP://cdn.shop.example', '  HTTPs://cdn.shop.example'],
    ['ws://live.shop.example/x?y#z', 'wss://live.shop.example/x?y#z'],
    ['http://cdn.shop.example:80/a', 'https://cdn.shop.example/a'],
    ['http://cdn.shop.example:8080/a', 'https://cdn.shop.example:8080/a'],
    ['http:cdn.shop.example/a', 'https:cdn.shop.example/a'],
    ['http://user:word@cdn.shop.example/a', 'https://user:word@cdn.shop.example/a'],
    ['https://cdn.shop.example/a', 'https://cdn.shop.example/a'],
    ['//cdn.shop.example/a', '//cdn.shop.example/a'],
    ['a/b?http://x', 'a/b?http://x'],
    ['mailto:http://x', 'mailto:http://x'],
    ['http://localhost:3000/', 'http://localhost:3000/'],
    ['http://app.localhost/', 'http://app.localhost/'],
    ['http://127.0.0.1/', 'http://127.0.0.1/'],
    ['http://[::1]:80/', 'http://[::1]:80/'],
    ['http://localhost.shop.example/', 'https://localhost.shop.example/'],
  ])('%s is asked for as %s', (written, asked) => {
    expect(load(written)).toBe(asked);
  });

  test('a link is upgraded where it stays on the host, and in a frame', () => {
    expect(link('http://www.shop.example/next')).toBe('https://www.shop.example/next');
    expect(link('http://www.bank.example/')).toBe('http://www.bank.example/');
    expect(link('http://www.shop.example:81/')).toBe('http://www.shop.example:81/');
    expect(upgradingMaps(shown, { ...rule, nested: true }).link('http://www.bank.example/')).toBe('https://www.bank.example/');
  });

  test('on a page without TLS an address without a scheme is upgraded, too', () => {
    const plain = upgradingMaps(shown, { ...rule, page: () => 'http://www.shop.example/' });
    expect(plain.load('//cdn.shop.example/a')).toBe('https://cdn.shop.example/a');
  });

  test('nothing changes while no policy asks for it', () => {
    const off = upgradingMaps(shown, { ...rule, applies: () => false });
    expect([off.load('http://a.example/'), off.link('http://www.shop.example/')]).toEqual([
      'http://a.example/',
      'http://www.shop.example/',
    ]);
  });
});
