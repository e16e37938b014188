/**
 * What masked values cost a keyframe: the same page with a filled form, masked and not, each in a document of its own. CPU of
 * the page's main thread, as Chromium counts it. Every text and name of the page is searched for what the form holds.
 */
import type { Page } from 'playwright-core';
import { builtinPatterns, builtinRules } from '../src/config/builtin-policy.ts';
import { launchChromium } from '../test/support/browsers.ts';
import { policy, startRelay, type Relay } from '../test/mirror/relay.ts';
import { figure, median, withSpread, type BenchTable } from './table.ts';

const ROUNDS = 5;
/** Of one document; the first warms its compiler up and does not count. */
const KEYFRAMES = 4;
const ROWS = 4000;
const POLL_MS = 20;
/** Until what follows a keyframe has been done as well. */
const QUIET_MS = 300;

export async function benchMasked(): Promise<BenchTable> {
  const relay = await startRelay();
  const browser = await launchChromium();
  const version = browser.version();
  const cpu: Record<'masked' | 'open', number[]> = { masked: [], open: [] };
  try {
    relay.usePolicy(
      policy([...builtinRules, { id: 'bench/form', kind: 'mask', target: { selector: '.secret' } }], { patterns: builtinPatterns }),
    );
    for (let round = 0; round < ROUNDS; round++)
      for (const kind of ['open', 'masked'] as const) {
        const page = await (await browser.newContext()).newPage();
        cpu[kind].push(await keyframes(relay, page, kind === 'masked'));
        await page.context().close();
      }
  } finally {
    await browser.close();
    await relay.close();
  }
  return {
    title: `A keyframe of ${ROWS * 13} nodes with a filled form, Chromium ${version}, ${ROUNDS} rounds`,
    rows: (['open', 'masked'] as const).map((kind) => ({ name: `form ${kind}`, values: { 'CPU ms': withSpread(cpu[kind]) } })),
    figures: [
      figure(
        'masked-key-cpu',
        cpu.masked.map((value, at) => value / (cpu.open[at] ?? value)),
      ),
    ],
  };
}

async function keyframes(relay: Relay, page: Page, isMasked: boolean): Promise<number> {
  relay.keyframes = 0;
  await page.goto(relay.page('mirror-tree.html'));
  await until(() => relay.keyframes > 0);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyMs = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  await page.evaluate(fill, { rows: ROWS, form: isMasked ? 'secret' : 'open' });
  const spent: number[] = [];
  for (let at = 0; at < KEYFRAMES; at++) {
    await settled(busyMs);
    const [told, before] = [relay.keyframes, await busyMs()];
    relay.askKey();
    await until(() => relay.keyframes > told);
    await settled(busyMs);
    if (at > 0) spent.push((await busyMs()) - before);
  }
  return median(spent);
}

/** Runs in the page, and takes no function along: the loader of a bench would give it a name by a helper that is not there. */
function fill({ rows, form }: { rows: number; form: string }): void {
  const table = Array.from(
    { length: rows },
    (_, at) =>
      `<tr class="row row--${at % 7} Table-row__Body"><td>${at}</td><td class="name cell">Item ${at} of the list</td>` +
      `<td><a href="/item/${at}" title="Look at item ${at}">Look at <b>item</b> ${at}</a></td></tr>`,
  );
  document.body.innerHTML =
    `<form class="${form}"><input name="who" value="Meriadoc Brandybuck"><input name="mail" value="meriadoc@shire.example">` +
    `<input name="where" value="12 Bag End, Hobbiton"><input name="number" value="4929123412347767"><p>Opened at Michel Delving</p></form>` +
    `<table>${table.join('')}</table>`;
}

/** Until nothing more is done for a while. */
async function settled(busyMs: () => Promise<number>): Promise<void> {
  let before = -1;
  for (let now = await busyMs(); now - before > 1; now = await busyMs()) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  }
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
