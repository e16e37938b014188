/** The ways in which a planted string may be written and still give itself away. */

export interface Spelling {
  readonly name: string;
  readonly needle: Buffer;
}

const each = (text: string, write: (code: number) => string): Buffer =>
  Buffer.from([...text].map((sign) => write(sign.charCodeAt(0))).join(''));
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

/** Every spelling of one string of ASCII; no two have the same bytes. */
export function spell(text: string): Spelling[] {
  const plain = Buffer.from(text);
  const reversed = Buffer.from([...text].reverse().join(''));
  const spellings: Spelling[] = [
    { name: 'plain', needle: plain },
    { name: 'upper case', needle: Buffer.from(text.toUpperCase()) },
    { name: 'grouped', needle: Buffer.from(text.replace(/(.{4})(?=.)/g, '$1 ')) },
    { name: 'grouped by dashes', needle: Buffer.from(text.replace(/(.{4})(?=.)/g, '$1-')) },
    { name: 'url-encoded', needle: each(text, (code) => `%${hex(code, 2)}`) },
    { name: 'entities', needle: each(text, (code) => `&#${code};`) },
    { name: 'hex entities', needle: each(text, (code) => `&#x${hex(code, 2)};`) },
    { name: 'json escapes', needle: each(text, (code) => `\\u${hex(code, 4)}`) },
    { name: 'css escapes', needle: each(text, (code) => `\\${hex(code, 2)} `) },
    // Without its last byte it is the same in either order of bytes.
    { name: 'utf-16', needle: Buffer.from(text, 'utf16le').subarray(0, -1) },
    { name: 'hex', needle: Buffer.from(plain.toString('hex')) },
    { name: 'reversed', needle: reversed },
    ...[0, 1, 2].map((offset) => ({ name: 'base64', needle: base64At(plain, offset) })),
    ...[0, 1, 2].map((offset) => ({ name: 'base64 of the reversed', needle: base64At(reversed, offset) })),
  ];
  // What has signs of its own in base64's other alphabet, for addresses.
  for (const { name, needle } of [...spellings]) {
    const other = needle.toString('latin1').replace(/\+/g, '-').replace(/\//g, '_');
    if (name.startsWith('base64') && other !== needle.toString('latin1')) spellings.push({ name, needle: Buffer.from(other, 'latin1') });
  }
  const seen = new Set<string>();
  return spellings.filter(({ needle }) => {
    const key = needle.toString('latin1');
    return seen.has(key) ? false : seen.add(key);
  });
}

export const spellingNames: readonly string[] = [...new Set(spell('a0b1c2d3e4f5').map(({ name }) => name))];

/** The base64 text that a string has inside a longer text, when `offset` bytes stand before it: without its ragged ends. */
function base64At(plain: Buffer, offset: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), plain])
    .toString('base64')
    .replace(/=+$/, '');
  const from = offset === 0 ? 0 : offset + 1;
  const whole = Math.floor((offset + plain.length) / 3) * 4;
  return Buffer.from(text.slice(from, whole));
}
