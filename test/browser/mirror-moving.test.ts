/** Web Animations, animations of sheets and transitions: in step with the host's, for those who watch and those who join later. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { haveChromium } from '../support/browsers.ts';

describe.skipIf(!haveChromium())('the mirror moves', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterAll(() => pairs.close());

  test('what moves at the host’s, and is where it is', async () => {
    const { host, guest, replica, alike, step } = await pairs.open('mirror-moving.html');
    // Pixels and boxes of what moves differ by what passes between two looks: places in time are compared instead, and looks when all stand still.
    const times = (): number[] =>
      document
        .getAnimations()
        .filter(({ effect }) => effect && 'target' in effect && (effect.target as Element).id !== 'hidden') // effects of elements
        .map(({ currentTime, playbackRate }) => (typeof currentTime === 'number' ? currentTime / playbackRate : -1))
        .sort((a, b) => a - b);
    const inStep = async (what: string): Promise<void> => {
      await expect
        .poll(
          async () => {
            const [before, theirs, after] = [
              await host.evaluate(times),
              await (await replica()).evaluate(times),
              await host.evaluate(times),
            ];
            if (before.length !== theirs.length || after.length !== theirs.length) return `${before.length} and ${theirs.length}`;
            // Between the two looks at the host, give or take what an op takes on its way.
            const far = theirs.filter((time, at) => {
              const [from, to] = [before[at] ?? 0, after[at] ?? 0].sort((a, b) => a - b);
              return time < (from ?? 0) - 400 || time > (to ?? 0) + 400;
            });
            return far.length === 0 ? 0 : JSON.stringify([before, theirs, after].map((all) => all.map(Math.round)));
          },
          { message: what },
        )
        .toBe(0);
    };
    // A browser that has just been started takes longer over its first page than an op takes on its way.
    await guest.reload();
    await inStep('at first');
    for (const name of ['jump', 'pause', 'faster', 'turn', 'animate', 'forward', 'fill', 'reverse']) {
      await step(name);
      await inStep(name);
    }
    await guest.reload();
    await inStep('joined late');
    await host.evaluate(() => document.getAnimations().forEach((one) => one.pause()));
    await alike();
    await step('cancel');
    await alike();
    await step('secret');
    await host.evaluate(() => document.body.append('control'));
    await expect.poll(() => pairs.relay.said.join()).toContain('control');
    expect(pairs.relay.said.join()).not.toContain('secret-in-a-keyframe');
    expect(pairs.relay.failures).toEqual([]);
  });
});
