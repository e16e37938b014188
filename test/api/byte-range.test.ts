/** Parts of a body, as RFC 9110 14.1.2 and 14.2 have them. */
import { describe, expect, test } from 'vitest';
import { rangeOf } from '../../src/api/byte-range.ts';

describe('of ten bytes', () => {
  test.each([
    [undefined, undefined],
    ['bytes=0-3', [0, 3]],
    ['bytes=4-', [4, 9]],
    ['bytes=-3', [7, 9]],
    ['bytes=-30', [0, 9]],
    ['bytes=8-99', [8, 9]],
    ['bytes=10-', 'none'],
    ['bytes=-0', 'none'],
    ['bytes=5-2', undefined],
    ['bytes=0-1,4-5', undefined],
    ['bytes=a-b', undefined],
    ['lines=0-1', undefined],
    ['bytes=-', undefined],
  ])('%s is %j', (header, range) => {
    expect(rangeOf(header, 10)).toEqual(range);
  });
});
