/**
 * WebKitGTK: its MiniBrowser through WebKitWebDriver, in W3C WebDriver's own words (sections 8 to 18), which the
 * kept client libraries speak only on newer Nodes than ours or with a hundred packages. A driver takes one session, so each
 * window has its own; all stand on one display of Xvfb's that nobody sees.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';

/** 60 s: two windows start in 14 s on a quiet machine. */
const START_TIMEOUT_MS = 60_000;
const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf';

interface Answer {
  readonly value: unknown;
}

/** A script's outcome, as `wrapped` gives it. */
interface Outcome {
  readonly value?: unknown;
  readonly error?: string;
}

const miniBrowser = (): string | undefined => {
  const listed = spawnSync('sh', ['-c', 'ls /usr/lib/*/webkit2gtk-4.*/MiniBrowser'], { encoding: 'utf8' }).stdout;
  return listed.split('\n').find((one) => one !== '');
};

/** Prints why its tests are skipped, and fails instead on CI. */
export function haveWebKit(): boolean {
  const missing = [
    ['webkit2gtk-driver', existsSync('/usr/bin/WebKitWebDriver')],
    ['libwebkit2gtk-4.1-0', miniBrowser() !== undefined],
    ['xvfb', existsSync('/usr/bin/Xvfb')],
  ].filter(([, here]) => !here);
  if (missing.length === 0) return true;
  const reason = `WebKitGTK not found: run scripts/setup-debian.sh, or install ${missing.map(([name]) => name).join(' ')}`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.log(`skipped: ${reason}`);
  return false;
}

export interface WebKit {
  window(): Promise<WebKitWindow>;
  close(): Promise<void>;
}

export async function startWebKit(): Promise<WebKit> {
  const runtimeDir = mkdtempSync(path.join(tmpdir(), 'samepage-webkit-'));
  const screen = spawn('/usr/bin/Xvfb', ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [display] = (await once(createInterface(screen.stdout), 'line')) as [string];
  const env = { ...process.env, DISPLAY: `:${display}`, XDG_RUNTIME_DIR: runtimeDir, LIBGL_ALWAYS_SOFTWARE: '1' };
  const windows: WebKitWindow[] = [];
  return {
    window: async () => {
      const opened = await WebKitWindow.open(env);
      windows.push(opened);
      return opened;
    },
    close: async () => {
      for (const one of windows) await one.close();
      await ended(screen);
      rmSync(runtimeDir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

export class WebKitWindow {
  readonly #driver: ChildProcess;
  readonly #session: string;
  // A frame is chosen by one command and used by the next: nothing may come in between.
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(driver: ChildProcess, session: string) {
    this.#driver = driver;
    this.#session = session;
  }

  static async open(env: NodeJS.ProcessEnv): Promise<WebKitWindow> {
    const port = await freePort();
    const driver = spawn('/usr/bin/WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], { env, stdio: 'ignore' });
    const server = `http://127.0.0.1:${port}`;
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      try {
        const capabilities = {
          alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] }, acceptInsecureCerts: true },
        };
        const { value } = await call('POST', `${server}/session`, { capabilities });
        return new WebKitWindow(driver, `${server}/session/${(value as { sessionId: string }).sessionId}`);
      } catch (error) {
        if (Date.now() > deadline) throw error; // until then the driver is still on its way up
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  goto(url: string): Promise<void> {
    return this.#next(async () => void (await this.#say('POST', 'url', { url })));
  }

  reload(): Promise<void> {
    return this.#next(async () => void (await this.#say('POST', 'refresh', {})));
  }

  /** Runs in the document that `frames`, one inside the other, lead to. What it gives back must be JSON. */
  evaluate<A, T>(frames: readonly string[], run: (arg: A) => T | Promise<T>, arg: A): Promise<T> {
    return this.#next(async () => {
      await this.#enter(frames);
      const script = `const [arg, done] = arguments;
        new Promise((resolve) => resolve((${run.toString()})(arg))).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value, error } = (await this.#say('POST', 'execute/async', { script, args: [arg ?? null] })).value as Outcome;
      if (error !== undefined) throw new Error(error);
      return value as T; // what `run` gave, through JSON
    });
  }

  /** A click on the middle of the element, then the keys. */
  type(frames: readonly string[], selector: string, text: string): Promise<void> {
    return this.#next(async () => {
      await this.#enter(frames);
      const element = await this.#find(selector);
      await this.#say('POST', `element/${element}/click`, {});
      // A line is ended by a key (WebDriver, 17.4.2), not by its letter.
      const keys = [...text.replaceAll('\n', '\uE007')].flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]);
      await this.#say('POST', 'actions', { actions: [{ type: 'key', id: 'keyboard', actions: keys }] });
    });
  }

  click(frames: readonly string[], selector: string): Promise<void> {
    return this.#next(async () => {
      await this.#enter(frames);
      await this.#say('POST', `element/${await this.#find(selector)}/click`, {});
    });
  }

  /** Moves, presses, turns and keys, at places of the window itself: sources of W3C WebDriver's actions (its section 15). */
  perform(sources: readonly object[]): Promise<void> {
    return this.#next(async () => {
      await this.#enter([]);
      await this.#say('POST', 'actions', { actions: sources });
    });
  }

  /** A PNG of the window. */
  screenshot(): Promise<Buffer> {
    return this.#next(async () => {
      await this.#enter([]);
      return Buffer.from((await this.#say('GET', 'screenshot')).value as string, 'base64');
    });
  }

  async close(): Promise<void> {
    await call('DELETE', this.#session).catch((error: unknown) => console.log(`WebKit: its session did not end: ${String(error)}`));
    await ended(this.#driver);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined); // the one who asked hears of it
    return turn;
  }

  async #enter(frames: readonly string[]): Promise<void> {
    await this.#say('POST', 'frame', { id: null });
    for (const selector of frames) await this.#say('POST', 'frame', { id: { [ELEMENT_KEY]: await this.#find(selector) } });
  }

  async #find(selector: string): Promise<string> {
    const { value } = await this.#say('POST', 'element', { using: 'css selector', value: selector });
    return (value as Record<string, string>)[ELEMENT_KEY] ?? '';
  }

  #say(method: 'GET' | 'POST', command: string, body?: unknown): Promise<Answer> {
    return call(method, `${this.#session}/${command}`, body);
  }
}

async function call(method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const said = (await answer.json()) as { value: { error?: string; message?: string } | null };
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${said.value?.error ?? ''} ${said.value?.message ?? ''}`);
  return said;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
