/** A fixture page at the host's and its replica at a guest's, in two contexts of one browser, over the relay. */
import type { Browser, Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Policy } from '../../src/shared/policy.ts';
import { launchChromium } from '../support/browsers.ts';
import { untilAlike, type LookOptions } from '../support/compare-looks.ts';
import { policy, startRelay, type Relay } from './relay.ts';

/** 20 s: a page and a keyframe on a loaded machine. */
const READY = { timeout: 20_000, interval: 30 };

export interface Pair {
  readonly host: Page;
  readonly guest: Page;
  readonly replica: () => Promise<Frame>;
  /** Waits until both look the same. */
  readonly alike: (options?: LookOptions) => Promise<void>;
  /** One of the page's own steps, by its name. */
  readonly step: (name: string) => Promise<void>;
  /** Both browsers lay everything out anew, and draw what is out of sight. */
  readonly layOutAnew: () => Promise<void>;
}

export interface Pairs {
  readonly relay: Relay;
  readonly browser: Browser;
  open(name: string, rules?: Policy): Promise<Pair>;
  /** After each test: the pages, and what was said. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function startPairs(): Promise<Pairs> {
  const relay = await startRelay();
  const browser = await launchChromium();
  const opened = new Set<Page>();

  async function page(who: string, size: { width: number; height: number }): Promise<Page> {
    const made = await (await browser.newContext({ viewport: size })).newPage();
    opened.add(made);
    made.on('pageerror', (error) => relay.failures.push(`${who} ${error.message}`));
    return made;
  }

  return {
    relay,
    browser,
    async open(name, rules = policy()) {
      relay.usePolicy(rules);
      const host = await page('host', { width: 800, height: 600 });
      // The replica stands beside a margin of eight pixels.
      const guest = await page('guest', { width: 840, height: 640 });
      relay.keyframes = 0;
      await host.goto(relay.page(name));
      await expect.poll(() => relay.keyframes, READY).toBeGreaterThan(0);
      await guest.goto(relay.guest);
      const replica = async (): Promise<Frame> => {
        const frame = await (await guest.waitForSelector('iframe[data-testid=replica]')).contentFrame();
        if (!frame) throw new Error('no replica');
        return frame;
      };
      return {
        host,
        guest,
        replica,
        alike: (options) => untilAlike({ host, replica }, options),
        layOutAnew: async () => {
          // A frame out of sight is not drawn, and tells of nothing that was scrolled in it.
          for (const frame of host.frames().slice(1))
            await (await frame.frameElement()).scrollIntoViewIfNeeded({ timeout: 2000 }).catch(() => undefined); // a frame that is going, or has no size
          for (const frame of [...host.frames(), ...guest.frames()])
            await frame
              .evaluate(() => {
                const { style, scrollTop } = document.documentElement;
                for (const display of ['none', '']) {
                  style.display = display;
                  void document.documentElement.offsetHeight;
                }
                document.documentElement.scrollTop = scrollTop;
              })
              .catch(() => undefined); // a frame that is going
        },
        step: (step) =>
          host.evaluate(async (which) => void (await (Reflect.get(window, 'steps') as Record<string, () => unknown>)[which]?.()), step),
      };
    },
    async clear() {
      for (const one of opened) await one.context().close();
      opened.clear();
      relay.said.length = relay.outcomes.length = relay.failures.length = 0;
    },
    async close() {
      await browser.close();
      await relay.close();
    },
  };
}
