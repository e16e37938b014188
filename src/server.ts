/**
 * The only file that knows every part: builds them, hands each what it needs, and decides by host name which door a
 * request takes.
 *
 *   control origin -> api.control     <sid>.<base> -> api.own     <label>.<sid>.<base> -> proxy
 *   a host of `front` -> proxy.front  any other: 421
 */
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { CompanyAnswers, CompanyBranding, CompanyPolicies, RulePages } from './accounts/index.ts';
import { createApi } from './api/index.ts';
import { answerToClientError } from './client-error.ts';
import { loadPolicy, SiteBook, type Config } from './config/index.ts';
import { LeakTests, ReportSigner } from './leak-test/index.ts';
import { createLog } from './log.ts';
import { createProxy, ENTER_PATH, builtFile, pdfFiles, siteFiles, workerFiles, type Proxy, type ProxyStats } from './proxy/index.ts';
import { AuditListener, RuleHits, Transcripts } from './recording/index.ts';
import { createRewriter, type Rewriter } from './rewriter/index.ts';
import { BODY_RATE, createSocketDoor, hasBody, Picks, SessionDirectory, watchPace, type RoomListener } from './sessions/index.ts';
import { ownPaths, PAGE_SOCKET } from './shared/boot.ts';
import { errorBody, GatewayError } from './shared/error-codes.ts';
import { MAIN_COMPANY } from './shared/staff.ts';
import { parseHostHeader } from './shared/url-map.ts';
import { openStore } from './store/index.ts';

/** How often a stopping gateway looks for connections that nobody uses any more (ms). */
const SWEEP_MS = 50;

/** A handshake of TLS may take so long, as the head of a request may. */
const HANDSHAKE_MS = 10_000;

export interface GatewayOptions {
  /** dist/: the bundles of the browser tower and the rewriter's worker. */
  readonly assetsDir: string;
}

export interface Gateway {
  /** Opens the port. `port` is the one that was opened. */
  listen(): Promise<{ readonly port: number }>;
  /** No new requests; running ones get `limits.drainMs`; then every part is closed, in reverse order. */
  close(): Promise<void>;
  readonly directory: SessionDirectory;
  readonly adminToken: string;
  /** The console, with the token in the fragment. */
  readonly signInLink: string;
  /** True when the token was made by this start. */
  readonly tokenIsNew: boolean;
  checkTarget(url: string, allowed?: ReadonlySet<string>): Promise<void>;
  stats(): ProxyStats;
}

export async function createGateway(config: Config, options: GatewayOptions): Promise<Gateway> {
  const { log, lines } = createLog(config.logLevel);
  const base = loadPolicy(config);
  const store = await openStore(config);
  const file = (name: string) => path.join(options.assetsDir, name);
  const rewriter = createRewriter({
    cacheBytes: config.limits.sharedCacheBytes,
    ...(config.dataDir === ':memory:' ? {} : { cacheDir: path.join(config.dataDir, 'rewritten') }),
    workerFile: pathToFileURL(file('rewriter-worker.js')),
    log,
  });

  // The directory asks the proxy whether an agent may navigate there; the proxy asks the directory who is visiting.
  const late: { proxy?: Proxy } = {};
  const checkTarget = async (url: string, allowed?: ReadonlySet<string>): Promise<void> => {
    if (!late.proxy) throw new GatewayError('INTERNAL', { id: 'start' });
    await late.proxy.checkTarget(url, allowed);
  };
  const policies = await CompanyPolicies.open({ store, base, log });
  // What a crash left there cannot be read any more.
  if (config.dataDir !== ':memory:') rmSync(path.join(config.dataDir, 'board'), { recursive: true, force: true });
  const branding = await CompanyBranding.open({ store });
  const answers = await CompanyAnswers.open({ store, base: config.cannedAnswers });
  const audit = new AuditListener(store, log);
  const transcripts = new Transcripts(store, log);
  const ruleHits = new RuleHits({
    store,
    log,
    isRule: (company, id) => policies.has(company, id),
    counted: (company) => policies.refresh(company),
  });
  const directory = await SessionDirectory.open({
    config,
    policies,
    store,
    log,
    listeners: [audit, ruleHits, transcripts, forgetting(rewriter)],
    answers: (company) => answers.of(company),
    checkTarget,
  });
  const unwatch = policies.watch((company) => directory.policyChanged(company));
  const files = {
    runtime: builtFile(file('browser/runtime.js')),
    testRuntime: builtFile(file('browser/runtime-leak-test.js')),
    pickRuntime: builtFile(file('browser/runtime-pick.js')),
    ink: builtFile(file('browser/ink.js')),
    act: builtFile(file('browser/act.js')),
    pdf: pdfFiles(file('browser')),
    ...workerFiles(builtFile(file('browser/worker.js'))),
    ...siteFiles(config, readFileSync(file('browser/site-script.js'), 'utf8'), builtFile(file('browser/site-runtime.js'))),
  };
  const lookerFile = pathToFileURL(file('site-check-worker.js'));
  const proxy = createProxy({
    config,
    gate: directory,
    rewriter,
    files,
    log,
    lookerFile,
    buttonColor: () => branding.color(MAIN_COMPANY),
  });
  late.proxy = proxy;
  const door = createSocketDoor({ config, directory, log });
  const leakTests = new LeakTests({
    version: ownVersion(),
    dataDir: config.dataDir,
    signer: await ReportSigner.open(store),
    policies,
    log,
    create: (options) => directory.create(options),
    end: (session) => directory.end(session, 'leak test'),
    // Addresses that a sheet names have no address for a guest that never asks.
    asset: (session, address) => proxy.asset(session, address, () => undefined),
    lines,
    written: () => Promise.all([audit.close(), ruleHits.close()]),
    figures: () => proxy.stats(),
  });
  const api = await createApi({
    config,
    directory,
    store,
    policies,
    leakTests,
    picks: new Picks({ create: (options) => directory.create(options) }),
    rulePages: new RulePages({ store, policies, document: (url) => proxy.document(url) }),
    answers,
    branding,
    proxy,
    door,
    assetsDir: file('browser'),
    siteFiles: files,
    health: () => proxy.front.health(),
    log,
  });

  const controlHost = new URL(config.controlOrigin).host;
  const book = new SiteBook(config);

  function request(req: IncomingMessage, res: ServerResponse): void {
    // A connection that was kept would bring the next request, and keep us.
    if (closing) res.shouldKeepAlive = false;
    if (hasBody(req)) watchPace(req, config.limits.idleTimeoutMs, BODY_RATE);
    if (req.url === '/healthz') {
      res.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end('ok\n');
      return;
    }
    const host = soleHost(req);
    // Express would take the path out of a whole address, whatever host that names (RFC 9112, 3.2.2).
    const isPath = req.url?.startsWith('/') === true;
    if (host === controlHost && isPath) {
      api.control(req, res);
      return;
    }
    const front = book.front(host);
    if (front) {
      proxy.front.request(req, res, front);
      return;
    }
    const parts = host === undefined ? undefined : parseHostHeader(config.host, host);
    if (!isPath) refuse(res, new GatewayError('BAD_REQUEST', { reason: 'its address must start with /' }));
    else if (!parts) refuse(res, new GatewayError('HOST_UNKNOWN'));
    else if (parts.label === undefined) own(req, res, parts.sid);
    // A label outlives its session by one request: the one that clears what the site left in the browser.
    else if (directory.find(parts.sid) === 'ended') api.endedLabel(req, res);
    else proxy.request(req, res);
  }

  let closing: Promise<void> | undefined;

  function own(req: IncomingMessage, res: ServerResponse, sid: string): void {
    const session = directory.find(sid);
    if (req.url?.split('?', 1)[0] === ENTER_PATH && session !== undefined && session !== 'ended') proxy.enter(req, res, session);
    else api.own(req, res, sid);
  }

  function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const host = soleHost(req);
    const where = (req.url ?? '').split('?', 1)[0];
    if (host === controlHost) {
      api.controlUpgrade(req, socket, head);
      return;
    }
    const front = book.front(host);
    if (front) {
      if (where === ownPaths.socket) door.page(req, socket, head);
      else proxy.front.upgrade(req, socket, head, front);
      return;
    }
    const parts = host === undefined ? undefined : parseHostHeader(config.host, host);
    if (!parts) {
      refuseUpgrade(socket, 421);
      return;
    }
    if (parts.label !== undefined && where !== ownPaths.socket) {
      proxy.upgrade(req, socket, head);
      return;
    }
    const session = directory.find(parts.sid);
    if (session === undefined || session === 'ended') {
      refuseUpgrade(socket, session === 'ended' ? 410 : 404);
      return;
    }
    if (parts.label === undefined && where === '/viewer/socket') {
      door.viewer(req, socket, head, session);
      return;
    }
    if (parts.label === undefined && where === '/step-up/socket') {
      door.stepUp(req, socket, head, session);
      return;
    }
    if (parts.label === undefined && where === PAGE_SOCKET && session.site) {
      door.page(req, socket, head, session);
      return;
    }
    const visitor = directory.admit(session, req.headers.cookie);
    if (parts.label === undefined && where === '/board/socket') {
      door.board(req, socket, head, session, visitor);
      return;
    }
    if (!visitor) refuseUpgrade(socket, 403);
    else if (parts.label !== undefined) door.runtime(req, socket, head, session, visitor);
    else if (where === '/dock/socket') door.dock(req, socket, head, session, visitor);
    else refuseUpgrade(socket, 404);
  }

  const serverOptions = {
    // One and only one Host, no lenient parsing: what we read is what the target gets.
    requireHostHeader: true,
    insecureHTTPParser: false,
    maxHeaderSize: config.limits.headerLimitBytes,
    headersTimeout: 10_000,
    // Bodies have a least rate instead (sessions/body-pace.ts): a long upload is not an attack.
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
  };
  const server: Server = config.tls
    ? createTlsServer(
        {
          ...serverOptions,
          cert: readFileSync(config.tls.cert),
          key: readFileSync(config.tls.key),
          minVersion: 'TLSv1.2',
          handshakeTimeout: HANDSHAKE_MS,
        },
        request,
      )
    : createServer(serverOptions, request);
  // Node leaves out what comes after the 2000th field, a second Host too; the size of all of them is bounded.
  server.maxHeadersCount = 0;
  // Sockets that were upgraded are no longer the server's own: it would wait for them for ever.
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    upgrade(req, socket, head);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return;
    socket.end(answerToClientError(error.code));
  });

  async function closeAll(): Promise<void> {
    const closed = server.listening ? new Promise<void>((resolve) => server.close(() => resolve())) : Promise.resolve();
    const drain = setTimeout(() => {
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
    }, config.limits.drainMs);
    // A connection whose last answer was under way a moment ago is idle only now.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    door.close();
    unwatch();
    await directory.close();
    // What was said last is still sent.
    for (const socket of upgraded) socket.end(() => socket.destroy());
    await closed;
    clearTimeout(drain);
    clearInterval(sweep);
    await proxy.close();
    await rewriter.close();
    await audit.close();
    await ruleHits.close();
    await transcripts.close();
    await api.close();
    await store.close();
  }

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(config.port, config.listen, () => {
          server.off('error', reject);
          // The address of a listening TCP server is an AddressInfo, never a string (pipe) or null.
          resolve({ port: (server.address() as AddressInfo).port });
        });
      }),
    close: () => (closing ??= closeAll()),
    directory,
    adminToken: api.adminToken,
    tokenIsNew: api.tokenIsNew,
    signInLink: `${config.controlOrigin}/#token=${api.adminToken}`,
    checkTarget,
    stats: () => proxy.stats(),
  };
}

/** package.json stands above both src/ and dist/. */
function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }; // our own file
  return version;
}

/** Scripts that were prepared for a session go with it. */
function forgetting(rewriter: Rewriter): RoomListener {
  return {
    told: (session, event) => {
      if (event.type === 'ended') rewriter.forget(session);
    },
  };
}

/** The Host header when there is exactly one (Node accepts several and reads the first). */
function soleHost(req: IncomingMessage): string | undefined {
  let host: string | undefined;
  for (let at = 0; at < req.rawHeaders.length; at += 2) {
    const name = req.rawHeaders[at];
    if (name?.length !== 4 || name.toLowerCase() !== 'host') continue;
    if (host !== undefined) return undefined;
    host = req.rawHeaders[at + 1]?.toLowerCase();
  }
  return host;
}

function refuse(res: ServerResponse, error: GatewayError): void {
  res.writeHead(error.status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  res.end(JSON.stringify(errorBody(error)));
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
