/** Canvases, WebGL, video and audio: pictures of what scripts draw, media in step, and nothing of what is masked, tainted or a camera. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Frame, Page } from 'playwright-core';
import { readPng } from '../support/png.ts';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { policy } from '../mirror/relay.ts';
import { haveChromium } from '../support/browsers.ts';

/** 15 s: half a second between two looks, and a loaded machine. */
const SOON = { timeout: 15_000, interval: 60 };

describe.skipIf(!haveChromium())('the mirror shows', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterAll(() => pairs.close());

  test('[M1] what is drawn and played, and nothing of it that is masked', async () => {
    const { host, guest, replica, step } = await pairs.open(
      'mirror-media.html',
      policy([{ id: 't/secret', kind: 'mask', target: { selector: '.secret' } }]),
    );
    /** Colour in the middle of what the guest sees there. */
    const colour = async (id: string): Promise<string> => {
      const source = await (
        await replica()
      ).evaluate((of) => {
        const element = document.getElementById(of);
        return element?.getAttribute('poster') ?? /url\("?(data:[^")]+)/.exec(element?.style.background ?? '')?.[1] ?? '';
      }, id);
      if (source === '') return 'nothing';
      return guest.evaluate(async (address) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0);
        const [red, green, blue] = context?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data ?? [];
        return [red, green, blue].map((value) => Math.round((value ?? 0) / 128)).join('');
      }, source);
    };
    const label = async (id: string): Promise<string | null | undefined> =>
      (await replica()).evaluate((of) => document.getElementById(of)?.getAttribute('data-samepage-box'), id);
    await expect.poll(() => colour('flat'), SOON).toBe('200');
    await expect.poll(() => colour('gl'), SOON).toBe('002');
    await step('green');
    await step('gl');
    await expect.poll(() => colour('flat'), SOON).toBe('020');
    await expect.poll(() => colour('gl'), SOON).toBe('020');
    await expect.poll(() => label('tainted'), SOON).toBe('This picture cannot be shown');
    await step('resize');
    const boxes = (): string =>
      JSON.stringify(['flat', 'gl', 'tainted', 'film', 'fed', 'sound'].map((id) => document.getElementById(id)?.getBoundingClientRect()));
    await expect.poll(async () => (await replica()).evaluate(boxes), SOON).toBe(await host.evaluate(boxes));
    await guest.reload();
    await expect.poll(() => colour('flat'), SOON).toBe('020');

    const film = async (): Promise<(number | boolean)[]> =>
      (await replica()).evaluate(() => {
        const { currentTime, paused, playbackRate, muted, readyState } = document.getElementById('film') as HTMLVideoElement; // a video
        return [Math.round(currentTime), paused, playbackRate, muted, readyState > 0];
      });
    await expect.poll(film, SOON).toEqual([0, true, 1, true, true]);
    // Where no script may run a browser gives controls to every video.
    // Where no script may run a browser draws controls over every video.
    const isBare = async (of: Page | Frame): Promise<string> => {
      const { width, height, rgb } = readPng(await of.locator('#film').screenshot());
      const lowest = [...rgb.subarray(width * (height - 20) * 3, width * (height - 10) * 3)];
      return String(lowest.every((value) => value < 16));
    };
    await expect.poll(async () => isBare(await replica()), SOON).toBe('true');
    expect(await isBare(host)).toBe('true');
    await step('seek');
    await expect.poll(film, SOON).toEqual([4, true, 1, true, true]);
    await step('faster');
    await step('play');
    await expect.poll(async () => (await film()).slice(1), SOON).toEqual([false, 2, true, true]);
    const apart = async (): Promise<number> => {
      const at = (): number => (document.getElementById('film') as HTMLVideoElement).currentTime; // as above
      const [ours, theirs] = await Promise.all([host.evaluate(at), replica().then((frame) => frame.evaluate(at))]);
      // It goes round after ten seconds.
      return Math.min(Math.abs(ours - theirs), 10 - Math.abs(ours - theirs));
    };
    await expect.poll(apart, SOON).toBeLessThan(1);
    await guest.reload();
    await expect.poll(apart, SOON).toBeLessThan(1);
    await step('pause');
    await expect.poll(async () => (await film())[1], SOON).toBe(true);
    expect(await (await replica()).$eval('#sound', (sound) => [sound.localName, sound.hasAttribute('controls')])).toEqual(['audio', true]);

    await step('feed');
    await expect.poll(() => colour('fed'), SOON).toBe('012');
    await step('camera');
    // A film that is fed is looked at twice a second; a camera never.
    await expect.poll(() => host.$eval('#camera', (camera) => (camera as HTMLVideoElement).videoWidth), SOON).toBeGreaterThan(0); // a video
    const told = pairs.relay.said.filter((one) => one.includes('"picture"')).length;
    await step('hide');
    await expect
      .poll(
        async () =>
          (await replica()).evaluate(
            () => document.querySelectorAll('samepage-box[data-samepage-masked],canvas[data-samepage-masked]').length,
          ),
        SOON,
      )
      .toBe(3);
    await step('gl');
    expect(told).toBeGreaterThan(1);
    expect(await colour('camera')).toBe('nothing');
    expect(await (await replica()).evaluate(() => document.querySelectorAll('#hidden, #masked, #flat').length)).toBe(0);
    const said = pairs.relay.said.join();
    for (const secret of pairs.relay.secrets('mirror-media.html')) expect(said).not.toContain(secret);
    // Of what is masked no picture was ever told, nor one of another after it came under a mask.
    const shown = await (await replica()).evaluate(() => document.documentElement.outerHTML);
    expect(shown.match(/data:image/g)?.length).toBe(2); // WebGL and the fed film
    expect(pairs.relay.failures).toEqual([]);
  });
});
