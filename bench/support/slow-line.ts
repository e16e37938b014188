/**
 * A slow line on loopback: TCP through here has so many bits a second and so long a way, each direction by itself, and waits in
 * a queue as on a modem. All connections share the line, packet by packet in turns, as they would.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface LineSpec {
  readonly bitsPerSecond: number;
  readonly roundTripMs: number;
}

export interface SlowLine {
  readonly port: number;
  /** Bytes that have passed: towards the gateway, and from it. */
  readonly passed: { up: number; down: number };
  close(): Promise<void>;
}

/** A packet on the line (bytes). */
const PACKET = 1460;
/** What one connection may have waiting in the queue before its sender is stopped (bytes). */
const QUEUE = 32 * 1024;
/** Timers tick at a millisecond: a shorter turn would only be late. */
const TURN_MS = 2;

interface Flow {
  readonly to: Socket;
  readonly from: Socket;
  waiting: Buffer[];
  bytes: number;
  ended: boolean;
}

/** One direction of the line. */
class Direction {
  readonly #bytesPerMs: number;
  readonly #delayMs: number;
  readonly #count: (bytes: number) => void;
  readonly #flows: Flow[] = [];
  readonly #onWay: { readonly at: number; readonly deliver: () => void }[] = [];
  #arrival: NodeJS.Timeout | undefined;
  #turn: NodeJS.Timeout | undefined;
  #free = 0;

  constructor(spec: LineSpec, count: (bytes: number) => void) {
    this.#bytesPerMs = spec.bitsPerSecond / 8000;
    this.#delayMs = spec.roundTripMs / 2;
    this.#count = count;
  }

  add(from: Socket, to: Socket): void {
    const flow: Flow = { from, to, waiting: [], bytes: 0, ended: false };
    this.#flows.push(flow);
    from.on('data', (chunk: Buffer) => {
      for (let at = 0; at < chunk.length; at += PACKET) flow.waiting.push(chunk.subarray(at, at + PACKET));
      flow.bytes += chunk.length;
      if (flow.bytes > QUEUE) from.pause();
      this.#go();
    });
    // What is on its way still arrives, and the end behind it.
    const end = (): void => {
      flow.ended = true;
      this.#go();
    };
    from.on('end', end);
    from.on('close', end);
    from.on('error', end);
    to.on('close', (failed) => {
      flow.waiting = [];
      const at = this.#flows.indexOf(flow);
      if (at >= 0) this.#flows.splice(at, 1);
      // What it has still said may be under way to the other end.
      if (failed) from.destroy();
      else from.resume();
    });
    to.on('error', () => to.destroy());
  }

  close(): void {
    clearTimeout(this.#turn);
    clearTimeout(this.#arrival);
  }

  /** At the other end, after what left before it: timers of different lengths do not keep an order. */
  #arrives(deliver: () => void): void {
    this.#onWay.push({ at: Math.max(performance.now(), this.#free) + this.#delayMs, deliver });
    this.#expect();
  }

  #expect(): void {
    const [first] = this.#onWay;
    if (!first) return;
    this.#arrival ??= setTimeout(
      () => {
        this.#arrival = undefined;
        const now = performance.now();
        while ((this.#onWay[0]?.at ?? Infinity) <= now) this.#onWay.shift()?.deliver();
        this.#expect();
      },
      Math.max(1, first.at - performance.now()),
    );
  }

  #go(): void {
    this.#turn ??= setTimeout(() => {
      this.#turn = undefined;
      this.#send();
    }, TURN_MS);
  }

  /** As many packets as the line has carried since the last turn, one of each connection after the other. */
  #send(): void {
    const now = performance.now();
    this.#free = Math.max(this.#free, now - TURN_MS * 2);
    for (let idle = 0; this.#free < now && idle < this.#flows.length;) {
      const flow = this.#flows.shift();
      if (!flow) break;
      this.#flows.push(flow);
      const packet = flow.waiting.shift();
      if (packet) {
        idle = 0;
        flow.bytes -= packet.length;
        this.#free += packet.length / this.#bytesPerMs;
        this.#count(packet.length);
        setTimeout(
          () => {
            if (!flow.to.destroyed) flow.to.write(packet);
          },
          this.#delayMs + Math.max(0, this.#free - now),
        );
        if (flow.bytes <= QUEUE / 2 && flow.from.isPaused()) flow.from.resume();
      } else {
        idle++;
        if (flow.ended) {
          flow.ended = false;
          this.#arrives(() => flow.to.end());
        }
      }
    }
    if (this.#flows.some(({ waiting, ended }) => waiting.length > 0 || ended)) this.#go();
  }
}

/** To `port` on loopback. */
export async function openSlowLine(port: number, spec: LineSpec): Promise<SlowLine> {
  const passed = { up: 0, down: 0 };
  const up = new Direction(spec, (bytes) => (passed.up += bytes));
  const down = new Direction(spec, (bytes) => (passed.down += bytes));
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    near.setNoDelay(true);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    up.add(near, far);
    down.add(far, near);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port, // listening on TCP
    passed,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        up.close();
        down.close();
        server.close(() => done());
      }),
  };
}
