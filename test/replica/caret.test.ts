import { expect, test } from 'vitest';
import { movedCaret } from '../../src/replica/caret.ts';

/** `|` is the caret. */
const table: readonly [string, string][] = [
  ['onefi|', 'onefi\n|'],
  ['one|two', 'one\n|two'],
  ['x\n|\n', 'x\n\n|\n'],
  ['aa|aa', 'aaa|aa'],
  ['one|', 'on|'],
  ['one|two', 'on|two'],
  ['one| two', 'zero one| two'],
  ['one| two', 'one| two three'],
  ['one tw|o', 'ONE tw|o'],
  ['|one', '|one two'],
  ['one|', '|'],
  ['abc|def', 'xyz|'],
  ['4111|', '4111 |'],
];

test.each(table)('a caret at %j is at %j afterwards', (before, after) => {
  const [at, stands] = [before.indexOf('|'), after.indexOf('|')];
  expect(movedCaret(before.replace('|', ''), after.replace('|', ''), at)).toBe(stands);
});
