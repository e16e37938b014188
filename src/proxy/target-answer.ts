/**
 * One request to a target by undici's `dispatch`, and its answer: head first, then the body, which waits until somebody
 * takes it. Nothing lies between the socket and the stream that takes the body; backpressure and abort go straight through.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { errors, type Dispatcher } from 'undici';
import { GatewayError } from '../shared/error-codes.ts';
import { lastType } from './content-type.ts';
import { nextTurn, spend } from './turn-budget.ts';

export interface TargetRequest {
  readonly origin: string;
  /** Path and query, byte for byte. */
  readonly path: string;
  readonly method: string;
  /** By name, or as a flat list of names and values: then the order and what stands twice are kept. */
  readonly headers: Readonly<Record<string, string>> | readonly string[];
  readonly body: Readable | null;
  readonly headersTimeoutMs: number;
  /** 0: the body may stand still for ever. */
  readonly bodyTimeoutMs: number;
  /** For messages. */
  readonly host: string;
  /** Told of every chunk's size. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Sends the request. `onHead` is called in the very turn in which the head is read: who takes the body in it (`pipeTo`) spares
 * the connection a stop, and the bytes a second reading. `onFail` is called with a GatewayError, at most once and never after
 * `onHead`; also when `abort` came first.
 */
export function sendToTarget(
  dispatcher: Dispatcher,
  request: TargetRequest,
  onHead: (answer: TargetAnswer) => void,
  onFail: (error: Error) => void,
): TargetAnswer {
  const answer = new TargetAnswer(request.host, request.onBytes, onHead, onFail);
  dispatcher.dispatch(
    {
      origin: request.origin,
      path: request.path,
      // undici takes any method that is a token; its type lists the common ones.
      method: request.method as Dispatcher.HttpMethod,
      headers: request.headers as Record<string, string> | string[], // undici only reads it
      body: request.body,
      headersTimeout: request.headersTimeoutMs,
      bodyTimeout: request.bodyTimeoutMs,
    },
    answer,
  );
  return answer;
}

/** The same as a promise of the head. */
export function askTarget(dispatcher: Dispatcher, request: TargetRequest): { answer: Promise<TargetAnswer>; abort: () => void } {
  const late: { answer?: TargetAnswer } = {};
  const head = new Promise<TargetAnswer>((done, fail) => {
    late.answer = sendToTarget(dispatcher, request, done, fail);
  });
  return {
    answer: head,
    abort: () => {
      late.answer?.abort();
    },
  };
}

type State = 'asked' | 'head' | 'flowing' | 'ended' | 'failed';

export class TargetAnswer implements Dispatcher.DispatchHandler {
  status = 0;
  statusMessage = '';
  headers: IncomingHttpHeaders = {};
  readonly host: string;
  #state: State = 'asked';
  #controller: Dispatcher.DispatchController | undefined;
  #sink: Writable | undefined;
  #worksOn = false;
  #error: GatewayError | undefined;
  #aborted = false;
  #first: Buffer | undefined;
  #peeking: (() => void) | undefined;
  readonly #onHead: (answer: TargetAnswer) => void;
  readonly #onFail: (error: Error) => void;
  readonly #onBytes: (bytes: number) => void;
  #onClosed: (() => void) | undefined;

  constructor(host: string, onBytes: (bytes: number) => void, onHead: (answer: TargetAnswer) => void, onFail: (error: Error) => void) {
    this.host = host;
    this.#onBytes = onBytes;
    this.#onHead = onHead;
    this.#onFail = onFail;
  }

  /** Names and values as they came, a flat list. */
  get rawHeaders(): readonly string[] {
    const raw = this.#controller?.rawHeaders;
    // Fields are bytes: latin1 keeps each.
    return Array.isArray(raw) ? raw.map((part) => (typeof part === 'string' ? part : part.toString('latin1'))) : [];
  }

  /** Is there nothing more to come? */
  get isOver(): boolean {
    return this.#state === 'ended' || this.#state === 'failed';
  }

  /** Called once nothing more will come, for whatever reason. One listener. */
  onClosed(listener: () => void): void {
    if (this.isOver) listener();
    else this.#onClosed = listener;
  }

  abort(): void {
    if (this.isOver) return;
    this.#aborted = true;
    this.#controller?.abort(new GatewayError('TARGET_UNREACHABLE', { host: this.host, reason: 'the visitor left' }));
  }

  /**
   * The body from its first byte on; the sink is ended, or destroyed when the body breaks off. `worksOn`: the sink does more with
   * the bytes than pass them on, and shares the loop's turns with all that do (turn-budget.ts).
   */
  pipeTo(sink: Writable, worksOn = false): void {
    this.#sink = sink;
    this.#worksOn = worksOn;
    sink.on('error', () => {
      this.abort();
    });
    if (this.#first) {
      sink.write(this.#first);
      this.#first = undefined;
    }
    if (this.#state === 'ended') sink.end();
    else if (this.#state === 'failed') sink.destroy(this.#error);
    else {
      this.#state = 'flowing';
      if (sink.writableNeedDrain) this.#waitForSink(sink);
      else this.#controller?.resume();
    }
  }

  #waitForTurn(controller: Dispatcher.DispatchController): void {
    controller.pause();
    nextTurn(() => {
      if (this.#state === 'flowing') controller.resume();
    });
  }

  /** Listens only when there is something to wait for: most bodies never are. */
  #waitForSink(sink: Writable): void {
    this.#controller?.pause();
    sink.once('drain', () => {
      if (this.#state === 'flowing') this.#controller?.resume();
    });
  }

  /** The body's first chunk, left in place; empty when the body is. */
  async peek(): Promise<Buffer> {
    if (this.#state === 'head') {
      await new Promise<void>((done) => {
        this.#peeking = done;
        this.#controller?.resume();
      });
    }
    return this.#first ?? Buffer.alloc(0);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(new Error('aborted'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders, statusMessage = ''): void {
    // 103 names addresses of the target; the answer itself names them again, mapped.
    if (status < 200) return;
    this.status = status;
    this.statusMessage = statusMessage;
    this.headers = settle(headers);
    this.#state = 'head';
    this.#onHead(this);
    // Nobody has taken the body yet, nor looks at its first bytes.
    if (this.#state === 'head' && !this.#peeking) controller.pause();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#onBytes(chunk.length);
    if (this.#sink) {
      const enough = this.#worksOn && spend(chunk.length);
      if (!this.#sink.write(chunk)) {
        if (!controller.paused) this.#waitForSink(this.#sink);
      } else if (enough && !controller.paused) this.#waitForTurn(controller);
      return;
    }
    // Peeking: this one waits for whoever takes the body.
    this.#first = this.#first ? Buffer.concat([this.#first, chunk]) : Buffer.from(chunk);
    controller.pause();
    this.#peeked();
  }

  onResponseEnd(): void {
    this.#state = 'ended';
    this.#sink?.end();
    this.#peeked();
    this.#closed();
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    const asked = this.#state === 'asked';
    this.#state = 'failed';
    this.#error = readFault(cause, this.host);
    if (asked) this.#onFail(this.#error);
    this.#sink?.destroy(this.#error);
    this.#peeked();
    this.#closed();
  }

  #peeked(): void {
    this.#peeking?.();
    this.#peeking = undefined;
  }

  #closed(): void {
    const listener = this.#onClosed;
    this.#onClosed = undefined;
    listener?.();
  }
}

/** Fields that stand once (RFC 9110, 5.3): of several the first counts. All others are joined, Set-Cookie stays a list. */
const SINGLE: ReadonlySet<string> = new Set([
  'content-length',
  'content-location',
  'content-range',
  'content-disposition',
  'date',
  'etag',
  'expires',
  'last-modified',
  'location',
  'refresh',
  'retry-after',
  'x-frame-options',
]);

function settle(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  // undici made the object for us alone.
  for (const name in headers) {
    const value = headers[name];
    if (name === 'set-cookie') headers[name] = Array.isArray(value) ? value : [String(value)];
    else if (Array.isArray(value))
      headers[name] = name === 'content-type' ? lastType(value) : SINGLE.has(name) ? value[0] : value.join(', ');
  }
  return headers;
}

/** Did the connection die before the target said anything? An idle one may have been closed at the same moment. */
export function isStaleConnection(error: unknown): boolean {
  if (!(error instanceof GatewayError) || !(error.cause instanceof Error)) return false;
  return error.cause instanceof errors.SocketError || ('code' in error.cause && error.cause.code === 'ECONNRESET');
}

function readFault(cause: Error, host: string): GatewayError {
  if (cause instanceof GatewayError) return cause;
  if (cause instanceof errors.HeadersTimeoutError || cause instanceof errors.BodyTimeoutError)
    return new GatewayError('TARGET_TIMEOUT', { host }, cause);
  if (cause instanceof errors.HeadersOverflowError)
    return new GatewayError('TARGET_PROTOCOL', { host, reason: 'its headers are too large' }, cause);
  if (cause instanceof errors.HTTPParserError)
    return new GatewayError('TARGET_PROTOCOL', { host, reason: 'its answer is not HTTP' }, cause);
  if (cause instanceof errors.SocketError)
    return new GatewayError('TARGET_UNREACHABLE', { host, reason: 'it closed the connection' }, cause);
  return new GatewayError('TARGET_UNREACHABLE', { host, reason: 'the connection failed' }, cause);
}
