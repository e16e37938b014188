/**
 * Addresses in CSS: hops from one comment, string, `url(`, `@import`, `image-set(`, `src(` or escape to the next, and copies
 * all else. Works on characters and on bytes as latin1 alike: everything it looks at is ASCII.
 */
import type { MapUrl } from './types.ts';

/**
 * Where an absolute address may begin: in a string or right behind a bracket, with h(ttp), w(s) or two slashes, each of which may
 * be written as an escape that is not all there is. Behind the last such place a sheet need not be read, and most sheets have
 * none: a string right behind `=` is the value of an attribute, in a selector or in an image that stands in the sheet.
 */
const MAY_BEGIN_ABSOLUTE =
  /["'(](?<!=["'])[\0-\x20]*(?:[hH][tT\t\\]|[wW][sS\t\\]|\/[\t/\\]|\\(?:[hHwW/\\\n\f\r]|0{0,4}(?:[46]8|[57]7|2[fF]|5[cC]|1?[0-9a-fA-F]|20)(?![0-9a-fA-F]))(?![\0-\x20]*["')]))/g;
// One class of characters: twice as fast as the words that it stands for.
const HOP = /["'\\(@*]/g;
const SPACE_OR_COMMENT = /(?:[\t\n\f\r ]|\/\*[^]*?\*\/)*/y;
const SPACE = /[\t\n\f\r ]*/y;
/** A name written with escapes: up to six hex digits and one white space, or any character. */
const NAME_TAIL = /(?:[-\w\x80-\uffff]|\\(?:[0-9a-f]{1,6}(?:\r\n|[\t\n\f\r ])?|[^\n\f\r]))*/iy;

/** Text that takes the place of a span. */
export interface CssEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** `every`: relative addresses are asked for too, as a sheet needs that is served from somewhere else. */
export function rewriteCss(text: string, map: MapUrl, reach: 'absolute' | 'every' = 'absolute'): string {
  const scanner = new CssScanner(text, map, reach);
  while (!scanner.advance(text.length));
  let out = '';
  let copied = 0;
  for (const { start, end, text: replacement } of scanner.edits) {
    out += text.slice(copied, start) + replacement;
    copied = end;
  }
  return copied === 0 ? text : out + text.slice(copied);
}

/** False: no address in it can be absolute, and it stays as it is. */
export function mayHoldAbsolute(text: string): boolean {
  MAY_BEGIN_ABSOLUTE.lastIndex = 0;
  return MAY_BEGIN_ABSOLUTE.test(text);
}

/** One image-set in another is no valid style; deeper ones are an attack on the stack. */
const MAX_SETS = 8;

export class CssScanner {
  readonly edits: CssEdit[] = [];
  readonly #text: string;
  readonly #map: MapUrl;
  readonly #reach: 'absolute' | 'every';
  /** What lies before it is read: where the current hop began. */
  #from = 0;
  /** What lies before it is looked at for a place where an absolute address may begin. */
  #next = -1;
  /** image-sets open around this place. */
  #sets = 0;

  constructor(text: string, map: MapUrl, reach: 'absolute' | 'every' = 'absolute') {
    this.#text = text;
    this.#map = map;
    this.#reach = reach;
  }

  /** Reads on for about `characters`; true at the end. */
  advance(characters: number): boolean {
    const stop = this.#from + characters;
    while (this.#from < stop) {
      if (this.#next <= this.#from) {
        this.#next = this.#reach === 'every' ? this.#text.length : this.#nextAbsolute();
        if (this.#next <= this.#from) return true;
      }
      this.#readTo(Math.min(this.#next, stop));
    }
    return this.#from >= this.#text.length;
  }

  /** End of the next place in what is not read yet where an absolute address may begin, or -1. */
  #nextAbsolute(): number {
    MAY_BEGIN_ABSOLUTE.lastIndex = this.#from;
    return MAY_BEGIN_ABSOLUTE.test(this.#text) ? MAY_BEGIN_ABSOLUTE.lastIndex : -1;
  }

  /** Reads up to `end`, and to the end of what stands there. */
  #readTo(end: number): void {
    HOP.lastIndex = this.#from;
    while (this.#from < end) {
      // The last hop before `end` may have nothing behind it.
      if (!HOP.test(this.#text)) {
        this.#from = this.#text.length;
        return;
      }
      this.#from = this.#step(HOP.lastIndex - 1);
      HOP.lastIndex = this.#from;
    }
  }

  /** Where the scan goes on. */
  #step(at: number): number {
    const text = this.#text;
    switch (text.charCodeAt(at)) {
      case 34: // "
      case 39: // '
        return this.#endOfString(at);
      case 92: // backslash
        return this.#escapedName(at);
      case 42: // *
        return at > this.#from && text.charCodeAt(at - 1) === 47 ? this.#endOfComment(at + 1) : at + 1;
      case 64: // @
        return this.#at(at);
      default:
        return this.#bracket(at);
    }
  }

  #at(at: number): number {
    const word = /^@(?:import|namespace)(?![-\w\\\x80-\uffff])/i.exec(this.#text.slice(at, at + 11))?.[0];
    return word === undefined ? at + 1 : this.#atRule(word.toLowerCase(), at + word.length);
  }

  /** The name before the bracket tells what is in it. The tail of a longer name (`my-url(`) is another function. */
  #bracket(at: number): number {
    const last = this.#text.charCodeAt(at - 1) | 32;
    // l, c, t: what url, src and image-set end with.
    if (last !== 108 && last !== 99 && last !== 116) return at + 1;
    // Twenty characters hold the longest of the names and what stands before it.
    const name = /(?:^|[^-\w\x80-\uffff])(url|src|(?:-webkit-)?image-set)$/i.exec(this.#text.slice(Math.max(0, at - 20), at))?.[1];
    if (name === undefined) return at + 1;
    return this.#callOf(name.toLowerCase(), at + 1);
  }

  #callOf(name: string, end: number): number {
    if (name === 'url') return this.#url(end);
    if (name === 'src') return this.#stringArgument(end);
    if (this.#sets >= MAX_SETS) return end;
    this.#sets++;
    const after = this.#imageSet(end);
    this.#sets--;
    return after;
  }

  #atRule(word: string, end: number): number {
    const next = match(SPACE_OR_COMMENT, this.#text, end);
    if (word === '@namespace') return this.#endOfPrelude(next);
    const char = this.#text[next];
    if (char === '"' || char === "'") return this.#urlString(next);
    return next;
  }

  /** A namespace's name looks like an address, but is none. */
  #endOfPrelude(from: number): number {
    for (let at = from; at < this.#text.length; at++) {
      const char = this.#text[at];
      if (char === ';' || char === '{' || char === '}') return at;
      if (char === '"' || char === "'") at = this.#endOfString(at) - 1;
      else if (char === '\\') at++;
      else if (char === '(') at = this.#endOfUnquoted(at + 1) - 1;
    }
    return this.#text.length;
  }

  /** After `url(`. */
  #url(from: number): number {
    const text = this.#text;
    const start = match(SPACE, text, from);
    const char = text[start];
    if (char === '"' || char === "'") return this.#urlString(start);
    let end = this.#endOfUnquoted(start);
    const close = end;
    if (text[end - 1] === ')') end--;
    while (end > start && isSpace(text.charCodeAt(end - 1)) && text[end - 2] !== '\\') end--;
    const raw = text.slice(start, end);
    // A bad url token: the browser drops the declaration.
    if (/[\t\n\f\r "'(\0-\x08\x0b\x0e-\x1f\x7f]/.test(raw.replace(/\\(?:[0-9a-f]{1,6}(?:\r\n|[\t\n\f\r ])?|[^])/gi, ''))) return close;
    this.#replace(start, end, raw, /[\t\n\f\r "'()\\\0-\x1f\x7f]/g);
    return close;
  }

  #endOfUnquoted(from: number): number {
    const text = this.#text;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 41) return at + 1;
      if (code === 92) at++;
    }
    return text.length;
  }

  #stringArgument(from: number): number {
    const start = match(SPACE_OR_COMMENT, this.#text, from);
    const char = this.#text[start];
    return char === '"' || char === "'" ? this.#urlString(start) : start;
  }

  /** Strings directly in an image-set are addresses; those in `type("…")` are not. */
  #imageSet(from: number): number {
    const text = this.#text;
    let depth = 1;
    for (let at = from; at < text.length; at++) {
      const char = text[at];
      if (char === '"' || char === "'") at = (depth === 1 ? this.#urlString(at) : this.#endOfString(at)) - 1;
      else if (char === '\\') at++;
      else if (char === '/' && text[at + 1] === '*') at = this.#endOfComment(at + 2) - 1;
      else if (char === ';' || char === '}') return at;
      else if (char === '(') {
        const end = this.#bracket(at);
        // A url takes its closing bracket with it, any other function is still open.
        if (end === at + 1 || text[end - 1] !== ')') depth++;
        at = end - 1;
      } else if (char === ')' && --depth === 0) return at + 1;
    }
    return text.length;
  }

  /** The string that opens at `at` is an address. Gives the place after it. */
  #urlString(at: number): number {
    const end = this.#endOfString(at);
    const quote = this.#text[at];
    const closed = end > at + 1 && this.#text[end - 1] === quote;
    // A line end in it makes it no string at all; the end of the sheet closes it.
    if (!closed && end < this.#text.length) return end;
    const stop = closed ? end - 1 : end;
    this.#replace(at + 1, stop, this.#text.slice(at + 1, stop), quote === '"' ? /["\\\n\f\r]/g : /['\\\n\f\r]/g);
    return end;
  }

  #replace(start: number, end: number, raw: string, special: RegExp): void {
    const mapped = this.#map(raw.includes('\\') ? unescapeCss(raw) : raw);
    if (mapped !== undefined) this.edits.push({ start, end, text: mapped.replace(special, escapeChar) });
  }

  #endOfString(at: number): number {
    const text = this.#text;
    const quote = text.charCodeAt(at);
    for (let i = at + 1; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === quote) return i + 1;
      if (code === 92) i++;
      // A line end ends a bad string, and is not part of it.
      else if (code === 10 || code === 13 || code === 12) return i;
    }
    return text.length;
  }

  #endOfComment(from: number): number {
    const end = this.#text.indexOf('*/', from);
    return end < 0 ? this.#text.length : end + 2;
  }

  /**
   * A name with an escape in it: `u\72l(` is `url(`, and `\@import` is not `@import`. Most are like `md\:w-1\/2`: no letter
   * is written in such a way, so it can be none of ours, and all that matters is where it ends.
   */
  #escapedName(at: number): number {
    const text = this.#text;
    let plain = at;
    while (text.charCodeAt(plain) === 92 && isPlainEscape(text.charCodeAt(plain + 1))) {
      plain += 2;
      while (this.#isNameChar(plain)) plain++;
    }
    if (plain > at && text.charCodeAt(plain) !== 92) return plain;
    let start = at;
    while (start > this.#from && this.#isNameChar(start - 1)) start--;
    const end = match(NAME_TAIL, text, at);
    if (end === at) return at + 1;
    const name = unescapeCss(text.slice(start, end)).toLowerCase();
    if (text[end] === '(' && /^(?:url|src|(?:-webkit-)?image-set)$/.test(name)) return this.#callOf(name, end + 1);
    if (text[start - 1] === '@' && (name === 'import' || name === 'namespace')) return this.#atRule(`@${name}`, end);
    return end;
  }

  #isNameChar(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return (
      (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 45 || code === 95 || code >= 128
    );
  }
}

/** Stands for itself, and for nothing that a name of ours is written with. */
function isPlainEscape(code: number): boolean {
  const letter = code | 32;
  return !(letter >= 97 && letter <= 122) && !(code >= 48 && code <= 57) && code !== 45 && code > 32 && code < 128;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 9 || code === 13 || code === 12;
}

/** End of what the sticky pattern matches at `at`. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  // A failed sticky match resets to 0; these patterns match the empty text, so that never happens.
  return pattern.lastIndex;
}

function unescapeCss(text: string): string {
  return text.replace(/\\(?:([0-9a-f]{1,6})(?:\r\n|[\t\n\f\r ])?|\r\n|([^]))/gi, (_, hex?: string, char?: string) => {
    if (hex === undefined) return char === undefined || /[\n\f\r]/.test(char) ? '' : char;
    const code = parseInt(hex, 16);
    const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    const decoded = valid ? String.fromCodePoint(code) : '\ufffd';
    // The text may be bytes: a character beyond ASCII is written as an address writes it.
    return decoded < '\x80' ? decoded : encodeURIComponent(decoded);
  });
}

function escapeChar(char: string): string {
  return char < ' ' || char === '\x7f' ? `\\${char.charCodeAt(0).toString(16)} ` : `\\${char}`;
}
