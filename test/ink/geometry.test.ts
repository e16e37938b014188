/** Points that hang on a box: what is on it grows with it, what is around it keeps its distance. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsOf, hang, thin, unhang } from '../../src/ink/geometry.ts';
import { outline } from '../../src/ink/paths.ts';

const box = { left: 100, top: 50, width: 200, height: 40 };

describe('points on a box', () => {
  test.each([
    ['its corners', [100, 50, 300, 90], [0, 0, 1, 1]],
    ['its middle', [200, 70], [0.5, 0.5]],
    ['before it', [88, 40.5], [-12, -9.5]],
    ['beyond it', [312, 95], [13, 6]],
  ])('%s', (_name, points, parts) => {
    expect(hang(points, box)).toEqual(parts);
    expect(unhang(parts, box)).toEqual(points.map((value, at) => value - (at % 2 === 0 ? box.left : box.top)));
  });

  test('[D1] a circle around a button stays around it when the button grows', () => {
    const around = hang([90, 40, 310, 100], box);
    expect(unhang(around, { width: 400, height: 80 })).toEqual([-10, -10, 410, 90]);
  });

  test('there and back is a tenth of a pixel at most, for any box', () => {
    const size = fc.double({ min: 0, max: 4000, noNaN: true });
    const place = fc.double({ min: -5000, max: 5000, noNaN: true });
    fc.assert(
      fc.property(size, size, place, place, place, place, (width, height, left, top, x, y) => {
        const [backX = 0, backY = 0] = unhang(hang([x, y], { left, top, width, height }), { width, height });
        expect(Math.abs(backX + left - x)).toBeLessThan(0.21);
        expect(Math.abs(backY + top - y)).toBeLessThan(0.21);
      }),
    );
  });

  test('a long line keeps its ends and loses points, not its shape', () => {
    const line = Array.from({ length: 4000 }, (_, at) => (at % 2 === 0 ? at : Math.sin(at / 50) * 100));
    const thinned = thin(line, 1.5, 600);
    expect(thinned.length / 2).toBeLessThanOrEqual(600);
    expect(thinned.slice(0, 2)).toEqual(line.slice(0, 2));
    expect(thinned.slice(-2)).toEqual(line.slice(-2));
    expect(Math.abs(boundsOf(thinned).height - boundsOf(line).height)).toBeLessThan(2);
  });

  test('a brush leaves one closed outline, also where it only touched', () => {
    expect(outline([10, 10, 40, 12, 80, 30], 6)).toMatch(/^M[^MZ]+Z$/);
    expect(outline([10, 10], 6)).toMatch(/^M[^MZ]+Z$/);
  });
});
