/** reveal.js with its own demonstration: hash history, slides within slides, frames loaded late, images of hosts that are not there. */
import { packageFolder, startFrontEnd } from '../front-end.ts';
import type { Journey } from '../journey.ts';
import { missingPackages } from '../processes.ts';

/** Images of a host that is not there. */
const ABSENT = 4;

export const reveal: Journey = {
  name: 'reveal.js',
  unsteady: [[/http:\S+\/asset\/\S+/g, '<asset>']],
  known: Array.from({ length: ABSENT }, () => ({
    only: 'through',
    line: 'failed: GET <asset> 404',
    why: "what the customer's browser cannot load the agent's is not shown",
  })),
  missing: () => missingPackages('reveal.js'),
  start: (port) =>
    startFrontEnd(
      {
        pages: { '/': '<!doctype html><title>start</title><a href="/demo.html">Slides</a>' },
        folders: { '/': packageFolder('reveal.js') },
      },
      port,
    ),
  async walk(visit) {
    const { page } = visit;
    await visit.open();
    await page.getByRole('link', { name: 'Slides' }).click();
    await visit.sees('first slide', /The HTML Presentation Framework/i);
    await visit.agentSees(/The HTML Presentation Framework/i);
    const step = async (key: string, path: string): Promise<void> => {
      await page.keyboard.press(key);
      await visit.until(`the address after ${key}`, () => visit.path(), path);
    };
    await step('ArrowRight', '/demo.html#/1');
    await visit.sees('second slide', /Hello There/i);
    await step('ArrowRight', '/demo.html#/2');
    await step('ArrowDown', '/demo.html#/2/1');
    await step('ArrowDown', '/demo.html#/2/2');
    await visit.sees('a slide below', /Basement/i);
    await visit.agentSees(/Basement/i);
    // Slides replace the entry of their history.
    await page.goBack();
    await visit.sees('back', 'Slides');
    await page.goForward();
    await visit.until('forward', () => visit.path(), '/demo.html#/2/2');
    await page.reload();
    await visit.until('the same slide again', () => visit.path(), '/demo.html#/2/2');
    await visit.sees('again', /Basement/i);
    await page.keyboard.press('Escape');
    await page.locator('.reveal.overview').waitFor();
    await visit.sees('overview', /Hello There/i);
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      location.hash = '#/5';
    });
    await page.locator('.slides > section:nth-of-type(6).present, .slides > section:nth-of-type(6) .present').first().waitFor();
    await visit.sees('by hash', /\w/);
    visit.tell(
      'links',
      (await page.locator('a[href]').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))).join('\n'),
    ); // <a>s
  },
};
