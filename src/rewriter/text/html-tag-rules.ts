/** What becomes of the attributes of one start tag, by the table in `attributes.ts`. */
import { addressParams, attributeKind, fetchedLinkRels, isEventAttribute } from './attributes.ts';
import { decodeValue, encodeValue } from './entities.ts';
import { isJavascriptUrl, rewriteJavascriptUrlLater } from './javascript-url.ts';
import { rewriteCss } from './css.ts';
import { rewriteRefresh } from './refresh.ts';
import { rewriteSrcset } from './srcset.ts';
import { mayBeAbsolute, type TagReader } from './html-tag.ts';
import type { HashedElement, HtmlPage } from './types.ts';

export interface TagRewriterOptions<Later> {
  readonly xml: boolean;
  /** Not markup inside an attribute or made at run time: its base is the page's. */
  readonly isDocument: boolean;
  readonly encode: ((text: string) => string) | undefined;
  /** Puts pieces, ready to leave, in the place of a span. */
  emit(from: number, to: number, pieces: readonly (string | Later)[]): void;
  /** A document inside an attribute. */
  nested(text: string, encode: (text: string) => string): (string | Later)[];
}

type Encode = (text: string) => string;

/** A `javascript:` address of these comes to a document more often than not. */
const frames = new Set(['iframe', 'frame', 'object', 'embed']);

/** Letters and digits, `.`, `-` and `:`, and no reference: a host that can only be read in one way. */
const inPlainHost = new Uint8Array(128);
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:') inPlainHost[char.charCodeAt(0)] = 1;

/** Where the host of `http://host`, `https://host` or `//host` ends, when it is written plainly; else -1: look closely. */
function plainOriginEnd(buffer: string, start: number, end: number): number {
  let at = start;
  if (buffer.charCodeAt(at) === 104) {
    if (!buffer.startsWith('http', at)) return -1;
    at += buffer.charCodeAt(at + 4) === 115 ? 5 : 4;
    if (buffer.charCodeAt(at++) !== 58) return -1;
  }
  if (buffer.charCodeAt(at) !== 47 || buffer.charCodeAt(at + 1) !== 47) return -1;
  const host = (at += 2);
  while (at < end && inPlainHost[buffer.charCodeAt(at)] === 1) at++;
  if (at === host) return -1;
  const code = buffer.charCodeAt(at);
  return at === end || code === 47 || code === 63 || code === 35 ? at : -1;
}

export class TagRewriter<Later> {
  readonly #page: HtmlPage<Later>;
  readonly #tag: TagReader;
  readonly #options: TagRewriterOptions<Later>;
  #buffer = '';
  #sawBase = false;

  constructor(page: HtmlPage<Later>, tag: TagReader, options: TagRewriterOptions<Later>) {
    this.#page = page;
    this.#tag = tag;
    this.#options = options;
  }

  /** The tag that `tag` has just read from `buffer`. */
  rewrite(buffer: string): void {
    this.#buffer = buffer;
    const tag = this.#tag;
    const element = this.#options.xml ? tag.name.toLowerCase() : tag.name;
    for (let index = 0; index < tag.count; index++) {
      if (!tag.concerns(index)) continue;
      const start = tag.valueStart(index);
      if (start < 0 && element !== 'iframe') continue;
      const name = tag.attribute(buffer, index);
      const kind = attributeKind(element, name) ?? (isEventAttribute(name) ? 'event' : undefined);
      // Of attributes with one name the first counts, the others do not exist.
      if (kind === undefined || !tag.isFirst(buffer, index, name)) continue;
      this.#attribute(element, kind, index, start, tag.valueEnd(index));
    }
  }

  #attribute(
    element: string,
    kind: NonNullable<ReturnType<typeof attributeKind>> | 'event',
    index: number,
    start: number,
    end: number,
  ): void {
    const { map } = this.#page;
    switch (kind) {
      case 'url':
        if (element === 'base') this.#base(start, end);
        this.#url(start, end, element);
        return;
      case 'link':
        if (this.#isFetched()) this.#url(start, end);
        return;
      case 'param':
        if (addressParams.has((this.#value('name') ?? '').trim().toLowerCase())) this.#url(start, end);
        return;
      case 'url-list':
        this.#text(start, end, (text) => text.replace(/[^\t\n\f\r ]+/g, (url) => map(url) ?? url));
        return;
      case 'srcset':
        this.#text(start, end, (text) => rewriteSrcset(text, map));
        return;
      case 'css':
        if (!mayHoldUrl(this.#buffer, start, end)) return;
        this.#text(start, end, (text) => (this.#page.css ? this.#page.css(text) : rewriteCss(text, map)));
        return;
      case 'meta':
        this.#meta(start, end);
        return;
      case 'event':
        this.#script(start, end, (text, encode) => this.#page.js(text, 'event', encode));
        return;
      case 'html':
        this.#nested(start, end);
        return;
      case 'integrity':
        this.#integrity(element, index, start, end);
        return;
      case 'remove':
        this.#remove(index, start, end);
    }
  }

  /** Value of an attribute of this tag, decoded. */
  #value(name: string): string | undefined {
    const raw = this.#tag.value(this.#buffer, name);
    return raw === undefined ? undefined : decodeValue(raw, false);
  }

  #base(start: number, end: number): void {
    if (this.#sawBase || !this.#options.isDocument) return;
    this.#sawBase = true;
    this.#page.onBase?.(decodeValue(this.#buffer.slice(start, end), false));
  }

  #isFetched(): boolean {
    const rel = this.#value('rel') ?? '';
    return rel
      .toLowerCase()
      .split(/[\t\n\f\r ]+/)
      .some((type) => fetchedLinkRels.has(type));
  }

  #url(start: number, end: number, element = ''): void {
    if (!mayBeAbsolute(this.#buffer, start, end)) return;
    const originEnd = plainOriginEnd(this.#buffer, start, end);
    const mapLink = element === 'a' || element === 'area' ? this.#page.mapLink : undefined;
    if (originEnd > 0 && !mapLink) {
      // What stands behind the host stays, byte for byte.
      const origin = this.#origin(start, originEnd);
      if (origin !== '') this.#options.emit(start, originEnd, [this.#options.encode ? this.#options.encode(origin) : origin]);
      return;
    }
    const raw = this.#buffer.slice(start, end);
    const url = decodeValue(raw, false);
    if (isJavascriptUrl(url)) {
      this.#script(start, end, (text, encode) =>
        rewriteJavascriptUrlLater(
          text,
          this.#page.bootTag === undefined ? 'untold' : frames.has(element) ? 'frame' : 'link',
          (script, finish) => this.#page.js(script, 'script', (done) => encode(finish(done))),
          encode,
        ),
      );
      return;
    }
    const mapped = (mapLink ?? this.#page.map)(url);
    if (mapped !== undefined) this.#emit(start, end, (encode) => [encode(mapped)]);
  }

  #origin(start: number, end: number): string {
    const { origins } = this.#page;
    const known = origins?.get(this.#buffer, start, end);
    if (known !== undefined) return known;
    const written = this.#buffer.slice(start, end);
    // A map gives its addresses a path, as it was given one.
    const mapped = this.#page.map(`${written}/`)?.slice(0, -1) ?? '';
    origins?.set(written, mapped);
    return mapped;
  }

  #text(start: number, end: number, rewrite: (text: string) => string): void {
    const text = decodeValue(this.#buffer.slice(start, end), false);
    const rewritten = rewrite(text);
    if (rewritten !== text) this.#emit(start, end, (encode) => [encode(rewritten)]);
  }

  #script(start: number, end: number, rewrite: (text: string, encode: Encode) => string | Later | undefined): void {
    const text = decodeValue(this.#buffer.slice(start, end), true);
    this.#emit(start, end, (encode) => {
      const piece = rewrite(text, encode);
      return piece === undefined ? undefined : [piece];
    });
  }

  #nested(start: number, end: number): void {
    const text = decodeValue(this.#buffer.slice(start, end), true);
    this.#emit(start, end, (encode) => {
      const pieces = this.#options.nested(text, encode);
      // Nothing changed in it: then neither does the way in which it is written.
      return pieces.every((piece) => typeof piece === 'string') && pieces.join('') === encode(text) ? undefined : pieces;
    });
  }

  #meta(start: number, end: number): void {
    const equiv = (this.#value('http-equiv') ?? '').trim().toLowerCase();
    if (equiv === 'refresh') this.#text(start, end, (text) => rewriteRefresh(text, this.#page.map));
    // Client hints for other hosts, each with its address.
    else if (equiv === 'delegate-ch')
      this.#text(start, end, (text) => text.replace(/https?:[^\s;,]+/gi, (url) => this.#page.map(url) ?? url));
    else if (equiv === 'content-security-policy') this.#text(start, end, (text) => this.#page.mapCsp?.(text) ?? text);
  }

  #integrity(element: string, index: number, start: number, end: number): void {
    const url = this.#value(element === 'script' ? 'src' : 'href');
    if (url === undefined) return;
    const { integrity } = this.#page;
    const instead = integrity
      ? integrity({ url, metadata: decodeValue(this.#buffer.slice(start, end), false), ...this.#load(element) })
      : '';
    if (instead !== undefined) this.#remove(index, start, end, instead);
  }

  /** How the file of a script or link is asked for, and as what. */
  #load(element: string): Pick<HashedElement, 'cors' | 'as'> {
    const crossorigin = this.#tag.find(this.#buffer, 'crossorigin') >= 0;
    if (element === 'script') return { cors: crossorigin || this.#value('type')?.trim().toLowerCase() === 'module', as: 'script' };
    const rels = new Set((this.#value('rel') ?? '').toLowerCase().split(/[\t\n\f\r ]+/));
    const as = (this.#value('as') ?? '').trim().toLowerCase();
    if (rels.has('modulepreload')) return { cors: true, as: 'script' };
    if (rels.has('stylesheet')) return { cors: crossorigin, as: 'style' };
    return { cors: crossorigin, as: rels.has('preload') && (as === 'script' || as === 'style') ? as : undefined };
  }

  /** `instead`: ASCII, without anything that an attribute list would read otherwise. */
  #remove(index: number, start: number, end: number, instead = ''): void {
    const quoted = start >= 0 && isQuote(this.#buffer.charCodeAt(start - 1));
    const nameStart = this.#tag.nameStart(index);
    const outer = this.#options.encode;
    const pieces = instead === '' ? [] : [outer ? outer(instead) : instead];
    this.#options.emit(nameStart, start < 0 ? this.#tag.nameEnd(index) : end + (quoted ? 1 : 0), pieces);
  }

  /** `make` is given the encoder for the place; nothing is emitted when it makes nothing. */
  #emit(start: number, end: number, make: (encode: Encode) => readonly (string | Later)[] | undefined): void {
    const before = this.#buffer.charCodeAt(start - 1);
    const quote = before === 39 ? "'" : '"';
    const outer = this.#options.encode;
    const encode = (text: string): string => {
      const value = encodeValue(text, quote, this.#options.xml);
      return outer ? outer(value) : value;
    };
    const pieces = make(encode);
    if (!pieces) return;
    if (isQuote(before)) this.#options.emit(start, end, pieces);
    else if (pieces.length === 1 && typeof pieces[0] === 'string' && !/[\t\n\f\r >"'`]/.test(pieces[0]))
      this.#options.emit(start, end, pieces);
    else this.#options.emit(start, end, [outer ? outer('"') : '"', ...pieces, outer ? outer('"') : '"']);
  }
}

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}

/** Declarations without a bracket, even one in a reference, hold no address. */
function mayHoldUrl(buffer: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = buffer.charCodeAt(at);
    if (code === 40 || code === 38) return true;
  }
  return false;
}
