/**
 * What may stand under a mask, and what must never stand anywhere: the one table that the host's serialiser writes by and
 * the room checks by, so that the two can never drift apart.
 */
import { countDigits, leastOf, type Least } from './pattern-least.ts';
import { MASK_TEXT, type TextPattern } from './policy.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const numbers = words('rows cols size width height colspan rowspan span border cellpadding cellspacing');
const switches = words('hidden disabled readonly multiple open nowrap inert');
const kinds = words(
  'text search tel url email password number date datetime-local month week time checkbox radio button submit reset hidden range color file image',
);
/** What such an attribute may say; any other word in it may be somebody's. */
const choices: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['type', kinds],
  ['dir', words('ltr rtl auto')],
  ['align', words('left right center justify top middle bottom')],
  ['valign', words('top middle bottom baseline')],
  ['wrap', words('soft hard off')],
  ['href', words('#')],
]);

/**
 * An attribute as it may stand under a mask, or null: layout and nothing that carries content. `class` and `id` are the
 * host's to filter, who knows the page's sheets. Of an element that is a text field (`isField`) nothing tells a size that
 * follows its text.
 */
export function maskedAttribute(name: string, value: string, isField = false): string | null {
  if (name === 'class') return value;
  if (isField && (name === 'size' || name === 'rows' || name === 'cols')) return null;
  if (numbers.has(name)) return /^\s*\d{1,4}(?:\.\d{1,3})?\s*(?:px|%)?\s*$/.test(value) ? value : null;
  if (switches.has(name)) return '';
  if (name === 'bgcolor') return /^#[\da-f]{3,6}$/i.test(value) ? value : null;
  return choices.get(name)?.has(value.toLowerCase()) === true ? value : null;
}

/** Properties of layout and paint whose values are numbers, colours and words of CSS. */
const STYLED =
  /^(?:display|position|float|clear|z-index|order|visibility|opacity|cursor|pointer-events|box-sizing|aspect-ratio|object-fit|vertical-align|white-space|direction|writing-mode|user-select|line-height|letter-spacing|word-spacing|word-break|overflow-wrap|color|background(?:-color|-size|-position|-repeat)?|(?:min-|max-)?(?:width|height|inline-size|block-size)|top|left|right|bottom|transform(?:-origin)?|translate|rotate|scale|filter|gap|row-gap|column-gap|columns|column-count|table-layout|border-collapse|border-spacing|caption-side|resize|font-(?:size|weight|style)|text-(?:align|indent|transform|overflow|decoration|decoration-line|decoration-color|shadow)|box-shadow|(?:margin|padding|border|inset|outline|overflow|flex|justify|align|place|grid-template)(?:-[a-z]+)*)$/i;
/** Functions of numbers and colours. */
const FUNCTIONS =
  /\b(?:rgba?|hsla?|calc|min|max|clamp|translate(?:[xyz]|3d)?|rotate(?:[xyz]|3d)?|scale(?:[xyz]|3d)?|skew[xy]?|matrix(?:3d)?|perspective|repeat|minmax|fit-content|(?:repeating-)?(?:linear|radial|conic)-gradient|blur|brightness|contrast|grayscale|invert|opacity|saturate|drop-shadow|cubic-bezier)\(/gi;
/** Lengths that a script may have counted from a text. */
const COUNTED = /^(?:min-|max-)?(?:width|height|inline-size|block-size)$|^flex|^columns|^grid/i;

/** Inline style under a mask: no addresses, no strings, no names that a page gives. `isKnown`: the browser knows the value. */
export function maskedStyle(value: string, isField = false, isKnown?: (property: string, value: string) => boolean): string | null {
  const kept = value
    .replace(/\/\*[^]*?\*\//g, '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => {
      const colon = part.indexOf(':');
      const [property, said] = [part.slice(0, colon).trim(), part.slice(colon + 1).trim()];
      if (colon < 1 || !STYLED.test(property) || /^border-image/i.test(property)) return false;
      if (/["'\\\[\]<>{}@]|--|url|image-set|attr\(|env\(/i.test(said) || said.replace(FUNCTIONS, '(').match(/[\w-]\(/)) return false;
      if (isKnown && !isKnown(property, said.replace(/!\s*important$/i, ''))) return false;
      return !isField || !COUNTED.test(property) || !/\d(?!.*%)/.test(said);
    });
  return kept.length > 0 ? kept.join(';') : null;
}

/** Attributes made of numbers for the layout: a run of digits in them is no card number. */
const geometry: ReadonlySet<string> = new Set(
  'd points transform viewBox style class path values keyTimes keySplines stroke-dasharray patternTransform gradientTransform src'.split(
    ' ',
  ),
);

/** What a field is for, as its author wrote it in `autocomplete`: secrets that stay masked whatever a rule says. */
const protectedTokens: readonly string[] = [
  'current-password',
  'new-password',
  'one-time-code',
  'cc-number',
  'cc-csc',
  'cc-exp',
  'cc-exp-month',
  'cc-exp-year',
  'cc-name',
  'cc-given-name',
  'cc-additional-name',
  'cc-family-name',
  'cc-type',
];

/** Fields that are masked with or without a rule, and by no rule bared. */
export const PROTECTED_FIELDS = ['input[type=password i]', ...protectedTokens.map((token) => `[autocomplete~=${token} i]`)].join(',');

/** `PROTECTED_FIELDS`, where there is no engine for selectors. */
export function isProtectedField(tag: string, attribute: (name: string) => string | undefined): boolean {
  if (tag === 'input' && attribute('type')?.toLowerCase() === 'password') return true;
  const tokens = attribute('autocomplete')
    ?.toLowerCase()
    .split(/[\t\n\f\r ]+/);
  return tokens !== undefined && tokens.some((token) => protectedTokens.includes(token));
}

/** Text under a mask: the constant mask, or nothing but space. */
export function isMaskedText(text: string): boolean {
  return text === MASK_TEXT || text.trim() === '';
}

/** An attribute that may stand under a mask, as the room asks of what it is told. */
export function isMaskedAttribute(name: string, value: string): boolean {
  if (name === 'style') return value.split(';').every((part) => maskedStyle(part) !== null);
  return maskedAttribute(name, value) === value;
}

export function isGeometry(attribute: string): boolean {
  return geometry.has(attribute);
}

export interface CompiledPattern {
  readonly id: string;
  readonly regexp: RegExp;
  readonly check: TextPattern['check'];
  readonly least: Least;
}

/** Throws SyntaxError on a broken pattern: the caller refuses to start. */
export function compilePatterns(patterns: readonly TextPattern[]): CompiledPattern[] {
  return patterns.map(({ id, pattern, check }) => ({ id, regexp: new RegExp(pattern, 'gi'), check, least: leastOf(pattern) }));
}

/** Every hit of the patterns in `text`, as [start, end, id]. */
export function findPatterns(text: string, patterns: readonly CompiledPattern[]): [number, number, string][] {
  const hits: [number, number, string][] = [];
  // The shortest thing a pattern with a checksum stands for has 8 characters; texts below 4 hold no secret at all.
  if (text.length < 4) return hits;
  const digits = countDigits(text);
  for (const { id, regexp, check, least } of patterns) {
    if (text.length < least.length || digits < least.digits) continue;
    regexp.lastIndex = 0;
    for (let match = regexp.exec(text); match; match = regexp.exec(text)) {
      if (match[0] === '') regexp.lastIndex++;
      const [from, to] = check === undefined ? [0, match[0].length] : numberIn(match[0], check);
      if (to === from) continue;
      hits.push([match.index + from, match.index + to, id]);
      regexp.lastIndex = match.index + to;
    }
  }
  return hits;
}

/** How cards are embossed: in fours, as 4-6-5, or in one. */
const CARD = /^(?:(?:\d{4}[ -]){3}\d{1,7}|\d{4}[ -]\d{6}[ -]\d{4,5}|\d{12,19})$/;
/** Characters of an account number by country, where it is a part of something longer (ISO 13616 registry). */
const IBANS =
  'AE23AT20BE16BG22BR29CH21CY28CZ24DE22DK18EE20ES24FI18FR27GB22GR27HR21HU28IE22IL23IS26IT27LI21LT20LU20LV21MC27MT31NL18NO15PL28PT25RO24SA24SE24SI19SK24SM27TR26UA29';

/** Where the number stands in what a pattern has found: all of it, or the groups that other digits stand beside. Empty: nowhere. */
function numberIn(text: string, check: 'luhn' | 'iban'): readonly [from: number, to: number] {
  if (check === 'luhn' ? isCardNumber(text) : isIban(text)) return [0, text.length];
  if (check === 'iban') {
    const length = Number(new RegExp(`${text.slice(0, 2)}(\\d\\d)`, 'i').exec(IBANS)?.[1] ?? 0);
    const at = new RegExp(`^(?:[a-z\\d] ?){${length}}`, 'i').exec(text)?.[0].trimEnd() ?? '';
    return isIban(at) ? [0, at.length] : [0, 0];
  }
  // As many groups as can be read as one number.
  const starts = [...text.matchAll(/(?<!\d)\d/g)].map(({ index }) => index);
  const ends = [...text.matchAll(/\d(?!\d)/g)].map(({ index }) => index + 1).reverse();
  for (const from of starts)
    for (const to of ends) if (to > from && CARD.test(text.slice(from, to)) && isCardNumber(text.slice(from, to))) return [from, to];
  return [0, 0];
}

/** 12 to 19 digits, spaces and dashes between them, with a right Luhn sum. */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 12 || digits.length > 19 || /^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}

/** ISO 13616: country, check digits, account; remainder 1 modulo 97. */
export function isIban(text: string): boolean {
  const plain = text.replace(/[^a-z0-9]/gi, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false;
  let remainder = 0;
  for (const sign of plain.slice(4) + plain.slice(0, 4)) {
    const value = sign >= 'A' ? sign.charCodeAt(0) - 55 : Number(sign);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
