/** The rules of the policy, asked through their index: the same answer as the browser's own, and asked again when it may be another. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { builtinRules } from '../../src/config/builtin-policy.ts';
import type { PolicyRule } from '../../src/shared/policy.ts';
import { startPairs, type Pairs } from '../mirror/pair.ts';
import { policy } from '../mirror/relay.ts';
import { haveChromium } from '../support/browsers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const TRICKY = [
  '.a,.b > i , [data-x="a,b c"] em',
  '#one.two[title]',
  'INPUT[name*="card" i]:not([type=hidden])',
  'p:first-child',
  'div + p ~ span',
  ':is(b, .c d)',
  '*',
  '.w\\:1',
  '#\\31 a',
  '[title="]"]',
  "b:not(.a):is(b, [title~='q'])",
  'svg foreignObject[x]',
  '[VIEWBOX], [viewBox]',
  'section:has(> .a)',
  '.ü',
  'x-card.A',
  ':root',
  'li:nth-child(2n + 1 of .a)',
];

describe.skipIf(!haveChromium())('rules of the policy', () => {
  let pairs: Pairs;
  beforeAll(async () => {
    pairs = await startPairs();
  });
  afterEach(() => pairs.clear());
  afterAll(() => pairs.close());

  test('found through the index are those that the browser finds, in both modes of a document', async () => {
    const bundled = await build({
      stdin: {
        contents: `import { RuleIndex, partsOf } from './src/inject/rule-index.ts'; import { takeNatives } from './src/inject/natives.ts';
          globalThis.compare = (lists) => {
            const index = new RuleIndex(takeNatives(window));
            for (const list of lists) for (const part of partsOf(list)) index.add(part, part.selector);
            const coarse = new Set(document.querySelectorAll(index.coarse));
            const wrong = []; let found = 0;
            for (const element of document.querySelectorAll('*')) {
              const ours = lists.filter((list) => { const parts = partsOf(list).map((one) => one.selector); return index.matching(element).some((one) => parts.includes(one)); });
              const theirs = lists.filter((list) => element.matches(list));
              found += theirs.length;
              if (ours.join() !== theirs.join() || (theirs.length && !coarse.has(element))) wrong.push([element.outerHTML.slice(0, 80), ours, theirs]);
            }
            return { wrong, found };
          };`,
        resolveDir: root,
        loader: 'ts',
      },
      bundle: true,
      format: 'iife',
      write: false,
      absWorkingDir: path.resolve(root),
    });
    const page = await (await pairs.browser.newContext()).newPage();
    for (const doctype of ['<!doctype html>', '']) {
      await page.setContent(`${doctype}<section><p class="A b w:1">x</p><div></div><p id=One class="two c" title=q>y</p><span class="ü"></span>
        <b class=b title="]"><i></i></b><div data-x="a,b c"><em>e</em></div><ul><li class=a>1<li>2<li class=a id=1a>3</ul><x-card class="A c"><d></d></x-card>
        <svg viewBox="0 0 1 1"><foreignObject x=1></foreignObject></svg><div class=c><d id=one class=two title></d></div>
        <input name=myCARDnumber><input name=card type=hidden><input type=password><input autocomplete="shipping cc-number"><select id=x-iban></select></section>`);
      await page.evaluate(bundled.outputFiles[0]?.text ?? '');
      const lists = [...TRICKY, ...builtinRules.map(({ target }) => ('selector' in target ? target.selector : ''))];
      const { wrong, found } = await page.evaluate(
        (all) => (Reflect.get(window, 'compare') as (lists: string[]) => { wrong: unknown[]; found: number })(all),
        lists,
      );
      expect(wrong).toEqual([]);
      expect(found).toBeGreaterThan(50);
    }
    await page.context().close();
  });

  /**
   * The attack: a page changes something other than the element itself, so that a rule holds now (or its exception no
   * longer), and then lets the text change. What is sent after that must be masked.
   */
  test('[M1] hold as soon as their surroundings make them, and stop lifting a mask at once', async () => {
    const mask = (id: string, selector: string): PolicyRule => ({ id: `t/${id}`, kind: 'mask', target: { selector } });
    const rules = policy([
      mask('below', '.private p'),
      mask('sibling', '.flag + p'),
      mask('has', 'div:has(> .inner-flag)'),
      mask('state', 'label:has(:checked)'),
      mask('place', 'ol li:nth-child(2)'),
      mask('all', '.all'),
      { id: 't/free', kind: 'unmask', target: { selector: '.open .all' }, reason: 'test' },
    ]);
    const { host, replica } = await pairs.open('mirror-tree.html', rules);
    await host.evaluate(() => {
      document.body.innerHTML = `<main><p id="below">shown</p></main><b></b><p id="sibling">shown</p><div id="has"><i>shown</i></div>
        <label id="state"><input type="checkbox">shown</label><ol><li>first</li><li id="masked">second</li><li id="third">shown</li></ol>
        <section class="open"><p class="all" id="lifted">shown</p></section><aside class="private"></aside><p id="moved">shown</p><x-a></x-a>`;
      const shadow = document.querySelector('x-a')?.attachShadow({ mode: 'open' });
      if (shadow) shadow.innerHTML = '<main><p id="inside">shown</p></main>';
    });
    const text = async (id: string): Promise<string> =>
      (await replica()).evaluate(
        (which) =>
          (which === 'inside'
            ? document.querySelector('x-a')?.shadowRoot?.querySelector('p:not([data-samepage-masked])')
            : [...document.querySelectorAll('[id]')].find((one) => one.id === which)
          )?.textContent ?? 'gone',
        id,
      );
    for (const id of ['below', 'sibling', 'has', 'state', 'third', 'lifted', 'moved', 'inside'])
      await expect.poll(() => text(id)).toBe('shown');
    // An id is no secret's place: under a mask it goes, so what is masked is found by its absence.
    await expect.poll(() => text('masked')).toBe('gone');
    const changes: Record<string, () => void> = {
      below: () => document.querySelector('main')?.classList.add('private'),
      sibling: () => document.querySelector('b')?.classList.add('flag'),
      has: () => document.querySelector('#has i')?.setAttribute('class', 'inner-flag'),
      state: () => ((document.querySelector('#state input') as HTMLInputElement).checked = true), // an input
      third: () => document.querySelector('ol li')?.remove(),
      lifted: () => document.querySelector('section')?.classList.remove('open'),
      moved: () => document.querySelector('aside')?.append(document.getElementById('moved') ?? ''),
      inside: () => document.querySelector('x-a')?.shadowRoot?.querySelector('main')?.classList.add('private'),
    };
    for (const [id, change] of Object.entries(changes)) {
      await host.evaluate(change);
      await host.evaluate((which) => {
        const element = which === 'inside' ? document.querySelector('x-a')?.shadowRoot?.querySelector('p') : document.getElementById(which);
        element?.append(` secret-of-${which}`);
      }, id);
      await expect.poll(() => text(id), { message: id }).toBe('gone');
    }
    // What was hidden by its place is hidden by it no more; its words were a secret once and stay one.
    await expect.poll(() => text('masked')).toBe('••••••');
    await host.evaluate(() => document.body.append('control'));
    await expect.poll(() => pairs.relay.said.join()).toContain('control');
    expect(pairs.relay.said.join().match(/secret-of-\w+/g) ?? []).toEqual([]);
    expect(pairs.relay.failures).toEqual([]);
  });
});
