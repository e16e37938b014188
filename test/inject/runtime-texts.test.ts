/** The small texts of the runtime: what it takes back out, what it holds back, and what counts as an address of ours. */
import { describe, expect, it } from 'vitest';
import { withoutGuards } from '../../src/inject/overrides/function-text.ts';
import { completeUntil } from '../../src/inject/overrides/markup-sinks.ts';
import { mapMessage } from '../../src/inject/guards.ts';
import { addressPattern } from '../../src/inject/requests.ts';
import { ScriptText } from '../../src/inject/script-text.ts';
import { guards } from '../../src/shared/guard-names.ts';
import { isSessionId } from '../../src/shared/ids.ts';
import { parseSessionHost, UrlMap } from '../../src/shared/url-map.ts';

const sid = 'abcdefghijklmnop';
if (!isSessionId(sid)) throw new Error('no session id');
const nested = parseSessionHost('http://{label}.{sid}.localhost:{port}', 8080);
const flat = parseSessionHost('https://{label}--{sid}.gw.example', 443);
if (!nested || !flat) throw new Error('no template');
const { value, code, locationOwner } = guards;

describe('the author’s text of a rewritten function', () => {
  const rows: readonly (readonly [string, string])[] = [
    [`return ${value}(location).href`, 'return location.href'],
    [`${value}(f(")", '(').location)`, 'f(")", \'(\').location'],
    [`eval(${code}(a + ${value}(location)))`, 'eval(a + location)'],
    [`${locationOwner}(window).location = 1`, 'window.location = 1'],
    [`${value}(unbalanced`, `${value}(unbalanced`],
    ['nothing', 'nothing'],
  ];
  for (const [rewritten, author] of rows) {
    it(author, () => {
      expect(withoutGuards(rewritten)).toBe(author);
    });
  }
});

describe('markup written piece by piece', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['<p>a</p>', ''],
    ['<p>a</p><scr', '<scr'],
    ['<img src="a>b', '<img src="a>b'],
    ['<p>1 < 2', ''],
    ['<p>x</p><script>var a = "<b>"', '<script>var a = "<b>"'],
    ['<script>1</script><style>a{', '<style>a{'],
    ['<script>1</script><p', '<p'],
    ['<SCRIPT>1</SCRIPT>text', ''],
  ];
  for (const [text, held] of rows) {
    it(`holds back ${held || 'nothing'} of ${text}`, () => {
      expect(text.slice(completeUntil(text))).toBe(held);
    });
  }
});

describe('a gateway origin in a text', () => {
  it('is found in both shapes, up to its port', () => {
    const found = 'at f (http://www-shop-example.abcdefghijklmnop.localhost:8080/a.js:1:2)'.match(addressPattern({ sid, host: nested }));
    expect(found).toEqual(['http://www-shop-example.abcdefghijklmnop.localhost:8080']);
    expect('x https://www-shop-example--abcdefghijklmnop-h.gw.example/ y'.match(addressPattern({ sid, host: flat }))).toEqual([
      'https://www-shop-example--abcdefghijklmnop-h.gw.example',
    ]);
  });
  it('is not found in another session, port or longer host', () => {
    const pattern = addressPattern({ sid, host: nested });
    expect('http://a.abcdefghijklmnoq.localhost:8080'.match(pattern)).toBeNull();
    expect('http://a.abcdefghijklmnop.localhost:80801'.match(pattern)).toBeNull();
    expect('https://a--abcdefghijklmnop.gw.example-evil.test'.match(addressPattern({ sid, host: flat }))).toBeNull();
  });
});

describe('arguments of postMessage', () => {
  const urls = new UrlMap(nested, sid, { key: '', origin: () => undefined, remember: () => undefined });
  const gateway = 'http://pay-bank-example.abcdefghijklmnop.localhost:8080';
  const rows: readonly (readonly [string, unknown[], unknown[]])[] = [
    ['an exact origin is mapped', [1, 'https://pay.bank.example', []], [1, gateway, []]],
    ['a path after it is not needed', [1, 'https://pay.bank.example/x?y'], [1, gateway]],
    ['any window', [1, '*'], [1, '*']],
    ['the own origin', [1, '/'], [1, '/']],
    ['a gateway origin stays', [1, gateway], [1, gateway]],
    ['options', [1, { targetOrigin: 'https://pay.bank.example', transfer: [] }], [1, { targetOrigin: gateway, transfer: [] }]],
    ['nonsense is left to the browser', [1, 'not an origin'], [1, 'not an origin']],
    ['a transfer list alone', [1, []], [1, []]],
  ];
  for (const [name, args, expected] of rows) {
    it(name, () => {
      expect(mapMessage({ urls }, args)).toEqual(expected);
    });
  }
});

describe('program text made at run time', () => {
  it('is asked about once when the scanner cannot settle it, and runs as it is when nobody answers', () => {
    const asked: string[] = [];
    const unsettled = `typeof (location)`;
    const answering = new ScriptText((text) => {
      asked.push(text);
      return 'answer';
    });
    expect(answering.rewrite(unsettled, { kind: 'script' })).toBe('answer');
    expect(answering.rewrite(unsettled, { kind: 'script' })).toBe('answer');
    expect(asked).toEqual([unsettled]);
    expect(new ScriptText(() => undefined).rewrite(unsettled, { kind: 'script' })).toBe(unsettled);
  });
  it('is not looked at without a guarded word', () => {
    const text = 'var a = 1';
    expect(
      new ScriptText(() => {
        throw new Error('asked');
      }).rewrite(text, { kind: 'script' }),
    ).toBe(text);
  });
});
