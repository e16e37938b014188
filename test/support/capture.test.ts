import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findSecrets } from './capture.ts';

const secret = 'kX7pQ2mWz9LtRb4d';

function found(bytes: Buffer | string): number {
  return findSecrets([{ where: 'here', bytes: Buffer.from(bytes) }], [secret]).length;
}

describe('the search for planted strings', () => {
  test.each([
    ['as it is', `before ${secret} after`],
    ['grouped in fours', 'before kX7p Q2mW z9Lt Rb4d after'],
    ['percent-encoded', [...secret].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('')],
    ['as decimal entities', [...secret].map((char) => `&#${String(char.charCodeAt(0))};`).join('')],
    ['reversed', [...secret].reverse().join('')],
    ['as hex', Buffer.from(secret).toString('hex')],
  ])('finds it %s', (_how, text) => {
    expect(found(text)).toBe(1);
  });

  test.each([0, 1, 2, 3, 4, 5])('finds it in base64 behind %i other bytes', (offset) => {
    expect(found(Buffer.from(`${'x'.repeat(offset)}${secret} and more`).toString('base64'))).toBeGreaterThan(0);
  });

  test('finds it in UTF-16 of both byte orders', () => {
    expect(found(Buffer.from(secret, 'utf16le'))).toBe(1);
    expect(found(Buffer.from(secret, 'utf16le').swap16())).toBe(1);
  });

  test('finds it in what was compressed', () => {
    expect(found(gzipSync(`{"value":"${secret}"}`))).toBe(1);
  });

  test('does not find what is not there', () => {
    expect(found(`kX7pQ2mW z9LtRb4`)).toBe(0);
  });
});
