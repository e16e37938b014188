/**
 * "Does it work here?": what a look at a page before a call found. Codes and counts, hosts and addresses without query;
 * nothing of the page's text. The console puts the codes into words.
 */
import type { EffectiveRow } from './effective-rule.ts';

/**
 * `stops`: there will be no session on this page. `warns`: something on it will not work, or may not. `notes`: it works, and it
 * is good to know. `fine`: looked for because it often is a problem, and here is none.
 */
export type Weight = 'stops' | 'warns' | 'notes' | 'fine';

/** What told it: the connection itself, a header of the answer, the markup, the text of a script, or our own config. */
export type SeenIn = 'connection' | 'header' | 'markup' | 'script' | 'config';

/** Each finding, its weight, and where it is looked for. */
export const findings = {
  NOT_ALLOWED: ['stops', 'config'],
  PRIVATE: ['stops', 'config'],
  UNRESOLVABLE: ['stops', 'connection'],
  UNREACHABLE: ['stops', 'connection'],
  CERTIFICATE: ['stops', 'connection'],
  TOO_MANY_REDIRECTS: ['stops', 'header'],
  REDIRECT_NOT_ALLOWED: ['stops', 'config'],
  BOT_WALL: ['stops', 'header'],
  SITE_REFUSES: ['stops', 'header'],
  SERVER_ERROR: ['stops', 'header'],
  ERROR_STATUS: ['warns', 'header'],
  BROWSER_LOGIN: ['warns', 'header'],
  NOT_A_PAGE: ['warns', 'header'],
  LOGIN_NOT_ALLOWED: ['warns', 'config'],
  CAPTCHA: ['warns', 'markup'],
  PASSKEY: ['warns', 'script'],
  BROWSER_SIGN_IN: ['warns', 'script'],
  PROTECTED_MEDIA: ['warns', 'script'],
  REDIRECTED: ['notes', 'header'],
  PLAIN_HTTP: ['notes', 'connection'],
  MIXED_CONTENT: ['notes', 'markup'],
  FRAMES: ['notes', 'markup'],
  LOGIN_ELSEWHERE: ['notes', 'markup'],
  LARGE: ['notes', 'connection'],
  MADE_BY_SCRIPTS: ['notes', 'markup'],
  LOOK_CUT: ['notes', 'connection'],
  IN_PLACE: ['fine', 'config'],
  REACHABLE: ['fine', 'connection'],
  LOGIN_HERE: ['fine', 'markup'],
  FRAME_RULES: ['fine', 'header'],
  FRAME_BUSTING: ['fine', 'script'],
  SERVICE_WORKER: ['fine', 'script'],
  WEBSOCKET: ['fine', 'script'],
} as const satisfies Record<string, readonly [Weight, SeenIn]>;

export type FindingCode = keyof typeof findings;

export interface Finding {
  readonly code: FindingCode;
  readonly weight: Weight;
  /** Where it was seen this time. */
  readonly seen: SeenIn;
  /** A status, a count, kilobytes: what the words name. */
  readonly count: number;
  /** Hosts that it is about, some of them. */
  readonly hosts: readonly string[];
}

/** Elements that a rule in force there finds in the page's markup. */
export interface RuleCount {
  readonly id: string;
  readonly kind: EffectiveRow['kind'];
  readonly layer: EffectiveRow['layer'];
  /** What it hides, in words. */
  readonly says?: string;
  readonly count: number;
}

export type SiteVerdict = 'works' | 'notes' | 'fails';

export interface SiteReport {
  /** Without query. */
  readonly url: string;
  /** Where the redirects led, without query. */
  readonly finalUrl: string;
  readonly verdict: SiteVerdict;
  /** Heaviest first. */
  readonly findings: readonly Finding[];
  readonly rules: readonly RuleCount[];
  /** What was read: documents and scripts, and how many kilobytes. */
  readonly read: { readonly documents: number; readonly scripts: number; readonly kilobytes: number };
}
