/** One session's sockets as browsers open them: a host with a dock, and guests, each with its picture. */
import { WebSocket } from 'ws';
import type { Keyframe } from '../../src/shared/dom-ops.ts';
import { TOP_FRAME } from '../../src/shared/ids.ts';
import { PROTOCOL_VERSION } from '../../src/shared/messages.ts';
import type { Stand, Visit } from './stand.ts';

/** 30 s: a keyframe on a machine with other work takes one. */
const ANSWER_MS = 30_000;

export interface OpenRoom {
  readonly host: WebSocket;
  readonly guests: readonly WebSocket[];
  /** All of them, the dock's too. */
  readonly sockets: readonly WebSocket[];
}

/** `doc`: the keyframe that the host tells. */
export async function openRoom(stand: Stand, visit: Visit, room: { url: string; doc: Keyframe; guests: number }): Promise<OpenRoom> {
  const own = `${visit.sid}.localhost:${stand.port}`;
  const headers = { host: visit.host, origin: `http://${visit.host}`, cookie: visit.cookie };
  const host = await openSocket(`ws://127.0.0.1:${stand.port}/.samepage/runtime`, [], headers);
  const page = { url: room.url, title: 'Bench' };
  host.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, tab: null, policy: '', visible: true, ...page }));
  const { tab } = await next(host, 'welcome');
  host.send(JSON.stringify({ type: 'key', frame: TOP_FRAME, epoch: 1, doc: room.doc }));
  const dock = await openSocket(`ws://127.0.0.1:${stand.port}/dock/socket`, ['samepage'], {
    host: own,
    origin: `http://${own}`,
    cookie: visit.cookie,
  });
  dock.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, tab }));
  const guests: WebSocket[] = [];
  for (let guest = 0; guest < room.guests; guest++) {
    const ticket = await stand.ticket(visit);
    const viewer = await openSocket(`ws://127.0.0.1:${stand.port}/viewer/socket`, ['samepage', `ticket.${ticket}`], {
      host: own,
      origin: `http://${own}`,
    });
    const pictured = next(viewer, 'key');
    viewer.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION }));
    await pictured;
    guests.push(viewer);
  }
  return { host, guests, sockets: [host, dock, ...guests] };
}

export function openSocket(url: string, protocols: string[], headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(url, protocols, { headers, perMessageDeflate: false });
  socket.setMaxListeners(50);
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** The next message of this type. Rejects when the socket closes before, or nothing of the kind comes. */
function next(socket: WebSocket, type: string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Error(`no ${type} within ${ANSWER_MS} ms`)), ANSWER_MS);
    const onMessage = (data: Buffer): void => {
      const message = JSON.parse(data.toString()) as Record<string, unknown>; // our own gateway's
      if (message['type'] !== type) return;
      socket.off('message', onMessage);
      clearTimeout(tooLate);
      resolve(message);
    };
    socket.on('message', onMessage);
    socket.once('close', (code, reason) => reject(new Error(`closed before ${type}: ${code} ${reason.toString()}`)));
  });
}
