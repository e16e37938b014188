/**
 * The attack: a number that a rule hides stands on a page in pieces, out of order, in a font that nobody can read, in a form
 * field or a note, or is drawn where the text of the page does not say so. Whatever is not known to be harmless is covered.
 */
import { describe, expect, test } from 'vitest';
import { layOut, type Annotation } from '../../src/pdf/annotations.ts';
import { saysAll, type Drawing } from '../../src/pdf/glyphs.ts';
import { hiddenPieces, type Piece } from '../../src/pdf/hidden.ts';
import { angleOf, pieceOf } from '../../src/pdf/pieces.ts';
import type { PdfMask } from '../../src/pdf/index.ts';

const patterns = [
  { id: 'card', pattern: String.raw`(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)`, check: 'luhn' as const },
  { id: 'iban', pattern: String.raw`\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{1,4}){3,8}\b`, check: 'iban' as const },
];
const maskOf = (...echoes: string[]): PdfMask => ({
  policy: { version: '1', rules: [], patterns, maskTitle: false, maskUrlQuery: false, blockNames: [] },
  taint: { holds: (text) => echoes.some((echo) => text.replaceAll(' ', '').includes(echo)) },
});

/** Text, left, baseline; a sign is 6 wide, a line 12 high. */
const piece = ([text, x, y]: readonly [string, number, number]): Piece => ({
  text,
  x,
  y,
  width: text.length * 6,
  height: 12,
  box: [x, y - 12, text.length * 6, 14],
  endsLine: false,
});
const hidden = (pieces: readonly (readonly [string, number, number])[], mask = maskOf()): number[] =>
  [...hiddenPieces(pieces.map(piece), mask)].sort((a, b) => a - b);

describe('[V2] pieces of text', () => {
  test.each<[string, readonly (readonly [string, number, number])[], number[]]>([
    ['in one piece', [['Card 4111 1111 1111 1111', 0, 20]], [0]],
    [
      'harmless text and numbers',
      [
        ['Order 4711 of 2026', 0, 20],
        ['Total 1.234,50', 0, 40],
      ],
      [],
    ],
    [
      'in two pieces',
      [
        ['Card', 0, 20],
        ['4111 1111 ', 40, 20],
        ['1111 1111', 100, 20],
      ],
      [1, 2],
    ],
    [
      'in groups of four without space between',
      ['4111', '1111', '1111', '1111'].map((text, i) => [text, i * 24, 20] as const),
      [0, 1, 2, 3],
    ],
    [
      'over the end of a line',
      [
        ['4111 1111', 200, 20],
        ['1111 1111', 0, 34],
      ],
      [0, 1],
    ],
    [
      'backwards in the file',
      [
        ['1111', 72, 20],
        ['1111', 48, 20],
        ['1111', 24, 20],
        ['4111', 0, 20],
      ],
      [0, 1, 2, 3],
    ],
    [
      'with a number right behind it',
      [
        ['IBAN DE89 3704 0044 0532 0130 00', 0, 20],
        ['4711', 0, 34],
      ],
      [0],
    ],
    [
      'cells of a table are no number together',
      [
        ['41111111', 0, 20],
        ['11111111', 200, 20],
      ],
      [],
    ],
    [
      'letters that nobody can read',
      [
        ['\ue001\ue002\ue003', 0, 20],
        ['plain', 0, 40],
      ],
      [0],
    ],
    ['signs of a font without a table', [['\u0003\u0004', 0, 20]], [0]],
  ])('%s', (_name, pieces, expected) => {
    expect(hidden(pieces)).toEqual(expected);
  });

  test('what is masked elsewhere on the page, whole or in two pieces', () => {
    const mask = maskOf('KD778812');
    expect(
      hidden(
        [
          ['Customer KD778812', 0, 20],
          ['hello', 0, 40],
        ],
        mask,
      ),
    ).toEqual([0]);
    expect(
      hidden(
        [
          ['Customer KD77', 0, 20],
          ['8812', 80, 20],
          ['hello', 0, 40],
        ],
        mask,
      ),
    ).toEqual([0, 1]);
  });
});

describe('[V2] what is drawn must stand in the text', () => {
  const names = { showText: 44, beginAnnotation: 80, endAnnotation: 81 };
  const glyphs = (text: string): unknown[] => [[...[...text].map((unicode) => ({ unicode })), -120]];
  const drawing = (...ops: readonly (readonly [number, unknown])[]): Drawing => ({
    fnArray: ops.map(([fn]) => fn),
    argsArray: ops.map(([, args]) => args),
  });

  test.each<[string, Drawing, string[], boolean]>([
    ['all of it does', drawing([44, glyphs('Total 12')], [44, glyphs('EUR')]), ['Total 12', 'EUR'], true],
    ['in another order, with ligatures apart', drawing([44, glyphs('ﬁne')]), ['enif'], true],
    ['a letter is missing', drawing([44, glyphs('4111')]), ['411'], false],
    ['nothing of it does', drawing([44, glyphs('4111')]), [], false],
    ['it stands in a pattern', drawing([29, ['TilingPattern', null, drawing([44, glyphs('4111')])]]), [], false],
    ['annotations are looked at by themselves', drawing([80, []], [44, glyphs('4111')], [81, []]), [], true],
    ['a page without letters', drawing([22, [1, 2]]), [], true],
  ])('%s', (_name, page, text, expected) => {
    expect(saysAll(page, names, text)).toBe(expected);
  });
});

describe('[V2] what lies on a page', () => {
  const rect = [0, 0, 100, 20];
  const laid = (...annotations: Annotation[]) => layOut(annotations, () => [1, 2, 3, 4]);

  test('values of fields and texts of notes are pieces', () => {
    const { pieces, sealed } = laid(
      { subtype: 'Widget', rect, fieldValue: '4111 1111 1111 1111' },
      { subtype: 'Widget', rect, fieldValue: ['a', 'b'] },
      { subtype: 'FreeText', rect, textContent: ['one', 'two'] },
      { subtype: 'Widget', rect, fieldValue: 'Off', checkBox: true },
    );
    expect(pieces.map(({ text }) => text)).toEqual(['4111 1111 1111 1111', 'a b', 'one two']);
    expect(sealed).toEqual([]);
  });

  test('what draws letters that are not known is covered, and so is a password', () => {
    const { sealed } = laid(
      { subtype: 'Stamp', rect },
      { subtype: 'FreeText', rect },
      { rect },
      { subtype: 'Widget', rect, password: true, fieldValue: 'x' },
      { subtype: 'Highlight', rect },
      { subtype: 'Stamp', rect, hidden: true },
    );
    expect(sealed).toHaveLength(4);
  });

  test('links lead to addresses and to places of the document', () => {
    const { links } = laid(
      { subtype: 'Link', rect, url: 'https://a.example/' },
      { subtype: 'Link', rect, dest: 'chapter' },
      { subtype: 'Link', rect },
    );
    expect(links.map(({ url, dest }) => url ?? dest)).toEqual(['https://a.example/', 'chapter']);
  });
});

describe('places of pieces', () => {
  const item = { str: 'Text', width: 40, height: 12, hasEOL: false };
  /** From points, upwards, to CSS pixels, downwards, of a page 842 high. */
  const page = [4 / 3, 0, 0, -4 / 3, 0, (842 * 4) / 3];

  test('a line of text', () => {
    const { x, y, width, height, box } = pieceOf({ ...item, transform: [12, 0, 0, 12, 60, 742] }, page, false);
    expect([x, y, width, height].map(Math.round)).toEqual([80, 133, 53, 16]);
    const [left, top, w, h] = box;
    expect(left).toBeLessThan(80);
    expect(left + w).toBeGreaterThan(133);
    expect(top).toBeLessThan(133 - 16);
    expect(top + h).toBeGreaterThan(133 + 5);
  });

  test('a line that goes up the page is covered as it stands', () => {
    const turned = { ...item, transform: [0, 12, -12, 0, 60, 742] };
    const [left, top, width, height] = pieceOf(turned, page, false).box;
    expect(angleOf(turned, page)).toBeCloseTo(-Math.PI / 2);
    expect(height).toBeGreaterThan(53);
    expect(width).toBeLessThan(40);
    expect(left).toBeLessThan(80 - 15);
    expect(left + width).toBeGreaterThan(80);
    expect(top).toBeLessThan(133 - 53);
  });

  test('writing that runs down is covered as it stands', () => {
    const [left, top, width, height] = pieceOf({ ...item, width: 0, height: 40, transform: [12, 0, 0, 12, 60, 742] }, page, true).box;
    expect(top + height).toBeGreaterThan(133 + 53);
    expect(left).toBeLessThan(80);
    expect(left + width).toBeGreaterThan(80);
  });
});
