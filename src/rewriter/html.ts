/** HTML (and XHTML, SVG, other XML) as a stream: bytes in, bytes out, in any chunks, everything untouched but what must change. */
import { Transform, type TransformCallback } from 'node:stream';
import { TextDecoder } from 'node:util';
import { HtmlScanner, type HtmlPage, type JsKind, type MapUrl, type OriginTable } from './text/index.ts';
import { byteReader, utf8Of, type ByteReader } from './byte-reader.ts';
import { declaredCharset, PRESCAN_BYTES } from './declared-charset.ts';
import { charsetInMarkup, encodeUtf16, mayBeginMark, utf16Of, type ByteOrder } from './text-codec.ts';
import type { InlineJob } from './inline-scripts.ts';
import { mapSpecifiers, type PreparedJs } from './text/js-edits.ts';
import type { PageContext } from './types.ts';

type Piece = string | Promise<string>;

export interface PageMaps {
  readonly load: MapUrl;
  readonly link: MapUrl;
  /** What `load` makes of origins now, kept for the session. */
  origins(): OriginTable | undefined;
}

export interface HtmlDeps {
  /** A script by the scanner; undefined: it is large, or unsettled. */
  prepare(text: string, job: InlineJob): PreparedJs | undefined;
  /** Asks a thread for such a one; gives the text as it came when that cannot either. */
  settle(text: string, job: InlineJob): Promise<string>;
  mapsFor(url: string, charset: string | undefined): PageMaps;
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
  #read: ByteReader = byteReader(undefined);
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
      if (mayBeginMark(bytes)) {
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
    const charset = asBytes ? (this.#page.charset ?? charsetInMarkup(bytes) ?? 'utf-8') : undefined;
    this.#read = byteReader(charset);
    const xml = isXml(this.#page.contentType);
    const declared = asBytes && !xml && this.#page.charset === undefined ? declaredCharset(bytes) : undefined;
    this.#scanner = new HtmlScanner<Promise<string>>(new ScannedPage(this.#page, this.#deps, charset, declared), { bytes: asBytes, xml });
  }

  #feed(bytes: Buffer): Piece[] {
    const text = this.#decoder ? this.#decoder.decode(bytes, { stream: true }) : this.#read(bytes);
    return this.#scanner?.push(text) ?? [];
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

/**
 * What the scanner asks about its page. A class, because an object literal with accessors gets a hidden class of its own each time,
 * which V8 keeps in old space with all that the accessors see: page after page would outlive its exchange until the next full
 * collection.
 */
class ScannedPage implements HtmlPage<Promise<string>> {
  readonly mapCsp: HtmlPage['mapCsp'];
  readonly bootTag: HtmlPage['bootTag'];
  readonly integrity: HtmlPage['integrity'];
  readonly #page: PageContext;
  readonly #deps: HtmlDeps;
  /** Of the bytes that stand as text; undefined: the text is real characters. */
  readonly #charset: string | undefined;
  readonly #declared: ReturnType<typeof declaredCharset>;
  /** `//host` addresses take the scheme of the base. */
  #base: string;
  #maps: PageMaps;

  constructor(page: PageContext, deps: HtmlDeps, charset: string | undefined, declared: ReturnType<typeof declaredCharset>) {
    this.#page = page;
    this.#deps = deps;
    this.#charset = charset;
    this.#declared = declared;
    this.#base = page.url;
    this.#maps = deps.mapsFor(page.url, charset);
    const { bootTag, integrity } = page;
    this.mapCsp = page.mapCsp;
    this.bootTag = bootTag && ((where) => this.#withCharset(bootTag(where), where));
    this.integrity = integrity && ((load) => integrity(load, this.#base));
  }

  /** A policy in the markup may bring the first hash. */
  get admit(): HtmlPage['admit'] {
    const { hashes } = this.#page;
    return hashes?.checksText ? (text, place) => hashes.admit(this.#utf8(text), place) : undefined;
  }

  /** A policy in the markup may ask for it. */
  get mapLink(): MapUrl | undefined {
    return this.#page.upgrades?.() ? this.#maps.link : undefined;
  }

  readonly map: MapUrl = (url) => this.#maps.load(url);

  get origins(): OriginTable | undefined {
    return this.#maps.origins();
  }

  onBase(href: string): void {
    if (URL.canParse(href, this.#page.url)) this.#base = new URL(href, this.#page.url).href;
    if (/^\s*https?:/i.test(href)) this.#maps = this.#deps.mapsFor(href.trim(), this.#charset);
  }

  js(text: string, kind: JsKind, encode: (text: string) => string): Piece | undefined {
    if (kind === 'event' && this.#page.hashes?.keepsHandler(this.#utf8(text))) return undefined;
    const job = { kind, location: this.#page.location, bytes: this.#charset !== undefined };
    const prepared = this.#deps.prepare(text, job);
    if (!prepared) return this.#deps.settle(text, job).then(encode);
    const mapped = mapSpecifiers(prepared, this.map);
    return mapped === text ? undefined : encode(mapped);
  }

  #withCharset(tag: string, where: 'document' | 'srcdoc'): string {
    const declared = this.#declared;
    const isPushedOut = where === 'document' && declared !== undefined && declared.end + tag.length > PRESCAN_BYTES;
    // The runtime takes it away with its own element (inject/boot.ts).
    return isPushedOut ? `<meta charset="${declared.name}" data-boot>${tag}` : tag;
  }

  #utf8(text: string): Buffer {
    const lines = text.replace(/\r\n?/g, '\n'); // as browsers read them in
    return this.#charset === undefined ? Buffer.from(lines, 'utf8') : utf8Of(lines, this.#charset);
  }
}

function isXml(contentType: string | undefined): boolean {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? 'text/html';
  return type === 'text/xml' || type === 'application/xml' || type.endsWith('+xml');
}
