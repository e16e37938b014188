import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { frameAncestorsOf, netPolicy, translateCsp, type CspContext } from '../../src/proxy/csp.ts';
import { DocumentPolicy } from '../../src/proxy/csp-hashes.ts';
import { parseSessionHost, UrlMap, type SessionHost } from '../../src/shared/url-map.ts';

const SID = 'abcdefgh234567ab';
const aliases = { key: 'k', origin: () => undefined, remember: () => undefined };

function context(template = 'http://{label}.{sid}.localhost:8080', url = 'https://www.shop.example/page'): CspContext {
  const host = parseSessionHost(template, 8080) as SessionHost; // a template of the right shape
  const urls = new UrlMap(host, SID, aliases);
  return { urls, host, url: new URL(url), gatewayOrigin: urls.gatewayOrigin(url) ?? '', nonce: 'FRESH', report: false };
}

/** Directives of one translated policy. */
function directives(header: string, at = context()): Record<string, string> {
  const { value } = translateCsp(header, at);
  return Object.fromEntries(value.split('; ').map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1).join(' ')]));
}

const WWW = `http://www-shop-example.${SID}.localhost:8080`;
const API = `http://api-shop-example.${SID}.localhost:8080`;
const ALL = `http://*.${SID}.localhost:8080`;
const ALL_WS = `ws://*.${SID}.localhost:8080`;

describe('[B5] a source', () => {
  test.each([
    ['https://api.shop.example', API],
    ['https://api.shop.example/path/file.png', `${API}/path/file.png`],
    ['api.shop.example', API],
    ['http://api.shop.example', `${API} http://api-shop-example--h.${SID}.localhost:8080`],
    ['https://api.shop.example:8443', `http://api-shop-example--p8443.${SID}.localhost:8080`],
    ['https://api.shop.example:*', ALL],
    ['*.shop.example', ALL],
    ['https://*.shop.example/assets/', `${ALL}/assets/`],
    ['https://*.shop.example', ALL],
    ['*', ALL],
    ['https:', ALL],
    ['http:', ALL],
    ['data:', 'data:'],
    ['blob:', 'blob:'],
    ["'self'", "'self'"],
    ["'none'", "'none'"],
    ["'unsafe-inline'", "'unsafe-inline'"],
    ["'sha256-abc='", "'sha256-abc='"],
    ['%%%', ''],
  ])('%s', (source, expected) => {
    expect(directives(`img-src ${source}`)['img-src']).toBe(expected);
  });

  test('of a connection names sockets as well', () => {
    const own = `${WWW}/.samepage/ ws://www-shop-example.${SID}.localhost:8080/.samepage/runtime`;
    expect(directives('connect-src https://api.shop.example')['connect-src']).toBe(`${API} ${own}`);
    expect(directives('connect-src wss://api.shop.example/live')['connect-src']).toBe(`${API.replace('http', 'ws')}/live ${own}`);
    expect(directives('connect-src *')['connect-src']).toBe(`${ALL} ${ALL_WS} ${own}`);
    expect(directives('connect-src wss:')['connect-src']).toBe(`${ALL_WS} ${own}`);
    expect(directives("connect-src 'none'")['connect-src']).toBe(own);
  });

  test('in the flat shape over TLS', () => {
    const flat = context('https://{label}--{sid}.gw.example');
    expect(directives('img-src https://api.shop.example *.shop.example', flat)['img-src']).toBe(
      `https://api-shop-example--${SID}.gw.example https://*.gw.example`,
    );
  });
});

describe('our script is let in', () => {
  test("by a nonce of its own beside the page's, where addresses do not count", () => {
    const out = translateCsp("script-src 'nonce-abc' 'strict-dynamic'", context());
    expect(out.wantsNonce).toBe(true);
    expect(out.value).toBe("script-src 'nonce-abc' 'strict-dynamic' 'nonce-FRESH'");
    expect(translateCsp("script-src 'nonce-abc'", context()).value).toBe(`script-src 'nonce-abc' ${WWW}/.samepage/`);
  });

  test('in every policy of a document by the same nonce', () => {
    const out = translateCsp("script-src 'nonce-a' 'strict-dynamic', script-src 'nonce-b' 'strict-dynamic'", context());
    expect(out.value.match(/'nonce-FRESH'/g)).toHaveLength(2);
  });

  test('by its address, so that unsafe-inline keeps its meaning', () => {
    const out = translateCsp("script-src 'unsafe-inline' 'self'", context());
    expect(out.wantsNonce).toBe(false);
    expect(out.value).toBe(`script-src 'unsafe-inline' 'self' ${WWW}/.samepage/`);
  });

  test('by a nonce of ours under strict-dynamic with hashes', () => {
    const out = translateCsp("script-src 'strict-dynamic' 'sha256-abc='", context());
    expect(out.wantsNonce).toBe(true);
    expect(out.value).toContain("'nonce-FRESH'");
  });

  test('where default-src speaks for scripts, and it alone is not widened', () => {
    const out = directives("default-src 'none'");
    expect(out['default-src']).toBe("'none'");
    expect(out['script-src']).toBe(`${WWW}/.samepage/`);
    expect(out['frame-src']).toBe(`http://${SID}.localhost:8080/dock`);
    expect(out['connect-src']).toContain(`${WWW}/.samepage/`);
    expect(out['img-src']).toBeUndefined();
  });

  test('nothing is added to a policy that does not restrict it', () => {
    expect(translateCsp('img-src data:', context()).value).toBe('img-src data:');
  });
});

describe('other directives', () => {
  test('the dock may be framed', () => {
    expect(directives("frame-src 'none'")['frame-src']).toBe(`http://${SID}.localhost:8080/dock`);
    expect(directives('child-src https://www.bank.example')['frame-src']).toBe(
      `http://www-bank-example.${SID}.localhost:8080 http://${SID}.localhost:8080/dock`,
    );
  });

  test('Trusted Types get our policy', () => {
    expect(directives('trusted-types app')['trusted-types']).toBe('app samepage');
    expect(directives("trusted-types 'none'")['trusted-types']).toBe('samepage');
    expect(directives("trusted-types app 'allow-duplicates'")['trusted-types']).toBe("app 'allow-duplicates' samepage");
    expect(directives("trusted-types *; require-trusted-types-for 'script'")).toEqual({
      'trusted-types': '*',
      'require-trusted-types-for': "'script'",
    });
  });

  test('reports come to us, upgrades and foreign reports go', () => {
    const out = directives('img-src data:; upgrade-insecure-requests; block-all-mixed-content; report-uri https://r.example; report-to g', {
      ...context(),
      report: true,
    });
    expect(out).toEqual({ 'img-src': 'data:', 'report-uri': '/.samepage/report' });
  });

  test('upgrades are told to whoever rewrites, and stay in markup where the browser leaves labels alone', () => {
    const policy = 'img-src data:; upgrade-insecure-requests';
    expect(translateCsp(policy, context())).toMatchObject({ value: 'img-src data:', upgrades: true });
    expect(translateCsp('img-src data:', context()).upgrades).toBe(false);
    const kept = (template: string) => translateCsp(policy, { ...context(template), markup: true }).value;
    expect(kept('http://{label}.{sid}.localhost:8080')).toBe(policy);
    expect(kept('https://{label}--{sid}.gw.example')).toBe(policy);
    expect(kept('http://{label}--{sid}.gw.example')).toBe('img-src data:');
  });

  test('of equal names the first counts, and policies are parted by commas', () => {
    expect(translateCsp('img-src data:; img-src blob:, font-src data:', context()).value).toBe('img-src data:, font-src data:');
  });

  test('frame-ancestors are mapped', () => {
    expect(directives("frame-ancestors 'self' https://www.bank.example")['frame-ancestors']).toBe(
      `'self' http://www-bank-example.${SID}.localhost:8080`,
    );
  });

  test.each([
    ['DENY', "frame-ancestors 'none'"],
    ['SAMEORIGIN', "frame-ancestors 'self'"],
    ['sameorigin, sameorigin', "frame-ancestors 'self'"],
    ['ALLOW-FROM https://a.example', undefined],
  ])('X-Frame-Options %s', (value, expected) => {
    expect(frameAncestorsOf(value)).toBe(expected);
  });

  test('[A4] whatever a page says, it may load and frame from labels and the dock, and from nowhere else', () => {
    const own = `http://${SID}.localhost:8080`;
    expect(netPolicy(context())).toBe(
      `default-src 'self' ${ALL} ${ALL_WS} ${own} data: blob: filesystem: mediastream: about: 'unsafe-inline' 'unsafe-eval'; ` +
        `frame-src 'self' ${ALL} ${own} data: blob:; report-uri /.samepage/report`,
    );
  });
});

describe('hashes of what we change', () => {
  const hash = (text: string, algorithm = 'sha256'): string => `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`;
  const policyOf = (...headers: string[]): DocumentPolicy => {
    const policy = new DocumentPolicy('FRESH');
    for (const header of headers) policy.add(translateCsp(header, context()));
    return policy;
  };

  test('a script that the policy names gets the nonce, and the policy knows it', () => {
    const header = `script-src '${hash('one')}' '${hash('two', 'sha512')}'`;
    expect(translateCsp(header, context()).value).toBe(`${header} ${WWW}/.samepage/ 'nonce-FRESH'`);
    const policy = policyOf(header);
    expect(policy.checksText).toBe(true);
    expect(policy.admit(Buffer.from('one'), 'script')).toBe('FRESH');
    expect(policy.admit(Buffer.from('two'), 'script')).toBe('FRESH');
    expect(policy.admit(Buffer.from('three'), 'script')).toBeUndefined();
    expect(policy.admit(Buffer.from('one'), 'style')).toBeUndefined();
  });

  test('of several policies all that have hashes must name it', () => {
    const one = `script-src '${hash('one')}'`;
    expect(policyOf(one, `script-src '${hash('two')}'`).admit(Buffer.from('one'), 'script')).toBeUndefined();
    expect(policyOf(one, `script-src '${hash('two')}' '${hash('one')}'`).admit(Buffer.from('one'), 'script')).toBe('FRESH');
    expect(policyOf(one, "script-src 'unsafe-inline'").admit(Buffer.from('one'), 'script')).toBe('FRESH');
    // The second would lose its 'unsafe-inline' by a nonce.
    expect(translateCsp("script-src 'unsafe-inline'", context()).value).not.toContain('nonce');
  });

  test('the nearest list counts, and default-src speaks for lists that are missing', () => {
    const header = `default-src 'self' '${hash('s')}'; script-src-elem '${hash('e')}'`;
    const policy = policyOf(header);
    expect(policy.admit(Buffer.from('e'), 'script')).toBe('FRESH');
    expect(policy.admit(Buffer.from('s'), 'script')).toBeUndefined();
    expect(policy.admit(Buffer.from('s'), 'style')).toBe('FRESH');
    const out = directives(header);
    expect(out['default-src']).not.toContain('nonce');
    expect(out['style-src']).toContain("'nonce-FRESH'");
  });

  test('handlers stay as they are where a policy names them', () => {
    expect(policyOf(`script-src 'unsafe-hashes' '${hash('go()')}'`).keepsHandler(Buffer.from('go()'))).toBe(true);
    expect(policyOf(`script-src 'unsafe-hashes' '${hash('go()')}'`).keepsHandler(Buffer.from('run()'))).toBe(false);
    expect(policyOf(`script-src '${hash('go()')}'`).keepsHandler(Buffer.from('go()'))).toBe(false);
    expect(policyOf('script-src *').keepsHandler(Buffer.from('go()'))).toBe(false);
  });

  test('a file that its integrity lets in', () => {
    const [a, b] = [hash('a'), hash('b')];
    const policy = policyOf(`script-src '${a}'`);
    expect(policy.admitFile([a])).toBe('FRESH');
    expect(policy.admitFile([a, b])).toBeUndefined();
    expect(policyOf("script-src 'self'").admitFile([a])).toBeUndefined();
  });

  test('base64url is the same hash', () => {
    const text = [...'abcdefghijklmnopqrstuvwxyz'].find((each) => /[+/]/.test(hash(each))) ?? '';
    const url = hash(text).replaceAll('+', '-').replaceAll('/', '_').replace('sha256_', 'sha256-');
    expect(policyOf(`script-src '${url}'`).admit(Buffer.from(text), 'script')).toBe('FRESH');
  });
});
