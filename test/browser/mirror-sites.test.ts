/** What pages of large sites do, step by step, in the full run: lists that are longer than what is there of them, and what newer CSS gives. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { haveChromium } from '../support/browsers.ts';
import { full } from '../support/full.ts';

/** 30 s: a table of five thousand rows is compared row by row, on a loaded machine. */
const LOOK = { timeoutMs: 30_000 };

describe.skipIf(!full || !haveChromium())('the mirror shows', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterEach(async () => {
    expect(pairs.relay.failures).toEqual([]);
    await pairs.clear();
  });
  afterAll(() => pairs.close());

  for (const [what, page] of [
    ['lists of which a part is there, that grow, are sorted, and slide', 'mirror-lists.html'],
    ['layers, scopes, containers, anchors, and styles that scripts write', 'mirror-styles.html'],
  ] as const)
    test(
      what,
      async () => {
        const { host, guest, alike, step } = await pairs.open(page);
        await alike(LOOK);
        for (const name of await host.evaluate(() => Object.keys(Reflect.get(window, 'steps') as object))) {
          await step(name);
          await alike(LOOK).catch((error: unknown) => {
            throw new Error(`${name}: ${String(error)}`);
          });
        }
        await guest.reload();
        await alike(LOOK);
      },
      400_000,
    );
});
