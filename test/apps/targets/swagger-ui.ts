/** Swagger UI: one bundle, a description with absolute addresses, requests built from it and shown with their address. */
import { bodyOf, packageFolder, startFrontEnd } from '../front-end.ts';
import type { Journey } from '../journey.ts';
import { missingPackages, type App } from '../processes.ts';

const description = {
  openapi: '3.0.3',
  info: { title: 'Kettles', version: '1.0.0', description: 'Boils **water**.' },
  servers: [{ url: '{{origin}}/api' }],
  paths: {
    '/kettles': {
      get: { operationId: 'list', summary: 'All kettles', responses: { 200: { description: 'A list' } } },
      post: {
        operationId: 'add',
        summary: 'One more',
        requestBody: {
          content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string', example: 'copper' } } } } },
        },
        responses: { 201: { description: 'Made' } },
      },
    },
  },
};

const initializer = `window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], layout: 'StandaloneLayout' });`;

function start(port: number): Promise<App> {
  const kettles: unknown[] = [];
  return startFrontEnd(
    {
      pages: {
        '/openapi.json': JSON.stringify(description),
        '/swagger-initializer.js': initializer,
        '/': '<a href="/index.html">Docs</a>',
      },
      folders: { '/': packageFolder('swagger-ui-dist') },
      stored: () => JSON.stringify(kettles),
      async api(req, res) {
        if (req.url !== '/api/kettles') return false;
        if (req.method === 'POST') kettles.push(JSON.parse(await bodyOf(req)));
        const headers = {
          'content-type': 'application/json',
          location: `http://127.0.0.1:${String(port)}/api/kettles/${String(kettles.length)}`,
        };
        res.writeHead(req.method === 'POST' ? 201 : 200, headers).end(JSON.stringify(kettles));
        return true;
      },
    },
    port,
  );
}

export const swaggerUi: Journey = {
  name: 'Swagger UI',
  missing: () => missingPackages('swagger-ui-dist'),
  start,
  async walk(visit) {
    const { page, app } = visit;
    await visit.open();
    await page.getByRole('link', { name: 'Docs' }).click();
    await visit.sees('opened', 'All kettles');
    await visit.agentSees('All kettles');
    const add = page.locator('.opblock-post');
    await add.locator('.opblock-summary').click();
    await visit.until('the address of the operation', () => visit.path(), '/index.html#/default/add');
    await add.getByRole('button', { name: 'Try it out' }).click();
    await add.locator('textarea').fill('{ "name": "copper kettle" }');
    await add.getByRole('button', { name: 'Execute' }).click();
    await visit.until('it is stored', () => app.stored(), '[{"name":"copper kettle"}]');
    await visit.sees('added', /Response body/i);
    await visit.agentSees('copper kettle');
    const list = page.locator('.opblock-get');
    await list.locator('.opblock-summary').click();
    await list.getByRole('button', { name: 'Try it out' }).click();
    await list.getByRole('button', { name: 'Execute' }).click();
    await list.locator('.responses-inner .live-responses-table').waitFor();
    await visit.sees('listed', 'copper kettle');
    await page.reload();
    await visit.sees('again', 'All kettles');
    visit.tell('address', visit.path());
    visit.tell('stored', app.stored());
  },
  known: ['added', 'listed', 'listed'].flatMap((name) =>
    (['straight', 'through'] as const).map((only) => ({
      only,
      line: new RegExp(`^${name}: keep-alive: timeout=\\d+$`),
      why: 'Keep-Alive is between the browser and whom it is connected to; the gateway keeps connections for 65 s',
    })),
  ),
  unsteady: [[/: date: .*|(date|Date): \w{3}, .* GMT/g, '<date>']],
};
