/** What stands in words on the customer's page itself, told by the dock in the customer's language; English until it has spoken. */
import type { InkTool, Stamp } from '../shared/ink.ts';

export interface PageWords {
  /** Over what is hidden. */
  readonly mark: string;
  /** People whom nobody gave a name. */
  readonly customer: string;
  readonly agent: string;
  readonly stamp: Readonly<Record<Stamp, string>>;
  /** What a drawing is called: alone, and what stands before and after the name of who drew it. */
  readonly drawn: Readonly<Record<InkTool, string>>;
  readonly drawnBy: Readonly<Record<InkTool, readonly [before: string, after: string]>>;
  readonly pad: string;
  /** What the product is called: the title of the dock's frame. */
  readonly product: string;
  /** The picker's button. */
  readonly point: string;
}
