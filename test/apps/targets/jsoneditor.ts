/** JSON Editor: a tree of editable fields, a text mode in Ace with a worker from a blob, a search, a file picker. */
import { packageFolder, startFrontEnd } from '../front-end.ts';
import type { Journey } from '../journey.ts';
import { missingPackages } from '../processes.ts';

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>jsoneditor</title><link rel="stylesheet" href="/jsoneditor/jsoneditor.min.css"></head>
<body><div id="editor" style="height:500px"></div><output id="value"></output>
<script src="/jsoneditor/jsoneditor.min.js"></script>
<script>
  window.editor = new JSONEditor(document.getElementById('editor'), {
    modes: ['tree', 'code', 'text'], mode: 'tree',
    onChangeText: (text) => { document.getElementById('value').textContent = text; },
  }, { name: 'kettle', litres: 2, spouts: ['bent', 'straight'], page: '{{origin}}/kettle' });
  editor.expandAll();
</script></body></html>`;

interface Page {
  readonly editor: { get(): unknown };
}

export const jsonEditor: Journey = {
  name: 'JSON Editor',
  missing: () => missingPackages('jsoneditor'),
  start: (port) => startFrontEnd({ pages: { '/': page }, folders: { '/jsoneditor/': packageFolder('jsoneditor', 'dist') } }, port),
  async walk(visit) {
    const { page } = visit;
    const value = () => page.evaluate(() => JSON.stringify((globalThis as unknown as Page).editor.get())); // our page's own
    await visit.open();
    await visit.sees('opened', 'straight');
    await visit.agentSees('straight');
    await page.locator('.jsoneditor-value', { hasText: 'bent' }).click();
    await page.keyboard.press('End');
    await page.keyboard.type(' twice');
    await visit.until('the edit', async () => (await value()).includes('bent twice'), true);
    await visit.sees('edited', 'bent twice');
    await page.locator('.jsoneditor-search input').fill('straight');
    await visit.sees('searched', /1 result|straight/);
    await page.locator('.jsoneditor-modes button').click();
    await page
      .locator('.jsoneditor-type-modes', { hasText: 'Code' })
      .or(page.getByText('Code', { exact: true }))
      .first()
      .click();
    await page.locator('.ace_content').waitFor();
    await visit.sees('code', 'bent twice');
    await visit.agentSees('bent twice');
    await page.locator('.ace_content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('}');
    // Ace's worker finds that it is no JSON any more.
    await page.locator('.ace_error').first().waitFor();
    await visit.sees('broken', '}}');
    await page.keyboard.press('Control+z');
    await visit.until('the value', async () => (await value()).includes('bent twice'), true);
    visit.tell('value', await value());
  },
};
