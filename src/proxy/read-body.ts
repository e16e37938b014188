/** A target's answer read into memory, as far as somebody wants it: undone of its encodings, and left where that is enough. */
import { PassThrough, pipeline, Writable } from 'node:stream';
import type { Config } from '../config/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import { decoders } from './decode-body.ts';
import type { TargetAnswer } from './target-answer.ts';

export interface ReadBody {
  /** At most as many as were wanted. */
  readonly bytes: Buffer;
  /** There was more, and the target is not asked for it. */
  readonly cut: boolean;
}

/** Throws what decoding throws, and TARGET_PROTOCOL when the answer breaks off. `most`: bytes. */
export function readBody(answer: TargetAnswer, limits: Config['limits'], most: number): Promise<ReadBody> {
  return new Promise((done, fail) => {
    const parts: Buffer[] = [];
    let size = 0;
    const enough = new Error('enough was read');
    const sink = new Writable({
      write(chunk: Buffer, _encoding, written): void {
        parts.push(chunk.subarray(0, Math.max(0, most - size)));
        size += chunk.length;
        written(size > most ? enough : null);
      },
    });
    const first = new PassThrough();
    pipeline([first, ...decoders(answer.headers['content-encoding'], answer.host, limits), sink], (error) => {
      if (error) answer.abort();
      if (!error || error === enough) done({ bytes: Buffer.concat(parts), cut: error === enough });
      else if (error instanceof GatewayError) fail(error);
      else fail(new GatewayError('TARGET_PROTOCOL', { host: answer.host, reason: 'its answer broke off' }, error));
    });
    answer.pipeTo(first);
  });
}
