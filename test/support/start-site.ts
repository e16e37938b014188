/**
 * All test sites on two loopback ports, one http and one https; the Host header says which site is meant. Every absolute
 * address in a page carries the port that was really opened.
 *
 *   const site = await startSite();   ...   await site.close();
 */
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Exchange, type Handler, type Origins } from '../sites/serve.ts';
import { createPages, runPageSocket } from '../sites/pages.ts';
import { createApi, runTicker } from '../sites/shop/api.ts';
import { createCdn } from '../sites/shop/cdn.ts';
import { createIdp } from '../sites/shop/idp.ts';
import { createPay } from '../sites/shop/pay.ts';
import { ShopState } from '../sites/shop/state.ts';
import { createWww } from '../sites/shop/www.ts';
import { certs } from './certs.ts';

/** What a site saw of a request. */
export interface SeenRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Site {
  readonly origins: Origins;
  readonly state: ShopState;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Every host name, for the gateway's resolve table and a browser's host rules. */
  readonly hosts: readonly string[];
  /** `host:port` of every site, as the gateway's allowPrivateTargets takes them. */
  readonly targets: readonly string[];
  readonly caFile: string;
  /** The last requests that arrived, oldest first. */
  seen(path?: string): readonly SeenRequest[];
  close(): Promise<void>;
}

const hostNames = {
  www: 'www.shop.example',
  api: 'api.shop.example',
  cdn: 'cdn.static.example',
  pay: 'pay.bank.example',
  idp: 'idp.login.example',
  pages: 'www.pages.example',
  other: 'other.pages.example',
  club: 'club.shop.example',
} as const;

/** Enough for any test; the oldest go. */
const MAX_SEEN = 2000;

/** `publicOrigins`: where visitors find a site that something stands in front of; its pages name these. */
export async function startSite(options: { readonly publicOrigins?: Partial<Origins> } = {}): Promise<Site> {
  const state = new ShopState();
  const seen: SeenRequest[] = [];
  const handlers: Record<string, Handler> = {
    [hostNames.www]: createWww(state),
    [hostNames.api]: createApi(state),
    [hostNames.cdn]: createCdn(),
    [hostNames.pay]: createPay(state),
    [hostNames.idp]: createIdp(),
    [hostNames.pages]: createPages(),
    [hostNames.other]: createPages(),
    [hostNames.club]: createPages(),
  };
  // Known once the ports are; no request can arrive before.
  const late: { origins?: Origins } = {};

  const listener: RequestListener = (req, res) => {
    const host = (req.headers.host ?? '').replace(/:\d+$/, '');
    seen.push({ method: req.method ?? '', host, path: req.url ?? '', headers: { ...req.headers } });
    if (seen.length > MAX_SEEN) seen.shift();
    const handler = handlers[host];
    if (!handler || !late.origins) {
      res.writeHead(404).end(`no site named ${host}`);
      return;
    }
    Promise.resolve(handler(new Exchange(req, res, late.origins))).catch((error: unknown) => {
      if (!res.headersSent) res.writeHead(500);
      res.end(String(error));
    });
  };

  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => offered.values().next().value ?? false });
  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const host = (req.headers.host ?? '').replace(/:\d+$/, '');
    seen.push({ method: 'UPGRADE', host, path: req.url ?? '', headers: { ...req.headers } });
    sockets.handleUpgrade(req, socket, head, (client) => {
      if (host === hostNames.api && late.origins) runTicker(client, req, late.origins);
      else runPageSocket(client, req);
    });
  };

  const { key, cert, caFile } = certs();
  const http = createHttpServer(listener).on('upgrade', upgrade);
  const https = createHttpsServer({ key, cert }, listener).on('upgrade', upgrade);
  const [httpPort, httpsPort] = await Promise.all([listen(http), listen(https)]);
  const secure = (host: string): string => `https://${host}:${String(httpsPort)}`;
  const plain = (host: string): string => `http://${host}:${String(httpPort)}`;
  const origins: Origins = {
    www: secure(hostNames.www),
    wwwHttp: plain(hostNames.www),
    api: secure(hostNames.api),
    cdn: secure(hostNames.cdn),
    pay: secure(hostNames.pay),
    idp: secure(hostNames.idp),
    pages: secure(hostNames.pages),
    pagesHttp: plain(hostNames.pages),
    other: secure(hostNames.other),
    ...options.publicOrigins,
  };
  late.origins = origins;
  const hosts = Object.values(hostNames);

  return {
    origins,
    state,
    httpPort,
    httpsPort,
    hosts,
    targets: hosts.flatMap((host) => [`${host}:${String(httpPort)}`, `${host}:${String(httpsPort)}`]),
    caFile,
    seen: (path) => (path === undefined ? seen : seen.filter((request) => request.path === path)),
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      await Promise.all([http, https].map((server) => closeServer(server)));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
