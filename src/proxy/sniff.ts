/**
 * What a body is, by its first bytes: image, font, medium, or a style sheet. Whatever is none of these (HTML, JSON, scripts,
 * documents) has no type here, and is never handed to a guest, whatever its target calls it.
 */
import { parseType } from './body-kind.ts';

type Test = (head: Buffer) => boolean;

const at = (offset: number, text: string): Test => {
  const bytes = Buffer.from(text, 'latin1');
  return (head) => head.subarray(offset, offset + bytes.length).equals(bytes);
};
const both =
  (...tests: Test[]): Test =>
  (head) =>
    tests.every((test) => test(head));
const brand =
  (...names: string[]): Test =>
  (head) =>
    at(4, 'ftyp')(head) && names.some((name) => head.subarray(8, 32).includes(name));

const table: readonly (readonly [Test, string])[] = [
  [at(0, '\x89PNG\r\n\x1a\n'), 'image/png'],
  [at(0, '\xff\xd8\xff'), 'image/jpeg'],
  [at(0, 'GIF87a'), 'image/gif'],
  [at(0, 'GIF89a'), 'image/gif'],
  [both(at(0, 'RIFF'), at(8, 'WEBP')), 'image/webp'],
  [brand('avif', 'avis'), 'image/avif'],
  [both(at(0, 'BM'), (head) => head.length > 14 && (head[14] ?? 0) >= 12), 'image/bmp'],
  [at(0, '\0\0\x01\0'), 'image/x-icon'],
  [at(0, '\0\0\x02\0'), 'image/x-icon'],
  [at(0, 'wOFF'), 'font/woff'],
  [at(0, 'wOF2'), 'font/woff2'],
  [at(0, 'OTTO'), 'font/otf'],
  [at(0, '\0\x01\0\0'), 'font/ttf'],
  [at(0, 'true'), 'font/ttf'],
  [at(0, 'ttcf'), 'font/collection'],
  [at(4, 'ftyp'), 'video/mp4'],
  [at(0, '\x1a\x45\xdf\xa3'), 'video/webm'],
  [at(0, 'OggS'), 'application/ogg'],
  [both(at(0, 'RIFF'), at(8, 'WAVE')), 'audio/wav'],
  [at(0, 'fLaC'), 'audio/flac'],
  [at(0, 'ID3'), 'audio/mpeg'],
  [(head) => head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && ((head[1] ?? 0) & 0x06) !== 0, 'audio/mpeg'],
];

/** Media type by which a guest may see `bytes`; undefined: not at all. */
export function sniffAsset(bytes: Buffer, claimed: string | undefined, dest: string): string | undefined {
  const head = bytes.subarray(0, 512);
  for (const [test, type] of table) if (test(head)) return type;
  const { type } = parseType(claimed);
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (
    /^<(\?xml|!--|!doctype\s+svg|svg)/i.test(text) &&
    /<svg[\s>]/i.test(bytes.subarray(0, 4096).toString('latin1')) &&
    !/<html[\s>]/i.test(text)
  ) {
    return type === 'image/svg+xml' || dest === 'image' ? 'image/svg+xml' : undefined;
  }
  // A sheet has no mark of its own: it must be called one, and must not begin as markup or data do.
  if (type === 'text/css' && !/^[<{[]/.test(text)) return 'text/css';
  return undefined;
}

/** Does a document without a type begin as HTML does? (MIME sniffing standard, 7.1) */
export function looksLikeHtml(bytes: Buffer): boolean {
  const text = bytes
    .subarray(0, 512)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  return /^<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[\s>/-]/i.test(text);
}
