/** Style that a page changes without touching its markup: through the CSSOM, and by adopting sheets. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { haveChromium } from '../support/browsers.ts';

describe.skipIf(!haveChromium())('the mirror shows style that is changed', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterAll(() => pairs.close());

  test('rule by rule, property by property, adopted, shared and pushed, and to a guest who joins late', async () => {
    const { host, guest, alike, step } = await pairs.open('mirror-sheets.html');
    await alike();
    const names = await host.evaluate(() => Object.keys(Reflect.get(window, 'steps') as object));
    for (const name of names) {
      // What the page holds is looked at every tenth of a second: between the two nothing may happen that tells.
      await step(name);
      await alike().catch((error: unknown) => {
        throw new Error(`step ${name}: ${String(error)}`);
      });
    }
    await guest.reload();
    await alike();
    expect(
      await host.evaluate(() => ['diamond', 'square'].map((id) => document.getElementById(id)?.getBoundingClientRect().width)),
    ).toEqual([80, 80]);
    expect(pairs.relay.failures).toEqual([]);
    // One text for four roots that adopt it, and once more for each change of it; a root tells its number.
    const texts = pairs.relay.said.join('\n').match(/height: 20px; background: rgb\(255, 204, 136\)/g) ?? [];
    expect(texts.length).toBeLessThanOrEqual(2);
  });
});
