/**
 * Addresses in CSS: hops from one comment, string, `url(`, `@import`, `image-set(`, `src(` or escape to the next, and copies
 * all else. Works on characters and on bytes as latin1 alike: everything it looks at is ASCII.
 */
import type { MapUrl } from './types.ts';

// An address stands in a string or right behind a bracket, and nothing is absolute that begins otherwise; most sheets end here.
const MAY_HOLD_ABSOLUTE = /["'(][\0-\x20]*(?:[hH][tT\t\\]|[wW][sS\t\\]|[/\\])/;
// One class of characters: twice as fast as the words that it stands for.
const HOP = /["'\\(@*]/g;
const SPACE_OR_COMMENT = /(?:[\t\n\f\r ]|\/\*[^]*?\*\/)*/y;
const SPACE = /[\t\n\f\r ]*/y;
/** A name written with escapes: up to six hex digits and one white space, or any character. */
const NAME_TAIL = /(?:[-\w\x80-\uffff]|\\(?:[0-9a-f]{1,6}(?:\r\n|[\t\n\f\r ])?|[^\n\f\r]))*/iy;

/** `every`: relative addresses are asked for too, as a sheet needs that is served from somewhere else. */
export function rewriteCss(text: string, map: MapUrl, reach: 'absolute' | 'every' = 'absolute'): string {
  if (reach === 'absolute' && !MAY_HOLD_ABSOLUTE.test(text)) return text;
  return new CssScanner(text, map).run();
}

/** One image-set in another is no valid style; deeper ones are an attack on the stack. */
const MAX_SETS = 8;

class CssScanner {
  readonly #text: string;
  readonly #map: MapUrl;
  #out = '';
  #copied = 0;
  /** Where the current hop began: what lies before it is read. */
  #from = 0;
  /** image-sets open around this place. */
  #sets = 0;

  constructor(text: string, map: MapUrl) {
    this.#text = text;
    this.#map = map;
  }

  run(): string {
    const text = this.#text;
    HOP.lastIndex = 0;
    while (HOP.test(text)) {
      this.#from = this.#step(HOP.lastIndex - 1);
      HOP.lastIndex = this.#from;
    }
    return this.#copied === 0 ? text : this.#out + text.slice(this.#copied);
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
    if (mapped === undefined) return;
    this.#out += this.#text.slice(this.#copied, start) + mapped.replace(special, escapeChar);
    this.#copied = end;
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

  /** A name with an escape in it: the slow way, because `u\72l(` is `url(` and `\@import` is not `@import`. */
  #escapedName(at: number): number {
    const text = this.#text;
    let start = at;
    while (start > this.#copied && this.#isNameChar(start - 1)) start--;
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
