/** The tabs of the host's browser: which hello belongs to which, which one the customer looks at, when one is gone. */
import type { TabId } from '../shared/ids.ts';
import type { PageState } from '../shared/messages.ts';
import type { Policy } from '../shared/policy.ts';
import type { Connection } from './connection.ts';
import { DockPatience, HostTab, type TabDeps, type TabLimits } from './host-tab.ts';
import { randomId } from './random.ts';

export interface TabsDeps extends Omit<TabDeps, 'patience'> {
  readonly limits: TabLimits & { readonly tabsMax: number; readonly tabAdoptMs: number };
  removed(tab: HostTab): void;
}

export interface Hello extends PageState {
  readonly tab: TabId | null;
  /** Version of the policy that the page masks by; empty when it knows none yet. */
  readonly policy: string;
}

/** A page that left is followed by the next within this time (ms), or it is something else: closed, cut off, put to sleep. */
const AWAY_MS = 3000;
/** A sleeping page that lost its line may come back (ms): by then the customer has gone, or the tab was closed in its sleep. */
const PARKED_MS = 30 * 60_000;

export class Tabs {
  readonly #deps: TabsDeps;
  readonly #patience = new DockPatience();
  readonly #tabs = new Map<TabId, HostTab>();
  readonly #leaving = new Map<TabId, NodeJS.Timeout>();
  #clock = 0;

  constructor(deps: TabsDeps) {
    this.#deps = deps;
  }

  get(id: TabId): HostTab | undefined {
    return this.#tabs.get(id);
  }

  all(): HostTab[] {
    return [...this.#tabs.values()];
  }

  /** The one the customer looked at last; hidden ones only when none is visible. */
  active(): HostTab | undefined {
    // A tab between two pages is still the one that is looked at.
    const rank = (tab: HostTab) => (tab.frozen || tab.away ? 0 : tab.visible ? 2 : tab.connection ? 1 : 0);
    return this.all().reduce<HostTab | undefined>((best, tab) => {
      if (!best) return tab;
      const ahead = rank(tab) - rank(best);
      return ahead > 0 || (ahead === 0 && tab.seen > best.seen) ? tab : best;
    }, undefined);
  }

  /** Undefined: there are too many. `replaced`: the socket of the page before. */
  open(connection: Connection, hello: Hello, policy: Policy): { tab: HostTab; replaced: Connection | undefined } | undefined {
    const named = hello.tab === null ? undefined : this.#tabs.get(hello.tab);
    // The page keeps its tab id in session storage, which browsers copy into every window that it opens: a new document
    // (it knows no policy yet) that names a tab whose page is still there is such a window, and a tab of its own.
    const copied = named?.connection !== undefined && named.leavingTo === undefined && hello.policy === '';
    const known = copied ? undefined : named;
    const tab = known ?? this.#adopt(hello) ?? this.#create(policy);
    if (!tab) return undefined;
    const replaced = tab.connection;
    clearTimeout(this.#leaving.get(tab.id));
    this.#leaving.delete(tab.id);
    // Only a page that knows its tab can be the one whose copy we hold, and only if it masks by the same rules.
    tab.open(connection, hello, policy, known === undefined || hello.policy !== policy.version);
    tab.seen = ++this.#clock;
    return { tab, replaced };
  }

  describe(tab: HostTab, meta: PageState): void {
    // Of two windows side by side the one with the keyboard is looked at.
    const shown = meta.visible && (!tab.visible || (meta.focused === true && !tab.focused));
    tab.describe(meta);
    if (shown) tab.seen = ++this.#clock;
  }

  /** The customer's hand is on it. True when they were elsewhere before. */
  attend(tab: HostTab): boolean {
    if (!tab.visible || this.active() === tab) return false;
    tab.seen = ++this.#clock;
    return true;
  }

  /** Its socket closed. */
  left(tab: HostTab): void {
    tab.connection = undefined;
    const { tabAdoptMs } = this.#deps.limits;
    const awayMs = Math.min(AWAY_MS, tabAdoptMs);
    this.#later(tab, awayMs, () => {
      tab.away = true;
      this.#later(tab, tabAdoptMs - awayMs, () => (tab.frozen ? this.#park(tab) : this.#remove(tab)));
      this.#deps.changed(tab);
    });
  }

  /** Is there no room for another? */
  get full(): boolean {
    return this.#tabs.size >= this.#deps.limits.tabsMax && !this.all().some((tab) => this.#mayGo(tab));
  }

  close(): void {
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    for (const tab of this.#tabs.values()) tab.close();
    this.#leaving.clear();
    this.#tabs.clear();
  }

  /** A page without a tab id: the next one in a tab that just left, best of all the tab that said it was going there. */
  #adopt(hello: Hello): HostTab | undefined {
    const free = this.all().filter((tab) => (tab.connection === undefined && !tab.frozen) || tab.leavingTo !== undefined);
    const gone = (tab: HostTab) => (tab.connection ? 0 : 1);
    const latest = [...free].sort((a, b) => gone(b) - gone(a) || b.seen - a.seen);
    return latest.find((tab) => tab.leavingTo === hello.url) ?? latest[0];
  }

  #create(policy: Policy): HostTab | undefined {
    if (this.#tabs.size >= this.#deps.limits.tabsMax) {
      const old = this.all().find((tab) => this.#mayGo(tab));
      if (!old) return undefined;
      this.#remove(old);
    }
    const tab = new HostTab(`t${randomId(8)}` as TabId, policy, { ...this.#deps, patience: this.#patience }); // made here, so it is one
    this.#tabs.set(tab.id, tab);
    return tab;
  }

  /** Asleep and cut off: a new tab may have its place. */
  #mayGo(tab: HostTab): boolean {
    return tab.away && tab.frozen;
  }

  #park(tab: HostTab): void {
    tab.park();
    this.#later(tab, PARKED_MS, () => this.#remove(tab));
  }

  #later(tab: HostTab, ms: number, then: () => void): void {
    clearTimeout(this.#leaving.get(tab.id));
    this.#leaving.set(tab.id, setTimeout(then, ms).unref());
  }

  #remove(tab: HostTab): void {
    clearTimeout(this.#leaving.get(tab.id));
    this.#leaving.delete(tab.id);
    if (tab.connection || !this.#tabs.delete(tab.id)) return;
    tab.close();
    this.#deps.removed(tab);
  }
}
