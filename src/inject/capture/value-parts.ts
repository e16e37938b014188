/** The forms in which pages repeat what stands in a field: ends of a number, parts of a name or mail address, dates as people write them. */
import { isCardNumber, isIban } from '../../shared/masked-content.ts';

export interface Parts {
  /** Looked for anywhere in a text. */
  readonly values: readonly string[];
  /** Runs of digits that are masked where they stand as a whole run. */
  readonly runs: readonly string[];
  /** Short codes and words: masked where they stand as a whole word. */
  readonly words: readonly string[];
}

/** Four digits that are read as a year wherever they stand. */
const YEAR = /^(?:19|20)/;

export function partsOf(raw: string, purpose: 'name' | ''): Parts {
  const values: string[] = [];
  const runs: string[] = [];
  const words: string[] = [];
  const value = raw.trim();
  if (value.length === 3 && /\d/.test(value)) words.push(value);
  const at = value.lastIndexOf('@');
  if (at > 2) values.push(value.slice(0, at));
  if (purpose === 'name')
    for (const word of value.split(/[\s,.\-\u2010-\u2015]+/)) (word.length > 3 ? values : words).push(...(word.length > 1 ? [word] : []));
  const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  if (date) values.push(...datesOf(date[1] ?? '', date[2] ?? '', date[3] ?? ''));
  // Of a card or an account number, which its checksum tells: what is typed on the way to it, and other numbers, are looked for whole.
  if (!date && (isCardNumber(value) || isIban(value))) {
    const digits = value.replace(/\D/g, '');
    runs.push(digits.slice(0, 6), digits.slice(-4), ...(digits.match(/\d{4}/g) ?? []).filter((group) => !YEAR.test(group)));
    // The groups of fifteen digits, as they are embossed.
    if (digits.length === 15) runs.push(digits.slice(4, 10), digits.slice(10));
  }
  const spelt = purpose === 'name' ? value.replace(/[äöü]/gi, (letter) => `${letter.normalize('NFD').charAt(0)}e`) : value;
  if (spelt !== value) values.push(spelt, ...partsOf(spelt, purpose).values);
  return { values, runs, words };
}

/** Day and month in either order, with and without zeros, and in words of English and of the browser. */
function datesOf(year: string, month: string, day: string): string[] {
  const [m, d] = [String(Number(month)), String(Number(day))];
  const dates = [day + month + year, month + day + year, `${d}${m}${year}`, `${m}${d}${year}`];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (Number.isNaN(time)) return dates;
  for (const language of ['en-US', 'en-GB', new Intl.DateTimeFormat().resolvedOptions().locale])
    for (const dateStyle of ['medium', 'long'] as const)
      dates.push(new Intl.DateTimeFormat(language, { dateStyle, timeZone: 'UTC' }).format(time));
  return dates;
}
