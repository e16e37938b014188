/** unblocker and testcafe-hammerhead, as processes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/free-port.ts';

interface Told {
  readonly page?: string;
  readonly cpu?: NodeJS.CpuUsage;
}

export class RewritingPeer {
  /** Address of the page through this proxy. */
  readonly page: string;
  readonly #child: ChildProcess;

  private constructor(page: string, child: ChildProcess) {
    this.page = page;
    this.#child = child;
  }

  static async start(name: 'unblocker' | 'hammerhead', target: string): Promise<RewritingPeer> {
    const port = await freePair();
    const file = fileURLToPath(new URL('peers.mjs', import.meta.url));
    const child = spawn(process.execPath, ['--no-flush-bytecode', file, name, String(port), target], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const { page } = await told(child);
    if (page === undefined) throw new Error(`${name} did not start`);
    return new RewritingPeer(page, child);
  }

  /** µs since its start. */
  async cpu(): Promise<number> {
    const answer = told(this.#child);
    this.#child.send('cpu');
    const { user, system } = (await answer).cpu ?? { user: 0, system: 0 };
    return user + system;
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL'); // hammerhead keeps sockets open on SIGTERM
    await gone;
  }
}

/** Hammerhead listens on the next port as well. */
async function freePair(): Promise<number> {
  for (;;) {
    const port = await freePort();
    const next = createServer();
    const free = await new Promise<boolean>((resolve) => next.once('error', () => resolve(false)).listen(port + 1, () => resolve(true)));
    if (!free) continue;
    await new Promise((resolve) => next.close(resolve));
    return port;
  }
}

function told(child: ChildProcess): Promise<Told> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a peer ended with ${String(code)}`));
    child.once('exit', onExit);
    child.once('message', (message: Told) => {
      child.off('exit', onExit);
      resolve(message);
    });
  });
}
