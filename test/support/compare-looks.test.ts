/** The judge of the mirror is judged: what differs must be seen, or every test that stands on it proves nothing. */
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pixelDifferences } from './compare-looks.ts';
import { readPng, type Picture } from './png.ts';

function picture(paint: (x: number, y: number) => number): Picture {
  const rgb = new Uint8Array(100 * 100 * 3);
  for (let at = 0; at < rgb.length; at++) rgb[at] = paint(Math.floor(at / 3) % 100, Math.floor(at / 300));
  return { width: 100, height: 100, rgb };
}

describe('the comparison of pixels', () => {
  const grey = picture(() => 100);

  test('takes what is within its tolerance', () => {
    expect(pixelDifferences(grey, grey)).toEqual([]);
    expect(
      pixelDifferences(
        grey,
        picture(() => 131),
      ),
    ).toEqual([]);
    expect(
      pixelDifferences(
        grey,
        picture((x, y) => (x < 10 && y === 0 ? 0 : 100)),
      ),
    ).toEqual([]);
  });

  test('sees eleven pixels of ten thousand, a step of colour, and another size', () => {
    expect(
      pixelDifferences(
        grey,
        picture((x, y) => (x < 11 && y === 4 ? 0 : 100)),
      ),
    ).toEqual(['11 of 10000 pixels differ, between 0,4 and 10,4']);
    expect(
      pixelDifferences(
        grey,
        picture(() => 133),
      )[0],
    ).toContain('10000 of 10000');
    expect(pixelDifferences(grey, { ...grey, width: 50, height: 200 })).toEqual(['100x100 and 50x200 pixels']);
  });

  test('reads all five filters of a PNG, with and without transparency', () => {
    for (const channels of [3, 4]) {
      const lines: number[] = [];
      // Each line stands for the same four pixels, told by another filter.
      const pixels = [10, 20, 30, 40].flatMap((value) => [value, value + 1, value + 2, 255].slice(0, channels));
      for (let filter = 0; filter < 5; filter++) {
        lines.push(filter);
        pixels.forEach((value, at) => {
          const left = pixels[at - channels] ?? 0;
          // Every line says the same, so what is above is what is wanted; Paeth finds it too.
          const guess = [0, left, value, (left + value) >> 1, value][filter] ?? 0;
          lines.push((value - guess) & 255);
        });
      }
      const head = Buffer.alloc(33);
      head.writeUInt32BE(13, 8);
      head.write('IHDR', 12);
      head.writeUInt32BE(4, 16);
      head.writeUInt32BE(5, 20);
      head[24] = 8;
      head[25] = channels === 4 ? 6 : 2;
      const data = deflateSync(Buffer.from(lines));
      const chunk = Buffer.alloc(12 + data.length);
      chunk.writeUInt32BE(data.length, 0);
      chunk.write('IDAT', 4);
      data.copy(chunk, 8);
      const { width, height, rgb } = readPng(Buffer.concat([head, chunk]));
      expect([width, height]).toEqual([4, 5]);
      for (let line = 0; line < 5; line++)
        expect([...rgb.subarray(line * 12, line * 12 + 12)]).toEqual([10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42]);
    }
  });
});
