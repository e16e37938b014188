/**
 * What is done about each word; one file, so that the rules can be held against the same rules over a syntax tree in
 * `js-acorn.ts`:
 *
 *   x.location, x['location']      read: w(x.location); written, in a pattern too: l(x).location = v; called, deleted, tagged,
 *                                  constructed: left
 *   a?.b.location.c                d(a?.b)?.location.c: a value in brackets would end the chain that null skips
 *   location                       read: w(location); written, declared, typeof, called: left; {location}: {location:w(location)}
 *   {location: l} = x              d(x)
 *   x.postMessage(…)               m(x).postMessage(…), and x.postMessage.call(…), .apply(…), .bind(…)
 *   eval(…)                        eval(e(…))
 *   eval, x.eval                   read: w(eval), w(x.eval), as with location; called: v(x).eval(…)
 *   window[…]                      read, the key neither a string nor a number: w(window[…]); also globalThis, self, document, top,
 *                                  parent and opener, and these three as members of one of them (self.top[…]) or by another name
 *                                  (../js-aliases.ts); and what is read by a key from that (window[…][…])
 *   top[…] = v                     written, likewise: l(top)[…] = v; also parent and opener, and l(window[…])[…] = v
 *   import(…), import.meta.url     import(i(…)), u(import.meta.url)
 *   import.meta.resolve(…)         u(import.meta.resolve(i(…)))
 *   import.meta                    read as an object: u(import.meta); its resolve, not called at once: u(import.meta).resolve
 */
import { parameterValue, shorthandValue, type JsEdits, type Wrap } from './js-edits.ts';
import { endBefore, endOfArguments, endOfFirst, endOfValue, followOf, type Follow } from './js-follow.ts';
import { JsReader, type Before } from './js-reader.ts';
import { holeKinds, Unsettled, type Hit, type Tokens } from './js-tokens.ts';
import { declarationKeywords, expressionKeywords, isAbsoluteSpecifier, isRelativeSpecifier, outerNames, windowNames } from './js-words.ts';
import type { Aliases, JsOptions } from './types.ts';

/** After these words a plain name is a binding, a label or a member. */
const NAMING = new Set([
  ...['function', 'class', 'var', 'let', 'const', 'import', 'as', 'get', 'set', 'static', 'async', 'accessor', 'enum'],
]);

/** Ways to call a function for another receiver. */
const BORROW = /(?:call|apply|bind)(?![\w$\\])/y;

/** Tokens of a conditional's middle part that are looked at, brackets as one; longer ones are the parser's. */
const MAX_BRANCH_TOKENS = 200;

/** `?.`, but not the `?` of `a ? .5 : b`. */
function isOptionalLink(text: string, at: number): boolean {
  return text[at + 1] === '.' && !/[0-9]/.test(text[at + 2] ?? '');
}

export class JsRules {
  readonly #text: string;
  readonly #hits: readonly Hit[];
  readonly #aliases: Aliases | undefined;
  readonly #reader: JsReader;
  readonly #worker: boolean;
  readonly #native: boolean;
  readonly #event: boolean;
  readonly #wraps: Wrap[] = [];
  readonly #inserts: { at: number; text: string }[] = [];
  /** Values that patterns take apart, by where they begin; and the keys of the patterns inside. */
  readonly #patterns = new Map<number, Set<string>>();

  constructor(text: string, tokens: Tokens, options: JsOptions) {
    this.#text = text;
    this.#hits = tokens.hits;
    this.#aliases = options.aliases;
    this.#reader = new JsReader(text, tokens, options.bytes ?? false);
    this.#worker = options.kind === 'worker';
    this.#native = options.location === 'native';
    this.#event = options.kind === 'event';
  }

  run(): Pick<JsEdits, 'wraps' | 'inserts'> {
    for (const hit of this.#hits) {
      if (hit.word === 'import') this.#import(hit);
      else if (this.#worker) continue;
      else if (hit.key) this.#key(hit);
      else if (hit.word === 'window') this.#windowKey(hit);
      else if (hit.word === 'eval') this.#eval(hit);
      else if (hit.word === 'postMessage') this.#postMessage(hit);
      else this.#location(hit);
    }
    for (const [first, keys] of this.#patterns)
      this.#wraps.push({ start: first, end: endOfValue(this.#reader, first), guard: 'destructured', keys: [...keys].sort().join(' ') });
    return { wraps: this.#wraps, inserts: this.#inserts };
  }

  // ---- members ---------------------------------------------------------------------------------------------------

  /** Where the access to a name at `start` begins: the place of its `.` or `?.`; -1: it is no member. */
  #accessOf(before: Before): number {
    const text = this.#text;
    if (before.kind !== 'mark' || before.text !== '.') return -1;
    if (text[before.start - 1] === '.') return -1;
    return text[before.start - 1] === '?' ? before.start - 1 : before.start;
  }

  #location(hit: Hit): void {
    const before = this.#reader.before(hit.start);
    const access = this.#accessOf(before);
    if (access >= 0) this.#member(access, hit.end);
    else if (!isPrivate(before)) this.#bare(hit, before);
  }

  /** `'location'`, `'postMessage'` and `'eval'` as a key. */
  #key(hit: Hit): void {
    const reader = this.#reader;
    const before = reader.before(hit.start);
    if (before.kind !== 'mark') return;
    if (before.text === '{' || before.text === ',') {
      const colon = this.#text[reader.next(hit.end)] === ':';
      if (colon && hit.word !== 'postMessage') this.#patternKey(hit);
      return;
    }
    if (before.text !== '[') return;
    const close = reader.next(hit.end);
    if (this.#text[close] !== ']') return;
    const owner = reader.before(before.start);
    const optional = owner.kind === 'mark' && owner.text === '.' && this.#text[owner.start - 1] === '?';
    if (!optional && !reader.endsExpression(owner)) {
      // `{['location']: l} = x` takes location apart; an array of one word does not.
      if (this.#text[reader.next(close + 1)] === ':') throw new Unsettled('computed key');
      return;
    }
    const access = optional ? owner.start - 1 : before.start;
    if (hit.word === 'location') this.#member(access, close + 1);
    else if (hit.word === 'postMessage') this.#guardedCall(access, close + 1, 'messageTarget');
    else this.#evalMember(access, close + 1);
  }

  #windowKey(hit: Hit): void {
    const reader = this.#reader;
    const before = reader.before(hit.start);
    if (isPrivate(before) || (before.kind === 'word' && declarationKeywords.has(before.text))) return;
    const name = /^[\w$]+/.exec(this.#text.slice(hit.start, hit.end))?.[0] ?? '';
    const alias = this.#aliases?.has(name, hit.start);
    const isOuter = alias || outerNames.has(name);
    const link = this.#accessOf(before);
    if (link >= 0 && (alias || !isOuter || !this.#isWindowBefore(link))) return;
    let access = hit.end - 1;
    // `window[a][b] = v`: what stands under the first key may be a window around this one.
    for (let first = true; this.#text[access] === '['; first = false) {
      const close = reader.closing(access);
      if (this.#isPlainKey(access, close)) return;
      if (!first || isOuter || followOf(reader, close + 1) !== 'assign') this.#member(access, close + 1, false);
      access = reader.next(close + 1);
    }
  }

  /** A string, or a number. */
  #isPlainKey(open: number, close: number): boolean {
    const reader = this.#reader;
    const first = reader.next(open + 1);
    const hole = reader.holeStarting(first);
    if ((hole === holeKinds.string || hole === holeKinds.template) && reader.next(reader.endOfHole(first)) === close) return true;
    const number = reader.wordAt(first);
    return /^\d+$/.test(number) && reader.next(first + number.length) === close;
  }

  /** Is what stands before this `.` the name of a window, or one as a member of another? */
  #isWindowBefore(link: number): boolean {
    const reader = this.#reader;
    for (let at = link; ;) {
      const owner = reader.before(at);
      if (this.#text[at] === '?' || owner.kind !== 'word' || !windowNames.has(owner.text)) return false;
      const before = reader.before(owner.start);
      if (isPrivate(before)) return false;
      at = this.#accessOf(before);
      if (at < 0) return true;
    }
  }

  /** `owned`: a write to it is guarded, and reading it is what `native` leaves alone. */
  #member(access: number, end: number, owned = true): void {
    const follow = followOf(this.#reader, end);
    if (follow === 'call' || follow === 'tag' || follow === 'update') return;
    const chain = this.#reader.chain(access);
    if (chain.constructed) return;
    const optional = chain.optional || this.#text[access] === '?';
    if (follow === 'assign') {
      if (!chain.isSuper) this.#wrap(chain.start, endBefore(this.#reader, access), 'locationOwner');
      return;
    }
    if (this.#native && owned && (follow === 'access' || follow === 'optional-access')) return;
    if (follow === 'access' && optional) {
      this.#wrap(chain.start, endBefore(this.#reader, access), 'destructured');
      if (this.#text[access] !== '?') this.#inserts.push({ at: access, text: this.#text[access] === '[' ? '?.' : '?' });
      return;
    }
    const before = this.#reader.before(chain.start);
    if (follow === 'access' || follow === 'optional-access') {
      this.#wrap(chain.start, end, 'value');
      return;
    }
    const use = this.#useOf(before, end, follow);
    if (use === 'read' && !(this.#native && owned)) this.#wrap(chain.start, end, 'value');
    else if (use === 'written' && owned && !chain.isSuper) this.#wrap(chain.start, endBefore(this.#reader, access), 'locationOwner');
  }

  /** Is a whole chain read, written by a pattern or a loop, or only asked about? `before` stands before its first token. */
  #useOf(before: Before, end: number, follow: Follow): 'read' | 'written' | 'left' {
    if (this.#isAskedAbout(before)) return 'left';
    if (follow === 'arrow' || follow === 'colon' || follow === 'operator') return 'read';
    const reader = this.#reader;
    const next = reader.next(end);
    if (follow === 'word') {
      const word = reader.wordAt(next);
      const inHead = before.kind === 'mark' && before.text === '(' && reader.headerWord(before.start) === 'for';
      return inHead && (word === 'of' || word === 'in') ? 'written' : 'read';
    }
    const char = this.#text[next] ?? '';
    if (char === ')' && before.kind === 'mark' && before.text === '(') this.#refuseParenthesised(before.start, next);
    if (!',]}'.includes(char) || char === '' || before.kind !== 'mark' || !'[,:.'.includes(before.text)) return 'read';
    return this.#isTarget(before) ? 'written' : 'read';
  }

  /** `typeof x`, `delete x`, `++x`: its value is not taken. */
  #isAskedAbout(before: Before): boolean {
    if (before.kind === 'word') return (before.text === 'typeof' || before.text === 'delete') && !this.#reader.isMember(before.start);
    if (before.kind !== 'mark' || (before.text !== '+' && before.text !== '-') || this.#text[before.start - 1] !== before.text)
      return false;
    if (before.newline || this.#text[before.start - 2] === before.text) throw new Unsettled('update or sign');
    return true;
  }

  /** `(x) = 1`, `(x)++`, `typeof (x)`, `[(x)] = y` do not read x, and brackets may be nested. */
  #refuseParenthesised(open: number, close: number): void {
    const follow = followOf(this.#reader, close + 1);
    if (follow === 'assign' || follow === 'update' || this.#isAskedAbout(this.#reader.before(open)))
      throw new Unsettled('operand in brackets');
    const before = this.#reader.before(open);
    const after = this.#reader.next(close + 1);
    if (before.kind === 'mark' && '[,:.'.includes(before.text) && ',]}'.includes(this.#text[after] ?? '') && this.#isTarget(before))
      throw new Unsettled('operand in brackets');
    const word = this.#reader.wordAt(after);
    const inHead = before.kind === 'mark' && before.text === '(' && this.#reader.headerWord(before.start) === 'for';
    if (inHead && (word === 'in' || word === 'of')) throw new Unsettled('operand in brackets');
    if (before.kind === 'mark' && before.text === '(' && this.#text[after] === ')') this.#refuseParenthesised(before.start, after);
  }

  /** Directly in an array or object that is a pattern, so that it is written. */
  #isTarget(before: Before): boolean {
    const reader = this.#reader;
    if (before.text === '.' && this.#text[before.start - 1] !== '.') return false;
    const parent = reader.enclosing(before.start + 1);
    if (parent.char === '[') return !reader.endsExpression(reader.before(parent.open)) && reader.isPattern(parent.open);
    if (parent.char !== '{' || before.text === ',') return false;
    const pattern = reader.isPattern(parent.open);
    if (pattern && this.#text.slice(parent.open, before.start).includes('?')) throw new Unsettled('conditional in a pattern');
    return pattern;
  }

  // ---- plain names -----------------------------------------------------------------------------------------------

  #bare(hit: Hit, before: Before): void {
    const reader = this.#reader;
    const follow = followOf(this.#reader, hit.end);
    if (follow === 'assign') {
      // `{location = 1} = x`: a default in a pattern.
      if (before.kind === 'mark' && (before.text === '{' || before.text === ',')) this.#patternKey(hit);
      return;
    }
    if (follow === 'call' || follow === 'tag' || follow === 'arrow' || follow === 'update') return;
    if (follow === 'colon') {
      if (this.#isConditional(hit, before)) this.#read(hit);
      return;
    }
    if (before.kind === 'mark' && before.text === '@') throw new Unsettled('decorator');
    this.#refuseField(hit, before);
    if (before.kind === 'word' && this.#isNamed(before, follow)) return;
    if (before.kind === 'mark' && before.text === '*' && this.#isGenerator(before)) return;
    if (follow === 'access' || follow === 'optional-access') {
      this.#read(hit);
      return;
    }
    if (this.#isAskedAbout(before)) return;
    if (follow === 'operator') {
      this.#read(hit);
      return;
    }
    const next = reader.next(hit.end);
    if (follow === 'word') {
      const word = reader.wordAt(next);
      if (word === 'of' || word === 'in') {
        const inHead = before.kind === 'mark' && before.text === '(' && reader.headerWord(before.start) === 'for';
        if (inHead) return;
        if (word === 'of') throw new Unsettled('location of');
        this.#read(hit);
        return;
      }
      if (word === 'as' || word === 'from') {
        if (before.kind === 'mark' && (before.text === '{' || before.text === ',')) return;
        throw new Unsettled(`location ${word}`);
      }
      if (word === 'instanceof') {
        this.#read(hit);
        return;
      }
      if (!reader.newlineBetween(hit.end, next)) throw new Unsettled('two names in a row');
    }
    this.#last(hit, before, this.#text[next] ?? '');
  }

  /** `location` alone on a line, then `[name]() {}` or `*name() {}`: a field and a method, where elsewhere it would be one expression. */
  #refuseField(hit: Hit, before: Before): void {
    const next = this.#reader.next(hit.end);
    const char = this.#text[next];
    if ((char !== '[' && char !== '*') || !this.#reader.newlineBetween(hit.end, next)) return;
    if (before.newline || (before.kind === 'mark' && '{;}'.includes(before.text))) throw new Unsettled('class field of one name');
  }

  /** A name that ends an expression, an element or a statement: what it is depends on what stands before. */
  #last(hit: Hit, before: Before, after: string): void {
    switch (before.kind) {
      case 'none':
      case 'expression-open':
        this.#read(hit);
        return;
      case 'word':
        // `isNamed` has let only operators and statement keywords pass.
        if (expressionKeywords.has(before.text)) this.#read(hit);
        else throw new Unsettled('statement of one name');
        return;
      case 'string':
      case 'regexp':
      case 'template':
        throw new Unsettled('statement of one name');
    }
    switch (before.text) {
      case ';':
      case '{':
      case '}':
        if (before.text === '{' && (after === ',' || after === '}')) this.#inBraces(hit, before.start);
        else if (!this.#isClassField(hit.start)) throw new Unsettled('statement or class field of one name');
        return;
      case ')':
        if (before.newline) throw new Unsettled('statement or class field of one name');
        this.#read(hit);
        return;
      case ']':
        throw new Unsettled('statement of one name');
      case ':':
      case '[':
      case ',':
      case '(':
      case '.':
        this.#element(hit, before, after);
        return;
      default:
        this.#read(hit);
    }
  }

  #isClassField(start: number): boolean {
    const parent = this.#reader.enclosing(start);
    if (parent.char !== '{') return false;
    const name = this.#reader.before(parent.open);
    if (name.kind !== 'word' || name.text === 'class') return name.text === 'class';
    const keyword = this.#reader.before(name.start);
    return keyword.kind === 'word' && (keyword.text === 'class' || keyword.text === 'extends');
  }

  #element(hit: Hit, before: Before, after: string): void {
    const reader = this.#reader;
    if (before.text === '(' && after === ')') this.#refuseParenthesised(before.start, reader.next(hit.end));
    if (before.text === ':' && !',}'.includes(after)) {
      this.#read(hit);
      return;
    }
    if (before.text === ',' && this.#isDeclared(hit.start)) return;
    const parent = reader.enclosing(hit.start);
    switch (parent.char) {
      case '(':
        if (before.text === ':' || !reader.isParameters(parent.open)) this.#read(hit);
        return;
      case '[':
        if (reader.endsExpression(reader.before(parent.open)) || !reader.isPattern(parent.open)) this.#read(hit);
        return;
      case '{':
        if (before.text === ',') this.#inBraces(hit, parent.open);
        else if (!reader.isPattern(parent.open)) this.#read(hit);
        else if (this.#text.slice(parent.open, hit.start).includes('?')) throw new Unsettled('conditional in a pattern');
        return;
      default:
        this.#read(hit);
    }
  }

  /** `{location}`, `{a, location, b}`: shorthand, pattern, list of a module, or a block. */
  #inBraces(hit: Hit, open: number): void {
    const reader = this.#reader;
    const owner = reader.before(open);
    const after = reader.next(reader.closing(open) + 1);
    const word = owner.kind === 'word' ? owner.text : '';
    if (word === 'import' || word === 'export' || reader.wordAt(after) === 'from') return;
    if (reader.isPattern(open)) {
      this.#patternKey(hit);
      return;
    }
    if (!this.#isLiteral(open)) throw new Unsettled('block or object');
    if (!this.#isLeft(hit)) this.#inserts.push({ at: hit.end, text: shorthandValue(hit.word) });
  }

  /** Is the brace at `open` surely an object's, by what stands before it? */
  #isLiteral(open: number): boolean {
    const owner = this.#reader.before(open);
    if (owner.kind === 'expression-open') return true;
    if (owner.kind === 'word') return !owner.newline && expressionKeywords.has(owner.text) && owner.text !== 'else' && owner.text !== 'do';
    if (owner.kind !== 'mark') return false;
    if (owner.text === '.') return this.#text[owner.start - 1] === '.';
    // `a++` and a line end, then a block.
    if ('+-'.includes(owner.text) && this.#text[owner.start - 1] === owner.text) return false;
    if (owner.text !== ':') return '([,=?&|+-*%!~^<'.includes(owner.text);
    // The end of a conditional, the value of a property, or a block with a label.
    if (this.#endsConditional(owner.start)) return true;
    const parent = this.#reader.enclosing(open);
    return parent.char === '{' ? this.#isLiteral(parent.open) : parent.char !== '';
  }

  /** Is there a question mark before the colon at `colon` that is its own? Of two that match the inner one comes first. */
  #endsConditional(colon: number): boolean {
    const reader = this.#reader;
    const text = this.#text;
    let place = colon;
    let colons = 1;
    for (let steps = 0; steps < MAX_BRANCH_TOKENS; steps++) {
      const before = reader.before(place);
      if (before.kind === 'none' || before.kind === 'expression-open') return false;
      if (before.kind === 'template' && before.start < 0) return false;
      place = before.start;
      if (before.kind !== 'mark') continue;
      if (';({['.includes(before.text)) return false;
      if (')]}'.includes(before.text)) place = reader.opening(place);
      else if (before.text === ':') colons++;
      else if (before.text === '?') {
        if (text[place - 1] === '?') place--;
        else if (!isOptionalLink(text, place) && --colons === 0) return true;
      }
    }
    return false;
  }

  /** `a ? location : b` reads; `location: …` is a key or a label. */
  #isConditional(hit: Hit, before: Before): boolean {
    switch (before.kind) {
      case 'none':
        return false;
      case 'word':
        if (this.#isAskedAbout(before) || ['else', 'do', 'new'].includes(before.text)) return false;
        if (expressionKeywords.has(before.text)) return true;
        if (before.newline) return false;
        throw new Unsettled('location before a colon');
      case 'mark':
        break;
      default:
        throw new Unsettled('location before a colon');
    }
    if (before.text === '?') return true;
    if (';})'.includes(before.text)) return false;
    if (before.text === ']') throw new Unsettled('location before a colon');
    if (before.text === '{') {
      this.#patternKey(hit);
      return false;
    }
    if (before.text === ':') throw new Unsettled('location between colons');
    if (before.text !== ',') return !this.#isAskedAbout(before);
    const parent = this.#reader.enclosing(hit.start);
    if (parent.char !== '{') {
      if (parent.char === '') throw new Unsettled('location before a colon');
      return true;
    }
    if (!this.#isLiteral(parent.open) && !this.#reader.isPattern(parent.open)) throw new Unsettled('key or list before a colon');
    this.#patternKey(hit);
    return false;
  }

  /** After a word: is this name declared, a label, a method; or an operand? */
  #isNamed(before: Before, follow: Follow): boolean {
    if (this.#reader.isMember(before.start)) {
      if (before.newline) return false;
      throw new Unsettled('two names in a row');
    }
    const word = before.text;
    if (word === 'new') return true;
    if (word === 'break' || word === 'continue') {
      if (before.newline) throw new Unsettled('line end after break');
      return true;
    }
    if (NAMING.has(word)) {
      if (before.newline && !declarationKeywords.has(word) && word !== 'function' && word !== 'class')
        throw new Unsettled(`line end after ${word}`);
      return true;
    }
    if (expressionKeywords.has(word)) return false;
    if (word === 'await' || word === 'yield' || word === 'of') {
      if (before.newline && follow !== 'access') throw new Unsettled(`line end after ${word}`);
      if (follow !== 'access' && follow !== 'operator' && follow !== 'optional-access') throw new Unsettled(`location after ${word}`);
      return false;
    }
    if (!before.newline) throw new Unsettled('two names in a row');
    return false;
  }

  /** `function *location` declares; `a * location` and `yield *location` read. */
  #isGenerator(before: Before): boolean {
    const word = this.#reader.before(before.start);
    if (word.kind === 'mark' && word.text === '*') return false;
    return word.kind === 'word' && (word.text === 'function' || word.text === 'import');
  }

  /** `var a, location, b`: walks back over its statement to see what that begins with. */
  #isDeclared(start: number): boolean {
    const reader = this.#reader;
    let place = start;
    let doubtful = false;
    for (let steps = 0; steps < 2000; steps++) {
      const before = reader.before(place);
      if (before.kind === 'none' || before.kind === 'expression-open') return false;
      if (before.kind === 'template' && before.start < 0) throw new Unsettled('template in a list');
      if (before.kind === 'word') {
        if (declarationKeywords.has(before.text) && !reader.isMember(before.start)) {
          if (doubtful) throw new Unsettled('declaration or list');
          return true;
        }
        if (before.newline && reader.endsExpression(before) && /[\w$+-]/.test(this.#text[place] ?? '')) doubtful = true;
      }
      if (before.newline && before.kind !== 'word' && before.kind !== 'mark') doubtful = true;
      place = before.start;
      if (before.kind !== 'mark') continue;
      if (';({['.includes(before.text)) return false;
      if (')]}'.includes(before.text)) {
        if (before.text === '}' || before.newline) doubtful = true;
        place = reader.opening(before.start);
      }
    }
    throw new Unsettled('list too long');
  }

  #read(hit: Hit): void {
    if (!this.#isLeft(hit)) this.#wrap(hit.start, hit.end, 'value');
  }

  /** Text for `eval` holds guarded writes and messages, so it is rewritten whatever is done about location. */
  #isLeft(hit: Hit): boolean {
    return this.#native && hit.word === 'location';
  }

  // ---- patterns --------------------------------------------------------------------------------------------------

  /** A key directly in braces: if they are a pattern with a value, that value is wrapped. */
  #patternKey(hit: Hit): void {
    if (this.#isLeft(hit)) return;
    const reader = this.#reader;
    const parent = reader.enclosing(hit.start);
    if (parent.char !== '{') return;
    const keys: string[] = [];
    for (let { open } = parent; ;) {
      const first = this.#valueOf(open);
      if (first >= 0) {
        this.#takenApart(first, keys);
        return;
      }
      // In most objects the key has a value that no pattern could have.
      if (!this.#mayBeTarget(hit)) return;
      const before = reader.before(open);
      if (before.kind === 'mark' && (before.text === '(' || before.text === ',')) {
        this.#parameter(hit, open);
        return;
      }
      const key = before.kind === 'mark' && before.text === ':' ? reader.before(before.start) : before;
      const outer = reader.enclosing(open);
      if (key.kind !== 'word' || /^\d/.test(key.text) || outer.char !== '{' || !this.#isKey(key.start)) return;
      keys.push(key.text);
      ({ open } = outer);
    }
  }

  /** `location`, `location: name`, `location: {`, `location: [`, with a default or without. */
  #mayBeTarget(hit: Hit): boolean {
    const reader = this.#reader;
    const colon = reader.next(hit.end);
    if (this.#text[colon] !== ':') return true;
    const start = reader.next(colon + 1);
    if ('{['.includes(this.#text[start] ?? ' ')) return true;
    const name = reader.holeStarting(start) === 0 ? reader.wordAt(start) : '';
    return name !== '' && ',}='.includes(this.#text[reader.next(start + name.length)] ?? ' ');
  }

  /** Does a key of an object or a pattern begin here? */
  #isKey(start: number): boolean {
    const before = this.#reader.before(start);
    return before.kind === 'mark' && (before.text === '{' || before.text === ',');
  }

  /** Where the value begins that the pattern at `open` takes apart; -1: none stands beside it. */
  #valueOf(open: number): number {
    const reader = this.#reader;
    const equals = reader.next(reader.closing(open) + 1);
    if (this.#text[equals] !== '=' || this.#text[equals + 1] === '=' || this.#text[equals + 1] === '>') return -1;
    return reader.next(equals + 1);
  }

  #takenApart(first: number, keys: readonly string[]): void {
    const known = this.#patterns.get(first);
    if (known) for (const key of keys) known.add(key);
    else this.#patterns.set(first, new Set(keys));
  }

  /** `({location: name}) => …`: what is taken is looked at once it has a name. */
  #parameter(hit: Hit, open: number): void {
    const reader = this.#reader;
    const list = reader.enclosing(open);
    const colon = reader.next(hit.end);
    if (hit.word !== 'location' || list.char !== '(' || this.#text[colon] !== ':' || !reader.isParameters(list.open)) return;
    if (reader.headerWord(list.open) === 'catch') return;
    const start = reader.next(colon + 1);
    const name = reader.holeStarting(start) === 0 ? reader.wordAt(start) : '';
    const end = start + name.length;
    if (name !== '' && ',}'.includes(this.#text[reader.next(end)] ?? ' ')) this.#inserts.push({ at: end, text: parameterValue(name) });
  }

  // ---- calls -----------------------------------------------------------------------------------------------------

  #postMessage(hit: Hit): void {
    const access = this.#accessOf(this.#reader.before(hit.start));
    if (access >= 0) this.#guardedCall(access, hit.end, 'messageTarget');
  }

  #guardedCall(access: number, end: number, guard: 'messageTarget' | 'evaluator'): void {
    if (followOf(this.#reader, end) !== 'call' && !(guard === 'messageTarget' && this.#isBorrowed(end))) return;
    const chain = this.#reader.chain(access);
    if (chain.constructed || chain.isSuper) return;
    this.#wrap(chain.start, endBefore(this.#reader, access), guard);
    if (chain.optional && this.#text[access] !== '?') this.#inserts.push({ at: access, text: this.#text[access] === '[' ? '?.' : '?' });
  }

  /** `.call(`, `.apply(` or `.bind(` after a name: called for another receiver. */
  #isBorrowed(end: number): boolean {
    const reader = this.#reader;
    const dot = reader.next(end);
    if (this.#text[dot] !== '.') return false;
    BORROW.lastIndex = reader.next(dot + 1);
    const found = BORROW.exec(this.#text);
    return found !== null && this.#text[reader.next(BORROW.lastIndex)] === '(';
  }

  #eval(hit: Hit): void {
    const reader = this.#reader;
    const before = reader.before(hit.start);
    const access = this.#accessOf(before);
    if (access >= 0) this.#evalMember(access, hit.end);
    else if (!isPrivate(before)) {
      const next = reader.next(hit.end);
      // Only `eval(…)` is a direct call; `eval?.(…)` is not.
      if (this.#text[next] === '(') this.#directEval(before, next);
      else if (this.#text.startsWith('?.', next) && this.#text[reader.next(next + 2)] === '(') this.#wrap(hit.start, hit.end, 'value');
      else {
        this.#refuseBracketed(before, next);
        this.#bare(hit, before);
      }
    }
  }

  /** `(eval)(…)` is a direct call as well; `f(eval)(…)` is none. */
  #refuseBracketed(before: Before, next: number): void {
    if (before.kind !== 'mark' || before.text !== '(' || this.#reader.endsExpression(this.#reader.before(before.start))) return;
    let at = next;
    while (this.#text[at] === ')') at = this.#reader.next(at + 1);
    if (at > next && this.#text[at] === '(') throw new Unsettled('eval in brackets');
  }

  #evalMember(access: number, end: number): void {
    const follow = followOf(this.#reader, end);
    if (follow === 'call') this.#guardedCall(access, end, 'evaluator');
    else if (follow !== 'assign') this.#member(access, end, false);
  }

  #directEval(before: Before, open: number): void {
    const reader = this.#reader;
    if (before.kind === 'mark' && before.text === '*') {
      const word = reader.before(before.start);
      if (!reader.endsExpression(word)) return;
    }
    if (
      before.kind === 'word' &&
      !reader.isMember(before.start) &&
      ['new', 'function', 'get', 'set', 'async', 'static'].includes(before.text)
    ) {
      if (before.newline) throw new Unsettled('name or call of eval');
      return;
    }
    const close = reader.closing(open);
    if (this.#isMethod(before, close)) return;
    const first = reader.next(open + 1);
    if (first >= close) return;
    this.#wrap(first, endOfArguments(reader, close), 'code');
  }

  /** `eval(…) {` and `import(…) {` in a class or an object are methods. */
  #isMethod(before: Before, close: number): boolean {
    const after = this.#reader.next(close + 1);
    if (this.#text[after] !== '{') return false;
    const modified = before.kind === 'word' && !before.newline && ['async', 'get', 'set', 'static'].includes(before.text);
    const member = modified || (before.kind === 'mark' && '{},;*'.includes(before.text));
    if (member && !this.#reader.newlineBetween(close, after)) return true;
    throw new Unsettled('block after a call, or a method');
  }

  #import(hit: Hit): void {
    const reader = this.#reader;
    const before = reader.before(hit.start);
    if (isPrivate(before) || this.#accessOf(before) >= 0) return;
    const next = reader.next(hit.end);
    if (this.#text[next] === '(') this.#specifier(before, next);
    else if (this.#text[next] === '.') {
      const name = reader.next(next + 1);
      const word = reader.wordAt(name);
      const after = reader.next(name + word.length);
      if (word === 'meta') this.#meta(hit, name + word.length);
      // Import phases, which the parser does not know yet: `import.source(…)`, `import.defer(…)`.
      else if ((word === 'source' || word === 'defer') && this.#text[after] === '(') this.#specifier(before, after);
    }
  }

  /** The first argument of an import at `open`. */
  #specifier(before: Before, open: number): void {
    const reader = this.#reader;
    const close = reader.closing(open);
    if (this.#isMethod(before, close)) return;
    const first = reader.next(open + 1);
    // A spread is a syntax error, and must stay one.
    if (first >= close || this.#text.startsWith('...', first)) return;
    const end = endOfFirst(reader, first, close);
    if (reader.holeStarting(first) === holeKinds.string && reader.endOfHole(first) === end) {
      const specifier = this.#text.slice(first + 1, end - 1);
      // In a function from a string it is the runtime that knows what a relative one is relative to.
      if (!specifier.includes('\\') && !isAbsoluteSpecifier(specifier) && !(this.#event && isRelativeSpecifier(specifier))) return;
    }
    this.#wrap(first, end, 'specifier');
  }

  /** `import.meta`, whose last word ends at `metaEnd`. */
  #meta(hit: Hit, metaEnd: number): void {
    const reader = this.#reader;
    const dot = reader.next(metaEnd);
    if (this.#text[dot] !== '.') {
      this.#wholeMeta(hit, metaEnd);
      return;
    }
    const name = reader.next(dot + 1);
    const word = reader.wordAt(name);
    if (word !== 'url' && word !== 'resolve') return;
    const before = reader.before(hit.start);
    if (before.kind === 'word' && before.text === 'new' && !reader.isMember(before.start)) return;
    if (before.kind === 'mark' && '+-'.includes(before.text) && this.#text[before.start - 1] === before.text)
      throw new Unsettled('update of meta');
    const end = name + word.length;
    const follow = followOf(reader, end);
    if (word === 'url') {
      if (this.#native || follow === 'assign' || follow === 'update' || follow === 'call' || follow === 'tag') return;
      this.#wrap(hit.start, end, 'metaUrl');
      return;
    }
    const open = reader.next(end);
    if (this.#text[open] !== '(') {
      if (!this.#native && follow !== 'assign' && follow !== 'update' && follow !== 'tag') this.#wrap(hit.start, metaEnd, 'metaUrl');
      return;
    }
    this.#specifier(before, open);
    if (!this.#native) this.#wrap(hit.start, reader.closing(open) + 1, 'metaUrl');
  }

  /** `import.meta` as an object, or with a key that is worked out: what holds its address then is made to tell the target's. */
  #wholeMeta(hit: Hit, end: number): void {
    if (this.#native) return;
    const before = this.#reader.before(hit.start);
    const follow = followOf(this.#reader, end);
    if (follow === 'call' || follow === 'tag' || follow === 'assign' || follow === 'update') return;
    if (before.kind === 'word' && before.text === 'new' && !this.#reader.isMember(before.start)) return;
    const isOwner = follow === 'access' || follow === 'optional-access';
    if (isOwner || this.#useOf(before, end, follow) === 'read') this.#wrap(hit.start, end, 'metaUrl');
  }

  #wrap(start: number, end: number, guard: Wrap['guard']): void {
    this.#wraps.push({ start, end, guard });
  }
}

function isPrivate(before: Before): boolean {
  return before.kind === 'mark' && before.text === '#';
}
