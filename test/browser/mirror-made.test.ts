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

  test('pictures and sheets that scripts made, and parts of other drawings, also to a guest who joins late', async () => {
    const { guest, alike, step, replica } = await pairs.open('mirror-made.html');
    const all = ['image', 'background', 'sheet', 'srcset', 'again', 'frame', 'sprite', 'icon', 'data', 'large'];
    for (const name of full ? all : ['image', 'sheet', 'sprite', 'icon']) {
      await step(name);
      await alike().catch((error: unknown) => {
        throw new Error(`${name}: ${String(error)}`);
      });
    }
    await guest.reload();
    await alike();
    // Of another file's elements stands there what the gate lets through: nothing that runs, leads away, or loads.
    const built = await (await replica()).$eval('#icon use', (use) => use.getAttribute('href') ?? '');
    expect(built).toMatch(/^blob:.*#star$/);
    const text = await guest.evaluate(async (url) => (await fetch(url)).text(), built);
    expect(text).toMatch(/<symbol id="cart".*<use href="#arm"/s);
    expect(text).not.toMatch(/script|xhtml|onload|onclick|elsewhere/);
  });
});
