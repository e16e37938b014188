/** Frames of every kind, one after the other on one page: what is in them, and where they go. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
    const { host, guest, replica, alike } = await pairs.open('mirror-frames.html');
    const words = async (): Promise<string> => {
      const all: string[] = [];
      const visit = async (frame: Awaited<ReturnType<typeof replica>>): Promise<void> => {
        for (const child of frame.childFrames()) {
          all.push((await child.evaluate(() => document.body.innerText)).trim());
          await visit(child);
        }
      };
      await visit(await replica());
      return all.filter((text) => text !== '').join('|');
    };
    const kinds: readonly (readonly [name: string, act: () => unknown, words: RegExp])[] = [
      [
        'markup',
        () => {
          document.body.innerHTML = '';
          const frame = document.createElement('iframe');
          frame.id = 'markup';
          frame.srcdoc = '<p>of markup</p>';
          document.body.append(frame);
        },
        /^of markup$/,
      ],
      [
        'blob',
        () => {
          const frame = document.createElement('iframe');
          frame.id = 'blob';
          frame.src = URL.createObjectURL(new Blob(['<!doctype html><p>of a blob</p>'], { type: 'text/html' }));
          document.body.append(frame);
        },
        /of a blob/,
      ],
      [
        'written',
        () => {
          const frame = document.createElement('iframe');
          frame.id = 'written';
          document.body.append(frame);
          frame.contentDocument?.open();
          frame.contentDocument?.write('<p>written</p>');
          frame.contentDocument?.close();
        },
        /written/,
      ],
      [
        'nested',
        () => {
          const frame = document.createElement('iframe');
          frame.id = 'nested';
          frame.srcdoc = '<p>outer</p><iframe id="inner" src="/mirror-inner.html?nested"></iframe>';
          document.body.append(frame);
        },
        /outer\|inner \?nested/,
      ],
      ['moved', () => document.body.append(document.getElementById('markup') ?? ''), /of markup/],
      ['loaded again', () => (document.getElementById('markup') as HTMLIFrameElement).contentWindow?.location.reload(), /of markup/], // a frame
      ['hidden', () => ((document.getElementById('blob') as HTMLElement).style.display = 'none'), /of markup/], // as above
      ['shown', () => ((document.getElementById('blob') as HTMLElement).style.display = ''), /of a blob/], // as above
      ['taken away', () => document.getElementById('nested')?.remove(), /^(?!.*outer)(?=.*of a blob)(?=.*of markup).*written/],
    ];
    for (const [name, act, expected] of kinds) {
      await host.evaluate(act);
      await expect.poll(words, { timeout: 15_000, message: name }).toMatch(expected);
      await alike(LOOK).catch((error: unknown) => {
        throw new Error(`${name}: ${String(error)}`);
      });
    }
    await guest.reload();
    await expect.poll(words, { timeout: 15_000 }).toMatch(/^(?!.*outer)(?=.*of a blob)(?=.*of markup).*written/);
    await alike(LOOK);
    expect(pairs.relay.failures.filter((one) => !/^(?:need |frame )/.test(one))).toEqual([]);
  });
});
