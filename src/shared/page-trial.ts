/** What a company's rules do on one of its pages, as the site sends it to anybody. */
import type { RuleKind } from './policy.ts';

export interface RuleTrial {
  readonly id: string;
  readonly kind: RuleKind;
  /** Selector or name. */
  readonly target: string;
  /** Null: markup alone does not tell. */
  readonly matches: number | null;
  /** Not saved yet. */
  readonly isNew: boolean;
  /** When it matched last on that site in a session; ISO 8601. */
  readonly lastAt: string | null;
}

export interface PageTrial {
  readonly url: string;
  /** Where redirects led. */
  readonly end: string;
  /** Of HTTP; 0: it did not answer. */
  readonly status: number;
  /** Code of what stopped it. */
  readonly fault: string | null;
  readonly rules: readonly RuleTrial[];
}
