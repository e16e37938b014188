/** What a guest's hand does, performed by the host's page as its own: pointer, drags, wheel, keys, clipboard, composition, fields of frameworks. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Frame, Page } from 'playwright-core';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { haveChromium } from '../support/browsers.ts';

/** 15 s: an action and its answer on a loaded machine. */
const SOON = { timeout: 15_000, interval: 40 };

describe.skipIf(!haveChromium())('a guest’s hand', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterEach(async () => {
    expect(pairs.relay.failures).toEqual([]);
    await pairs.clear();
  });
  afterAll(() => pairs.close());

  const textOf = (host: Page, id: string): Promise<string> => host.evaluate((of) => document.getElementById(of)?.textContent ?? '', id);
  /** What was logged since the last look. */
  async function logged(host: Page): Promise<string> {
    return host.evaluate(() => {
      const log = document.getElementById('log');
      const text = log?.textContent ?? '';
      log?.replaceChildren();
      return text;
    });
  }
  async function drag(guest: Page, replica: Frame, from: string, to: string, dx = 0): Promise<void> {
    const middle = async (selector: string): Promise<[number, number]> => {
      const box = await replica.locator(selector).boundingBox();
      return [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
    };
    const [[x, y], [toX, toY]] = [await middle(from), await middle(to)];
    // The driver's own mouse waits, while a button is down, for a script in each frame, which the replica's never run.
    const session = await guest.context().newCDPSession(guest);
    const mouse = (type: 'mouseMoved' | 'mousePressed' | 'mouseReleased', at: number, to: number): Promise<unknown> =>
      session.send('Input.dispatchMouseEvent', {
        type,
        x: at,
        y: to,
        ...(type === 'mouseMoved' ? { buttons: 1 } : { button: 'left', clickCount: 1 }),
      });
    await guest.mouse.move(x, y);
    await mouse('mousePressed', x, y);
    await mouse('mouseMoved', x + 8, y + 2);
    await mouse('mouseMoved', (x + toX) / 2, (y + toY) / 2);
    await mouse('mouseMoved', toX + dx, toY);
    await mouse('mouseReleased', toX + dx, toY);
    await session.detach();
  }

  test('presses, holds, drags by pointer and by mouse, drags and drops, turns the wheel', async () => {
    // The program that acts is asked for when a guest is there, and with an action when it did not come: then that one is refused.
    pairs.relay.actingMissing = 2;
    const { host, guest, replica, alike } = await pairs.open('mirror-acting.html');
    // A blocked button is marked as one in the replica.
    await alike({ pixels: false });
    const frame = await replica();
    await frame.click('#hold');
    await expect
      .poll(() => pairs.relay.outcomes.map(({ outcome }) => outcome), SOON)
      .toContainEqual({ result: 'refused', code: 'NOT_POSSIBLE' });
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('click');
    await logged(host);
    await drag(guest, frame, '#thumb', '#track', 50);
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('slid 140px');
    expect(await logged(host)).toBe('capture true;slid 140px;lost;');
    await drag(guest, frame, '#mover', '#hold', 200);
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('moved');
    expect(await logged(host)).toMatch(/^moved 22\dpx 1\d\dpx;$/);
    await alike({ pixels: false });

    await drag(guest, frame, '#card', '#to');
    await expect.poll(() => textOf(host, 'to'), SOON).toBe('card');
    expect(await logged(host)).toBe('dragstart;dragenter to;drop to the card;dragend;');
    // A blocked button takes nothing from a guest's hand.
    await drag(guest, frame, '#card', '#buy');
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('dragend');
    expect(await logged(host)).toMatch(
      /^dragstart;(?:dragenter to;|dragleave to;)+dragenter buy;(?:dragleave to;)?dragleave buy;dragend;$/,
    );
    expect(pairs.relay.outcomes.at(-1)).toEqual({ kind: 'drop', outcome: { result: 'refused', code: 'BLOCKED' } });
    await alike({ pixels: false });

    await frame.hover('#hold');
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('mouseenter');
    await guest.mouse.down();
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('mousedown');
    expect(await textOf(host, 'log')).not.toContain('mouseup');
    await guest.mouse.up();
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('click');
    expect(await logged(host)).toBe('mouseenter;pointerdown;mousedown;pointerup;mouseup;click;');
    await frame.dblclick('#hold');
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('dblclick');
    await frame.click('#hold', { button: 'right' });
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('contextmenu');

    await frame.hover('#nested');
    await guest.mouse.wheel(0, 60);
    await expect.poll(() => host.$eval('#nested', ({ scrollTop }) => scrollTop), SOON).toBe(60);
    expect(await host.evaluate(() => scrollY)).toBe(0);
    // What the page takes for itself scrolls nothing, here or there.
    await frame.hover('#map');
    // A browser keeps a turn of the wheel with the scroller that it began over, for a while.
    const zoomed = async (): Promise<string> => {
      await guest.mouse.wheel(0, 90);
      return textOf(host, 'map');
    };
    await expect.poll(zoomed, SOON).toBe('zoom 1');
    await expect.poll(() => frame.evaluate(() => scrollY), SOON).toBe(0);
    expect(await host.evaluate(() => scrollY)).toBe(0);
    // A menu that only the guest's own pointer opens.
    await logged(host);
    await frame.hover('#menu');
    await frame.click('#entry');
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('entry');
  });

  test('types, pastes, composes, presses shortcuts, and edits where the host’s caret is', async () => {
    const { host, guest, replica, alike } = await pairs.open('mirror-acting.html');
    await alike({ pixels: false });
    const frame = await replica();
    const codes = (): Promise<string> => host.$$eval('.code', (all) => all.map((one) => (one as HTMLInputElement).value).join()); // inputs
    await frame.click('#c0');
    await guest.keyboard.type('1');
    await expect.poll(() => host.evaluate(() => document.activeElement?.id), SOON).toBe('c1');
    await expect.poll(() => frame.evaluate(() => document.activeElement?.id), SOON).toBe('c1');
    await guest.keyboard.press('Backspace');
    await expect.poll(() => host.evaluate(() => document.activeElement?.id), SOON).toBe('c0');
    await guest.evaluate(() => navigator.clipboard.writeText('789')).catch(() => undefined);
    await frame.focus('#c0');
    // The paste itself, as a browser tells of it: clipboards are one for all tests of a machine.
    await frame.$eval('#c0', (field) => {
      (field as HTMLInputElement).value = '789'; // an input
      field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste', data: '789' }));
    });
    await expect.poll(codes, SOON).toBe('7,8,9');
    await alike({ pixels: false });

    await logged(host);
    await frame.focus('#composed');
    const session = await guest.context().newCDPSession(guest);
    await session.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    await session.send('Input.insertText', { text: '日本' });
    await expect.poll(() => host.inputValue('#composed'), SOON).toBe('日本');
    expect(await logged(host)).toBe('compositionstart ;compositionupdate 日本;beforeinput! 日本;input! 日本;compositionend 日本;');

    await frame.evaluate(() => (document.activeElement as HTMLElement).blur()); // the field
    await guest.keyboard.press('Control+k');
    await frame.focus('#area');
    await guest.keyboard.press('Control+Enter');
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('ctrl+k;ctrl+Enter in area;');

    // Edited content: one caret for both, the host's.
    await frame.click('#edit', { position: { x: 2, y: 5 } });
    await expect.poll(() => host.evaluate(() => document.activeElement?.id), SOON).toBe('edit');
    await guest.keyboard.press('Home');
    await guest.keyboard.type('ab');
    await guest.keyboard.press('ArrowLeft');
    await guest.keyboard.type('X');
    await expect.poll(() => textOf(host, 'edit'), SOON).toBe('aXbone two three');

    await expect.poll(() => frame.evaluate(() => getSelection()?.anchorOffset), SOON).toBe(2);
    await frame.dblclick('#edit i');
    await expect.poll(() => host.evaluate(() => getSelection()?.toString()), SOON).toBe('three');
    await guest.keyboard.type('4');
    await expect.poll(() => textOf(host, 'edit'), SOON).toBe('aXbone two 4');
    await guest.keyboard.press('End');
    await session.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 });
    await session.send('Input.insertText', { text: '火' });
    await expect.poll(() => textOf(host, 'edit'), SOON).toBe('aXbone two 4火');
    await alike({ pixels: false });
    expect(await frame.evaluate(() => document.getElementById('edit')?.textContent)).toBe('aXbone two 4火');
  });

  test('works pickers by their values, and is refused a file', async () => {
    const { host, replica, alike } = await pairs.open('mirror-acting.html');
    await alike({ pixels: false });
    const frame = await replica();
    await frame.fill('#colour', '#abcdef');
    await frame.fill('#time', '12:34');
    await frame.fill('#range', '70');
    await expect.poll(() => textOf(host, 'log'), SOON).toContain('range 70');
    expect(await textOf(host, 'log')).toContain('colour #abcdef;time 12:34;');
    await frame.click('#file');
    await expect
      .poll(() => pairs.relay.outcomes.at(-1), SOON)
      .toEqual({ kind: 'click', outcome: { result: 'refused', code: 'NOT_POSSIBLE' } });
  });

  test('fills fields that React, Vue, Angular’s way and a closed component keep, while the customer types elsewhere', async () => {
    const { host, guest, replica, alike } = await pairs.open('mirror-apps.html');
    await alike();
    const frame = await replica();
    const typing = async (): Promise<void> => {
      await frame.focus('#react');
      await guest.keyboard.type('abc');
      await frame.focus('#vue');
      await guest.keyboard.type('two words');
      await frame.focus('#vue-lazy');
      await guest.keyboard.type('late');
      await frame.focus('#angular');
      await guest.keyboard.type('ng');
    };
    await typing();
    await frame.locator('#inside').focus();
    await guest.keyboard.type('shadow');
    await expect.poll(() => textOf(host, 'closed-state'), SOON).toBe('shadow');
    await frame.check('#react-agree');
    await frame.selectOption('#react-size', 'large');
    await expect.poll(() => textOf(host, 'react-state'), SOON).toBe('ABC true l');
    await expect.poll(() => textOf(host, 'vue-state'), SOON).toBe('two words late');
    expect(await textOf(host, 'angular-state')).toBe('ng true');
    await expect.poll(() => frame.inputValue('#react'), SOON).toBe('ABC');
    // Both at once, in different fields: the hand that is at work goes first, and nothing of the other is lost.
    await host.click('#search');
    await frame.focus('#vue');
    await Promise.all([host.keyboard.type('customer', { delay: 60 }), guest.keyboard.type(' more', { delay: 60 })]);
    await expect.poll(() => host.inputValue('#search'), SOON).toBe('customer');
    await expect.poll(() => host.inputValue('#vue'), SOON).toBe('two words more');
    // Enter submits, Tab moves on, arrows choose.
    await frame.focus('#search');
    await guest.keyboard.press('Enter');
    await expect.poll(() => textOf(host, 'form-state'), SOON).toBe('submit customer;');
    await guest.keyboard.press('Tab');
    await expect.poll(() => host.evaluate(() => document.activeElement?.id), SOON).toBe('r0');
    await frame.focus('#r0');
    await guest.keyboard.press('ArrowDown');
    await expect.poll(() => host.isChecked('#r1'), SOON).toBe(true);
    await alike({ pixels: false });
  });

  test('[S8] writes on where it is while the picture comes anew, wherever the customer is', async () => {
    const { host, guest, replica, alike } = await pairs.open('mirror-at-work.html');
    await alike({ pixels: false });
    const frame = await replica();
    const within = frame.frameLocator('#inner').locator('#within');
    let changes = 0;
    /** All that was sent before is there: a change comes behind it. */
    const settled = async (): Promise<void> => {
      const title = String(++changes);
      await host.evaluate((now) => (document.body.title = now), title);
      await expect.poll(() => frame.getAttribute('body', 'title'), SOON).toBe(title);
    };
    /** The picture comes before the first letter, and between all of them. */
    const write = async (text: string): Promise<void> => {
      for (const letter of text) {
        pairs.relay.sendAnew();
        await guest.keyboard.press(letter);
      }
      await settled();
    };
    await host.click('#two');
    await host.keyboard.type('the customer’s');
    await alike({ pixels: false });
    await frame.focus('#one');
    await write('abcdefghij');
    await expect.poll(() => host.inputValue('#one'), SOON).toBe('abcdefghij');
    await expect.poll(() => frame.inputValue('#one'), SOON).toBe('abcdefghij');
    await frame.locator('#area').evaluate((area: HTMLTextAreaElement) => {
      area.focus();
      area.setSelectionRange(4, 4);
    });
    await write('two ');
    await expect.poll(() => host.inputValue('#area'), SOON).toBe('one two three');
    await frame.focus('#count');
    await write('12345');
    await expect.poll(() => host.inputValue('#count'), SOON).toBe('12345');
    await frame.locator('#inside').focus();
    await write('shadow');
    await expect.poll(() => host.inputValue('#inside'), SOON).toBe('shadow');
    await within.focus();
    // A frame is empty until its own picture comes; then the keys go where they went.
    for (const letter of 'frame') {
      pairs.relay.sendAnew();
      await settled();
      expect(await within.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
      await guest.keyboard.press(letter);
    }
    await expect.poll(() => host.frames()[1]?.inputValue('#within'), SOON).toBe('frame');
    pairs.relay.sendAnew();
    await frame.selectOption('#size', 'large');
    pairs.relay.sendAnew();
    await expect.poll(() => host.inputValue('#size'), SOON).toBe('large');
    await settled();
    // Another picture, in which the customer is elsewhere: the guest's letters are not the customer's.
    await host.click('#two');
    await frame.focus('#one');
    expect(pairs.relay.failures).toEqual([]);
    const { keyframes } = pairs.relay;
    pairs.relay.askKey();
    await expect.poll(() => pairs.relay.keyframes, SOON).toBeGreaterThan(keyframes);
    await alike({ pixels: false });
    await guest.keyboard.type('lost');
    await frame.focus('#one');
    await guest.keyboard.type('k');
    await expect.poll(() => host.inputValue('#one'), SOON).toBe('abcdefghijk');
    expect(await host.inputValue('#two')).toBe('the customer’s');
    await alike({ pixels: false });
    // That one has no frames behind it: what the frame shows is asked for, once.
    expect(pairs.relay.failures).toEqual([expect.stringMatching(/^need \w+ 0 0$/)]);
    pairs.relay.failures.length = 0;
  });
});
