/**
 * A port in front of a gateway that hands everything on and keeps what browsers say to the gateway's own endpoints: addresses,
 * bodies, and what their sockets say. It needs nothing of a browser, so one tap sees all of them with the same eyes.
 */
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Captured } from './capture.ts';

/** Of one message of a socket; the gateway itself takes 8 MiB. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

export interface Tap {
  readonly port: number;
  /** From now on all goes to this port. */
  leadTo(port: number): void;
  /** What was said to a host whose name ends so. */
  said(host: string): Captured[];
  close(): Promise<void>;
}

/** `concerns` keeps out what goes to the target itself. */
export async function startTap(concerns: (address: URL) => boolean): Promise<Tap> {
  const items: { readonly host: string; readonly item: Captured }[] = [];
  const sockets = new Set<Duplex>();
  let port = 0;

  /** Undefined: none of ours. */
  function keeperOf(req: IncomingMessage): ((what: string, bytes: Buffer) => void) | undefined {
    const address = new URL(req.url ?? '/', `http://${req.headers.host ?? ''}`);
    if (!concerns(address)) return undefined;
    const keep = (what: string, bytes: Buffer): void =>
      void items.push({ host: address.host, item: { where: `${what} ${address.href}`, bytes } });
    keep('address', Buffer.from(address.href));
    return keep;
  }

  const server = createServer((req, res) => {
    const keep = keeperOf(req);
    const body: Buffer[] = [];
    if (keep) {
      req.on('data', (chunk: Buffer) => body.push(chunk));
      req.once('end', () => body.length > 0 && keep('body-sent', Buffer.concat(body)));
    }
    const { method, url: path } = req;
    const onward = request({ host: '127.0.0.1', port, method, path, headers: req.rawHeaders, agent: false }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
      answer.on('error', () => res.destroy()).pipe(res);
    });
    onward.on('error', () => res.destroy()); // the browser hears of it as it would
    res.once('close', () => onward.destroy());
    req.pipe(onward);
  });
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    const keep = keeperOf(req);
    const onward = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one);
      one
        .on('error', () => other.destroy())
        .once('close', () => {
          sockets.delete(one);
          other.destroy();
        });
    }
    const headers = req.rawHeaders.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`));
    onward.write(`${req.method ?? 'GET'} ${req.url ?? '/'} HTTP/1.1\r\n${headers.join('')}\r\n`);
    onward.write(head);
    if (keep) {
      const read = readMessages((message) => keep('ws-sent', message));
      read(head);
      socket.on('data', read);
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port, // it listens on a port
    leadTo: (to) => void (port = to),
    said: (host) => items.filter((one) => one.host.endsWith(host)).map(({ item }) => item),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Takes a client's bytes apart into the messages that they carry: RFC 6455, 5.2, without extensions. */
function readMessages(tell: (message: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      if (rest.length < 2) return;
      const [first = 0, second = 0] = rest;
      const short = second & 0x7f;
      const wide = short === 126 ? 2 : short === 127 ? 8 : 0;
      const start = 2 + wide + 4; // what clients say is always masked
      if (rest.length < start) return;
      const length = wide === 2 ? rest.readUInt16BE(2) : wide === 8 ? Number(rest.readBigUInt64BE(2)) : short;
      if (length > MAX_MESSAGE_BYTES || (second & 0x80) === 0 || (first & 0x70) !== 0)
        throw new Error('a socket said what no client of this gateway says');
      if (rest.length < start + length) return;
      const payload = Buffer.from(rest.subarray(start, start + length));
      for (let at = 0; at < length; at++) payload[at] = (payload[at] ?? 0) ^ (rest[start - 4 + (at & 3)] ?? 0);
      rest = rest.subarray(start + length);
      parts.push(payload);
      if ((first & 0x80) === 0) continue; // more of the message follows
      tell(Buffer.concat(parts));
      parts = [];
    }
  };
}
