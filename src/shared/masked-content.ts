/**
 * What may stand under a mask, and what must never stand anywhere: the one table that the host's serialiser writes by and
 * the room checks by, so that the two can never drift apart.
 */
import { countDigits, leastOf, type Least } from './pattern-least.ts';
import { MASK_TEXT, type TextPattern } from './policy.ts';

/** Attributes kept under a mask: layout and nothing that carries content. `class`, `id` and `style` are filtered further by the host. */
export const maskedAttributes: ReadonlySet<string> = new Set(
  (
    'class style dir type rows cols size width height colspan rowspan span hidden disabled readonly multiple open align valign ' +
    'bgcolor border cellpadding cellspacing nowrap wrap inert href'
  ).split(' '),
);

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

/** An attribute that may stand under a mask. The address of a link is a constant there. */
export function isMaskedAttribute(name: string, value: string): boolean {
  if (!maskedAttributes.has(name)) return false;
  if (name === 'href') return value === '#';
  return name !== 'style' || !/url\(|["']|--/i.test(value);
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
      else if (check === undefined || (check === 'luhn' ? isCardNumber(match[0]) : isIban(match[0])))
        hits.push([match.index, match.index + match[0].length, id]);
    }
  }
  return hits;
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
