/** `Function.prototype.toString`: our replacements read as native code, rewritten functions as their author wrote them. */
import { apply, uncurry } from '../natives.ts';
import { FRAME_PRELUDE, GUARD_MARK as MARK, guards } from '../../shared/guard-names.ts';
import type { Scope } from '../scope.ts';
import { templateTexts } from './disguise.ts';

const GUARD_CALL = new RegExp(
  `(?:${Object.values(guards)
    .map((name) => name.replace('$', '\\$'))
    .join('|')})(?:\\.call\\("[^"]*",|\\()`,
);

/** `parameterValue` of rewriter/text/js-edits.ts. */
const PARAMETER = new RegExp(
  `,\\[([\\w$\\x80-\\uffff]+)===\\(\\1=${guards.value.replace('$', '\\$')}\\(\\1\\)\\)\\?"":"then"\\]:\\{\\}=0`,
  'g',
);

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const toString = uncurry(global.Function.prototype.toString as (this: unknown) => string); // throws for what is no function
  const templates = templateTexts(toString);
  // Firefox writes it in three lines, and getters without their prefix.
  const sample = toString(global.Function.prototype.call);
  const size = Object.getOwnPropertyDescriptor(global.Map.prototype, 'size')?.get;
  const prefixed = size !== undefined && toString(size).includes('get size');
  const nativeText = (name: string): string => sample.replace('call', () => (prefixed ? name : name.replace(/^[gs]et /, '')));
  disguise.method(global.Function.prototype, 'toString', (native, self, args) => {
    const text = apply(native, self, args) as string; // or it throws
    if (templates.has(text)) return nativeText((self as { name: string }).name); // only our functions have this text
    return text.includes(MARK) ? withoutGuards(text) : text;
  });
}

/** Takes every guard call out of a program text: `guard(x)` becomes `x`. */
export function withoutGuards(text: string): string {
  let rest = text.replaceAll(FRAME_PRELUDE, '').replace(PARAMETER, '');
  // Each pass removes one call; nested ones come to light as their outer one goes.
  for (let found = GUARD_CALL.exec(rest); found; found = GUARD_CALL.exec(rest)) {
    const open = found.index + found[0].length;
    const close = closingOf(rest, open);
    if (close < 0) break;
    rest = rest.slice(0, found.index) + rest.slice(open, close) + rest.slice(close + 1);
  }
  return rest;
}

/** Index of the parenthesis that closes what was opened just before `from`; strings are hopped over. */
function closingOf(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
    else if (char === '"' || char === "'" || char === '`') {
      for (at++; at < text.length && text[at] !== char; at++) if (text[at] === '\\') at++;
    }
  }
  return -1;
}
