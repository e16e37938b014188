/** TiddlyWiki: Basic sign-in, one document of 2.7 MB with a module loader of its own, an editor in a written frame, PUT. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Journey } from '../journey.ts';
import { editor, finish, inPackages, missingPackages, newFolder, startApp, type App } from '../processes.ts';

export const tiddlyWikiMissing = (): string | undefined => missingPackages('tiddlywiki');

export async function startTiddlyWiki(port: number): Promise<App> {
  const folder = newFolder('tiddlywiki');
  const wiki = path.join(folder, 'wiki');
  const command = inPackages('tiddlywiki', 'tiddlywiki.js');
  await finish(process.execPath, [command, wiki, '--init', 'server']);
  const tiddlers = path.join(wiki, 'tiddlers');
  return startApp({
    command: process.execPath,
    args: [command, wiki, '--listen', `port=${String(port)}`, 'host=127.0.0.1', `username=${editor.user}`, `password=${editor.password}`],
    port,
    folder,
    status: 401,
    stored: () =>
      existsSync(tiddlers)
        ? readdirSync(tiddlers)
            .sort()
            .map((name) => `${name}\n${readFileSync(path.join(tiddlers, name), 'utf8')}`)
            .join('\n')
        : '',
  });
}

export const tiddlyWiki: Journey = {
  name: 'TiddlyWiki',
  missing: tiddlyWikiMissing,
  start: startTiddlyWiki,
  async walk(visit) {
    const { page, app } = visit;
    await visit.open();
    await visit.sees('opened', 'GettingStarted');
    await visit.agentSees('GettingStarted');
    await page.getByRole('button', { name: 'new tiddler' }).click();
    await page.locator('input.tc-titlebar').fill('Kettles');
    const body = page.frameLocator('iframe').locator('textarea').first();
    await body.click();
    await page.keyboard.type("Boil, ''and'' wait. See [[Teapots]].");
    await page.getByRole('button', { name: 'bold', exact: false }).first().waitFor();
    await visit.sees('writing', 'Kettles');
    await page.getByRole('button', { name: 'Confirm changes to this tiddler' }).click();
    await visit.sees('written', 'Boil, and wait.');
    await visit.until('it is stored', () => app.stored().includes('[[Teapots]]'), true);

    await page.getByRole('tab', { name: 'Recent' }).click();
    await visit.sees('recent', 'Kettles');
    await page.reload();
    await visit.sees('again', 'GettingStarted');
    await page.locator('input[type="search"]').first().fill('wait');
    await page.getByRole('link', { name: 'Kettles' }).first().click();
    await visit.sees('found', 'Boil, and wait.');
    await visit.agentSees('Boil, and wait.');
    visit.tell('address', visit.path());
    // The list of what is open is saved by a timer of the application's.
    await visit.until('the list is stored', () => app.stored().includes('list: Kettles GettingStarted'), true);
    visit.tell('stored', app.stored());
  },
  unsteady: [
    [/\b20\d{15}\b/g, '<time>'],
    [/\d+(st|nd|rd|th) \w+ 20\d\d at \d+:\d\d[ap]m/g, '<time>'],
  ],
};
