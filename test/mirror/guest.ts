/** The guest's page of the relay: the replica on a plain socket. */
import { Replica } from '../../src/replica/index.ts';
import type { TabId } from '../../src/shared/ids.ts';
import type { RoomToViewer, ViewerToRoom } from '../../src/shared/messages.ts';

const container = document.getElementById('replica');
if (!container) throw new Error('no container');
const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/guest`);
const tab = 'tab1' as TabId; // the relay has one
let last = 0;
const refused: string[] = [];
const pending = new Set<number>();
const send = (message: ViewerToRoom): void => socket.send(JSON.stringify(message));

const replica = new Replica({
  container,
  assets: location.origin,
  assetUrl: (id) => `${location.origin}/asset/cap.${id}`,
  left: undefined,
  act: (action, { epoch, seq }) => {
    if (socket.readyState !== WebSocket.OPEN) return undefined;
    send({ type: 'act', id: ++last, tab, epoch, seq, action });
    pending.add(last);
    return last;
  },
  pointer: () => undefined,
  refuse: (code) => refused.push(code),
  need: (position) => send({ type: 'need', tab, ...position }),
  onViewport: ({ width, height }) => {
    replica.iframe.style.width = `${width}px`;
    replica.iframe.style.height = `${height}px`;
  },
  applied: () => undefined,
  out: { mayAct: () => true, leave: () => undefined },
  words: { page: 'page', blocked: 'blocked', masked: 'masked', boxes: new Map() },
});
Object.assign(window, { replica, refused, pending });

socket.onmessage = ({ data }: MessageEvent<string>) => {
  const message = JSON.parse(data) as RoomToViewer; // the relay sends nothing else
  if (message.type === 'key') replica.key(message.frame, message.epoch, message.seq, message.doc, message.whole === true);
  else if (message.type === 'ops') replica.ops(message.frame, message.epoch, message.seq, message.ops);
  else if (message.type === 'picture') replica.picture(message.frame, message.epoch, message.node, message.data);
  else if (message.type === 'frame-gone') replica.frameGone(message.frame);
  else if (message.type === 'act-result') {
    pending.delete(message.id);
    replica.settled(message.id);
  } else if (message.type === 'checksum') replica.check(message);
};
