/** What all answers together may take of one turn of the loop. */
import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { nextTurn, spend, takeTurn, TURN_BYTES } from '../../src/proxy/turn-budget.ts';

const HALF = TURN_BYTES / 2;

beforeEach(async () => {
  await setImmediate(); // a new turn
});

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

test('what is worked on whole waits for a turn with room, and fills it', async () => {
  const seen: string[] = [];
  const work = async (name: string): Promise<void> => {
    await takeTurn(HALF + 1);
    seen.push(name);
  };
  const all = Promise.all(['a', 'b', 'c', 'd'].map(work));
  await new Promise<void>((go) => process.nextTick(go));
  expect(seen).toEqual(['a']);
  const turns: string[] = [];
  while (seen.length < 4) {
    await setImmediate();
    if (turns.at(-1) !== seen.join()) turns.push(seen.join());
  }
  expect(turns).toEqual(['a,b,c', 'a,b,c,d']);
  await all;
});
