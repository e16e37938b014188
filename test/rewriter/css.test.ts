/** Addresses in CSS: a table of cases, and css-tree's tokenizer as oracle. */
import { tokenize, tokenTypes } from 'css-tree';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rewriteCss } from '../../src/rewriter/text/index.ts';
import { testMap } from './page.ts';

const same = (css: string): [string, string] => [css, css];

const table: [string, string][] = [
  ['a{background:url(http://a/b.png)}', 'a{background:url(http://gw/http://a/b.png)}'],
  ['a{background:URL( "http://a/b.png" )}', 'a{background:URL( "http://gw/http://a/b.png" )}'],
  ["a{background:url('//a/b')}", "a{background:url('http://gw///a/b')}"],
  ['a{background:url(  http://a/b  )}', 'a{background:url(  http://gw/http://a/b  )}'],
  ['@import "http://a/b.css";', '@import "http://gw/http://a/b.css";'],
  ["@IMPORT/**/'http://a/b.css' layer(x);", "@IMPORT/**/'http://gw/http://a/b.css' layer(x);"],
  ['@import url(http://a/b.css) screen;', '@import url(http://gw/http://a/b.css) screen;'],
  ['@import url("http://a/b.css") supports(display:grid);', '@import url("http://gw/http://a/b.css") supports(display:grid);'],
  [
    'a{background:image-set("http://a/1" 1x, url(http://a/2) 2x)}',
    'a{background:image-set("http://gw/http://a/1" 1x, url(http://gw/http://a/2) 2x)}',
  ],
  ['a{background:-webkit-image-set(url(//a/1) 1x)}', 'a{background:-webkit-image-set(url(http://gw///a/1) 1x)}'],
  ['a{background:image-set("//a" type("http://t/"))}', 'a{background:image-set("http://gw///a" type("http://t/"))}'],
  ['a{background:src("http://a/")}', 'a{background:src("http://gw/http://a/")}'],
  ['a{--x:url(http://a/)}', 'a{--x:url(http://gw/http://a/)}'],
  [
    '@font-face{src:url(http://a/f.woff) format("woff"),url(//a/g)}',
    '@font-face{src:url(http://gw/http://a/f.woff) format("woff"),url(http://gw///a/g)}',
  ],
  // Escapes: in the function's name, in the address, in the at-keyword.
  ['a{background:u\\72l(http://a/)}', 'a{background:u\\72l(http://gw/http://a/)}'],
  ['a{background:\\75 rl("http://a/")}', 'a{background:\\75 rl("http://gw/http://a/")}'],
  ['@\\69mport "http://a/";', '@\\69mport "http://gw/http://a/";'],
  ['a{background:url(\\68ttp://a/)}', 'a{background:url(http://gw/http://a/)}'],
  ['a{background:url("h\\74 tp://a/\\"x")}', 'a{background:url("http://gw/http://a/\\"x")}'],
  ['a{background:url("http://a/\\\nb")}', 'a{background:url("http://gw/http://a/b")}'],
  ['a{background:url(http://a/\\)b)}', 'a{background:url(http://gw/http://a/\\)b)}'],
  ['a{background:url("\\2f/a/b")}', 'a{background:url("http://gw///a/b")}'],
  ['a{background:url("\\2f\\2f a/b")}', 'a{background:url("http://gw///a/b")}'],
  ['a{background:url(\\2f\\2f a/b)}', 'a{background:url(http://gw///a/b)}'],
  ['a{background:url( "\\20 //a/b")}', 'a{background:url( "http://gw///a/b")}'],
  // A value of an attribute hides nothing behind it.
  ['a[href="http://b/"]{background:url("//a")}', 'a[href="http://b/"]{background:url("http://gw///a")}'],
  ['.md\\:x{background:url(//a)}', '.md\\:x{background:url(http://gw///a)}'],
  ['.u\\72l{background:url(//a)}', '.u\\72l{background:url(http://gw///a)}'],
  // What must stay.
  same('a{background:url(b.png)}'),
  same('a{background:url(/b.png)}'),
  same('a{background:url(#x)}'),
  same('a{background:url(data:image/png;base64,AA//==)}'),
  same('/* url(http://a/) @import "http://a/" */'),
  same('a{content:"url(http://a/)"}'),
  same("a{content:'\\'url(http://a/)'}"),
  same('a{background:my-url(http://a/)}'),
  same('a{background:myurl("http://a/")}'),
  same('@namespace url(http://www.w3.org/1999/xhtml);'),
  same('@namespace svg "http://www.w3.org/2000/svg";'),
  same('@imports "http://a/";'),
  same('a[href^="http://a/"]{}'),
  same(`a{background:url('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>')}`),
  same('a::before{content:"\\57"}'),
  same('a::before{content:"\\\\"}'),
  same('a{background:url(http://a/ b)}'),
  same('a{background:url(http://a/"b)}'),
  same('a{content:"http://a/"}'),
  same('a{background:\\@import "http://a/"}'),
  // Broken input.
  ['a{background:url(http://a/', 'a{background:url(http://gw/http://a/'],
  ['@import "http://a/', '@import "http://gw/http://a/'],
  ['a{content:"x\n;background:url(//a)}', 'a{content:"x\n;background:url(http://gw///a)}'],
  ['/* x', '/* x'],
];

/** Addresses as css-tree's tokens give them. */
function urlsByTokens(css: string): string[] {
  const tokens: { type: number; text: string }[] = [];
  tokenize(css, (type, start, end) => {
    if (type !== tokenTypes.WhiteSpace && type !== tokenTypes.Comment) tokens.push({ type, text: css.slice(start, end) });
  });
  const urls: string[] = [];
  const name = (index: number): string => (tokens[index]?.text ?? '').toLowerCase();
  let namespace = false;
  const functions: string[] = [];
  tokens.forEach(({ type, text }, index) => {
    if (type === tokenTypes.AtKeyword) namespace = name(index) === '@namespace';
    if (text === ';' || text === '{' || text === '}') {
      namespace = false;
      functions.length = 0;
    }
    if (type === tokenTypes.Function) functions.push(name(index));
    else if (text === '(') functions.push('(');
    else if (text === ')') functions.pop();
    if (namespace) return;
    if (type === tokenTypes.Url) urls.push(text.slice(4).replace(/\)$/, '').trim());
    if (type !== tokenTypes.String) return;
    const before = name(index - 1);
    const inSet = /^(?:-webkit-)?image-set\($/.test(functions.at(-1) ?? '');
    if (before === '@import' || before === 'url(' || before === 'src(' || inSet)
      urls.push(text.slice(1, text.length > 1 && text.endsWith(text[0] ?? '') ? -1 : undefined));
  });
  return urls.filter((url) => testMap(url) !== undefined);
}

function urlsSeen(css: string): string[] {
  const urls: string[] = [];
  rewriteCss(css, (url) => {
    if (testMap(url) !== undefined) urls.push(url);
    return undefined;
  });
  return urls;
}

/** The same soup in every run; another number, by hand, looks further. */
const SEED = 20_261_121;

describe('rewriteCss', () => {
  it.each(table)('makes of %j %j', (css, expected) => {
    expect(rewriteCss(css, testMap)).toBe(expected);
  });

  it('stays linear, and on its stack, on nested and broken input', () => {
    const before = process.cpuUsage().user;
    for (const part of ['image-set(', 'url(', '\\', 'a\\', '@import', '/*', '"\n', 'src("', '@namespace ', '('])
      rewriteCss(`"//a"${part.repeat(50_000)}`, testMap);
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(3000);
  });

  it('keeps every byte when nothing is mapped', () => {
    for (const [css] of table) expect(rewriteCss(css, () => undefined)).toBe(css);
  });

  it('finds what the tokens of css-tree say, and nothing else', () => {
    const parts = [
      'url(',
      ')',
      '"',
      "'",
      'http://a/',
      '//b',
      '@import ',
      ';',
      '{',
      '}',
      '/*',
      '*/',
      ' ',
      'x',
      'image-set(',
      'src(',
      ',',
      '\n',
      'my-',
      ':',
      '@namespace ',
      '(',
      '=',
    ];
    const soup = fc.array(fc.constantFrom(...parts), { maxLength: 10 }).map((list) => list.join(''));
    fc.assert(
      fc.property(soup, (css) => {
        // An at-rule ends an image-set for the tokens only, and only where the sheet is broken already.
        // So does what no style holds: a string behind `=`.
        fc.pre(!/(?:image-set|src|url)\([^)]*=|image-set\([^)]*[@;{}]/.test(css) && !/@namespace[^;]*(?:$|\()/.test(css));
        expect(urlsSeen(css), css).toEqual(urlsByTokens(css));
      }),
      { numRuns: 20_000, seed: SEED },
    );
  });

  it('[B1] keeps every byte of a sheet in which nothing is absolute, and reads escapes as css-tree does', () => {
    const parts = [
      ...['url(a.png)', 'url( "b" )', '@import "c" layer(x) supports(display:grid) screen;', 'image-set("d" 1x, url(e) 2x)', 'src("f")'],
      ...[
        '@charset "utf-8";',
        '@namespace x url(http://x/);',
        '/* url(//a) */',
        'a{b:c}',
        '--x:url(d)',
        '\\',
        '\\75 rl(a)',
        '\r\n',
        '\xe9',
        '\0',
        '"',
        "'",
        '(',
        ')',
      ],
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), (list) => {
        const css = list.join('');
        // A string that another one opens may hold what looked like a comment or a namespace.
        fc.pre(urlsByTokens(css).length === 0);
        expect(rewriteCss(css, testMap)).toBe(css);
      }),
      { numRuns: 5000, seed: SEED },
    );
  });

  it('agrees with css-tree on the sheets of our own packages', () => {
    const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
    const sheets = readdirSync(path.join(modules, 'playwright-core'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.css'),
    );
    expect(sheets.length).toBeGreaterThan(3);
    for (const file of sheets) {
      // Their addresses are relative; made absolute they must all be found.
      const css = readFileSync(path.join(modules, 'playwright-core', file), 'latin1').replaceAll('url(', 'url(//host/');
      expect(urlsSeen(css)).toEqual(urlsByTokens(css));
      expect(rewriteCss(css, () => undefined)).toBe(css);
    }
  });
});
