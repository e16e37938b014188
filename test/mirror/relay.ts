/**
 * The mirror alone: a server that gives a page the runtime, keeps the room's shadow copy with the real MirrorState, and
 * shows a guest the real replica. No proxy, no rights, no dock; what is left is what the mirror itself does.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { WebSocketServer, type WebSocket } from 'ws';
import { sendBytes } from '../../src/api/byte-range.ts';
import { builtinNames } from '../../src/config/builtin-names.ts';
import { HostAssets } from '../../src/sessions/host-assets.ts';
import { MirrorState } from '../../src/sessions/mirror-state.ts';
import type { Boot } from '../../src/shared/boot.ts';
import type { DomOp } from '../../src/shared/dom-ops.ts';
import { TOP_FRAME, type ParticipantId, type SessionId, type TabId } from '../../src/shared/ids.ts';
import type {
  ActOutcome,
  GuestAction,
  Person,
  RoomToRuntime,
  RoomToViewer,
  RuntimeToRoom,
  ViewerToRoom,
} from '../../src/shared/messages.ts';
import type { Policy, PolicyRule, TextPattern } from '../../src/shared/policy.ts';
import { actions, rightsFor } from '../../src/shared/roles.ts';
import { diamondFont } from '../sites/shop/font.ts';
import { parseSessionHost, UrlMap } from '../../src/shared/url-map.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = path.join(root, 'test/sites/pages');
const SID = 'mirrortestaaaaaa' as SessionId; // of the form of one
const TAB = 'tab1' as TabId; // as above

const SECRET = /\{\{secret:([\w-]+)\}\}/g;

/** One string a place, which occurs nowhere else. */
function secretOf(place: string): string {
  return `${createHash('sha256').update(place).digest('hex').slice(0, 16)}zq`;
}

export const cards: readonly TextPattern[] = [{ id: 'card', pattern: '\\b\\d(?:[ -]?\\d){12,18}\\b', check: 'luhn' }];

export function policy(rules: readonly PolicyRule[] = [], options: Partial<Policy> = {}): Policy {
  return {
    version: JSON.stringify([rules, options]),
    rules,
    patterns: cards,
    maskTitle: false,
    maskUrlQuery: false,
    blockNames: builtinNames,
    ...options,
  };
}

/** Who looks on: for them the host's page has the program ready that acts. */
const GUEST: Person = {
  id: 'pguest' as ParticipantId, // as the room gives them
  name: 'Guest',
  role: 'agent',
  color: '#205080',
  state: 'here',
  rights: rightsFor('agent', actions),
  control: 'granted',
};

export interface Relay {
  /** Address of a fixture page, served as the target's at one of two origins. */
  page(name: string, origin?: 'www' | 'other'): string;
  /** Address of the guest's page. */
  readonly guest: string;
  /** Everything the host's browser said, as text. */
  readonly said: string[];
  readonly outcomes: { kind: GuestAction['kind']; outcome: ActOutcome }[];
  readonly failures: string[];
  readonly mirror: () => MirrorState;
  /** The strings planted in a fixture page at `{{secret:place}}`. */
  secrets(page: string): string[];
  usePolicy(policy: Policy): void;
  /** Cuts the host's socket; it comes back by itself. */
  cut(): void;
  /** Asks the host for a keyframe, as a room does that has lost the thread. */
  askKey(): void;
  /** The whole picture to every guest once more, as to one that a slow line left behind. */
  sendAnew(): void;
  keyframes: number;
  /** The program that acts is not there for the next requests, so many. */
  actingMissing: number;
  close(): Promise<void>;
}

/** Ten seconds of silence: enough of a medium for places in time. */
function tone(): Buffer {
  const [rate, seconds] = [8000, 10];
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + rate * seconds, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(rate * seconds, 40);
  return Buffer.concat([head, Buffer.alloc(rate * seconds, 128)]);
}

/** 30 by 20 pixels of one blue. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAB4AAAAUCAIAAAAVyRqTAAAAH0lEQVR42mOQ6zlBI8QwavSo0aNGjxo9avSo0UPRaADB02NeXN4F5gAAAABJRU5ErkJggg==';

/** Files that are made here: media type and bytes by name. */
const made: Readonly<Record<string, readonly [string, () => Buffer]>> = {
  'mirror-tone.wav': ['audio/wav', tone],
  'mirror-font.ttf': ['font/ttf', diamondFont],
  'mirror-dot.png': ['image/png', () => Buffer.from(DOT, 'base64')],
};

function sendMade(req: IncomingMessage, res: ServerResponse, name: string): void {
  const [type, bytes] = made[name] ?? ['', tone];
  res.setHeader('Content-Type', type);
  sendBytes(req, res, bytes());
}

async function bundle(entry: string, format: 'iife' | 'esm' = 'iife'): Promise<string> {
  const result = await build({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    format,
    target: 'es2022',
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return result.outputFiles[0]?.text ?? '';
}

export async function startRelay(): Promise<Relay> {
  const runtime = await bundle('src/inject/main.ts');
  const acting = await bundle('src/inject/perform/acting.ts', 'esm');
  const pane = await bundle('src/replica/pane.ts', 'esm');
  let apps: Promise<string> | undefined;
  const guestScript = await bundle('test/mirror/guest.ts');
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  const host = parseSessionHost('http://{label}.{sid}.localhost:{port}', port);
  if (!host) throw new Error('template');
  const urls = new UrlMap(host, SID, { key: 'k', origin: () => undefined, remember: () => undefined }); // no name here is long enough for an alias
  const origins = { www: 'http://www.mirror.example', other: 'http://other.mirror.example' };
  const gateway = (name: 'www' | 'other'): string => urls.gatewayOrigin(origins[name]) ?? '';

  let inForce = policy();
  let mirror = newMirror();
  let hostSocket: WebSocket | undefined;
  let hadPolicy = '';
  const guests = new Set<WebSocket>();
  const acts = new Map<number, { id: number; guest: WebSocket; action: GuestAction }>();
  let lastAct = 0;
  const files = new HostAssets();

  function newMirror(): MirrorState {
    const ids = new Map<string, string>();
    return new MirrorState({
      patterns: inForce.patterns,
      assetId: (address) => {
        const id = ids.get(address) ?? `a${ids.size}`;
        ids.set(address, id);
        return id;
      },
    });
  }

  const toHost = (message: RoomToRuntime): void => hostSocket?.send(JSON.stringify(message));
  const toGuests = (message: RoomToViewer): void => guests.forEach((guest) => guest.send(JSON.stringify(message)));

  const relay: Relay = {
    page: (name, origin = 'www') => `${gateway(origin)}/${name}`,
    guest: `${urls.own}/guest`,
    said: [],
    outcomes: [],
    failures: [],
    keyframes: 0,
    actingMissing: 0,
    mirror: () => mirror,
    secrets: (page) => [
      ...new Set([...readFileSync(path.join(pages, page), 'utf8').matchAll(SECRET)].map(([, place]) => secretOf(place ?? ''))),
    ],
    usePolicy: (next) => {
      inForce = next;
    },
    cut: () => hostSocket?.terminate(),
    askKey: () => toHost({ type: 'need-key', frame: TOP_FRAME }),
    sendAnew: () => guests.forEach(sendPicture),
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  /** What scripts have made is with the host alone. */
  async function sendFromHost(res: ServerResponse, address: string): Promise<void> {
    const frame = mirror.frameShowing(address);
    const found = frame && (await files.ask({ tab: TAB, frame }, address, toHost));
    res.statusCode = found ? 200 : 404;
    if (found) res.setHeader('Content-Type', found.mime);
    res.end(found?.bytes);
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', `http://${req.headers.host ?? ''}`);
    const type = (value: string): void => void res.setHeader('Content-Type', `${value}; charset=utf-8`);
    if (url.pathname === '/.samepage/runtime.js' || url.pathname === '/guest.js') {
      type('text/javascript');
      res.end(url.pathname === '/guest.js' ? guestScript : runtime);
    } else if (url.pathname === '/.samepage/act.js') {
      type('text/javascript');
      res.statusCode = relay.actingMissing > 0 ? 503 : 200;
      relay.actingMissing = Math.max(0, relay.actingMissing - 1);
      res.end(acting);
    } else if (url.pathname === '/static/pane.js') {
      type('text/javascript');
      res.end(pane);
    } else if (made[url.pathname.slice(1)]) {
      sendMade(req, res, url.pathname.slice(1));
    } else if (url.pathname === '/mirror-apps.js') {
      type('text/javascript');
      res.end(await (apps ??= bundle('test/mirror/apps.ts')));
    } else if (url.pathname === '/guest') {
      type('text/html');
      res.end(
        '<!doctype html><title>guest</title><style>iframe{border:0}</style><div id="replica"></div><script src="/guest.js"></script>',
      );
    } else if (url.pathname === '/dock' || url.pathname === '/end') {
      type('text/html');
      res.end(`<!doctype html><title>${url.pathname}</title>`);
    } else if (url.pathname.startsWith('/asset/cap.')) {
      const id = url.pathname.slice('/asset/cap.'.length);
      const address = mirror.refersTo(id) ? mirror.addressOf(id) : undefined;
      if (address?.startsWith('blob:')) return sendFromHost(res, address);
      const name = address && URL.canParse(address) ? new URL(address).pathname.slice(1) : '';
      if (made[name]) return sendMade(req, res, name);
      const mime = { css: 'text/css', svg: 'image/svg+xml', png: 'image/png' }[path.extname(name).slice(1)];
      if (!mime || !/^mirror-[\w-]+\.\w+$/.test(name)) res.statusCode = 404;
      else res.setHeader('Content-Type', mime);
      res.end(res.statusCode === 200 ? await readFile(path.join(pages, name)) : undefined);
    } else if (/^\/(?:mirror-[\w-]+|secrets)\.(?:html|css|svg)$/.test(url.pathname)) {
      const text = await readFile(path.join(pages, url.pathname.slice(1)), 'utf8');
      type(url.pathname.endsWith('css') ? 'text/css' : url.pathname.endsWith('svg') ? 'image/svg+xml' : 'text/html');
      const target = urls.targetOrigin(`http://${req.headers.host ?? ''}`) ?? '';
      const boot: Boot = {
        sid: SID,
        host: host as Boot['host'],
        aliasKey: 'k',
        aliases: {},
        cookies: '',
        url: target + (req.url ?? ''),
        referrer: '',
        location: 'origin',
        upgrade: false,
        carrierKey: 'k',
        partition: '',
      }; // checked above
      const tag = `<script data-boot="${JSON.stringify(boot).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" src="/.samepage/runtime.js"></script>`;
      const filled = text.replaceAll('{{other}}', gateway('other')).replace(SECRET, (_all, place: string) => secretOf(place));
      // A drawing is a document in frames and objects, and a picture elsewhere.
      const isDocument = /^(?:document|i?frame|object|embed)$/.test(String(req.headers['sec-fetch-dest']));
      const begins = url.pathname.endsWith('html') ? /<head>/ : isDocument ? /<svg[^>]*>/ : undefined;
      const ours = url.pathname.endsWith('html') ? tag : tag.replace('<script', '<script xmlns="http://www.w3.org/1999/xhtml"');
      res.end(begins ? filled.replace(begins, (start) => start + ours) : filled);
    } else {
      res.statusCode = 404;
      res.end();
    }
  }

  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, req) => {
    if (req.url === '/.samepage/runtime') {
      // The hello aside, which is none of the counted.
      let messages = -1;
      socket.on('message', (data) => {
        fromHost(socket, String(data));
        if (++messages > 0) socket.send(JSON.stringify({ type: 'got', messages } satisfies RoomToRuntime));
      });
    } else if (req.url === '/guest') {
      guests.add(socket);
      socket.on('close', () => guests.delete(socket));
      socket.on('message', (data) => fromGuest(socket, JSON.parse(String(data)) as ViewerToRoom)); // our own guest
      sendPicture(socket);
    }
  });

  function sendPicture(guest: WebSocket): void {
    for (const frame of mirror.frames()) {
      const key = mirror.keyframe(frame);
      if (key) guest.send(JSON.stringify({ type: 'key', tab: TAB, frame, ...key, whole: true } satisfies RoomToViewer));
      for (const node of mirror.pictured(frame)) {
        const found = mirror.picture(frame, node);
        if (found)
          guest.send(
            JSON.stringify({
              type: 'picture',
              tab: TAB,
              frame,
              epoch: found.epoch,
              node,
              at: 0,
              data: found.picture,
              last: true,
            } satisfies RoomToViewer),
          );
      }
    }
  }

  function fromHost(socket: WebSocket, text: string): void {
    relay.said.push(text);
    const message = JSON.parse(text) as RuntimeToRoom; // our own runtime
    switch (message.type) {
      case 'hello':
        hostSocket = socket;
        if (message.policy !== inForce.version || hadPolicy !== inForce.version) mirror = newMirror();
        hadPolicy = inForce.version;
        toHost({ type: 'welcome', tab: TAB, policy: inForce, people: [GUEST], state: 'live', have: mirror.positions() });
        return;
      case 'key': {
        relay.keyframes++;
        const result = mirror.applyKey(message.frame, message.epoch, message.doc);
        if (result.ok) toGuests({ type: 'key', tab: TAB, frame: message.frame, epoch: message.epoch, seq: 0, doc: result.doc });
        else relay.failures.push(`key ${message.frame} ${result.reason} ${result.detail}`);
        return;
      }
      case 'ops': {
        const result = mirror.applyOps(message.frame, message.epoch, message.seq, message.ops);
        if (result.ok) {
          toGuests({ type: 'ops', tab: TAB, frame: message.frame, epoch: message.epoch, seq: message.seq, ops: result.ops });
          for (const node of result.pictured) {
            const found = mirror.picture(message.frame, node);
            if (found)
              toGuests({
                type: 'picture',
                tab: TAB,
                frame: message.frame,
                epoch: found.epoch,
                node,
                at: 0,
                data: found.picture,
                last: true,
              });
          }
        } else {
          relay.failures.push(`ops ${message.frame} ${result.reason} ${result.detail}`);
          if (result.needKey) toHost({ type: 'need-key', frame: message.frame });
        }
        return;
      }
      case 'frame':
        if (!mirror.bindFrame(message.frame, message.parent, message.node)) relay.failures.push(`frame ${message.frame}`);
        return;
      case 'frame-gone':
        for (const frame of mirror.dropFrame(message.frame)) toGuests({ type: 'frame-gone', tab: TAB, frame });
        return;
      case 'act-result': {
        const act = acts.get(message.id);
        acts.delete(message.id);
        if (!act || message.outcome.result === 'opens') return; // a room asks its customer
        relay.outcomes.push({ kind: act.action.kind, outcome: message.outcome });
        act.guest.send(JSON.stringify({ type: 'act-result', id: act.id, outcome: message.outcome } satisfies RoomToViewer));
        return;
      }
      case 'checksum': {
        const own = mirror.checksum(message.frame);
        if (own && own.epoch === message.epoch && own.seq === message.seq && (own.sum !== message.sum || own.nodes !== message.nodes))
          relay.failures.push(`checksum ${own.nodes} ${message.nodes}`);
        toGuests({ ...message, tab: TAB });
        return;
      }
      case 'asset':
        files.settle(
          TAB,
          message.id,
          message.data === null ? undefined : { mime: message.mime, bytes: Buffer.from(message.data, 'base64') },
        );
        return;
      default:
    }
  }

  function fromGuest(socket: WebSocket, message: ViewerToRoom): void {
    if (message.type === 'act') {
      const id = ++lastAct;
      acts.set(id, { id: message.id, guest: socket, action: message.action });
      toHost({ type: 'act', id, from: 'agent' as never, tab: TAB, epoch: message.epoch, seq: message.seq, action: message.action }); // a participant's id is a string
    } else if (message.type === 'need') {
      const tail = mirror.tail(message.frame, message.epoch, message.seq);
      const key = tail ? undefined : mirror.keyframe(message.frame);
      relay.failures.push(`need ${message.frame} ${message.epoch} ${message.seq}`);
      for (const part of tail ?? [])
        socket.send(
          JSON.stringify({
            type: 'ops',
            tab: TAB,
            frame: message.frame,
            ...part,
            ops: JSON.parse(part.ops) as DomOp[],
          } satisfies RoomToViewer), // what the host said
        );
      if (key) socket.send(JSON.stringify({ type: 'key', tab: TAB, frame: message.frame, ...key } satisfies RoomToViewer));
    }
  }
  return relay;
}
