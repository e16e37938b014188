/**
 * Sheets as bytes. Most hold no absolute address and go out as they came, after a look at one window after the other; of the
 * rest only the addresses are written anew, between bytes that are copied. A large one gives way to others between slices.
 */
import { setImmediate } from 'node:timers/promises';
import { byteReader } from './byte-reader.ts';
import { CssScanner, mayHoldAbsolute, rewriteCss, type MapUrl } from './text/index.ts';
import { encodeUtf16, spliceBytes, utf16Of } from './text-codec.ts';

/** Small enough that its text is short-lived to the collector, bytes. */
const WINDOW = 32 * 1024;
/** What two windows share: the longest beginning of an address, white space apart. Bytes. */
const OVERLAP = 64;
/** Some 3 ms of the event loop at a time where address follows address, characters. */
const SLICE = 128 * 1024;

/** `mapFor`: the mapper for text of characters, or of bytes as latin1. */
export async function rewriteSheet(bytes: Buffer, charset: string | undefined, mapFor: (asBytes: boolean) => MapUrl): Promise<Buffer> {
  const order = utf16Of(bytes, undefined);
  if (order) {
    const text = new TextDecoder(order, { ignoreBOM: true }).decode(bytes);
    const rewritten = rewriteCss(text, mapFor(false));
    return rewritten === text ? bytes : encodeUtf16(rewritten, order);
  }
  if (!needsReading(bytes)) return bytes;
  const scanner = new CssScanner(byteReader(charset)(bytes), mapFor(true));
  while (!scanner.advance(SLICE)) await setImmediate();
  return spliceBytes(bytes, scanner.edits);
}

function needsReading(bytes: Buffer): boolean {
  for (let start = 0; start < bytes.length; start += WINDOW) {
    const end = Math.min(bytes.length, start + WINDOW + OVERLAP);
    // In every charset a byte that opens an address is that character, or part of none that is one.
    const text = bytes.toString('latin1', start, end);
    if (mayHoldAbsolute(text)) return true;
    // White space right through the part that is shared may hide what it belongs to.
    if (end < bytes.length && /^[\0-\x20]*$/.test(text.slice(WINDOW))) return true;
  }
  return false;
}
