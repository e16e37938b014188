/** The browsers that are not Chromium, each as what the mirror's tests need of one: a host's window and a guest's. */
import type { Frame, KeyInput, Page } from 'puppeteer-core';
import { launchFirefox } from '../support/browsers.ts';
import type { Readable } from '../support/compare-dom.ts';
import { startWebKit, type WebKitWindow } from '../support/webkit.ts';

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
  readonly hand: Hand;
}

/** A mouse and a keyboard, at places of the window: they hit what lies there. */
export interface Hand {
  move(x: number, y: number): Promise<void>;
  down(): Promise<void>;
  up(): Promise<void>;
  wheel(x: number, y: number, dy: number): Promise<void>;
  write(text: string): Promise<void>;
  /** All held down together, then let go. */
  press(...keys: KeyName[]): Promise<void>;
}

/** What WebDriver calls them (its section 17.4.2). */
const keyCodes = {
  Enter: '\uE007',
  Tab: '\uE004',
  Backspace: '\uE003',
  Escape: '\uE00C',
  ArrowLeft: '\uE012',
  ArrowDown: '\uE015',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  Control: '\uE009',
} as const;
type KeyName = keyof typeof keyCodes | 'a' | 'c' | 'k';

/** Middle of an element in the window's own coordinates: `selectors` lead to it, each the frame or the shadow host of the next. */
export function placeIn(window: EngineWindow, selectors: readonly string[]): Promise<{ x: number; y: number }> {
  return window.evaluate((path) => {
    let [x, y] = [0, 0];
    let at: ParentNode = document;
    for (const [step, selector] of path.entries()) {
      const found = at.querySelector(selector);
      if (!found) throw new Error(`nothing is ${selector}`);
      const box = found.getBoundingClientRect();
      if (step === path.length - 1) return { x: Math.round(x + box.x + box.width / 2), y: Math.round(y + box.y + box.height / 2) };
      if ('contentDocument' in found) {
        const frame = found as HTMLIFrameElement; // what has a document
        [x, y] = [x + box.x + frame.clientLeft, y + box.y + frame.clientTop];
        at = frame.contentDocument ?? document;
      } else at = found.shadowRoot ?? found;
    }
    throw new Error('no selector');
  }, selectors);
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
    hand: {
      move: (x, y) => page.mouse.move(x, y),
      down: () => page.mouse.down(),
      up: () => page.mouse.up(),
      wheel: async (x, y, dy) => {
        await page.mouse.move(x, y);
        await page.mouse.wheel({ deltaY: dy });
      },
      write: (text) => page.keyboard.type(text),
      press: async (...keys) => {
        for (const key of keys) await page.keyboard.down(key satisfies KeyInput);
        for (const key of keys.reverse()) await page.keyboard.up(key satisfies KeyInput);
      },
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
        hand: webkitHand(window),
      };
    },
    close: () => webkit.close(),
  };
}

function webkitHand(window: WebKitWindow): Hand {
  const mouse = (...actions: object[]): Promise<void> =>
    window.perform([{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }]);
  const keys = (all: readonly { type: 'keyDown' | 'keyUp'; value: string }[]): Promise<void> =>
    window.perform([{ type: 'key', id: 'keyboard', actions: all }]);
  return {
    move: (x, y) => mouse({ type: 'pointerMove', duration: 0, x, y, origin: 'viewport' }),
    down: () => mouse({ type: 'pointerDown', button: 0 }),
    up: () => mouse({ type: 'pointerUp', button: 0 }),
    // The driver turns no wheel: the event is its browser's own, told to what lies there.
    wheel: (x, y, dy) =>
      window.evaluate(
        [],
        ([left, top, turned]) => {
          const init = { bubbles: true, cancelable: true, clientX: left, clientY: top, deltaY: turned };
          document.elementFromPoint(left, top)?.dispatchEvent(new WheelEvent('wheel', init));
        },
        [x, y, dy] as const,
      ),
    write: (text) =>
      keys(
        [...text].flatMap((value) => [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ]),
      ),
    press: (...names) => {
      const values = names.map((name) => (name in keyCodes ? keyCodes[name as keyof typeof keyCodes] : name)); // just looked
      return keys([
        ...values.map((value) => ({ type: 'keyDown' as const, value })),
        ...values.reverse().map((value) => ({ type: 'keyUp' as const, value })),
      ]);
    },
  };
}
