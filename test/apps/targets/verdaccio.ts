/** Verdaccio 6: React and MUI, styles by insertRule, a sign-in dialog in a portal, CSP `connect-src 'self'`, a token in storage. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Journey } from '../journey.ts';
import { editor, inPackages, missingPackages, newFolder, node22, startApp, type App } from '../processes.ts';

const NAME = 'copper-kettle';
const README = '# Copper kettle\n\nBoils **water**.\n\n- [its rim](#rim)\n\n## Rim\n\nRolled.\n';

async function start(port: number): Promise<App> {
  const folder = newFolder('verdaccio');
  const storage = path.join(folder, 'storage');
  const config = {
    storage,
    auth: { htpasswd: { file: path.join(folder, 'htpasswd'), max_users: 10 } },
    web: { title: 'Kettles', login: true, gravatar: false },
    // One kind of token for the page and for the registry.
    security: { api: { legacy: false, jwt: { sign: { expiresIn: '1d' } } } },
    packages: { '**': { access: '$all', publish: '$authenticated' } },
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
  };
  const file = path.join(folder, 'config.yaml');
  writeFileSync(file, JSON.stringify(config)); // JSON is YAML
  const app = await startApp({
    command: node22() ?? process.execPath,
    args: [inPackages('verdaccio', 'bin', 'verdaccio'), '-c', file, '-l', `127.0.0.1:${String(port)}`],
    port,
    folder,
    status: 200,
    stored: () => (existsSync(storage) ? readdirSync(path.join(storage, NAME)).join('\n') : ''),
  });
  // The account, as `npm adduser` makes it.
  const made = await fetch(`${app.origin}/-/user/org.couchdb.user:${editor.user}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: editor.user, password: editor.password }),
  });
  if (made.status !== 201) throw new Error(`Verdaccio made no account: ${String(made.status)}`);
  return { ...app, stored: () => readFileSync(path.join(storage, NAME, 'package.json'), 'utf8') };
}

/** What `npm publish` sends; the archive is not opened by the server. */
function publication(origin: string): object {
  const archive = Buffer.from('kettle');
  const file = `${NAME}-1.0.0.tgz`;
  return {
    _id: NAME,
    name: NAME,
    description: 'Boils water',
    'dist-tags': { latest: '1.0.0' },
    readme: README,
    versions: {
      '1.0.0': {
        name: NAME,
        version: '1.0.0',
        description: 'Boils water',
        license: 'MIT',
        keywords: ['tea'],
        author: { name: 'Ada' },
        readme: README,
        dist: { tarball: `${origin}/${NAME}/-/${file}`, shasum: createHash('sha1').update(archive).digest('hex') },
      },
    },
    _attachments: { [file]: { content_type: 'application/octet-stream', data: archive.toString('base64'), length: archive.length } },
  };
}

export const verdaccio: Journey = {
  name: 'Verdaccio',
  missing: () => missingPackages('verdaccio') ?? (node22() === undefined ? 'Verdaccio 6 needs Node 22 or later' : undefined),
  start,
  async walk(visit) {
    const { page, app } = visit;
    await visit.open();
    await visit.sees('empty', 'No Package Published Yet');
    await visit.agentSees('No Package Published Yet');
    await page.getByTestId('header--button-login').click();
    await page.locator('#login--dialog-username').fill(editor.user);
    await page.locator('#login--dialog-password').fill(editor.password);
    await visit.sees('dialog', 'Username');
    await page.locator('#login--dialog-button-submit').click();
    await page.getByTestId('logInDialogIcon').waitFor();
    await page.getByTestId('logInDialogIcon').click();
    await visit.sees('signed in', editor.user);
    await page.keyboard.press('Escape');

    // The page publishes with the token that the sign-in has left in its storage.
    const answer = await page.evaluate(
      async ({ name, body }) => {
        const sent = await fetch(`/${name}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${localStorage.getItem('token') ?? ''}` },
          body: JSON.stringify(body),
        });
        return `${String(sent.status)} ${await sent.text()}`;
      },
      { name: NAME, body: publication(app.origin) },
    );
    visit.tell('published', answer);
    await page.reload();
    await visit.sees('list', NAME);
    await visit.agentSees(NAME);
    await page.getByText(NAME).first().click();
    await visit.sees('detail', 'Rolled.');
    visit.tell('detail address', visit.path());
    await page.getByRole('tab', { name: /versions/i }).click();
    await visit.sees('versions', '1.0.0');
    await page.locator('header a').first().click();
    await visit.until('back at the list', () => visit.path(), '/');
    await visit.sees('back at the list', 'Boils water');
    await page.reload();
    await page.getByTestId('logInDialogIcon').waitFor();
    await visit.sees('still signed in', NAME);
    visit.tell('stored', app.stored());
  },
  unsteady: [
    [/"?(_rev|created|modified|1\.0\.0|time|_nodeVersion)"?: "[^"]*"/g, '$1: <unsteady>'],
    [/(a few|\d+) seconds? ago/g, '<time>'],
  ],
};
