/**
 * Second walk, only around the words that matter: what stands before and after a place, which bracket encloses it, where the
 * chain `a.b(c)[d]` that ends there begins. Whatever needs a grammar throws `Unsettled`.
 */
import { isNamePart } from './js-edits.ts';
import { holeKinds, Unsettled, type Tokens } from './js-tokens.ts';
import { contextualKeywords, declarationKeywords, expressionKeywords, headerKeywords, hidesSpace } from './js-words.ts';

/** The token before a place. `start` and `end` are its span; a bracket or operator is its last character alone. */
export interface Before {
  readonly kind: 'none' | 'word' | 'mark' | 'string' | 'regexp' | 'template' | 'expression-open';
  readonly start: number;
  readonly text: string;
  /** A line break lies between it and the place. */
  readonly newline: boolean;
}

export interface Chain {
  readonly start: number;
  /** An optional link lies inside: what follows is skipped when that is null. */
  readonly optional: boolean;
  /** `new a.b…` without arguments yet: the chain is what is constructed. */
  readonly constructed: boolean;
  /** Nothing but `super` stands before the access. */
  readonly isSuper: boolean;
}

export type Enclosing = { readonly char: '(' | '[' | '{'; readonly open: number } | { readonly char: '`' | ''; readonly open: -1 };

/** Steps of one walk to a bracket, in characters of code. */
const MAX_STEPS = 100_000;

/** What a link of a chain counts, in steps. */
const LINK_STEPS = 8;

export class JsReader {
  readonly text: string;
  readonly #bytes: boolean;
  readonly #holes: readonly number[];
  #stepsLeft: number;

  constructor(text: string, tokens: Tokens, bytes: boolean) {
    this.text = text;
    this.#bytes = bytes;
    this.#holes = tokens.holes;
    this.#stepsLeft = 8 * text.length + 200_000;
  }

  /** The last hole that starts at or before `at`, as offset into the triples; -3: none. */
  #holeIndex(at: number): number {
    const holes = this.#holes;
    let low = 0;
    let high = holes.length / 3;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((holes[middle * 3] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return (low - 1) * 3;
  }

  before(place: number): Before {
    const { text } = this;
    let hole = this.#holeIndex(place - 1);
    let newline = false;
    for (let at = place - 1; at >= 0; at--) {
      if (hole >= 0 && this.#holes[hole + 1] === at + 1) {
        const start = this.#holes[hole] ?? 0;
        const kind = this.#holes[hole + 2];
        if (kind === holeKinds.comment) {
          newline ||= /[\n\r]/.test(text.slice(start, at));
          at = start;
          hole -= 3;
          continue;
        }
        if (kind === holeKinds.string) return { kind: 'string', start, text: '', newline };
        if (kind === holeKinds.regexp) return { kind: 'regexp', start, text: '', newline };
        if (kind === holeKinds.head || kind === holeKinds.middle) return { kind: 'expression-open', start, text: '', newline };
        return { kind: 'template', start: kind === holeKinds.template ? start : -1, text: '', newline };
      }
      const code = text.charCodeAt(at);
      if (code <= 32) newline ||= code === 10 || code === 13;
      else if (!isNamePart(code)) return { kind: 'mark', start: at, text: text[at] ?? '', newline };
      else {
        let start = at;
        while (start > 0 && isNamePart(text.charCodeAt(start - 1))) start--;
        const word = text.slice(start, at + 1);
        if (hidesSpace(word, this.#bytes)) throw new Unsettled('white space beyond ASCII');
        return { kind: 'word', start, text: word, newline };
      }
    }
    return { kind: 'none', start: -1, text: '', newline };
  }

  /** First character at or after `place` that is neither space nor comment; the text's length at its end. */
  next(place: number): number {
    const { text } = this;
    let hole = this.#holeIndex(place);
    if (hole < 0 || (this.#holes[hole + 1] ?? 0) <= place) hole += 3;
    for (let at = place; at < text.length; at++) {
      if (this.#holes[hole] === at) {
        if (this.#holes[hole + 2] !== holeKinds.comment) return at;
        at = (this.#holes[hole + 1] ?? 0) - 1;
        hole += 3;
      } else if (text.charCodeAt(at) > 32) return at;
    }
    return text.length;
  }

  /** Kind of the hole that starts at `at`, or 0. */
  holeStarting(at: number): number {
    const hole = this.#holeIndex(at);
    return hole >= 0 && this.#holes[hole] === at ? (this.#holes[hole + 2] ?? 0) : 0;
  }

  /** End of the string, template, comment or regular expression that begins at `at`; of a template with expressions its whole. */
  endOfHole(at: number): number {
    let hole = this.#holeIndex(at);
    for (let depth = 0; hole < this.#holes.length; hole += 3) {
      const kind = this.#holes[hole + 2];
      if (kind === holeKinds.head) depth++;
      else if (kind === holeKinds.tail) depth--;
      if (depth === 0) break;
    }
    return this.#holes[hole + 1] ?? at;
  }

  wordAt(at: number): string {
    let end = at;
    while (isNamePart(this.text.charCodeAt(end))) end++;
    const word = this.text.slice(at, end);
    if (hidesSpace(word, this.#bytes)) throw new Unsettled('white space beyond ASCII');
    return word;
  }

  newlineBetween(from: number, to: number): boolean {
    return /[\n\r]/.test(this.text.slice(from, to));
  }

  /** The bracket that closes the one at `open`. */
  closing(open: number): number {
    const { text } = this;
    let depth = 0;
    let hole = this.#holeIndex(open) + 3;
    for (let at = open, steps = 0; at < text.length; at++) {
      if (this.#holes[hole] === at) {
        at = (this.#holes[hole + 1] ?? 0) - 1;
        hole += 3;
        continue;
      }
      if (++steps > MAX_STEPS || --this.#stepsLeft < 0) throw new Unsettled('bracket too far');
      const code = text.charCodeAt(at);
      if (code === 40 || code === 91 || code === 123) depth++;
      else if ((code === 41 || code === 93 || code === 125) && --depth === 0) return at;
    }
    throw new Unsettled('bracket without an end');
  }

  /** The bracket that `close` closes. */
  opening(close: number): number {
    const found = this.enclosing(close);
    if (found.open < 0) throw new Unsettled('bracket without a beginning');
    return found.open;
  }

  /** The bracket (or template expression, or nothing) that `place` is directly in. */
  enclosing(place: number): Enclosing {
    const { text } = this;
    let hole = this.#holeIndex(place - 1);
    let depth = 0;
    for (let at = place - 1, steps = 0; at >= 0; at--) {
      if (hole >= 0 && this.#holes[hole + 1] === at + 1) {
        const kind = this.#holes[hole + 2];
        if (kind === holeKinds.tail) depth++;
        else if (kind === holeKinds.middle && depth === 0) return { char: '`', open: -1 };
        else if (kind === holeKinds.head && depth-- === 0) return { char: '`', open: -1 };
        at = this.#holes[hole] ?? 0;
        hole -= 3;
        continue;
      }
      if (++steps > MAX_STEPS || --this.#stepsLeft < 0) throw new Unsettled('bracket too far');
      const code = text.charCodeAt(at);
      if (code === 41 || code === 93 || code === 125) depth++;
      else if ((code === 40 || code === 91 || code === 123) && depth-- === 0) {
        return { char: code === 40 ? '(' : code === 91 ? '[' : '{', open: at };
      }
    }
    return { char: '', open: -1 };
  }

  /** Is the word a member's name (`.return`, `#in`)? */
  isMember(start: number): boolean {
    const before = this.before(start);
    return before.kind === 'mark' && ((before.text === '.' && this.text[before.start - 1] !== '.') || before.text === '#');
  }

  /** Does an expression end here, so that a bracket after it is a call or an access? */
  endsExpression(before: Before): boolean {
    switch (before.kind) {
      case 'none':
      case 'expression-open':
        return false;
      case 'string':
      case 'regexp':
      case 'template':
        return true;
      case 'word':
        if (this.isMember(before.start)) return true;
        // `let (` calls, `let [` declares.
        if (before.text === 'let' && this.text[this.next(before.start + 3)] === '(') throw new Unsettled('let and a bracket');
        if (contextualKeywords.has(before.text)) throw new Unsettled(`bracket after ${before.text}`);
        return !expressionKeywords.has(before.text) && !headerKeywords.has(before.text) && !declarationKeywords.has(before.text);
      case 'mark':
        if (before.text === '}') throw new Unsettled('bracket after a brace');
        if (before.text === ')') return !this.isHeader(this.opening(before.start));
        return before.text === ']';
    }
  }

  /** Does the parenthesis at `open` belong to `if`, `while`, `for`, `with`, `switch` or `catch`? */
  isHeader(open: number): boolean {
    return headerKeywords.has(this.headerWord(open));
  }

  /** The word before the parenthesis at `open` when it is no member; `for await` is `for`. */
  headerWord(open: number): string {
    const before = this.before(open);
    if (before.kind !== 'word' || this.isMember(before.start)) return '';
    if (before.text !== 'await') return before.text;
    const first = this.before(before.start);
    return first.kind === 'word' && first.text === 'for' ? 'for' : 'await';
  }

  /** Where the chain begins whose last access (`.`, `?.` or `[`) stands at `access`. */
  chain(access: number): Chain {
    let place = access;
    let optional = false;
    let calls = 0;
    let start = -1;
    let isSuper = false;
    while (start < 0) {
      // Many names in one long chain would walk it once for each.
      this.#stepsLeft -= LINK_STEPS;
      if (this.#stepsLeft < 0) throw new Unsettled('chain too long');
      const before = this.before(place);
      switch (before.kind) {
        case 'string':
        case 'regexp':
          start = before.start;
          break;
        case 'template':
          // The tag of a template belongs to the chain; a template with expressions has its beginning far away.
          if (before.start < 0 || this.endsExpression(this.before(before.start))) throw new Unsettled('template in a chain');
          start = before.start;
          break;
        case 'word': {
          if (/^\d/.test(before.text)) throw new Unsettled('number in a chain');
          const hash = this.text[before.start - 1] === '#' ? 1 : 0;
          const link = this.before(before.start - hash);
          if (link.kind === 'mark' && link.text === '.' && this.text[link.start - 1] !== '.') {
            place = this.text[link.start - 1] === '?' ? link.start - 1 : link.start;
            optional ||= place !== link.start;
          } else {
            if (expressionKeywords.has(before.text) || headerKeywords.has(before.text)) throw new Unsettled('keyword in a chain');
            start = before.start - hash;
            isSuper = before.text === 'super' && this.next(before.start + 5) === access;
          }
          break;
        }
        case 'mark': {
          if (before.text !== ')' && before.text !== ']') throw new Unsettled(`${before.text} in a chain`);
          const open = this.opening(before.start);
          const owner = this.before(open);
          const link = owner.kind === 'mark' && owner.text === '.' && this.text[owner.start - 1] === '?';
          if (link) {
            place = owner.start - 1;
            optional = true;
          } else if (this.endsExpression(owner)) place = open;
          else if (owner.kind === 'mark' && (owner.text === '.' || owner.text === '@')) throw new Unsettled('bracket in a chain');
          else start = open;
          if (before.text === ')' && start < 0) calls++;
          break;
        }
        default:
          throw new Unsettled('chain without a beginning');
      }
    }
    const before = this.before(start);
    if (before.kind === 'mark' && before.text === '@') throw new Unsettled('decorator');
    if (before.kind !== 'word' || before.text !== 'new' || this.isMember(before.start))
      return { start, optional, constructed: false, isSuper };
    if (calls === 0) return { start, optional, constructed: true, isSuper };
    const outer = this.before(before.start);
    if (outer.kind === 'word' && outer.text === 'new') throw new Unsettled('new new');
    return { start: before.start, optional, constructed: false, isSuper };
  }

  /** Is `(…)` at `open` a list of parameters: of an arrow function, a function, a method or a catch? */
  isParameters(open: number): boolean {
    const close = this.closing(open);
    const after = this.next(close + 1);
    if (this.text.startsWith('=>', after)) return true;
    if (this.text[after] !== '{') return false;
    const word = this.headerWord(open);
    if (headerKeywords.has(word)) return word === 'catch';
    const owner = this.before(open);
    if (owner.kind === 'word' && owner.text === 'function') return true;
    const link = this.before(owner.start);
    // `class A extends b.c(…) {`: only a call can follow a dot.
    if (
      owner.kind === 'word' &&
      ((link.kind === 'mark' && link.text === '.') || (link.kind === 'word' && (link.text === 'extends' || link.text === 'new')))
    )
      return false;
    if (owner.kind === 'mark' && owner.text === ']') return !this.endsExpression(this.before(this.opening(owner.start)));
    if (owner.kind === 'mark' && owner.text !== '*') throw new Unsettled('block after a bracket');
    if (this.newlineBetween(close, after)) throw new Unsettled('block after a call, or a method');
    return true;
  }

  /** Is `[…]` or `{…}` at `open`, an array or object by its looks, a pattern that takes values apart? */
  isPattern(open: number): boolean {
    const { text } = this;
    const after = this.next(this.closing(open) + 1);
    if (text[after] === '=' && text[after + 1] !== '=') return text[after + 1] !== '>';
    const word = this.wordAt(after);
    if (word === 'of') return true;
    if (word === 'in') throw new Unsettled('pattern or operand of in');
    const before = this.before(open);
    if (before.kind === 'word' && (before.text === 'var' || before.text === 'let' || before.text === 'const')) return true;
    if (!',])}'.includes(text[after] ?? ' ') || before.kind !== 'mark' || !'[({,:.'.includes(before.text)) return false;
    const parent = this.enclosing(open);
    if (parent.char === '(') return this.isParameters(parent.open);
    if (parent.char === '[') return this.endsExpression(this.before(parent.open)) ? false : this.isPattern(parent.open);
    if (parent.char !== '{' || before.text === '{') return false;
    const pattern = this.isPattern(parent.open);
    if (pattern && this.text.slice(parent.open, open).includes('?')) throw new Unsettled('conditional in a pattern');
    return pattern;
  }
}
