/** docsify: Markdown fetched and rendered in the page, routes in the fragment, a search index in storage. */
import { packageFolder, startFrontEnd } from '../front-end.ts';
import type { Journey } from '../journey.ts';
import { missingPackages } from '../processes.ts';

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>docsify</title><link rel="stylesheet" href="/docsify/themes/vue.css"></head>
<body><div id="app">Loading</div>
<script>window.$docsify = { name: 'Kettles', repo: '', loadSidebar: true, subMaxLevel: 2, auto2top: true, search: 'auto' };</script>
<script src="/docsify/docsify.min.js"></script><script src="/docsify/plugins/search.min.js"></script></body></html>`;

const pages = {
  '/': page,
  '/README.md':
    '# Copper kettles\n\nThey boil **water**. [The rim](rim.md), [elsewhere]({{origin}}/spout.md ":ignore").\n\n## Care\n\nPolish.\n',
  '/rim.md': '# The rim\n\nRolled, and `tinned`.\n\n![none](missing.png)\n',
  '/spout.md': '# The spout\n\nBent.\n',
  '/_sidebar.md': '- [Home](/)\n- [Rim](rim.md)\n- [Spout](spout.md)\n',
};

export const docsify: Journey = {
  name: 'docsify',
  missing: () => missingPackages('docsify'),
  unsteady: [[/http:\S+\/asset\/\S+/g, '<asset>']],
  known: [{ only: 'through', line: 'failed: GET <asset> 404', why: "an image that is not there is not there in the agent's view" }],
  start: (port) => startFrontEnd({ pages, folders: { '/docsify/': packageFolder('docsify', 'lib') } }, port),
  async walk(visit) {
    const { page } = visit;
    await visit.open();
    await visit.sees('home', 'They boil water.');
    await visit.agentSees('They boil water.');
    await page.locator('.sidebar').getByRole('link', { name: 'Rim' }).click();
    await visit.sees('rim', 'Rolled, and');
    visit.tell('address', visit.path());
    await page
      .getByPlaceholder(/search/i)
      .or(page.locator('input[type="search"]'))
      .first()
      .fill('Bent');
    await page.locator('.matching-post a').first().click();
    await visit.sees('found', 'Bent.');
    await visit.agentSees('Bent.');
    visit.tell('found address', visit.path());
    await page.goBack();
    await visit.sees('back', 'Rolled, and');
    await page.reload();
    await visit.sees('again', 'Rolled, and');
    visit.tell('title', await page.title());
    visit.tell(
      'links',
      (await page.locator('a[href]').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))).join('\n'),
    ); // <a>s
  },
};
