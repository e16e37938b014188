import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, SiteBook, type ConfigInput } from '../../src/config/index.ts';

const front = (host: string, more: object = {}) => ({ host, target: 'http://10.0.0.7:8000', ...more });

function faults(overrides: Partial<ConfigInput>): string[] {
  try {
    loadConfig({ env: {}, overrides });
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ key, finding }) => `${key} ${finding}`);
    throw error;
  }
  return [];
}

describe('sites in place', () => {
  test('are found by host, with or without a port, by key and by address', () => {
    const book = new SiteBook(
      loadConfig({
        env: { SAMEPAGE_SITES: '[{"key":"club","origins":["https://club.example"]}]' },
        overrides: { front: [front('www.shop.example'), front('api.shop.example:8443'), front('shop.localhost')] },
      }),
    );
    expect(book.front('www.shop.example:8443')?.host).toBe('www.shop.example');
    expect(book.front('api.shop.example:8443')?.site.key).toBe('shop.example');
    expect(book.front('api.shop.example')).toBeUndefined();
    expect(book.front('evil.example')).toBeUndefined();
    expect(book.site('shop.example')).toEqual({
      key: 'shop.example',
      mode: 'front',
      sources: ['http://www.shop.example:*', 'http://api.shop.example:8443'],
      domain: 'shop.example',
    });
    expect(book.site('shop.localhost')?.domain).toBeUndefined();
    expect(book.siteOf('https://club.example/a?b')?.key).toBe('club');
    expect(book.siteOf('https://club.example:444/')).toBeUndefined();
    expect(book.siteOf('https://www.shop.example/cart')?.key).toBe('shop.example');
    expect(book.siteOf('javascript:alert(1)')).toBeUndefined();
  });

  test('all faults are told at once, each with its key', () => {
    expect(
      faults({
        sessionHost: 'http://{label}--{sid}.gw.example',
        controlOrigin: 'https://help.shop.example',
        front: [front('www.shop.example'), front('www.bank.example'), front('www.bank.example'), front('x.gw.example')],
        sites: [
          { key: 'bank.example', origins: ['https://a.example', 'https://a.example'] },
          { key: 'two', origins: ['https://www.bank.example', 'https://help.shop.example'] },
        ],
      }),
    ).toEqual([
      'sessionHost says http, which front and script mode cannot use',
      'front.0.host www.shop.example and help.shop.example of controlOrigin are one site',
      'front.2.host www.bank.example is named twice',
      'front.3.host x.gw.example is a host of the gateway itself',
      'sites.0.key bank.example names two sites',
      'sites.0.origins.1 https://a.example is named twice',
      'sites.1.origins.0 www.bank.example is a host of front mode, which needs no script',
      'sites.1.origins.1 help.shop.example is a host of the gateway itself',
    ]);
    expect(
      faults({
        front: [{ host: 'WWW.Shop.example/', target: 'ftp://x' }],
        sites: [{ key: 'A b', origins: ['https://a.example/path'] }],
      }),
    ).toHaveLength(4);
  });
});
