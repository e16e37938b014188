/**
 * JavaScript by tokens: finds the few places where a page could meet the gateway's address or go round the gateway, and puts
 * guard functions (shared/guard-names.ts) around them. All other bytes stay. Reads of `location` are wrapped by value, so no
 * scopes are needed: a local variable of that name comes back as it went in.
 *
 * Where a place can only be told by a grammar the whole text is `unsettled`, and `js-acorn.ts` on the server decides by the
 * same rules; both must give the same text, which the tests check.
 */
import { mapSpecifiers, prepareEdits, type PreparedJs } from './js-edits.ts';
import { JsRules } from './js-rules.ts';
import { tokenize, Unsettled } from './js-tokens.ts';
import { mentionsGuarded } from './js-words.ts';
import type { JsOptions, JsResult } from './types.ts';

export { mentionsGuarded } from './js-words.ts';

export function rewriteJs(text: string, options: JsOptions): JsResult {
  const prepared = prepareJs(text, options);
  if ('unsettled' in prepared) return prepared;
  return { text: options.map ? mapSpecifiers(prepared, options.map) : prepared.text };
}

/** Without the session's part: specifiers are found, not mapped. */
export function prepareJs(text: string, options: JsOptions): PreparedJs | { readonly unsettled: string } {
  if (!mentionsGuarded(text, options)) return { text, specifiers: [] };
  try {
    const tokens = tokenize(text, options);
    if (tokens.hits.length === 0 && tokens.specifiers.length === 0) return { text, specifiers: [] };
    const rules = new JsRules(text, tokens, options);
    return prepareEdits(text, { ...rules.run(), specifiers: tokens.specifiers });
  } catch (error) {
    if (error instanceof Unsettled) return { unsettled: error.reason };
    throw error;
  }
}
