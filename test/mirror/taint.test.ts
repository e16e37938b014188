import { describe, expect, it } from 'vitest';
import { compilePatterns, findPatterns, isCardNumber, isIban } from '../../src/shared/masked-content.ts';
import { MASK_TEXT } from '../../src/shared/policy.ts';
import { builtinPatterns } from '../../src/config/builtin-policy.ts';
import { cleanAddress } from '../../src/inject/capture/clean-address.ts';
import { cleanCss } from '../../src/inject/capture/css-text.ts';
import { Remembered } from '../../src/inject/capture/remembered.ts';
import { Secrets } from '../../src/inject/capture/secrets.ts';
import { TaintSet } from '../../src/inject/capture/taint.ts';
import type { Natives } from '../../src/inject/natives.ts';

describe('masked values elsewhere', () => {
  /** [value of a masked field, text outside, what may leave] */
  const table: readonly (readonly [string, string, string])[] = [
    ['Anna Smith', 'Hello Anna Smith, welcome', `Hello ${MASK_TEXT}, welcome`],
    ['Anna Smith', 'hello ANNA-SMITH!', `hello ${MASK_TEXT}!`],
    ['4111 1111 1111 1111', 'ends in 4111111111111111.', `ends in ${MASK_TEXT}.`],
    ['4111111111111111', '4111 1111-1111 1111', MASK_TEXT],
    ['Anna Smith', '/greet?name=Anna%20Smith', MASK_TEXT],
    ['größe 12', 'X=gr%C3%B6%C3%9Fe%2012', MASK_TEXT],
    ['abcd', 'abcabcdabcd', `abc${MASK_TEXT}${MASK_TEXT}`],
    ['abc', 'abc abc', 'abc abc'],
    ['1234567.5', 'sum 1,234,567.50 due', `sum ${MASK_TEXT}0 due`],
    ['Frodo-1418', 'أهلا Frodo ١٤١٨', `أهلا ${MASK_TEXT}`],
    ['frodo@shire.example', `/u/${btoa('frodo@shire.example')}`, MASK_TEXT],
    ['aaaa', 'aaa aaa', `${MASK_TEXT}aa`],
    ['García Muñoz', 'GARCIA MUNOZ, Garci\u0301a Mun\u0303oz', `${MASK_TEXT}, ${MASK_TEXT}`],
    ['Meriadoc Groß', 'ＭＥＲＩＡＤＯＣ ＧＲＯＳＳ', MASK_TEXT],
    ['山田 ガイア', '山田ｶﾞｲｱ様', `${MASK_TEXT}様`],
    ['secret', 'nothing here, 100% sure', 'nothing here, 100% sure'],
    ['', 'text', 'text'],
  ];
  for (const [value, text, cleaned] of table) {
    it(`"${value}" in "${text}"`, () => {
      const taint = new TaintSet();
      taint.add(value);
      expect(taint.clean(text)).toBe(cleaned);
    });
  }

  /** [value of a field, its purpose, text outside, what may leave] */
  const fields: readonly (readonly [string, 'name' | '', string, string])[] = [
    ['4929 1234 1234 7767', '', 'Visa ending in 7767', `Visa ending in ${MASK_TEXT}`],
    ['4929 1234 1234 7767', '', '4929 12** **** 7767, not 77671', `${MASK_TEXT} 12** **** ${MASK_TEXT}, not 77671`],
    ['371449635398431', '', '3714 496353 98431', MASK_TEXT],
    ['4929 2024 1234 7769', '', '4929 since 2024 of 7769', `${MASK_TEXT} since 2024 of ${MASK_TEXT}`],
    ['DE89 3704 0044 0532 0130 00', '', 'account ending in 3000', `account ending in ${MASK_TEXT}`],
    // No card and no account number: another card may end like it.
    ['4929 1234 1234 7766', '', 'Visa ending in 7766, ref. ****7766', `Visa ending in 7766, ref. ${MASK_TEXT}`],
    ['044 123 11 11', '', 'Visa ending in 1111', 'Visa ending in 1111'],
    ['Jürg Müller', 'name', 'MUELLER / JUERG', `${MASK_TEXT} / ${MASK_TEXT}`],
    ['739', '', 'code 739, order 1739', `code ${MASK_TEXT}, order 1739`],
    ['yes', '', 'yes, of course', 'yes, of course'],
    ['Ann Brandybuck', 'name', 'Dear Ann, Anne and Brandybuck', `Dear ${MASK_TEXT}, Anne and ${MASK_TEXT}`],
    ['Ann Brandybuck', '', 'Dear Ann', 'Dear Ann'],
    ['frodo@shire.example', '', 'to fro****@shire.example or frodo', `to ${MASK_TEXT} or ${MASK_TEXT}`],
    ['1987-11-03', '', 'born 3 November 1987, 11/03/1987, 3.11.1987', `born ${MASK_TEXT}, ${MASK_TEXT}, ${MASK_TEXT}`],
    ['1987-11-03', '', 'since 1987', 'since 1987'],
  ];
  for (const [value, purpose, text, cleaned] of fields) {
    it(`of a field, "${value}" in "${text}"`, () => {
      const taint = new TaintSet();
      taint.addField(value, purpose);
      expect(taint.clean(text)).toBe(cleaned);
    });
  }

  it('in a name are whole words of it', () => {
    const taint = new TaintSet();
    for (const value of ['form', 'Meriadoc', 'first-last']) taint.add(value);
    const table = { transform: false, form: true, 'data-meriadoc': true, user_meriadoc_x: true, 'data-first-last': true, meriadocs: false };
    expect(Object.fromEntries(Object.keys(table).map((name) => [name, taint.names(name)]))).toEqual(table);
  });

  it('are found among thousands, by the longest that fits', () => {
    const taint = new TaintSet();
    for (let i = 0; i < 5000; i++) taint.add(`value-${i}-end`);
    taint.add('value-17');
    expect(taint.clean('a value-17-end b value-17 c value-5000-end')).toBe(`a ${MASK_TEXT} b ${MASK_TEXT} c value-5000-end`);
  });

  it('masks everything when there are more than can be kept', () => {
    const taint = new TaintSet();
    for (let i = 0; i < 20_001; i++) taint.add(`value ${i} of many`);
    expect(taint.clean('anything')).toBe(MASK_TEXT);
  });
});

describe('masked values of the document before', () => {
  function storage(): { natives: Natives; kept: Map<string, string> } {
    const kept = new Map<string, string>();
    const natives = {
      sessionStorage: {},
      storageGet: (_storage: unknown, key: string) => kept.get(key) ?? null,
      storageSet: (_storage: unknown, key: string, value: string) => void kept.set(key, value),
      storageRemove: (_storage: unknown, key: string) => void kept.delete(key),
      JSON,
    };
    return { natives: natives as unknown as Natives, kept }; // what it asks of them
  }

  it('are found again, from a storage that holds none of them and is empty while a document is open', () => {
    const { natives, kept } = storage();
    new Remembered(natives).leave(['Meriadoc Brandybuck', 'abc']);
    const [stored = ''] = kept.values();
    expect(stored).not.toMatch(/meriadoc|brandybuck/i);
    const next = new TaintSet(new Remembered(natives));
    expect(kept.size).toBe(0);
    expect(next.isEmpty).toBe(false);
    expect(next.clean('Thank you, MERIADOC-Brandybuck! abc')).toBe(`Thank you, ${MASK_TEXT}! abc`);
    expect(next.clean('Thank you, Meriadoc Brandybucks friend of Meriadoc')).toBe(`Thank you, ${MASK_TEXT}s friend of Meriadoc`);
  });

  it('are the newest hundred', () => {
    const { natives } = storage();
    new Remembered(natives).leave(Array.from({ length: 150 }, (_, at) => `value-${1000 + at}`));
    const next = new TaintSet(new Remembered(natives));
    expect(next.clean('value-1000 value-1149')).toBe(`value-1000 ${MASK_TEXT}`);
  });

  it('are none when somebody else wrote there', () => {
    const { natives, kept } = storage();
    for (const text of ['{"a":1}', 'nonsense', '[[null,"x"],[8,1e400],3]']) {
      kept.set('samepage.seen', text);
      expect(new TaintSet(new Remembered(natives)).clean('everything stays')).toBe('everything stays');
    }
  });
});

describe('the page’s own address', () => {
  /** [address, what may leave], when somebody has typed a name, a mail address and a date */
  const table: readonly (readonly [string, string])[] = [
    ['https://shop.example/account/ana%40shire.example/orders', `https://shop.example/account/${MASK_TEXT}/orders`],
    ['https://shop.example/u/Meriadoc-Brandybuck;v=2?a=1', `https://shop.example/u/${MASK_TEXT};v=2?a=1`],
    [`https://shop.example/u/${btoa('ana@shire.example')}`, `https://shop.example/u/${MASK_TEXT}=`],
    ['https://shop.example/born/1987/11/23', `https://shop.example/${[MASK_TEXT, MASK_TEXT, MASK_TEXT, MASK_TEXT].join('/')}`],
    ['https://shop.example/account/orders', 'https://shop.example/account/orders'],
    ['https://shop.example', 'https://shop.example'],
  ];
  it.each(table)('%s', (url, shown) => {
    const taint = new TaintSet();
    for (const [value, purpose] of [
      ['Meriadoc Brandybuck', 'name'],
      ['ana@shire.example', ''],
      ['1987-11-23', ''],
    ] as const)
      taint.addField(value, purpose);
    const cleaned = cleanAddress(url, (part) => taint.clean(part));
    expect(cleaned).toBe(shown);
    // A rule for the site, or for a part of it, still finds its page.
    expect(new URL(cleaned).origin).toBe('https://shop.example');
  });

  it('is searched for what stood in the document before, when no rules are known yet', () => {
    const kept = new Map<string, string>();
    const natives = {
      sessionStorage: {},
      storageGet: (_storage: unknown, key: string) => kept.get(key) ?? null,
      storageSet: (_storage: unknown, key: string, value: string) => void kept.set(key, value),
      storageRemove: (_storage: unknown, key: string) => void kept.delete(key),
      JSON,
    } as unknown as Natives; // what it asks of them
    new Secrets(natives).remember(['Meriadoc Brandybuck']);
    const { clean } = new Secrets(natives);
    expect(cleanAddress('https://shop.example/thanks/meriadoc%20brandybuck', clean)).toBe(`https://shop.example/thanks/${MASK_TEXT}`);
  });
});

describe('style sheets', () => {
  /** [what a sheet says, what may leave], when somebody has typed "Meriadoc" and, elsewhere, "none" */
  const table: readonly (readonly [string, string])[] = [
    ['.u-Meriadoc:hover { display: none }', '.masked:hover { display: none }'],
    ['#\\4d eriadoc > .b { color: red }', '#masked > .b { color: red }'],
    ['[data-u="\\4d eriadoc"] { x: y }', '[data-u=""] { x: y }'],
    ['[data-u=Meriadoc] { x: y }', '[masked] { x: y }'],
    ['.a { --u: Meriadoc; color: var(--Meriadoc) }', '.a { --masked:0; color: var(--masked) }'],
    ['.a { font-family: Meriadoc, serif; color: red }', '.a { --masked:0; color: red }'],
    ['@keyframes Meriadoc { from { top: 0 } }', '@keyframes masked{ from { top: 0 } }'],
    ['/* Meriadoc */ .a { background: url(/u/Meriadoc.png) }', ' .a { background: none }'],
    [
      'x-meriadoc > .b, b::part(meriadoc), b:state(meriadoc):hover { x-y: z }',
      'masked > .b, b::part(masked), b:state(masked):hover { x-y: z }',
    ],
    ['.a { width: 33.3%; color: #fff; animation: spin 2s }', '.a { width: 33.3%; color: #fff; animation: spin 2s }'],
  ];
  for (const [css, cleaned] of table) {
    it(css, () => {
      const taint = new TaintSet();
      taint.add('Meriadoc');
      taint.add('none');
      expect(cleanCss(css, (part) => taint.clean(part))).toBe(cleaned);
    });
  }
});

describe('patterns', () => {
  /** [text, what is found] of cards and IBANs */
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['to DE89 3704 0044 0532 0130 00 12.50 due', ['DE89 3704 0044 0532 0130 00']],
    ['to DE89370400440532013000 12.50 due', ['DE89370400440532013000']],
    ['to DE893704004405320130001250 due', ['DE89370400440532013000']],
    ['GB82WEST12345698765432 DE89370400440532013000', ['GB82WEST12345698765432', 'DE89370400440532013000']],
    ['FR14 2004 1010 0505 0001 3M02 606 ET', ['FR14 2004 1010 0505 0001 3M02 606']],
    ['card 4111 1111 1111 1111 12 27 of two', ['4111 1111 1111 1111']],
    ['2 4111 1111 1111 1111', ['4111 1111 1111 1111']],
    ['3714 496353 98431 0815', ['3714 496353 98431']],
    ['4111111111111111 4111111111111111', ['4111111111111111', '4111111111111111']],
    ['order 4111 1111 1111 1112, phone 044 123 45 67 044 234 56 78', []],
    ['AB12 CDEF 3456 7890 1234', []],
  ];
  for (const [text, found] of table) {
    it(`in "${text}"`, () => {
      const patterns = compilePatterns(builtinPatterns.filter(({ check }) => check));
      const hits = findPatterns(text, patterns).map(([start, end]) => text.slice(start, end));
      expect(hits.sort()).toEqual([...found].sort());
    });
  }
});

describe('checksums of patterns', () => {
  it('know cards and IBANs from other numbers', () => {
    expect(['4111 1111 1111 1111', '5500-0000-0000-0004', '340000000000009'].map(isCardNumber)).toEqual([true, true, true]);
    expect(['4111 1111 1111 1112', '0000000000000000', '1234', '12345678901234567890'].map(isCardNumber)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(['DE89 3704 0044 0532 0130 00', 'GB82WEST12345698765432', 'FR14 2004 1010 0505 0001 3M02 606'].map(isIban)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['DE89 3704 0044 0532 0130 01', 'XX00', '12345678901234567890'].map(isIban)).toEqual([false, false, false]);
  });
});
