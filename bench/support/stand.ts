/** The gateway as users run it, in its own process, with a session on each target, and a probe that tells its CPU, memory and loop. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/free-port.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Another folder lets a long run go on while dist/ is being built again.
const dist = process.env['SAMEPAGE_TEST_DIST'] ?? path.join(root, 'dist');
const ADMIN_TOKEN = 'admin-token-of-the-bench';
/** 60 s: a start beside other work. */
const START_MS = 60_000;

export interface Visit {
  readonly sid: string;
  readonly url: string;
  /** Host header of the target's label. */
  readonly host: string;
  /** Our cookies, as a Cookie header. */
  readonly cookie: string;
  readonly links: { readonly customer: string; readonly agent: string };
}

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly bytes: Buffer;
}

export interface LoopSlices {
  readonly longest: number;
  readonly over: number;
  readonly ticks: number;
}

export class Stand {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #dataDir: string;
  readonly #waiting = new Map<number, (value: unknown) => void>();
  #lastQuestion = 0;

  private constructor(port: number, child: ChildProcess, dataDir: string) {
    this.port = port;
    this.#child = child;
    this.#dataDir = dataDir;
    child.on('message', ({ id, value }: { id: number; value: unknown }) => {
      this.#waiting.get(id)?.(value);
      this.#waiting.delete(id);
    });
  }

  /** `collect`: with a collector that can be asked, for memory; never where CPU is measured. */
  static async start(options: { collect?: boolean; limits?: Record<string, number> } = {}): Promise<Stand> {
    const port = await freePort();
    const dataDir = mkdtempSync(path.join(tmpdir(), 'samepage-bench-'));
    // For a look inside: BENCH_NODE_FLAGS="--cpu-prof --cpu-prof-dir=profiles".
    const asked = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
    const flags = ['--no-flush-bytecode', ...asked, ...(options.collect ? ['--expose-gc'] : [])];
    const child = spawn(process.execPath, [...flags, '--import', path.join(root, 'bench/support/probe.mjs'), path.join(dist, 'cli.js')], {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        SAMEPAGE_PORT: String(port),
        SAMEPAGE_DATA_DIR: dataDir,
        SAMEPAGE_ADMIN_TOKEN: ADMIN_TOKEN,
        SAMEPAGE_LOG_LEVEL: 'error',
        SAMEPAGE_ALLOW_PRIVATE_TARGETS: '127.0.0.0/8',
        // The bench moves more in a minute than a session may in an hour.
        SAMEPAGE_LIMITS: JSON.stringify({ bytesPerSessionPerHour: 2 ** 40, requestsPerSessionMax: 1000, ...options.limits }),
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const stand = new Stand(port, child, dataDir);
    const deadline = Date.now() + START_MS;
    while (!(await stand.#isReady())) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error('the gateway did not start; is dist/ built?');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return stand;
  }

  /** A session that the customer has started. */
  async visit(url: string): Promise<Visit> {
    const made = await this.ask({
      host: `localhost:${this.port}`,
      path: '/api/v1/sessions',
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url }),
    });
    if (made.status !== 201) throw new Error(`no session on ${url}: ${made.status} ${made.bytes.toString()}`);
    const { id: sid, links } = JSON.parse(made.bytes.toString()) as { id: string; links: Visit['links'] }; // the status says so
    const own = `${sid}.localhost:${this.port}`;
    const started = await this.ask({
      host: own,
      path: '/consent/start',
      method: 'POST',
      headers: { origin: `http://${own}`, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ token: links.customer.split('#')[1] }),
    });
    if (started.status !== 200) throw new Error(`the session did not start: ${started.status} ${started.bytes.toString()}`);
    const { location } = JSON.parse(started.bytes.toString()) as { location: string }; // as above
    const cookie = [started.headers['set-cookie'] ?? []].flat().map((line) => line.split(';', 1)[0] ?? '');
    return { sid, url, host: new URL(location).host, cookie: [...new Set(cookie)].join('; '), links };
  }

  /** For one viewer, of the administrator's seat. */
  async ticket(visit: Visit): Promise<string> {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
    const made = await this.ask({
      host: `localhost:${this.port}`,
      path: `/api/v1/sessions/${visit.sid}/ticket`,
      method: 'POST',
      headers,
      body: '{}',
    });
    if (made.status !== 201) throw new Error(`no ticket: ${made.status} ${made.bytes.toString()}`);
    return (JSON.parse(made.bytes.toString()) as { ticket: string }).ticket; // the status says so
  }

  end(visit: Visit): Promise<Answer> {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    return this.ask({ host: `localhost:${this.port}`, path: `/api/v1/sessions/${visit.sid}`, method: 'DELETE', headers });
  }

  /** What a browser sends for a resource of the visit; '' leaves Fetch metadata out. */
  headers(visit: Visit, dest: 'document' | 'empty' | 'image' | 'script' | 'style'): Record<string, string> {
    return {
      host: visit.host,
      cookie: visit.cookie,
      accept: dest === 'document' ? 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' : '*/*',
      'accept-encoding': 'gzip, deflate, br',
      'accept-language': 'en',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      'sec-fetch-dest': dest,
      'sec-fetch-mode': dest === 'document' ? 'navigate' : dest === 'empty' ? 'cors' : 'no-cors',
      'sec-fetch-site': dest === 'document' ? 'none' : 'same-origin',
    };
  }

  get(visit: Visit, where: string, dest: Parameters<Stand['headers']>[1]): Promise<Answer> {
    return this.ask({ host: visit.host, path: where, headers: this.headers(visit, dest) });
  }

  ask(asked: { host: string; path: string; method?: string; headers?: Record<string, string>; body?: string }): Promise<Answer> {
    const { path: where, method = 'GET', body } = asked;
    return new Promise((resolve, reject) => {
      const headers = { ...asked.headers, host: asked.host };
      const req = request({ host: '127.0.0.1', port: this.port, path: where, method, headers, agent: false }, (res) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part));
        res.once('error', reject);
        res.once('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, bytes: Buffer.concat(parts) }));
      });
      req.once('error', reject);
      req.end(body);
    });
  }

  /** CPU of the whole process since its start, µs. */
  async cpu(): Promise<number> {
    const { user, system } = (await this.probe('cpu')) as NodeJS.CpuUsage; // the probe's answer to that question
    return user + system;
  }

  probe(ask: 'cpu' | 'memory' | 'alive' | 'peak-start' | 'peak-stop' | 'loop-start' | 'loop-stop' | 'handles'): Promise<unknown> {
    const id = ++this.#lastQuestion;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, ask });
    });
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await gone;
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await this.ask({ host: `localhost:${this.port}`, path: '/healthz' })).status === 200;
    } catch {
      return false; // nothing listens yet
    }
  }
}
