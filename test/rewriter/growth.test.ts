/**
 * Markup that never ends: a target sends a tag, a comment or a script without a close, a million attributes, nesting without
 * a bottom. What is held back must stay small whatever comes, every byte must leave again, and twice as much must cost about
 * twice as much.
 */
import { describe, expect, it } from 'vitest';
import { HtmlScanner, rewriteCss, rewriteJs, type HtmlPage } from '../../src/rewriter/text/index.ts';
import { testMap, testPage } from './page.ts';

const CHUNK = 64 * 1024;
/** More than is ever held. */
const LARGE = 6 * 1024 * 1024;
const SMALL = 2 * 1024 * 1024;
/** Text of a script, style or noscript is joined and searched again with each chunk while it is held: what counts is the growth beyond. */
const BEYOND_HELD = 8 * 1024 * 1024;
const held: ReadonlySet<string> = new Set([
  ...['a script', 'a script with comments', 'a style', 'a style of strings', 'a noscript', 'an import map'],
]);
/** The text of one script or style is held up to 4 MiB, and a chunk more. */
const HELD_MAX = 4.5 * 1024 * 1024;
/** Linear is 2, the square is 4; a collector in the way costs something. */
const GROWTH_MAX = 3.2;
const TRIES = 3;

const endless: Readonly<Record<string, { start: string; part: string; xml?: boolean }>> = {
  text: { start: '', part: 'text & more ' },
  'an attribute': { start: '<a title="', part: 'https://a.example/ ' },
  'an unquoted attribute': { start: '<a title=', part: 'x/' },
  attributes: { start: '<a ', part: 'x=y href="//a.example" ' },
  'names of attributes': { start: '<a ', part: 'onclick ' },
  'a style attribute': { start: '<a style="', part: 'a:url(' },
  'the name of a tag': { start: '<a', part: 'b' },
  'tags that do not end': { start: '', part: '<a ' },
  'an end tag': { start: '</a ', part: 'x ' },
  'open angles': { start: '', part: '<' },
  'a comment': { start: '<!--', part: '--!' },
  'a bogus comment': { start: '<?', part: 'x<?' },
  'a doctype': { start: '<!doctype ', part: 'html "x" [' },
  'a script': { start: '<script>', part: 'location.href;"</scrip";' },
  'a script with comments': { start: '<script><!--', part: '<script></script ' },
  'a style': { start: '<style>', part: 'a{b:url("//a.example")}/*' },
  'a style of strings': { start: '<style>', part: '"\\\n' },
  'a textarea': { start: '<textarea>', part: '</textare ' },
  'a noscript': { start: '<noscript>', part: '<a href="//a.example">' },
  'an import map': { start: '<script type=importmap>', part: '{"imports":' },
  'nested elements': { start: '', part: '<div>' },
  'nested svg': { start: '', part: '<svg><title>' },
  cdata: { start: '<svg><![CDATA[', part: ']]' },
  'a script in svg': { start: '<svg><script>', part: '<![CDATA[x]]>' },
  'an instruction of XML': { start: '<?xml-stylesheet ', part: 'href="x" ', xml: true },
  'a doctype of XML': { start: '<!DOCTYPE x [', part: '<!ENTITY a "b">', xml: true },
  'cdata of XML': { start: '<a><![CDATA[', part: ']] ', xml: true },
};

function feed(
  source: { start: string; part: string; xml?: boolean },
  size: number,
  page: HtmlPage,
): { out: number; held: number; fed: number } {
  const chunk = source.part.repeat(Math.ceil(CHUNK / source.part.length));
  const scanner = new HtmlScanner(page, { bytes: true, xml: source.xml ?? false });
  let fed = source.start.length;
  let out = scanner.push(source.start).join('').length;
  let held = 0;
  while (fed < size) {
    fed += chunk.length;
    out += scanner.push(chunk).join('').length;
    held = Math.max(held, fed - out);
  }
  return { fed, held, out: out + scanner.end().join('').length };
}

/** CPU of twice the size over CPU of the size, the best of some tries: a neighbour can only make it worse. */
function growth(work: (size: number) => unknown, size: number): number {
  const cost = (of: number): number => {
    const before = process.cpuUsage();
    work(of);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  work(size / 4); // compiles
  let best = Infinity;
  // Shorter than 10 ms says nothing about growth.
  for (let turn = 0; turn < TRIES && best > GROWTH_MAX; turn++) best = Math.min(best, cost(size * 2) / Math.max(10_000, cost(size)));
  return best;
}

const identity: HtmlPage = { map: () => undefined, js: () => undefined, css: (text) => text, integrity: () => undefined };

describe('markup without an end', () => {
  it.each(Object.keys(endless))('%s: little is held back, and nothing is lost', (name) => {
    const source = endless[name];
    if (!source) throw new Error(name);
    const { out, held, fed } = feed(source, LARGE, identity);
    expect(held).toBeLessThan(HELD_MAX);
    expect(out).toBe(fed);
  });

  it.each(Object.keys(endless))('%s: twice as much costs about twice as much', (name) => {
    const source = endless[name];
    if (!source) throw new Error(name);
    expect(growth((size) => feed(source, size, testPage()), held.has(name) ? BEYOND_HELD : SMALL)).toBeLessThan(GROWTH_MAX);
  });
});

describe('sheets and scripts of one thing', () => {
  const sheets: Readonly<Record<string, string>> = {
    'open strings': '"',
    'open urls': 'url(//a ',
    'nested image sets': 'image-set("//a" ',
    escapes: '\\75 rl(//a)',
    'escapes in names': 'a\\62 c\\3a d',
    comments: '/*//*/',
    imports: '@import "//a"',
    brackets: '(((((//',
  };
  it.each(Object.keys(sheets))('a sheet of %s', (name) => {
    const part = sheets[name] ?? '';
    expect(growth((size) => rewriteCss(`${part.repeat(size / part.length)}"//a"`, testMap), 400_000)).toBeLessThan(GROWTH_MAX);
  });

  const scripts: Readonly<Record<string, string>> = {
    locations: 'location,',
    chains: 'a.location.b(',
    'slashes behind brackets': '(a)/b/',
    templates: '`${location}`;',
    'open templates': '`${',
    braces: '{location:',
    assignments: 'x.location=y.location=',
    'optional chains': 'a?.location?.',
    comments: 'location/*',
    imports: 'import("//a",',
    evals: 'eval(',
  };
  it.each(Object.keys(scripts))('a script of %s', (name) => {
    const part = scripts[name] ?? '';
    expect(growth((size) => rewriteJs(part.repeat(size / part.length), { kind: 'script', map: testMap }), 200_000)).toBeLessThan(
      GROWTH_MAX,
    );
  });
});
