/** A Cookie header as pairs, in order, duplicates kept. */
export function* cookiePairs(header: string): Generator<{ name: string; value: string }> {
  for (const part of header.split(';')) {
    const pair = part.trim();
    const equals = pair.indexOf('=');
    if (equals > 0) yield { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
  }
}
