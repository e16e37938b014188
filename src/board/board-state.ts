/** What the board knows, and what it says. A guest's board has no cookie: the console hands it a ticket by port. */
import { signal } from '@preact/signals';
import type { ParticipantId } from '../shared/ids.ts';
import { parseFromRoomToBoard, type BoardItem, type BoardToRoom, type RoomToBoard } from '../shared/board.ts';
import type { InkItem, InkNews } from '../shared/ink.ts';
import { PROTOCOL_VERSION, type Person, type SessionState } from '../shared/messages.ts';
import { strings } from './strings.ts';

const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 8000;
const SAID_MS = 5000;

export const link = signal<'connecting' | 'open' | 'ended'>('connecting');
export const you = signal<ParticipantId | undefined>(undefined);
export const people = signal<readonly Person[]>([]);
export const session = signal<SessionState>('waiting');
export const items = signal<readonly BoardItem[]>([]);
/** What this person looks at: what was shown last, until they choose for themselves. */
export const looksAt = signal<number | undefined>(undefined);
export const shownBy = signal<{ readonly item: number; readonly by: ParticipantId } | undefined>(undefined);
/** Percent of what is being sent. */
export const sending = signal<number | undefined>(undefined);
export const said = signal('');
export const files = signal('');
/** Ink by item, as it stood when this board came, and since. */
export const ink = new Map<number, InkItem[]>();

let socket: WebSocket | undefined;
let retryMs = FIRST_RETRY_MS;
let port: MessagePort | undefined;
let fileBytesMax = 0;
let saidTimer: number | undefined;
let onInk: (item: number, news: InkNews) => void = () => undefined;

export const isGuest = new URLSearchParams(location.search).has('guest');

export function startBoard(heard: typeof onInk): void {
  onInk = heard;
  if (!isGuest) return open();
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    // Framed by the console or by our own dock alone (frame-ancestors): the first port is the console's.
    const given = event.ports[0];
    if (port || !given || event.source !== window.parent) return;
    port = given;
    port.onmessage = ({ data }: MessageEvent<{ ticket?: unknown }>) => {
      if (typeof data.ticket === 'string') open(data.ticket);
    };
    port.postMessage({ type: 'need-ticket' });
  });
}

function open(ticket?: string): void {
  const address = `${location.origin.replace(/^http/, 'ws')}/board/socket`;
  const now = ticket === undefined ? new WebSocket(address) : new WebSocket(address, ['samepage', `ticket.${ticket}`]);
  socket = now;
  now.onopen = () => tell({ type: 'hello', protocol: PROTOCOL_VERSION });
  now.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = parseFromRoomToBoard(String(data));
    if (message) receive(message);
  };
  now.onclose = () => {
    if (socket !== now || link.value === 'ended') return;
    socket = undefined;
    link.value = 'connecting';
    window.setTimeout(() => (isGuest ? port?.postMessage({ type: 'need-ticket' }) : open()), retryMs);
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
  };
}

export function tell(message: BoardToRoom): boolean {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(message));
  return true;
}

function receive(message: RoomToBoard): void {
  switch (message.type) {
    case 'welcome':
      retryMs = FIRST_RETRY_MS;
      link.value = 'open';
      you.value = message.you;
      people.value = message.people;
      session.value = message.state;
      files.value = message.files;
      fileBytesMax = message.fileBytesMax;
      ink.clear();
      for (const [item, shapes] of Object.entries(message.ink)) ink.set(Number(item), [...shapes]);
      items.value = message.items;
      if (!message.items.some(({ id }) => id === looksAt.value)) looksAt.value = message.shown ?? message.items.at(-1)?.id;
      return;
    case 'item':
      items.value = [...items.value, message.item];
      return;
    case 'gone':
      items.value = items.value.filter(({ id }) => id !== message.item);
      ink.delete(message.item);
      if (looksAt.value === message.item) looksAt.value = items.value.at(-1)?.id;
      return;
    case 'shown':
      looksAt.value = message.item;
      shownBy.value = message;
      return;
    case 'ink':
      keep(message.item, message.news);
      onInk(message.item, message.news);
      return;
    case 'people':
      people.value = message.people;
      return;
    case 'state':
      session.value = message.state;
      return;
    case 'refused':
      say(strings.refused[message.code]);
      return;
    case 'end':
      link.value = 'ended';
      items.value = [];
      return;
    default:
      message satisfies never;
  }
}

/** So that a thing that is looked at again has its ink. */
function keep(item: number, news: InkNews): void {
  const shapes = ink.get(item) ?? [];
  if (news.is === 'put' && news.item.tool !== 'vanish') ink.set(item, [...shapes, news.item]);
  else if (news.is === 'gone')
    ink.set(
      item,
      shapes.filter(({ id }) => !news.ids.includes(id)),
    );
}

export function say(text: string): void {
  said.value = text;
  window.clearTimeout(saidTimer);
  saidTimer = window.setTimeout(() => (said.value = ''), SAID_MS);
}

export function nameOf(by: ParticipantId): string {
  return people.value.find(({ id }) => id === by)?.name ?? '';
}

/** Nothing but this file leaves the device; its name is what the person sees of it here. */
export function send(file: File): void {
  if (file.size > fileBytesMax) return say(strings.tooLarge({ mega: Math.floor(fileBytesMax / 1024 / 1024) }));
  const request = new XMLHttpRequest(); // fetch tells nothing of how far a body has got
  request.open('POST', `/board/file/${files.value}?name=${encodeURIComponent(file.name.slice(0, 80))}`);
  request.upload.onprogress = ({ loaded, total }) => (sending.value = Math.floor((loaded / total) * 100));
  request.onloadend = () => {
    sending.value = undefined;
    if (request.status === 201) return;
    say(request.status === 415 ? strings.kind : request.status === 413 ? strings.refused.FULL : strings.failed);
  };
  sending.value = 0;
  request.send(file);
}

export function addressOf(item: BoardItem): string {
  return `/board/file/${files.value}/${item.id}`;
}
