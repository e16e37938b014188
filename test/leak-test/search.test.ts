/**
 * The attack: a secret leaves, but not as it was written. A page encodes it, a log escapes it, a body is compressed, and a
 * search for the plain string finds nothing. So the search knows the spellings, and looks into what is packed.
 */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CanarySearch } from '../../src/leak-test/search.ts';
import { canaryOf } from '../../src/shared/leak-test.ts';

const stem = 'k3yq7mzt5bwd';
const canaries = Array.from({ length: 40 }, (_, n) => canaryOf(stem, 'ab', n));
const [, , seventh = ''] = canaries;
const each = (write: (code: number) => string) => [...seventh].map((sign) => write(sign.charCodeAt(0))).join('');

async function find(bytes: Buffer, packed = false) {
  const search = new CanarySearch<'here'>([stem]);
  search.look('here', bytes, packed);
  await search.settle();
  return search.finds(canaries).map(({ spelling, text }) => `${spelling}: ${text === seventh ? 'it' : text}`);
}

const spelled: readonly [string, string | Buffer][] = [
  ['plain', `{"text":"${seventh}"}`],
  ['upper case', seventh.toUpperCase()],
  ['grouped', seventh.replace(/(.{4})(?=.)/g, '$1 ')],
  ['grouped by dashes', seventh.replace(/(.{4})(?=.)/g, '$1-')],
  ['url-encoded', each((code) => `%${code.toString(16)}`)],
  ['entities', each((code) => `&#${code};`)],
  ['hex entities', each((code) => `&#x${code.toString(16)};`)],
  ['json escapes', each((code) => `\\u00${code.toString(16)}`)],
  ['css escapes', each((code) => `\\${code.toString(16)} `)],
  ['utf-16', Buffer.from(seventh, 'utf16le')],
  ['utf-16', Buffer.from(seventh, 'utf16le').swap16()],
  ['hex', Buffer.from(seventh).toString('hex')],
  ['reversed', [...seventh].reverse().join('')],
  ['base64', btoa(`user:${seventh}`)],
  ['base64', btoa(`x${seventh}.`)],
  ['base64', Buffer.from(`${'\u00ff'.repeat(3)}${seventh}`).toString('base64url')],
  ['base64 of the reversed', btoa([...seventh].reverse().join(''))],
];

describe('the search', () => {
  test.each(spelled)('finds it as %s, and says which one it is', async (name, text) => {
    const around = Buffer.alloc(300, 'lorem ipsum ');
    expect(await find(Buffer.concat([around, Buffer.from(text), around]))).toEqual([`${name}: it`]);
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['raw deflate', deflateRawSync],
    ['brotli', brotliCompressSync],
  ])('looks into %s', async (_name, pack) => {
    const packed = pack(Buffer.from(`${'words '.repeat(50)}${seventh}`));
    expect(await find(packed)).toEqual([]);
    expect(await find(packed, true)).toEqual(['plain: it']);
  });

  test('finds it wherever it stands in a long text, the seams of its slices too', async () => {
    for (const at of [0, 65_530, 65_536 - seventh.length, 65_535, 200_001]) {
      const bytes = Buffer.alloc(300_000, '.');
      bytes.write(seventh, at);
      expect(await find(bytes), String(at)).toEqual(['plain: it']);
    }
  });

  test('finds nothing where nothing is, and counts what it searched', async () => {
    const search = new CanarySearch<'a' | 'b'>([stem]);
    search.look('a', Buffer.from('k3yq7mzt5bw'));
    search.look('a', Buffer.alloc(10));
    search.look('b', Buffer.alloc(0));
    await search.settle();
    expect(search.finds(canaries)).toEqual([]);
    expect(Object.fromEntries(search.counts)).toEqual({ a: { items: 2, bytes: 21 }, b: { items: 1, bytes: 0 } });
  });

  test('says that it was overrun rather than keep without bound', async () => {
    const search = new CanarySearch<'here'>([stem]);
    const megabytes = Buffer.alloc(33 << 20);
    for (let n = 0; n < 4; n++) search.look('here', megabytes);
    expect(search.overrun).toBe(true);
    await search.settle();
  });
});
