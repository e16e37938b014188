/**
 * What a photo says beside its picture: where and when it was taken, with what, by whom, and a small copy of it as it was before
 * it was cut. It is taken out while the file streams, by the structure of each format; how the picture is turned stays. What a
 * format can hold behind its end goes as well.
 */
import { Transform, type TransformCallback } from 'node:stream';
import type { BoardMime } from '../shared/board.ts';

/**
 * What a reader of a format asks for next: so many bytes in one piece, or to let some pass, as they are or as zeros, or to leave
 * them out, or all up to the next marker of a JPEG.
 */
type Ask =
  { readonly take: number } | { readonly pass: number } | { readonly drop: number } | { readonly blank: number } | { readonly scan: true };
type Reader = Generator<Ask, void, Buffer>;
type Out = (bytes: Buffer) => void;

/** A piece that is looked at as a whole (bytes): Exif of a photo, its small copy included, has 64 KB at most in a JPEG. */
const PIECE_MAX = 64 * 1024;
const NOTHING = Buffer.alloc(0);

/** The file was not built as its kind is. */
export class NotAPicture extends Error {}

/** `mime` is asked with the first bytes. Fails with NotAPicture. */
export class MetadataStripper extends Transform {
  readonly #mime: () => BoardMime | undefined;
  #reader: Reader | undefined;
  #ask: Ask = { take: 0 };
  #held: Buffer = NOTHING;
  /** Bytes yet to come of what is asked for. */
  #left = 0;
  #isOver = false;
  #parts: Buffer[] = [];
  /** Bytes that were let through. */
  bytes = 0;

  constructor(mime: () => BoardMime | undefined) {
    super();
    this.#mime = mime;
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    try {
      this.#read(chunk);
      const parts = this.#parts;
      this.#parts = [];
      // Some formats come in pieces of a byte or two.
      if (parts.length > 0) done(null, Buffer.concat(parts));
      else done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #read(chunk: Buffer): void {
    if (this.#isOver) return;
    let data = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#held = NOTHING;
    if (!this.#reader) {
      const reader = readerOf(this.#mime(), this.#out);
      if (!reader) return this.#out(data);
      this.#reader = reader;
      this.#go(NOTHING);
    }
    while (!this.#isOver) {
      const ask = this.#ask;
      if ('take' in ask) {
        if (ask.take > PIECE_MAX) throw new NotAPicture('a piece of it is too large');
        if (data.length < ask.take) {
          this.#held = data;
          return;
        }
        const piece = data.subarray(0, ask.take);
        data = data.subarray(ask.take);
        this.#go(piece);
      } else if ('scan' in ask) {
        const at = markerIn(data);
        this.#out(data.subarray(0, at));
        data = data.subarray(at);
        this.#held = data;
        if (data.length < 2) return;
        this.#held = NOTHING;
        this.#go(NOTHING);
      } else {
        const part = data.subarray(0, this.#left);
        if (!('drop' in ask)) this.#out('pass' in ask ? part : Buffer.alloc(part.length));
        this.#left -= part.length;
        data = data.subarray(part.length);
        if (this.#left > 0) return;
        this.#go(NOTHING);
      }
    }
  }

  #go(piece: Buffer): void {
    const next = this.#reader?.next(piece);
    if (!next || next.done) {
      this.#isOver = true;
      return;
    }
    const ask = (this.#ask = next.value);
    this.#left = 'pass' in ask ? ask.pass : 'drop' in ask ? ask.drop : 'blank' in ask ? ask.blank : 0;
  }

  readonly #out = (bytes: Buffer): void => {
    this.bytes += bytes.length;
    if (bytes.length > 0) this.#parts.push(bytes);
  };
}

/** Undefined: the kind has no place for such things that this module knows. */
function readerOf(mime: BoardMime | undefined, out: Out): Reader | undefined {
  switch (mime) {
    case 'image/jpeg':
      return jpeg(out);
    case 'image/png':
      return png(out);
    case 'image/webp':
      return webp(out);
    case 'image/gif':
      return gif(out);
    case 'video/mp4':
      return mp4(out, Infinity);
    default:
      return undefined;
  }
}

/** ITU-T T.81, B.1.1: segments of a marker and a length, and between them, after SOS, the picture. */
function* jpeg(out: Out): Reader {
  out(yield { take: 2 });
  for (;;) {
    const [fill = 0, code = 0] = yield { take: 2 };
    if (fill !== 0xff) throw new NotAPicture('a segment has no marker');
    // A marker may have more 0xff in front of it.
    let marker = code;
    while (marker === 0xff) marker = (yield { take: 1 })[0] ?? 0;
    if (marker === 0xd9) {
      out(Buffer.from([0xff, 0xd9]));
      return;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      out(Buffer.from([0xff, marker]));
      continue;
    }
    const length = (yield { take: 2 }).readUInt16BE(0) - 2;
    if (length < 0) throw new NotAPicture('a segment has no length');
    const head = Buffer.from([0xff, marker, (length + 2) >> 8, (length + 2) & 0xff]);
    if ((marker < 0xe0 || marker > 0xef) && marker !== 0xfe) {
      out(head);
      yield { pass: length };
    } else {
      const body = yield { take: length };
      if (keepsApp(marker, body)) out(Buffer.concat([head, body]));
      const turned = marker === 0xe1 && body.toString('latin1', 0, 6) === 'Exif\0\0' ? orientationIn(body.subarray(6)) : 1;
      if (turned !== 1) {
        const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifOf(turned)]);
        out(Buffer.concat([Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif]));
      }
    }
    if (marker === 0xda) yield { scan: true };
  }
}

/** In the picture's own bytes a 0xff is followed by 0, or by a restart marker. Where another one stands, or may stand behind the end. */
function markerIn(data: Buffer): number {
  for (let at = data.indexOf(0xff); at >= 0; at = data.indexOf(0xff, at + 2)) {
    const code = data[at + 1] ?? 1;
    if (code !== 0 && (code < 0xd0 || code > 0xd7)) return at;
  }
  return data.length;
}

/** JFIF, the colours' profile and Adobe's word on colours say how it looks. */
function keepsApp(marker: number, body: Buffer): boolean {
  const named = (name: string): boolean => body.toString('latin1', 0, name.length) === name;
  if (marker === 0xe0) return named('JFIF\0');
  if (marker === 0xe2) return named('ICC_PROFILE\0');
  return marker === 0xee && named('Adobe');
}

/** PNG (third edition), 4.7 and 5.6: chunks that say how it looks, with those of moving ones. */
const PNG_KEPT: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI mDCv cLLi bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
);

function* png(out: Out): Reader {
  out(yield { take: 8 });
  for (;;) {
    const head = yield { take: 8 };
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    if (!/^[A-Za-z]{4}$/.test(type)) throw new NotAPicture('a chunk has no name');
    // With its checksum.
    if (PNG_KEPT.has(type)) {
      out(head);
      yield { pass: length + 4 };
      if (type === 'IEND') return;
    } else if (type === 'eXIf' && length <= PIECE_MAX - 4) {
      const turned = orientationIn((yield { take: length + 4 }).subarray(0, length));
      if (turned !== 1) out(chunkOf('eXIf', exifOf(turned)));
    } else yield { drop: length + 4 };
  }
}

function chunkOf(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crcOf(named));
  return Buffer.concat([length, named, sum]);
}

/** PNG, annex D. */
function crcOf(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const WEBP_KEPT: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

/** RFC 9649, 2.7. Its length stands in its head: what is taken out is written over. */
function* webp(out: Out): Reader {
  const head = yield { take: 12 };
  out(head);
  let left = head.readUInt32LE(4) - 4;
  while (left >= 8) {
    const chunk = yield { take: 8 };
    const type = chunk.toString('latin1', 0, 4);
    const length = chunk.readUInt32LE(4);
    const padded = Math.min(length + (length % 2), left - 8);
    out(chunk);
    if (WEBP_KEPT.has(type)) yield { pass: padded };
    else if (type === 'EXIF' && padded <= PIECE_MAX) {
      const exif = yield { take: padded };
      const turned = exifOf(orientationIn(exif.subarray(exif.toString('latin1', 0, 6) === 'Exif\0\0' ? 6 : 0)));
      out(Buffer.concat([turned, Buffer.alloc(padded)]).subarray(0, padded));
    } else yield { blank: padded };
    left -= 8 + padded;
  }
}

/** GIF89a: blocks of a label, and their data in parts of up to 255 bytes. */
function* gif(out: Out): Reader {
  const head = yield { take: 13 };
  out(head);
  yield* table(out, head[10] ?? 0);
  for (;;) {
    const [kind = 0] = yield { take: 1 };
    if (kind === 0x3b) {
      out(Buffer.from([kind]));
      return;
    }
    if (kind === 0x2c) {
      const frame = yield { take: 9 };
      out(Buffer.concat([Buffer.from([kind]), frame]));
      yield* table(out, frame[8] ?? 0);
      out(yield { take: 1 });
      yield* parts(out);
      continue;
    }
    if (kind !== 0x21) throw new NotAPicture('a block has no name');
    const [label = 0, size = 0] = yield { take: 2 };
    const start = yield { take: size };
    // How it moves, how often, in which colours.
    const isKept = label === 0xf9 || (label === 0xff && /^(?:NETSCAPE2\.0|ANIMEXTS1\.0|ICCRGBG1012)/.test(start.toString('latin1')));
    if (isKept) out(Buffer.concat([Buffer.from([kind, label, size]), start]));
    if (size > 0) yield* parts(isKept ? out : () => undefined);
    else if (isKept) throw new NotAPicture('a block is empty');
  }
}

/** A table of colours, if the flags say that there is one. */
function* table(out: Out, flags: number): Reader {
  if (flags & 0x80) out(yield { take: 3 << ((flags & 7) + 1) });
}

function* parts(out: Out): Reader {
  for (;;) {
    const size = yield { take: 1 };
    out(size);
    if (size[0] === 0) return;
    out(yield { take: size[0] ?? 0 });
  }
}

/** Boxes in which the others stand. */
const MP4_INSIDE: ReadonlySet<string> = new Set(['moov', 'trak', 'moof', 'traf']);
const MP4_TOLD: ReadonlySet<string> = new Set(['udta', 'meta', 'uuid']);

/** ISO/IEC 14496-12, 4.2. Its tables count bytes from the beginning: what is taken out becomes free space. */
function* mp4(out: Out, end: number): Reader {
  let left = end;
  while (left >= 8) {
    const head = yield { take: 8 };
    const type = head.toString('latin1', 4, 8);
    const small = head.readUInt32BE(0);
    const wide = small === 1 ? yield { take: 8 } : NOTHING;
    // 0: to the end of the file.
    const size = small === 0 ? Infinity : small === 1 ? Number(wide.readBigUInt64BE(0)) : small;
    const inside = size - 8 - wide.length;
    if (!(inside >= 0) || inside > left) throw new NotAPicture('a box is larger than what it stands in');
    out(MP4_TOLD.has(type) ? Buffer.concat([head.subarray(0, 4), Buffer.from('free', 'latin1')]) : head);
    out(wide);
    if (MP4_INSIDE.has(type)) yield* mp4(out, inside);
    else if (MP4_TOLD.has(type)) {
      if (inside === Infinity) return;
      yield { blank: inside };
    } else yield { pass: inside };
    left -= size;
  }
}

/** TIFF 6.0, tag 274: 1 to 8; 1 where it is not said. */
function orientationIn(tiff: Buffer): number {
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 14 || (order !== 'II' && order !== 'MM')) return 1;
  const short = (at: number): number => (at + 2 > tiff.length ? 0 : order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const at = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(at) && at + 14 + entry * 12 <= tiff.length; entry++) {
    if (short(at + 2 + entry * 12) !== 274) continue;
    const turned = short(at + 10 + entry * 12);
    return turned >= 1 && turned <= 8 ? turned : 1;
  }
  return 1;
}

/** A directory of that one entry. */
function exifOf(orientation: number): Buffer {
  return Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
}
