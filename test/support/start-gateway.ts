/**
 * A whole gateway on loopback: in this process (`startGateway`), or as users run it, `node dist/cli.js` with its output
 * recorded (`startGatewayProcess`). Both take config overrides and, given a site, may reach exactly that site.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig, type ConfigInput } from '../../src/config/index.ts';
import type { ProxyStats } from '../../src/proxy/index.ts';
import { createGateway } from '../../src/server.ts';
import { certs } from './certs.ts';
import { freePort } from './free-port.ts';
import type { Site } from './start-site.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Another folder lets tests run while dist/ is being built again.
const dist = process.env['SAMEPAGE_TEST_DIST'] ?? path.join(root, 'dist');

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
}

export interface NewSession {
  readonly id: string;
  readonly pin: string;
  readonly links: { readonly customer: string; readonly agent: string };
}

export interface Gateway {
  readonly port: number;
  readonly controlOrigin: string;
  readonly adminToken: string;
  /** Folder of everything kept. */
  readonly dataDir: string;
  /** `http://<sid>.localhost:<port>`. */
  ownOrigin(sid: string): string;
  /** REST call with the admin token, unless `token` says otherwise (null: none). */
  api(method: string, path: string, body?: unknown, token?: string | null): Promise<ApiAnswer>;
  /** Any request, by Host header: Node does not resolve names below localhost. */
  ask(address: string, options?: { method?: string; headers?: Record<string, string>; body?: string }): Promise<ApiAnswer>;
  createSession(url: string): Promise<NewSession>;
  close(): Promise<void>;
}

/** In this process: its counts can be read. */
export interface GatewayHere extends Gateway {
  stats(): ProxyStats;
}

export interface GatewayProcess extends Gateway {
  /** Everything written to stdout and stderr so far. */
  output(): string;
}

/** What the gateway is allowed to reach: host names, their ports, and where they are (127.0.0.1 unless told). */
export type Reachable = Pick<Site, 'hosts' | 'targets' | 'caFile'> & { readonly address?: string };

export interface StartOptions {
  readonly site?: Reachable | undefined;
  readonly overrides?: Partial<ConfigInput>;
  /** The production shape: https, flat labels on *.gw.test, console on console.test. */
  readonly flat?: boolean;
  /** The port that visitors come to, where something stands in front of the gateway and hands on what comes to it. */
  readonly front?: { readonly port: number; leadTo(port: number): void };
}

const ADMIN_TOKEN = 'admin-token-of-the-tests';

export async function startGateway(options: StartOptions = {}): Promise<GatewayHere> {
  const { settings, dataDir } = await prepare(options);
  const gateway = await createGateway(loadConfig({ env: {}, overrides: settings }), { assetsDir: dist });
  const { port } = await gateway.listen();
  const here = face(options, port, dataDir, async () => {
    await gateway.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { ...here, stats: () => gateway.stats() };
}

/** 30 s: a start under load, the build aside. */
const START_TIMEOUT_MS = 30_000;

export async function startGatewayProcess(options: StartOptions = {}): Promise<GatewayProcess> {
  const { settings, dataDir, port } = await prepare({ ...options, overrides: { logLevel: 'trace', ...options.overrides } });
  const child = spawn(process.execPath, [path.join(dist, 'cli.js')], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment(settings) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => written.push(text));
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  const gateway = face(options, port, dataDir, async () => {
    child.kill('SIGTERM');
    await exited;
    rmSync(dataDir, { recursive: true, force: true });
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isReady(gateway))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the gateway did not start:\n${written.join('')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { ...gateway, output: () => written.join('') };
}

interface Prepared {
  readonly settings: Partial<ConfigInput>;
  readonly dataDir: string;
  readonly port: number;
}

async function prepare(options: StartOptions): Promise<Prepared> {
  const own = await freePort();
  options.front?.leadTo(own);
  const port = options.front?.port ?? own;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'samepage-data-'));
  const { site } = options;
  const settings: Partial<ConfigInput> = {
    port: own,
    ...(options.front && { controlOrigin: `http://localhost:${port}`, sessionHost: `http://{label}.{sid}.localhost:${port}` }),
    dataDir,
    adminToken: ADMIN_TOKEN,
    logLevel: 'fatal',
    ...(site && {
      resolve: Object.fromEntries(site.hosts.map((host) => [host, site.address ?? '127.0.0.1'])),
      allowPrivateTargets: [...site.targets],
      targetCa: site.caFile,
    }),
    ...(options.flat && {
      sessionHost: 'https://{label}--{sid}.gw.test:{port}',
      controlOrigin: 'https://console.test:{port}',
      tls: { cert: certs().certFile, key: certs().keyFile },
    }),
    ...options.overrides,
  };
  return { settings, dataDir, port };
}

function face(options: StartOptions, port: number, dataDir: string, close: () => Promise<void>): Gateway {
  const suffix = String(port);
  const controlOrigin = options.flat ? `https://console.test:${suffix}` : `http://localhost:${suffix}`;
  const gateway: Gateway = {
    port,
    controlOrigin,
    adminToken: ADMIN_TOKEN,
    dataDir,
    ownOrigin: (sid) => (options.flat ? `https://${sid}.gw.test:${suffix}` : `http://${sid}.localhost:${suffix}`),
    api(method, where, body, token = ADMIN_TOKEN) {
      return gateway.ask(controlOrigin + where, {
        method,
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    },
    ask: (address, asked = {}) => ask(port, address, asked),
    async createSession(url) {
      const answer = await gateway.api('POST', '/api/v1/sessions', { url });
      if (answer.status !== 201) throw new Error(`no session for ${url}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
      return answer.body as NewSession; // the status says that it is one
    },
    close,
  };
  return gateway;
}

function ask(
  port: number,
  address: string,
  asked: { method?: string; headers?: Record<string, string>; body?: string },
): Promise<ApiAnswer> {
  const url = new URL(address);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const req = send(
      {
        host: '127.0.0.1',
        port,
        servername: url.hostname,
        ca: certs().ca,
        path: url.pathname + url.search,
        method: asked.method ?? 'GET',
        headers: { host: url.host, ...asked.headers },
        agent: false,
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.once('error', reject);
        res.once('end', () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = (res.headers['content-type'] ?? '').startsWith('application/json');
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body: isJson ? (JSON.parse(text) as unknown) : text });
        });
      },
    );
    req.once('error', reject);
    req.end(asked.body);
  });
}

async function isReady(gateway: Gateway): Promise<boolean> {
  try {
    return (await gateway.ask(`${gateway.controlOrigin}/healthz`)).status === 200;
  } catch {
    return false; // nothing listens yet
  }
}

/** `fooBar` is SAMEPAGE_FOO_BAR, lists comma-separated, objects JSON: as docs/config.md says. */
function environment(settings: Partial<ConfigInput>): Record<string, string> {
  const entries = Object.entries(settings).map(([key, value]) => {
    const name = `SAMEPAGE_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
    if (Array.isArray(value)) return [name, value.join(',')];
    return [name, typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)];
  });
  return Object.fromEntries(entries) as Record<string, string>; // entries are pairs of strings
}
