/**
 * First walk over a script: hops from one string, template, comment, regular expression or guarded word to the next. What is
 * no code is noted as a hole; everything between holes is code, and brackets in it are balanced.
 *
 * Whether a slash begins a regular expression is told by what stands before it; where that needs a parser, it gives up.
 */
import { isNamePart } from './js-edits.ts';
import {
  contextualKeywords,
  expressionKeywords,
  headerKeywords,
  hidesSpace,
  isAbsoluteSpecifier,
  unescaped,
  keyedNames,
  WINDOW_KEY,
} from './js-words.ts';
import type { Aliases, JsOptions } from './types.ts';

export const holeKinds = { comment: 1, string: 2, regexp: 3, template: 4, head: 5, middle: 6, tail: 7 } as const;

/** `window`: one of the names of a window or the document, with the bracket after it. */
export type HitWord = 'location' | 'postMessage' | 'eval' | 'import' | 'window';

/** `key`: a string, or a template without expressions, with that text. */
export interface Hit {
  readonly word: HitWord;
  readonly start: number;
  readonly end: number;
  readonly key: boolean;
}

export interface Tokens {
  /** Triples: start, end, kind; in order, apart from each other. */
  readonly holes: readonly number[];
  readonly hits: readonly Hit[];
  readonly specifiers: readonly { readonly start: number; readonly end: number }[];
}

/** Thrown inside the scanner only: a parser must decide. */
export class Unsettled {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

// One alternative more for text with HTML-like comments, for the window's keys, and for code inside a template, where braces count.
const hopsFor = (keys: string): RegExp[] =>
  [false, true].flatMap((html) =>
    ['["\'`/\\\\]', '["\'`/\\\\{}]'].map(
      (marks) => new RegExp(`${marks}${html ? '|<!--|-->' : ''}|location|postMessage|eval|import${keys}`, 'g'),
    ),
  );
const plainHops = hopsFor('');
const keyHops = hopsFor(`|${WINDOW_KEY.source}`);
const keyWords = ['location', 'postMessage', 'eval'] as const;
/** Length of the longest of them with every letter written as `\u{0000006c}`. */
const MAX_ESCAPED = 132;
/** Steps back over brackets for one slash; a longer way is not worth it. */
const MAX_STEPS_BACK = 50_000;

export function tokenize(text: string, options: JsOptions): Tokens {
  return new Tokenizer(text, options).run();
}

class Tokenizer {
  readonly #text: string;
  readonly #bytes: boolean;
  readonly #html: boolean;
  readonly #hops: readonly RegExp[];
  readonly #aliases: Aliases | undefined;
  readonly #carriageReturns: boolean;
  readonly #specifierHints: boolean;
  readonly #holes: number[] = [];
  readonly #hits: Hit[] = [];
  readonly #specifiers: { start: number; end: number }[] = [];
  /** For each template that is open: braces open in its current expression. */
  readonly #templates: number[] = [];
  /** Over all slashes: what would make the walk quadratic is left to a parser. */
  #stepsLeft: number;

  constructor(text: string, options: JsOptions) {
    this.#text = text;
    this.#bytes = options.bytes ?? false;
    this.#html = options.kind !== 'module' && (text.includes('<!--') || text.includes('-->'));
    const keyed = options.kind !== 'worker' && options.location !== 'native';
    this.#aliases = keyed ? options.aliases : undefined;
    const other = this.#aliases?.keys;
    this.#hops = other ? hopsFor(`|${WINDOW_KEY.source}|${other}`) : keyed && WINDOW_KEY.test(text) ? keyHops : plainHops;
    this.#carriageReturns =
      text.includes('\r') ||
      text.includes(this.#bytes ? '\xe2\x80\xa8' : '\u2028') ||
      text.includes(this.#bytes ? '\xe2\x80\xa9' : '\u2029');
    this.#specifierHints = /(?:\bfrom|\bimport)\s*["']\s*(?:https?:|[/\\]{2})/i.test(text);
    this.#stepsLeft = 4 * text.length + 100_000;
  }

  run(): Tokens {
    const text = this.#text;
    let at = 0;
    if (text.startsWith('#!')) at = this.#lineEnd(0);
    if (at > 0) this.#holes.push(0, at, holeKinds.comment);
    while (at < text.length) {
      const hop = this.#hops[(this.#html ? 2 : 0) + (this.#templates.length > 0 ? 1 : 0)];
      if (!hop) break;
      hop.lastIndex = at;
      if (!hop.test(text)) break;
      at = this.#step(hop.lastIndex);
    }
    if (this.#templates.length > 0) throw new Unsettled('template without an end');
    return { holes: this.#holes, hits: this.#hits, specifiers: this.#specifiers };
  }

  /** `end` is behind what was found; its last character tells what it was. */
  #step(end: number): number {
    const text = this.#text;
    const code = text.charCodeAt(end - 1);
    switch (code) {
      case 34: // "
      case 39: // '
        return this.#string(end - 1, code);
      case 96: // `
        return this.#template(end - 1);
      case 47: // slash
        return this.#slash(end - 1);
      case 92:
        throw new Unsettled('escape in a name');
      case 123: // {
        this.#countBrace(1);
        return end;
      case 125: // }
        return this.#closeBrace(end);
      case 45: // <!--
        return this.#lineComment(end - 4);
      case 62: // -->
        return this.#htmlClose(end - 3);
      case 91: // window[
        return this.#window(end);
      case 110:
        return this.#word('location', end);
      case 101:
        return this.#word('postMessage', end);
      case 108:
        return this.#word('eval', end);
      default:
        return this.#word('import', end);
    }
  }

  #word(word: HitWord, end: number): number {
    const text = this.#text;
    const start = end - word.length;
    const before = text.charCodeAt(start - 1);
    const after = text.charCodeAt(end);
    if (isNamePart(before) || isNamePart(after)) {
      if (before >= 128 || after >= 128) this.#refuseHiddenSpace(start, end);
      return end;
    }
    this.#hits.push({ word, start, end, key: false });
    return end;
  }

  #window(end: number): number {
    const text = this.#text;
    let last = end - 2;
    while (text.charCodeAt(last) <= 32) last--;
    let start = last;
    while (isNamePart(text.charCodeAt(start - 1))) start--;
    const name = text.slice(start, last + 1);
    if (keyedNames.has(name) || this.#aliases?.has(name, start)) this.#hits.push({ word: 'window', start, end, key: false });
    else if (hidesSpace(name, this.#bytes)) throw new Unsettled('white space beyond ASCII');
    return end;
  }

  #refuseHiddenSpace(start: number, end: number): void {
    if (hidesSpace(this.#text.slice(Math.max(0, start - 3), end + 3), this.#bytes)) throw new Unsettled('white space beyond ASCII');
  }

  #string(start: number, quote: number): number {
    const text = this.#text;
    let at = start + 1;
    let escapes = false;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) break;
      if (code === 92) {
        escapes = true;
        at++;
        if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) at++;
      } else if (code === 10 || code === 13 || at >= text.length) throw new Unsettled('string without an end');
    }
    const end = at + 1;
    this.#holes.push(start, end, holeKinds.string);
    if (!this.#keyWord(start, end, escapes) && this.#specifierHints) this.#specifier(start, end);
    return end;
  }

  /** Is the quoted text one of the words, so that it may be a key? */
  #keyWord(start: number, end: number, escapes: boolean): boolean {
    const length = end - start - 2;
    if (escapes ? length > MAX_ESCAPED : length !== 4 && length !== 8 && length !== 11) return false;
    const said = this.#text.slice(start + 1, end - 1);
    const word = keyWords.find((one) => one === (escapes ? unescaped(said) : said));
    if (word) this.#hits.push({ word, start, end, key: true });
    return word !== undefined;
  }

  #specifier(start: number, end: number): void {
    const text = this.#text;
    const value = text.slice(start + 1, Math.min(end - 1, start + 40));
    if (!isAbsoluteSpecifier(value)) return;
    let at = start - 1;
    while (at >= 0 && text.charCodeAt(at) <= 32) at--;
    const tail = text.slice(Math.max(0, at - 7), at + 1);
    if (!/(?:^|[^\w$.#])(?:from|import)$|[}*]from$/.test(tail)) return;
    if (!text.slice(start, end).includes('\\')) this.#specifiers.push({ start: start + 1, end: end - 1 });
  }

  /** From the opening backtick, or from the brace that ends an expression in it. */
  #template(start: number): number {
    const text = this.#text;
    const opens = text.charCodeAt(start) === 96;
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 96) {
        this.#holes.push(start, at + 1, opens ? holeKinds.template : holeKinds.tail);
        if (opens) this.#keyWord(start, at + 1, text.slice(start, Math.min(at, start + MAX_ESCAPED)).includes('\\'));
        else this.#templates.pop();
        return at + 1;
      } else if (code === 36 && text.charCodeAt(at + 1) === 123) {
        this.#holes.push(start, at + 2, opens ? holeKinds.head : holeKinds.middle);
        if (opens) this.#templates.push(0);
        return at + 2;
      }
    }
    throw new Unsettled('template without an end');
  }

  #countBrace(step: 1 | -1): void {
    const top = this.#templates.length - 1;
    this.#templates[top] = (this.#templates[top] ?? 0) + step;
  }

  #closeBrace(end: number): number {
    if (this.#templates[this.#templates.length - 1] === 0) return this.#template(end - 1);
    this.#countBrace(-1);
    return end;
  }

  #slash(at: number): number {
    const text = this.#text;
    const next = text.charCodeAt(at + 1);
    if (next === 47) return this.#lineComment(at);
    if (next === 42) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) throw new Unsettled('comment without an end');
      this.#holes.push(at, end + 2, holeKinds.comment);
      return end + 2;
    }
    return this.#beginsExpression(at) ? this.#regexp(at) : at + 1;
  }

  #lineComment(at: number): number {
    const end = this.#lineEnd(at);
    this.#holes.push(at, end, holeKinds.comment);
    return end;
  }

  #lineEnd(from: number): number {
    const text = this.#text;
    if (this.#carriageReturns) {
      const pattern = this.#bytes ? /[\n\r]|\xe2\x80[\xa8\xa9]/g : /[\n\r\u2028\u2029]/g;
      pattern.lastIndex = from;
      return pattern.exec(text)?.index ?? text.length;
    }
    const end = text.indexOf('\n', from);
    return end < 0 ? text.length : end;
  }

  /** `-->` is a comment only where a line begins. */
  #htmlClose(at: number): number {
    const text = this.#text;
    let i = at - 1;
    let hole = this.#holes.length - 3;
    for (; i >= 0; i--) {
      const code = text.charCodeAt(i);
      if (code === 10 || code === 13) break;
      if (hole >= 0 && this.#holes[hole + 1] === i + 1 && this.#holes[hole + 2] === holeKinds.comment) {
        const start = this.#holes[hole] ?? 0;
        if (/[\n\r]/.test(text.slice(start, i))) break;
        i = start;
        hole -= 3;
      } else if (code > 32) return at + 3;
    }
    return this.#lineComment(at);
  }

  #regexp(start: number): number {
    const text = this.#text;
    let inClass = false;
    let at = start + 1;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 91) inClass = true;
      else if (code === 93) inClass = false;
      else if (code === 47 && !inClass) break;
      else if (code === 10 || code === 13 || at >= text.length) throw new Unsettled('regular expression without an end');
    }
    at++;
    while (isNamePart(text.charCodeAt(at))) at++;
    this.#holes.push(start, at, holeKinds.regexp);
    return at;
  }

  /** Index of the last character before `at` that is neither space nor comment, or -1; and the hole it ends, or -1. */
  #before(at: number): { at: number; hole: number } {
    const text = this.#text;
    const holes = this.#holes;
    let hole = holes.length - 3;
    while (hole >= 0 && (holes[hole] ?? 0) >= at) hole -= 3;
    let i = at - 1;
    for (; i >= 0; i--) {
      if (hole >= 0 && holes[hole + 1] === i + 1) {
        if (holes[hole + 2] !== holeKinds.comment) return { at: i, hole };
        i = holes[hole] ?? 0;
        hole -= 3;
      } else if (text.charCodeAt(i) > 32) break;
    }
    return { at: i, hole: -1 };
  }

  #beginsExpression(slash: number): boolean {
    const { at, hole } = this.#before(slash);
    if (at < 0) return true;
    if (hole >= 0) {
      const kind = this.#holes[hole + 2];
      return kind === holeKinds.head || kind === holeKinds.middle;
    }
    const text = this.#text;
    const code = text.charCodeAt(at);
    if (isNamePart(code)) return this.#keywordAt(at);
    switch (text[at]) {
      case ')':
        return this.#isHeader(this.#openingOf(at));
      case ']':
        return false;
      case '}':
        return this.#isBlock(this.#openingOf(at));
      case '+':
      case '-':
        if (text[at - 1] !== text[at]) return true;
        this.#refuseUpdateAhead(at - 1);
        return false;
      case '.':
        return text[at - 1] === '.';
      case '#':
      case '@':
        throw new Unsettled('slash after a strange character');
      default:
        return true;
    }
  }

  /** `a++ / b` updates what stands before; on a line of its own `++` updates what follows, as in `++/x/.lastIndex`. */
  #refuseUpdateAhead(mark: number): void {
    const { at, hole } = this.#before(mark);
    const char = this.#text[at] ?? '';
    if (/[\n\r]/.test(this.#text.slice(at, mark)) || (hole < 0 && char !== ')' && char !== ']' && !isNamePart(char.charCodeAt(0))))
      throw new Unsettled('slash after an update');
  }

  #wordEndingAt(at: number): { word: string; start: number } {
    let start = at;
    while (start > 0 && isNamePart(this.#text.charCodeAt(start - 1))) start--;
    const word = this.#text.slice(start, at + 1);
    if (hidesSpace(word, this.#bytes)) throw new Unsettled('white space beyond ASCII');
    return { word, start };
  }

  #isMember(start: number): boolean {
    const { at, hole } = this.#before(start);
    return hole < 0 && ((this.#text[at] === '.' && this.#text[at - 1] !== '.') || this.#text[at] === '#');
  }

  #keywordAt(at: number): boolean {
    const { word, start } = this.#wordEndingAt(at);
    const operator = expressionKeywords.has(word);
    const contextual = contextualKeywords.has(word);
    if ((!operator && !contextual) || this.#isMember(start)) {
      // `var a`, a line end, then a slash: what is declared cannot be divided.
      const { at: last, hole } = this.#before(start);
      if (hole < 0 && /(?:^|[^\w$])(?:var|let|const)$/.test(this.#text.slice(Math.max(0, last - 5), last + 1)))
        throw new Unsettled('slash after a declaration');
      return false;
    }
    if (contextual) throw new Unsettled(`slash after ${word}`);
    return true;
  }

  /** Does the parenthesis that opens at `open` belong to `if`, `while`, `for`, `with`? */
  #isHeader(open: number): boolean {
    const { at, hole } = this.#before(open);
    if (at < 0 || hole >= 0 || !isNamePart(this.#text.charCodeAt(at))) return false;
    const { word, start } = this.#wordEndingAt(at);
    if (word === 'await') throw new Unsettled('slash after for await');
    return headerKeywords.has(word) && !this.#isMember(start);
  }

  /** Is `{` at `open` a block (a regular expression may follow it) or an object (a division)? */
  #isBlock(open: number): boolean {
    const { at, hole } = this.#before(open);
    if (at < 0) return true;
    if (hole >= 0) {
      const kind = this.#holes[hole + 2];
      if (kind === holeKinds.head || kind === holeKinds.middle) return false;
      throw new Unsettled('slash after a brace');
    }
    const char = this.#text[at] ?? '';
    if (isNamePart(char.charCodeAt(0))) {
      const { word } = this.#wordEndingAt(at);
      if (word === 'else' || word === 'do' || word === 'try' || word === 'finally') return true;
      // A line end after `return` ends the statement.
      if (word === 'typeof' || word === 'case' || word === 'in' || (word === 'return' && at === open - 1)) return false;
    } else if (char === ';' || char === '{') return true;
    else if (char === ')' && this.#isHeader(this.#openingOf(at))) return true;
    else if ('=([,?&|+*%<!~^-'.includes(char) && !('+-'.includes(char) && this.#text[at - 1] === char)) return false;
    throw new Unsettled('slash after a brace');
  }

  /** Opening bracket of the one that closes at `close`. */
  #openingOf(close: number): number {
    const text = this.#text;
    const holes = this.#holes;
    let hole = holes.length - 3;
    while (hole >= 0 && (holes[hole] ?? 0) >= close) hole -= 3;
    let depth = 0;
    const stop = Math.max(0, close - MAX_STEPS_BACK);
    for (let at = close; at >= stop; at--) {
      if (hole >= 0 && holes[hole + 1] === at + 1) {
        at = holes[hole] ?? 0;
        hole -= 3;
        continue;
      }
      if (--this.#stepsLeft < 0) break;
      const code = text.charCodeAt(at);
      if (code === 41 || code === 93 || code === 125) depth++;
      else if ((code === 40 || code === 91 || code === 123) && --depth === 0) return at;
    }
    throw new Unsettled('slash far behind its bracket');
  }
}
