/**
 * Any host names, each a function of its requests, over http and https on loopback. Every port listens on two addresses:
 * browsers find the names at 127.0.0.1, the gateway is told that they are at 127.0.0.2. So each request says by itself
 * which way it came, in every browser, and one that went round the gateway is seen where it arrives.
 */
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createNetServer, type AddressInfo, type Server as NetServer } from 'node:net';
import { pipeline } from 'node:stream';
import { certs } from './certs.ts';

const DIRECT = '127.0.0.1';
const BEHIND = '127.0.0.2';

export interface HostRequest {
  /** Did it come round the gateway? */
  readonly direct: boolean;
  readonly url: URL;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly cookies: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface HostAnswer {
  readonly status?: number;
  /** Default text/html. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

export type HostHandler = (request: HostRequest, hosts: Hosts) => HostAnswer | Promise<HostAnswer>;

export interface Hosts {
  readonly hosts: readonly string[];
  /** `host:port` of every name, as the gateway's allowPrivateTargets takes them. */
  readonly targets: readonly string[];
  readonly caFile: string;
  /** What the gateway resolves the names to. */
  readonly address: string;
  /** `https://<host>:<port>`. */
  origin(host: string): string;
  plainOrigin(host: string): string;
  /** Everything that arrived, oldest first. */
  readonly seen: readonly HostRequest[];
  forget(): void;
  close(): Promise<void>;
}

/** `onePort`: both schemes on the same port, as 80 and 443 are one to a page that changes the scheme of an address. */
export async function startHosts(
  handlers: Readonly<Record<string, HostHandler>>,
  { onePort = false }: { readonly onePort?: boolean } = {},
): Promise<Hosts> {
  const seen: HostRequest[] = [];
  const { key, cert, caFile } = certs();
  const names = Object.keys(handlers);
  const ports = { http: 0, https: 0 };
  const listener =
    (scheme: 'http' | 'https', direct: boolean): RequestListener =>
    (req, res) => {
      void (async () => {
        const host = (req.headers.host ?? '').replace(/:\d+$/, '');
        const chunks: Buffer[] = [];
        for await (const chunk of req) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
        const request: HostRequest = {
          direct,
          url: new URL(req.url ?? '/', `${scheme}://${req.headers.host ?? ''}`),
          method: req.method ?? '',
          headers: req.headers,
          cookies: cookiesOf(req.headers.cookie),
          body: Buffer.concat(chunks).toString(),
        };
        seen.push(request);
        const answer = (await handlers[host]?.(request, all)) ?? { status: 404, body: `no site named ${host}` };
        const { status = 200, type = 'text/html; charset=utf-8', headers = {}, body = '' } = answer;
        res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers } as Record<string, string | string[]>); // Node takes lists
        res.end(req.method === 'HEAD' ? undefined : body);
      })().catch((error: unknown) => {
        if (!res.headersSent) res.writeHead(500);
        res.end(String(error));
      });
    };
  const servers: Listening[] = [];
  const plain = (direct: boolean): Server => createHttpServer(listener('http', direct));
  const secure = (direct: boolean): Server => createHttpsServer({ key, cert }, listener('https', direct));
  const pair = async (scheme: 'http' | 'https' | 'both'): Promise<number> => {
    const make = (direct: boolean): Listening => {
      if (scheme === 'both') return either(plain(direct), secure(direct));
      return scheme === 'http' ? plain(direct) : secure(direct);
    };
    for (;;) {
      const [first, second] = [make(true), make(false)];
      const port = await listen(first, 0, DIRECT);
      // Somebody else may have the same number on the other address: then another one.
      if (await listen(second, port, BEHIND).then(String, () => undefined)) {
        servers.push(first, second);
        return port;
      }
      first.close();
    }
  };
  ports.http = await pair(onePort ? 'both' : 'http');
  ports.https = onePort ? ports.http : await pair('https');
  const all: Hosts = {
    hosts: names,
    targets: names.flatMap((host) => [`${host}:${String(ports.http)}`, `${host}:${String(ports.https)}`]),
    caFile,
    address: BEHIND,
    origin: (host) => `https://${host}:${String(ports.https)}`,
    plainOrigin: (host) => `http://${host}:${String(ports.http)}`,
    seen,
    forget: () => {
      seen.length = 0;
    },
    close: async () => {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => {
                resolve();
              });
              server.closeAllConnections?.();
            }),
        ),
      );
    },
  };
  return all;
}

type Listening = NetServer & Partial<Pick<Server, 'closeAllConnections'>>;

/** Whoever begins with a handshake of TLS is passed on to the one, others to the other. */
function either(plain: Server, secure: Server): Listening {
  for (const server of [plain, secure]) server.listen(0, DIRECT);
  const server = createNetServer((socket) => {
    socket.once('data', (first) => {
      const { port } = (first[0] === 0x16 ? secure : plain).address() as AddressInfo; // they listen on TCP
      const to = connect(port, DIRECT);
      to.write(first);
      // Either end may break off; the other then ends as well.
      pipeline(socket, to, () => undefined);
      pipeline(to, socket, () => undefined);
    });
    socket.on('error', () => undefined);
  });
  return Object.assign(server, {
    closeAllConnections() {
      for (const each of [plain, secure]) {
        each.close();
        each.closeAllConnections();
      }
    },
  });
}

function listen(server: NetServer, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      const given = server.address();
      if (given === null || typeof given === 'string') reject(new Error('no port'));
      else resolve(given.port);
    });
  });
}

function cookiesOf(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split('; ').filter((pair) => pair !== '');
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
