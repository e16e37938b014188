/** What is put into a script: calls of guard functions around spans, and small replacements. Applied in one pass. */
import { guards } from '../../shared/guard-names.ts';
import type { MapUrl } from './types.ts';

export type GuardName = keyof typeof guards;

/** `guard(` before `start`, `)` after `end`. */
export interface Wrap {
  readonly start: number;
  readonly end: number;
  readonly guard: GuardName;
  /** Of `destructured`: keys of the patterns inside, one space between. */
  readonly keys?: string;
}

export interface JsEdits {
  readonly wraps: readonly Wrap[];
  /** Text put in at a place: the rest of `{location: …}`, and the `?` of an optional chain that is split. */
  readonly inserts: readonly { readonly at: number; readonly text: string }[];
  /** Specifiers of static imports, without their quotes: where they stand. */
  readonly specifiers: readonly { readonly start: number; readonly end: number }[];
}

/** Result without the session: where the specifiers stand in it is kept apart, to be mapped for each session. */
export interface PreparedJs {
  readonly text: string;
  readonly specifiers: readonly { readonly start: number; readonly end: number }[];
}

interface Point {
  readonly at: number;
  /** Order at one place: what closes, then what is put in, then what opens. */
  readonly rank: 0 | 1 | 2;
  /** Closing: the inner first; opening: the outer first. */
  readonly order: number;
  /** The same for guards around one span. */
  readonly depth: number;
  readonly text: string;
}

/** Guards around one span, the innermost first: a value is guarded before it is used as an object. */
const innermost: readonly GuardName[] = [
  ...(['metaUrl', 'value', 'destructured', 'locationOwner', 'messageTarget', 'evaluator', 'code', 'specifier', 'result'] as const),
];

/**
 * Put behind `location: name` in a pattern of a parameter, whose value is the caller's: a property more, which takes nothing, and whose
 * key is worked out after the name has its value. A binding of a parameter may be written. Of a window of another origin `then` may
 * be asked for (HTML standard, CrossOriginGetOwnPropertyHelper), all others throw; objects that hold no Location are not asked for it.
 */
export function parameterValue(name: string): string {
  return `,[${name}===(${name}=${guards.value}(${name}))?"":"then"]:{}=0`;
}

export function shorthandValue(name: string): string {
  return `:${guards.value}(${name})`;
}

export function prepareEdits(text: string, edits: JsEdits): PreparedJs {
  const points: Point[] = [];
  for (const wrap of edits.wraps) {
    if (isGuarded(text, wrap)) continue;
    // `return(x)` is two tokens, `returnguard(` would be one.
    const space = isNamePart(text.charCodeAt(wrap.start - 1)) && !isNamePart(text.charCodeAt(wrap.start)) ? ' ' : '';
    points.push({
      at: wrap.start,
      rank: 2,
      order: -wrap.end,
      depth: innermost.indexOf(wrap.guard) * -1,
      text: `${space}${guards[wrap.guard]}${wrap.keys ? `.call("${wrap.keys}",` : '('}`,
    });
    points.push({ at: wrap.end, rank: 0, order: -wrap.start, depth: innermost.indexOf(wrap.guard), text: ')' });
  }
  for (const { at, text: put } of edits.inserts) if (!text.startsWith(put, at)) points.push({ at, rank: 1, order: 0, depth: 0, text: put });
  points.sort((a, b) => a.at - b.at || a.rank - b.rank || a.order - b.order || a.depth - b.depth);

  let out = '';
  let copied = 0;
  const specifiers: { start: number; end: number }[] = [];
  let next = 0;
  const sorted = [...edits.specifiers].sort((a, b) => a.start - b.start);
  for (const point of points) {
    // Nothing is ever put inside a specifier, so the text before it only shifts it.
    for (let span = sorted[next]; span && span.start < point.at; span = sorted[++next]) {
      specifiers.push({ start: span.start - copied + out.length, end: span.end - copied + out.length });
    }
    out += text.slice(copied, point.at) + point.text;
    copied = point.at;
  }
  for (const span of sorted.slice(next)) specifiers.push({ start: span.start - copied + out.length, end: span.end - copied + out.length });
  return { text: out + text.slice(copied), specifiers };
}

/** Text that went through here before (an element's text that is read and set again) must not grow each time. */
function isGuarded(text: string, { start, guard }: Wrap): boolean {
  const call = `${guards[guard]}(`;
  if (text.startsWith(`${guards[guard]}.call(`, start)) return true;
  // These two are found by the name in the guard, all others by what stands around it.
  return text.startsWith(call, guard === 'value' || guard === 'metaUrl' ? start - call.length : start);
}

/** The second stage: static specifiers for one session. */
export function mapSpecifiers(prepared: PreparedJs, map: MapUrl): string {
  let out = '';
  let copied = 0;
  for (const { start, end } of prepared.specifiers) {
    const mapped = map(prepared.text.slice(start, end));
    if (mapped === undefined || /["'\\\n\r]/.test(mapped)) continue;
    out += prepared.text.slice(copied, start) + mapped;
    copied = end;
  }
  return copied === 0 ? prepared.text : out + prepared.text.slice(copied);
}

export function isNamePart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 36 || code === 95 || code >= 128
  );
}
