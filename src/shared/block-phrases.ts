/**
 * Names of buttons and links that only the customer presses: phrases of a table (config/builtin-names.ts), which comes with the
 * policy. Only the whole name counts, with an object or a price at most: "Order" and "Order 2 items for 9 €" are blocked,
 * "Order history" is not.
 */

/** The phrases of one language, in a notation of their own: `|` between phrases; `[x/y]` may be there, `<x/y>` must; `*` is one to three words. */
export interface NamePhrases {
  /** Whole names. */
  readonly phrases: string;
  /** Whole names of buttons alone: a link that is called so only leads to where it is done. */
  readonly buttons: string;
  /** Beginnings, and the objects that may follow them (in Japanese and German the object goes first: see `phrases`). */
  readonly pairs: readonly (readonly [verbs: string, objects: string])[];
  /** What may stand after either. */
  readonly tails: string;
}

/** Is this the name of something only the customer presses? By these phrases. */
export function blockedNames(languages: readonly NamePhrases[]): (name: string, role: string) => boolean {
  const ofButtons: RegExp[] = [];
  const compiled = languages.flatMap(({ phrases, buttons, pairs, tails }) => {
    const tail = tails === '' ? '' : `(?:${compile(tails)})?`;
    const bodies = [compile(phrases), ...pairs.map(([verbs, objects]) => `(?:${compile(verbs)})(?:${compile(objects)})`)];
    const whole = (body: string) => new RegExp(`^(?:${body})${tail}$`, 'u');
    ofButtons.push(whole(compile(buttons)));
    return bodies.map(whole);
  });
  const onButtons = [...compiled, ...ofButtons];
  return (name, role) => {
    // Longer than any phrase with an object and a price.
    if (name.length > 120) return false;
    const plain = normaliseName(name);
    if (plain === '') return false;
    const bare = plain.replace(PRICE, ' ').replace(/\s+/g, ' ').trim();
    return (role === 'button' ? onButtons : compiled).some((pattern) => pattern.test(`${plain} `) || pattern.test(`${bare} `));
  };
}

/** Lower case, no accents, no signs but those of prices, single spaces. */
export function normaliseName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u064b-\u0655\u0670\u0640]/g, '') // Latin accents, Arabic vowel signs, hamza and stretcher; Japanese sound marks stay
    .normalize('NFC')
    .replace(/\u0671/g, '\u0627')
    .replace(/\u0629/g, '\u0647')
    .replace(/\u0649/g, '\u064a')
    .replace(/ß/g, 'ss')
    .replace(/[&+]/g, ' and ')
    .replace(/[^\p{L}\p{N}\p{Sc}.,]+/gu, ' ')
    .replace(/[.,](?!\d)|(?<!\d)[.,]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const CURRENCY =
  '(?:\\p{Sc}|円|元|us ?\\p{Sc}|usd|eur|euros?|gbp|jpy|chf|cad|aud|brl|mxn|sek|nok|dkk|pln|aed|sar|egp|ريال|درهم|جنيه|kr|zl|r ?\\p{Sc})';
const AMOUNT = '\\d[\\d., ]*';
const PRICE = new RegExp(
  `(?:^| )(?:(?:for|of|only|total|pour|de|per|di|a|por|fur|von) )?(?:${CURRENCY} ?${AMOUNT}(?: ?${CURRENCY})?|${AMOUNT} ?${CURRENCY})(?:を)?(?= |$|支払|購入|決済)`,
  'u',
);

/** The notation of the table as a pattern in which every word ends in a space. */
function compile(list: string): string {
  return list
    .split('|')
    .map((phrase) =>
      (phrase.match(/(?:[^ [<]|\[[^\]]*\]|<[^>]*>)+/g) ?? [])
        .map((word) => {
          if (word === '*') return '(?:\\S+ ){1,3}';
          // A group that is the whole word takes the space with it; inside a word it has none.
          const whole = /^([[<])([^\]>]*)[\]>]$/.exec(word);
          if (whole) return `(?:${(whole[2] ?? '').split('/').join(' |')} )${whole[1] === '[' ? '?' : ''}`;
          return `${word.replace(/\[([^\]]*)\]|<([^>]*)>/g, (_all, may: string | undefined, must: string) => (may === undefined ? `(?:${must.replaceAll('/', '|')})` : `(?:${may.replaceAll('/', '|')})?`))} `;
        })
        .join(''),
    )
    .join('|');
}
