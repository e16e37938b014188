import { describe, expect, test } from 'vitest';
import { builtinPatterns } from '../../src/config/builtin-policy.ts';
import { findPatterns, compilePatterns } from '../../src/shared/masked-content.ts';
import { countDigits, leastOf } from '../../src/shared/pattern-least.ts';

/** Pattern, least length, least digits, and texts that it matches whole. */
const table: readonly [string, number, number, readonly string[]][] = [
  ['\\b(?:\\d[ -]?){12,18}\\d\\b', 13, 13, ['4111 1111 1111 1111', '4111111111111']],
  ['\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}\\b', 15, 2, ['NO9386011117947', 'DE89 3704 0044 0532 0130 00']],
  ['\\b\\d{3}-\\d{2}-\\d{4}\\b', 11, 9, ['078-05-1120']],
  ['\\b(?:[XYZ]\\d{7}|\\d{8})-?[A-Z]\\b', 9, 7, ['X1234567L', '12345678-Z']],
  ['a|\\d\\d', 1, 0, ['a', '12']],
  ['(?:\\d{3})?x', 1, 0, ['x', '123x']],
  ['(\\d{2}){3}?', 6, 6, ['123456']],
  ['(?<year>\\d{4})', 4, 4, ['2026']],
  ['(?=\\d\\d)\\d', 1, 1, []],
  ['(?<!\\d)\\d', 1, 1, ['1']],
  ['[\\d]{2}', 2, 2, ['12']],
  ['[0-35]', 1, 1, ['5']],
  ['[0-9a-f]{4}', 4, 0, ['beef', '1234']],
  ['[^0-9]{2}', 2, 0, ['ab']],
  ['[\\]\\d]', 1, 0, [']', '1']],
  ['\\u00e9\\x31\\cA', 0, 0, ['é1\u0001']],
  ['(a)\\1', 1, 0, ['aa']],
  ['1+\\.?', 1, 1, ['1', '11.']],
  ['.{2,5}', 2, 0, ['ab']],
  ['\\$\\d', 2, 1, ['$1']],
  ['x{,5}', 5, 1, ['x{,5}']],
];

describe('the least that a pattern needs', () => {
  test.each(table)('of %s', (pattern, length, digits, texts) => {
    expect(leastOf(pattern)).toEqual({ length, digits });
    for (const text of texts) {
      expect(new RegExp(`^(?:${pattern})$`, 'i').test(text), text).toBe(true);
      expect(text.length).toBeGreaterThanOrEqual(length);
      expect(countDigits(text)).toBeGreaterThanOrEqual(digits);
    }
  });

  test('never keeps a built-in pattern from what it finds without it', () => {
    const patterns = compilePatterns(builtinPatterns);
    const careless = patterns.map((one) => ({ ...one, least: { length: 0, digits: 0 } }));
    const texts = [
      'Card 4111 1111 1111 1111 now',
      'IBAN: NO9386011117947',
      'RSSMRA85T10A562S',
      'DNI 12345678Z',
      '1 85 05 78 006 084 36',
      '078-05-1120',
      'x',
      '12',
      '',
    ];
    for (const text of texts) expect(findPatterns(text, patterns), text).toEqual(findPatterns(text, careless));
    expect(texts.filter((text) => findPatterns(text, patterns).length > 0).length).toBeGreaterThanOrEqual(5);
  });

  test('counts ASCII digits alone, as \\d does', () => {
    expect(countDigits('a1b22 ٣ 3')).toBe(4);
    expect(countDigits('a1b22 ٣ 3')).toBe('a1b22 ٣ 3'.match(/\d/g)?.length);
  });
});
