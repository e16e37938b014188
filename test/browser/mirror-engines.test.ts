/**
 * The mirror in Firefox and in WebKitGTK, host and guest both, in the full run: every step of the fixture pages, and random operations
 * with lines that drop and reloads. Documents, scroll and boxes are compared; pixels are in Chromium's tests, a guest's hand in
 * acting-engines.test.ts. Then a whole session in WebKitGTK, through the gateway.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frameKinds, frameWords, WORDS_AT_LAST } from '../mirror/frame-kinds.ts';
import { REPLICA, startFirefoxEngine, startWebKitEngine, type Engine, type EngineWindow } from '../mirror/engines.ts';
import { policy, startRelay, type Relay } from '../mirror/relay.ts';
import { haveFirefox } from '../support/browsers.ts';
import { documentDifferences } from '../support/compare-looks.ts';
import { full } from '../support/full.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { haveWebKit, startWebKit, type WebKit, type WebKitWindow } from '../support/webkit.ts';

/** 60 s: a page and a keyframe in a browser that starts slowly on two loaded cores. */
const READY = { timeout: 60_000, interval: 50 };
const EQUAL_TIMEOUT_MS = 30_000;
const TIMEOUT_MS = 400_000;
const VIEWER = '[data-testid=viewer]';

/** As in mirror-random.test.ts, where the two pixels are explained. */
const RANDOM_BOX_PX = 2;
const SEEDS = [7, 1003];
const ROUNDS = 4;
const OPERATIONS = 200;

/** What is known to be otherwise: words of the frames by kind. */
interface Difference {
  readonly nested?: RegExp;
}
const engines: readonly { name: string; here: boolean; start: () => Promise<Engine>; differs: Difference }[] = [
  { name: 'Firefox', here: full && haveFirefox(), start: startFirefoxEngine, differs: {} },
  // In a frame of markup a frame with an address starts no runtime there: a box, see docs/decisions/2026-11-27-other-engines.md.
  { name: 'WebKitGTK', here: full && haveWebKit(), start: startWebKitEngine, differs: { nested: /\|outer$/ } },
];

for (const { name, here, start, differs } of engines)
  describe.skipIf(!here)(`the mirror in ${name}`, () => {
    let relay: Relay;
    let engine: Engine;
    let host: EngineWindow;
    let guest: EngineWindow;

    beforeAll(async () => {
      relay = await startRelay();
      engine = await start();
      [host, guest] = [await engine.window(), await engine.window()];
    }, TIMEOUT_MS);
    afterAll(async () => {
      await engine.close();
      await relay.close();
    });

    async function open(fixture: string): Promise<void> {
      relay.usePolicy(policy());
      // What the page before says on its way out is its own affair.
      await host.goto('about:blank');
      relay.said.length = relay.outcomes.length = relay.failures.length = relay.keyframes = 0;
      await host.goto(relay.page(fixture));
      await expect.poll(() => relay.keyframes, READY).toBeGreaterThan(0);
      await guest.goto(relay.guest);
    }

    const take = (step: string): Promise<void> =>
      host.evaluate(async (which) => void (await (Reflect.get(window, 'steps') as Record<string, () => unknown>)[which]?.()), step);

    async function equal(what: string, boxPx?: number): Promise<void> {
      const deadline = Date.now() + EQUAL_TIMEOUT_MS;
      let last: string[] = [];
      do {
        try {
          last = await documentDifferences(host.page, guest.replica, boxPx);
          if (last.length === 0) return;
        } catch (error) {
          last = [String(error)]; // a page that is just being loaded: it is read again
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      } while (Date.now() < deadline);
      throw new Error(`${what}: ${last.join('\n')}\n${relay.failures.join('\n')}`);
    }

    test.each(['mirror-tree.html', 'mirror-fields.html', 'mirror-shadow.html', 'mirror-layers.html'])(
      'shows every change of %s',
      async (fixture) => {
        await open(fixture);
        await equal('at first');
        const count = await host.evaluate(() => (Reflect.get(window, 'steps') as unknown[]).length, null);
        for (let at = 0; at < count; at++) {
          await host.evaluate((step) => void (Reflect.get(window, 'steps') as (() => unknown)[])[step]?.(), at);
          await equal(`step ${at}`);
        }
        expect(relay.failures).toEqual([]);
        expect(relay.keyframes).toBe(1);
      },
      TIMEOUT_MS,
    );

    test(
      'shows what changes in style sheets, and where what moves has come to',
      async () => {
        await open('mirror-sheets.html');
        await equal('at first');
        for (const step of await host.evaluate(() => Object.keys(Reflect.get(window, 'steps') as object), null)) {
          await take(step);
          await equal(step);
        }
        await open('mirror-moving.html');
        for (const step of ['jump', 'pause', 'faster', 'turn', 'animate', 'forward', 'fill', 'reverse']) await take(step);
        await host.evaluate(() => document.getAnimations().forEach((one) => one.pause()), null);
        await equal('when all stand still');
      },
      TIMEOUT_MS,
    );

    test(
      'shows frames of every kind',
      async () => {
        await open('mirror-frames.html');
        const words = (): Promise<string> => guest.evaluate(frameWords, REPLICA).catch((error: unknown) => String(error)); // just being made
        await expect.poll(words, READY).toMatch(/inner \?same[^|]*\|inner \?other/);
        for (const { name: kind, act, words: expected } of frameKinds) {
          await host.evaluate(act as (arg: null) => unknown, null);
          await expect
            .poll(words, { ...READY, message: kind })
            .toMatch((kind.startsWith('nested') ? differs.nested : undefined) ?? expected);
        }
        await guest.reload();
        await expect.poll(words, READY).toMatch(WORDS_AT_LAST);
      },
      TIMEOUT_MS,
    );

    test.each(SEEDS)(
      'is equal after random operations, seed %i',
      async (seed) => {
        await open('mirror-random.html');
        const operate = (at: number): Promise<void> =>
          host.evaluate(
            ([one, count]) => (Reflect.get(window, 'operate') as (seed: number, count: number) => Promise<void>)(one ?? 0, count ?? 0),
            [seed * 100 + at, OPERATIONS],
          );
        for (let at = 0; at < ROUNDS; at++) {
          const working = operate(at);
          if (at === 1) relay.cut();
          if (at === 2) await guest.reload();
          await working;
          if (at === 3) {
            await host.reload();
            await operate(at + 50);
          }
          await equal(`seed ${seed}, round ${at}`, RANDOM_BOX_PX);
        }
      },
      TIMEOUT_MS,
    );

    test(
      'performs a guest’s typing and choices',
      async () => {
        await open('mirror-fields.html');
        await equal('at first');
        await guest.type('#mail', 'a@b.example');
        await expect
          .poll(() => host.evaluate(() => document.querySelector<HTMLInputElement>('#mail')?.value, null), READY)
          .toBe('a@b.example');
        await guest.type('#area', 'first\nsecond');
        await expect
          .poll(() => host.evaluate(() => document.querySelector<HTMLTextAreaElement>('#area')?.value, null), READY)
          .toContain('first\nsecond');
        await guest.click('#check');
        await expect.poll(() => host.evaluate(() => document.querySelector<HTMLInputElement>('#check')?.checked, null), READY).toBe(true);
        await equal('after a hand’s work');
        expect(relay.outcomes.filter(({ outcome }) => outcome.result !== 'done')).toEqual([]);
      },
      TIMEOUT_MS,
    );
  });

describe.skipIf(!full || !haveWebKit())('a session in WebKitGTK', () => {
  let site: Site;
  let gateway: Gateway;
  let webkit: WebKit;

  beforeAll(async () => {
    site = await startSite();
    gateway = await startGateway({ site });
    webkit = await startWebKit();
  }, TIMEOUT_MS);
  afterAll(async () => {
    await webkit.close();
    await gateway.close();
    await site.close();
  });

  test(
    'the customer shares the shop, the agent goes on in it by link and field, until the end',
    async () => {
      const session = await gateway.createSession(`${site.origins.www}/`);
      const customer = await webkit.window();
      await customer.goto(session.links.customer);
      await expect.poll(() => customer.evaluate([], () => document.querySelector('[data-testid=start]') !== null, null), READY).toBe(true);
      await customer.click([], '[data-testid=start]');
      await expect
        .poll(() => customer.evaluate([], () => document.querySelector('[data-testid=product-first-flush]') !== null, null), READY)
        .toBe(true);
      expect(await customer.evaluate([], () => [document.URL, String(window === window.top)], null)).toEqual([
        `${site.origins.www}/`,
        'true',
      ]);

      const agent = await webkit.window();
      await agent.goto(session.links.agent);
      const seen = (): Promise<string> =>
        agent.evaluate([VIEWER, REPLICA], () => document.body.innerText, null).catch((error: unknown) => String(error)); // not there yet
      await expect.poll(seen, READY).toMatch(/Slow leaves/);
      await acts(agent, 'a', 'Tea finder');
      await expect.poll(seen, READY).toMatch(/Choose something on the left/);
      await acts(agent, 'input', '', 'oolong');
      await expect
        .poll(() => customer.evaluate([], () => document.querySelector<HTMLInputElement>('[data-testid=search]')?.value, null), READY)
        .toBe('oolong');
      await expect.poll(seen, READY).not.toContain('River Pot');
      expect((await gateway.api('DELETE', `/api/v1/sessions/${session.id}`)).status).toBe(204);
      await expect.poll(seen, READY).not.toMatch(/Choose something on the left/);
    },
    TIMEOUT_MS,
  );
});

/** The agent's mouse on an element of the picture, which may be shown smaller than it is, and then the keys. */
async function acts(agent: WebKitWindow, selector: string, words: string, text = ''): Promise<void> {
  const inner = await agent.evaluate(
    [VIEWER],
    ([replica = '', of = '', says = '']) => {
      const frame = document.querySelector<HTMLIFrameElement>(replica);
      const all = [...(frame?.contentDocument?.querySelectorAll(of) ?? [])];
      const found = all.find((one) => one.textContent.includes(says))?.getBoundingClientRect();
      if (!frame || !found) throw new Error(`nothing is ${of}`);
      const box = frame.getBoundingClientRect();
      const scale = box.width / frame.offsetWidth;
      return { x: box.x + (found.x + found.width / 2) * scale, y: box.y + (found.y + found.height / 2) * scale };
    },
    [REPLICA, selector, words],
  );
  const outer = await agent.evaluate(
    [],
    (viewer) => {
      const { x = 0, y = 0 } = document.querySelector(viewer)?.getBoundingClientRect() ?? {};
      return { x, y };
    },
    VIEWER,
  );
  const [x, y] = [Math.round(inner.x + outer.x), Math.round(inner.y + outer.y)];
  const mouse = (...actions: object[]): object => ({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions });
  const move = { type: 'pointerMove', duration: 0, x, y, origin: 'viewport' };
  await agent.perform([mouse(move, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 })]);
  const keys = [...text].flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({ type, value })));
  if (text !== '') await agent.perform([{ type: 'key', id: 'keyboard', actions: keys }]);
}
