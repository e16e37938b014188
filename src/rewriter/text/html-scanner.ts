/**
 * Markup, streaming: follows the HTML standard's tokenizer closely enough to know tags, attributes, comments and raw text, and
 * copies everything verbatim but what changes. Any chunks in, pieces out; what cannot be decided yet is carried over.
 *
 * Works on characters, and on bytes as latin1: markup is ASCII in every charset that may carry it but UTF-16. It is one file,
 * because every mode hands the one position in the buffer to the next.
 */
import { encodeText, decodeValue } from './entities.ts';
import { ForeignContent } from './foreign.ts';
import { rewriteCss } from './css.ts';
import { isLetter, isTagNameEnd, isXmlNameStart } from './html-characters.ts';
import { rewriteImportMap, rewriteSpeculationRules } from './script-json.ts';
import { RAW_NAMES, TagReader } from './html-tag.ts';
import { TagRewriter } from './html-tag-rules.ts';
import type { HtmlPage, JsKind } from './types.ts';

export interface ScannerOptions {
  /** XHTML, SVG and other XML: no raw text, CDATA everywhere, names as written. */
  readonly xml?: boolean;
  /** The text is bytes as latin1. */
  readonly bytes?: boolean;
  /** `fragment`: no script tag of ours is put in. Default document. */
  readonly where?: 'document' | 'srcdoc' | 'fragment';
  /** Documents around this one, in whose attributes it stands. */
  readonly depth?: number;
  /** Nothing changes but policies in metas, and our script tag is put in. */
  readonly tagOnly?: boolean;
  /** Applied to all that leaves: writes markup back into an attribute (srcdoc). */
  readonly encode?: (text: string) => string;
}

type RawKind = JsKind | 'css' | 'importmap' | 'speculationrules' | 'noscript' | '';
type Mode = 'data' | 'raw' | 'comment' | 'bogus' | 'cdata' | 'instruction' | 'long-instruction' | 'doctype' | 'plaintext' | 'skip-tag';

/** A tag or comment that takes longer is passed on unread, characters. data: addresses of some 100 KB are normal. */
const TAG_LIMIT = 1024 * 1024;
/** Text of one script or style element that is held to be rewritten, characters; longer ones pass as they are. */
const RAW_LIMIT = 4 * 1024 * 1024;
/** Documents in attributes of documents in attributes: deeper ones are an attack on the stack, and stay as they are. */
const MAX_NESTED = 8;
/** From here an unfinished tag is looked at again only when it has grown by a quarter: else a drip of bytes costs their square. */
const PATIENT_FROM = 64 * 1024;

/** Not -1: the end is not missing, there is none that matters. */
const HOLDS_MARKUP = -2;

const SCRIPT_TYPES = /^(?:(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/(?:jscript|livescript|javascript1\.[0-5]))$/;
const SCRIPT_PLAIN = /<!--|<\/script(?=[\t\n\f\r />])/gi;
const SCRIPT_ESCAPED = /-->|<\/script(?=[\t\n\f\r />])|<script(?=[\t\n\f\r />])/gi;
const SCRIPT_DOUBLE = /-->|<\/script(?=[\t\n\f\r />])/gi;

export class HtmlScanner<Later = never> {
  readonly #page: HtmlPage<Later>;
  readonly #xml: boolean;
  readonly #bytes: boolean;
  readonly #tagOnly: boolean;
  readonly #where: 'document' | 'srcdoc' | 'fragment';
  readonly #encode: ((text: string) => string) | undefined;
  readonly #foreign = new ForeignContent();
  readonly #tag: TagReader;
  readonly #rewriter: TagRewriter<Later>;

  #buffer = '';
  #at = 0;
  #copied = 0;
  #offset = 0;
  #pieces: (string | Later)[] = [];
  /** What is ready behind the last piece. */
  #ready = '';
  #mode: Mode = 'data';
  /** Length of the buffer below which looking again is useless. */
  #patience = 0;
  #boot: 'wanted' | 'in-head' | 'done';

  // ---- raw text
  #rawName = '';
  /** What its text is; '': only passed on. */
  #rawKind: RawKind = '';
  #rawForeign = false;
  #rawSearch = 0;
  /** The `>` of a start tag that may still get a nonce, when its text has been seen; -1: none waits. */
  #held = -1;
  #scriptState: 0 | 1 | 2 = 0;
  /** Quote that an unread tag's value stands in; `name` outside values. */
  #skipState: 'name' | 'equals' | 'plain' | '"' | "'" = 'name';

  constructor(page: HtmlPage<Later>, options: ScannerOptions = {}) {
    this.#page = page;
    this.#xml = options.xml ?? false;
    this.#bytes = options.bytes ?? false;
    this.#tagOnly = options.tagOnly ?? false;
    this.#where = options.where ?? 'document';
    this.#encode = options.encode;
    this.#boot = this.#where === 'fragment' || !page.bootTag ? 'done' : 'wanted';
    this.#tag = new TagReader(this.#xml);
    this.#rewriter = new TagRewriter<Later>(page, this.#tag, {
      xml: this.#xml,
      isDocument: this.#where === 'document',
      encode: this.#encode,
      emit: (from, to, pieces) => this.#replace(from, to, pieces),
      nested: (text, encode) => {
        const depth = (options.depth ?? 0) + 1;
        if (depth > MAX_NESTED) return [encode(text)];
        const nested = new HtmlScanner<Later>(this.#page, { bytes: this.#bytes, where: 'srcdoc', encode, depth });
        return [...nested.push(text), ...nested.end()];
      },
    });
  }

  push(text: string): (string | Later)[] {
    this.#buffer = this.#buffer === '' ? text : this.#buffer + text;
    if (this.#buffer.length < this.#patience) return [];
    this.#patience = 0;
    this.#run(false);
    return this.#flush();
  }

  end(): (string | Later)[] {
    this.#patience = 0;
    this.#run(true);
    this.#held = -1;
    this.#at = this.#buffer.length;
    this.#bootBefore(this.#at);
    return this.#flush();
  }

  #flush(): (string | Later)[] {
    const end = this.#held < 0 ? this.#at : this.#held;
    this.#copyTo(end);
    this.#rawSearch -= end;
    this.#offset += end;
    this.#buffer = this.#buffer.slice(end);
    this.#at -= end;
    if (this.#held >= 0) this.#held = 0;
    this.#copied = Math.max(0, this.#copied - end);
    const pieces = this.#pieces;
    if (this.#ready !== '') pieces.push(this.#ready);
    this.#ready = '';
    this.#pieces = [];
    return pieces;
  }

  #copyTo(end: number): void {
    if (end <= this.#copied) return;
    const text = this.#buffer.slice(this.#copied, end);
    this.#ready += this.#encode ? this.#encode(text) : text;
    this.#copied = end;
  }

  /** Pieces are ready to leave: whoever made them has encoded them. */
  #replace(from: number, to: number, pieces: readonly (string | Later)[]): void {
    this.#copyTo(from);
    for (const piece of pieces) {
      if (typeof piece === 'string') this.#ready += piece;
      else {
        if (this.#ready !== '') this.#pieces.push(this.#ready);
        this.#ready = '';
        this.#pieces.push(piece);
      }
    }
    this.#copied = to;
  }

  #encoded(text: string): string {
    return this.#encode ? this.#encode(text) : text;
  }

  #run(final: boolean): void {
    let more = true;
    while (more && this.#at < this.#buffer.length) {
      switch (this.#mode) {
        case 'data':
          more = this.#data(final);
          break;
        case 'raw':
          more = this.#raw(final);
          break;
        case 'comment':
          more = this.#until(/--!?>/g, 3);
          break;
        case 'cdata':
          more = this.#until(/\]\]>/g, 2);
          break;
        case 'bogus':
          more = this.#until(/>/g, 0);
          break;
        case 'instruction':
          more = this.#instruction();
          break;
        case 'long-instruction':
          more = this.#until(/\?>/g, 1);
          break;
        case 'doctype':
          more = this.#until(/>/g, 0);
          break;
        case 'plaintext':
          this.#at = this.#buffer.length;
          break;
        case 'skip-tag':
          this.#skipTag();
      }
    }
  }

  /** Goes on behind the pattern, or to the end less what may be its beginning. */
  #until(pattern: RegExp, keep: number): boolean {
    pattern.lastIndex = this.#at;
    if (pattern.test(this.#buffer)) {
      this.#at = pattern.lastIndex;
      this.#mode = 'data';
      return true;
    }
    this.#at = Math.max(this.#at, this.#buffer.length - keep);
    return false;
  }

  // ---- between tags ------------------------------------------------------------------------------------------------

  #data(final: boolean): boolean {
    const buffer = this.#buffer;
    if (this.#boot === 'done' && !this.#xml && !this.#tagOnly && !this.#foreign.active) {
      this.#plainTags(buffer);
      if (this.#mode !== 'data') return true;
    }
    const open = buffer.indexOf('<', this.#at);
    const textEnd = open < 0 ? buffer.length : open;
    if (this.#boot !== 'done' && !this.#xml) this.#bootBeforeText(textEnd);
    this.#at = textEnd;
    if (open < 0) return false;
    const code = buffer.charCodeAt(open + 1);
    if (isLetter(code) || (this.#xml && isXmlNameStart(code))) return this.#startTag(open, final);
    if (code === 47) return this.#endTag(open, final);
    if (code === 33) return this.#declaration(open, final);
    if (code === 63) {
      this.#mode = this.#xml ? 'instruction' : 'bogus';
      if (!this.#xml) this.#at = open + 2;
      return true;
    }
    if (Number.isNaN(code) && !final) return false;
    // `<` is text here.
    if (this.#boot !== 'done' && !this.#xml) this.#bootBefore(open);
    this.#at = open + 1;
    return true;
  }

  /** By far the most of a page: tags of HTML behind our own. Stops at what is anything else, or not here yet. */
  #plainTags(buffer: string): void {
    const tag = this.#tag;
    for (let open = buffer.indexOf('<', this.#at); open >= 0; open = buffer.indexOf('<', this.#at)) {
      const code = buffer.charCodeAt(open + 1);
      let end: number;
      if (code === 47) {
        end = plainEndTag(buffer, open + 2);
        if (end < 0) return;
      } else {
        if (!isLetter(code)) return;
        end = tag.read(buffer, open + 1);
        if (end < 0) return;
        if (tag.interesting) this.#rewriter.rewrite(buffer);
        if (tag.mayTurn) {
          this.#at = end;
          this.#enter(tag.name, end);
          if (this.#mode !== 'data' || this.#foreign.active) return;
        }
      }
      this.#at = end;
    }
  }

  #declaration(open: number, final: boolean): boolean {
    const buffer = this.#buffer;
    const rest = buffer.slice(open + 2, open + 9);
    if (rest.startsWith('--')) {
      // `<!-->` and `<!--->` are whole comments.
      const tail = buffer.slice(open + 4, open + 6);
      if (tail.length < 2 && !final && '->'.startsWith(tail)) return false;
      this.#at = tail.startsWith('>') ? open + 5 : tail === '->' ? open + 6 : open + 4;
      if (this.#at === open + 4) this.#mode = 'comment';
      return true;
    }
    const cdata = this.#xml || this.#foreign.inside;
    if (!final && rest.length < 7 && ('--'.startsWith(rest) || (cdata && '[CDATA['.startsWith(rest)))) return false;
    if (cdata && rest === '[CDATA[') {
      this.#at = open + 9;
      this.#mode = 'cdata';
      return true;
    }
    if (this.#xml) return this.#xmlDoctype(open, final);
    this.#at = open + 2;
    this.#mode = 'doctype';
    return true;
  }

  /** May hold declarations in square brackets, with `>` in quotes. */
  #xmlDoctype(open: number, final: boolean): boolean {
    const match = /^<![^[>]*(?:\[(?:[^\]"'<]|"[^"]*"|'[^']*'|<!--[^]*?-->|<(?!!--))*\]\s*)?>/.exec(
      this.#buffer.slice(open, open + PATIENT_FROM),
    );
    if (!match && !final && this.#buffer.length - open < PATIENT_FROM) return false;
    this.#at = match ? open + match[0].length : open + 2;
    return true;
  }

  #instruction(): boolean {
    const end = this.#buffer.indexOf('?>', this.#at);
    if (end < 0) {
      const length = this.#buffer.length - this.#at;
      if (length > TAG_LIMIT) this.#mode = 'long-instruction';
      else if (length > PATIENT_FROM) this.#patience = Math.min(Math.ceil(length * 1.25), TAG_LIMIT + 1);
      return length > TAG_LIMIT;
    }
    const text = this.#buffer.slice(this.#at, end);
    if (text.startsWith('<?xml-stylesheet') && !this.#tagOnly && !isStyleSheet(text))
      this.#replace(this.#at + 2, this.#at + 16, ['samepage-off']);
    else if (text.startsWith('<?xml-stylesheet')) {
      const href = /\shref\s*=\s*(["'])(.*?)\1/s.exec(text);
      const value = href?.[2];
      const mapped = value === undefined ? undefined : this.#page.map(decodeValue(value, false));
      if (href && value !== undefined && mapped !== undefined) {
        const start = this.#at + href.index + href[0].length - 1 - value.length;
        this.#replace(start, start + value.length, [this.#encoded(encodeText(mapped).replace(/"/g, '&quot;').replace(/'/g, '&#39;'))]);
      }
    }
    this.#at = end + 2;
    this.#mode = 'data';
    return true;
  }

  #endTag(open: number, final: boolean): boolean {
    const buffer = this.#buffer;
    const code = buffer.charCodeAt(open + 2);
    if (Number.isNaN(code)) {
      if (final) this.#at = buffer.length;
      return final;
    }
    if (code === 62) {
      this.#at = open + 3;
      return true;
    }
    if (!isLetter(code) && !(this.#xml && isXmlNameStart(code))) {
      this.#at = open + 2;
      this.#mode = 'bogus';
      return true;
    }
    const end = this.#tag.read(buffer, open + 2);
    if (end < 0) return this.#unfinished(open, final);
    if (this.#boot !== 'done' && !this.#xml) this.#bootBefore(open);
    if (this.#foreign.active) this.#foreign.end(this.#tag.name);
    this.#at = end;
    return true;
  }

  #startTag(open: number, final: boolean): boolean {
    const tag = this.#tag;
    const end = tag.read(this.#buffer, open + 1);
    if (end < 0) return this.#unfinished(open, final);
    const name = tag.name;
    if (this.#boot !== 'done' && !this.#xml) this.#bootBeforeTag(name, open);
    if (tag.interesting && (!this.#tagOnly || name === 'meta')) this.#rewriter.rewrite(this.#buffer);
    this.#at = end;
    this.#enter(name, end);
    return true;
  }

  /** What the element's start changes for what follows. */
  #enter(name: string, end: number): void {
    const tag = this.#tag;
    const boot = this.#boot;
    if (this.#xml) {
      if (boot !== 'done') this.#bootInXml(name, end);
      if (!tag.selfClosing && (name === 'script' || name === 'style')) this.#enterRaw(name, end, true);
      return;
    }
    if (boot === 'wanted' && name === 'head') this.#boot = 'in-head';
    let foreign = false;
    if (this.#foreign.active || name === 'svg' || name === 'math') {
      foreign = this.#foreign.start(name, tag.selfClosing, (key) => tag.value(this.#buffer, key));
    }
    if (foreign) {
      if (!tag.selfClosing && (name === 'script' || name === 'style')) this.#enterRaw(name, end, true);
    } else if (RAW_NAMES.has(name)) this.#enterRaw(name, end, false);
    else if (name === 'plaintext') this.#mode = 'plaintext';
  }

  #enterRaw(name: string, end: number, foreign: boolean): void {
    this.#mode = 'raw';
    this.#rawName = name;
    this.#rawForeign = foreign;
    this.#rawSearch = end;
    this.#scriptState = 0;
    this.#rawKind = this.#tagOnly ? '' : this.#kindOf(name);
    // Nothing to rewrite in it: its markup is markup like any other.
    if (foreign && this.#rawKind === '') this.#mode = 'data';
    else if (this.#page.admit && this.#rawKind !== '' && this.#rawKind !== 'noscript') {
      // An element that shows a nonce of its own is judged by that.
      if (this.#tag.value(this.#buffer, 'nonce') === undefined) this.#held = end - 1;
    }
  }

  #kindOf(name: string): RawKind {
    return name === 'style' ? 'css' : name === 'noscript' ? 'noscript' : name === 'script' ? this.#scriptKind() : '';
  }

  #scriptKind(): RawKind {
    const tag = this.#tag;
    const has = (key: string): boolean => tag.value(this.#buffer, key) !== undefined;
    if (has('src') || (this.#rawForeign && (has('href') || has('xlink:href')))) return '';
    const type = decodeValue(tag.value(this.#buffer, 'type') ?? '', false)
      .trim()
      .toLowerCase();
    if (type === '' || SCRIPT_TYPES.test(type)) return 'script';
    return type === 'module' || type === 'importmap' || type === 'speculationrules' ? type : '';
  }

  #unfinished(open: number, final: boolean): boolean {
    this.#at = open;
    if (final) {
      this.#at = this.#buffer.length;
      return false;
    }
    const length = this.#buffer.length - open;
    if (length > TAG_LIMIT) {
      this.#mode = 'skip-tag';
      this.#skipState = 'name';
      // The name counts still: what follows a giant script tag is script text.
      const isStart = this.#buffer.charCodeAt(open + 1) !== 47;
      this.#rawName = isStart ? (/^[^\t\n\f\r />]*/.exec(this.#buffer.slice(open + 1, open + 64))?.[0] ?? '').toLowerCase() : '';
      this.#at = open + 1;
      return true;
    }
    if (length > PATIENT_FROM) this.#patience = Math.min(Math.ceil(length * 1.25), TAG_LIMIT + 1);
    return false;
  }

  /** A tag beyond the limit: only its end is looked for. */
  #skipTag(): void {
    const buffer = this.#buffer;
    for (; this.#at < buffer.length; this.#at++) {
      const char = buffer[this.#at] ?? '';
      const space = /[\t\n\f\r ]/.test(char);
      switch (this.#skipState) {
        case '"':
        case "'":
          if (char === this.#skipState) this.#skipState = 'name';
          continue;
        case 'equals':
          if (char === '"' || char === "'") this.#skipState = char;
          else if (!space && char !== '>') this.#skipState = 'plain';
          break;
        case 'plain':
          if (space) this.#skipState = 'name';
          break;
        case 'name':
          if (char === '=') this.#skipState = 'equals';
      }
      if (char === '>' && this.#skipState !== '"' && this.#skipState !== "'") {
        this.#at++;
        this.#mode = 'data';
        if (!this.#xml && !this.#foreign.inside && RAW_NAMES.has(this.#rawName)) {
          const name = this.#rawName;
          this.#tag.read('x>', 0);
          this.#enterRaw(name, this.#at, false);
          this.#rawKind = '';
        }
        return;
      }
    }
  }

  // ---- raw text ----------------------------------------------------------------------------------------------------

  #raw(final: boolean): boolean {
    const end = this.#rawForeign ? this.#foreignEnd() : this.#rawEnd();
    if (this.#rawForeign && (end === HOLDS_MARKUP || (end < 0 && (final || this.#buffer.length - this.#at > RAW_LIMIT)))) {
      this.#held = -1;
      this.#mode = 'data';
      return true;
    }
    if (end < 0) {
      if (final && this.#rawKind === 'css') this.#rewriteRaw(this.#buffer.length);
      if (final || this.#rawKind === '') {
        // What may be the beginning of the end tag stays, and so does what the search still looks back to.
        this.#at = final ? this.#buffer.length : Math.max(this.#at, this.#rawSearch);
      } else if (this.#buffer.length - this.#at > RAW_LIMIT) this.#rawKind = '';
      if (this.#rawKind === '') this.#held = -1;
      return false;
    }
    if (this.#rawKind !== '') this.#rewriteRaw(end);
    this.#held = -1;
    this.#at = end;
    this.#mode = 'data';
    return true;
  }

  /** Where the element's end tag begins, or -1: not here yet. */
  #rawEnd(): number {
    if (this.#rawName === 'script') return this.#scriptEnd();
    const buffer = this.#buffer;
    const name = this.#rawName;
    for (let at = buffer.indexOf('</', this.#rawSearch); at >= 0; at = buffer.indexOf('</', at + 2)) {
      const end = at + 2 + name.length;
      if (end >= buffer.length) {
        this.#rawSearch = at;
        return -1;
      }
      if (buffer.slice(at + 2, end).toLowerCase() === name && isTagNameEnd(buffer.charCodeAt(end))) return at;
    }
    this.#rawSearch = Math.max(this.#rawSearch, buffer.length - 1);
    return -1;
  }

  /** In SVG a script or style may hold elements, which are then read like any others: only text and CDATA is ours. */
  #foreignEnd(): number {
    const buffer = this.#buffer;
    const endTag = `</${this.#rawName}`;
    for (let open = buffer.indexOf('<', this.#rawSearch); open >= 0; open = buffer.indexOf('<', this.#rawSearch)) {
      this.#rawSearch = open;
      const rest = buffer.slice(open, open + 9).toLowerCase();
      if (rest.startsWith(endTag) && rest.length > endTag.length) return isTagNameEnd(rest.charCodeAt(endTag.length)) ? open : HOLDS_MARKUP;
      if (rest !== '<![cdata[') return endTag.startsWith(rest) || '<![cdata['.startsWith(rest) ? -1 : HOLDS_MARKUP;
      const close = buffer.indexOf(']]>', open + 9);
      if (close < 0) return -1;
      this.#rawSearch = close + 3;
    }
    this.#rawSearch = buffer.length;
    return -1;
  }

  #scriptEnd(): number {
    const buffer = this.#buffer;
    for (;;) {
      const pattern = this.#scriptState === 0 ? SCRIPT_PLAIN : this.#scriptState === 1 ? SCRIPT_ESCAPED : SCRIPT_DOUBLE;
      pattern.lastIndex = this.#rawSearch;
      const hit = pattern.exec(buffer);
      if (!hit) {
        // `</script` and the character after it: nine; the longest that can be cut.
        this.#rawSearch = Math.max(this.#rawSearch, buffer.length - 8);
        return -1;
      }
      if (hit[0] === '<!--') {
        this.#scriptState = 1;
        this.#rawSearch = hit.index + 2; // `<!-->` both opens and closes
      } else if (hit[0] === '-->') {
        this.#scriptState = 0;
        this.#rawSearch = hit.index + 3;
      } else if (hit[0].charCodeAt(1) !== 47) {
        this.#scriptState = 2;
        this.#rawSearch = hit.index + 7;
      } else if (this.#scriptState === 2) {
        this.#scriptState = 1;
        this.#rawSearch = hit.index + 8;
      } else return hit.index;
    }
  }

  #rewriteRaw(end: number): void {
    let start = this.#at;
    let stop = end;
    let raw = this.#buffer.slice(start, stop);
    let encode = (text: string): string => this.#encoded(text);
    if (this.#rawForeign) {
      const cdata = /^\s*<!\[CDATA\[([^]*?)\]\]>\s*$/.exec(raw);
      if (cdata) {
        start += raw.indexOf('<![CDATA[') + 9;
        raw = cdata[1] ?? '';
        stop = start + raw.length;
      } else if (raw.includes('<'))
        return; // markup in it: no script that runs as written
      else {
        raw = decodeValue(raw, this.#rawKind !== 'css');
        encode = (text) => this.#encoded(encodeText(text));
      }
    }
    const piece = this.#rewriteText(raw, encode);
    if (piece === undefined) return;
    if (this.#held >= 0) {
      const nonce = this.#page.admit?.(raw, this.#rawKind === 'css' ? 'style' : 'script');
      if (nonce !== undefined) this.#replace(this.#held, this.#held, [this.#encoded(` nonce="${nonce}"`)]);
    }
    this.#replace(start, stop, piece);
  }

  #rewriteText(raw: string, encode: (text: string) => string): readonly (string | Later)[] | undefined {
    const page = this.#page;
    let text: string;
    switch (this.#rawKind) {
      case 'css':
        text = page.css ? page.css(raw) : rewriteCss(raw, page.map);
        break;
      case 'importmap':
        text = rewriteImportMap(raw, page.map, page.integrity);
        break;
      case 'speculationrules':
        text = rewriteSpeculationRules(raw, page.map);
        break;
      case 'noscript': {
        // Raw text to a browser that runs scripts, markup to one that does not, and to pages that read it and insert it.
        const nested = new HtmlScanner<Later>(page, { bytes: this.#bytes, where: 'fragment', encode });
        return [...nested.push(raw), ...nested.end()];
      }
      case '':
        return undefined;
      default: {
        const piece = page.js(raw, this.#rawKind, encode);
        return piece === undefined ? undefined : [piece];
      }
    }
    return text === raw ? undefined : [encode(text)];
  }

  // ---- our script tag ----------------------------------------------------------------------------------------------

  #bootBefore(at: number): void {
    if (this.#boot === 'done') return;
    this.#boot = 'done';
    const tag = this.#page.bootTag?.(this.#where === 'srcdoc' ? 'srcdoc' : 'document');
    if (tag) this.#replace(Math.max(at, this.#copied), Math.max(at, this.#copied), [this.#encoded(tag)]);
  }

  #bootBeforeText(end: number): void {
    for (let at = this.#at; at < end; at++) {
      const code = this.#buffer.charCodeAt(at);
      const space = code === 32 || (code >= 9 && code <= 13 && code !== 11);
      // A byte order mark may come in pieces.
      const mark = this.#offset + at < 3 && (code === 0xfeff || code === 0xef || code === 0xbb || code === 0xbf);
      if (!space && !mark) {
        this.#bootBefore(at);
        return;
      }
    }
  }

  /**
   * Before the first element that is not html, head or a harmless meta. Metas stay in front, because browsers look for the
   * charset in the first 1024 bytes, and our tag is longer than that; a policy among them must not come first.
   */
  #bootBeforeTag(name: string, open: number): void {
    if (name === 'html' && this.#boot === 'wanted') return;
    if (name === 'head' && this.#boot === 'wanted') return;
    if (name === 'meta') {
      const equiv = this.#tag.value(this.#buffer, 'http-equiv');
      if (equiv === undefined || equiv.toLowerCase() === 'content-type') return;
    }
    this.#bootBefore(open);
  }

  /** First in the head of XHTML, first in the root of SVG. Other XML (feeds, data) is shown as it is, and runs nothing. */
  #bootInXml(name: string, end: number): void {
    const local = name.slice(name.indexOf(':') + 1);
    if (this.#boot === 'wanted' && local === 'html') this.#boot = 'in-head';
    else if (!this.#tag.selfClosing && (this.#boot === 'in-head' || local === 'svg')) this.#bootBefore(end);
    else this.#boot = 'done';
  }
}

/** Behind an end tag whose name begins at `from` and that has nothing but a name; -1: read it closely. */
function plainEndTag(buffer: string, from: number): number {
  let at = from;
  let code = buffer.charCodeAt(at);
  if (!isLetter(code)) return -1;
  while (isLetter(code) || (code >= 48 && code <= 57) || code === 45) code = buffer.charCodeAt(++at);
  return code === 62 ? at + 1 : -1;
}

/**
 * Of another type it is a program (XSLT), and what the browser shows is a document that this program makes: without our tag, and
 * with the target's own addresses in its links. Browsers take a sheet without a type for CSS.
 */
function isStyleSheet(instruction: string): boolean {
  const type = /\stype\s*=\s*(["'])(.*?)\1/s.exec(instruction)?.[2];
  return type === undefined || /^\s*(?:text\/css\s*(?:;.*)?)?$/is.test(decodeValue(type, false));
}
