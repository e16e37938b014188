/**
 * Upgrades become connections of a room: Origin, hello, sizes, pings. Who may knock where:
 *
 *   socket    Origin                      credential (checked before, viewer: here)
 *   runtime   a label of this session     session cookie
 *   dock      the session's own origin    session cookie
 *   page      a page of the session's site (front and script mode)    ticket in Sec-WebSocket-Protocol
 *   viewer    the session's own origin    ticket in Sec-WebSocket-Protocol
 *   board     the session's own origin    session cookie, or ticket as a viewer's
 *   step-up   the session's own origin    ticket as a viewer's, or the word that the page got with its last socket
 *   console   the control origin          console cookie, or the link's token
 *
 * A refusal is a close code after the handshake, because browsers do not show scripts the status of a refused upgrade.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Config } from '../config/index.ts';
import { closeCodes } from '../shared/close-codes.ts';
import { PROTOCOL_VERSION, type RuntimeToRoom } from '../shared/messages.ts';
import { parseBoard } from '../shared/board.ts';
import { parseStep } from '../shared/step-up.ts';
import { parseConsole, parseDock, parseRuntime, parseViewer, type Parsed } from '../shared/parse-message.ts';
import { ConsoleDesk, type ConsoleWho } from './console-desk.ts';
import type { SessionDirectory } from './directory.ts';
import type { Receiver } from './room.ts';
import type { Session, Visitor } from './session.ts';
import { SocketConnection } from './socket-connection.ts';
import type { Watch } from './tickets.ts';

export interface SocketDoor {
  runtime(req: IncomingMessage, socket: Duplex, head: Buffer, session: Session, visitor: Visitor): void;
  dock(req: IncomingMessage, socket: Duplex, head: Buffer, session: Session, visitor: Visitor): void;
  /** The runtime of a page that runs in place: `samepage, ticket.<ticket>`. `session`: of the host that was asked, if it names one. */
  page(req: IncomingMessage, socket: Duplex, head: Buffer, session?: Session): void;
  /** The ticket stands in Sec-WebSocket-Protocol: `samepage, ticket.<ticket>`. */
  viewer(req: IncomingMessage, socket: Duplex, head: Buffer, session: Session): void;
  /** The customer by cookie (`visitor`), a guest by ticket as a viewer has it. */
  board(req: IncomingMessage, socket: Duplex, head: Buffer, session: Session, visitor: Visitor | undefined): void;
  /** The customer's window, or a guest's frame, by ticket. */
  stepUp(req: IncomingMessage, socket: Duplex, head: Buffer, session: Session): void;
  console(req: IncomingMessage, socket: Duplex, head: Buffer, who: ConsoleWho): void;
  close(): void;
}

interface Caller<Message extends { readonly type: string }> {
  readonly mayKnock: boolean;
  readonly parse: (text: string) => Parsed<Message>;
  /** Lets the socket in after its hello; undefined: it was closed. */
  enter(connection: SocketConnection, hello: Extract<Message, { type: 'hello' }>): Receiver<Message> | undefined;
}

export const SUBPROTOCOL = 'samepage';

export function createSocketDoor(deps: { config: Config; directory: SessionDirectory; log: Logger }): SocketDoor {
  const { config, directory, log } = deps;
  const { limits } = config;
  // 275 KiB a socket would be the price of permessage-deflate; and connections write frames of their own, in order, without it.
  const options = { noServer: true, perMessageDeflate: false, clientTracking: false };
  const wide = new WebSocketServer({ ...options, maxPayload: limits.keyframeLimitBytes });
  const narrow = new WebSocketServer({
    ...options,
    maxPayload: limits.messageLimitBytes,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const connections = new Set<SocketConnection>();

  function accept(
    server: WebSocketServer,
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    then: (connection: SocketConnection) => void,
  ): void {
    // Until ws has the socket, an error on it would be nobody's.
    const onError = (error: Error) => log.debug({ err: error }, 'an upgrade broke off');
    socket.on('error', onError);
    server.handleUpgrade(req, socket, head, (webSocket: WebSocket) => {
      socket.off('error', onError);
      const connection = new SocketConnection(webSocket, socket, limits, log);
      connections.add(connection);
      connection.onClosed(() => connections.delete(connection));
      then(connection);
    });
  }

  function serve<Message extends { readonly type: string }>(connection: SocketConnection, caller: Caller<Message>): void {
    if (!caller.mayKnock) return connection.close(closeCodes.forbidden, 'origin');
    let receiver: Receiver<Message> | undefined;
    const late = setTimeout(() => connection.close(closeCodes.timeout, 'hello'), limits.helloTimeoutMs).unref();
    connection.onClosed(() => {
      clearTimeout(late);
      receiver?.left();
    });
    connection.onMessage((text, bytes) => {
      const parsed = caller.parse(text);
      if (!parsed.ok) return connection.close(closeCodes.badMessage, parsed.reason);
      if (receiver) return receiver.receive(parsed.message, bytes);
      if (!isHello(parsed.message)) return connection.close(closeCodes.badMessage, 'hello first');
      if (parsed.message.protocol !== PROTOCOL_VERSION) return connection.close(closeCodes.protocolVersion, 'protocol');
      clearTimeout(late);
      receiver = caller.enter(connection, parsed.message);
    });
  }

  return {
    runtime(req, socket, head, session, { participant }) {
      const target = req.headers.origin === undefined ? undefined : session.urls.targetOrigin(req.headers.origin);
      accept(wide, req, socket, head, (connection) =>
        serve(connection, {
          mayKnock: target !== undefined,
          parse: (text) => {
            session.test?.heard(text);
            return placed(parseRuntime(text), target ?? '');
          },
          enter: (from, hello) => session.room.joinRuntime(from, participant, hello),
        }),
      );
    },
    dock(req, socket, head, session, { participant }) {
      const mayKnock = req.headers.origin === session.urls.own;
      accept(narrow, req, socket, head, (connection) =>
        serve(connection, { mayKnock, parse: parseDock, enter: (from, hello) => session.room.joinDock(from, participant, hello) }),
      );
    },
    page(req, socket, head, asked) {
      const { origin } = req.headers;
      const ticket = ticketOf(req);
      accept(wide, req, socket, head, (connection) => {
        const found = ticket === undefined ? undefined : directory.redeemPageTicket(ticket, origin);
        if (!found || (asked && asked.id !== found.session.id)) return connection.close(closeCodes.unauthorized, 'ticket');
        const { session, visitor } = found;
        serve(connection, {
          mayKnock: true,
          parse: (text) => placed(parseRuntime(text), origin ?? ''),
          enter: (from, hello) => session.room.joinRuntime(from, visitor.participant, hello),
        });
      });
    },
    viewer(req, socket, head, session) {
      const mayKnock = req.headers.origin === session.urls.own;
      const ticket = ticketOf(req);
      accept(narrow, req, socket, head, (connection) => {
        if (!mayKnock) return connection.close(closeCodes.forbidden, 'origin');
        const redeemed = ticket === undefined ? undefined : directory.redeemTicket(ticket);
        if (redeemed?.session.id !== session.id) return connection.close(closeCodes.unauthorized, 'ticket');
        const { participant, watch } = redeemed;
        const { room } = session;
        endsWith(connection, watch);
        const isCustomer = room.person(participant)?.role === 'customer';
        const enter = (from: SocketConnection) => (isCustomer ? room.joinPreview(from, participant) : room.joinViewer(from, participant));
        serve(connection, { mayKnock, parse: parseViewer, enter });
      });
    },
    board(req, socket, head, session, visitor) {
      const mayKnock = req.headers.origin === session.urls.own;
      const ticket = ticketOf(req);
      accept(narrow, req, socket, head, (connection) => {
        if (!mayKnock) return connection.close(closeCodes.forbidden, 'origin');
        const redeemed = ticket === undefined ? undefined : directory.redeemTicket(ticket);
        const participant =
          ticket === undefined ? visitor?.participant : redeemed?.session.id === session.id ? redeemed.participant : undefined;
        if (participant === undefined) return connection.close(closeCodes.unauthorized, 'ticket');
        endsWith(connection, redeemed?.watch);
        serve(connection, { mayKnock, parse: parseBoard, enter: (from) => session.room.board.join(from, participant) });
      });
    },
    stepUp(req, socket, head, session) {
      const mayKnock = req.headers.origin === session.urls.own;
      const ticket = ticketOf(req);
      accept(narrow, req, socket, head, (connection) => {
        if (!mayKnock) return connection.close(closeCodes.forbidden, 'origin');
        const { stepUp } = session.room;
        const back = ticket === undefined ? undefined : stepUp.participantOf(ticket);
        const redeemed = ticket === undefined || back ? undefined : directory.redeemTicket(ticket);
        const participant = back ?? (redeemed?.session.id === session.id ? redeemed.participant : undefined);
        if (participant === undefined) return connection.close(closeCodes.unauthorized, 'ticket');
        endsWith(connection, redeemed?.watch);
        serve(connection, { mayKnock, parse: parseStep, enter: (from) => stepUp.join(from, participant, back && ticket) });
      });
    },
    console(req, socket, head, who) {
      const mayKnock = req.headers.origin === config.controlOrigin;
      accept(narrow, req, socket, head, (connection) => {
        if (!mayKnock) return connection.close(closeCodes.forbidden, 'origin');
        const desk = new ConsoleDesk({ connection, directory, who, log });
        endsWith(connection, 'staff' in who ? who.watch : undefined);
        connection.onClosed(() => desk.close());
        connection.onMessage((text) => {
          const parsed = parseConsole(text);
          if (parsed.ok) desk.receive(parsed.message);
          else connection.close(closeCodes.badMessage, parsed.reason);
        });
      });
    },
    close() {
      for (const connection of connections) connection.close(closeCodes.restarting, 'restarting');
      wide.close();
      narrow.close();
    },
  };
}

/** A page may say where on its own site it is, not that it is another site: the browser's Origin knows better. */
function placed(parsed: Parsed<RuntimeToRoom>, origin: string): Parsed<RuntimeToRoom> {
  if (!parsed.ok || (parsed.message.type !== 'hello' && parsed.message.type !== 'meta')) return parsed;
  const { url } = parsed.message;
  if (URL.canParse(url) && new URL(url).origin === origin) return parsed;
  return { ok: true, message: { ...parsed.message, url: `${origin}/` } };
}

/** Closes it as soon as whoever opened it is signed out, disabled, or somebody else. */
function endsWith(connection: SocketConnection, watch: Watch | undefined): void {
  const unwatch = watch?.(() => connection.close(closeCodes.unauthorized, 'signed out'));
  connection.onClosed(() => unwatch?.());
}

function ticketOf(req: IncomingMessage): string | undefined {
  return /(?:^|,)\s*ticket\.([\w-]+)\s*(?:,|$)/.exec(req.headers['sec-websocket-protocol'] ?? '')?.[1];
}

function isHello<Message extends { readonly type: string }>(
  message: Message,
): message is Extract<Message, { type: 'hello' }> & { readonly protocol: number } {
  return message.type === 'hello' && 'protocol' in message;
}
