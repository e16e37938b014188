/**
 * The word filter: text without one of these words has nothing to guard, and most files end here. A letter of theirs that is
 * written as an escape counts as all of them; in what people write and tools make that is rare (docs/decisions).
 */
import type { JsOptions } from './types.ts';

const EVERYWHERE =
  /location|postMessage|\beval\b|\bimport\s*[(./]|(?:\bfrom|\bimport)\s*["']\s*(?:https?:|[/\\]{2})|\\(?:u00|u\{0*|x)(?:6[13579cef]|7[0346]|4d)|(?:window|globalThis|self|top|parent|opener|document)[ \t\r\n]*\[(?!(?:"[^"\\]*"|'[^'\\]*'|\d+)\])/i;
const IN_WORKER = /\bimport\s*[(./]|(?:\bfrom|\bimport)\s*["']\s*(?:https?:|[/\\]{2})/i;

/** False: the text can go out as it came. */
export function mentionsGuarded(text: string, options: Pick<JsOptions, 'kind' | 'aliases'>): boolean {
  return (options.kind === 'worker' ? IN_WORKER : EVERYWHERE).test(text) || options.aliases !== undefined;
}

/** A window by name, with a key that is worked out: what is read may be its location. No comments between, so that both walks find the same. */
export const WINDOW_KEY = /(?:window|globalThis|self|top|parent|opener|document)[ \t\r\n]*\[/;
export const windowNames: ReadonlySet<string> = new Set(['window', 'globalThis', 'self', 'top', 'parent', 'opener']);
/** What has a location, by name. */
export const keyedNames: ReadonlySet<string> = new Set([...windowNames, 'document']);
/** The windows around this one: what is written there, no listener of this one sees. Also as a member of a window, by its name. */
export const outerNames: ReadonlySet<string> = new Set(['top', 'parent', 'opener']);

/** What a string says, without its quotes. Old octal escapes are left: nobody has written a name with them. */
export function unescaped(text: string): string {
  return text.replace(
    /\\(?:u\{0*([0-9a-f]{1,2})\}|u00([0-9a-f]{2})|x([0-9a-f]{2})|(\r\n|[^]))/gi,
    (_, ...found: (string | undefined)[]) => {
      const hex = found[0] ?? found[1] ?? found[2];
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      const char = found[3] ?? '';
      return /[\r\n\u2028\u2029]/.test(char) ? '' : /[bfnrtvux0-9]/.test(char) ? ' ' : char;
    },
  );
}

/** A static specifier that must be mapped: absolute or `//`. */
export function isAbsoluteSpecifier(specifier: string): boolean {
  return /^[\0-\x20]*(?:https?:|[/\\]{2})/i.test(specifier);
}

/** A specifier that is resolved against the script's address (HTML standard, "resolve a URL-like module specifier"). */
export function isRelativeSpecifier(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier);
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
