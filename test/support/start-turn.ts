/** Debian's coturn on loopback, with the configuration that operators are given (examples/turn), its places filled in. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { isExecutable, listens } from './programs.ts';

export interface Turn {
  /** What the gateway's config has of it. */
  readonly config: { readonly urls: string[]; readonly secret: string };
  /** What it wrote so far. */
  output(): string;
  close(): Promise<void>;
}

const binary = ['/usr/bin/turnserver', '/usr/local/bin/turnserver'].find(isExecutable);
const example = fileURLToPath(new URL('../../examples/turn/turnserver.conf', import.meta.url));
const SECRET = 'secret-of-gateway-and-turn-server';

/** Prints why when it is missing, and fails instead on CI. */
export function haveTurn(): boolean {
  if (binary !== undefined) return true;
  const reason = 'coturn not found: run scripts/setup-debian.sh';
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.log(`skipped: ${reason}`);
  return false;
}

/** 20 s: a start under load. */
const START_TIMEOUT_MS = 20_000;

export async function startTurn(): Promise<Turn> {
  if (binary === undefined) throw new Error('coturn is not installed; ask haveTurn() first');
  const folder = mkdtempSync(path.join(tmpdir(), 'samepage-turn-'));
  const port = await freePort();
  const config = path.join(folder, 'turnserver.conf');
  const filled = readFileSync(example, 'utf8')
    .replaceAll('<address of this machine>', '127.0.0.1')
    .replace('<long random text>', SECRET)
    .replace(/^listening-port=.*/m, `listening-port=${port}`);
  // What a laptop needs besides, and no other machine: its own loopback is the other end.
  const here = ['allow-loopback-peers', `pidfile=${folder}/pid`, `userdb=${folder}/db`];
  writeFileSync(config, `${filled}\n${here.join('\n')}\n`);
  const written: string[] = [];
  const child = spawn(binary, ['-c', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => written.push(text));
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`coturn did not start:\n${written.join('')}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    config: { urls: [`turn:127.0.0.1:${port}?transport=udp`], secret: SECRET },
    output: () => written.join(''),
    async close() {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
