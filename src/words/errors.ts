/** An error's code as a person reads it. A code of a newer gateway keeps the words that came with it. */
import type { words } from './en/errors.ts';
import type { Spoken } from './types.ts';

type Errors = Spoken<typeof words>;

export interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export function tellError(errors: Errors, told: Told): { readonly what: string; readonly next: string } {
  if (!Object.hasOwn(errors, told.code)) return { what: told.message, next: told.hint };
  const row = errors[told.code as keyof Errors]; // own, so it is one of them
  const say = (text: string | ((values: never) => string)) =>
    // The names that a text wants are those of its code's values.
    typeof text === 'string' ? text : (text as (values: NonNullable<Told['values']>) => string)(told.values ?? {});
  return { what: say(row.what), next: say(row.next) };
}
