/**
 * HTML that stays as it is but for one script tag of ours, and policies in metas that must let it run. Behind the head the
 * bytes are not looked at any more.
 */
import { Transform, type TransformCallback } from 'node:stream';
import { TextDecoder } from 'node:util';
import { HtmlScanner, type HtmlPage } from './text/index.ts';
import { encodeUtf16, mayBeginMark, utf16Of, type ByteOrder } from './text-codec.ts';

export interface TaggedPage {
  /** ASCII only, because it is put between bytes of any charset. */
  readonly tag: string;
  /** XHTML and other XML. */
  readonly xml: boolean;
  readonly charset: string | undefined;
  /** Policy of a `<meta http-equiv=content-security-policy>` with ours let in. */
  mapCsp(policy: string): string;
}

/** A policy in a meta counts in the head alone (HTML standard, 4.2.5.3); nothing of that is left behind these. */
const HEAD_ENDS = /<\/head|<body/i;
/** A head without an end is looked at for so long, characters. */
const LOOK_LIMIT = 256 * 1024;

export function createTagTransform(page: TaggedPage): Transform {
  return new TagTransform(page);
}

class TagTransform extends Transform {
  readonly #page: TaggedPage;
  #scanner: HtmlScanner | undefined;
  #order: ByteOrder | undefined;
  #decoder: TextDecoder | undefined;
  #head: Buffer | undefined;
  #isIn = false;
  #isPast = false;
  #seen = 0;
  #tail = '';

  constructor(page: TaggedPage) {
    super();
    this.#page = page;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#isPast) {
      done(null, chunk);
      return;
    }
    let bytes = chunk;
    if (!this.#scanner) {
      bytes = this.#head ? Buffer.concat([this.#head, chunk]) : chunk;
      if (mayBeginMark(bytes)) {
        this.#head = bytes;
        done();
        return;
      }
      this.#begin(bytes);
    }
    this.#feed(bytes);
    done();
  }

  override _flush(done: TransformCallback): void {
    if (!this.#isPast) {
      const head = this.#scanner ? undefined : (this.#head ?? Buffer.alloc(0));
      if (head) {
        this.#begin(head);
        this.#feed(head);
      }
      if (this.#decoder) this.#write(this.#scanner?.push(this.#decoder.decode()) ?? []);
      if (!this.#isPast) this.#write(this.#scanner?.end() ?? []);
    }
    done();
  }

  #begin(bytes: Buffer): void {
    this.#head = undefined;
    this.#order = utf16Of(bytes, this.#page.charset);
    if (this.#order) this.#decoder = new TextDecoder(this.#order, { ignoreBOM: true });
    const page: HtmlPage = {
      map: () => undefined,
      js: () => undefined,
      mapCsp: (policy) => this.#page.mapCsp(policy),
      bootTag: () => {
        this.#isIn = true;
        return this.#page.tag;
      },
    };
    this.#scanner = new HtmlScanner(page, { bytes: !this.#order, xml: this.#page.xml, tagOnly: true });
  }

  #feed(bytes: Buffer): void {
    const scanner = this.#scanner;
    if (!scanner) return;
    const text = this.#decoder ? this.#decoder.decode(bytes, { stream: true }) : bytes.toString('latin1');
    this.#write(scanner.push(text));
    this.#seen += text.length;
    const ends = HEAD_ENDS.test(this.#tail + text);
    this.#tail = text.slice(-8);
    // UTF-16 is decoded to its end: bytes that wait in the decoder would be lost otherwise.
    if (this.#order || !this.#isIn || !(ends || this.#seen > LOOK_LIMIT)) return;
    this.#write(scanner.end());
    this.#isPast = true;
    this.#scanner = undefined;
  }

  #write(pieces: readonly string[]): void {
    const text = pieces.join('');
    if (text !== '') this.push(this.#order ? encodeUtf16(text, this.#order) : Buffer.from(text, 'latin1'));
  }
}
