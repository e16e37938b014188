/** One tag: its name and where its attributes stand. Reads the same buffer again and again, so it allocates nothing per tag. */
import { isEventAttribute, isKnownAttribute, urlAttributes } from './attributes.ts';

/** Attributes beyond this many are passed on unread. */
const MAX_ATTRIBUTES = 1000;

/** By length and first letter of a name: may it be one of ours? The first sieve, before any slice is made. */
const SIEVE_LENGTH = 32;
const sieve = new Uint8Array(SIEVE_LENGTH * 32);
for (const { attribute } of urlAttributes) sieve[attribute.length * 32 + (attribute.charCodeAt(0) & 31)] = 1;

/** 1: white space, 2: slash, 4: `>`, 8: `=`. */
const classes = new Uint8Array(128);
for (const char of '\t\n\f\r ') classes[char.charCodeAt(0)] = 1;
classes[47] = 2;
classes[62] = 4;
classes[61] = 8;

export class TagReader {
  readonly #xml: boolean;
  /** Quadruples: name start, name end, value start, value end (-1: no value). */
  readonly #spans = new Int32Array(MAX_ATTRIBUTES * 4);
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
      const raw = this.#buffer.slice(this.#nameStart, this.#nameEnd);
      this.#name = this.#xml ? raw.slice(raw.indexOf(':') + 1) : raw.toLowerCase();
    }
    return this.#name;
  }

  /** The tag whose name begins at `from`. Index behind its `>`, or -1: not here yet. */
  read(buffer: string, from: number): number {
    const spans = this.#spans;
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
      code = buffer.charCodeAt(at);
      const kind = code < 128 ? (classes[code] ?? 0) : 0;
      if (kind === 1) {
        slash = false;
        at++;
        continue;
      }
      if (kind === 2) {
        slash = true;
        at++;
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
      const span = count++ * 4;
      spans[span] = start;
      spans[span + 1] = end;
      spans[span + 2] = valueStart;
      spans[span + 3] = valueEnd;
      if (!this.interesting) this.interesting = this.#concernsUs(start, end);
    }
  }

  #concernsUs(start: number, end: number): boolean {
    const length = end - start;
    const first = this.#buffer.charCodeAt(start);
    if (length < SIEVE_LENGTH && sieve[length * 32 + (first & 31)] === 1)
      return isKnownAttribute(this.#buffer.slice(start, end).toLowerCase());
    return (first === 111 || first === 79) && isEventAttribute(this.#buffer.slice(start, end).toLowerCase());
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
    return buffer.slice(this.nameStart(index), this.nameEnd(index)).toLowerCase();
  }

  nameStart(index: number): number {
    return this.#spans[index * 4] ?? 0;
  }

  nameEnd(index: number): number {
    return this.#spans[index * 4 + 1] ?? 0;
  }

  /** -1: no value. */
  valueStart(index: number): number {
    return this.#spans[index * 4 + 2] ?? -1;
  }

  valueEnd(index: number): number {
    return this.#spans[index * 4 + 3] ?? -1;
  }
}
