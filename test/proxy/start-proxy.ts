/** A proxy on loopback with one session, behind a gate that knows one cookie. */
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { pino } from 'pino';
import { loadConfig, mayOpenHost, SiteBook, type Config, type ConfigInput } from '../../src/config/index.ts';
import { createProxy, ownFile, siteFiles, workerFiles, type Proxy } from '../../src/proxy/index.ts';
import { createRewriter } from '../../src/rewriter/index.ts';
import { AssetStore } from '../../src/sessions/asset-store.ts';
import { TargetJar } from '../../src/sessions/cookie-jar.ts';
import { Notices } from '../../src/sessions/notices.ts';
import type { Session, SessionGate, Visitor } from '../../src/sessions/session.ts';
import type { ParticipantId, SessionId } from '../../src/shared/ids.ts';
import { UrlMap } from '../../src/shared/url-map.ts';
import { certs } from '../support/certs.ts';
import { freePort } from '../support/free-port.ts';

export const SID = 'abcdefgh234567ab' as SessionId; // a literal of the right shape
export const ENDED_SID = 'endedendedended2';
/** The cookie that the fake gate knows. */
export const COOKIE = 'samepage=customer';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
  /** Default: with. */
  readonly cookie?: string | false;
  /** Sec-Fetch-Dest, and the metadata that goes with it. Default: document. */
  readonly dest?: string;
}

type Downloaded = Parameters<Session['downloads']['found']>[0];

export interface Gateway {
  /** Files that agents were told of. */
  readonly downloads: readonly Downloaded[];
  readonly config: Config;
  readonly session: Session;
  readonly proxy: Proxy;
  readonly port: number;
  /** Host header of a target's label. */
  label(targetOrigin: string): string;
  gatewayOrigin(targetOrigin: string): string;
  ask(targetOrigin: string, path: string, options?: AskOptions): Promise<Reply>;
  /** The answer's stream, unread. */
  open(targetOrigin: string, path: string, options?: AskOptions): Promise<IncomingMessage>;
  close(): Promise<void>;
}

export async function startProxy(
  options: {
    config?: Partial<ConfigInput>;
    allowedPrivate?: readonly string[];
    state?: Session['state'];
    cacheDir?: string;
    assetPatienceMs?: number;
    test?: Session['test'];
    /** There will be site checks. */
    looks?: boolean;
  } = {},
): Promise<Gateway> {
  const port = await freePort();
  const config = loadConfig({
    env: {},
    overrides: {
      port,
      dataDir: ':memory:',
      allowPrivateTargets: ['127.0.0.0/8'],
      targetCa: certs().caFile,
      resolve: Object.fromEntries(
        ['www.shop.example', 'api.shop.example', 'www.bank.example', 'cdn.static.example'].map((host) => [host, '127.0.0.1']),
      ),
      ...options.config,
    },
  });
  const entries: Record<string, string> = {};
  const aliases: Session['aliases'] = {
    key: 'alias-key',
    origin: (id) => entries[id],
    remember: (id, origin) => void (entries[id] = origin),
    entries: () => entries,
  };
  const downloads: Downloaded[] = [];
  const session = {
    id: SID,
    url: 'https://www.shop.example/',
    createdAt: new Date(),
    state: options.state ?? 'live',
    urls: new UrlMap(config.host, SID, aliases),
    aliases,
    policy: undefined,
    test: options.test,
    jar: new TargetJar(),
    assets: new AssetStore({ limitBytes: 8 * 1024 * 1024, patienceMs: options.assetPatienceMs ?? 1 }),
    room: undefined,
    notices: new Notices(() => undefined),
    downloads: { found: (file: Downloaded) => void downloads.push(file) },
    allowedPrivate: new Set(options.allowedPrivate ?? []),
    labelsUsed: new Set<string>(),
    mayOpen: (url: string) => mayOpenHost(config.allow, url),
  } as unknown as Session; // room and policy are no business of the proxy
  const visitor: Visitor = { participant: 'p1' as ParticipantId, role: 'customer' }; // a literal
  const gate: SessionGate = {
    find: (sid) => (sid === SID ? session : sid === ENDED_SID ? 'ended' : undefined),
    admit: (_session, header) => (header?.split(/;\s*/).includes(COOKIE) ? visitor : undefined),
    labelCookies: () => ['__Host-samepage=customer; Path=/; Secure; HttpOnly; SameSite=Lax'],
    isOwnCookie: (name) => name.includes('samepage'),
  };
  const log = pino({ level: 'silent' });
  const cache = options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir };
  const rewriter = createRewriter({ cacheBytes: 1024 * 1024, workers: 1, workerFile: takeWorker(), log, ...cache });
  const files = {
    runtime: ownFile(Buffer.from('/* runtime */'), { br: Buffer.from('its brotli'), gzip: Buffer.from('its gzip') }),
    pickRuntime: ownFile(Buffer.from('/* pick runtime */')),
    testRuntime: ownFile(Buffer.from('/* test runtime */')),
    ink: ownFile(Buffer.from('/* ink */')),
    act: ownFile(Buffer.from('/* act */')),
    pdf: {
      program: ownFile(Buffer.from('/* pdf */')),
      worker: ownFile(Buffer.from('/* pdf worker */')),
      style: 'body{}',
      data: (name: string) => (name === 'a.wasm' ? Buffer.from('wasm') : undefined),
    },
    ...workerFiles(ownFile(Buffer.from('/* worker */'))),
    ...siteFiles(config, '/* site */', ownFile(Buffer.from('/* site runtime */'))),
  };
  const proxy = createProxy({ config, gate, rewriter, files, log, lookerFile: options.looks ? takeLooker() : '' });
  const book = new SiteBook(config);
  const server = createServer((req, res) => {
    const front = book.front(req.headers.host);
    if (front) proxy.front.request(req, res, front);
    else proxy.request(req, res);
  });
  server.on('upgrade', (req, socket, head) => {
    const front = book.front(req.headers.host);
    if (front) proxy.front.upgrade(req, socket, head, front);
    else proxy.upgrade(req, socket, head);
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));

  const gatewayOrigin = (origin: string): string => session.urls.gatewayOrigin(origin) ?? '';
  const label = (origin: string): string => gatewayOrigin(origin).replace(/^https?:\/\//, '');
  const open = (origin: string, path: string, asked: AskOptions = {}): Promise<IncomingMessage> =>
    new Promise((done, fail) => {
      const headers: Record<string, string | string[]> = { host: label(origin), ...metadata(asked.dest ?? 'document'), ...asked.headers };
      if (asked.cookie !== false) headers['cookie'] = asked.cookie ?? COOKIE;
      const req = request({ host: '127.0.0.1', port, path, method: asked.method ?? 'GET', headers, agent: false }, done);
      req.on('error', fail);
      req.end(asked.body);
    });
  return {
    config,
    downloads,
    session,
    proxy,
    port,
    label,
    gatewayOrigin,
    open,
    ask: async (origin, path, asked) => read(await open(origin, path, asked)),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      await proxy.close();
      await rewriter.close();
      leaveWorker();
    },
  };
}

let looker: string | undefined;

/** The thread of site checks. CommonJS: what it brings along asks for Node's modules by `require`. Stays for the run of the file. */
function takeLooker(): string {
  if (looker === undefined) {
    const folder = mkdtempSync(path.join(tmpdir(), 'samepage-looker-'));
    looker = path.join(folder, 'looker.cjs');
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const entry = fileURLToPath(new URL('../../src/proxy/site-check/thread.ts', import.meta.url));
    buildSync({ entryPoints: [entry], outfile: looker, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
  }
  return looker;
}

let worker: { folder: string; file: string; users: number } | undefined;

/** The rewriter's thread runs a built file; unit tests run without a build, so it is made here, shared while it is used. */
function takeWorker(): string {
  if (!worker) {
    const folder = mkdtempSync(path.join(tmpdir(), 'samepage-proxy-worker-'));
    worker = { folder, file: path.join(folder, 'worker.mjs'), users: 0 };
    const entry = fileURLToPath(new URL('../../src/rewriter/worker.ts', import.meta.url));
    buildSync({ entryPoints: [entry], outfile: worker.file, bundle: true, platform: 'node', format: 'esm', target: 'node20' });
  }
  worker.users++;
  return worker.file;
}

function leaveWorker(): void {
  if (!worker || --worker.users > 0) return;
  rmSync(worker.folder, { recursive: true, force: true });
  worker = undefined;
}

export async function read(answer: IncomingMessage): Promise<Reply> {
  const parts: Buffer[] = [];
  for await (const part of answer as AsyncIterable<Buffer>) parts.push(part);
  const bytes = Buffer.concat(parts);
  return { status: answer.statusCode ?? 0, headers: answer.headers, bytes, text: bytes.toString('utf8') };
}

/** What Chromium sends along. */
export function metadata(dest: string): Record<string, string> {
  if (dest === '') return {};
  const modes: Record<string, string> = {
    document: 'navigate',
    iframe: 'navigate',
    empty: 'cors',
    font: 'cors',
    worker: 'same-origin',
    manifest: 'cors',
  };
  return {
    'sec-fetch-dest': dest,
    'sec-fetch-mode': modes[dest] ?? 'no-cors',
    'sec-fetch-site': dest === 'document' ? 'none' : 'same-origin',
  };
}
