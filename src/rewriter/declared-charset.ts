/**
 * The charset that a page declares where browsers look for it: in its first 1024 bytes (HTML standard, "prescan a byte stream").
 * Our script element in front of it pushes it further back, so the rewriter says it again before that.
 */

/** As far as a declaration counts. */
export const PRESCAN_BYTES = 1024;

/** `end`: the place behind the element. Undefined: nothing is declared, or no browser knows the name. */
export function declaredCharset(bytes: Buffer): { readonly name: string; readonly end: number } | undefined {
  // What a comment says counts for nothing; its place is kept.
  const text = bytes.toString('latin1', 0, PRESCAN_BYTES).replace(/<!--[^]*?(?:-->|$)/g, (comment) => ' '.repeat(comment.length));
  for (const match of text.matchAll(/<meta[\s/]([^>]*)>/gi)) {
    const name = nameIn(match[1] ?? '');
    if (name !== undefined) return { name, end: match.index + match[0].length };
  }
  return undefined;
}

function nameIn(attributes: string): string | undefined {
  let content = '';
  const rest = attributes.replace(/(?:^|[\s/"'])content\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)/i, (_, value: string) => {
    content = value;
    return ' ';
  });
  const label =
    /(?:^|[\s/"'])charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(rest)?.[1] ??
    (/http-equiv\s*=\s*["']?\s*content-type/i.test(rest) ? /charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(content)?.[1] : undefined);
  if (label === undefined) return undefined;
  // A page that says so in ASCII is not in UTF-16.
  if (/^utf-?16/i.test(label)) return 'utf-8';
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
