/** A canvas that was pointed at, and the rectangles that were drawn over it: said by a page, and so by a stranger. */

/** Left, top, width and height, as parts of the canvas from 0 to 1. */
export type Part = readonly [left: number, top: number, width: number, height: number];

export interface PickedCanvas {
  /** CSS pixels. */
  readonly size: readonly [width: number, height: number];
  readonly parts: readonly Part[];
}

/** Rectangles of one rule (`regions` in config/policy-schema.ts). */
export const MAX_PARTS = 50;
/** Pixels of a side (`size` in the same place). */
const MAX_SIDE = 20_000;

export function readCanvas(value: unknown): PickedCanvas | undefined {
  if (typeof value !== 'object' || value === null || !('size' in value) || !('parts' in value)) return undefined;
  const { size, parts } = value;
  if (!Array.isArray(size) || size.length !== 2 || !Array.isArray(parts) || parts.length > MAX_PARTS) return undefined;
  const [width, height] = size.map((side: unknown) => (Number.isInteger(side) ? Number(side) : 0)); // 0 is none
  if (!width || !height || Math.min(width, height) < 1 || Math.max(width, height) > MAX_SIDE) return undefined;
  const read = parts.map(readPart);
  return read.every((part) => part !== undefined) ? { size: [width, height], parts: read } : undefined;
}

function readPart(value: unknown): Part | undefined {
  if (!Array.isArray(value) || value.length !== 4) return undefined;
  const [left, top, width, height] = value.map((one: unknown) => (typeof one === 'number' && one >= 0 && one <= 1 ? one : NaN));
  if (left === undefined || top === undefined || width === undefined || height === undefined) return undefined;
  const part = [left, top, width, height] as const;
  return part.some(Number.isNaN) || width === 0 || height === 0 ? undefined : part;
}
