/** Host page and replica in two contexts of one browser, with nothing but the mirror between them. */
import type { Browser, Frame, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Policy } from '../../src/shared/policy.ts';
import { policy, startRelay, type Relay } from '../mirror/relay.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { untilEqual } from '../support/compare-dom.ts';

interface Pair {
  readonly host: Page;
  readonly guest: Page;
  readonly replica: () => Promise<Frame>;
  readonly equal: () => Promise<void>;
  /** Runs the page's steps one by one and compares after each. */
  readonly steps: () => Promise<void>;
}

describe.skipIf(!haveChromium())('the mirror', () => {
  let relay: Relay;
  let browser: Browser;
  const open = new Set<Page>();

  beforeAll(async () => {
    relay = await startRelay();
    browser = await launchChromium();
  });
  beforeEach(() => {
    relay.usePolicy(policy());
    relay.said.length = relay.outcomes.length = relay.failures.length = 0;
  });
  afterEach(async () => {
    for (const page of open) await page.context().close();
    open.clear();
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
  });

  async function pair(name: string, rules?: Policy): Promise<Pair> {
    if (rules) relay.usePolicy(rules);
    const [host, guest] = await Promise.all([browser.newContext(), browser.newContext()]).then((contexts) =>
      Promise.all(contexts.map((one) => one.newPage())),
    );
    if (!host || !guest) throw new Error('no pages');
    open.add(host).add(guest);
    host.on('pageerror', (error) => relay.failures.push(`host ${error.message}`));
    guest.on('pageerror', (error) => relay.failures.push(`guest ${error.message}`));
    relay.keyframes = 0;
    await host.clock.install();
    await host.goto(relay.page(name));
    await expect.poll(() => relay.keyframes).toBeGreaterThan(0);
    await guest.goto(relay.guest);
    const replica = async (): Promise<Frame> => {
      const frame = await (await guest.waitForSelector('iframe[data-testid=replica]')).contentFrame();
      if (!frame) throw new Error('no replica');
      return frame;
    };
    const equal = (): Promise<void> => untilEqual(() => host.mainFrame(), replica, 5000);
    const steps = async (): Promise<void> => {
      await equal();
      const count = await host.evaluate(() => (Reflect.get(window, 'steps') as unknown[]).length);
      for (let i = 0; i < count; i++) {
        await host.evaluate((at) => void (Reflect.get(window, 'steps') as (() => unknown)[])[at]?.(), i);
        await equal().catch((error: unknown) => {
          throw new Error(`step ${i}: ${String(error)}\n${relay.failures.join('\n')}`);
        });
      }
      expect(relay.failures).toEqual([]);
      const keys = relay.keyframes;
      await host.clock.fastForward(10_000); // past the next checksum
      await expect.poll(() => relay.said.filter((one) => one.includes('"checksum"')).length, { timeout: 12_000 }).toBeGreaterThan(0);
      expect(relay.failures).toEqual([]);
      expect(relay.keyframes).toBe(keys);
    };
    return { host, guest, replica, equal, steps };
  }

  const logOf = (host: Page): Promise<string> => host.evaluate(() => document.getElementById('log')?.textContent ?? '');

  describe('shows every change', () => {
    for (const name of ['mirror-tree.html', 'mirror-fields.html', 'mirror-shadow.html', 'mirror-layers.html']) {
      test(`of ${name}`, async () => {
        const { steps } = await pair(name);
        await steps();
      });
    }

    test('in a closed shadow root', async () => {
      const { host, replica } = await pair('mirror-shadow.html');
      await host.evaluate(() => (Reflect.get(window, 'close') as () => void)());
      await expect
        .poll(async () => (await replica()).evaluate(() => document.getElementById('closed')?.shadowRoot?.textContent))
        .toBe('closed more');
      // The root is told of before what is in it: nothing has to be asked again.
      expect(relay.failures).toEqual([]);
    });

    test('of frames, of the same and of another origin, and of none that is masked', async () => {
      const { host, guest } = await pair('mirror-frames.html', policy([{ id: 't/frame', kind: 'mask', target: { selector: '.secret' } }]));
      const texts = async (): Promise<string[]> => {
        const all: string[] = [];
        for (const frame of guest.frames())
          if (frame.parentFrame()?.parentFrame())
            all.push((await frame.evaluate(() => document.getElementById('word')?.textContent)) ?? '');
        return all.sort();
      };
      const step = (at: number): Promise<void> => host.evaluate((i) => void (Reflect.get(window, 'steps') as (() => unknown)[])[i]?.(), at);
      await expect.poll(texts).toEqual(['inner ?other', 'inner ?same']);
      await step(0);
      await expect.poll(texts).toEqual(['inner ?other', 'inner ?same more']);
      await step(1);
      await expect.poll(texts).toEqual(['inner ?other', 'inner ?same more']);
      await step(2);
      await expect.poll(texts).toEqual(['inner ?again', 'inner ?other']);
      const inner = guest.frames().find((frame) => frame.parentFrame()?.parentFrame());
      await inner?.click('#press');
      await expect
        .poll(() =>
          Promise.all(host.frames().map((frame) => frame.evaluate(() => document.getElementById('press')?.textContent))).then((all) =>
            all.join(),
          ),
        )
        .toContain('Press pressed');
      await step(3);
      await expect.poll(texts).toEqual(['inner ?again']);
      expect(relay.said.join()).not.toContain('?hidden');
    });

    test('of frames that run nothing of ours: a labelled box of their size, until they do', async () => {
      const { host, guest, replica } = await pair('mirror-frames.html');
      await host.evaluate(() => {
        document.body.innerHTML = `<iframe id="opaque" sandbox src="/mirror-inner.html?opaque" width="310" height="90"></iframe>
          <iframe id="missing" src="/no-such-page" width="200" height="80"></iframe><iframe id="pixel" src="/no-such-page" width="1" height="1"></iframe>
          <iframe id="good" src="/mirror-inner.html?good" width="300" height="120"></iframe>`;
      });
      const boxes = async (): Promise<string[]> =>
        (await replica()).$$eval('samepage-box', (all) =>
          all.map((box) => `${box.getAttribute('data-samepage-box') ?? ''} ${box.getBoundingClientRect().width}`),
        );
      const words = async (): Promise<string[]> => {
        const inner = guest.frames().filter((frame) => frame.parentFrame()?.parentFrame());
        return (await Promise.all(inner.map((frame) => frame.evaluate(() => document.getElementById('word')?.textContent ?? '')))).sort();
      };
      const box = 'This frame cannot be shown';
      // A frame is given some time to say something.
      const later = async (): Promise<string[]> => {
        await host.clock.fastForward(1000);
        return boxes();
      };
      await expect.poll(later).toEqual([`${box} 314`, `${box} 204`]); // with the borders of two pixels
      await expect.poll(words).toEqual(['', 'inner ?good']);
      await host.evaluate(() => ((document.getElementById('missing') as HTMLIFrameElement).src = '/mirror-inner.html?found')); // a frame
      await expect.poll(words).toEqual(['', 'inner ?found', 'inner ?good']);
      expect(await boxes()).toEqual([`${box} 314`]);
      // What was mirrored before is of the past when its frame shows something else.
      await host.evaluate(() => ((document.getElementById('good') as HTMLIFrameElement).src = '/no-such-page')); // as above
      await expect.poll(later).toEqual([`${box} 314`, `${box} 304`]);
      await expect.poll(words).toEqual(['', 'inner ?found']);
      // A frame that is shown before its document came asks for it.
      expect(relay.failures.filter((one) => !one.startsWith('need '))).toEqual([]);
    });

    /** Otherwise every page flashes bare at the agent's, each time the customer follows a link. */
    test('only when its style sheets are there, have failed, are gone, or take too long', async () => {
      const { host, guest, replica, equal } = await pair('mirror-tree.html');
      const look = async (): Promise<string> => (await replica()).evaluate(() => getComputedStyle(document.documentElement).opacity);
      await equal();
      expect(await look()).toBe('1'); // no sheets at all
      await host.evaluate(() => {
        for (const name of ['one', 'two', 'gone']) {
          const link = document.createElement('link');
          link.rel = 'stylesheet';
          link.href = `/${name}.css`;
          link.id = name;
          document.head.append(link);
        }
        const print = document.createElement('link');
        print.rel = 'stylesheet';
        print.href = '/print.css';
        print.media = 'print';
        document.head.append(print, document.createElement('style'));
      });
      await equal();
      const held: Route[] = [];
      await guest.route('**/asset/**', (route) => void held.push(route));
      await guest.reload();
      await expect.poll(() => held.length).toBeGreaterThanOrEqual(3);
      expect(await look()).toBe('0');
      // Out of sight, but kept up to date.
      await host.evaluate(() => document.body.append('while-hidden'));
      await expect.poll(async () => (await replica()).evaluate(() => document.body.textContent)).toContain('while-hidden');
      await expect.poll(look).toBe('1');
      // One comes, one fails, one is taken away; and nothing takes too long, for the clock of that is stopped.
      for (const route of held.splice(0)) await route.abort();
      await guest.addInitScript(() => {
        const real = window.setTimeout;
        const short = (run: () => void, ms = 0): number => (ms > 500 && ms <= 1500 ? 0 : real(run, ms)); // nobody here passes a text or more
        window.setTimeout = short as typeof setTimeout;
      });
      await guest.reload();
      await expect.poll(() => held.length).toBeGreaterThanOrEqual(3);
      expect(await look()).toBe('0');
      await host.evaluate(() => document.getElementById('gone')?.remove());
      await Promise.all(
        held.splice(0).map((route, i) => (i === 0 ? route.fulfill({ contentType: 'text/css', body: 'h1 { color: red }' }) : route.abort())),
      );
      await expect.poll(look).toBe('1');
    });

    test('and goes on after a cut line without a keyframe', async () => {
      const { host, equal } = await pair('mirror-tree.html');
      await equal();
      const keys = relay.keyframes;
      relay.cut();
      await host.evaluate(() => (Reflect.get(window, 'steps') as (() => unknown)[]).slice(0, 4).forEach((step) => step()));
      await equal();
      expect(relay.keyframes).toBe(keys);
    });
  });

  describe('performs a guest’s', () => {
    test('typing, in the field and at the caret', async () => {
      const { host, guest, replica, equal } = await pair('mirror-fields.html');
      await equal();
      const frame = await replica();
      await frame.click('#name');
      await guest.keyboard.press('End');
      await guest.keyboard.type(' more');
      await guest.keyboard.press('Backspace');
      await expect.poll(() => host.inputValue('#name')).toBe('start mor');
      await guest.keyboard.press('Home');
      await guest.keyboard.type('>');
      await expect.poll(() => host.inputValue('#name')).toBe('>start mor');
      await frame.fill('#mail', 'a@b.example');
      await frame.fill('#area', 'first\nsecond');
      await frame.fill('#count', '42');
      await frame.fill('#date', '2025-01-02');
      await expect.poll(() => host.inputValue('#date')).toBe('2025-01-02');
      expect(await host.inputValue('#area')).toBe('first\nsecond');
      expect(await host.inputValue('#mail')).toBe('a@b.example');
      expect(await host.inputValue('#count')).toBe('42');
      // Keys that the host's page answers leave the guest's caret behind what they wrote.
      await frame.fill('#area', 'onetwo');
      await expect.poll(() => host.inputValue('#area')).toBe('onetwo');
      await frame.evaluate(() => (document.querySelector('#area') as HTMLTextAreaElement).setSelectionRange(3, 3)); // the id is one's
      await guest.keyboard.press('Enter');
      await expect.poll(() => frame.inputValue('#area')).toBe('one\ntwo');
      await guest.keyboard.type('x');
      await expect.poll(() => host.inputValue('#area')).toBe('one\nxtwo');
      // A page that sends on Enter: there is no new line, here neither.
      await host.evaluate(() => {
        document.getElementById('area')?.addEventListener('keydown', (event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          Reflect.set(window, 'sent', `${event.code} ${(event.target as HTMLTextAreaElement).value}`); // the field's own event
        });
      });
      await guest.keyboard.press('Enter');
      await expect.poll(() => host.evaluate(() => Reflect.get(window, 'sent') as string)).toBe('Enter one\nxtwo');
      await expect.poll(() => frame.inputValue('#area')).toBe('one\nxtwo');
      await frame.click('#edit');
      await guest.keyboard.type('X');
      await expect.poll(() => host.textContent('#edit')).toContain('X');
      await equal();
    });

    test('typing that goes on to the next field before the host has answered stays in each', async () => {
      const { host, guest, replica, equal } = await pair('mirror-fields.html');
      await equal();
      const frame = await replica();
      const fields = ['#name', '#mail', '#area', '#name', '#mail', '#area'];
      for (const [at, field] of fields.entries()) {
        await frame.focus(field);
        await guest.keyboard.insertText(String(at));
      }
      await expect.poll(() => host.inputValue('#area')).toMatch(/2.*5|5.*2/s);
      for (const [at, field] of fields.entries()) {
        expect(await host.inputValue(field), field).toContain(String(at));
        for (const other of new Set(fields)) if (other !== field) expect(await host.inputValue(other), other).not.toContain(String(at));
      }
    });

    test('choices: checkbox, label, radio, select', async () => {
      const { host, replica, equal } = await pair('mirror-fields.html');
      await equal();
      const frame = await replica();
      await frame.check('#check');
      await expect.poll(() => host.isChecked('#check')).toBe(true);
      await frame.click('#label', { position: { x: 60, y: 8 } });
      await expect.poll(() => host.isChecked('#check')).toBe(false);
      await frame.check('#r2');
      await expect.poll(() => host.isChecked('#r2')).toBe(true);
      await frame.selectOption('#one', 'C');
      await frame.selectOption('#many', ['1', '3']);
      await expect
        .poll(() => host.$eval('#many', (select) => [...(select as HTMLSelectElement).selectedOptions].map((one) => one.text).join()))
        .toBe('1,3'); // a select
      expect(await host.$eval('#one', (select) => (select as HTMLSelectElement).value)).toBe('C'); // a select
      expect(await logOf(host)).toContain('change:check:true');
      await equal();
    });

    test('clicks and keys: buttons, Enter in a field, Space, links, summary, Tab', async () => {
      const { host, guest, replica, equal } = await pair('mirror-fields.html');
      await equal();
      const frame = await replica();
      await frame.click('#go');
      await expect.poll(() => logOf(host)).toContain('submit');
      await frame.click('#name');
      await guest.keyboard.press('Enter');
      await expect.poll(async () => (await logOf(host)).match(/submit/g)?.length).toBe(2);
      await frame.focus('#go');
      await guest.keyboard.press('Space');
      await expect.poll(async () => (await logOf(host)).match(/submit/g)?.length).toBe(3);
      await frame.click('#link');
      await expect.poll(() => host.url()).toContain('#there');
      await frame.click('summary');
      await expect.poll(() => host.$eval('#more', (details) => (details as HTMLDetailsElement).open)).toBe(true); // a details
      await frame.click('#name');
      await guest.keyboard.press('Tab');
      await expect.poll(() => host.evaluate(() => document.activeElement?.id)).toBe('mail');
      await expect.poll(() => frame.evaluate(() => document.activeElement?.id)).toBe('mail');
      await equal();
    });

    test('scrolling, of the page and inside it', async () => {
      const { host, replica, equal } = await pair('mirror-layers.html');
      await equal();
      const frame = await replica();
      await frame.evaluate(() => scrollTo(0, 900));
      await expect.poll(() => host.evaluate(() => scrollY)).toBe(900);
      await frame.evaluate(() => document.getElementById('scroller')?.scrollTo(0, 250));
      await expect.poll(() => host.$eval('#scroller', ({ scrollTop }) => scrollTop)).toBe(250);
      await equal();
      const shown = (): Promise<number> => frame.$eval('#scroller', ({ scrollTop }) => scrollTop);
      await host.$eval('#scroller', (scroller) => scroller.scrollTo(0, 0));
      await expect.poll(shown).toBe(0);
    });

    test('scrolling that the host does not follow: the replica goes back to where the host is', async () => {
      const { host, replica, equal } = await pair('mirror-layers.html');
      await equal();
      const frame = await replica();
      const shown = (): Promise<number> => frame.$eval('#scroller', ({ scrollTop }) => scrollTop);
      // Nothing to scroll at the host: no scroll event will ever say where it stands.
      await host.$eval('#scroller', (scroller) => ((scroller as HTMLElement).style.overflow = 'clip')); // an HTML element of the fixture
      await equal();
      await frame.$eval('#scroller', (scroller) => {
        (scroller as HTMLElement).style.overflow = 'auto'; // as above
        scroller.scrollTo(0, 250);
      });
      await expect.poll(() => relay.outcomes.filter(({ kind }) => kind === 'scroll').length).toBeGreaterThan(0);
      await expect.poll(shown).toBe(0);
    });

    test('nothing, and yet tells of a scroll that fired no event', async () => {
      const { host, replica, equal } = await pair('mirror-layers.html');
      // What a hidden tab is like: no frames are drawn, so nobody hears of a scroll.
      await host.addInitScript(() => {
        const hush = (event: Event): void => {
          if (Reflect.get(window, 'isQuiet') === true) event.stopImmediatePropagation();
        };
        window.addEventListener('scroll', hush, true);
      });
      await host.reload();
      await equal();
      const shown = async (): Promise<number> => (await replica()).$eval('#scroller', ({ scrollTop }) => scrollTop);
      await host.$eval('#scroller', (scroller) => scroller.scrollTo(0, 250));
      await expect.poll(shown).toBe(250);
      await host.evaluate(() => Reflect.set(window, 'isQuiet', true));
      await host.$eval('#scroller', (scroller) => scroller.scrollTo(0, 0));
      await host.clock.fastForward(10_000); // past the next look
      await expect.poll(shown).toBe(0);
    });

    test('input after the customer’s own hand, and not over it', async () => {
      const { host, replica, equal } = await pair('mirror-fields.html');
      await equal();
      const frame = await replica();
      await host.click('#mail');
      await frame.click('#go');
      await expect.poll(() => logOf(host)).toContain('submit');
      expect(relay.outcomes.at(-1)?.outcome.result).toBe('done');
    });
  });

  describe('keeps what is blocked from guests', () => {
    /**
     * The attack: a guest reaches a button that only the customer may press, directly or by the side doors that a page
     * opens: its label, Enter in its form, Space on it, and handlers of other elements that press it for them.
     */
    test('by every route, and from the customer by none', async () => {
      const { host, guest, replica, equal } = await pair(
        'mirror-block.html',
        policy([{ id: 't/blocked', kind: 'block', target: { selector: '.blocked' } }]),
      );
      await equal();
      const frame = await replica();
      const fired = (): Promise<string[]> => host.evaluate(() => Reflect.get(window, 'fired') as string[]);
      await frame.waitForSelector('#buy[data-samepage-blocked]');
      await frame.click('#buy');
      await frame.focus('#buy');
      await guest.keyboard.press('Space');
      await guest.keyboard.press('Enter');
      await frame.click('#label', { position: { x: 5, y: 5 } });
      await frame.click('#role');
      await frame.click('#field');
      await guest.keyboard.press('Enter');
      const acts = (): typeof relay.outcomes => relay.outcomes.filter(({ kind }) => kind !== 'hover');
      for (const id of ['#sneak', '#slow', '#native']) {
        const before = acts().length;
        await frame.click(id);
        await expect.poll(() => acts().length).toBeGreaterThan(before);
        if (id === '#slow') await new Promise((resolve) => setTimeout(resolve, 200)); // longer than the page's own 50 ms
      }
      // A guest that forges actions is refused by the host all the same.
      await guest.evaluate(() => {
        const replica = Reflect.get(window, 'replica') as { iframe: HTMLIFrameElement };
        for (const one of replica.iframe.contentDocument?.querySelectorAll('[data-samepage-blocked]') ?? [])
          one.removeAttribute('data-samepage-blocked');
      });
      const before = acts().length;
      await frame.click('#buy');
      await frame.click('#role');
      await frame.click('#label', { position: { x: 5, y: 5 } });
      await frame.focus('#buy');
      await guest.keyboard.press('Enter');
      await expect.poll(() => acts().length - before).toBe(4);
      expect(
        acts()
          .slice(before)
          .filter(({ outcome }) => !(outcome.result === 'refused' && outcome.code === 'BLOCKED')),
      ).toEqual([]);
      expect(await fired()).toEqual([]);
      // What is not blocked works, and what becomes blocked by its name is.
      await frame.click('#other');
      await guest.keyboard.press('Enter');
      await expect.poll(fired).toEqual(['searched']);
      await host.evaluate(() => (document.getElementById('late') ?? document.body).replaceChildren('Pay now'));
      await frame.waitForSelector('#late[data-samepage-blocked]');
      // The customer is never blocked.
      await host.click('#buy');
      await host.click('#role');
      await host.click('#terms');
      await host.click('#late');
      expect(await fired()).toEqual(['searched', 'bought', 'ordered', 'accepted', 'continued']);
    });
  });

  describe('says nothing that is masked', () => {
    /**
     * The attack: none is needed. A page holds somebody's data in some seventy places of one masked region; each has a
     * string of its own here, and no byte that leaves the host may hold one of them.
     */
    test('of any place that can hold it, at once or later', async () => {
      const places = relay.secrets('secrets.html');
      const rules = policy([{ id: 't/secret', kind: 'mask', target: { selector: '.secret' } }], { maskTitle: true, maskUrlQuery: true });
      const { host } = await pair('secrets.html', rules);
      const found = (): string[] => {
        const all = relay.said.join('\n');
        return places.filter((secret) => all.includes(secret) || all.includes(secret.slice(0, 12)));
      };
      const settled = async (marker: string): Promise<void> => {
        await host.evaluate((text) => document.body.append(text), marker);
        await expect.poll(() => relay.said.join('\n')).toContain(marker);
      };
      expect(places.length).toBeGreaterThan(55);
      await settled('control-one');
      expect(found()).toEqual([]);
      await host.fill('#typed', 'typed zq-typed-1234');
      await host.locator('#edit').pressSequentially('zqedited9876');
      await host.evaluate(() => (Reflect.get(window, 'repeat') as () => void)());
      await host.evaluate(() =>
        document.body.append(document.getElementById('edit')?.textContent ?? '', ' ', encodeURIComponent('typed zq-typed-1234')),
      );
      await settled('control-two');
      await host.evaluate(() => (Reflect.get(window, 'later') as () => void)());
      await settled('control-three');
      expect(found()).toEqual([]);
      const said = relay.said.join('\n');
      expect(said).not.toContain('zq-typed');
      expect(said).not.toContain('zqedited9876');
      // The page itself throws one of them.
      expect(relay.failures.filter((one) => !one.startsWith('host '))).toEqual([]);
      const inside = relay.mirror().keyframe('top' as never)?.doc; // the top frame's id
      expect(JSON.stringify(inside)).toContain('control-three');
    });

    test('by pattern, anywhere, and by rules that match later', async () => {
      const rules = policy([
        { id: 't/later', kind: 'mask', target: { selector: 'main.private p' } },
        { id: 't/name', kind: 'mask', target: { role: 'textbox', name: 'customer number' } },
        { id: 't/free', kind: 'unmask', target: { selector: 'input' }, reason: 'test' },
      ]);
      const { host, replica } = await pair('mirror-tree.html', rules);
      await host.evaluate(() => {
        document.body.innerHTML = `<main><p id="p">private words</p><i title="4111 1111 1111 1111">card 4111-1111-1111-1111 here</i>
          <label>Customer number <input id="a" value="cust-778899"></label><input id="b" type="password" value="pass-445566"><input id="c" autocomplete="cc-number" value="card-123123"></main>`;
      });
      const frame = await replica();
      await expect.poll(() => frame.evaluate(() => document.querySelector('i')?.textContent)).toBe('card •••••• here');
      await expect.poll(() => frame.evaluate(() => document.getElementById('p')?.textContent)).toBe('private words');
      await host.evaluate(() => {
        document.querySelector('main')?.classList.add('private');
        document.querySelector('#p')?.append(' and newer words');
      });
      await expect
        .poll(() => frame.evaluate(() => document.getElementById('p')?.textContent ?? document.querySelector('p')?.textContent))
        .toBe('••••••••••••');
      await host.evaluate(() => ((document.querySelector('#b') as HTMLInputElement).type = 'text')); // "show password"
      await host.evaluate(() => document.body.append('control-four'));
      await expect.poll(() => relay.said.join()).toContain('control-four');
      for (const secret of ['4111 1111', '4111-1111', 'newer words', '445566', '123123']) expect(relay.said.join()).not.toContain(secret);
      expect(relay.failures).toEqual([]);
    });

    test('[M2] a mask has constant length: two values of different lengths leave as the same text', async () => {
      const rules = policy([{ id: 't/secret', kind: 'mask', target: { selector: '.secret' } }]);
      const described: string[] = [];
      for (const word of ['ab', 'a much longer secret with many words, and a number: 12345678901234567890']) {
        relay.said.length = 0;
        const { host } = await pair('mirror-tree.html', rules);
        await host.evaluate((text) => {
          const region = document.createElement('section');
          region.className = 'secret';
          region.style.cssText = 'position:absolute;width:100px;height:40px;overflow:hidden';
          region.innerHTML = '<p></p><input><textarea></textarea><input type="password"><b contenteditable></b>';
          for (const element of region.children) {
            element.textContent = text;
            element.setAttribute('title', text);
            if ('value' in element) element.value = text;
          }
          document.body.replaceChildren(region, 'end-of-page');
        }, word);
        await expect.poll(() => JSON.stringify(relay.mirror().keyframe('top' as never)?.doc.root)).toContain('end-of-page'); // the top frame's id
        const later = `${word} changed`;
        await host.evaluate((text) => {
          for (const element of document.querySelectorAll('.secret *')) {
            if ('value' in element) element.value = text;
            else element.textContent = text;
          }
          document.body.append('end-of-change');
        }, later);
        await expect.poll(() => relay.said.join()).toContain('end-of-change');
        // Numbers of nodes follow from the steps, which are the same; epochs are the clock's.
        described.push(
          relay.said
            .filter((one) => one.startsWith('{"type":"ops"'))
            .join('\n')
            .replace(/"epoch":\d+/g, ''),
        );
      }
      expect(described[0]).toContain('••••••');
      expect(described[1]).toBe(described[0]);
    });

    /** The attack: somebody with a hand in the policy files writes an `unmask` that bares everything, and gives a reason. */
    test('[M5] no rule lifts the mask of passwords, one-time codes and cards', async () => {
      const rules = policy([
        { id: 'builtin/one-time-code', kind: 'mask', target: { selector: 'input[name*="otp" i]' } },
        { id: 'builtin/card', kind: 'mask', target: { selector: '[autocomplete^="cc-" i], [name="cardnumber"]' } },
        { id: 't/notes', kind: 'mask', target: { selector: '[name=notes]' } },
        { id: 't/all', kind: 'unmask', target: { selector: '*' }, reason: 'test' },
        { id: 't/named', kind: 'unmask', target: { role: 'any', name: '.*' }, reason: 'test' },
      ]);
      const { host, replica } = await pair('mirror-tree.html', rules);
      await host.evaluate(() => {
        document.body.innerHTML = `<form><input id="a" type="password" value="zq-one-1111"><input id="b" autocomplete="one-time-code" value="zq-two-2222">
          <input id="c" name="my_otp" value="zq-three-3333"><input id="d" name="cardnumber" value="zq-four-4444"><input id="e" autocomplete="cc-csc" value="zq-five-5555">
          <div id="f" contenteditable autocomplete="cc-number"><span>zq-six-6666</span></div><x-card autocomplete="cc-number"></x-card>
          <p>4111 1111 1111 1111</p><textarea name="notes">free-notes</textarea></form>`;
        const root = document.querySelector('x-card')?.attachShadow({ mode: 'closed' });
        if (root) root.innerHTML = '<input value="zq-seven-7777"><i>zq-eight-8888</i>';
      });
      const frame = await replica();
      await expect.poll(() => frame.evaluate(() => document.querySelector('textarea')?.value)).toBe('free-notes');
      await host.evaluate(() => {
        // Its name goes, its type becomes text: it was a secret and stays one.
        document.getElementById('c')?.setAttribute('name', 'harmless');
        document.getElementById('a')?.setAttribute('type', 'text');
        (document.getElementById('d') as HTMLInputElement).value = 'zq-nine-9999'; // an input
        document.body.append('control-five');
      });
      await expect.poll(() => relay.said.join()).toContain('control-five');
      expect(relay.said.join().match(/zq-\w+/g) ?? []).toEqual([]);
      expect(relay.said.join()).not.toContain('4111 1111');
      expect(relay.failures).toEqual([]);
    });
  });
});
