/** Notes that two wrote at once: nothing of either is lost, and nothing stands twice. */
import { describe, expect, test } from 'vitest';
import { merged, movedPlace } from '../../src/console/merge-notes.ts';

describe('notes of two', () => {
  test.each([
    ['only I', 'abc', 'abcd', 'abc', 'abcd'],
    ['only they', 'abc', 'abc', 'xabc', 'xabc'],
    ['the same', 'abc', 'abcd', 'abcd', 'abcd'],
    ['at the end by both', 'call', 'call, blue one', 'call. Tuesday', 'call. Tuesday\n, blue one'],
    ['mine before theirs', 'one two', 'ONE two', 'one TWO', 'ONE TWO'],
    ['theirs before mine', 'one two', 'one TWO', 'ONE two', 'ONE TWO'],
    ['both from nothing', '', 'mine', 'theirs', 'theirs\nmine'],
    ['the same word, changed', 'a red shoe', 'a blue shoe', 'a green shoe', 'a green shoe\nblue'],
    ['I took away what they changed', 'a red shoe', 'a shoe', 'a bread shoe', 'a bread shoe'],
  ])('[O2] %s', (_name, base, mine, theirs, both) => {
    expect(merged(base, mine, theirs)).toBe(both);
  });

  test('the caret stays where its writer is', () => {
    expect(movedPlace(3, 'abc def', 'xy abc def')).toBe(6);
    expect(movedPlace(3, 'abc def', 'abc def ghi')).toBe(3);
    expect(movedPlace(7, 'abc def', 'abc d')).toBe(5);
    expect(movedPlace(5, 'abc def', 'abc')).toBe(3);
  });
});
