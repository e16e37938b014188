/**
 * Threads that work on scripts, one job at a time each, started when first needed. A job that takes too long ends its thread:
 * a script made to hang a parser must not take the others with it.
 */
import { Worker } from 'node:worker_threads';
import type { JsJob, JsOutcome } from './prepare-js.ts';
import type { RewriterLog } from './types.ts';
import type { WorkerAnswer, WorkerRequest } from './worker.ts';

/** A 10 MB bundle takes acorn four seconds on a slow core. */
const JOB_LIMIT_MS = 20_000;
/** Jobs that wait, at most; more are answered as failed, which passes them on as they came. */
const QUEUE_LIMIT = 500;
/** Memory of a thread, MB: acorn takes thirty times the text. */
const HEAP_LIMIT_MB = 768;

interface Task {
  readonly bytes: Buffer;
  readonly job: JsJob;
  readonly scanned: boolean;
  done(outcome: JsOutcome): void;
}

interface Thread {
  readonly worker: Worker;
  task: Task | undefined;
  timer: NodeJS.Timeout | undefined;
}

export class WorkerPool {
  readonly #file: string | URL;
  readonly #size: number;
  readonly #log: RewriterLog;
  readonly #threads = new Set<Thread>();
  readonly #queue: Task[] = [];
  #nextId = 1;
  #closed = false;

  constructor(file: string | URL, size: number, log: RewriterLog) {
    this.#file = file;
    this.#size = size;
    this.#log = log;
  }

  run(bytes: Buffer, job: JsJob, scanned: boolean): Promise<JsOutcome> {
    if (this.#closed) return Promise.resolve({ how: 'failed', reason: 'closed' });
    if (this.#queue.length >= QUEUE_LIMIT) return Promise.resolve({ how: 'failed', reason: 'too many scripts at once' });
    return new Promise((resolve) => {
      this.#queue.push({ bytes, job, scanned, done: resolve });
      this.#next();
    });
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const thread =
        [...this.#threads].find((one) => one.task === undefined) ?? (this.#threads.size < this.#size ? this.#start() : undefined);
      const task = thread && this.#queue.shift();
      if (!thread || !task) return;
      thread.task = task;
      // Threads keep the process alive only while they work.
      thread.worker.ref();
      thread.timer = setTimeout(() => this.#lose(thread, 'took too long'), JOB_LIMIT_MS);
      const request: WorkerRequest = { id: this.#nextId++, bytes: new Uint8Array(task.bytes), job: task.job, scanned: task.scanned };
      thread.worker.postMessage(request, [request.bytes.buffer as ArrayBuffer]); // just made from a Buffer: never shared memory
    }
  }

  #start(): Thread {
    const worker = new Worker(this.#file, { resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB }, execArgv: [] });
    const thread: Thread = { worker, task: undefined, timer: undefined };
    worker.on('message', (answer: WorkerAnswer) => this.#finish(thread, answer));
    worker.on('error', (error) => this.#lose(thread, error.message));
    worker.on('exit', () => this.#lose(thread, 'the thread ended'));
    this.#threads.add(thread);
    return thread;
  }

  #finish(thread: Thread, answer: WorkerAnswer): void {
    const { task } = thread;
    clearTimeout(thread.timer);
    thread.task = undefined;
    thread.worker.unref();
    if (task) task.done(outcomeOf(answer, task.bytes));
    this.#next();
  }

  #lose(thread: Thread, reason: string): void {
    if (!this.#threads.delete(thread)) return;
    clearTimeout(thread.timer);
    if (!this.#closed) this.#log.warn({ reason }, 'lost a thread of the rewriter');
    void thread.worker.terminate();
    thread.task?.done({ how: 'failed', reason });
    thread.task = undefined;
    if (!this.#closed) this.#next();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const task of this.#queue.splice(0)) task.done({ how: 'failed', reason: 'closed' });
    const workers = [...this.#threads].map((thread) => thread.worker);
    for (const thread of this.#threads) this.#lose(thread, 'closed');
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function outcomeOf(answer: WorkerAnswer, original: Buffer): JsOutcome {
  if (answer.how === 'failed') return { how: 'failed', reason: 'neither script nor module' };
  const { bytes } = answer;
  return {
    how: answer.how,
    specifiers: answer.specifiers,
    bytes: bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : original,
  };
}
