/** Fields that `Connection` names belong to that connection, whatever they are (RFC 9110, 7.6.1). */
import type { IncomingHttpHeaders } from 'node:http';

const NONE: ReadonlySet<string> = new Set();

export function connectionNames(headers: IncomingHttpHeaders): ReadonlySet<string> {
  // What nearly every connection says of itself, and names no field.
  if (headers.connection === undefined || headers.connection === 'keep-alive' || headers.connection === 'close') return NONE;
  const names = headers.connection.toLowerCase().split(',');
  return new Set(names.map((name) => name.trim()).filter((name) => name !== ''));
}
