import { describe, expect, it } from 'vitest';
import { isCardNumber, isIban } from '../../src/shared/masked-content.ts';
import { MASK_TEXT } from '../../src/shared/policy.ts';
import { TaintSet } from '../../src/inject/capture/taint.ts';

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
    ['aaaa', 'aaa aaa', `${MASK_TEXT}aa`],
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
