/** Who may open `/console/socket`: our own page, signed in or with the token of a seat. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SignIns } from '../accounts/index.ts';
import type { ConsoleWho } from '../sessions/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { Authenticator } from './auth.ts';
import type { ApiDeps } from './deps.ts';

const SEAT_PROTOCOL = 'seat.';

export function consoleUpgrade(deps: ApiDeps, auth: Authenticator, signIns: SignIns) {
  return (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // The other side may leave while its link is looked up.
    const onError = () => socket.destroy();
    socket.on('error', onError);
    who(deps, auth, signIns, req)
      .then((found) => {
        socket.off('error', onError);
        if (socket.destroyed) return;
        deps.door.console(req, socket, head, found);
      })
      .catch((fault: unknown) => {
        const error = fault instanceof GatewayError ? fault : new GatewayError('INTERNAL', { id: 'socket' }, fault);
        if (!(fault instanceof GatewayError)) deps.log.error({ err: fault }, 'console socket failed');
        // Nobody reads this socket any more, so its own end would go unnoticed.
        socket.once('finish', () => socket.destroy());
        socket.end(`HTTP/1.1 ${error.status} ${error.code}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      });
  };
}

async function who(deps: ApiDeps, auth: Authenticator, signIns: SignIns, req: IncomingMessage): Promise<ConsoleWho> {
  if ((req.url ?? '').split('?')[0] !== '/console/socket') throw new GatewayError('NOT_FOUND');
  // Browsers always name the page that opens a socket, and no CORS stands in the way of a stranger's.
  if (req.headers.origin !== deps.config.controlOrigin) throw new GatewayError('WRONG_ORIGIN');
  const protocols = (req.headers['sec-websocket-protocol'] ?? '').split(',').map((text) => text.trim());
  const token = protocols.find((text) => text.startsWith(SEAT_PROTOCOL))?.slice(SEAT_PROTOCOL.length);
  if (token !== undefined) {
    const seat = await auth.seat(req, token);
    if (seat.role === 'customer') throw new GatewayError('FORBIDDEN', { action: 'use the console' });
    return { session: seat.session, participant: seat.participant };
  }
  const signedIn = await auth.signedIn(req);
  if (signedIn) return { staff: signedIn.staff, watch: (ended) => signIns.watch(signedIn.hash, ended) };
  throw new GatewayError('UNAUTHORIZED');
}
