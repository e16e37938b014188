/** Excalidraw: React, 165 chunks by dynamic import, two canvases, drawing with the pointer, a scene kept in storage. */
import { build } from 'esbuild';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageFolder, startFrontEnd } from '../front-end.ts';
import type { Journey } from '../journey.ts';
import { here, missingPackages, newFolder, type App } from '../processes.ts';

const app = `
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Excalidraw } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
const kept = JSON.parse(localStorage.getItem('scene') ?? '[]');
createRoot(document.getElementById('app')).render(createElement(Excalidraw, {
  handleKeyboardGlobally: true,
  initialData: { elements: kept },
  excalidrawAPI: (api) => { window.api = api; document.title = 'ready'; },
  onChange: (elements) => localStorage.setItem('scene', JSON.stringify(elements)),
}));
`;

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>excalidraw</title><link rel="stylesheet" href="/app/app.css">
<style>html,body{margin:0}#app{height:100vh}</style></head><body><div id="app"></div>
<script>window.EXCALIDRAW_ASSET_PATH = '/assets/';</script><script type="module" src="/app/app.js"></script></body></html>`;

async function start(port: number): Promise<App> {
  const folder = newFolder('excalidraw');
  const entry = path.join(folder, 'app.js');
  writeFileSync(entry, app);
  await build({
    entryPoints: [entry],
    outdir: path.join(folder, 'out'),
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.IS_PREACT': '"false"' },
    nodePaths: [path.join(here, 'node_modules')],
    loader: { '.woff2': 'file' },
    logLevel: 'error',
  });
  const folders = { '/app/': path.join(folder, 'out'), '/assets/': packageFolder('@excalidraw', 'excalidraw', 'dist', 'prod') };
  const front = await startFrontEnd({ pages: { '/': page }, folders }, port);
  return {
    ...front,
    async close() {
      await front.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

interface Shape {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text?: string;
}
interface Page {
  readonly api: { getSceneElements(): readonly Shape[] };
}

export const excalidraw: Journey = {
  name: 'Excalidraw',
  missing: () => missingPackages('@excalidraw/excalidraw', 'react', 'react-dom'),
  start,
  async walk(visit) {
    const { page } = visit;
    const scene = () =>
      page.evaluate(() =>
        (globalThis as unknown as Page).api // our page's own
          .getSceneElements()
          .map(({ type, x, y, width, height, text }) => `${type} ${[x, y, width, height].map(Math.round).join(' ')} ${text ?? ''}`)
          .join('\n'),
      );
    await visit.open();
    await visit.until('the editor is there', () => page.title(), 'ready');
    await page.getByTestId('toolbar-rectangle').waitFor({ state: 'attached' });
    await visit.sees('opened', /Library|Pick a tool|Zoom|%/);
    await page.locator('canvas.interactive').hover({ position: { x: 600, y: 300 } });
    await page.keyboard.press('r');
    await page.mouse.move(500, 300);
    await page.mouse.down();
    await page.mouse.move(620, 360, { steps: 6 });
    await page.mouse.move(700, 420, { steps: 6 });
    await page.mouse.up();
    await visit.until('a rectangle', scene, 'rectangle 500 300 200 120 ');
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await page.mouse.click(500, 500);
    await page.locator('textarea.excalidraw-wysiwyg').waitFor();
    await page.keyboard.type('copper kettle');
    await page.keyboard.press('Escape');
    await visit.until('a text', async () => (await scene()).includes('copper kettle'), true);
    visit.tell('scene', (await scene()).replace(/^text .*/m, 'text'));
    await visit.sees('drawn', /%/);
    await page.keyboard.press('?');
    await visit.sees('help', /Keyboard shortcuts/);
    await visit.agentSees(/Keyboard shortcuts/);
    await page.keyboard.press('Escape');
    await page.reload();
    await visit.until('the editor is there again', () => page.title(), 'ready');
    await visit.until('the scene again', async () => (await scene()).split('\n').length, 2);
    visit.tell('scene again', (await scene()).replace(/^text .*/m, 'text'));
    await page.locator('.main-menu-trigger').click();
    await visit.sees('menu', /Export image/);
    await visit.agentSees(/Export image/);
  },
};
