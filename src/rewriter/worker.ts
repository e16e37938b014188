/** Thread of the rewriter: large scripts, and those that only a parser can settle. */
import { parentPort } from 'node:worker_threads';
import { parseJs, scanJs, type JsJob, type JsOutcome } from './prepare-js.ts';

export interface WorkerRequest {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly job: JsJob;
  /** The scanner was here before and could not settle it. */
  readonly scanned: boolean;
}

export interface WorkerAnswer {
  readonly id: number;
  readonly how: JsOutcome['how'];
  /** Absent: the same bytes as came, or none because it failed. */
  readonly bytes?: Uint8Array;
  readonly specifiers: readonly { readonly start: number; readonly end: number }[];
}

parentPort?.on('message', (request: WorkerRequest) => {
  const bytes = Buffer.from(request.bytes.buffer, request.bytes.byteOffset, request.bytes.byteLength);
  const outcome = (request.scanned ? undefined : scanJs(bytes, request.job)) ?? parseJs(bytes, request.job);
  if (outcome.how === 'failed') {
    parentPort?.postMessage({ id: request.id, how: 'failed', specifiers: [] } satisfies WorkerAnswer);
    return;
  }
  const { how, specifiers } = outcome;
  if (outcome.bytes === bytes) {
    parentPort?.postMessage({ id: request.id, how, specifiers } satisfies WorkerAnswer);
    return;
  }
  // A pooled Buffer shares its memory with others and cannot be handed over.
  const own = new Uint8Array(outcome.bytes);
  parentPort?.postMessage({ id: request.id, how, specifiers, bytes: own } satisfies WorkerAnswer, [own.buffer]);
});
