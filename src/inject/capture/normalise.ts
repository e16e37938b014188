/** Texts as they are compared when a hidden value may stand in them: lower case, without accents and without what stands between. */

/** Between the letters and digits of one value: spaces, dashes, marks of thousands, escapes, and what nobody sees. */
export const SEPARATORS = /[\s\-\u2010-\u2015._/()\\,:;|+'\u2019\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
/** Nearly every text of a page is ASCII, and is asked this alone. */
const OTHERS = /[^\0-\x7f]/;
/** Letters beyond ASCII as they are compared: without accents, of usual width, in lower case; at most one entry a UTF-16 unit. */
const folded = new Map<string, string>();
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** `at[i]`: where the i-th character stood; undefined when nothing was left out. */
export function normalise(raw: string): { text: string; at: number[] | undefined } {
  const isPlain = !OTHERS.test(raw);
  if (isPlain && !SEPARATORS.test(raw)) return { text: raw.toLowerCase(), at: undefined };
  const source = isPlain ? raw.toLowerCase() : raw;
  const at: number[] = [];
  let text = '';
  for (let i = 0; i < source.length; i++) {
    const sign = source.charAt(i);
    if (SEPARATORS.test(sign)) continue;
    const letters = isPlain ? sign : fold(sign);
    text += letters;
    for (let n = letters.length; n > 0; n--) at.push(i);
  }
  return { text, at };
}

/** A sign may be two letters, or none. */
export function fold(sign: string): string {
  if (sign < '\x80') return sign.toLowerCase();
  let letters = folded.get(sign);
  if (letters === undefined) {
    letters = sign
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .replace('ß', 'ss')
      .replace(DIGITS, (digit) => String(digit.charCodeAt(0) & 15));
    folded.set(sign, letters);
  }
  return letters;
}
