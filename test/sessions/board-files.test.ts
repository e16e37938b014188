/**
 * Files of the board. Somebody sends a page with a script in it and calls it a picture, a film without an end, or reads the disk
 * of the gateway afterwards: the first has no kind, the second has a bound, and the third finds noise.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BoardFiles, boardMimeOf } from '../../src/sessions/board-files.ts';

const pixels = Buffer.alloc(100_000, 'a picture of a teapot. ');
const png = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n\0\x01\x86\xa0IDAT', 'latin1'),
  pixels,
  Buffer.from('\0\0\0\0\0\0\0\0IEND\0\0\0\0', 'latin1'),
]);
const head = (text: string) => Buffer.from(text.padEnd(32, '\0'), 'latin1');

describe('[G1] a file is what its bytes say', () => {
  test.each([
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['RIFF\x00\x00\x00\x00WEBPVP8 ', 'image/webp'],
    ['GIF89a', 'image/gif'],
    ['\x00\x00\x00\x20ftypavif', 'image/avif'],
    ['\x00\x00\x00\x20ftypisom', 'video/mp4'],
    ['\x1a\x45\xdf\xa3', 'video/webm'],
    ['<!doctype html>', undefined],
    ['<svg xmlns="http://www.w3.org/', undefined],
    ['%PDF-1.7', undefined],
    ['\x00\x00\x00\x20ftypheic', undefined],
    ['RIFF\x00\x00\x00\x00WAVE', undefined],
    ['PK\x03\x04', undefined],
  ])('%j', (text, mime) => {
    expect(boardMimeOf(head(text))).toBe(mime);
  });
});

describe('files of a board', () => {
  let root: string;
  let files: BoardFiles;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'samepage-board-'));
    files = new BoardFiles(path.join(root, 's1'), { fileBytes: 200_000, sessionBytes: 250_000 });
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('any part of it reads as it was sent, and nothing of it stands on the disk', async () => {
    const put = await files.put(Readable.from([png.subarray(0, 5), png.subarray(5, 70_001), png.subarray(70_001)]));
    expect(put).toEqual({ ok: true, file: { id: 1, mime: 'image/png', bytes: png.length } });
    for (const [from, to] of [
      [0, png.length - 1],
      [0, 0],
      [15, 16],
      [33, 70_000],
      [99_999, png.length - 1],
    ] as const) {
      const stream = files.read(1, from, to);
      expect(stream && (await buffer(stream)).equals(png.subarray(from, to + 1))).toBe(true);
    }
    const kept = readFileSync(path.join(root, 's1', '1'));
    expect(kept.length).toBe(png.length);
    expect(kept.includes('teapot')).toBe(false);
  });

  test('[G2] what is refused leaves nothing behind, and counts for nothing', async () => {
    const endless = Readable.from(
      (function* () {
        yield Buffer.from('\x89PNG\r\n\x1a\n\x7f\0\0\0IDAT', 'latin1');
        for (;;) yield Buffer.alloc(50_000);
      })(),
    );
    expect(await files.put(endless)).toEqual({ ok: false, reason: 'file-size' });
    expect(await files.put(Readable.from([Buffer.from('<html>'), Buffer.alloc(100)]))).toEqual({ ok: false, reason: 'kind' });
    expect(await files.put(Readable.from([Buffer.from('\x89PN', 'latin1')]))).toEqual({ ok: false, reason: 'kind' });
    expect(readdirSync(path.join(root, 's1'))).toEqual([]);
    expect((await files.put(Readable.from([png]))).ok).toBe(true);
    expect((await files.put(Readable.from([png]))).ok).toBe(true);
    expect(await files.put(Readable.from([png]))).toEqual({ ok: false, reason: 'session-size' });
    await files.remove(4);
    expect((await files.put(Readable.from([png]))).ok).toBe(true);
  });

  test('[G3] the end deletes all of it', async () => {
    await files.put(Readable.from([png]));
    await files.clear();
    expect(existsSync(path.join(root, 's1'))).toBe(false);
    expect(files.read(1, 0, 10)).toBeUndefined();
  });
});
