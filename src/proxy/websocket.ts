/**
 * Sockets of the target's pages: one upgrade, mapped like a request, then bytes both ways untouched. A refusal of the
 * target reaches the browser as the target sent it.
 */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { createProxyServer, type ProxyServer } from 'http-proxy';
import { hasBody } from '../sessions/index.ts';
import { ownPaths } from '../shared/boot.ts';
import { errorBody, GatewayError } from '../shared/error-codes.ts';
import { expiryLines, jarVersionLine } from './carriers.ts';
import { isOwnPath, type Route, type Tools } from './exchange.ts';
import { readInitiator } from './initiator.ts';
import { partitionOf } from './partitions.ts';
import { mapRequestHeaders } from './request-headers.ts';
import { mapResponseFields } from './response-headers.ts';
import { requestKind } from './request-kind.ts';
import { readRoute } from './steps/find-session.ts';

/** Sockets of one session at the same time; a page has a handful. */
const SOCKETS_MAX = 64;

export class SocketRelay {
  readonly #tools: Tools;
  readonly #relay = createProxyServer({});
  readonly #open = new Map<object, Set<Duplex>>();

  constructor(tools: Tools) {
    this.#tools = tools;
    // At once: the relay ends the browser's socket right after it has told of a fault.
    this.#relay.on('error', (error, _req, socket) => {
      if (socket instanceof Duplex) this.#refuse(socket, error);
    });
  }

  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener a reset of the browser would end the process.
    socket.on('error', () => socket.destroy());
    this.#upgrade(req, socket, head).catch((error: unknown) => {
      this.#refuse(socket, error);
    });
  }

  close(): void {
    for (const sockets of this.#open.values()) for (const socket of sockets) socket.destroy();
    this.#open.clear();
  }

  async #upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { gate, connector, carriers, places, config } = this.#tools;
    const anonymous = this.#readProof(req);
    const route = readRoute(req, this.#tools);
    const { session } = route;
    // What a page says on a socket cannot be told apart into what may and what must not reach the target.
    if (session.test?.is === 'leak-test') throw new GatewayError('LEAK_TEST_HOLDS', { host: route.url.host });
    if (isOwnPath(route)) throw new GatewayError('NOT_FOUND');
    if (!anonymous) {
      if (!gate.admit(session, req.headers.cookie)) throw new GatewayError('VISITOR_UNKNOWN');
      // A socket is not bound by the same-origin policy: its Origin is all there is.
      if (session.urls.targetOrigin(req.headers.origin ?? '') === undefined) throw new GatewayError('WRONG_ORIGIN');
    }
    if ((req.headers.upgrade ?? '').toLowerCase() !== 'websocket')
      throw new GatewayError('BAD_REQUEST', { reason: 'only websocket upgrades are known' });
    // RFC 6455, 4.1. What follows the head of any other is read by one as its body and by the next as another request.
    if (req.method !== 'GET' || hasBody(req)) throw new GatewayError('BAD_REQUEST', { reason: 'an upgrade is a GET without a body' });
    this.#admit(session, socket);

    const absorbed = carriers.absorb(session, req.headers.cookie);
    const kind = requestKind(req.headers);
    const place = places.of(session, req.headers, route.url, kind);
    const initiator = readInitiator(req.headers, 'GET', route.url, session.urls, kind, () => place);
    const partition = partitionOf(place, route.url);
    const cookie = anonymous ? '' : session.jar.header(route.url.href, { sameSite: initiator.sameSite, partition });
    const headers = mapRequestHeaders(req.headers, { route, kind, initiator, anonymous, cookie });
    delete headers['accept-encoding'];
    for (const name of ['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-protocol', 'sec-websocket-extensions']) {
      const value = req.headers[name];
      if (typeof value === 'string') headers[name] = value;
    }
    req.headers = { ...headers, connection: 'Upgrade', upgrade: 'websocket' };

    const secure = route.url.protocol === 'https:';
    const onAnswer = (answer: IncomingMessage): void => {
      this.#mapAnswer(route, answer, absorbed, anonymous ? undefined : partition);
    };
    const onRequest = (request: ClientRequest, from: IncomingMessage): void => {
      if (from !== req) return;
      // Before the relay's own listeners, which write the head to the browser.
      request.once('upgrade', onAnswer);
      request.once('response', onAnswer);
    };
    this.#relay.on('proxyReqWs', onRequest);
    try {
      await new Promise<void>((done, fail) => {
        this.#relay
          .ws(
            req,
            // The relay's types ask for a net.Socket; a server's upgrade event always gives one.
            socket as Parameters<ProxyServer['ws']>[1],
            {
              target: route.origin,
              agent: connector.agent(secure ? 'https' : 'http', session.allowedPrivate),
              changeOrigin: false,
              xfwd: false,
              upgradeTimeout: config.limits.firstByteTimeoutMs,
            },
            head,
          )
          .then(done, fail);
        this.#relay.off('proxyReqWs', onRequest);
      });
    } finally {
      this.#relay.off('proxyReqWs', onRequest);
    }
  }

  /**
   * An upgrade of an opaque origin (a sandboxed frame, a data: document) brings no cookie of ours. It shows the word that only documents
   * of the session are given, and goes on without any cookie, as requests for nobody do. True: it is such an upgrade.
   */
  #readProof(req: IncomingMessage): boolean {
    const path = req.url ?? '';
    if (!path.startsWith(ownPaths.opaqueSocket)) return false;
    const { session } = readRoute(req, this.#tools);
    if (req.headers.origin !== 'null') throw new GatewayError('WRONG_ORIGIN');
    const end = path.indexOf('/', ownPaths.opaqueSocket.length);
    const word = path.slice(ownPaths.opaqueSocket.length, end < 0 ? undefined : end);
    if (end < 0 || this.#tools.partitions.read(session, word) === undefined) throw new GatewayError('VISITOR_UNKNOWN');
    req.url = path.slice(end);
    return true;
  }

  /** `partition`: of the cookies that it sets; undefined: nobody's. */
  #mapAnswer(route: Route, answer: IncomingMessage, absorbed: readonly string[], partition: string | undefined): void {
    const { session } = route;
    const theirs = answer.headers;
    const changed =
      partition !== undefined && session.jar.setFromResponse(route.url.href, theirs['set-cookie'] ?? [], { sameSite: 'strict', partition });
    const kind = { document: false, topLevel: false, dest: 'websocket', mode: 'websocket', prefetch: false };
    const fields = mapResponseFields(theirs, {
      route,
      kind,
      host: this.#tools.config.host,
      rewritten: false,
      crossSite: false,
      hashStays: () => false,
      refresh: () => '',
    });
    const out: NodeJS.Dict<string | string[]> = {};
    for (const [name, value] of Object.entries(fields))
      if (value !== undefined) out[name] = Array.isArray(value) ? value.map(String) : String(value);
    if (answer.statusCode === 101) {
      out['connection'] = 'Upgrade';
      out['upgrade'] = 'websocket';
      for (const name of ['sec-websocket-accept', 'sec-websocket-protocol', 'sec-websocket-extensions']) {
        const value = theirs[name];
        if (typeof value === 'string') out[name] = value;
      }
    } else if (theirs['transfer-encoding'] !== undefined) {
      out['transfer-encoding'] = theirs['transfer-encoding'];
    }
    const setCookie = expiryLines(absorbed, session);
    if (changed) setCookie.push(jarVersionLine(session, this.#tools.config.host));
    if (setCookie.length > 0) out['set-cookie'] = setCookie;
    answer.headers = out as IncomingMessage['headers']; // the same shape, less the names that it types one by one
  }

  #admit(session: object, socket: Duplex): void {
    let sockets = this.#open.get(session);
    if (!sockets) this.#open.set(session, (sockets = new Set()));
    if (sockets.size >= SOCKETS_MAX) throw new GatewayError('QUOTA', { reason: 'too many sockets at the same time' });
    const all = sockets;
    all.add(socket);
    socket.once('close', () => {
      all.delete(socket);
      if (all.size === 0) this.#open.delete(session);
    });
  }

  #refuse(socket: Duplex, error: unknown): void {
    if (!(error instanceof GatewayError)) this.#tools.log.debug({ err: error }, 'socket to a target failed');
    const fault =
      error instanceof GatewayError ? error : new GatewayError('TARGET_UNREACHABLE', { host: 'the site', reason: 'the connection failed' });
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const body = JSON.stringify(errorBody(fault));
    socket.end(
      `HTTP/1.1 ${fault.status} ${fault.code}\r\nConnection: close\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
}
