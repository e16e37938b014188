/** Scripts that no person would write, made from a grammar of the places where the word can stand: the scanner must not guess. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareJsByParser } from '../../src/rewriter/js-acorn.ts';
import { prepareJs } from '../../src/rewriter/text/js.ts';

/** E stands for an expression, S for a statement, B for the body of a class. */
const expressions = [
  'location',
  'a',
  'a.location',
  'a?.location',
  'location.b',
  'a?.b.location.c',
  'this.location',
  '"location"',
  'a["location"]',
  '{location}',
  '{location:E}',
  '{a:E}',
  '{a:E,location}',
  '{...E}',
  '[E]',
  '[E,E]',
  '[,E]',
  '(E)',
  '(E,E)',
  'f(E)',
  'f(E,E)',
  'f(...E)',
  'new E',
  'new E(E)',
  'E.location',
  'E?.location',
  'E.location.b',
  'E(E)',
  'E[E]',
  'E=E',
  'E+=E',
  'E==E',
  'E+E',
  'E/E',
  'E?E:E',
  '!E',
  'typeof E',
  'delete E',
  '++E',
  'E++',
  'E=>E',
  '(E)=>E',
  '(E,E)=>{S}',
  '(E)=>({location})',
  'function(E){S}',
  'function location(E,E){S}',
  'async E=>E',
  'async(E)=>E',
  '`${E}`',
  '`a${E}b${E}`',
  'E`x`',
  '/location/',
  '/location/.test(E)',
  'E in E',
  'E instanceof E',
  'class{B}',
  'class location extends E{B}',
  '{location(){S}}',
  '{get location(){S}}',
  '{[E]:E}',
  '{location=E}',
  'E??E',
  'E&&E',
  'E.postMessage(E)',
  'E?.postMessage(E)',
  'E["postMessage"](E)',
  'E.postMessage.call(E)',
  'E.postMessage.apply(E)',
  'E?.postMessage.bind(E)',
  'eval(E)',
  'import(E)',
  'import("./x")',
  'eval',
  'E.eval',
  'window[E]',
  'self [E]',
  'globalThis[E].b',
  'window[0]',
  'top[E]',
  'self.parent[E].b',
  'E.eval(E)',
  'E?.eval(E)',
  'eval?.(E)',
  '{eval}',
  '{eval:E}',
  'E["eval"](E)',
  'import.meta.resolve(E)',
  'postMessage(E)',
  'E\n/location/E',
  '...E',
  'super.location',
  'await E',
  'yield E',
  'E,E',
  'E/*c*/',
  '//c\nE',
  '1',
  '"s"',
  'E.#location',
  'E\n++E',
];
const statements = [
  'E',
  'E;',
  'E\nS',
  'E;S',
  'var E;',
  'var E=E',
  'let E,E;',
  'const {location}=E',
  'const {location:E}=E\nE',
  'var {eval:E,location}=E',
  'var {a,location}=E,E',
  'if(E)S',
  'if(E)S;else S',
  'if(E){S}S',
  'for(E of E)S',
  'for(E in E)S',
  'for(var E of E)S',
  'for(const E of E){S}',
  'for(E;E;E)S',
  'for(var E,E;;)S',
  'while(E)S',
  'do S;while(E)S',
  'return E',
  'return\nE',
  'throw E',
  '{S}',
  '{S}/location/.a',
  'try{S}catch(E){S}',
  'switch(E){case E:S;default:S}',
  'function f(E){S}',
  'function location(E){S}S',
  'class A{B}',
  'class location{B}',
  'location:S',
  'for(;;){break location}',
  'with(E)S',
  'async function f(E){S}',
  'function*f(E){S}',
  ';',
  'E\n(E)',
  'E\n[E]',
  'E\n`x`',
  'export {location}',
  'export default E',
  'import {location} from "./a"',
  'import location,{a as b} from "//x"',
  'export*from "https://x"',
  'import.meta.url',
  'E-->E',
  '<!-- E\nS',
];
const bodies = [
  'location',
  'location=E',
  'location;B',
  'location(E){S}',
  'static location=E;B',
  'get location(){S}',
  'static{S}',
  '#location=E',
  'a=E\nlocation',
  'a;location\nb',
  '[E](){S}',
  'location\nB',
  'async location(){S}',
  '*location(){S}',
  'constructor(E){super(E)}',
  'eval(E){S}',
  'postMessage(E){S}',
  '',
];

/** Grows a statement; `pick` chooses among so many. */
function grow(pattern: string, depth: number, pick: (count: number) => number): string {
  const choose = (list: readonly string[], simple: number): string => {
    const text = list[pick(depth <= 0 ? simple : list.length)] ?? '';
    return depth <= 0 ? text : grow(text, depth - 1, pick);
  };
  return pattern.replace(/[ESB]/g, (symbol) =>
    symbol === 'E' ? choose(expressions, 9) : depth <= 0 ? (symbol === 'S' ? 'a()' : '') : choose(symbol === 'S' ? statements : bodies, 1),
  );
}

/** A small generator, so that a seed gives the same script on every machine. */
function picker(seed: number): (count: number) => number {
  let state = seed >>> 0;
  return (count) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  };
}

/** The same soup in every run; another number, by hand, looks further. */
const SEED = 20_261_121;

describe('the scanner against the parser on grown scripts', () => {
  it('says the same, or that it cannot tell, and never breaks a script', { timeout: 300_000 }, () => {
    let compared = 0;
    let unsettled = 0;
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(1, 2, 3),
        fc.constantFrom('script' as const, 'module' as const, 'event' as const),
        (seed, depth, kind) => {
          const code = grow('S', depth, picker(seed));
          // A module that was asked for as script, with what is a comment in scripts alone: no file is both.
          if (kind !== 'module' && /<!--|-->/.test(code) && /import|export|await/.test(code)) return;
          // `let` as a name, ended by a line end: legal, and nobody's.
          if (/let\s*(?:\/\/c\s*)?[^\w\s{[]/.test(code)) return;
          const parsed = prepareJsByParser(code, { kind });
          if ('failed' in parsed) return;
          const scanned = prepareJs(code, { kind });
          compared++;
          if ('unsettled' in scanned) unsettled++;
          else expect(scanned, code).toEqual(parsed);
          expect(prepareJsByParser(parsed.text, { kind }), code).not.toHaveProperty('failed');
        },
      ),
      { numRuns: 60_000, seed: SEED },
    );
    expect(compared).toBeGreaterThan(10_000);
    expect(unsettled / compared).toBeLessThan(0.1);
  });
});
