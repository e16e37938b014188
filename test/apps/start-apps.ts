/**
 * Starts the two applications as targets: each in a process of its own on loopback, with a folder of its own that goes
 * with it. They are programs that nobody here wrote; they stay out of the product.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
export const installed =
  existsSync(path.join(here, 'node_modules', 'node-red')) && existsSync(path.join(here, 'node_modules', 'tiddlywiki'));

/** Who may sign in, in both. */
export const editor = { user: 'ada', password: 'wrought-iron-9' };

export interface App {
  readonly origin: string;
  readonly port: number;
  /** What the application has written to its folder, as one text. */
  stored(): string;
  close(): Promise<void>;
}

/** 60 s: both start in a few seconds on a quiet machine. */
const START_TIMEOUT_MS = 60_000;

export async function startNodeRed(): Promise<App> {
  const folder = mkdtempSync(path.join(tmpdir(), 'samepage-node-red-'));
  const port = await freePort();
  // bcryptjs is what Node-RED itself checks passwords with.
  const bcrypt = createRequire(path.join(here, 'node_modules', 'node-red', 'package.json'))('bcryptjs') as {
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
  writeFileSync(path.join(folder, 'settings.js'), `module.exports = ${JSON.stringify(settings)};\n`);
  const flows = [{ id: 'f6f2187d.f17ca8', type: 'tab', label: 'Kettle', disabled: false, info: '' }];
  writeFileSync(path.join(folder, 'flows.json'), JSON.stringify(flows));
  const child = run(['node_modules/node-red/red.js', '--userDir', folder, '--settings', path.join(folder, 'settings.js')]);
  return ready(child, port, folder, 200, () => readFileSync(path.join(folder, 'flows.json'), 'utf8'));
}

export async function startTiddlyWiki(): Promise<App> {
  const folder = mkdtempSync(path.join(tmpdir(), 'samepage-tiddlywiki-'));
  const wiki = path.join(folder, 'wiki');
  const port = await freePort();
  const command = 'node_modules/tiddlywiki/tiddlywiki.js';
  const made = run([command, wiki, '--init', 'server']);
  await new Promise((resolve) => made.once('exit', resolve));
  const child = run([
    command,
    wiki,
    '--listen',
    `port=${String(port)}`,
    'host=127.0.0.1',
    `username=${editor.user}`,
    `password=${editor.password}`,
  ]);
  const tiddlers = path.join(wiki, 'tiddlers');
  return ready(child, port, folder, 401, () =>
    existsSync(tiddlers)
      ? readdirSync(tiddlers)
          .map((name) => `${name}\n${readFileSync(path.join(tiddlers, name), 'utf8')}`)
          .join('\n')
      : '',
  );
}

function run(args: string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function ready(child: ChildProcess, port: number, folder: string, status: number, stored: () => string): Promise<App> {
  const origin = `http://127.0.0.1:${String(port)}`;
  const close = async (): Promise<void> => {
    if (child.exitCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const answer = await fetch(origin).catch(() => undefined); // nothing listens yet
    if (answer?.status === status) return { origin, port, stored, close };
    if (child.exitCode !== null || Date.now() > deadline) {
      await close();
      throw new Error(`the application on ${origin} did not start (exit code ${String(child.exitCode)})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
