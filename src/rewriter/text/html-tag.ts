/** One tag: its name and where its attributes stand. Reads the same buffer again and again, so it allocates nothing per tag. */
import { isKnownAttribute, urlAttributes } from './attributes.ts';

/** Elements whose content is text up to their own end tag. */
export const RAW_NAMES: ReadonlySet<string> = new Set([
  ...['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes', 'noscript'],
]);

/** Attributes beyond this many are passed on unread. */
const MAX_ATTRIBUTES = 1000;
/** Room for these many at first: few tags have more. */
const FIRST_ATTRIBUTES = 32;
/** Numbers kept of an attribute: name start, name end, value start, value end (-1: no value), which (below). */
const STRIDE = 5;
const OTHER = 1;
const HREF = 2;
const SRC = 3;

/** Names by length, first and last letter: may it be one of a list, and which? Asked before any slice is made. */
class NameSieve {
  static readonly #lengths = 32;
  readonly #names: readonly string[];
  /** Which name is there, from 1; of several with one place the last. */
  readonly #places = new Uint8Array(NameSieve.#lengths << 10);

  /** In lower case; fewer than 256. */
  constructor(names: Iterable<string>) {
    this.#names = ['', ...new Set(names)];
    for (const [at, name] of this.#names.entries()) if (at > 0) this.#places[sieveIndex(name, 0, name.length)] = at;
  }

  may(buffer: string, start: number, end: number): boolean {
    return end - start < NameSieve.#lengths && this.#places[sieveIndex(buffer, start, end)] !== 0;
  }

  /** The name that is written there, in lower case; undefined: none of the list, or not written so. */
  find(buffer: string, start: number, end: number): string | undefined {
    const name = end - start < NameSieve.#lengths ? this.#names[this.#places[sieveIndex(buffer, start, end)] ?? 0] : undefined;
    return name && name.length === end - start && buffer.startsWith(name, start) ? name : undefined;
  }
}

function sieveIndex(text: string, start: number, end: number): number {
  return ((end - start) << 10) | ((text.charCodeAt(start) & 31) << 5) | (text.charCodeAt(end - 1) & 31);
}

const attributes = new NameSieve(urlAttributes.map(({ attribute }) => attribute));
const elements = new NameSieve(urlAttributes.flatMap((row) => row.elements));
const turning = new NameSieve([...RAW_NAMES, 'plaintext', 'svg', 'math', 'head']);

/** 1: white space, 2: slash, 4: `>`, 8: `=`. */
const classes = new Uint8Array(128);
for (const char of '\t\n\f\r ') classes[char.charCodeAt(0)] = 1;
classes[47] = 2;
classes[62] = 4;
classes[61] = 8;

export class TagReader {
  readonly #xml: boolean;
  #spans = new Int32Array(FIRST_ATTRIBUTES * STRIDE);
  #count = 0;
  #nameStart = 0;
  #nameEnd = 0;
  #name = '';
  #buffer = '';
  selfClosing = false;
  /** Has it an attribute that concerns us? */
  interesting = false;

  constructor(xml: boolean) {
    this.#xml = xml;
  }

  get count(): number {
    return this.#count;
  }

  /** In lower case; in XML without its prefix, as written otherwise. */
  get name(): string {
    if (this.#name === '') {
      this.#name = elements.find(this.#buffer, this.#nameStart, this.#nameEnd) ?? this.#otherName();
    }
    return this.#name;
  }

  #otherName(): string {
    const raw = this.#buffer.slice(this.#nameStart, this.#nameEnd);
    return this.#xml ? raw.slice(raw.indexOf(':') + 1) : raw.toLowerCase();
  }

  /** May what follows its start tag be read in another way than what stands before it? */
  get mayTurn(): boolean {
    return turning.may(this.#buffer, this.#nameStart, this.#nameEnd);
  }

  /** The tag whose name begins at `from`. Index behind its `>`, or -1: not here yet. */
  read(buffer: string, from: number): number {
    let at = from;
    let code = buffer.charCodeAt(at);
    while (code >= 128 || (classes[code] ?? 0) === 0 || classes[code] === 8) {
      if (code !== code) return -1;
      code = buffer.charCodeAt(++at);
    }
    this.#buffer = buffer;
    this.#nameStart = from;
    this.#nameEnd = at;
    this.#name = '';
    this.#count = 0;
    this.selfClosing = false;
    this.interesting = false;
    let count = 0;
    let slash = false;
    for (;;) {
      const kind = code < 128 ? (classes[code] ?? 0) : 0;
      if (kind === 1) {
        slash = false;
        code = buffer.charCodeAt(++at);
        continue;
      }
      if (kind === 2) {
        slash = true;
        code = buffer.charCodeAt(++at);
        continue;
      }
      if (kind === 4) {
        this.selfClosing = slash;
        this.#count = count;
        return at + 1;
      }
      if (code !== code) return -1;
      slash = false;
      const start = at++;
      code = buffer.charCodeAt(at);
      while (code >= 128 || (classes[code] ?? 0) === 0) {
        if (code !== code) return -1;
        code = buffer.charCodeAt(++at);
      }
      const end = at;
      while (code < 128 && classes[code] === 1) code = buffer.charCodeAt(++at);
      let valueStart = -1;
      let valueEnd = -1;
      if (code === 61) {
        code = buffer.charCodeAt(++at);
        while (code < 128 && classes[code] === 1) code = buffer.charCodeAt(++at);
        if (code === 34 || code === 39) {
          valueStart = at + 1;
          valueEnd = buffer.indexOf(code === 34 ? '"' : "'", valueStart);
          if (valueEnd < 0) return -1;
          at = valueEnd + 1;
          code = buffer.charCodeAt(at);
        } else {
          valueStart = at;
          while (code >= 128 || (classes[code] !== 1 && classes[code] !== 4)) {
            if (code !== code) return -1;
            code = buffer.charCodeAt(++at);
          }
          valueEnd = at;
        }
      }
      if (count >= MAX_ATTRIBUTES) continue;
      const span = count++ * STRIDE;
      if (span >= this.#spans.length) this.#grow();
      const spans = this.#spans;
      spans[span] = start;
      spans[span + 1] = end;
      spans[span + 2] = valueStart;
      spans[span + 3] = valueEnd;
      const which = whichAttribute(buffer, start, end);
      spans[span + 4] = which;
      if (which !== 0 && (which === OTHER || this.#mayMove(valueStart, valueEnd))) this.interesting = true;
    }
  }

  #grow(): void {
    const more = new Int32Array(this.#spans.length * 2);
    more.set(this.#spans);
    this.#spans = more;
  }

  /** Most addresses are relative, and stay; a base counts nevertheless. */
  #mayMove(start: number, end: number): boolean {
    return start >= 0 && (mayBeAbsolute(this.#buffer, start, end) || this.name === 'base');
  }

  /** Has the attribute a name that may concern us? */
  concerns(index: number): boolean {
    return this.#spans[index * STRIDE + 4] !== 0;
  }

  /** The first of its name? Of others the standard says that they do not exist. */
  isFirst(buffer: string, index: number, name: string): boolean {
    const which = this.#spans[index * STRIDE + 4];
    if (which === OTHER) return this.find(buffer, name) === index;
    for (let other = 0; other < index; other++) if (this.#spans[other * STRIDE + 4] === which) return false;
    return true;
  }

  /** Value as written of the first attribute of that lower-case name; '' when it has none. */
  value(buffer: string, name: string): string | undefined {
    const index = this.find(buffer, name);
    if (index < 0) return undefined;
    const start = this.valueStart(index);
    return start < 0 ? '' : buffer.slice(start, this.valueEnd(index));
  }

  find(buffer: string, name: string): number {
    for (let index = 0; index < this.#count; index++) {
      const start = this.nameStart(index);
      if (this.nameEnd(index) - start === name.length && this.attribute(buffer, index) === name) return index;
    }
    return -1;
  }

  /** Name in lower case. */
  attribute(buffer: string, index: number): string {
    const which = this.#spans[index * STRIDE + 4];
    if (which === HREF) return 'href';
    if (which === SRC) return 'src';
    return lowerName(buffer, this.nameStart(index), this.nameEnd(index));
  }

  nameStart(index: number): number {
    return this.#spans[index * STRIDE] ?? 0;
  }

  nameEnd(index: number): number {
    return this.#spans[index * STRIDE + 1] ?? 0;
  }

  /** -1: no value. */
  valueStart(index: number): number {
    return this.#spans[index * STRIDE + 2] ?? -1;
  }

  valueEnd(index: number): number {
    return this.#spans[index * STRIDE + 3] ?? -1;
  }
}

function whichAttribute(buffer: string, start: number, end: number): number {
  const length = end - start;
  const first = buffer.charCodeAt(start) | 32;
  if (length === 4 && first === 104 && isHref(buffer, start)) return HREF;
  if (length === 3 && first === 115 && isSrc(buffer, start)) return SRC;
  const mayHandle = first === 111 && (buffer.charCodeAt(start + 1) | 32) === 110;
  if (!mayHandle && !attributes.may(buffer, start, end)) return 0;
  return isKnownAttribute(lowerName(buffer, start, end)) ? OTHER : 0;
}

function lowerName(buffer: string, start: number, end: number): string {
  return attributes.find(buffer, start, end) ?? buffer.slice(start, end).toLowerCase();
}

function isHref(buffer: string, start: number): boolean {
  const [r, e, f] = [buffer.charCodeAt(start + 1) | 32, buffer.charCodeAt(start + 2) | 32, buffer.charCodeAt(start + 3) | 32];
  return r === 114 && e === 101 && f === 102;
}

function isSrc(buffer: string, start: number): boolean {
  return (buffer.charCodeAt(start + 1) | 32) === 114 && (buffer.charCodeAt(start + 2) | 32) === 99;
}

/** Told by its first characters alone. A reference (`&#104;ttp`) must be looked at. */
export function mayBeAbsolute(buffer: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && buffer.charCodeAt(at) <= 32) at++;
  if (at >= end) return false;
  const code = buffer.charCodeAt(at) | 32;
  // h(ttp), w(s), j(avascript), & — and slashes.
  if (code === 104 || code === 119 || code === 106 || buffer.charCodeAt(at) === 38) return true;
  if (buffer.charCodeAt(at) !== 47 && buffer.charCodeAt(at) !== 92) return false;
  const second = buffer.charCodeAt(at + 1);
  return second === 47 || second === 92 || second === 38 || second <= 32;
}
