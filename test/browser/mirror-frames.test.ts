/** Frames of every kind, one after the other on one page: what is in them, and where they go. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { REPLICA } from '../mirror/engines.ts';
import { frameKinds, frameWords, WORDS_AT_LAST } from '../mirror/frame-kinds.ts';
import { policy } from '../mirror/relay.ts';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { haveChromium } from '../support/browsers.ts';
import { full } from '../support/full.ts';

/** 20 s: all of a page's frames on a loaded machine. */
const SOON = { timeout: 20_000, interval: 100 };
/** 15 s: a frame's document and its keyframe on a loaded machine; one that has no runtime is given up after three seconds. */
const LOOK = { pixels: false, timeoutMs: 15_000 } as const;

describe.skipIf(!haveChromium())('the mirror shows frames', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterEach(() => pairs.clear());
  afterAll(() => pairs.close());

  test('that are objects, embeds and drawings, images in their place, and what a page has written for want of them', async () => {
    const { host, guest, replica, step } = await pairs.open('mirror-embedded.html');
    /** Lines that the two sides do not have in common. */
    const differing = async (read: () => string): Promise<string[]> => {
      const [ours, theirs] = [(await host.evaluate(read)).split('\n'), (await (await replica()).evaluate(read)).split('\n')];
      return [...ours.filter((line) => !theirs.includes(line)), ...theirs.filter((line) => !ours.includes(line))];
    };
    const seen = async (): Promise<unknown> =>
      (await replica()).evaluate((all) => {
        const found: Record<string, unknown> = {};
        for (const id of all) {
          const element = document.getElementById(id);
          const inside = (element as HTMLIFrameElement | null)?.contentDocument; // undefined of all others
          const drawn = inside?.documentElement.localName === 'svg' && inside.querySelector('rect')?.getBoundingClientRect().width;
          if (element?.localName === 'img')
            found[id] = (element as HTMLImageElement).naturalWidth; // the name says so
          else found[id] = drawn ? `drawing ${drawn}` : inside ? inside.body.innerText.trim().split('\n')[0] : element?.textContent;
        }
        return found;
      }, Object.keys(first));
    const first = {
      image: 30,
      'image-embed': 30,
      drawing: 'drawing 40',
      'drawing-embed': 'drawing 40',
      page: 'inner ?object',
      'page-embed': 'inner ?embed',
      own: 'Nothing to show',
      svg: 'drawing 40',
    };
    /** Places and sizes of all that is laid out. */
    const boxes = (): string =>
      [...document.querySelectorAll('[id]')]
        .map((one) => {
          const { left, top, width, height } = one.getBoundingClientRect();
          return [one.id, ...[left, top, width, height].map(Math.round)].join(' ');
        })
        .join('\n');
    const alike = (): Promise<void> => expect.poll(() => differing(boxes), SOON).toEqual([]);
    await expect.poll(seen, SOON).toEqual(first);
    await alike();
    await step('wider');
    await alike();
    await guest.reload();
    await expect.poll(seen, SOON).toEqual(first);
    await alike();
    await step('other');
    await expect.poll(seen, SOON).toEqual({ ...first, page: 'inner ?other' });
    await step('picture');
    await expect.poll(seen, SOON).toEqual({ ...first, page: 30 });
    await alike();
    expect(pairs.relay.failures.filter((one) => !one.startsWith('need '))).toEqual([]);
  });

  test('of a frameset, as the grid that they are', async () => {
    const { host, guest, replica, step } = await pairs.open('mirror-frameset.html');
    /** Lines that the two sides do not have in common. */
    const differing = async (read: () => string): Promise<string[]> => {
      const [ours, theirs] = [(await host.evaluate(read)).split('\n'), (await (await replica()).evaluate(read)).split('\n')];
      return [...ours.filter((line) => !theirs.includes(line)), ...theirs.filter((line) => !ours.includes(line))];
    };
    // Chromium shares pixels, a grid parts of them: the sizes here leave none over.
    /** What each frame says, and where it is: framesets themselves and their bars are no elements of the replica's. */
    const frames = (): string =>
      [...document.querySelectorAll<HTMLIFrameElement>('frame, iframe')]
        .map((one) => {
          const { left, top, width, height } = one.getBoundingClientRect();
          return [one.contentDocument?.querySelector('p')?.innerText, ...[left, top, width, height].map(Math.round)].join(' ');
        })
        .join('\n');
    const alike = (): Promise<void> => expect.poll(() => differing(frames), SOON).toEqual([]);
    await expect.poll(() => host.evaluate(frames), SOON).toMatch(/^inner \?a 0 0 238 600\ninner \?b[^]*\ninner \?c[^]*\ninner \?d/);
    await alike();
    await guest.reload();
    await alike();
    await step('other');
    await alike();
    await host.setViewportSize({ width: 700, height: 498 });
    await guest.evaluate((one) => {
      const frame = document.querySelector<HTMLIFrameElement>(one);
      if (frame) [frame.style.width, frame.style.height] = ['700px', '498px'];
    }, REPLICA);
    await alike();
    expect(pairs.relay.failures.filter((one) => !one.startsWith('need '))).toEqual([]);
  });

  test('that a mask covers and gives back, and nothing of what was said in them meanwhile', async () => {
    const { host, guest } = await pairs.open('mirror-frames.html', policy([{ id: 't/hide', kind: 'mask', target: { selector: '.hide' } }]));
    const words = (): Promise<string> => guest.evaluate(frameWords, REPLICA);
    await expect.poll(words, SOON).toMatch(/inner \?same/);
    const frame = await (await host.$('iframe'))?.contentFrame();
    const say = (text: string): Promise<void> | undefined =>
      frame?.evaluate((now) => void ((document.getElementById('word') ?? document.body).textContent = now), text);
    await host.$eval('iframe', (element) => element.classList.add('hide'));
    await expect.poll(words, SOON).not.toMatch(/inner \?same/);
    await say('under the mask');
    await say('inner ?same again');
    await host.$eval('iframe', (element) => element.classList.remove('hide'));
    await expect.poll(words, SOON).toMatch(/inner \?same again/);
    await say('inner ?same for good');
    await expect.poll(words, SOON).toMatch(/inner \?same for good/);
    expect(pairs.relay.said.join()).not.toContain('under the mask');
  });

  test.runIf(full)('of markup, of a blob, written, one in the other, moved, loaded again, hidden and shown, and taken away', async () => {
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
