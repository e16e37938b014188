/** What all answers together may take of one turn of the loop. */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { nextTurn, spend } from '../../src/proxy/turn-budget.ts';

const HALF = 128 * 1024;

test('is one budget for all, and new with each turn', async () => {
  expect([spend(HALF), spend(HALF - 1), spend(1), spend(1)]).toEqual([false, false, true, true]);
  await setImmediate();
  expect(spend(HALF)).toBe(false);
  await setImmediate();
});

test('those who wait go on in their order, as many in a turn as it has room for', async () => {
  const seen: string[] = [];
  spend(2 * HALF);
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    nextTurn(() => {
      seen.push(name);
      // Who had its turn asks for another behind the others.
      if (spend(HALF) && name === 'b') nextTurn(() => seen.push('b again'));
    });
  const turns: string[] = [];
  while (seen.length < 6) {
    await setImmediate();
    if (turns.at(-1) !== seen.join()) turns.push(seen.join());
  }
  expect(turns).toEqual(['a,b', 'a,b,c,d', 'a,b,c,d,e,b again']);
});
