/** Shapes and sizes of what a host's browser says of its page; whatever is another is a fault of the whole message. */
import { isAttributeAllowed, type Viewport } from '../shared/dom-ops.ts';

/** Why an op or keyframe was not taken: its shape or size, or something unmasked where a mask is. */
export class TreeFault extends Error {
  readonly reason: 'bad' | 'masked';
  constructor(reason: 'bad' | 'masked', message: string) {
    super(message);
    this.reason = reason;
  }
}

export function checkViewport(viewport: Viewport): Viewport {
  if (!isRecord(viewport)) throw bad('viewport');
  const { width, height, scale, part, keyboard, touch } = viewport;
  const isSize = (n: unknown): boolean => Number.isFinite(n) && Number(n) >= 0 && Number(n) <= 100_000;
  if (![width, height, scale, keyboard ?? 0].every(isSize)) throw bad('viewport');
  const all = { width, height, scale, ...(touch === true ? { touch } : {}), ...(keyboard === undefined ? {} : { keyboard }) };
  if (part === undefined) return all;
  if (!Array.isArray(part) || part.length !== 5 || !part.every((n) => Number.isFinite(n) && Math.abs(n) <= 10_000_000))
    throw bad('viewport');
  const [left, top, wide, high, zoom] = part;
  if (![wide, high, zoom].every(isSize) || zoom === 0) throw bad('viewport');
  return { ...all, part: [left, top, wide, high, zoom] };
}

export function checkPair(pair: readonly [number, number]): readonly [number, number] {
  const [x, y] = checkNumbers(pair);
  if (x === undefined || y === undefined) throw bad('pair');
  return [x, y];
}

export function checkNumbers(numbers: readonly number[]): readonly number[] {
  if (!Array.isArray(numbers) || numbers.length > 10_000 || !numbers.every((n) => Number.isFinite(n))) throw bad('numbers');
  return numbers;
}

export function attributeName(name: unknown): string {
  if (typeof name !== 'string' || !isAttributeAllowed(name)) throw bad('attribute name');
  return name;
}

export function text(value: unknown, what: string, limit: number): string {
  if (typeof value !== 'string' || value.length > limit) throw bad(`${what} is no string, or too long`);
  return value;
}

export function integer(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw bad('number expected');
  return value as number; // a safe integer is a number
}

export function isRecord(value: unknown): value is Record<string, never> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function bad(message: string): TreeFault {
  return new TreeFault('bad', message);
}

export function finite(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw bad('number expected');
  return value;
}
