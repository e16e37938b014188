/** Frames of every kind, one after the other on one page: what is in them, and where they go. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REPLICA } from '../mirror/engines.ts';
import { frameKinds, frameWords, WORDS_AT_LAST } from '../mirror/frame-kinds.ts';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { haveChromium } from '../support/browsers.ts';
import { full } from '../support/full.ts';

/** 15 s: a frame's document and its keyframe on a loaded machine; one that has no runtime is given up after three seconds. */
const LOOK = { pixels: false, timeoutMs: 15_000 } as const;

describe.skipIf(!haveChromium() || !full)('the mirror shows frames', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterAll(() => pairs.close());

  test('of markup, of a blob, written, one in the other, moved, loaded again, hidden and shown, and taken away', async () => {
    const { host, guest, alike } = await pairs.open('mirror-frames.html');
    const words = (): Promise<string> => guest.evaluate(frameWords, REPLICA);
    for (const { name, act, words: expected } of frameKinds) {
      await host.evaluate(act);
      await expect.poll(words, { timeout: 15_000, message: name }).toMatch(expected);
      await alike(LOOK).catch((error: unknown) => {
        throw new Error(`${name}: ${String(error)}`);
      });
    }
    await guest.reload();
    await expect.poll(words, { timeout: 15_000 }).toMatch(WORDS_AT_LAST);
    await alike(LOOK);
    expect(pairs.relay.failures.filter((one) => !/^(?:need |frame )/.test(one))).toEqual([]);
  });
});
