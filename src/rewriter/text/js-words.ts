/** The word filter: text without one of these words has nothing to guard, and most files end here. */
import type { JsOptions } from './types.ts';

const EVERYWHERE = /location|postMessage|\beval\b|\bimport\s*[(./]|(?:\bfrom|\bimport)\s*["']\s*(?:https?:|[/\\]{2})/i;
const IN_WORKER = /\bimport\s*[(./]|(?:\bfrom|\bimport)\s*["']\s*(?:https?:|[/\\]{2})/i;

/** False: the text can go out as it came. (A name written with escapes is not found: the page then sees the gateway's address.) */
export function mentionsGuarded(text: string, options: Pick<JsOptions, 'kind'>): boolean {
  return (options.kind === 'worker' ? IN_WORKER : EVERYWHERE).test(text);
}

/** A static specifier that must be mapped: absolute or `//`. */
export function isAbsoluteSpecifier(specifier: string): boolean {
  return /^[\0-\x20]*(?:https?:|[/\\]{2})/i.test(specifier);
}

/** Has it white space beyond ASCII in it? Then it is no name, whatever it looks like to a scanner that knows ASCII only. */
export function hidesSpace(word: string, bytes: boolean): boolean {
  return bytes
    ? /\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80|\xef\xbb\xbf/.test(word)
    : /[\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/.test(word);
}

/** After these an expression begins; `yield`, `await` and `of` may also be plain names. */
export const expressionKeywords: ReadonlySet<string> = new Set([
  ...['return', 'typeof', 'case', 'do', 'else', 'in', 'instanceof', 'new', 'void', 'delete', 'throw', 'extends', 'default'],
]);
export const contextualKeywords: ReadonlySet<string> = new Set(['yield', 'await', 'of', 'async']);
/** `if (…)`: the parenthesis belongs to a statement, what follows it begins anew. */
export const headerKeywords: ReadonlySet<string> = new Set(['if', 'while', 'for', 'with', 'switch', 'catch']);
export const declarationKeywords: ReadonlySet<string> = new Set(['var', 'let', 'const']);
