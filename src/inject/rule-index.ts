/**
 * The selectors of the policy, taken apart once and filed under what an element must have to match them: its tag, a class,
 * an id, an attribute. Most elements of a page have none of it and are asked nothing; asking each of them the whole list
 * (150 selectors with the built-in rules) cost eight microseconds a time. What cannot be filed is asked of every element.
 */
import type { Natives } from './natives.ts';

interface Filed<T> {
  readonly selector: string;
  readonly value: T;
}

interface Bucket<T> {
  readonly filed: Filed<T>[];
  /** All of them as one list: one question, when the answer is mostly no. */
  joined: string;
}

interface OfTag<T> {
  readonly any: Bucket<T>;
  readonly byAttribute: Map<string, Bucket<T>>;
}

/** How far away a change may be that makes an element match, or match no longer; or'ed of several selectors. */
export const reaches = {
  /** Its own attributes decide. */
  own: 0,
  /** Attributes of its ancestors too, and where it stands. */
  below: 1,
  /** Siblings, places among them, states of fields, what is inside. */
  anywhere: 2,
} as const;

export interface Part {
  /** One complex selector. */
  readonly selector: string;
  /** What stands last in it, which the element itself must be. */
  readonly last: string;
  /** One of `reaches`. */
  readonly reach: number;
}

export class RuleIndex<T> {
  readonly #natives: Natives;
  readonly #byTag = new Map<string, OfTag<T>>();
  readonly #byClass = new Map<string, Bucket<T>>();
  readonly #byId = new Map<string, Bucket<T>>();
  readonly #byAttribute = new Map<string, Bucket<T>>();
  readonly #others: Bucket<T> = empty();
  readonly #coarse = new Set<string>();

  constructor(natives: Natives) {
    this.#natives = natives;
  }

  add(part: Part, value: T): void {
    const { tag, id, className, attribute } = keyOf(part.last);
    const filed = { selector: part.selector, value };
    if (id !== undefined) this.#file(into(this.#byId, id.toLowerCase()), filed, `#${id}`);
    else if (className !== undefined) this.#file(into(this.#byClass, className.toLowerCase()), filed, `.${className}`);
    else if (tag !== undefined) {
      const name = tag.toLowerCase();
      const ofTag = this.#byTag.get(name) ?? { any: empty<T>(), byAttribute: new Map<string, Bucket<T>>() };
      this.#byTag.set(name, ofTag);
      this.#file(attribute === undefined ? ofTag.any : into(ofTag.byAttribute, attribute), filed, tag);
    } else if (attribute !== undefined) this.#file(into(this.#byAttribute, attribute), filed, `[${attribute}]`);
    else this.#file(this.#others, filed, '*');
  }

  /** A list of selectors that every element which matches something here matches too; empty: nothing does. */
  get coarse(): string {
    return this.#coarse.has('*') ? '*' : [...this.#coarse].join(',');
  }

  /** Values of all selectors that the element matches. Throws when a selector does. */
  matching(element: Element): readonly T[] {
    const n = this.#natives;
    let found: T[] | undefined;
    const ask = (bucket: Bucket<T> | undefined): void => {
      if (!bucket || bucket.joined === '' || !n.matches(element, bucket.joined)) return;
      for (const { selector, value } of bucket.filed) if (n.matches(element, selector)) (found ??= []).push(value);
    };
    ask(this.#others);
    // Case counts in XML only, ids and classes ignore it in quirks mode: folded here, and the selector itself has the last word.
    const ofTag = this.#byTag.get(n.localName(element).toLowerCase());
    if (ofTag) {
      ask(ofTag.any);
      for (const [name, bucket] of ofTag.byAttribute) if (n.hasAttribute(element, name)) ask(bucket);
    }
    for (const [name, bucket] of this.#byAttribute) if (n.hasAttribute(element, name)) ask(bucket);
    if (this.#byId.size > 0) {
      const id = n.getAttribute(element, 'id');
      if (id !== null) ask(this.#byId.get(id.toLowerCase()));
    }
    if (this.#byClass.size > 0) {
      const names = n.getAttribute(element, 'class');
      if (names !== null) for (const name of new Set(names.toLowerCase().split(/[ \t\n\f\r]+/))) ask(this.#byClass.get(name));
    }
    return found ?? [];
  }

  #file(bucket: Bucket<T>, filed: Filed<T>, coarse: string): void {
    bucket.filed.push(filed);
    bucket.joined = bucket.joined === '' ? filed.selector : `${bucket.joined},${filed.selector}`;
    this.#coarse.add(coarse);
  }
}

/** The complex selectors of a list, with what is known of each. */
export function partsOf(list: string): Part[] {
  return splitOutside(list, /,/)
    .map((selector) => selector.trim())
    .filter((selector) => selector !== '')
    .map((selector) => {
      const compounds = splitOutside(selector, /[\s>+~]/).filter((one) => one !== '');
      // An escape may swallow the space after it: what stands last there, only the browser can say.
      const last = selector.includes('\\') ? selector : (compounds[compounds.length - 1] ?? '');
      return { selector, last, reach: reachOf(selector, compounds.length) };
    });
}

/** Names of attributes (`class` and `id` among them) that a selector asks for, anywhere in it. */
export function namesAsked(selector: string): Set<string> {
  const names = new Set<string>();
  const bare = selector.replace(/\[\s*(?:[\w-]*\|)?([\w-]+)[^\]]*\]/g, (_all, name: string) => {
    names.add(name.toLowerCase());
    return '';
  });
  if (bare.includes('.')) names.add('class');
  if (bare.includes('#')) names.add('id');
  return names;
}

function reachOf(selector: string, compounds: number): number {
  const bare = withoutStrings(selector)
    .replace(/\[[^\]]*\]/g, '')
    .replace(/:(?:not|is|where)\(([^()]*)\)/g, (all, inner: string) => (/[\s>+~:]/.test(inner.replace(/\s*,\s*/g, ',').trim()) ? all : ''));
  // Anything but names and attributes: places among siblings, states of fields, what is inside, shadow hosts.
  if (/[+~:\\|&]/.test(bare)) return reaches.anywhere;
  return compounds > 1 ? reaches.below : reaches.own;
}

/** What an element surely has when it matches this compound; all undefined when nothing is sure. */
function keyOf(compound: string): { tag?: string; id?: string; className?: string; attribute?: string } {
  const bare = withoutStrings(compound);
  // Escapes, namespaces, pseudo-elements, nesting: read by the browser alone.
  if (/[\\|&]|::/.test(bare.replace(/\|=/g, '='))) return {};
  const outside = withoutGroups(bare);
  if (outside === undefined) return {};
  const { simple, attributes } = outside;
  const tag = /^[a-z][\w-]*/i.exec(simple)?.[0];
  const id = /#([a-z_][\w-]*)/i.exec(simple)?.[1];
  const className = /\.([a-z_][\w-]*)/i.exec(simple)?.[1];
  const attribute = attributes[0];
  // A sign that is none of these: left to the browser.
  if (!/^(?:\*|[a-z][\w-]*)?(?:[#.:][a-z_-][\w-]*)*$/i.test(simple)) return {};
  return {
    ...(tag === undefined ? {} : { tag }),
    ...(id === undefined ? {} : { id }),
    ...(className === undefined ? {} : { className }),
    ...(attribute === undefined ? {} : { attribute }),
  };
}

/** The compound without `[...]` and `(...)`, and the names in the former. Undefined: brackets that do not pair. */
function withoutGroups(compound: string): { simple: string; attributes: string[] } | undefined {
  let simple = '';
  const attributes: string[] = [];
  let round = 0;
  for (let i = 0; i < compound.length; i++) {
    const sign = compound.charAt(i);
    if (sign === '(') round++;
    else if (sign === ')') round--;
    else if (sign === '[') {
      const end = compound.indexOf(']', i);
      if (end < 0) return undefined;
      const name = /^\s*([a-z_][\w-]*)\s*(?:[~|^$*]?=|$)/i.exec(compound.slice(i + 1, end))?.[1];
      if (round === 0 && name !== undefined) attributes.push(name);
      i = end;
    } else if (round === 0) simple += sign;
    if (round < 0) return undefined;
  }
  return round === 0 ? { simple, attributes } : undefined;
}

function withoutStrings(selector: string): string {
  return selector.replace(/"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/g, '""');
}

/** Cut at every sign of `at` that stands in no string, bracket or escape. */
function splitOutside(text: string, at: RegExp): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const sign = text.charAt(i);
    if (sign === '\\') {
      part += sign + text.charAt(++i);
      continue;
    }
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '(' || sign === '[') depth++;
    else if (sign === ')' || sign === ']') depth--;
    if (depth === 0 && quote === '' && at.test(sign)) {
      parts.push(part);
      part = '';
    } else part += sign;
  }
  parts.push(part);
  return parts;
}

function into<T>(map: Map<string, Bucket<T>>, key: string): Bucket<T> {
  let bucket = map.get(key);
  if (!bucket) map.set(key, (bucket = empty<T>()));
  return bucket;
}

function empty<T>(): Bucket<T> {
  return { filed: [], joined: '' };
}
