/** What stands behind a name, and where the expression that begins somewhere ends. */
import { isNamePart } from './js-edits.ts';
import { holeKinds, Unsettled } from './js-tokens.ts';
import type { JsReader } from './js-reader.ts';
import { expressionKeywords } from './js-words.ts';

/** What follows a place, as far as it matters. */
export type Follow = 'call' | 'tag' | 'access' | 'optional-access' | 'assign' | 'arrow' | 'update' | 'colon' | 'operator' | 'word' | 'end';

const COMPOUND = /(?:\*\*|<<|>>>?|&&|\|\||\?\?|[-+*/%&|^])=(?!=)/y;

export function followOf(reader: JsReader, end: number): Follow {
  const text = reader.text;
  const at = reader.next(end);
  if (at >= text.length) return 'end';
  const hole = reader.holeStarting(at);
  if (hole === holeKinds.template || hole === holeKinds.head) return 'tag';
  if (hole !== 0) return 'end';
  const char = text[at] ?? '';
  const second = text[at + 1] ?? '';
  COMPOUND.lastIndex = at;
  if (COMPOUND.test(text)) return 'assign';
  switch (char) {
    case '(':
      return 'call';
    case '.':
    case '[':
      return 'access';
    case '?':
      if (second !== '.' || /\d/.test(text[at + 2] ?? '')) return 'operator';
      return text[reader.next(at + 2)] === '(' ? 'call' : 'optional-access';
    case '=':
      return second === '>' ? 'arrow' : second === '=' ? 'operator' : 'assign';
    case '+':
    case '-':
      if (second !== char) return 'operator';
      return reader.newlineBetween(end, at) ? 'end' : 'update';
    case ':':
      return 'colon';
    case '!':
      return second === '=' ? 'operator' : 'end';
    case '*':
    case '/':
    case '%':
    case '<':
    case '>':
    case '&':
    case '|':
    case '^':
      return 'operator';
    case ';':
    case ',':
    case ')':
    case ']':
    case '}':
      return 'end';
    case '{':
      // `class A extends x.location {`
      return 'operator';
    default:
      return isNamePart(char.charCodeAt(0)) ? 'word' : 'end';
  }
}

/** End of the expression that begins at `first`: a comma, semicolon or closing bracket ends it, or a line end where nothing can go on. */
export function endOfValue(reader: JsReader, first: number): number {
  const text = reader.text;
  let last = first; // end of the last token
  let at = first;
  let ends = false; // may the last token end an expression?
  for (let steps = 0; at < text.length; steps++) {
    if (steps > 5000) throw new Unsettled('value too long');
    const char = text[at] ?? '';
    const hole = reader.holeStarting(at);
    if (hole === 0 && ',;)]}'.includes(char)) return last;
    const newline = reader.newlineBetween(last, at) && at > first;
    const isName = hole === 0 && isNamePart(char.charCodeAt(0));
    const word = isName ? reader.wordAt(at) : '';
    if (ends && newline) {
      if (/[+-]/.test(text[last - 1] ?? '')) throw new Unsettled('line end after an update');
      if (isName && word !== 'in' && word !== 'instanceof') return last;
      if ((hole !== 0 && hole !== holeKinds.template && hole !== holeKinds.head) || '{!~@#'.includes(char)) return last;
      if ((char === '+' || char === '-') && text[at + 1] === char) return last;
    }
    if (hole !== 0) {
      last = reader.endOfHole(at);
      ends = true;
    } else if ('([{'.includes(char)) {
      last = reader.closing(at) + 1;
      ends = true;
    } else if (isName) {
      last = at + word.length;
      if (word === 'async' || word === 'yield' || word === 'await' || word === 'function' || word === 'class')
        throw new Unsettled('value needs a grammar');
      ends = !expressionKeywords.has(word);
    } else {
      if (char === '=' && text[at + 1] === '>') throw new Unsettled('value needs a grammar');
      last = at + 1;
      ends = (char === '+' || char === '-') && text[at - 1] === char;
    }
    at = reader.next(last);
  }
  return last;
}

/** End of the last argument: a comma after it is allowed. */
export function endOfArguments(reader: JsReader, close: number): number {
  const before = reader.before(close);
  const end = before.kind === 'mark' && before.text === ',' ? before.start : close;
  return endBefore(reader, end);
}

/** End of the token before `place`. */
export function endBefore(reader: JsReader, place: number): number {
  const before = reader.before(place);
  if (before.kind === 'word') return before.start + before.text.length;
  if (before.kind === 'mark') return before.start + 1;
  if (before.start < 0) {
    // A template with expressions: its end is the hole's.
    let at = place - 1;
    while (reader.text[at] !== '`') at--;
    return at + 1;
  }
  return reader.endOfHole(before.start);
}

/** End of the first argument. */
export function endOfFirst(reader: JsReader, first: number, close: number): number {
  let at = first;
  while (at < close) {
    const char = reader.text[at] ?? '';
    const hole = reader.holeStarting(at);
    if (hole !== 0) at = reader.endOfHole(at);
    else if (char === ',') return endBefore(reader, at);
    else if ('([{'.includes(char)) at = reader.closing(at) + 1;
    else at++;
    at = reader.next(at);
  }
  return endBefore(reader, close);
}
