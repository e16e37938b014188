/** Whole addresses between target and gateway: what is mapped, what stays, and that the way back gives the same text. */
import { describe, expect, test } from 'vitest';
import { createMapUrl } from '../../src/rewriter/text/index.ts';
import { parseSessionHost, UrlMap, type SessionHost } from '../../src/shared/url-map.ts';

const host = parseSessionHost('http://{label}.{sid}.localhost:{port}', 8080) as SessionHost; // of the nested shape
const urls = new UrlMap(host, 'abcdefghijklmnop', { key: 'k', origin: () => undefined, remember: () => undefined });
const at = (label: string): string => `http://${label}.abcdefghijklmnop.localhost:8080`;

describe('an address there and back', () => {
  test.each([
    ['https://www.shop.example/a?b#c', `${at('www-shop-example')}/a?b#c`],
    ['https://user:pass@www.shop.example/', at('www-shop-example').replace('//', '//user:pass@') + '/'],
    ['https://a@b@www.shop.example/x', at('www-shop-example').replace('//', '//a@b@') + '/x'],
    ['https://$&@www.shop.example/', at('www-shop-example').replace('//', () => '//$&@') + '/'],
    ['wss://:p@www.shop.example:81/', at('www-shop-example--p81').replace('http://', 'ws://:p@') + '/'],
  ])('%s', (target, gateway) => {
    expect(urls.toGateway(target)).toBe(gateway);
    expect(urls.toTarget(gateway)).toBe(target);
  });

  test.each(['http://f:0/c', 'http://f: /c', 'https://a!b.example/', 'https://user@/', 'http://a b/'])('%s has no label', (target) => {
    expect(urls.toGateway(target)).toBeUndefined();
  });
});

describe('what an address is resolved against', () => {
  test.each([
    ['//x/y', 'http://a.example/', `${at('x--h')}/y`],
    ['//x/y', 'https://a.example/', `${at('x')}/y`],
    ['//x/y', 'file:///tmp/', undefined],
    ['\\\\x/y', 'about:blank', undefined],
    ['http:x/y', 'http://a.example/', 'x/y'],
    ['http:a:b@c', 'http://a.example/', './a:b@c'],
    ['http:x/y', 'https://a.example/', `${at('x--h')}/y`],
    ['https:/x/y', 'about:blank', `${at('x')}/y`],
    ['https:/x/y', 'https://a.example/', '/x/y'],
  ])('%s under %s', (url, base, expected) => {
    expect(createMapUrl(urls, base)(url)).toBe(expected);
    expect(createMapUrl(urls, () => base)(url)).toBe(expected);
  });
});
