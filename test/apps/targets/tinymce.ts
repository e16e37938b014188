/** TinyMCE: an editable frame, plugins and skins fetched by address, dialogs, and a form post in the end. */
import { bodyOf, packageFolder, startFrontEnd } from '../front-end.ts';
import type { Journey } from '../journey.ts';
import { missingPackages, type App } from '../processes.ts';

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>tinymce</title></head>
<body><form method="post" action="{{origin}}/save"><textarea id="text" name="text"><p>A kettle.</p></textarea><button>Save it</button></form>
<script src="/tinymce/tinymce.min.js"></script>
<script>
  tinymce.init({
    selector: '#text', license_key: 'gpl', promotion: false, branding: false, height: 400,
    plugins: 'link lists table code wordcount', toolbar: 'bold italic link bullist code',
    setup: (editor) => editor.on('init', () => { document.title = 'ready'; }),
  });
</script></body></html>`;

function start(port: number): Promise<App> {
  let text = '';
  return startFrontEnd(
    {
      pages: { '/': page },
      folders: { '/tinymce/': packageFolder('tinymce') },
      stored: () => text,
      async api(req, res) {
        if (req.url !== '/save') return false;
        if (req.method === 'POST') {
          text = new URLSearchParams(await bodyOf(req)).get('text') ?? '';
          res.writeHead(303, { location: '/save' }).end();
          return true;
        }
        res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><title>saved</title>${text}`);
        return true;
      },
    },
    port,
  );
}

interface Page {
  readonly tinymce: { readonly activeEditor: { getContent(): string } };
}

export const tinyMce: Journey = {
  name: 'TinyMCE',
  missing: () => missingPackages('tinymce'),
  start,
  async walk(visit) {
    const { page, app } = visit;
    const content = () => page.evaluate(() => (globalThis as unknown as Page).tinymce.activeEditor.getContent()); // our page's own
    const body = page.frameLocator('iframe.tox-edit-area__iframe').locator('body');
    await visit.open();
    await visit.until('the editor is there', () => page.title(), 'ready');
    await visit.sees('opened', 'A kettle.');
    await visit.agentSees('A kettle.');
    await body.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' It boils ');
    await page.getByRole('button', { name: 'Bold' }).click();
    await page.keyboard.type('water');
    await page.getByRole('button', { name: 'Bold' }).click();
    await page.keyboard.type('. See ');
    await visit.until('bold text', async () => (await content()).includes('<strong>water</strong>'), true);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'URL' }).fill(`${app.origin}/spout`);
    await page.getByRole('textbox', { name: 'Text to display' }).fill('the spout');
    await visit.sees('link dialog', 'Text to display');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await visit.until('a link', async () => (await content()).includes('the spout</a>'), true);
    await visit.sees('edited', 'the spout');
    await visit.agentSees('It boils water');
    visit.tell('content', await content());
    await page.getByRole('button', { name: 'Source code' }).click();
    await visit.sees('source', /Source code/i);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Save it' }).click();
    await visit.sees('saved', 'A kettle. It boils water. See the spout');
    visit.tell('address', visit.path());
    visit.tell('link', await page.locator('a').evaluate((link) => (link as HTMLAnchorElement).href)); // an <a>
    visit.tell('stored', app.stored());
  },
};
