/** `javascript:` addresses: the script in them is percent-decoded before it runs, and URL parsing has dropped tabs and line ends. */

const SCHEME = /^[\0-\x20]*j[\t\n\r]*a[\t\n\r]*v[\t\n\r]*a[\t\n\r]*s[\t\n\r]*c[\t\n\r]*r[\t\n\r]*i[\t\n\r]*p[\t\n\r]*t[\t\n\r]*:/i;

/**
 * `rewrite` is given the script, and what writes the rewritten script back as an address; undefined from it: nothing changes.
 * Undefined: no javascript: address, or nothing to do.
 */
export function rewriteJavascriptUrlLater<Result>(
  url: string,
  rewrite: (script: string, finish: (script: string) => string) => Result | undefined,
): Result | undefined {
  const scheme = SCHEME.exec(url)?.[0];
  if (scheme === undefined) return undefined;
  return rewrite(decodeAscii(url.slice(scheme.length).replace(/[\t\n\r]/g, '')), (script) => `javascript:${encodeScript(script)}`);
}

export function rewriteJavascriptUrl(url: string, rewrite: (script: string) => string | undefined): string | undefined {
  return rewriteJavascriptUrlLater(url, (script, finish) => {
    const rewritten = rewrite(script);
    return rewritten === undefined ? undefined : finish(rewritten);
  });
}

export function isJavascriptUrl(url: string): boolean {
  return SCHEME.test(url);
}

/** Undoes what `decodeAscii` did where it matters: these would be dropped from the address. */
function encodeScript(script: string): string {
  return script.replace(/[\t\n\r]/g, (char) => (char === '\t' ? '%09' : char === '\n' ? '%0A' : '%0D'));
}

/**
 * Only ASCII, and never `%25`: what stays encoded is the same text before and after, so no charset has to be known and
 * nothing is decoded twice. (A `%25` left alone reads as an operator and a number, as harmless as the `%` it means.)
 */
function decodeAscii(text: string): string {
  return text.replace(/%(?!25)([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
