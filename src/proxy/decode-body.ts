/** Undoes content codings while a body streams, and stops bombs: small on the wire, endless in memory. */
import { Transform, type TransformCallback } from 'node:stream';
import zlib from 'node:zlib';
import { GatewayError } from '../shared/error-codes.ts';

export interface DecodeLimits {
  readonly decompressionRatioMax: number;
  readonly encodingsMax: number;
}

/** The ratio counts from here on: short texts of one letter pack well and are no bombs (bytes). */
const RATIO_FROM_BYTES = 1024 * 1024;

/** Streams that undo `contentEncoding`, first to last. Throws TARGET_PROTOCOL for codings that cannot be undone. */
export function decoders(contentEncoding: string | undefined, host: string, limits: DecodeLimits): Transform[] {
  const codings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0) return [];
  if (codings.length > limits.encodingsMax) throw new GatewayError('TARGET_PROTOCOL', { host, reason: 'too many content encodings' });
  const meter = { wire: 0 };
  const streams: Transform[] = [new WireMeter(meter)];
  for (const coding of codings.reverse()) streams.push(decoder(coding, host), new BombGuard(meter, limits.decompressionRatioMax, host));
  return streams;
}

function decoder(coding: string, host: string): Transform {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      // Servers end bodies without the last block; what came is still good.
      return zlib.createGunzip({ finishFlush: zlib.constants.Z_SYNC_FLUSH, flush: zlib.constants.Z_SYNC_FLUSH });
    case 'br':
      return zlib.createBrotliDecompress({
        finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
        flush: zlib.constants.BROTLI_OPERATION_FLUSH,
      });
    case 'deflate':
      return new EitherInflate();
    default:
      throw new GatewayError('TARGET_PROTOCOL', { host, reason: 'its content encoding is not known' });
  }
}

class WireMeter extends Transform {
  readonly #meter: { wire: number };

  constructor(meter: { wire: number }) {
    super();
    this.#meter = meter;
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#meter.wire += chunk.length;
    done(null, chunk);
  }
}

class BombGuard extends Transform {
  readonly #meter: { readonly wire: number };
  readonly #ratioMax: number;
  readonly #host: string;
  #bytes = 0;

  constructor(meter: { readonly wire: number }, ratioMax: number, host: string) {
    super();
    this.#meter = meter;
    this.#ratioMax = ratioMax;
    this.#host = host;
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#bytes += chunk.length;
    if (this.#bytes > RATIO_FROM_BYTES && this.#bytes > this.#meter.wire * this.#ratioMax) {
      done(new GatewayError('TARGET_PROTOCOL', { host: this.#host, reason: 'its answer grows beyond measure when unpacked' }));
    } else done(null, chunk);
  }
}

/** `deflate` means zlib (RFC 1950) by the book and raw deflate (RFC 1951) with some servers; the first byte tells. */
class EitherInflate extends Transform {
  #inner: zlib.Inflate | zlib.InflateRaw | undefined;

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    if (chunk.length === 0) {
      done();
      return;
    }
    const inner = (this.#inner ??= this.#open(((chunk[0] ?? 0) & 0x0f) === 8));
    inner.write(chunk, () => {
      done();
    });
  }

  override _read(size: number): void {
    this.#inner?.resume();
    super._read(size);
  }

  override _flush(done: TransformCallback): void {
    const inner = this.#inner;
    if (!inner) {
      done();
      return;
    }
    inner.once('end', () => {
      done();
    });
    inner.end();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inner?.destroy();
    done(error);
  }

  #open(wrapped: boolean): zlib.Inflate | zlib.InflateRaw {
    const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
    const inner = wrapped ? zlib.createInflate(options) : zlib.createInflateRaw(options);
    inner.on('data', (out: Buffer) => {
      // Waits for the guard behind us: a bomb must not unpack in our buffer.
      if (!this.push(out)) inner.pause();
    });
    inner.on('error', (error) => this.destroy(error));
    return inner;
  }
}
