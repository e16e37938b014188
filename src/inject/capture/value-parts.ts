/** The forms in which pages repeat what stands in a field: ends of a number, parts of a name or mail address, dates as people write them. */

export interface Parts {
  /** Looked for anywhere in a text. */
  readonly values: readonly string[];
  /** Runs of digits that are masked where they stand as a whole run. */
  readonly runs: readonly string[];
  /** Short codes and words: masked where they stand as a whole word. */
  readonly words: readonly string[];
}

/** Digits of a number whose ends tell of it: shorter ones are years and quantities. */
const LONG_NUMBER = 8;

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
  const digits = date ? '' : value.replace(/\D/g, '');
  if (digits.length >= LONG_NUMBER && /^[\d\s\-.()/+]*$|^[a-z]{2}\d{2}/i.test(value)) {
    runs.push(digits.slice(0, 6), digits.slice(-4), digits.slice(-3), ...(digits.match(/\d{4}/g) ?? []));
    // The groups of fifteen digits, as they are embossed.
    if (digits.length === 15) runs.push(digits.slice(4, 10), digits.slice(10));
  }
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
