/**
 * The rules that hold everywhere: passwords, one-time codes, cards, national ids and account numbers, told by type,
 * autocomplete token, field name, and by pattern with checksum wherever they stand as text. Names that mean buying or
 * signing are blocked by the table of phrases (builtin-names.ts).
 */
import type { PolicyRule, TextPattern } from '../shared/policy.ts';

interface Builtin {
  readonly id: string;
  /** In words for the customer. */
  readonly says: string;
  readonly selectors: readonly string[];
}

const FIELDS = ['input', 'textarea', 'select'] as const;

/** Fields whose name or id contains one of these words. */
function named(...words: string[]): string[] {
  return words.flatMap((word) => FIELDS.flatMap((tag) => ['name', 'id'].map((attribute) => `${tag}[${attribute}*="${word}" i]`)));
}

/** Short words, which longer harmless ones contain: the whole name only, or the word at a seam of it. */
function exactly(...words: string[]): string[] {
  return words.flatMap((word) =>
    ['name', 'id'].flatMap((attribute) => [
      `input[${attribute}="${word}" i]`,
      ...['-', '_', '.'].flatMap((seam) => [`input[${attribute}^="${word}${seam}" i]`, `input[${attribute}$="${seam}${word}" i]`]),
    ]),
  );
}

function autocomplete(...tokens: string[]): string[] {
  return tokens.map((token) => `[autocomplete~="${token}" i]`);
}

const masks: readonly Builtin[] = [
  {
    id: 'builtin/password',
    says: 'Passwords',
    selectors: [
      'input[type="password" i]',
      ...autocomplete('current-password', 'new-password'),
      ...named('passw', 'passphrase', 'motdepasse', 'contrasena', 'kennwort', 'senha'),
      ...exactly('pwd', 'pin'),
    ],
  },
  {
    id: 'builtin/one-time-code',
    says: 'One-time codes',
    selectors: [
      ...autocomplete('one-time-code'),
      ...named(
        'onetime',
        'one-time',
        'one_time',
        'verificationcode',
        'verification-code',
        'verification_code',
        'smscode',
        'sms-code',
        'sms_code',
        'authcode',
      ),
      ...exactly('otp', 'totp', 'tan', '2fa', 'mfa'),
    ],
  },
  {
    id: 'builtin/card',
    says: 'Card details',
    selectors: [
      '[autocomplete^="cc-" i]',
      '[autocomplete*=" cc-" i]',
      ...named(
        'cardnumber',
        'card-number',
        'card_number',
        'cardnum',
        'ccnumber',
        'cc-number',
        'cc_number',
        'creditcard',
        'credit-card',
        'credit_card',
      ),
      ...named('cardexp', 'card-exp', 'card_exp', 'securitycode', 'security-code', 'security_code', 'cardcode', 'cardholder'),
      ...exactly('cvc', 'cvv', 'cvv2', 'csc', 'pan'),
    ],
  },
  {
    id: 'builtin/national-id',
    says: 'National identity numbers',
    selectors: [
      ...named(
        'socialsecurity',
        'social-security',
        'social_security',
        'nationalid',
        'national-id',
        'national_id',
        'passportn',
        'passport-n',
        'passport_n',
      ),
      ...named(
        'codicefiscale',
        'codice-fiscale',
        'codice_fiscale',
        'steuerid',
        'steuer-id',
        'steuer_id',
        'securitesociale',
        'mynumber',
        'my-number',
        'my_number',
      ),
      ...named('taxid', 'tax-id', 'tax_id', 'personalausweis'),
      ...exactly('ssn', 'nin', 'nir', 'dni', 'nie', 'nif', 'cpf', 'bsn', 'pesel'),
    ],
  },
  {
    id: 'builtin/iban',
    says: 'Account numbers',
    selectors: [...named('iban', 'accountnumber', 'account-number', 'account_number', 'kontonummer'), '[data-iban]'],
  },
];

export const builtinRules: readonly PolicyRule[] = masks.map(({ id, selectors }) => ({
  id,
  kind: 'mask',
  target: { selector: selectors.join(', ') },
}));

export const builtinPatterns: readonly TextPattern[] = [
  // 13 to 19 digits, ISO/IEC 7812; the checksum keeps order numbers visible.
  { id: 'builtin/card-number', pattern: '\\b(?:\\d[ -]?){12,18}\\d\\b', check: 'luhn' },
  { id: 'builtin/iban-number', pattern: '\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}\\b', check: 'iban' },
  // Shapes that hardly anything else has: United States, Italy, Spain, France.
  { id: 'builtin/us-ssn', pattern: '\\b\\d{3}-\\d{2}-\\d{4}\\b' },
  { id: 'builtin/it-codice-fiscale', pattern: '\\b[A-Z]{6}\\d{2}[A-EHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z]\\b' },
  { id: 'builtin/es-dni', pattern: '\\b(?:[XYZ]\\d{7}|\\d{8})-?[A-HJ-NP-TV-Z]\\b' },
  { id: 'builtin/fr-nir', pattern: '\\b[12] ?\\d{2} ?(?:0[1-9]|1[0-2]) ?\\d[0-9AB] ?\\d{3} ?\\d{3} ?\\d{2}\\b' },
];

/** What each built-in hides, in words; a pattern says the same as the fields of its kind. */
export const builtinWords: ReadonlyMap<string, string> = new Map([
  ['builtin/mask-all', 'Everything that is not shown on purpose'] as const,
  ...masks.map(({ id, says }) => [id, says] as const),
  ...builtinPatterns.map(
    ({ id }) => [id, id.includes('card') ? 'Card details' : id.includes('iban') ? 'Account numbers' : 'National identity numbers'] as const,
  ),
]);
