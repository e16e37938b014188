/**
 * One tab of the host's browser: its socket, its shadow copy, and the dock that must stand beside it. A tab outlives its
 * documents: the page that opens within ten seconds after one left continues the same tab.
 */
import type { FrameId, TabId } from '../shared/ids.ts';
import { TOP_FRAME } from '../shared/ids.ts';
import { compilePatterns, findPatterns } from '../shared/masked-content.ts';
import type { PageState, TabInfo, TabState } from '../shared/messages.ts';
import { MASK_TEXT, type Policy } from '../shared/policy.ts';
import { Bucket } from './bucket.ts';
import type { Connection } from './connection.ts';
import { Ink } from './ink.ts';
import type { MirrorState } from './mirror-state.ts';
import { withoutTokens } from './plain-address.ts';

export interface TabLimits {
  readonly dockGraceMs: number;
  readonly dockFirstMs: number;
  readonly hostBytesPerSecond: number;
  readonly tabIdleMs: number;
}

export interface TabDeps {
  readonly limits: TabLimits;
  /** Patience with pages whose dock has not come up, of all tabs together. */
  readonly patience: DockPatience;
  createMirror(policy: Policy): MirrorState;
  /** Guests see it, or no longer: its dock went or came back, nobody touched it for long. */
  changed(tab: HostTab): void;
}

/**
 * How many pages may be shown while their dock is still loading. Given back when any dock comes; without a bound a page
 * that keeps its dock out could open one tab after the other and be watched for ever.
 */
export class DockPatience {
  static readonly #pages = 4;
  #left = DockPatience.#pages;

  take(): boolean {
    return this.#left > 0 && this.#left-- > 0;
  }

  renew(): void {
    this.#left = DockPatience.#pages;
  }
}

/** Why guests see a tab's name and not its page. */
export type Cover = Extract<TabState, 'hidden' | 'idle' | 'frozen' | 'gone'>;

/** Docks of one tab: the old page's may still be closing while the new one's opens. */
const MAX_DOCKS = 4;
/** Seconds of its mean rate that a tab may send at once: a page's first keyframe and what follows it. */
const BURST_SECONDS = 12;
/** A keyframe is asked for again only after this time (ms): the host may be making one. */
const KEY_AGAIN_MS = 1000;
/** After a flood the picture is refreshed this often (ms). */
const KEY_AGAIN_FLOODED_MS = 2000;
const MAX_TITLE = 500;
/** Rules of one page; a policy has no more. */
const MAX_MATCHING = 1000;

export class HostTab {
  readonly id: TabId;
  readonly #deps: TabDeps;
  readonly #docks = new Set<Connection>();
  readonly #budget: Bucket;
  /** When each frame's keyframe was asked for. Bounded: cleared with every new mirror, and only bound frames get in. */
  readonly #keyAsked = new Map<FrameId, number>();
  #dockTimer: NodeJS.Timeout | undefined;
  // The grace of a page's first seconds is given once between two docks: a page that reloads for ever must not live without.
  #firstGraceGiven = false;
  #helloAt = 0;
  #flooded = false;
  #meta: PageState = { url: '', title: '', visible: false };
  #touchedAt = 0;
  #idle = false;
  #idleTimer: NodeJS.Timeout | undefined;
  #info: Omit<TabInfo, 'state' | 'tab'> = { url: '', title: '' };

  connection: Connection | undefined;
  /** Its line is gone for longer than a page takes to follow another. */
  away = false;
  mirror: MirrorState;
  policy: Policy;
  /** What is drawn on this page; it goes with it. */
  ink = new Ink();
  /** A new document has opened and not described itself yet: the old picture may stand meanwhile. */
  settling = false;
  /** A keyframe must say that it was masked by the rules of now. */
  remasked = false;
  /** No dock stands beside the page: nobody may look. */
  dockless = false;
  /** Where the page said it was going, when it said so. */
  leavingTo: string | null | undefined;
  /** Rules that match on the page, as its runtime says. Bounded by MAX_MATCHING; emptied with every new document. */
  readonly matching = new Set<string>();
  /** Grows with every sign of the customer's attention; the largest is the active tab. */
  seen = 0;

  constructor(id: TabId, policy: Policy, deps: TabDeps) {
    this.id = id;
    this.policy = policy;
    this.mirror = deps.createMirror(policy);
    this.#deps = deps;
    const perSecond = deps.limits.hostBytesPerSecond;
    this.#budget = new Bucket({ perSecond, burst: perSecond * BURST_SECONDS });
  }

  /** A document said hello. `fresh`: it is not the one whose shadow we hold. */
  open(connection: Connection, meta: PageState, policy: Policy, fresh: boolean): void {
    this.connection = connection;
    this.leavingTo = undefined;
    this.away = false;
    this.touch();
    if (fresh || policy.version !== this.policy.version) {
      this.policy = policy;
      this.mirror = this.#deps.createMirror(policy);
      this.ink = new Ink();
      this.#keyAsked.clear();
      this.matching.clear();
      this.settling = true;
    }
    this.describe(meta);
    this.#helloAt = Date.now();
    if (this.#docks.size === 0 && !this.#firstGraceGiven) this.#awaitDock(this.#deps.patience.take() ? this.#deps.limits.dockFirstMs : 0);
  }

  /** Other rules hold: the copy that was made under the old ones is gone, and no message that was masked by them is taken any more. */
  remask(policy: Policy): void {
    this.policy = policy;
    this.mirror = this.#deps.createMirror(policy);
    this.#keyAsked.clear();
    this.matching.clear();
    this.settling = false;
    this.remasked = true;
    this.describe(this.#meta);
  }

  /** True when one of them is new. */
  matched(rules: readonly string[]): boolean {
    const before = this.matching.size;
    for (const rule of rules) if (this.matching.size < MAX_MATCHING) this.matching.add(rule);
    return this.matching.size > before;
  }

  describe(meta: PageState): void {
    const returns = meta.visible && (!this.#meta.visible || this.#meta.frozen === true);
    this.#meta = meta;
    if (returns) this.touch();
    this.#info = maskMeta(meta, this.policy);
  }

  /** The page's real address: for the customer's own eyes. */
  get url(): string {
    return this.#meta.url;
  }

  get visible(): boolean {
    return this.#meta.visible;
  }

  get focused(): boolean {
    return this.#meta.focused === true;
  }

  /** Put to sleep by the browser, which may have cut the line as well; or out of sight, and cut off without having left. */
  get frozen(): boolean {
    if (this.connection) return this.#meta.frozen === true;
    return this.leavingTo === undefined && (this.#meta.frozen === true || !this.#meta.visible);
  }

  /** Somebody is at it. An idle tab is covered until the customer is. */
  touch(by: 'customer' | 'guest' = 'customer'): void {
    if (this.#idle && by === 'guest') return;
    this.#touchedAt = Date.now();
    this.#idleTimer ??= this.#lookAfter(this.#deps.limits.tabIdleMs);
    if (!this.#idle) return;
    this.#idle = false;
    this.#deps.changed(this);
  }

  #lookAfter(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#idleTimer = undefined;
      const left = this.#touchedAt + this.#deps.limits.tabIdleMs - Date.now();
      if (left > 0) {
        this.#idleTimer = this.#lookAfter(left);
        return;
      }
      this.#idle = true;
      this.#deps.changed(this);
    }, ms).unref();
  }

  /** What is shown in place of the page; undefined: the page. */
  get cover(): Cover | undefined {
    if (this.frozen) return 'frozen';
    if (!this.connection && this.away) return 'gone';
    if (!this.visible) return 'hidden';
    return this.#idle ? 'idle' : undefined;
  }

  /** Its page sleeps, and may do so for long: what is known of it is let go. It describes itself anew when it comes back. */
  park(): void {
    this.mirror = this.#deps.createMirror(this.policy);
    this.#keyAsked.clear();
    this.settling = false;
  }

  /** Has the room a picture of it? */
  get pictured(): boolean {
    return this.mirror.frames().includes(TOP_FRAME);
  }

  info(): TabInfo {
    const isBetween = !this.connection && this.leavingTo !== undefined;
    return { tab: this.id, ...this.#info, state: this.cover ?? (isBetween || !this.pictured ? 'loading' : 'shown') };
  }

  /** May so many bytes of description be taken in? */
  take(bytes: number): boolean {
    const may = this.#budget.take(bytes);
    if (!may) this.#flooded = true;
    return may;
  }

  /** Should a keyframe be asked for now? */
  askKey(frame: FrameId): boolean {
    const now = Date.now();
    const wait = this.#flooded ? KEY_AGAIN_FLOODED_MS : KEY_AGAIN_MS;
    if (now - (this.#keyAsked.get(frame) ?? -Infinity) < wait) return false;
    this.#keyAsked.set(frame, now);
    return true;
  }

  gotKey(frame: FrameId): void {
    this.#keyAsked.delete(frame);
    this.#flooded = false;
    if (frame === TOP_FRAME) this.settling = false;
  }

  /** False: too many. */
  dockCame(dock: Connection): boolean {
    if (this.#docks.size >= MAX_DOCKS) return false;
    this.#docks.add(dock);
    this.#deps.patience.renew();
    this.#firstGraceGiven = false;
    clearTimeout(this.#dockTimer);
    this.#dockTimer = undefined;
    if (!this.dockless) return true;
    this.dockless = false;
    this.#deps.changed(this);
    return true;
  }

  dockWent(dock: Connection): void {
    if (!this.#docks.delete(dock) || this.#docks.size > 0) return;
    const { dockGraceMs, dockFirstMs } = this.#deps.limits;
    // The dock of the page before closes after the next page said hello: that one gets its own first seconds.
    this.#awaitDock(Math.max(dockGraceMs, this.#helloAt + dockFirstMs - Date.now()));
  }

  close(): void {
    clearTimeout(this.#dockTimer);
    clearTimeout(this.#idleTimer);
    this.#docks.clear();
    this.#keyAsked.clear();
    this.connection = undefined;
  }

  #awaitDock(ms: number): void {
    this.#firstGraceGiven = true;
    clearTimeout(this.#dockTimer);
    if (ms <= 0) {
      this.dockless = true; // whoever opened the tab shows it next, or rather does not
      return;
    }
    this.#dockTimer = setTimeout(() => {
      this.dockless = true;
      this.#deps.changed(this);
    }, ms);
    this.#dockTimer.unref();
  }
}

/** Title and address as guests may read them: the host masked them, and the room does not take its word. */
function maskMeta(meta: PageState, policy: Policy): Omit<TabInfo, 'state' | 'tab'> {
  const patterns = compilePatterns(policy.patterns);
  const clean = (text: string) => (findPatterns(text, patterns).length > 0 ? MASK_TEXT : text);
  const url = policy.maskUrlQuery ? meta.url.replace(/[?#].*$/s, '') : meta.url;
  const title = meta.title.slice(0, MAX_TITLE);
  return { url: clean(withoutTokens(url)), title: policy.maskTitle ? MASK_TEXT : clean(title) };
}
