/**
 * The leak test: strings that occur nowhere else ("canaries") are planted where the policy masks, and everything that leaves
 * the host's browser is searched for them. What the gateway orders, what the page answers, and the report that comes of it.
 */

/** Planted in one test at most; a page that masks more has its first ones tested. */
export const MAX_CANARIES = 2000;

/** Told to every document of the test's tab. */
export interface PlantOrder {
  /** Every canary begins with it. */
  readonly stem: string;
  /** Planted where nothing masks: if this is not found, the search sees nothing. */
  readonly control: string;
  /** Texts that a pattern of the policy must find anywhere. */
  readonly samples: readonly { readonly rule: string; readonly text: string }[];
}

/** Where a canary stands. */
export interface PlantedPlace {
  /** The rule that hides it. */
  readonly rule: string;
  /** `text`, `value`, `attribute title`, `address` … */
  readonly kind: string;
  /** The rule that bares it again, when there is one. */
  readonly lifted: string | null;
}

/** What one document has planted. The n-th canary is `canaryOf(stem, salt, n)` and stands at `places[at[n]]`. */
export interface Planted {
  /** Two characters: documents of one tab do not share canaries. */
  readonly salt: string;
  readonly places: readonly PlantedPlace[];
  readonly at: readonly number[];
  /** Rules that match something here; of several on one element the first has the canaries. */
  readonly matched: readonly string[];
  /** The control stands in it, unmasked. */
  readonly control: boolean;
}

export function canaryOf(stem: string, salt: string, n: number): string {
  // Base64 cuts a few characters off either end: none of those that tell canaries apart.
  return `${stem}${salt}${n.toString(36).padStart(3, '0')}zzz`;
}

/** Where canaries are looked for. */
export const searchedPlaces = ['page', 'guest', 'assets', 'log', 'store', 'metrics'] as const;
export type SearchedPlace = (typeof searchedPlaces)[number];

export interface LeakHit {
  readonly where: SearchedPlace;
  /** As what it was found: plain, base64 … */
  readonly spelling: string;
  /** Undefined when the spelling hides which one it is. */
  readonly place: PlantedPlace | null;
}

/**
 * `clean`: nothing was found. `lifted`: only what a rule with a reason bares. `leak`: something that no rule bares. `blind`:
 * the search did not see the page, or not all of it: it says nothing.
 */
export type LeakVerdict = 'clean' | 'lifted' | 'leak' | 'blind';

export interface LeakReport {
  readonly kind: 'samepage-leak-test';
  readonly format: 1;
  readonly gateway: string;
  readonly company: string;
  readonly by: string;
  /** Without query. */
  readonly url: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Of the rules in force on the page. */
  readonly policy: string;
  readonly planted: readonly { readonly rule: string; readonly canaries: number; readonly kinds: readonly string[] }[];
  readonly lifted: readonly { readonly rule: string; readonly by: string; readonly reason: string; readonly canaries: number }[];
  /** Rules that this run says nothing about, and why. */
  readonly untested: readonly { readonly rule: string; readonly why: 'no match' | 'no sample' }[];
  readonly searched: readonly { readonly where: SearchedPlace; readonly items: number; readonly bytes: number }[];
  readonly spellings: readonly string[];
  readonly controlSeen: boolean;
  readonly hits: readonly LeakHit[];
  readonly verdict: LeakVerdict;
}

export interface SignedReport {
  readonly report: LeakReport;
  /** Ed25519 over the canonical JSON of `report`, base64. */
  readonly signature: string;
  /** First 16 hex digits of the SHA-256 of the public key. */
  readonly key: string;
}

export type LeakTestState =
  | { readonly state: 'waiting' | 'running' | 'searching' }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'done'; readonly signed: SignedReport };
