/** WebSockets of the site behind front mode: one upgrade as it came, then bytes both ways untouched. */
import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { createProxyServer, type ProxyServer } from 'http-proxy';
import type { FrontHost } from '../../config/index.ts';
import { hasBody } from '../../sessions/index.ts';
import { errorBody, GatewayError } from '../../shared/error-codes.ts';
import { forwardedFields, readVisit } from './forwarded.ts';
import { placesOf } from './health.ts';
import type { FrontTools } from './pass.ts';

export class FrontSockets {
  readonly #tools: FrontTools;
  readonly #relay = createProxyServer({});
  readonly #open = new Set<Duplex>();

  constructor(tools: FrontTools) {
    this.#tools = tools;
    // At once: the relay ends the browser's socket right after it has told of a fault.
    this.#relay.on('error', (error, _req, socket) => {
      if (socket instanceof Duplex) this.#refuse(socket, error);
    });
  }

  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, front: FrontHost): void {
    // Without a listener a reset of the browser would end the process.
    socket.on('error', () => socket.destroy());
    this.#upgrade(req, socket, head, front).catch((error: unknown) => {
      this.#refuse(socket, error);
    });
  }

  close(): void {
    for (const socket of this.#open) socket.destroy();
    this.#open.clear();
  }

  async #upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, front: FrontHost): Promise<void> {
    const { config, connector, trusted } = this.#tools;
    if ((req.headers.upgrade ?? '').toLowerCase() !== 'websocket')
      throw new GatewayError('BAD_REQUEST', { reason: 'only websocket upgrades are known' });
    if (req.method !== 'GET' || hasBody(req)) throw new GatewayError('BAD_REQUEST', { reason: 'an upgrade is a GET without a body' });
    if (this.#open.size >= config.limits.frontSocketsMax) throw new GatewayError('QUOTA', { reason: 'too many sockets at the same time' });
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    const fields = forwardedFields(req, readVisit(req, trusted));
    const headers: Record<string, string> = {};
    for (let at = 0; at + 1 < fields.length; at += 2) {
      const name = (fields[at] ?? '').toLowerCase();
      const value = fields[at + 1] ?? '';
      // What may stand twice in a request is a list (RFC 9110, 5.3), cookies alone are parted otherwise.
      headers[name] = headers[name] === undefined ? value : `${headers[name]}${name === 'cookie' ? '; ' : ', '}${value}`;
    }
    req.headers = { ...headers, connection: 'Upgrade', upgrade: 'websocket' };
    await this.#relay.ws(
      req,
      // The relay's types ask for a net.Socket; a server's upgrade event always gives one.
      socket as Parameters<ProxyServer['ws']>[1],
      {
        target: front.target.origin,
        agent: connector.agent(front.target.protocol === 'https:' ? 'https' : 'http', placesOf(front)),
        changeOrigin: false,
        xfwd: false,
        upgradeTimeout: config.limits.frontFirstByteTimeoutMs,
      },
      head,
    );
  }

  #refuse(socket: Duplex, error: unknown): void {
    this.#tools.log.debug({ err: error }, 'a socket to a site failed');
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const fault = error instanceof GatewayError && error.status < 500 ? error : new GatewayError('SITE_DOWN', { host: 'the site' });
    const body = JSON.stringify(errorBody(fault));
    socket.end(
      `HTTP/1.1 ${fault.status} ${fault.code}\r\nConnection: close\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
}
