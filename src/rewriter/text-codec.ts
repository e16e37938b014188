/**
 * Bytes and text. Markup, styles and scripts are looked at as latin1, one character a byte, whatever their charset: all that
 * matters is ASCII. UTF-16 alone cannot be read so; and acorn needs real characters.
 */
import { setImmediate } from 'node:timers/promises';

export type ByteOrder = 'utf-16le' | 'utf-16be';

/** By byte order mark, else by the charset that was declared. */
export function utf16Of(bytes: Buffer, charset: string | undefined): ByteOrder | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return undefined;
  const name = charset?.trim().toLowerCase();
  if (name === 'utf-16' || name === 'utf-16le') return 'utf-16le';
  return name === 'utf-16be' ? 'utf-16be' : undefined;
}

/** Charset that a document says it has in its first 1024 bytes (HTML standard, 13.2.3.2, as far as pages make use of it). */
export function charsetInMarkup(bytes: Buffer): string | undefined {
  return /<meta\b[^>]*?[\s"'/;]charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(bytes.toString('latin1', 0, 1024))?.[1];
}

/** Too few bytes to tell: three tell a byte order mark, anything but the first byte of one tells that there is none. */
export function mayBeginMark(bytes: Buffer): boolean {
  return bytes.length < 3 && (bytes.length === 0 || [0xff, 0xfe, 0xef].includes(bytes[0] ?? 0));
}

export function encodeUtf16(text: string, order: ByteOrder): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'utf-16be' ? bytes.swap16() : bytes;
}

/** A rewrite of text done on bytes. Gives the same Buffer when nothing changed. */
export async function rewriteBytes(bytes: Buffer, rewrite: (text: string, asBytes: boolean) => Promise<string>): Promise<Buffer> {
  const order = utf16Of(bytes, undefined);
  if (order) {
    const text = new TextDecoder(order, { ignoreBOM: true }).decode(bytes);
    const rewritten = await rewrite(text, false);
    return rewritten === text ? bytes : encodeUtf16(rewritten, order);
  }
  const text = bytes.toString('latin1');
  const rewritten = await rewrite(text, true);
  return rewritten === text ? bytes : Buffer.from(rewritten, 'latin1');
}

/** Spliced in one turn of the event loop: some 3 ms. */
const EDITS_PER_TURN = 10_000;

/** Bytes with spans replaced by text that is bytes as latin1. The same Buffer when there are none. */
export async function spliceBytes(
  bytes: Buffer,
  edits: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): Promise<Buffer> {
  if (edits.length === 0) return bytes;
  const length = edits.reduce((sum, { start, end, text }) => sum + text.length - (end - start), bytes.length);
  const out = Buffer.allocUnsafeSlow(length);
  let copied = 0;
  let at = 0;
  for (const [index, { start, end, text }] of edits.entries()) {
    if (index % EDITS_PER_TURN === EDITS_PER_TURN - 1) await setImmediate();
    at += bytes.copy(out, at, copied, start);
    at += out.write(text, at, 'latin1');
    copied = end;
  }
  bytes.copy(out, at, copied);
  return out;
}

/** Bytes as characters for a parser, and back. ASCII and what is no UTF-8 stays one character a byte. */
export function decodeForParser(bytes: Buffer): { readonly text: string; encode(text: string): Buffer } {
  const order = utf16Of(bytes, undefined);
  if (order) return { text: new TextDecoder(order, { ignoreBOM: true }).decode(bytes), encode: (text) => encodeUtf16(text, order) };
  try {
    // ignoreBOM keeps the mark: it must come out again.
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), encode: (text) => Buffer.from(text, 'utf8') };
  } catch {
    // Not UTF-8: some one-byte charset, for which characters and bytes are the same to a parser.
    return { text: bytes.toString('latin1'), encode: (text) => Buffer.from(text, 'latin1') };
  }
}
