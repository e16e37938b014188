/** A WebSocket as a `Connection`: text only, pinged, closed once, its faults logged and never thrown. */
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocket, type RawData } from 'ws';
import { closeCodes, type CloseCode } from '../shared/close-codes.ts';
import type { Connection } from './connection.ts';

/** A peer that does not answer our close is cut off after this time (ms). */
const CLOSE_GRACE_MS = 5000;

/** How often the other end is asked at least (ms), so that a slow line is told while it is one. */
const ANSWER_MS = 5000;

/** Longer ones are rare, and would be kept until the next message (characters). */
const KEPT_CHARACTERS = 64 * 1024;
let last: { readonly text: string; readonly frame: Buffer } | undefined;

/**
 * What a room tells all its guests is one text, sent to one after the other: it is encoded and framed once, and leaves as one
 * piece. ws would frame it for each, and hand header and text to the kernel as two: a fourteenth more for each delivery.
 */
function framed(text: string): Buffer {
  if (text === last?.text) return last.frame;
  const frame = textFrame(text);
  last = text.length > KEPT_CHARACTERS ? undefined : { text, frame };
  return frame;
}

/** An unmasked text frame, whole and not compressed, as servers send it (RFC 6455, 5.2). */
function textFrame(text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const start = bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + bytes);
  frame[0] = 0x81;
  if (start === 2) frame[1] = bytes;
  else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(bytes, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(bytes), 2);
  }
  frame.write(text, start);
  return frame;
}

export class SocketConnection implements Connection {
  readonly #socket: WebSocket;
  /** What ws itself writes to, at once and in order, since nothing is compressed. */
  readonly #wire: Duplex;
  readonly #log: Logger;
  readonly #pinger: NodeJS.Timeout;
  readonly #closedListeners: (() => void)[] = [];
  #onMessage: ((text: string, bytes: number) => void) | undefined;
  #heardAt = Date.now();
  #askedAt = Date.now();
  onAnswered: ((ms: number) => void) | undefined;
  /** By what the ping behind the message says; bounded by whoever waits for them. */
  readonly #unheard = new Map<string, () => void>();
  #lastHeard = 0;
  #closing = false;
  #gone = false;
  #cut: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, wire: Duplex, limits: { readonly pingIntervalMs: number; readonly pingTimeoutMs: number }, log: Logger) {
    this.#socket = socket;
    this.#wire = wire;
    this.#log = log;
    socket.on('message', (data, isBinary) => this.#received(data, isBinary));
    socket.on('pong', (data) => {
      this.#heardAt = Date.now();
      const heard = this.#unheard.get(data.toString('latin1'));
      if (heard) {
        this.#unheard.delete(data.toString('latin1'));
        return heard();
      }
      this.onAnswered?.(this.#heardAt - this.#askedAt);
    });
    socket.on('error', (error) => log.debug({ err: error }, 'a socket failed')); // 'close' follows
    socket.on('close', () => this.#closed());
    this.#pinger = setInterval(() => this.#ping(limits.pingTimeoutMs), Math.min(limits.pingIntervalMs, ANSWER_MS)).unref();
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(text: string, done?: () => void): void {
    if (this.#closing || this.#socket.readyState !== WebSocket.OPEN) return;
    // A failed send is followed by 'close', which tells the room.
    this.#wire.write(framed(text), done && ((error) => error ?? done()));
  }

  /** A browser answers pings in order, behind what came before them. */
  sendAndHear(text: string, done: () => void): void {
    this.send(text);
    if (this.#closing || this.#socket.readyState !== WebSocket.OPEN) return;
    const word = `h${++this.#lastHeard}`;
    this.#unheard.set(word, done);
    this.#socket.ping(word);
  }

  close(code: CloseCode, reason: string): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#socket.close(code, reason);
    this.#cut = setTimeout(() => this.#socket.terminate(), CLOSE_GRACE_MS).unref();
  }

  onMessage(listener: (text: string, bytes: number) => void): void {
    this.#onMessage = listener;
  }

  /** Called once; at once when it is closed already. */
  onClosed(listener: () => void): void {
    if (this.#gone) listener();
    else this.#closedListeners.push(listener);
  }

  #received(data: RawData, isBinary: boolean): void {
    this.#heardAt = Date.now();
    if (this.#closing) return;
    if (isBinary || !Buffer.isBuffer(data)) return this.close(closeCodes.badMessage, 'text only');
    try {
      this.#onMessage?.(data.toString('utf8'), data.length);
    } catch (error) {
      // Our own fault, met through this message: the room goes on for all others.
      this.#log.error({ err: error }, 'a message could not be handled');
      this.close(closeCodes.badMessage, 'failed');
    }
  }

  #ping(timeoutMs: number): void {
    if (Date.now() - this.#heardAt > timeoutMs) this.#socket.terminate();
    else if (this.#socket.readyState === WebSocket.OPEN) {
      this.#askedAt = Date.now();
      this.#socket.ping();
    }
  }

  #closed(): void {
    this.#gone = true;
    this.#closing = true;
    clearInterval(this.#pinger);
    clearTimeout(this.#cut);
    this.#unheard.clear();
    for (const listener of this.#closedListeners) listener();
    this.#closedListeners.length = 0;
  }
}
