/** One range of bytes of a body that is here whole (RFC 9110, 14.2): media ask for parts, and a browser seeks only where it may. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Sends `bytes`, or the part that is asked for. Headers that say what they are stand already. */
export function sendBytes(req: IncomingMessage, res: ServerResponse, bytes: Buffer): void {
  res.setHeader('Accept-Ranges', 'bytes');
  const range = rangeOf(req.headers.range, bytes.length);
  if (range === undefined) {
    res.end(bytes);
    return;
  }
  if (range === 'none') {
    res.statusCode = 416;
    res.setHeader('Content-Range', `bytes */${bytes.length}`);
    res.end();
    return;
  }
  const [from, to] = range;
  res.statusCode = 206;
  res.setHeader('Content-Range', `bytes ${from}-${to}/${bytes.length}`);
  res.end(bytes.subarray(from, to + 1));
}

/** First and last byte; `none`: there is no such part. Undefined: all of it (no range, several, or one that is none). */
export function rangeOf(header: string | undefined, size: number): readonly [number, number] | 'none' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'none' : [size - length, size - 1];
  }
  const from = Number(first);
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < from) return undefined;
  return from >= size ? 'none' : [from, to];
}
