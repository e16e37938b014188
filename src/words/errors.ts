/** An error's code as a person reads it. A code of a newer gateway keeps the words that came with it. */
import type { words } from './en/errors.ts';
import type { words as reasonWords } from './en/reasons.ts';
import type { Spoken } from './types.ts';

type Errors = Spoken<typeof words>;

type Reasons = Spoken<typeof reasonWords>;

/** The reasons that people meet, as the gateway writes them for programs; what is not here stays as it came. */
export const reasonKinds: readonly (readonly [RegExp, keyof Reasons])[] = [
  [/^it is this gateway$/, 'gateway'],
  [/^its name has an empty part$/, 'name'],
  [/^it is a metadata service$/, 'metadata'],
  [/^port \d+ is not for web sites$/, 'port'],
  [/^port \d+ is not in targetPorts$/, 'portList'],
  [/^its address is private$/, 'private'],
  [/^another address answered$/, 'other'],
  [/^(?:not on the list|it is not (?:on|in) the list of allowed sites)$/, 'list'],
  [/^it is another site$/, 'site'],
  [/is not a web address$/, 'scheme'],
  [/^it is neither PNG nor WebP$/, 'kind'],
  [/^it is larger than \d+ KB$/, 'size'],
  [/^it has more than \d+ pixels a side$/, 'pixels'],
];

export interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export function tellError(errors: Errors, reasons: Reasons, told: Told): { readonly what: string; readonly next: string } {
  if (!Object.hasOwn(errors, told.code)) return { what: told.message, next: told.hint };
  const row = errors[told.code as keyof Errors]; // own, so it is one of them
  const { reason } = told.values ?? {};
  const kind = reasonKinds.find(([pattern]) => pattern.test(String(reason ?? '')))?.[1];
  const values = { ...told.values, ...(kind === undefined ? {} : { reason: reasons[kind] }) };
  const say = (text: string | ((values: never) => string)) =>
    // The names that a text wants are those of its code's values.
    typeof text === 'string' ? text : (text as (values: NonNullable<Told['values']>) => string)(values);
  return { what: say(row.what), next: say(row.next) };
}
