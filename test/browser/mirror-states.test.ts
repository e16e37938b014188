/** Looks that no attribute says: where the customer's pointer and focus are, what is selected, defined, open, or fills the screen. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { policy } from '../mirror/relay.ts';
import { haveChromium } from '../support/browsers.ts';
import { full } from '../support/full.ts';

const PAGE = 'mirror-states.html';

describe.skipIf(!haveChromium())('the mirror shows', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterEach(async () => {
    expect(pairs.relay.failures).toEqual([]);
    await pairs.clear();
  });
  afterAll(() => pairs.close());

  test('what the customer’s pointer is over and presses, closed shadow trees included, also to a guest who joins late', async () => {
    const { host, guest, alike, step } = await pairs.open(PAGE);
    await alike();
    await host.hover('#plain');
    await alike();
    await step('style'); // a sheet that comes while the pointer is there
    await alike();
    await host.mouse.down();
    await alike();
    await guest.reload();
    await alike();
    await host.mouse.up();
    await host.hover('#menu');
    await alike();
    await host.hover('#item');
    await alike();
    const box = await host.locator('#host').boundingBox();
    await host.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
    await alike();
    await host.mouse.move(790, 590);
    await alike();
  });

  test('what has the focus, and how it got it, while the guest’s own stays where it is', async () => {
    const { host, guest, alike, replica } = await pairs.open(PAGE);
    await host.click('#field');
    await alike();
    await host.keyboard.press('Tab');
    await alike();
    await guest.reload();
    await alike();
    expect(await (await replica()).evaluate(() => [document.activeElement?.localName, document.hasFocus()])).toEqual(['body', false]);
    await host.evaluate(() => (document.activeElement as HTMLElement).blur()); // the button
    await alike();
  });

  test.runIf(full)('which custom elements are defined', async () => {
    const { host, guest, alike, replica, step } = await pairs.open(PAGE);
    const defined = async (): Promise<boolean[]> =>
      (await replica()).evaluate(() => ['x-late', 'x-never'].map((name) => document.querySelector(name)?.matches(':defined') ?? false));
    await alike();
    expect(await defined()).toEqual([false, false]);
    await step('define');
    await alike();
    expect(await defined()).toEqual([true, false]);
    await guest.reload();
    await alike();
    expect(await defined()).toEqual([true, false]);
    await host.evaluate(() => {
      customElements.define('x-new', class extends HTMLElement {});
      document.body.append(document.createElement('x-new'));
    });
    await expect.poll(async () => (await replica()).evaluate(() => document.querySelector('x-new')?.matches(':defined'))).toBe(true);
  });

  test.runIf(full)('a checkbox that is neither', async () => {
    const { guest, alike, replica, step } = await pairs.open(PAGE);
    const state = async (): Promise<boolean[]> =>
      (await replica()).$eval('#tri', (box) => [(box as HTMLInputElement).indeterminate, (box as HTMLInputElement).checked]); // a checkbox
    await step('mixed');
    await expect.poll(state).toEqual([true, false]);
    await alike();
    await guest.reload();
    await expect.poll(state).toEqual([true, false]);
    await step('checked');
    await expect.poll(state).toEqual([false, true]);
    await alike();
  });

  test.runIf(full)('that a list of the browser’s own is open', async () => {
    const { host, replica } = await pairs.open(PAGE);
    const marked = async (): Promise<boolean> => (await replica()).$eval('#list', (list) => list.hasAttribute('data-samepage-picker'));
    await host.click('#list');
    await expect.poll(marked).toBe(true);
    await host.keyboard.press('Escape');
    await expect.poll(marked).toBe(false);
  });

  test('what is selected, in text, over elements and in a field, and nothing of how long a masked text is', async () => {
    const { host, replica, step } = await pairs.open(PAGE, policy([{ id: 't/bold', kind: 'mask', target: { selector: '.hide' } }]));
    const selected = async (): Promise<string> =>
      (await replica()).evaluate(() => {
        const [range] = CSS.highlights.get('samepage-selection') ?? [];
        return range instanceof Range ? range.toString() : '';
      });
    for (const [name, text] of [
      ['select', 'words to be sel'],
      ['elements', 'selected here, and some '],
      ['backwards', 'me words to be sele'],
      ['none', ''],
    ] as const) {
      await step(name);
      expect(name === 'none' ? '' : await host.evaluate(() => String(getSelection()))).toBe(text);
      await expect.poll(selected, { message: name }).toBe(text);
    }
    await host.evaluate(() => (document.getElementById('field') as HTMLInputElement).setSelectionRange(1, 4)); // an input
    await host.focus('#field');
    const inField = async (): Promise<unknown[]> =>
      (await replica()).$eval('#field', (field) => [(field as HTMLInputElement).selectionStart, (field as HTMLInputElement).selectionEnd]); // as above
    await expect.poll(inField).toEqual([1, 4]);
    await host.evaluate(() => {
      (document.activeElement as HTMLElement).blur(); // as above
      document.getElementById('bold')?.classList.add('hide');
    });
    pairs.relay.said.length = 0;
    await step('select');
    await host.evaluate(() => document.body.append('control'));
    await expect.poll(() => pairs.relay.said.join()).toContain('control');
    expect(pairs.relay.said.join().match(/"select",(?!0,0,0,0)[^\]]*/g) ?? []).toEqual([]);
  });

  test('what fills the customer’s screen, within the page’s own window', async () => {
    const { host, guest, alike, step } = await pairs.open(PAGE);
    await alike();
    await host.dblclick('#full');
    await expect.poll(() => host.evaluate(() => document.fullscreenElement?.id)).toBe('full');
    await host.mouse.move(1, 1);
    await alike();
    await guest.reload();
    await alike();
    expect(await guest.evaluate(() => document.fullscreenElement)).toBeNull();
    await step('leave');
    await alike();
  });
});
