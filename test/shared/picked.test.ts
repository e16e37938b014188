import { expect, test } from 'vitest';
import { MAX_PARTS, readCanvas } from '../../src/shared/picked.ts';
import { parseRuntime } from '../../src/shared/parse-message.ts';

test('a canvas that was pointed at is its size and its rectangles, and nothing else', () => {
  const canvas = { size: [600, 300], parts: [[0, 0.25, 1, 0.5]] };
  expect(readCanvas({ ...canvas, more: 1 })).toEqual(canvas);
  const picked = { selector: 'canvas', matches: 1, role: '', name: '' };
  expect(parseRuntime(JSON.stringify({ type: 'pointed', picked: { ...picked, canvas } }))).toMatchObject({
    ok: true,
    message: { picked: { ...picked, canvas } },
  });
  expect(parseRuntime(JSON.stringify({ type: 'pointed', picked: { ...picked, canvas: 'large' } }))).toMatchObject({ ok: false });
});

test.each([
  null,
  [],
  { size: [600, 300] },
  { size: [600], parts: [] },
  { size: [600, 0], parts: [] },
  { size: [600, 1e9], parts: [] },
  { size: [600, '300'], parts: [] },
  { size: [600, 300], parts: [[0, 0, 1]] },
  { size: [600, 300], parts: [[0, 0, 1, 0]] },
  { size: [600, 300], parts: [[0, 0, 2, 1]] },
  { size: [600, 300], parts: [[0, -0.1, 1, 1]] },
  { size: [600, 300], parts: [[0, null, 1, 1]] },
  { size: [600, 300], parts: Array.from({ length: MAX_PARTS + 1 }, () => [0, 0, 1, 1]) },
])('is none: %j', (value) => {
  expect(readCanvas(value)).toBeUndefined();
});
