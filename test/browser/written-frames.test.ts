/**
 * Frames whose document brings no script tag of ours: about:blank, written, built by DOM calls. What guests see and do in
 * them, and what they must not see. Nothing but the mirror stands between host and replica.
 */
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { policy, startRelay, type Relay } from '../mirror/relay.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';

describe.skipIf(!haveChromium())('a frame that the page wrote itself', () => {
  let relay: Relay;
  let browser: Browser;

  beforeAll(async () => {
    relay = await startRelay();
    browser = await launchChromium();
  });
  beforeEach(() => {
    relay.usePolicy(policy([{ id: 't/password', kind: 'mask', target: { selector: 'input[type=password]' } }]));
    relay.said.length = relay.outcomes.length = relay.failures.length = relay.keyframes = 0;
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
  });

  async function pair(): Promise<{ host: Page; guest: Page }> {
    const host = await (await browser.newContext()).newPage();
    const guest = await (await browser.newContext()).newPage();
    host.on('pageerror', (error) => relay.failures.push(`host ${error.message}`));
    await host.goto(relay.page('mirror-written.html'));
    await expect.poll(() => relay.keyframes).toBeGreaterThan(0);
    await guest.goto(relay.guest);
    return { host, guest };
  }

  /** Without a guest's first question for a frame, which is no failure. */
  const failures = (): string[] => relay.failures.filter((one) => !/^need [\w.]+ 0 0$/.test(one));

  /** Words of all frames in the replica. */
  const words = async (guest: Page): Promise<string[]> => {
    const inner = guest.frames().filter((frame) => frame.parentFrame()?.parentFrame());
    const all = await Promise.all(
      inner.map((frame) => frame.evaluate(() => document.getElementById('word')?.textContent ?? '').catch(() => '')), // on its way out
    );
    return all.filter((word) => word !== '').sort();
  };

  async function shownWith(guest: Page, wanted: string): Promise<Frame> {
    await expect.poll(() => words(guest)).toContain(wanted);
    for (const frame of guest.frames())
      if (frame.parentFrame()?.parentFrame() && (await frame.evaluate(() => document.getElementById('word')?.textContent)) === wanted)
        return frame;
    throw new Error(`no frame says ${wanted}`);
  }

  const inHost = (host: Page, id: string): ReturnType<Page['frameLocator']> => host.frameLocator(`#${id}`);

  test('is shown, and a guest types and presses in it', async () => {
    const { host, guest } = await pair();
    await expect.poll(() => words(guest)).toEqual(['built', 'written']);
    const frame = await shownWith(guest, 'written');
    await frame.click('#note');
    await guest.keyboard.type('Boil, and wait.');
    await expect.poll(() => inHost(host, 'written').locator('#note').inputValue()).toBe('Boil, and wait.');
    await frame.click('#press');
    await expect.poll(() => inHost(host, 'written').locator('#press').textContent()).toBe('pressed');
    await expect.poll(() => frame.textContent('#press')).toBe('pressed');
    expect(failures()).toEqual([]);
  });

  test('keeps to the masks: what the customer types into a password field is in no message', async () => {
    const { host, guest } = await pair();
    const frame = await shownWith(guest, 'written');
    await inHost(host, 'written').locator('#pass').pressSequentially('tin-whistle-77');
    await inHost(host, 'written').locator('#note').fill('my word: tin-whistle-77');
    await expect.poll(() => frame.inputValue('#note')).toContain('my word: ');
    expect(relay.said.join('\n')).not.toContain('tin-whistle');
    await frame.click('input[type=password]');
    await guest.keyboard.type('x');
    await frame.click('#press');
    await expect.poll(() => inHost(host, 'written').locator('#press').textContent()).toBe('pressed');
    expect(await inHost(host, 'written').locator('#pass').inputValue()).toBe('tin-whistle-77');
  });

  test('is shown anew after it was written anew, and stays within reach', async () => {
    const { host, guest } = await pair();
    await shownWith(guest, 'written');
    await host.evaluate(() => {
      const write = Reflect.get(window, 'rewrite') as (id: string, word: string) => void; // of the fixture
      write('written', 'again');
    });
    await expect.poll(() => words(guest)).toEqual(['again', 'built']);
    const frame = await shownWith(guest, 'again');
    await frame.click('#press');
    await expect.poll(() => inHost(host, 'written').locator('#press').textContent()).toBe('pressed');
  });

  test('has one runtime after it went on to a document of the site, and one again when it is emptied', async () => {
    const { host, guest } = await pair();
    await shownWith(guest, 'built');
    const go = (id: string, src: string): Promise<void> =>
      host.evaluate(([name, address]) => document.getElementById(name)?.setAttribute('src', address), [id, src] as const);
    await go('built', '/mirror-inner.html?next');
    await expect.poll(() => words(guest)).toEqual(['inner ?next', 'written']);
    await go('written', '/mirror-inner.html?too');
    await expect.poll(() => words(guest)).toEqual(['inner ?next', 'inner ?too']);
    // Every frame describes itself under one name, in one sequence.
    relay.said.length = 0;
    await host
      .frames()
      .find((frame) => frame.url().includes('?next'))
      ?.evaluate(() => document.body.append('one more line'));
    await expect.poll(() => relay.said.filter((one) => one.includes('one more line')).length).toBe(1);
    const frame = await shownWith(guest, 'inner ?next');
    await frame.click('#press');
    await expect
      .poll(() =>
        host
          .frames()
          .find((one) => one.url().includes('?next'))
          ?.textContent('#press'),
      )
      .toBe('Press pressed');
    await expect.poll(() => relay.said.filter((one) => one.includes('act-result')).length).toBeGreaterThan(0);
    await go('built', 'about:blank');
    await host.waitForFunction(() => (document.getElementById('built') as HTMLIFrameElement).contentDocument?.URL === 'about:blank'); // a frame
    await host.evaluate(() => {
      const inner = (document.getElementById('built') as HTMLIFrameElement).contentDocument; // as above
      const word = inner?.createElement('p');
      if (!word) return;
      word.id = 'word';
      word.textContent = 'emptied';
      inner?.body.append(word);
    });
    await expect.poll(() => words(guest)).toEqual(['emptied', 'inner ?too']);
    expect(failures()).toEqual([]);
  });

  test('is shown when it is the result of a javascript: address, or stands in another such frame', async () => {
    const { host, guest } = await pair();
    await host.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = `javascript:'<p id="word">counted</p>'`;
      document.body.append(frame);
      const outer = (document.getElementById('written') as HTMLIFrameElement).contentDocument; // a frame
      const inner = outer?.createElement('iframe');
      if (!outer || !inner) return;
      outer.body.append(inner);
      inner.contentDocument?.write('<p id="word">inside</p>');
      inner.contentDocument?.close();
    });
    await expect.poll(() => words(guest)).toEqual(['built', 'counted', 'inside', 'written']);
    expect(failures()).toEqual([]);
  });
});
