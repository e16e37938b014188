/** Node-RED 5: sign-in by form, jQuery UI drag and drop onto an SVG canvas, a socket, deploy. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Journey } from '../journey.ts';
import { editor, inPackages, missingPackages, newFolder, node22, startApp, type App } from '../processes.ts';

interface Node {
  readonly type: string;
  readonly name?: string;
  readonly label?: string;
  readonly wires?: readonly (readonly string[])[];
}

export function nodeRedMissing(): string | undefined {
  return missingPackages('node-red') ?? (node22() === undefined ? 'Node-RED 5 needs Node 22 or later' : undefined);
}

export async function startNodeRed(port: number): Promise<App> {
  const folder = newFolder('node-red');
  // bcryptjs is what Node-RED itself checks passwords with.
  const bcrypt = createRequire(inPackages('node-red', 'package.json'))('bcryptjs') as {
    hashSync(text: string, rounds: number): string;
  };
  const settings = {
    uiHost: '127.0.0.1',
    uiPort: port,
    flowFile: 'flows.json',
    adminAuth: { type: 'credentials', users: [{ username: editor.user, password: bcrypt.hashSync(editor.password, 4), permissions: '*' }] },
    // Nothing may leave loopback.
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false, palette: { catalogues: [] }, projects: { enabled: false } },
    logging: { console: { level: 'error' } },
  };
  const file = path.join(folder, 'settings.js');
  writeFileSync(file, `module.exports = ${JSON.stringify(settings)};\n`);
  const flows = [{ id: 'f6f2187d.f17ca8', type: 'tab', label: 'Kettle', disabled: false, info: '' }];
  writeFileSync(path.join(folder, 'flows.json'), JSON.stringify(flows));
  return startApp({
    command: node22() ?? process.execPath,
    args: [inPackages('node-red', 'red.js'), '--userDir', folder, '--settings', file],
    port,
    folder,
    status: 200,
    stored: () => readFileSync(path.join(folder, 'flows.json'), 'utf8'),
  });
}

export const nodeRed: Journey = {
  name: 'Node-RED',
  missing: nodeRedMissing,
  start: startNodeRed,
  async walk(visit) {
    const { page, app } = visit;
    await visit.open();
    await visit.sees('sign-in', 'Username');
    await visit.agentSees('Username');
    await page.getByLabel(/Username/).fill(editor.user);
    await page.getByLabel(/Password/).fill(editor.password);
    await page.getByRole('button', { name: 'Login' }).click();
    await visit.sees('editor', 'Kettle');
    await visit.agentSees('Kettle');

    const palette = (type: string) => page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
    const canvas = page.locator('#red-ui-workspace-chart');
    const nodes = page.locator('#red-ui-workspace-chart .red-ui-flow-node-group');
    await palette('inject').waitFor();
    await visit.drag(palette('inject'), canvas, { x: 200, y: 120 });
    await visit.until('one node on the canvas', () => nodes.count(), 1);
    await visit.drag(palette('debug'), canvas, { x: 480, y: 220 });
    await visit.until('two nodes on the canvas', () => nodes.count(), 2);
    await visit.drag(
      nodes.nth(0).locator('.red-ui-flow-port-output .red-ui-flow-port'),
      nodes.nth(1).locator('.red-ui-flow-port-input .red-ui-flow-port'),
      { x: 5, y: 5 },
    );
    await visit.until('a wire', () => page.locator('.red-ui-flow-link').count(), 1);

    await nodes.nth(0).dblclick();
    await page.getByLabel('Name').first().fill('boil');
    await page.getByRole('button', { name: 'Done' }).click();
    await visit.sees('named', 'boil');
    await page.locator('#red-ui-header-button-deploy').click();
    await visit.until('the flow is stored', () => app.stored().includes('"boil"'), true);
    await visit.sees('deployed', 'boil');
    // A press of the node's own button goes to the server, and its message comes back over the socket.
    await page.locator('.red-ui-flow-node-button').first().click();
    await visit.sees('injected', /Successfully injected: boil/);

    await page.reload();
    await visit.sees('again', 'boil');
    await visit.agentSees('boil');
    visit.tell('address', visit.path());
    const nodesStored = JSON.parse(app.stored()) as Node[];
    for (const { type, name, label, wires } of nodesStored) {
      visit.tell('stored', [type, name ?? label, `${String(wires?.flat().length ?? 0)} wires`].join(' '));
    }
  },
  // Tips are drawn by lot; a port tells what comes out of it when the pointer rests there.
  unseen: '.red-ui-help-tip, .red-ui-flow-port-tooltip',
  unsteady: [
    [/[0-9a-f]{16}/g, '<id>'],
    [/\b\d{13}\b/g, '<time>'],
    [/\d+\/\d+\/20\d\d, \d+:\d\d:\d\d [AP]M/g, '<time>'],
  ],
};
