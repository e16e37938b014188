/**
 * The attack: none is needed. A customer puts a photo of the broken boiler on the board, and with it goes where they live, when
 * they took it, and a small copy of what they had cut off. Or somebody hides another file behind the end of a picture. Each kind
 * is made here by hand with such things in all of its places; what is kept must be the same picture, with none of them.
 */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MetadataStripper, NotAPicture } from '../../src/sessions/picture-metadata.ts';
import type { BoardMime } from '../../src/shared/board.ts';

const SECRET = 'N 48.137 E 11.575';
const text = (value: string): Buffer => Buffer.from(value, 'latin1');
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number): Buffer => Buffer.from([value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]);
const little = (value: number): Buffer => Buffer.from(u32(value)).reverse();

/** A directory of two entries: a place, and how it is turned. */
const exif = (turned: number): Buffer =>
  Buffer.concat([
    ...[text('II'), Buffer.from([42, 0, 8, 0, 0, 0, 2, 0])],
    Buffer.from([0x0e, 1, 2, 0, SECRET.length, 0, 0, 0, 50, 0, 0, 0]),
    Buffer.from([0x12, 1, 3, 0, 1, 0, 0, 0, turned, 0, 0, 0]),
    ...[Buffer.alloc(4), Buffer.alloc(12), text(SECRET)],
  ]);

const segment = (marker: number, ...body: Buffer[]): Buffer => {
  const all = Buffer.concat(body);
  return Buffer.concat([Buffer.from([0xff, marker]), u16(all.length + 2), all]);
};
const scan = Buffer.concat([segment(0xda, Buffer.alloc(10)), Buffer.from([1, 0xff, 0, 2, 0xff, 0xd3, 3, 0xff, 0, 0xff, 0])]);
const jpeg = (turned: number): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, text('JFIF\0'), Buffer.alloc(9)),
    segment(0xe1, text('Exif\0\0'), exif(turned)),
    segment(0xe1, text('http://ns.adobe.com/xap/1.0/\0'), text(SECRET)),
    segment(0xe2, text('ICC_PROFILE\0'), text('colours')),
    segment(0xe2, text('MPF\0'), text(SECRET)),
    segment(0xed, text('Photoshop 3.0\0'), text(SECRET)),
    segment(0xee, text('Adobe'), Buffer.alloc(7)),
    Buffer.from([0xff, 0xff]),
    segment(0xfe, text(SECRET)),
    segment(0xdb, Buffer.alloc(65)),
    scan,
    segment(0xc4, text('of the next part')),
    scan,
    Buffer.from([0xff, 0xd9]),
    text(`PK\x03\x04 ${SECRET}`),
  ]);
const plainJpeg = (turned: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, text('JFIF\0'), Buffer.alloc(9)),
    turned,
    segment(0xe2, text('ICC_PROFILE\0'), text('colours')),
    segment(0xee, text('Adobe'), Buffer.alloc(7)),
    segment(0xdb, Buffer.alloc(65)),
    scan,
    segment(0xc4, text('of the next part')),
    scan,
    Buffer.from([0xff, 0xd9]),
  ]);
/** Big-endian, one entry: turned by so much. */
const onlyTurned = (turned: number): Buffer =>
  Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0]);

const chunk = (type: string, data: Buffer, sum = Buffer.alloc(4)): Buffer => Buffer.concat([u32(data.length), text(type), data, sum]);
const png = (turned: number): [Buffer, Buffer] => {
  const kept = [chunk('IHDR', Buffer.alloc(13)), chunk('pHYs', Buffer.alloc(9)), chunk('IDAT', deflateSync('pixels'))] as const;
  const end = chunk('IEND', Buffer.alloc(0));
  const told = [chunk('tEXt', text(SECRET)), chunk('iTXt', text(SECRET)), chunk('zTXt', text(SECRET)), chunk('tIME', text(SECRET))];
  const head = text('\x89PNG\r\n\x1a\n');
  const whole = Buffer.concat([
    head,
    kept[0],
    ...told,
    kept[1],
    chunk('eXIf', exif(turned)),
    chunk('prIV', text(SECRET)),
    kept[2],
    end,
    text(SECRET),
  ]);
  // The checksum of zlib's own making: CRC-32 of the name and the data.
  const turning = turned === 1 ? Buffer.alloc(0) : chunk('eXIf', onlyTurned(turned), Buffer.from('d6674b69', 'hex'));
  return [whole, Buffer.concat([head, kept[0], kept[1], turning, kept[2], end])];
};

const riff = (type: string, data: Buffer): Buffer => Buffer.concat([text(type), little(data.length), data, Buffer.alloc(data.length % 2)]);
const webp = (...chunks: Buffer[]): Buffer => {
  const all = Buffer.concat(chunks);
  return Buffer.concat([text('RIFF'), little(all.length + 4), text('WEBP'), all]);
};

const gifOf = (...told: Buffer[]): Buffer =>
  Buffer.concat([
    text('GIF89a'),
    ...[Buffer.from([2, 0, 2, 0, 0x80, 0, 0]), Buffer.alloc(6)],
    ...[Buffer.from([0x21, 0xff, 11]), text('NETSCAPE2.0'), Buffer.from([3, 1, 0, 0, 0])],
    ...told,
    Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0, 0]),
    Buffer.from([0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 2, 0x44, 0x01, 0]),
    Buffer.from([0x3b]),
  ]);

const box = (type: string, ...inside: Buffer[]): Buffer => {
  const all = Buffer.concat(inside);
  return Buffer.concat([u32(all.length + 8), text(type), all]);
};
const mp4 = (told: (type: string) => Buffer): Buffer =>
  Buffer.concat([
    box('ftyp', text('isom'), Buffer.alloc(8)),
    box('moov', box('mvhd', Buffer.alloc(100)), box('trak', box('tkhd', Buffer.alloc(84)), told('meta')), told('udta')),
    told('uuid'),
    Buffer.concat([u32(1), text('mdat'), Buffer.alloc(4), u32(16 + 3000), Buffer.alloc(3000, 7)]),
    told('udta'),
  ]);

async function stripped(mime: BoardMime, file: Buffer, size: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < file.length; at += size) pieces.push(file.subarray(at, at + size));
  const strip = new MetadataStripper(() => mime);
  const out = await buffer(Readable.from(pieces).pipe(strip));
  expect(strip.bytes).toBe(out.length);
  return out;
}

describe('[G5] a picture keeps what it looks like and nothing else', () => {
  const [turnedPng, cleanTurnedPng] = png(6);
  const [straightPng, cleanStraightPng] = png(1);
  const vp8 = [riff('VP8X', Buffer.alloc(10)), riff('VP8 ', text('pixels!'))] as const;
  const blankExif = Buffer.concat([onlyTurned(8), Buffer.alloc(exif(8).length - onlyTurned(8).length)]);
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, SECRET.length]), text(SECRET), Buffer.from([0])]);
  const xmp = Buffer.concat([
    Buffer.from([0x21, 0xff, 11]),
    text('XMP DataXMP'),
    Buffer.from([SECRET.length]),
    text(SECRET),
    Buffer.from([0]),
  ]);

  test.each<[string, BoardMime, Buffer, Buffer]>([
    ['a JPEG', 'image/jpeg', jpeg(1), plainJpeg(Buffer.alloc(0))],
    ['a JPEG that is turned', 'image/jpeg', jpeg(6), plainJpeg(segment(0xe1, text('Exif\0\0'), onlyTurned(6)))],
    ['a PNG', 'image/png', straightPng, cleanStraightPng],
    ['a PNG that is turned', 'image/png', turnedPng, cleanTurnedPng],
    [
      'a WebP that is turned',
      'image/webp',
      Buffer.concat([webp(...vp8, riff('EXIF', exif(8)), riff('XMP ', text(SECRET)), riff('TELL', text(SECRET))), text(SECRET)]),
      webp(...vp8, riff('EXIF', blankExif), riff('XMP ', Buffer.alloc(SECRET.length)), riff('TELL', Buffer.alloc(SECRET.length))),
    ],
    ['a GIF', 'image/gif', Buffer.concat([gifOf(comment, xmp), text(SECRET)]), gifOf()],
    [
      'an MP4, every byte of it where it was',
      'video/mp4',
      mp4((type) => box(type, text(SECRET))),
      mp4(() => box('free', Buffer.alloc(SECRET.length))),
    ],
  ])('%s', async (_name, mime, file, plain) => {
    expect(file.includes(SECRET)).toBe(true);
    for (const size of [1, 7, 4096, file.length])
      expect((await stripped(mime, file, size)).toString('latin1')).toBe(plain.toString('latin1'));
  });

  test('what breaks off is kept as far as it came', async () => {
    const half = jpeg(1).subarray(0, -60);
    expect((await stripped('image/jpeg', half, 50)).includes(SECRET)).toBe(false);
    expect(plainJpeg(Buffer.alloc(0)).subarray(0, 100)).toEqual((await stripped('image/jpeg', half, 50)).subarray(0, 100));
  });

  test.each<[string, BoardMime, Buffer]>([
    ['a page behind the first bytes of a JPEG', 'image/jpeg', text('\xff\xd8\xff\xe0\0\x10JFIF\0ABCDEFGHI<script>alert(1)</script>')],
    ['one behind the first bytes of a PNG', 'image/png', text('\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>')],
    ['one behind the first bytes of a GIF', 'image/gif', text('GIF89a=1;/*          */alert(1)')],
    ['a box that ends outside of its own', 'video/mp4', Buffer.concat([u32(16), text('moov'), u32(1000), text('trak')])],
  ])('[G1] %s is no such file', async (_name, mime, file) => {
    await expect(stripped(mime, file, 16)).rejects.toThrow(NotAPicture);
  });
});
