/**
 * MediaWiki 1.39 from Debian, on PHP's own server with SQLite: sign-in by form post and redirect, HttpOnly cookies,
 * absolute addresses, ResourceLoader's modules in localStorage, forms of several pages, the visual editor.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import type { Journey } from '../journey.ts';
import { editor, finish, inPackages, newFolder, startApp, type App } from '../processes.ts';

const root = inPackages('.cache', 'mediawiki');
/** MediaWiki refuses the shorter one that the others take. */
const PASSWORD = `${editor.password}-kettles`;

function missing(): string | undefined {
  if (!existsSync(path.join(root, 'index.php'))) return 'not unpacked: test/apps/setup-debian.sh, as root on Debian';
  try {
    execFileSync('php', [
      '-r',
      'exit(extension_loaded("pdo_sqlite") && extension_loaded("mbstring") && extension_loaded("intl") ? 0 : 1);',
    ]);
    return undefined;
  } catch {
    return 'PHP with sqlite3, mbstring and intl is not installed: test/apps/setup-debian.sh';
  }
}

async function start(port: number): Promise<App> {
  const folder = newFolder('mediawiki');
  const args = ['--dbtype', 'sqlite', '--dbpath', folder, '--confpath', folder, '--scriptpath', '', '--with-extensions'];
  await finish('php', [
    path.join(root, 'maintenance', 'install.php'),
    ...args,
    '--server',
    `http://127.0.0.1:${String(port)}`,
    '--pass',
    PASSWORD,
    'Teapots',
    'Ada',
  ]);
  const settings = path.join(folder, 'LocalSettings.php');
  appendFileSync(settings, '\n$wgEnableUploads = false;\n$wgPingback = false;\n$wgJobRunRate = 0;\n');
  const env = { MW_CONFIG_FILE: settings, PHP_CLI_SERVER_WORKERS: '4' };
  const app = await startApp({
    command: 'php',
    args: ['-S', `127.0.0.1:${String(port)}`, '-t', root],
    env,
    port,
    folder,
    status: 301,
    stored: () => '',
  });
  const text = (): string =>
    execFileSync('php', [path.join(root, 'maintenance', 'getText.php'), 'Kettles'], { env: { ...process.env, ...env }, encoding: 'utf8' });
  return { ...app, stored: text };
}

export const mediaWiki: Journey = {
  name: 'MediaWiki',
  missing,
  start,
  async walk(visit) {
    const { page, app } = visit;
    await visit.open();
    await visit.sees('main page', 'MediaWiki has been installed');
    await visit.agentSees('MediaWiki has been installed');
    await page.getByRole('link', { name: 'Log in' }).first().click();
    await page.locator('#wpName1').fill('Ada');
    await page.locator('#wpPassword1').fill(PASSWORD);
    await visit.sees('sign-in', 'Log in');
    await page.locator('#wpLoginAttempt').click();
    await visit.sees('signed in', 'Log out');
    visit.tell('cookies', await page.evaluate(() => document.cookie.replace(/=[^;]*/g, '')));

    await visit.open('/index.php?title=Kettles&action=edit');
    await page.getByRole('button', { name: 'Start editing' }).click();
    await visit.sees('editor', 'Creating Kettles');
    await visit.agentSees('Creating Kettles');
    await page.locator('#wpTextbox1').fill("'''Kettles''' boil [[Water]].\n\n== Rim ==\nRolled.\n\n== Spout ==\nBent.\n");
    await page.locator('#wpSummary').fill('a first page');
    await page.locator('#wpPreview').click();
    await visit.sees('preview', 'Rolled.');
    await page.locator('#wpSave').click();
    await visit.sees('saved', 'Kettles boil Water.');
    visit.tell('saved address', visit.path());

    await page.locator('#p-search input[name="search"]').first().pressSequentially('Kettles');
    await page.locator('.suggestions').first().waitFor();
    await page.keyboard.press('Enter');
    await visit.sees('found', 'Kettles boil Water.');
    await visit.open('/index.php/Special:RecentChanges');
    await visit.sees('recent changes', 'a first page');
    await visit.agentSees('a first page');
    await visit.open('/index.php?title=Kettles&action=history');
    await visit.sees('history', 'a first page');
    await visit.open('/index.php/Kettles');
    await page.locator('#pt-logout a').click();
    await page.getByRole('button', { name: 'Submit' }).or(page.getByText('You are now logged out')).first().waitFor();
    await visit.sees('signed out', 'Log in');
    visit.tell('stored', app.stored());
  },
  unsteady: [
    [/(time usage|usage) [\d.]+ seconds/g, '$1 <time>'],
    [/\d\d:\d\d(:\d\d)?(, \d+ \w+ 20\d\d)?/g, '<time>'],
    [/\d+ (seconds?|minutes?) ago/g, '<time>'],
  ],
};
