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
  const { width, height, scale } = viewport;
  if (![width, height, scale].every((n) => Number.isFinite(n) && n >= 0 && n <= 100_000)) throw bad('viewport');
  return { width, height, scale };
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
