/**
 * A guest's hand in Firefox and in WebKitGTK, in the full run: a mouse and a keyboard at places of the guest's window, and what the
 * host's page got of them. WebKit feels no hand in the replica's frame; there a pane over it does (src/replica/pane.ts).
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { placeIn, REPLICA, startFirefoxEngine, startWebKitEngine, type Engine, type EngineWindow } from '../mirror/engines.ts';
import { policy, startRelay, type Relay } from '../mirror/relay.ts';
import { haveFirefox } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { haveWebKit } from '../support/webkit.ts';

/** 60 s: a page and a keyframe in a browser that starts slowly on two loaded cores. */
const READY = { timeout: 60_000, interval: 50 };
const TIMEOUT_MS = 400_000;

for (const { name, here, start } of [
  { name: 'Firefox', here: full && haveFirefox(), start: startFirefoxEngine },
  { name: 'WebKitGTK', here: full && haveWebKit(), start: startWebKitEngine },
])
  describe.skipIf(!here)(`a guest’s hand in ${name}`, { timeout: TIMEOUT_MS }, () => {
    let relay: Relay;
    let engine: Engine;
    let host: EngineWindow;
    let guest: EngineWindow;

    beforeAll(async () => {
      relay = await startRelay();
      engine = await start();
      [host, guest] = [await engine.window(), await engine.window()];
    }, TIMEOUT_MS);
    afterEach(() => expect(relay.failures.filter((one) => !one.startsWith('need '))).toEqual([]));
    afterAll(async () => {
      await engine.close();
      await relay.close();
    });

    /** `there`: of the replica, when it is there. */
    async function open(fixture: string, there: readonly string[], rules = policy()): Promise<void> {
      relay.usePolicy(rules);
      // What the page before says on its way out is its own affair.
      await host.goto('about:blank');
      relay.said.length = relay.outcomes.length = relay.failures.length = relay.keyframes = 0;
      await host.goto(relay.page(fixture));
      await expect.poll(() => relay.keyframes, READY).toBeGreaterThan(0);
      await guest.goto(relay.guest);
      await expect
        .poll(() => at(...there).catch((error: unknown) => String(error)), READY)
        .toMatchObject({ x: expect.any(Number) as number });
    }
    const at = (...selectors: string[]): Promise<{ x: number; y: number }> => placeIn(guest, [REPLICA, ...selectors]);
    async function over(...selectors: string[]): Promise<void> {
      const { x, y } = await at(...selectors);
      await guest.hand.move(x, y);
    }
    async function click(...selectors: string[]): Promise<void> {
      await over(...selectors);
      await guest.hand.down();
      await guest.hand.up();
    }
    async function drag(from: string, to: string, dx: number): Promise<void> {
      const [a, b] = [await at(from), await at(to)];
      await guest.hand.move(a.x, a.y);
      await guest.hand.down();
      await guest.hand.move(a.x + 8, a.y + 2);
      await guest.hand.move(Math.round((a.x + b.x) / 2), Math.round((a.y + b.y) / 2));
      await guest.hand.move(b.x + dx, b.y);
      await guest.hand.up();
    }
    const valueOf = (selector: string): Promise<string | undefined> =>
      host.evaluate((of) => document.querySelector<HTMLInputElement>(of)?.value, selector);
    const textOf = (id: string): Promise<string> => host.evaluate((of) => document.getElementById(of)?.textContent ?? '', id);
    const focused = (): Promise<string | undefined> => host.evaluate(() => document.activeElement?.id, null);
    const soon = <T>(look: () => Promise<T>): ReturnType<typeof expect.poll<T>> => expect.poll(look, READY);
    /** By the field itself, or by the one that stands in for it. */
    const keysGoTo = (selector: string): Promise<boolean> =>
      guest.evaluate(
        ([replica = '', of = '']) => {
          const frame = document.querySelector<HTMLIFrameElement>(replica);
          const field = frame?.contentDocument?.querySelector(of);
          const own = document.activeElement;
          if (!frame || !field || !own) return false;
          if (own === frame) return frame.contentDocument?.activeElement === field;
          const [a, b, c] = [own, field, frame].map((one) => one.getBoundingClientRect());
          return Math.abs((a?.x ?? 0) - (b?.x ?? 0) - (c?.x ?? 0)) < 1 && Math.abs((a?.y ?? 0) - (b?.y ?? 0) - (c?.y ?? 0)) < 1;
        },
        [REPLICA, selector],
      );
    const forget = (): Promise<void> => host.evaluate(() => document.getElementById('log')?.replaceChildren(), null);

    test('[S7] clicks, holds, drags, opens menus, turns the wheel, scrolls by keys', async () => {
      await open('mirror-acting.html', ['#hold']);
      await click('#hold');
      await soon(() => textOf('log')).toBe('mouseenter;pointerdown;mousedown;pointerup;mouseup;click;');
      await forget();
      await drag('#thumb', '#track', 50);
      await soon(() => textOf('log')).toMatch(/^capture true;slid 1(?:39|40)px;lost;$/);
      await forget();
      await drag('#card', '#to', 0);
      await soon(() => textOf('to')).toBe('card');
      await forget();
      const { y } = await at('#menu');
      await guest.hand.move(40, y);
      await soon(() => at('#entry')).not.toEqual({ x: 8, y: 8 });
      await click('#entry');
      await soon(() => textOf('log')).toContain('entry');
      const nested = await at('#nested');
      await guest.hand.wheel(nested.x, nested.y, 60);
      await soon(() => host.evaluate(() => document.querySelector('#nested')?.scrollTop, null)).toBeGreaterThan(20);
      const map = await at('#map');
      await guest.hand.wheel(map.x, map.y, 90);
      await soon(() => textOf('map')).toContain('zoom');
      expect(await host.evaluate(() => scrollY, null)).toBe(0);
      await click('#hold');
      await guest.hand.press('PageDown');
      await soon(() => host.evaluate(() => scrollY, null)).toBeGreaterThan(100);
      await guest.hand.press('Home');
      await soon(() => host.evaluate(() => scrollY, null)).toBe(0);
    });

    test('writes, presses Enter and shortcuts, follows the page’s own focus, edits where the host’s caret is', async () => {
      await open('mirror-acting.html', ['#area']);
      await click('#area');
      await guest.hand.press('Control', 'End');
      await guest.hand.write('xyz');
      await soon(() => valueOf('#area')).toBe('one\ntwoxyz');
      await guest.hand.press('Control', 'Enter');
      await soon(() => textOf('log')).toContain('ctrl+Enter in area;');
      await click('#c0');
      await guest.hand.write('1');
      await soon(focused).toBe('c1');
      await soon(() => keysGoTo('#c1')).toBe(true);
      await guest.hand.write('2');
      await soon(() => valueOf('#c1')).toBe('2');
      await click('#edit');
      await soon(focused).toBe('edit');
      await guest.hand.press('End');
      await guest.hand.write('ab');
      await soon(() => textOf('edit')).toBe('one two threeab');
      await guest.hand.press('Backspace');
      await guest.hand.press('ArrowLeft');
      await guest.hand.write('X');
      await soon(() => textOf('edit')).toBe('one two threeXa');
    });

    test('works boxes, lists and numbers, and sends a form with Enter', async () => {
      await open('mirror-fields.html', ['#go']);
      const chosen = (): Promise<unknown> =>
        host.evaluate(
          () => ['check', 'r1', 'r2'].map((id) => (document.getElementById(id) as HTMLInputElement).checked), // inputs
          null,
        );
      await click('#check');
      await click('#r2');
      await soon(chosen).toEqual([true, false, true]);
      await over('#one');
      // A click would open a list of the browser's own, which no driver sees.
      await guest.evaluate((replica) => {
        const field = document.querySelector<HTMLIFrameElement>(replica)?.contentDocument?.querySelector<HTMLElement>('#one');
        (document.querySelector<HTMLElement>('select[data-testid=stand-in]') ?? field)?.focus();
      }, REPLICA);
      await soon(() => keysGoTo('#one')).toBe(true);
      await guest.hand.write('B');
      await soon(() => valueOf('#one')).toBe('b');
      const list = await at('#many');
      await guest.hand.move(list.x - 8, list.y - 24);
      await guest.hand.down();
      await guest.hand.up();
      await soon(() =>
        host.evaluate(() => [...(document.querySelector<HTMLSelectElement>('#many')?.selectedOptions ?? [])].length, null),
      ).toBe(1);
      await click('#count');
      await guest.hand.press('End');
      await guest.hand.write('5');
      await soon(() => valueOf('#count')).toBe('35');
      await click('#name');
      await guest.hand.press('End');
      await guest.hand.write('ed');
      await guest.hand.press('Enter');
      await soon(() => valueOf('#name')).toBe('started');
      await soon(() => textOf('log')).toContain('submit');
      expect(relay.outcomes.filter(({ outcome }) => outcome.result !== 'done')).toEqual([]);
    });

    test('reaches into shadow trees and frames', async () => {
      await open('mirror-shadow.html', ['#open', '#inner']);
      await click('#open', '#inner');
      await guest.hand.press('End');
      await guest.hand.write('yz');
      await soon(() =>
        host.evaluate(() => document.querySelector('#open')?.shadowRoot?.querySelector<HTMLInputElement>('#inner')?.value, null),
      ).toBe('xyz');
      // One of the page's own origin and one of another.
      await open('mirror-frames.html', ['#same', '#press']);
      await click('#same', '#press');
      await soon(() =>
        host.evaluate(
          () => document.querySelector<HTMLIFrameElement>('#same')?.contentDocument?.querySelector('#press')?.textContent,
          null,
        ),
      ).toBe('Press pressed');
      await soon(() =>
        at('#other', '#press').then(
          (place) => place.x > 0,
          () => false,
        ),
      ).toBe(true);
      await click('#other', '#press');
      // Of another origin: the replica says what came of it.
      const there = (selector: string): Promise<string> =>
        guest.evaluate(
          ([replica = '', of = '']) => {
            const outer = document.querySelector<HTMLIFrameElement>(replica)?.contentDocument;
            const found = outer?.querySelector<HTMLIFrameElement>('#other')?.contentDocument?.querySelector(of);
            return found && 'value' in found && found.localName === 'input' ? String(found.value) : (found?.textContent ?? '');
          },
          [REPLICA, selector],
        );
      await soon(() => there('#press')).toBe('Press pressed');
      await click('#other', '#field');
      await guest.hand.write('inside');
      await soon(() => there('#field')).toBe('inside');
      await soon(() => Promise.resolve(relay.outcomes.filter(({ kind }) => kind === 'insert').length)).toBeGreaterThanOrEqual(6);
    });

    test('[S7] is refused what is blocked and what is masked', async () => {
      const masked = policy([{ id: 'composed', kind: 'mask', target: { selector: '#composed' } }]);
      await open('mirror-acting.html', ['[data-samepage-masked]'], masked);
      const refused = (): Promise<string[]> => guest.evaluate(() => Reflect.get(window, 'refused') as string[], null); // its own page's list
      await click('#buy');
      await soon(refused).toEqual(['BLOCKED']);
      await click('[data-samepage-masked]');
      await guest.hand.write('q');
      await soon(refused).toEqual(['BLOCKED', 'MASKED', 'MASKED']);
      await click('#area');
      await guest.hand.write('k');
      await soon(() => valueOf('#area')).toContain('k');
      expect(await valueOf('#composed')).toBe('');
      // Of the three presses one went out.
      await soon(() => Promise.resolve(relay.outcomes.filter(({ kind }) => kind === 'click').length)).toBe(1);
    });
  });
