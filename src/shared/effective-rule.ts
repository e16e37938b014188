/** One rule of the policy in force for an address, as it is shown to administrators. */
import type { GuestRole, RuleKind } from './policy.ts';

export interface EffectiveRow {
  readonly id: string;
  readonly kind: RuleKind | 'pattern' | 'title' | 'query' | 'all' | 'guard' | 'allow';
  /** Where it stands: in Samepage itself, in the operator's files, in the company's own rules. */
  readonly layer: 'builtin' | 'config' | 'company';
  /** Selector, role and name, pattern or address, as people read it. */
  readonly target: string;
  /** The roles for which alone it masks. */
  readonly for?: readonly GuestRole[];
  /** So many rectangles of a canvas, and not all of it. */
  readonly parts?: number;
  /** What it hides, in words. */
  readonly says?: string;
  /** Why it lifts. */
  readonly reason?: string;
}
