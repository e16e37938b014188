/** One script from bytes to prepared bytes: scanner first, parser where that is unsettled. Runs in the worker. */
import { prepareJsByParser } from './js-acorn.ts';
import { withAliases } from './js-aliases.ts';
import { prepareJs } from './text/js.ts';
import type { PreparedJs } from './text/js-edits.ts';
import type { JsOptions } from './text/index.ts';
import { decodeForParser, utf16Of } from './text-codec.ts';

/** Text as latin1 (bytes) and where the specifiers stand in it; `failed`: to be passed as it came. */
export type JsOutcome =
  | { readonly how: 'scanned' | 'parsed'; readonly bytes: Buffer; readonly specifiers: PreparedJs['specifiers'] }
  | { readonly how: 'failed'; readonly reason: string };

export type Prepared = Exclude<JsOutcome, { how: 'failed' }>;

export type JsJob = Pick<JsOptions, 'kind'> & { readonly location: 'origin' | 'native' };

/** By the scanner alone; undefined: unsettled. */
export function scanJs(bytes: Buffer, job: JsJob): JsOutcome | undefined {
  // The specifiers' places are bytes' places only where a character is a byte.
  if (utf16Of(bytes, undefined)) return undefined;
  const text = bytes.toString('latin1');
  const prepared = prepareJs(text, withAliases(text, { ...job, bytes: true }));
  if ('unsettled' in prepared) return undefined;
  const output = prepared.text === text ? bytes : Buffer.from(prepared.text, 'latin1');
  return { how: 'scanned', bytes: output, specifiers: prepared.specifiers };
}

export function parseJs(bytes: Buffer, job: JsJob): JsOutcome {
  const { text, encode } = decodeForParser(bytes);
  const prepared = prepareJsByParser(text, withAliases(text, job));
  if ('failed' in prepared) return { how: 'failed', reason: prepared.failed };
  const output = prepared.text === text ? bytes : encode(prepared.text);
  return { how: 'parsed', bytes: output, specifiers: prepared.specifiers.map((span) => spanInBytes(prepared.text, span, encode)) };
}

function spanInBytes(text: string, span: { start: number; end: number }, encode: (text: string) => Buffer): { start: number; end: number } {
  const start = encode(text.slice(0, span.start)).length;
  return { start, end: start + encode(text.slice(span.start, span.end)).length };
}
