/**
 * The policy in force as both towers see it. Layers (built-in, config files, console) are merged by `config/policy.ts`;
 * what reaches the page is this flat, frozen value.
 */
import type { NamePhrases } from './block-phrases.ts';
import type { Role } from './roles.ts';

export type GuestRole = Exclude<Role, 'customer'>;

/** What a rule points at: a CSS selector, or a role and a pattern for the accessible name (case-insensitive, whole name). */
export type RuleTarget = { readonly selector: string } | { readonly role: 'button' | 'link' | 'textbox' | 'any'; readonly name: string };

/** Rectangles of a canvas that are painted over: left, top, width and height, each a part of the canvas from 0 to 1, or CSS pixels. */
export interface Regions {
  readonly of: readonly {
    readonly at: readonly [left: number, top: number, width: number, height: number];
    readonly unit: 'part' | 'px';
  }[];
  /** The size in CSS pixels for which they were drawn: on a canvas of another one they may lie beside what they are to hide. */
  readonly size?: readonly [width: number, height: number];
}

export type RuleKind = 'mask' | 'block' | 'unmask' | 'unblock';

export interface PolicyRule {
  /** Stable and unique: `builtin/password`, `shop/iban`. Shown to people, counted in hits. */
  readonly id: string;
  readonly kind: RuleKind;
  readonly target: RuleTarget;
  /** mask only: the whole element disappears (a box of its size), instead of its text and values. */
  readonly hide?: boolean;
  /** mask only: of a canvas these parts, and all of anything else that it points at. */
  readonly regions?: Regions;
  /** mask only, and never in a policy in force: these roles alone see it masked. */
  readonly for?: readonly GuestRole[];
  /** unmask and unblock only: why, for the audit. */
  readonly reason?: string;
}

/** A pattern for text anywhere on the page; a hit is masked. `check` is the checksum that makes a hit certain. */
export interface TextPattern {
  readonly id: string;
  readonly pattern: string;
  readonly check?: 'luhn' | 'iban';
}

export interface Policy {
  /** Content hash of all that follows; ops state the version they were masked under. */
  readonly version: string;
  readonly rules: readonly PolicyRule[];
  readonly patterns: readonly TextPattern[];
  /** Document title masked for guests. */
  readonly maskTitle: boolean;
  /** Query and fragment of the address masked for guests. */
  readonly maskUrlQuery: boolean;
  /** Names of buttons and links that only the customer presses; none: names block nothing. */
  readonly blockNames: readonly NamePhrases[];
}

/** What stands where masked text stood: constant, so that its length tells nothing. */
export const MASK_TEXT = '\u2022\u2022\u2022\u2022\u2022\u2022';

/** Masks that no `unmask` lifts, whatever its reason: passwords, one-time codes, cards. */
export const NEVER_UNMASKED: ReadonlySet<string> = new Set([
  'builtin/password',
  'builtin/one-time-code',
  'builtin/card',
  'builtin/card-number',
]);
