import { expect, test } from 'vitest';
import { diamondFont } from './shop/font.ts';

test('every table of the test font lies inside the file, in order and on four-byte bounds', () => {
  const font = diamondFont();
  const count = font.readUInt16BE(4);
  let last = '';
  for (let index = 0; index < count; index++) {
    const entry = 12 + index * 16;
    const tag = font.toString('latin1', entry, entry + 4);
    const offset = font.readUInt32BE(entry + 8);
    expect(tag > last).toBe(true);
    expect(offset % 4).toBe(0);
    expect(offset + font.readUInt32BE(entry + 12)).toBeLessThanOrEqual(font.length);
    last = tag;
  }
});
