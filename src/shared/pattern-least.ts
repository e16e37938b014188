/**
 * The least that a text must have for a pattern to be found in it: so many characters, so many of them digits. Nearly every text of
 * a page has fewer digits than a card number, and is done with by counting them. What the walk does not know counts as nothing.
 */
export interface Least {
  readonly length: number;
  /** ASCII digits, which is what `\d` means (ECMA-262 22.2.2.9). */
  readonly digits: number;
}

const NOTHING: Least = { length: 0, digits: 0 };
const DIGITS_ONLY = /^(?:\\d|\d-\d|\d)+$/;

/** `pattern`: the source of a RegExp without the flags `u` and `v`, and one that compiles. */
export function leastOf(pattern: string): Least {
  return new Walk(pattern).alternatives();
}

export function countDigits(text: string): number {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits++;
  }
  return digits;
}

class Walk {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  /** Up to the bracket that closes them, or the end. */
  alternatives(): Least {
    let least: Least | undefined;
    do {
      const one = this.#sequence();
      least = least ? { length: Math.min(least.length, one.length), digits: Math.min(least.digits, one.digits) } : one;
    } while (this.#pattern[this.#at++] === '|');
    return least;
  }

  #sequence(): Least {
    let { length, digits } = NOTHING;
    while (this.#at < this.#pattern.length && this.#pattern[this.#at] !== '|' && this.#pattern[this.#at] !== ')') {
      const one = this.#atom();
      const times = this.#times();
      length += one.length * times;
      digits += one.digits * times;
    }
    return { length, digits };
  }

  #atom(): Least {
    const char = this.#pattern[this.#at++] ?? '';
    if (char === '(') return this.#group();
    if (char === '[') return this.#class();
    if (char === '\\') return this.#escape();
    if (char === '^' || char === '$') return NOTHING;
    return { length: 1, digits: char >= '0' && char <= '9' ? 1 : 0 };
  }

  #group(): Least {
    const opening = /^\?(?::|<[^=!][^>]*>|<?[=!])/.exec(this.#pattern.slice(this.#at))?.[0] ?? '';
    this.#at += opening.length;
    const inside = this.alternatives();
    // Looking around takes nothing of the text.
    return /[=!]$/.test(opening) ? NOTHING : inside;
  }

  #class(): Least {
    const from = this.#at;
    while (this.#at < this.#pattern.length && this.#pattern[this.#at] !== ']') this.#at += this.#pattern[this.#at] === '\\' ? 2 : 1;
    const inside = this.#pattern.slice(from, this.#at++);
    return { length: 1, digits: DIGITS_ONLY.test(inside) ? 1 : 0 };
  }

  #escape(): Least {
    const char = this.#pattern[this.#at++] ?? '';
    if (char === 'b' || char === 'B') return NOTHING;
    if (char === 'd') return { length: 1, digits: 1 };
    // A reference, or a character by its code: how long it is written says nothing of how long it is.
    const code = /^(?:\d+|c[a-z]|x[\da-f]{2}|u[\da-f]{4}|k<[^>]*>)/i.exec(char + this.#pattern.slice(this.#at))?.[0];
    if (code !== undefined) {
      this.#at += code.length - 1;
      return NOTHING;
    }
    return { length: 1, digits: 0 };
  }

  /** How often at least. */
  #times(): number {
    const quantifier = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.#pattern.slice(this.#at));
    if (!quantifier) return 1;
    this.#at += quantifier[0].length;
    return quantifier[1] === undefined ? (quantifier[0].startsWith('+') ? 1 : 0) : Number(quantifier[1]);
  }
}
