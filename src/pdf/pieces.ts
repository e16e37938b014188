/** Pieces of text as pdf.js tells them -> places on the page. */
import type { Box, Piece } from './hidden.ts';

/** `a b c d e f` of PDF and canvas. */
export type Matrix = readonly number[];

export interface TextItem {
  readonly str: string;
  readonly transform: Matrix;
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
}

/** Of the height of the font: letters reach so far above and below the baseline, and beyond the ends of their piece. */
const ABOVE = 1.15;
const BELOW = 0.4;
const BESIDE = 0.25;

/** `page`: from the PDF's own units to CSS pixels at scale 1. */
export function pieceOf(item: TextItem, page: Matrix, vertical: boolean): Piece {
  const matrix = multiply(page, item.transform);
  const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = matrix;
  const unit = Math.hypot(page[0] ?? 1, page[1] ?? 0);
  const height = Math.hypot(c, d);
  const along = Math.hypot(a, b) || 1;
  const length = (vertical ? item.height : item.width) * unit;
  // The direction of writing, and the one away from the baseline.
  const [rx, ry] = vertical ? [-c / (height || 1), -d / (height || 1)] : [a / along, b / along];
  const [ux, uy] = vertical ? [a / along, b / along] : [c / (height || 1), d / (height || 1)];
  const [low, high] = vertical ? [-0.6, 0.6] : [-BELOW, ABOVE];
  const corners = [-BESIDE * height, length + BESIDE * height].flatMap((s) =>
    [low, high].map((t): [number, number] => [x + rx * s + ux * t * height, y + ry * s + uy * t * height]),
  );
  return { text: item.str, box: around(corners), x, y, width: length, height, endsLine: item.hasEOL };
}

/** How a piece is turned (radians). */
export function angleOf(item: TextItem, page: Matrix): number {
  const [a = 1, b = 0] = multiply(page, item.transform);
  return Math.atan2(b, a);
}

export function around(points: readonly (readonly [number, number])[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

function multiply(m: Matrix, n: Matrix): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = n;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}
