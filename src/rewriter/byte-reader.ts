/**
 * Bytes as text, one character a byte. In a few old charsets a byte of ASCII can be half of a character: the `\` in a
 * Shift_JIS word would end a string, the `<` of ISO-2022-JP open a tag. Such a byte becomes a character that means nothing to
 * any scanner, with the byte in its lower half, which is what `latin1` writes back.
 */

/** Private use: no byte reads as one of these. */
const MARK = 0xe000;
const ESC = 0x1b;

export type ByteReader = (bytes: Buffer) => string;

/** For the chunks of one body, in order. */
export function byteReader(charset: string | undefined): ByteReader {
  const name = charset === undefined ? '' : encodingOf(charset);
  if (name === 'iso-2022-jp') return new EscapedReader().read;
  if (name === 'shift_jis' || name === 'gbk' || name === 'gb18030' || name === 'big5' || name === 'euc-kr')
    return new PairReader(name).read;
  return (bytes) => bytes.toString('latin1');
}

/** The text as its characters, for what is reckoned over UTF-8. */
export function utf8Of(text: string, charset: string | undefined): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  const name = charset === undefined ? 'utf-8' : encodingOf(charset);
  return name === 'utf-8' || name === '' ? bytes : Buffer.from(new TextDecoder(name, { ignoreBOM: true }).decode(bytes), 'utf8');
}

function encodingOf(charset: string): string {
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return ''; // a name that nobody knows: browsers go on with another one, in which bytes of ASCII are ASCII
  }
}

class PairReader {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  /** By both bytes: 0 not met yet, 1 one character, 2 none. A lead with a wrong trail leaves the trail to be read anew. */
  readonly #known = new Uint8Array(65536);
  readonly #isLead: (byte: number) => boolean;
  #lead = 0;

  constructor(encoding: string) {
    this.#decoder = new TextDecoder(encoding);
    // In Shift_JIS the bytes between are half-width katakana, which stand alone.
    const split = encoding === 'shift_jis';
    this.#isLead = (byte) => byte >= 0x81 && byte <= 0xfe && !(split && ((byte > 0x9f && byte < 0xe0) || byte > 0xfc));
  }

  readonly read = (bytes: Buffer): string => {
    let text = '';
    let copied = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (this.#lead === 0) {
        if (this.#isLead(byte)) this.#lead = byte;
        continue;
      }
      if (byte >= 0x40 && byte < 0x7f && this.#isPair(this.#lead, byte)) {
        text += bytes.toString('latin1', copied, at) + String.fromCharCode(MARK + byte);
        copied = at + 1;
      }
      this.#lead = 0;
    }
    return copied === 0 ? bytes.toString('latin1') : text + bytes.toString('latin1', copied);
  };

  #isPair(lead: number, trail: number): boolean {
    const key = lead * 256 + trail;
    if (this.#known[key] === 0) {
      const text = this.#decoder.decode(Uint8Array.of(lead, trail));
      this.#known[key] = text.length === 1 && text !== '\ufffd' ? 1 : 2;
    }
    return this.#known[key] === 1;
  }
}

class EscapedReader {
  /** Bytes stand for themselves until an escape says otherwise. */
  #plain = true;
  #escape = '';

  readonly read = (bytes: Buffer): string => {
    let text = '';
    for (const byte of bytes) {
      text += String.fromCharCode(this.#plain || byte < 0x21 || byte > 0x7e || this.#escape !== '' ? byte : MARK + byte);
      if (byte === ESC) this.#escape = '\x1b';
      else if (this.#escape !== '') {
        this.#escape += String.fromCharCode(byte);
        if (this.#escape.length === 3) {
          if (/^\x1b\([BJ]$/.test(this.#escape)) this.#plain = true;
          else if (/^\x1b(?:\(I|\$[@B])$/.test(this.#escape)) this.#plain = false;
          this.#escape = '';
        }
      }
    }
    return text;
  };
}
