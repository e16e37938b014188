/** GrapesJS: frames of the page's own origin, filled by document.write and edited from the parent; blocks dragged into them. */
import { packageFolder, startFrontEnd } from '../front-end.ts';
import type { Journey } from '../journey.ts';
import { missingPackages } from '../processes.ts';

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>grapesjs</title>
<link rel="stylesheet" href="/grapesjs/css/grapes.min.css"><style>html,body{margin:0}</style></head>
<body><div id="gjs"><h1>Kettles</h1></div>
<script src="/grapesjs/grapes.min.js"></script>
<script>
  window.editor = grapesjs.init({
    container: '#gjs', fromElement: true, height: '100vh', telemetry: false,
    storageManager: { type: 'local', autosave: true, stepsBeforeSave: 1 },
    blockManager: { blocks: [
      { id: 'rim', label: 'Rim', content: '<p class="rim">Rolled rim</p>' },
      { id: 'link', label: 'Link', content: '<a href="{{origin}}/spout">Bent spout</a>' },
    ] },
  });
  editor.on('load', () => { document.title = 'ready'; });
</script></body></html>`;

interface Page {
  readonly editor: { getHtml(): string; getCss(): string; runCommand(id: string): void };
}

export const grapesJs: Journey = {
  name: 'GrapesJS',
  missing: () => missingPackages('grapesjs'),
  start: (port) => startFrontEnd({ pages: { '/': page }, folders: { '/grapesjs/': packageFolder('grapesjs', 'dist') } }, port),
  async walk(visit) {
    const { page } = visit;
    const canvas = page.frameLocator('iframe.gjs-frame');
    const html = () => page.evaluate(() => (globalThis as unknown as Page).editor.getHtml()); // our page's own
    await visit.open();
    await visit.until('the editor is there', () => page.title(), 'ready');
    await canvas.getByRole('heading', { name: 'Kettles' }).waitFor();
    await visit.sees('opened', 'Kettles');
    await visit.agentSees('Kettles');
    await page.locator('.gjs-pn-btn[title="Open Blocks"]').click();
    await page.locator('.gjs-block', { hasText: 'Rim' }).waitFor();
    await visit.sees('blocks', 'Rim');
    // The bar that shows between which elements the block would stand.
    const mark = () =>
      page.locator('.gjs-placeholder').evaluateAll((bars) => {
        const shown = bars.find((bar) => bar.checkVisibility());
        return shown && JSON.stringify(shown.getBoundingClientRect());
      });
    const place = async (block: string, y: number, text: string): Promise<void> => {
      await visit.drag(page.locator('.gjs-block', { hasText: block }), page.locator('iframe.gjs-frame'), { x: 200, y }, mark);
      await canvas.getByText(text).waitFor();
    };
    await place('Rim', 300, 'Rolled rim');
    await place('Link', 400, 'Bent spout');
    await visit.sees('dragged', 'Bent spout');
    await visit.agentSees('Bent spout');

    await canvas.getByText('Rolled rim').dblclick();
    await page.keyboard.press('End');
    await page.keyboard.type(', tinned');
    await canvas.getByText('Rolled rim, tinned').waitFor();
    await canvas.getByRole('heading', { name: 'Kettles' }).click();
    await visit.until('the edit is kept', async () => (await html()).includes('Rolled rim, tinned'), true);
    visit.tell('html', await html());
    await visit.until('it is stored', () => page.evaluate(() => JSON.stringify(localStorage).includes('tinned')), true);
    await page.reload();
    await visit.until('the editor is there again', () => page.title(), 'ready');
    await canvas.getByText('Rolled rim, tinned').waitFor();
    await visit.sees('again', 'Rolled rim, tinned');
    visit.tell('html again', await html());
  },
  unsteady: [[/\bid="?i[a-z0-9]{2,5}"?/g, 'id=<id>']],
};
