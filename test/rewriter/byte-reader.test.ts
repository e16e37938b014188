/** Charsets in which a byte of ASCII can be half of a character: no scanner may take it for itself, and every byte comes back. */
import { describe, expect, it } from 'vitest';
import { byteReader, utf8Of } from '../../src/rewriter/byte-reader.ts';
import { charsetInMarkup } from '../../src/rewriter/text-codec.ts';

const opened = (text: string): string => text.replace(/[\ue000-\uf8ff]/g, '#').replace(/[\x80-\xff]/g, '-');

describe('bytes as text', () => {
  it.each<[string, string, number[], string]>([
    ['shift_jis', 'a backslash as second half', [0x27, 0x95, 0x5c, 0x27], "'-#'"],
    ['Windows-31J', 'the same by another name', [0x27, 0x95, 0x5c, 0x27], "'-#'"],
    ['shift_jis', 'half-width katakana before a backslash', [0xb1, 0x5c, 0x5c], '-\\\\'],
    ['shift_jis', 'no such pair: the second is read anew', [0x85, 0x5c], '-\\'],
    ['gbk', 'a brace', [0x81, 0x7b, 0x7b], '-#{'],
    ['gb18030', 'four bytes', [0x81, 0x30, 0x81, 0x30, 0x7b], '-0-0{'],
    ['big5', 'a backslash', [0xa5, 0x5c, 0x5c], '-#\\'],
    [
      'iso-2022-jp',
      'between its escapes nothing is ASCII',
      [0x3c, 0x1b, 0x24, 0x42, 0x3c, 0x22, 0x1b, 0x28, 0x42, 0x3e],
      '<\x1b$B##\x1b(B>',
    ],
    ['utf-8', 'every byte', [0xe3, 0x81, 0x82, 0x5c], '---\\'],
    ['no such charset', 'every byte', [0x95, 0x5c], '-\\'],
  ])('%s: %s', (charset, _what, bytes, expected) => {
    const whole = byteReader(charset)(Buffer.from(bytes));
    expect(opened(whole)).toBe(expected);
    expect([...Buffer.from(whole, 'latin1')]).toEqual(bytes);
    for (let cut = 1; cut < bytes.length; cut++) {
      const read = byteReader(charset);
      expect(read(Buffer.from(bytes.slice(0, cut))) + read(Buffer.from(bytes.slice(cut))), `cut at ${cut}`).toBe(whole);
    }
  });

  it('reckons over UTF-8 what browsers reckon over characters', () => {
    const read = byteReader('shift_jis')(Buffer.from([0x95, 0x5c]));
    expect(utf8Of(read, 'shift_jis').toString()).toBe('表');
    expect(utf8Of('\xe9', 'windows-1252').toString()).toBe('é');
    expect(utf8Of('\xc3\xa9', undefined).toString()).toBe('é');
  });

  it.each([
    ['<meta charset=Shift_JIS>', 'Shift_JIS'],
    ['<head><meta name=x><META CHARSET = "gbk" >', 'gbk'],
    ['<meta http-equiv="Content-Type" content="text/html; charset=iso-2022-jp">', 'iso-2022-jp'],
    ['<meta name=charset content=x>', undefined],
    ['<p>charset=x', undefined],
    [`${' '.repeat(1024)}<meta charset=gbk>`, undefined],
  ])('%s says %s', (markup, expected) => {
    expect(charsetInMarkup(Buffer.from(markup))).toBe(expected);
  });
});
