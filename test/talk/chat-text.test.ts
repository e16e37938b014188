/**
 * What becomes a link in a chat. A customer is sent "https://bank.example@evil.example/", "javascript:…" or an address with
 * letters of another alphabet, and clicks: only what goes where it says it goes may be clicked.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatParts } from '../../src/talk/chat-text.ts';

const linksIn = (text: string) => chatParts(text).flatMap((part) => (part.is === 'link' ? [[part.text, part.href]] : []));

describe('[C1] links', () => {
  test.each([
    ['see https://a.example/x?y=1.', 'https://a.example/x?y=1'],
    ['(http://a.example/b)', 'http://a.example/b'],
    ['https://a.example/wiki/Tea_(drink), and', 'https://a.example/wiki/Tea_(drink)'],
    ['HTTPS://A.example/Q!', 'HTTPS://A.example/Q'],
  ])('%s', (text, shown) => {
    expect(linksIn(text)).toEqual([[shown, new URL(shown).href]]);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,<b>x</b>',
    'file:///etc/passwd',
    'https://bank.example@evil.example/',
    'https://user:pass@a.example/',
    'https://',
    'http://[::1',
    'mailto:a@b.example',
    'www.a.example',
    `https://a.example/${'x'.repeat(3000)}`,
  ])('%s stays text', (text) => {
    expect(chatParts(text).every((part) => part.is === 'text')).toBe(true);
  });

  test('an address in another alphabet is shown as the network spells it', () => {
    expect(linksIn('https://аррӏе.example/')).toEqual([['https://xn--80ak6aa92e.example/', 'https://xn--80ak6aa92e.example/']]);
  });

  test('nothing is lost and nothing is made up, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('@Anna', '@', ' ', 'https://', ')')), { maxLength: 8 }),
        (bits) => {
          const text = bits.join('');
          const parts = chatParts(text, ['Anna']);
          for (const part of parts) if (part.is === 'link') expect(part.href).toMatch(/^https?:\/\//);
          if (/^[\x20-\x7e]*$/.test(text)) expect(parts.map((part) => part.text).join('')).toBe(text);
        },
      ),
    );
  });
});

describe('mentions', () => {
  test.each([
    ['@Anna look', ['Anna']],
    ['hi @anna-maria', ['Anna']],
    ['@Anna Maria, yes', ['Anna Maria']],
    ['mail@Anna.example', []],
    ['@Annabel', []],
    ['@Anna @Bo', ['Anna', 'Bo']],
  ])('%s', (text, names) => {
    expect(chatParts(text, ['Anna', 'Anna Maria', 'Bo']).flatMap((part) => (part.is === 'mention' ? [part.name] : []))).toEqual(names);
  });
});
