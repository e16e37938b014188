/**
 * What the script of a `javascript:` address comes to: the value of its last statement. A string there is the text of a new
 * document, so that value goes through a guard, which gives the document our tag. Only an expression that surely is one is
 * wrapped; all else stays as it is.
 */
import { guards } from '../../shared/guard-names.ts';
import { isNamePart } from './js-edits.ts';
import { tokenize, holeKinds, Unsettled } from './js-tokens.ts';
import { JsReader } from './js-reader.ts';

/** After these a statement goes on that is no expression, or none whose end is known. */
const STATEMENTS = new Set([
  ...['var', 'let', 'const', 'if', 'for', 'while', 'do', 'function', 'async', 'class', 'switch', 'try', 'throw', 'return', 'break'],
  ...['continue', 'debugger', 'with', 'import', 'export', 'else', 'catch', 'finally', 'case', 'default', 'yield', 'await'],
]);
const CALL = `${guards.result}(`;
/** Never a string, and what people write to say so. */
const NO_DOCUMENT = /^(?:void\b[^,]*|false|true|null|undefined|\d+|''|"")$/;

interface Statement {
  readonly start: number;
  readonly end: number;
  /** A line ends in it, outside brackets: it may be two statements. */
  readonly broken: boolean;
}

/** Where the expression stands that is to be guarded. Undefined: there is none, or what it is cannot be said. */
export function resultOf(script: string): { readonly start: number; readonly end: number } | undefined {
  if (script.includes(CALL) || script.includes('<!--') || /[\u2028\u2029]|\xe2\x80[\xa8\xa9]/.test(script)) return undefined;
  try {
    const { start, end, broken } = lastStatement(script);
    const text = script.slice(start, end);
    if (broken || text === '' || text.startsWith('{') || NO_DOCUMENT.test(text)) return undefined;
    const word = /^[\w$]+/.exec(text)?.[0] ?? '';
    // A label, most often a second `javascript:`.
    if (STATEMENTS.has(word) || (word !== '' && /^\s*:/.test(text.slice(word.length)))) return undefined;
    return { start, end };
  } catch (error) {
    if (error instanceof Unsettled) return undefined;
    throw error;
  }
}

export function guardSpan(text: string, start: number, end: number): string {
  return `${text.slice(0, start)}${CALL}${text.slice(start, end)})${text.slice(end)}`;
}

function lastStatement(script: string): Statement {
  const tokens = tokenize(script, { kind: 'script' });
  const reader = new JsReader(script, tokens, false);
  let last: Statement = { start: 0, end: 0, broken: false };
  let start = reader.next(0);
  let end = start;
  let broken = false;
  for (let at = start; at < script.length;) {
    const char = script[at] ?? '';
    const hole = reader.holeStarting(at);
    if (hole === 0 && char === ';') {
      if (end > start) last = { start, end, broken };
      at = start = end = reader.next(at + 1);
      broken = false;
      continue;
    }
    if (end > start && reader.newlineBetween(end, at)) broken = true;
    if (hole === holeKinds.middle || hole === holeKinds.tail) throw new Unsettled('template in a list');
    if (hole !== 0) end = reader.endOfHole(at);
    else if ('([{'.includes(char)) end = reader.closing(at) + 1;
    else if (')]}'.includes(char)) throw new Unsettled('bracket without a beginning');
    else if (isNamePart(char.charCodeAt(0))) end = at + reader.wordAt(at).length;
    else end = at + 1;
    at = reader.next(end);
  }
  return end > start ? { start, end, broken } : last;
}
