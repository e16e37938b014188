/** A target on loopback that tells what reached it. */
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { certs } from '../support/certs.ts';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Target {
  readonly port: number;
  /** `https://www.shop.example:port` or http. */
  origin(host: string): string;
  readonly seen: Seen[];
  /** Sockets open now. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

export async function startTarget(
  listener: RequestListener,
  options: { tls?: { cert: string; key: string } | true; onServer?: (server: Server) => void } = {},
): Promise<Target> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const record: RequestListener = (req, res) => {
    const entry = { method: req.method ?? '', url: req.url ?? '', headers: req.headers, body: '' };
    seen.push(entry);
    req.on('data', (chunk: Buffer) => (entry.body += chunk.toString('latin1')));
    listener(req, res);
  };
  const tls = options.tls === true ? { cert: certs().cert, key: certs().key } : options.tls;
  const server = tls ? createTlsServer(tls, record) : createServer(record);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  options.onServer?.(server as Server); // a TLS server has all that is used here
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    port,
    origin: (host) => `${tls ? 'https' : 'http'}://${host}:${port}`,
    seen,
    connections: () => new Promise((done, fail) => server.getConnections((error, count) => (error ? fail(error) : done(count)))),
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
}
