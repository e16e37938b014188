/** The API over the real directory and an in-memory store, behind one port; the target is a double that says what a test wants. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { pino } from 'pino';
import supertest from 'supertest';
import { CompanyAnswers, CompanyBranding, CompanyPolicies, RulePages } from '../../src/accounts/index.ts';
import { Transcripts } from '../../src/recording/index.ts';
import { createApi, type Api, type ApiDeps } from '../../src/api/index.ts';
import { loadConfig, loadPolicy, type Config } from '../../src/config/index.ts';
import { LeakTests, ReportSigner } from '../../src/leak-test/index.ts';
import { Picks, SessionDirectory, type ConsoleWho, type RoomEvent, type Session } from '../../src/sessions/index.ts';
import { GatewayError } from '../../src/shared/error-codes.ts';
import { parseHostHeader } from '../../src/shared/url-map.ts';
import { openStore, type Store } from '../../src/store/index.ts';

export const ADMIN_TOKEN = 'a-token-for-tests-only';
export const bearer = { Authorization: `Bearer ${ADMIN_TOKEN}` };

export interface ApiUnderTest {
  readonly api: Api;
  /** A second start over the same store. */
  again(): Promise<Api>;
  readonly config: Config;
  readonly directory: SessionDirectory;
  readonly store: Store;
  readonly server: Server;
  /** Every address that was asked of the target double, with what it may map. */
  readonly assets: Map<string, (mapUrl: (address: string) => string | undefined) => { type: string; bytes: Buffer }>;
  /** What sites send to anybody, by address. */
  readonly documents: Map<string, string>;
  readonly consoles: ConsoleWho[];
  /** Told of every event of every room. */
  heard: ((session: string, event: RoomEvent) => void) | undefined;
  /** A request to the control origin. */
  control(): ReturnType<typeof supertest>;
  /** Headers of a browser's own page on the control origin. */
  readonly page: Readonly<Record<string, string>>;
  ownHost(session: Session): string;
  ownPage(session: Session): Record<string, string>;
  live(id: string): Session;
  close(): Promise<void>;
}

/** `env`: settings of the test; undefined takes one of the standard ones away. */
export async function startApi(env: Record<string, string | undefined> = {}): Promise<ApiUnderTest> {
  const assetsDir = await mkdtemp(path.join(tmpdir(), 'samepage-api-'));
  const pages = ['console/console', 'viewer/viewer', 'viewer/preview', 'board/board', 'step-up/share', 'step-up/watch'];
  pages.push(...['join', 'consent', 'dock', 'end', 'help', 'enter'].map((name) => `dock/${name}`));
  for (const page of pages)
    await copyFile(fileURLToPath(new URL(`../../src/${page}.html`, import.meta.url)), path.join(assetsDir, `${path.basename(page)}.html`));
  await writeFile(path.join(assetsDir, 'console.js'), '0;');
  await writeFile(path.join(assetsDir, 'console.js.br'), brotliCompressSync('0;'));
  const config = loadConfig({
    env: { SAMEPAGE_DATA_DIR: ':memory:', SAMEPAGE_ADMIN_TOKEN: ADMIN_TOKEN, SAMEPAGE_LOG_LEVEL: 'silent', ...env },
  });
  const log = pino({ level: 'silent' });
  const store = await openStore(config);
  const checkTarget = (url: string): Promise<void> => {
    const { hostname } = new URL(url);
    if (hostname.endsWith('.invalid')) return Promise.reject(new GatewayError('TARGET_UNRESOLVABLE', { host: hostname }));
    if (hostname === '127.0.0.1')
      return Promise.reject(new GatewayError('TARGET_NOT_ALLOWED', { host: hostname, reason: 'it is a private address' }));
    return Promise.resolve();
  };
  const policies = await CompanyPolicies.open({ store, base: loadPolicy(config), log });
  const answers = await CompanyAnswers.open({ store, base: config.cannedAnswers });
  const transcripts = new Transcripts(store, log);
  const heard: { listener?: ApiUnderTest['heard'] } = {};
  const directory = await SessionDirectory.open({
    config,
    policies,
    store,
    log,
    listeners: [transcripts, { told: (session, event) => heard.listener?.(session, event) }],
    answers: (company) => answers.of(company),
    checkTarget,
  });
  const leakTests = new LeakTests({
    version: '0.0.0',
    dataDir: config.dataDir,
    signer: await ReportSigner.open(store),
    policies,
    log,
    create: (options) => directory.create(options),
    end: (session) => directory.end(session, 'leak test'),
    asset: () => Promise.resolve(undefined),
    lines: () => () => undefined,
    written: () => Promise.resolve(),
    figures: () => ({}),
  });
  const assets: ApiUnderTest['assets'] = new Map();
  const documents: ApiUnderTest['documents'] = new Map();
  const plain = (url: string): Promise<{ url: string; status: number; html: string }> => {
    const html = documents.get(url);
    if (html === undefined)
      return Promise.reject(new GatewayError('TARGET_UNREACHABLE', { host: new URL(url).host, reason: 'it is a test' }));
    return Promise.resolve({ url, status: 200, html });
  };
  const consoles: ConsoleWho[] = [];
  const looked: ApiDeps['proxy']['checkSite'] = ({ url, mayOpen }) =>
    Promise.resolve({
      url,
      finalUrl: url,
      verdict: mayOpen(url) ? 'works' : 'fails',
      findings: [],
      rules: [],
      read: { documents: 1, scripts: 0, kilobytes: 1 },
    });
  const deps: ApiDeps = {
    config,
    directory,
    store,
    policies,
    leakTests,
    picks: new Picks({ create: (options) => directory.create(options) }),
    answers,
    branding: await CompanyBranding.open({ store }),
    log,
    assetsDir,
    siteFiles: {
      siteScript: { bytes: Buffer.from('1;'), hash: 's1', packed: {} },
      siteRuntime: { bytes: Buffer.from('2;'), hash: 'r1', packed: {} },
      ink: { bytes: Buffer.from('3;'), hash: 'i1', packed: {} },
      act: { bytes: Buffer.from('4;'), hash: 'a1', packed: {} },
    },
    health: () => [],
    rulePages: new RulePages({ store, policies, document: (url) => plain(url) }),
    proxy: { checkTarget, checkSite: looked, asset: (_session, address, mapUrl) => Promise.resolve(assets.get(address)?.(mapUrl)) },
    door: {
      console: (_req, socket, _head, who) => {
        consoles.push(who);
        socket.once('finish', () => socket.destroy());
        socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      },
    },
  };
  const api = await createApi(deps);
  const controlHost = new URL(config.controlOrigin).host;
  const server = createServer((req, res) => {
    const host = req.headers.host ?? '';
    const parts = parseHostHeader(config.host, host);
    if (host === controlHost) api.control(req, res);
    else if (parts?.label === undefined && parts) api.own(req, res, parts.sid);
    else api.endedLabel(req, res);
  });
  server.on('upgrade', (req, socket, head) => api.controlUpgrade(req, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ownHost = (session: Session) => new URL(session.urls.own).host;
  return {
    api,
    again: () => createApi(deps),
    config,
    directory,
    server,
    assets,
    documents,
    store,
    consoles,
    get heard() {
      return heard.listener;
    },
    set heard(listener) {
      if (listener) heard.listener = listener;
      else delete heard.listener;
    },
    control: () => supertest(server),
    page: { Host: controlHost, Origin: config.controlOrigin, 'Sec-Fetch-Site': 'same-origin' },
    ownHost,
    ownPage: (session) => ({ Host: ownHost(session), Origin: session.urls.own, 'Sec-Fetch-Site': 'same-origin' }),
    live: (id) => {
      const session = directory.find(id);
      if (!session || session === 'ended') throw new Error(`session ${id} is not live`);
      return session;
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await directory.close();
      await api.close();
      await transcripts.close();
      await store.close();
      await rm(assetsDir, { recursive: true });
    },
  };
}

export function portOf(server: Server): number {
  // A listening TCP server has an AddressInfo.
  return (server.address() as AddressInfo).port;
}

/** `name=value` of each Set-Cookie, ready to be sent back. */
export function cookiesOf(response: { headers: Record<string, unknown> }): string {
  const set = response.headers['set-cookie'];
  return (Array.isArray(set) ? set : []).map((line) => String(line).split(';')[0]).join('; ');
}

export function fragmentOf(link: string): string {
  return new URL(link).hash.slice(1).replace(/^seat\./, '');
}
