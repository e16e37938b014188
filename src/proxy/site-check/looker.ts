/**
 * The gateway's end of the threads that read pages: one job after the other. A job that takes too long ends its thread, and the
 * look goes on without. A thread that has done its work is kept for the next look: it takes longer to start than to read.
 */
import { Worker } from 'node:worker_threads';
import type { LookAnswer, LookRequest } from './thread.ts';

/** One job (ms); half a megabyte of markup takes 200. */
const JOB_MS = 4_000;
const HEAP_LIMIT_MB = 256;
/** Threads that wait for the next look, and how long (ms). */
const IDLE_MAX = 1;
const IDLE_MS = 60_000;

export class LookerPool {
  readonly #file: string | URL;
  readonly #idle: Looker[] = [];

  constructor(file: string | URL) {
    this.#file = file;
  }

  take(): Looker {
    const kept = this.#idle.pop();
    return kept && !kept.isLost ? kept.wake() : new Looker(this.#file);
  }

  giveBack(looker: Looker): void {
    if (looker.isLost) return;
    if (this.#idle.length >= IDLE_MAX) looker.close();
    else this.#idle.push(looker.rest());
  }

  close(): void {
    for (const looker of this.#idle.splice(0)) looker.close();
  }
}

export class Looker {
  readonly #worker: Worker;
  #timer: NodeJS.Timeout | undefined;
  #waiting: ((answer: LookAnswer | undefined) => void) | undefined;
  #lost = false;

  constructor(file: string | URL) {
    this.#worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB }, execArgv: [] });
    this.#worker.on('message', (answer: LookAnswer) => this.#settle(answer));
    this.#worker.on('error', () => this.close());
    this.#worker.on('exit', () => this.close());
  }

  get isLost(): boolean {
    return this.#lost;
  }

  /** Undefined: the thread could not tell. Called again only after the answer. */
  ask(request: LookRequest): Promise<LookAnswer | undefined> {
    if (this.#lost) return Promise.resolve(undefined);
    return new Promise((done) => {
      this.#waiting = done;
      this.#timer = setTimeout(() => this.close(), JOB_MS);
      this.#worker.postMessage(request);
    });
  }

  rest(): this {
    this.#worker.unref();
    this.#timer = setTimeout(() => this.close(), IDLE_MS).unref();
    return this;
  }

  wake(): this {
    clearTimeout(this.#timer);
    this.#worker.ref();
    return this;
  }

  close(): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#settle(undefined);
    void this.#worker.terminate();
  }

  #settle(answer: LookAnswer | undefined): void {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(answer);
  }
}
