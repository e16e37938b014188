/** What a page is made of beyond elements and files of a server: files that scripts make, parts of other files, documents in objects. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { haveChromium } from '../support/browsers.ts';
import { full } from '../support/full.ts';

describe.skipIf(!haveChromium())('the mirror shows', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterEach(async () => {
    expect(pairs.relay.failures.filter((one) => !one.startsWith('need '))).toEqual([]);
    await pairs.clear();
  });
  afterAll(() => pairs.close());

  test('pictures and sheets that scripts made, also to a guest who joins late', async () => {
    const { guest, alike, step } = await pairs.open('mirror-made.html');
    for (const name of full ? ['image', 'background', 'sheet', 'srcset', 'again', 'frame', 'data', 'large'] : ['image', 'sheet']) {
      await step(name);
      await alike().catch((error: unknown) => {
        throw new Error(`${name}: ${String(error)}`);
      });
    }
    await guest.reload();
    await alike();
  });
});
