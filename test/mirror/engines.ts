/** The browsers that are not Chromium, each as what the mirror's tests need of one: a host's window and a guest's. */
import type { Frame, Page } from 'puppeteer-core';
import { launchFirefox } from '../support/browsers.ts';
import type { Readable } from '../support/compare-dom.ts';
import { startWebKit } from '../support/webkit.ts';

export interface EngineWindow {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  evaluate<A, T>(run: (arg: A) => T | Promise<T>, arg: A): Promise<T>;
  /** The window's own document. */
  readonly page: Readable;
  /** The document of the replica that it shows. */
  readonly replica: Readable;
  /** A click on an element, by default of the replica, and then the keys, as a hand gives them. `frames` lead to its document. */
  type(selector: string, text: string, frames?: readonly string[]): Promise<void>;
  click(selector: string, frames?: readonly string[]): Promise<void>;
}

export interface Engine {
  window(): Promise<EngineWindow>;
  close(): Promise<void>;
}

export const REPLICA = 'iframe[data-testid=replica]';

export async function startFirefoxEngine(): Promise<Engine> {
  const browser = await launchFirefox();
  return {
    // A tab behind another is hidden, and its timers wait for seconds.
    window: async () => firefoxWindow(await (await browser.createBrowserContext()).newPage({ type: 'window' })),
    close: () => browser.close(),
  };
}

function firefoxWindow(page: Page): EngineWindow {
  const replica = (): Promise<Frame> => inside(page, [REPLICA]);
  const click = async (selector: string, frames: readonly string[] = [REPLICA]): Promise<void> => {
    const element = await (await inside(page, frames)).waitForSelector(selector);
    await element?.click();
  };
  return {
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    evaluate: async (run, arg) => (await page.evaluate(run as never, arg as never)) as never, // the driver's types unwrap what is plain here
    page: { evaluate: async (read) => (await page.evaluate(read as never)) as never },
    replica: { evaluate: async (read) => (await (await replica()).evaluate(read as never)) as never },
    click,
    type: async (selector, text, frames) => {
      await click(selector, frames);
      await page.keyboard.type(text);
    },
  };
}

async function inside(page: Page, frames: readonly string[]): Promise<Frame> {
  let at = page.mainFrame();
  for (const selector of frames) {
    const frame = await (await at.waitForSelector(selector))?.contentFrame();
    if (!frame) throw new Error(`${selector} shows no document`);
    at = frame;
  }
  return at;
}

export async function startWebKitEngine(): Promise<Engine> {
  const webkit = await startWebKit();
  return {
    window: async () => {
      const window = await webkit.window();
      return {
        goto: (url) => window.goto(url),
        reload: () => window.reload(),
        evaluate: (run, arg) => window.evaluate([], run, arg),
        page: { evaluate: (read) => window.evaluate([], read, null) },
        replica: { evaluate: (read) => window.evaluate([REPLICA], read, null) },
        click: (selector, frames = [REPLICA]) => window.click(frames, selector),
        type: (selector, text, frames = [REPLICA]) => window.type(frames, selector, text),
      };
    },
    close: () => webkit.close(),
  };
}
