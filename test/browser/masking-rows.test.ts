/**
 * The attack: a careless page. It repeats what stands in masked places elsewhere, in another form, in another document, in
 * the names of its own styles and elements; it lets a box, a scroll bar, a press or the pace of keys tell what the text does
 * not. Each row is one such way, by itself, against all that leaves the host's browser.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { policy } from '../mirror/relay.ts';
import { haveChromium } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { echoes, measures, type Echo, type Measure } from '../mirror/echoes.ts';
import { moreEchoes } from '../mirror/more-echoes.ts';

const rules = policy([
  { id: 't/secret', kind: 'mask', target: { selector: '.secret' } },
  { id: 't/gone', kind: 'mask', hide: true, target: { selector: '.gone' } },
]);
/** A page and a flush on a loaded machine. */
const waiting = { timeout: 20_000, interval: 20 };
/** A row stands alone in the second element; the first says how far the page is. */
const STAGE = '<p id="first">first</p><div id="stage"></div>';

describe.skipIf(!haveChromium())('of what is masked', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterEach(() => pairs.clear());
  afterAll(() => pairs.close());

  const said = (): string => pairs.relay.said.join('\n');

  async function settled(host: Page, marker: string): Promise<void> {
    await host.evaluate((text) => ((document.querySelector('#first')?.firstChild as Text).data = text), marker);
    await expect.poll(said, waiting).toContain(marker);
  }

  /** Clears what the row before left, makes what this one needs, and shows it; what was said meanwhile is `said`. */
  async function run(host: Page, at: number, row: Echo | Measure, value: string): Promise<void> {
    await host.evaluate(() => document.getElementById('stage')?.replaceChildren());
    if (row.before) await host.evaluate(row.before, value);
    await settled(host, `row-${at}-begin`);
    if (row.until !== undefined) await expect.poll(said, waiting).toContain(row.until);
    pairs.relay.said.length = 0;
    await host.evaluate(row.show, value);
    await settled(host, `row-${at}-end`);
  }

  async function stage(): Promise<Page> {
    const { host } = await pairs.open('mirror-tree.html', rules);
    await host.evaluate((html) => (document.body.innerHTML = html), STAGE);
    await settled(host, 'stage-ready');
    return host;
  }

  test('[M9] no echo leaves, in whatever form and place the page repeats it', async () => {
    const host = await stage();
    const found: Record<string, string[]> = {};
    for (const [at, row] of [...echoes, ...moreEchoes].entries()) {
      await run(host, at, row, row.value);
      if (row.after !== undefined) await expect.poll(said, waiting).toContain(row.after);
      const leaks = [...row.leaks.filter((one) => said().includes(one)), ...(row.stays ?? []).filter((one) => !said().includes(one))];
      if (leaks.length > 0) found[row.name] = leaks;
    }
    expect(found).toEqual({});
    // A guest may ask for a frame that has not described itself yet.
    expect(pairs.relay.failures.filter((one) => !/^need \S+ 0 0$/.test(one))).toEqual([]);
  });

  /** What was said of the page since the last row, all messages put together: in how many flushes it came is the clock's. */
  function told(): string[] {
    const messages = pairs.relay.said.map((text) => JSON.parse(text) as { type: string; ops?: unknown[]; at?: unknown; act?: unknown });
    return messages.flatMap((message) => {
      // Where the page itself stands is looked at from time to time, and nothing here scrolls it.
      if (message.type === 'ops') return (message.ops ?? []).map((op) => JSON.stringify(op)).filter((op) => op !== '["scroll",0,0,0]');
      return message.type === 'pointer' || message.type === 'ink' ? [JSON.stringify(message)] : [];
    });
  }

  test('[M2] no length, no number of keys and no choice leaves', async () => {
    const runs: Record<string, string[]>[] = [];
    for (const which of [0, 1] as const) {
      const host = await stage();
      const rows: Record<string, string[]> = {};
      for (const [at, row] of measures.entries()) {
        await run(host, at, row, row.values[which]);
        rows[row.name] = told().sort();
      }
      runs.push(rows);
    }
    const differ = measures.filter(({ name }) => JSON.stringify(runs[0]?.[name]) !== JSON.stringify(runs[1]?.[name]));
    expect(Object.fromEntries(differ.map(({ name }) => [name, runs.map((run) => run[name])]))).toEqual({});
  });

  /** The attack: a keypad of its own, on which a code is pressed. The text of its keys is masked; where the pointer presses is not. */
  test('[M2] the pointer over something masked says that it is there, not where', async () => {
    const host = await stage();
    await host.evaluate(() => {
      const keys = [...Array(9).keys()].map((key) => `<button style="width:60px;height:60px">${key}</button>`).join('');
      (document.getElementById('stage') as HTMLElement).innerHTML =
        `<div class="secret" style="width:180px">${keys}</div><p id="open">open</p><label><input type="radio" class="secret"> one</label>`;
    });
    await settled(host, 'keypad-ready');
    const places: string[][] = [];
    for (const key of [0, 8]) {
      pairs.relay.said.length = 0;
      await host.hover('#open');
      await host.locator('.secret button').nth(key).hover();
      await host.locator('.secret button').nth(key).click();
      await expect.poll(said).toContain('"ripple"');
      await host.hover('#first');
      await host.evaluate(() => (document.activeElement as HTMLElement).blur());
      await settled(host, `key-${key}-end`);
      places.push([...new Set(told())]);
    }
    const inside = (list: readonly string[] | undefined): string[] =>
      (list ?? []).filter((one) => one.includes('"ripple"') || one.startsWith('["focus"'));
    expect(inside(places[0])).not.toEqual([]);
    expect(inside(places[1])).toEqual(inside(places[0]));
  });

  /** The attack: a shop of the old kind. What was typed is sent, and the next document thanks for it by name. */
  test('[M9] nothing of it leaves in the next document of the tab', async () => {
    const host = await stage();
    await host.evaluate(() => {
      (document.getElementById('stage') as HTMLElement).innerHTML =
        '<input class="secret" name="name"><input class="secret" type="password">';
    });
    await host.fill('.secret', 'Meriadoc Brandybuck');
    await host.fill('[type=password]', 'never-kept-at-all');
    await settled(host, 'typed-all');
    pairs.relay.said.length = 0;
    await host.goto(pairs.relay.page('mirror-shadow.html'));
    expect(await host.evaluate(() => JSON.stringify(sessionStorage))).not.toMatch(/meriadoc|brandybuck|never-kept/i);
    await host.evaluate(() => {
      document.title = 'Thank you, Meriadoc Brandybuck';
      document.body.innerHTML = '<p id="first">first</p><p title="for M. BRANDYBUCK">Thank you, Meriadoc Brandybuck!</p>';
    });
    await settled(host, 'next-end');
    expect(said()).toContain('Thank you');
    expect(said()).not.toMatch(/meriadoc|brandybuck/i);
  });

  /** The attack: a long page, described in slices; between two of them somebody types, and the end of the page repeats it. */
  test.runIf(full)('[M9] nothing that is typed while the page is being described leaves with it', async () => {
    const host = await stage();
    await host.evaluate(() => {
      const rows = '<p><b>a row</b> of <i>a long page</i></p>'.repeat(6000);
      (document.getElementById('stage') as HTMLElement).innerHTML = `<input class="secret">${rows}<p id="echo">nothing yet</p>`;
      const field = document.querySelector('#stage input') as HTMLInputElement;
      let count = 0;
      const timer = setInterval(() => {
        field.value = `Brandybuck${1e6 + ++count}`;
        (document.getElementById('echo') as HTMLElement).textContent = `You are ${field.value}`;
        if (count === 1500) clearInterval(timer);
      }, 1);
    });
    const before = pairs.relay.keyframes;
    pairs.relay.askKey();
    await expect.poll(() => pairs.relay.keyframes, waiting).toBeGreaterThan(before);
    await settled(host, 'slices-end');
    // Lists, not texts: what fails is megabytes long.
    expect(said().match(/You are/g)).not.toBeNull();
    expect(said().match(/brandybuck\d*/gi)).toBeNull();
  });

  test('[M11] of a canvas the parts that a rule names are painted over, and all of it when its size is another', async () => {
    const regions = [
      { at: [0.5, 0, 0.5, 1], unit: 'part' },
      { at: [0, 60, 40, 40], unit: 'px' },
    ] as const;
    const parts = policy([{ id: 't/part', kind: 'mask', target: { selector: '.part' }, regions: { of: regions, size: [200, 100] } }]);
    const { host, replica } = await pairs.open('mirror-tree.html', parts);
    await host.evaluate((html) => {
      document.body.innerHTML = `${html}<canvas class="part" width="400" height="200" style="width:200px;height:100px"></canvas><img class="part" alt="zq-alt">`;
      const context = document.querySelector('canvas')?.getContext('2d');
      if (!context) return;
      context.fillStyle = '#0f0';
      context.fillRect(0, 0, 400, 200);
    }, STAGE);
    const pictures = (): string[] => [...said().matchAll(/data:image\/webp;base64,[\w+/=]+/g)].map(([address]) => address);
    await expect.poll(pictures, waiting).not.toEqual([]);
    // In the middle of what is shown, of each region, and of the letter beside it.
    const colours = await host.evaluate(
      async (address) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0);
        return [
          [0.25, 0.3],
          [0.75, 0.5],
          [0.1, 0.8],
          [0.35, 0.8],
        ].map(([x, y]) =>
          (context?.getImageData((x ?? 0) * canvas.width, (y ?? 0) * canvas.height, 1, 1).data[1] ?? 0) > 128 ? 'green' : 'black',
        );
      },
      pictures().at(-1) ?? '',
    );
    expect(colours).toEqual(['green', 'black', 'black', 'green']);
    expect(said()).not.toContain('zq-alt');

    await host.evaluate(() => {
      const canvas = document.querySelector('canvas') as HTMLCanvasElement;
      canvas.style.width = '240px';
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      context.fillStyle = '#00f';
      context.fillRect(0, 0, 400, 200);
    });
    await expect
      .poll(async () => (await replica()).evaluate(() => document.querySelectorAll('[data-samepage-box=hidden]').length), waiting)
      .toBe(2);
    // A canvas that may be seen is drawn anew: when its picture is there, one of the other would be too.
    const before = pictures().length;
    await host.evaluate(() => {
      const open = document.createElement('canvas');
      document.getElementById('stage')?.append(open);
      open.getContext('2d')?.fillRect(0, 0, 200, 100);
    });
    await expect.poll(() => pictures().length, waiting).toBe(before + 1);
    await settled(host, 'resized-end');
    expect(pictures().length).toBe(before + 1);
  });
});
