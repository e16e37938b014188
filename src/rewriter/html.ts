/** HTML (and XHTML, SVG, other XML) as a stream: bytes in, bytes out, in any chunks, everything untouched but what must change. */
import { Transform, type TransformCallback } from 'node:stream';
import { TextDecoder } from 'node:util';
import { HtmlScanner, mentionsGuarded, rewriteJs, type HtmlPage, type JsKind, type JsOptions, type MapUrl } from './text/index.ts';
import { encodeUtf16, utf16Of, type ByteOrder } from './text-codec.ts';
import type { PageContext } from './types.ts';

/** Asks the parser for a script that the scanner could not settle; gives the text as it came when that cannot either. */
export type SettleScript = (text: string, kind: JsKind, bytes: boolean) => Promise<string>;

type Piece = string | Promise<string>;

export interface HtmlDeps {
  readonly settle: SettleScript;
  mapFor(url: string, charset: string | undefined): MapUrl;
  /** A script was scanned, or needs the parser. */
  count(what: 'scanned' | 'untouched'): void;
}

export function createHtmlTransform(page: PageContext, deps: HtmlDeps): Transform {
  return new HtmlTransform(page, deps);
}

class HtmlTransform extends Transform {
  readonly #page: PageContext;
  readonly #deps: HtmlDeps;
  #scanner: HtmlScanner<Promise<string>> | undefined;
  #order: ByteOrder | undefined;
  #decoder: TextDecoder | undefined;
  /** The first bytes, until there are enough to know the charset. */
  #head: Buffer | undefined;

  constructor(page: PageContext, deps: HtmlDeps) {
    super();
    this.#page = page;
    this.#deps = deps;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let bytes = chunk;
    if (!this.#scanner) {
      bytes = this.#head ? Buffer.concat([this.#head, chunk]) : chunk;
      // Three bytes tell a byte order mark; anything but the first byte of one tells that there is none.
      if (bytes.length < 3 && (bytes.length === 0 || [0xff, 0xfe, 0xef].includes(bytes[0] ?? 0))) {
        this.#head = bytes;
        done();
        return;
      }
      this.#begin(bytes);
    }
    this.#send(this.#feed(bytes), done);
  }

  override _flush(done: TransformCallback): void {
    const head = this.#scanner ? undefined : (this.#head ?? Buffer.alloc(0));
    if (head) this.#begin(head);
    const pieces = head ? this.#feed(head) : [];
    if (this.#decoder) pieces.push(...(this.#scanner?.push(this.#decoder.decode()) ?? []));
    pieces.push(...(this.#scanner?.end() ?? []));
    this.#send(pieces, done);
  }

  #begin(bytes: Buffer): void {
    this.#head = undefined;
    this.#order = utf16Of(bytes, this.#page.charset);
    if (this.#order) this.#decoder = new TextDecoder(this.#order, { ignoreBOM: true });
    const asBytes = this.#order === undefined;
    this.#scanner = new HtmlScanner<Promise<string>>(this.#htmlPage(asBytes), { bytes: asBytes, xml: isXml(this.#page.contentType) });
  }

  #feed(bytes: Buffer): Piece[] {
    const text = this.#decoder ? this.#decoder.decode(bytes, { stream: true }) : bytes.toString('latin1');
    return this.#scanner?.push(text) ?? [];
  }

  #htmlPage(bytes: boolean): HtmlPage<Promise<string>> {
    const page = this.#page;
    let map = this.#deps.mapFor(page.url, bytes ? (page.charset ?? 'utf-8') : undefined);
    return {
      map: (url) => map(url),
      js: (text, kind, encode) => this.#script(text, { kind, map: (url) => map(url), location: page.location, bytes }, encode),
      // `//host` addresses take the scheme of the base.
      onBase: (href) => {
        if (/^\s*https?:/i.test(href)) map = this.#deps.mapFor(href.trim(), bytes ? (page.charset ?? 'utf-8') : undefined);
      },
      ...(page.bootTag ? { bootTag: page.bootTag } : {}),
      ...(page.mapCsp ? { mapCsp: page.mapCsp } : {}),
      ...(page.dropIntegrity ? { dropIntegrity: page.dropIntegrity } : {}),
    };
  }

  #script(text: string, options: JsOptions & { bytes: boolean }, encode: (text: string) => string): Piece | undefined {
    if (!mentionsGuarded(text, options)) {
      this.#deps.count('untouched');
      return undefined;
    }
    const result = rewriteJs(text, options);
    if ('unsettled' in result) return this.#deps.settle(text, options.kind, options.bytes).then(encode);
    this.#deps.count('scanned');
    return result.text === text ? undefined : encode(result.text);
  }

  #send(pieces: readonly Piece[], done: TransformCallback): void {
    let ready = '';
    for (const [index, piece] of pieces.entries()) {
      if (typeof piece === 'string') {
        ready += piece;
        continue;
      }
      // What is ready leaves at once: the browser can load what it names while a script is being parsed.
      this.#write(ready);
      piece.then(
        (text) => {
          this.#write(text);
          this.#send(pieces.slice(index + 1), done);
        },
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
      return;
    }
    this.#write(ready);
    done();
  }

  #write(text: string): void {
    if (text !== '') this.push(this.#order ? encodeUtf16(text, this.#order) : Buffer.from(text, 'latin1'));
  }
}

function isXml(contentType: string | undefined): boolean {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? 'text/html';
  return type === 'text/xml' || type === 'application/xml' || type.endsWith('+xml');
}
