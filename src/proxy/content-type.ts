/** What an answer is when its type stands in it more than once (Fetch standard, "extract a MIME type"). */

const TYPE = /^\s*[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;|$)/;

/** Of several values the last that is a type counts; if it names none, it has the charset of one before that is the same type. */
export function lastType(values: readonly string[]): string | undefined {
  let last: string | undefined;
  for (const value of values) {
    if (!TYPE.test(value)) continue;
    const charset = last !== undefined && essence(last) === essence(value) ? charsetOf(last) : undefined;
    last = charset !== undefined && charsetOf(value) === undefined ? `${value.trim()};charset=${charset}` : value.trim();
  }
  return last ?? values[0];
}

function essence(value: string): string {
  return (value.split(';')[0] ?? '').trim().toLowerCase();
}

export function charsetOf(value: string): string | undefined {
  return /;\s*charset\s*=\s*("[^"]*"|[^\s;]+)/i.exec(value)?.[1];
}
