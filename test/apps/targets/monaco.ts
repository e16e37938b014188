/** Monaco: an AMD loader, language workers from blobs, text typed into a hidden field, lines drawn one by one. */
import { packageFolder, startFrontEnd } from '../front-end.ts';
import type { Journey } from '../journey.ts';
import { missingPackages } from '../processes.ts';

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>monaco</title>
<style>html,body{margin:0;height:100%}#editor{height:90%}</style></head>
<body><div id="editor"></div><output id="count"></output>
<script src="/vs/loader.js"></script>
<script>
  require.config({ paths: { vs: '/vs' } });
  require(['vs/editor/editor.main'], () => {
    window.editor = monaco.editor.create(document.getElementById('editor'), { value: 'const kettle = 1;\\n', language: 'typescript', minimap: { enabled: false } });
    editor.onDidChangeModelContent(() => { document.getElementById('count').textContent = editor.getValue().length + ' characters'; });
    document.title = 'ready';
  });
</script></body></html>`;

interface Editor {
  getValue(): string;
  focus(): void;
  setPosition(place: { lineNumber: number; column: number }): void;
}
interface Page {
  readonly editor: Editor;
  readonly monaco: { readonly editor: { getModelMarkers(filter: object): { message: string; startLineNumber: number }[] } };
}

export const monaco: Journey = {
  name: 'Monaco',
  missing: () => missingPackages('monaco-editor'),
  start: (port) => startFrontEnd({ pages: { '/': page }, folders: { '/vs/': packageFolder('monaco-editor', 'min', 'vs') } }, port),
  async walk(visit) {
    const { page } = visit;
    await visit.open();
    await visit.until('the editor is there', () => page.title(), 'ready');
    await visit.sees('opened', /const.kettle/);
    await visit.agentSees(/const.kettle/);
    await page.evaluate(() => {
      const { editor } = globalThis as unknown as Page; // our page's own
      editor.setPosition({ lineNumber: 2, column: 1 });
      editor.focus();
    });
    await page.keyboard.type('const spout: string = 5; // bent');
    await visit.sees('typed', /bent/);
    // The language worker has read it: 5 is no string.
    const markers = () =>
      page.evaluate(() =>
        (globalThis as unknown as Page).monaco.editor
          .getModelMarkers({})
          .map((m) => `${String(m.startLineNumber)} ${m.message}`)
          .join('\n'),
      );
    await visit.until('what the worker finds', markers, "2 Type 'number' is not assignable to type 'string'.");
    visit.tell('found', await markers());
    const tokens = await page
      .locator('.view-line span span')
      .evaluateAll((spans) => spans.map((span) => `${span.className} ${span.textContent}`));
    visit.tell('tokens', tokens.join('\n'));
    await page.keyboard.press('Enter');
    await page.keyboard.type('kettle.toF');
    await page.locator('.suggest-widget.visible').getByText('toFixed').first().waitFor();
    await page.keyboard.press('Enter');
    await visit.sees('completed', /kettle\.toFixed/);
    await page.keyboard.press('F1');
    await page.keyboard.type('Transform to Uppercase');
    await visit.sees('commands', /Transform to Uppercase/);
    await page.keyboard.press('Escape');
    await visit.agentSees(/bent/);
    visit.tell('value', await page.evaluate(() => (globalThis as unknown as Page).editor.getValue()));
  },
};
