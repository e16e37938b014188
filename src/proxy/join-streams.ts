/**
 * The target's bytes through some streams into the answer. What node:stream's `pipeline` does, without its signals and promises,
 * which cost more than some of the streams: one that fails takes all with it, and the browser sees that the body is not whole.
 */
import type { ServerResponse } from 'node:http';
import type { Transform } from 'node:stream';
import { gatherTurn } from './flush-soon.ts';
import type { TargetAnswer } from './target-answer.ts';

export function joinStreams(incoming: TargetAnswer, through: readonly Transform[], res: ServerResponse): void {
  const [first] = through;
  if (!first) {
    incoming.pipeTo(res);
    return;
  }
  const stop = (): void => {
    incoming.abort();
    for (const stream of through) stream.destroy();
  };
  const fail = (): void => {
    stop();
    res.destroy();
  };
  for (const [at, stream] of through.entries()) {
    stream.on('error', fail);
    const next = through[at + 1];
    // Its end mostly comes in the turn of its last bytes.
    if (!next) stream.on('data', () => gatherTurn(res));
    stream.pipe(next ?? res);
  }
  // The visitor may leave when the target has said all and a stream still holds some of it.
  res.once('close', stop);
  incoming.pipeTo(first, true);
}
