/** On a line that is behind, pictures get coarser and then none are made: the words go first. */
import { describe, expect, test } from 'vitest';
import { Quality } from '../../src/inject/capture/quality.ts';

const looks = (quality: Quality, unsent: number, times: number): (number | undefined)[] =>
  Array.from({ length: times }, () => quality.next(unsent)?.side);

describe('[S6] the quality of pictures', () => {
  test('a line that is free has the sharpest', () => {
    expect(looks(new Quality(), 0, 3)).toEqual([720, 720, 720]);
  });

  test('none is made while the line holds words, and what comes then is coarser for each look that it was behind', () => {
    const quality = new Quality();
    expect(looks(quality, 20_000, 2)).toEqual([undefined, undefined]);
    expect(quality.next(0)).toEqual({ side: 360, quality: 0.4 });
    looks(quality, 20_000, 10);
    expect(quality.next(0)?.side).toBe(180);
  });

  test('a free line gets sharper ones by and by', () => {
    const quality = new Quality();
    looks(quality, 20_000, 2);
    expect(looks(quality, 0, 8)).toEqual([360, 360, 360, 510, 510, 510, 510, 720]);
  });

  test('a try that was too much is made seldomer each time', () => {
    const quality = new Quality();
    const waits: number[] = [];
    looks(quality, 20_000, 1);
    for (let round = 0; round < 3; round++) {
      let wait = 0;
      while (quality.next(0)?.side !== 720) wait++;
      waits.push(wait);
      looks(quality, 20_000, 1);
    }
    expect(waits).toEqual([3, 7, 15]);
  });
});
