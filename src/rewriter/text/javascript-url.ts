/** `javascript:` addresses: the script in them is percent-decoded before it runs, and URL parsing has dropped tabs and line ends. */

import { FRAME_PRELUDE } from '../../shared/guard-names.ts';
import { guardSpan, resultOf } from './script-result.ts';

const SCHEME = /^[\0-\x20]*j[\t\n\r]*a[\t\n\r]*v[\t\n\r]*a[\t\n\r]*s[\t\n\r]*c[\t\n\r]*r[\t\n\r]*i[\t\n\r]*p[\t\n\r]*t[\t\n\r]*:/i;

/**
 * Whose address it is: a string in the end is most often the document of a frame; of a link only what holds markup is taken for one.
 * `untold`: documents get no tag here.
 */
export type JavascriptUrlUse = 'frame' | 'link' | 'untold';

/**
 * `rewrite` is given the script, and what writes the rewritten script back as an address; undefined from it: nothing changes.
 * `asIs` takes an address that has no other change than the guard of its result. Undefined: no javascript: address, or nothing to do.
 */
export function rewriteJavascriptUrlLater<Result>(
  url: string,
  use: JavascriptUrlUse,
  rewrite: (script: string, finish: (script: string) => string) => Result | undefined,
  asIs: (address: string) => Result,
): Result | undefined {
  const scheme = SCHEME.exec(url)?.[0];
  if (scheme === undefined) return undefined;
  const written = url.slice(scheme.length).replace(/[\t\n\r]/g, '');
  const script = decodeAscii(written);
  const span = use === 'frame' || (use === 'link' && script.includes('<')) ? resultOf(script) : undefined;
  const prelude = use === 'frame' && !script.includes(FRAME_PRELUDE) ? FRAME_PRELUDE : '';
  const rewritten = rewrite(
    span ? guardSpan(script, span.start, span.end) : script,
    (done) => `javascript:${prelude}${encodeScript(done)}`,
  );
  if (rewritten !== undefined || !span) return rewritten;
  // Then it stays written as it was: it reads as its author's when the guard is taken out of it.
  const start = writtenAt(written, span.start);
  return asIs(`javascript:${prelude}${guardSpan(written, start, start + writtenAt(written.slice(start), span.end - span.start))}`);
}

export function rewriteJavascriptUrl(
  url: string,
  use: JavascriptUrlUse,
  rewrite: (script: string) => string | undefined,
): string | undefined {
  return rewriteJavascriptUrlLater(
    url,
    use,
    (script, finish) => {
      const rewritten = rewrite(script);
      return rewritten === undefined ? undefined : finish(rewritten);
    },
    (address) => address,
  );
}

export function isJavascriptUrl(url: string): boolean {
  return SCHEME.test(url);
}

/** Undoes what `decodeAscii` did where it matters: these would be dropped from the address. */
function encodeScript(script: string): string {
  return script.replace(/[\t\n\r]/g, (char) => (char === '\t' ? '%09' : char === '\n' ? '%0A' : '%0D'));
}

/** Where the character `index` of the decoded text stands in the encoded one. */
function writtenAt(written: string, index: number): number {
  let at = index;
  for (const { index: found } of written.matchAll(ENCODED)) {
    if (found >= at) break;
    at += 2;
  }
  return at;
}

const ENCODED = /%(?!25)([0-7][0-9a-f])/gi;

/**
 * Only ASCII, and never `%25`: what stays encoded is the same text before and after, so no charset has to be known and
 * nothing is decoded twice. (A `%25` left alone reads as an operator and a number, as harmless as the `%` it means.)
 */
function decodeAscii(text: string): string {
  return text.replace(ENCODED, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
