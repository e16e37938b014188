/**
 * The tab's one socket to its room. It comes back by itself, and keeps the last ops so that the room can be brought up to
 * date after a cut without a keyframe.
 */
import { closeCodes } from '../shared/close-codes.ts';
import type { FrameId } from '../shared/ids.ts';
import { RECEIPT_BYTES, type RoomToRuntime, type RuntimeToRoom, type StreamPosition } from '../shared/messages.ts';
import type { HostPage } from './page.ts';

/** Characters of ops kept for a reconnect; what a busy page says in about ten seconds. */
const MAX_KEPT = 1 << 20;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;

/** A room of before these receipts never tells: then what the socket holds has to do. */
const MAX_UNHEARD = 5000;

/** The room does not want this page: asking again would change nothing. */
const FINAL: ReadonlySet<number> = new Set([
  closeCodes.forbidden,
  closeCodes.notFound,
  closeCodes.ended,
  closeCodes.protocolVersion,
  closeCodes.replaced,
]);

interface Kept {
  readonly position: StreamPosition;
  readonly text: string;
}

export interface LinkDeps {
  readonly page: HostPage;
  readonly hello: () => RuntimeToRoom;
  readonly receive: (message: RoomToRuntime) => void;
  /** The room lacks what this frame said: a keyframe is needed. */
  readonly needKey: (frame: FrameId) => void;
  /** After a welcome: the room has what it missed, or will be told anew. */
  readonly resumed: () => void;
  /** In place: a ticket for one socket; undefined: there is none now. */
  readonly ticket: (() => Promise<string | undefined>) | undefined;
}

export class Link {
  readonly #deps: LinkDeps;
  #socket: WebSocket | undefined;
  #state: 'closed' | 'opening' | 'open' | 'welcomed' = 'closed';
  /** Counts openings: a ticket that comes after a close is for nobody. */
  #round = 0;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: number | undefined;
  /** Lengths of messages that have not arrived yet, as far as is known, and their sum. Bounded by MAX_UNHEARD. */
  #unheard: number[] = [];
  #unheardLength = 0;
  #heard = 0;
  #isDeaf = false;
  #kept: Kept[] = [];
  #keptLength = 0;
  /** Where each frame's stream stands. Bounded by the room's limit of frames: emptied of what it does not know. */
  readonly #last = new Map<FrameId, StreamPosition>();

  constructor(deps: LinkDeps) {
    this.#deps = deps;
  }

  open(): void {
    if (this.#state !== 'closed') return;
    this.#state = 'opening';
    const { page, ticket } = this.#deps;
    if (!ticket) return this.#connect(['samepage']);
    const round = ++this.#round;
    ticket().then(
      (found) => {
        if (round !== this.#round || this.#state !== 'opening') return;
        if (found === undefined) this.#closed(0);
        else this.#connect(['samepage', `ticket.${found}`]);
      },
      (error: unknown) => page.fault(error),
    );
  }

  #connect(protocols: string[]): void {
    const { natives: n, line } = this.#deps.page;
    const socket = protocols.length > 1 ? new n.WebSocket(line.socket, protocols) : new n.WebSocket(line.socket);
    this.#socket = socket;
    this.#unheard = [];
    this.#unheardLength = this.#heard = 0;
    n.addEventListener(socket, 'open', () => {
      this.#state = 'open';
      n.socketSend(socket, n.JSON.stringify(this.#deps.hello()));
    });
    n.addEventListener(socket, 'message', (event: MessageEvent) => this.#receive(socket, event));
    n.addEventListener(socket, 'close', (event: CloseEvent) => {
      if (this.#socket === socket) this.#closed(event.code);
    });
  }

  /** False: it is lost. Ops are kept, and follow when the line is back. */
  send(message: RuntimeToRoom): boolean {
    const { natives: n } = this.#deps.page;
    const isStream = message.type === 'ops' || message.type === 'key';
    if (!isStream && this.#state !== 'welcomed') return false;
    const text = n.JSON.stringify(message);
    if (message.type === 'ops') this.#keep(message, text);
    else if (message.type === 'key') this.#last.set(message.frame, { frame: message.frame, epoch: message.epoch, seq: 0 });
    else if (message.type === 'frame-gone') this.#last.delete(message.frame);
    if (this.#socket && this.#state === 'welcomed') this.#put(this.#socket, text);
    return true;
  }

  /** What the line holds: in the socket, and on its way, which a slow line has more of. */
  buffered(): number {
    if (!this.#socket || this.#state !== 'welcomed') return 0;
    return Math.max(this.#deps.page.natives.socketBuffered(this.#socket), this.#unheardLength - RECEIPT_BYTES, 0);
  }

  #put(socket: WebSocket, text: string): void {
    this.#deps.page.natives.socketSend(socket, text);
    if (this.#isDeaf) return;
    this.#unheard.push(text.length);
    this.#unheardLength += text.length;
    if (this.#unheard.length < MAX_UNHEARD) return;
    this.#isDeaf = true;
    this.#unheard = [];
    this.#unheardLength = 0;
  }

  #got(messages: number): void {
    const arrived = this.#unheard.splice(0, messages - this.#heard);
    this.#heard = messages;
    for (const length of arrived) this.#unheardLength -= length;
  }

  /** Until `open` is called again. */
  close(): void {
    const { natives: n } = this.#deps.page;
    if (this.#retryTimer !== undefined) n.clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    this.#state = 'closed';
    this.#round++;
    if (socket) n.socketClose(socket);
  }

  #receive(socket: WebSocket, event: MessageEvent): void {
    if (this.#socket !== socket) return;
    const { page, receive } = this.#deps;
    try {
      const message = page.natives.JSON.parse(String(page.natives.messageData(event))) as RoomToRuntime; // the room is the gateway, which has the type
      if (message.type === 'welcome') {
        this.#state = 'welcomed';
        this.#retryMs = FIRST_RETRY_MS;
        // Before the welcome is acted on: the first keyframe goes out there, and is nothing that the room missed.
        const streams = [...this.#last];
        receive(message);
        this.#resume(streams, message.have ?? []);
        this.#deps.resumed();
      } else if (message.type === 'got') this.#got(message.messages);
      else receive(message);
    } catch (error) {
      page.fault(error);
    }
  }

  /** What the room missed while the line was cut, as far as it was kept. */
  #resume(streams: readonly (readonly [FrameId, StreamPosition])[], have: readonly StreamPosition[]): void {
    for (const [frame, last] of streams) {
      const position = have.find((one) => one.frame === frame);
      const missing = this.#kept.filter(
        (one) => one.position.frame === frame && one.position.epoch === last.epoch && one.position.seq > (position?.seq ?? 0),
      );
      if (position?.epoch !== last.epoch || missing.length !== last.seq - position.seq) {
        this.#last.delete(frame);
        this.#deps.needKey(frame);
      } else for (const { text } of missing) if (this.#socket) this.#put(this.#socket, text);
    }
  }

  #keep({ frame, epoch, seq }: StreamPosition, text: string): void {
    this.#last.set(frame, { frame, epoch, seq });
    this.#kept.push({ position: { frame, epoch, seq }, text });
    this.#keptLength += text.length;
    let drop = 0;
    while (this.#keptLength > MAX_KEPT && drop < this.#kept.length) this.#keptLength -= this.#kept[drop++]?.text.length ?? 0;
    if (drop > 0) this.#kept.splice(0, drop);
  }

  #closed(code: number): void {
    this.#socket = undefined;
    this.#state = 'closed';
    if (FINAL.has(code)) return;
    const { natives: n } = this.#deps.page;
    this.#retryTimer = n.setTimeout(() => this.open(), this.#retryMs * (0.75 + Math.random() / 2));
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }
}
