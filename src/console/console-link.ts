/** The console's socket: opens, comes back after a drop with growing pauses, and says when coming back is pointless. */
import { closeCodes } from '../shared/close-codes.ts';
import type { ConsoleToRoom, RoomToConsole } from '../shared/messages.ts';
import { parseFromRoomToConsole } from '../shared/parse-message.ts';
import { request, seatProtocols } from './request.ts';

export interface ConsoleLink {
  /** False when there is no connection. */
  send(message: ConsoleToRoom): boolean;
  close(): void;
}

interface Handlers {
  onOpen(): void;
  onMessage(message: RoomToConsole): void;
  onLost(): void;
  onRefused(why: 'signed-out' | 'ended'): void;
}

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 8000;

export function connectConsole(handlers: Handlers): ConsoleLink {
  let socket: WebSocket | undefined;
  let timer: number | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let closed = false;

  const open = () => {
    const now = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/console/socket`, seatProtocols());
    let opened = false;
    socket = now;
    now.addEventListener('open', () => {
      opened = true;
      pauseMs = FIRST_PAUSE_MS;
      handlers.onOpen();
    });
    now.addEventListener('message', (event: MessageEvent<unknown>) => {
      const parsed = parseFromRoomToConsole(String(event.data));
      // A word of a newer gateway is passed over.
      if (parsed.ok) handlers.onMessage(parsed.message);
    });
    now.addEventListener('close', (event) => {
      if (closed) return;
      handlers.onLost();
      if (event.code === closeCodes.ended) end('ended');
      else if (event.code === closeCodes.unauthorized || event.code === closeCodes.forbidden) end('signed-out');
      else void again(opened);
    });
  };

  const end = (why: 'signed-out' | 'ended') => {
    closed = true;
    handlers.onRefused(why);
  };

  /** A socket that never opened tells no reason: a refusal looks like no network. One request tells them apart. */
  const again = async (opened: boolean) => {
    if (!opened) {
      const answer = await request('GET', '/me');
      if (closed) return;
      if (!answer.ok && answer.code === 'UNAUTHORIZED') return end('signed-out');
      if (!answer.ok && answer.code === 'SESSION_ENDED') return end('ended');
    }
    timer = window.setTimeout(open, pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  };

  open();
  return {
    send(message) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    close() {
      closed = true;
      window.clearTimeout(timer);
      socket?.close();
    },
  };
}
