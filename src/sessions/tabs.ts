/** The tabs of the host's browser: which hello belongs to which, which one the customer looks at, when one is gone. */
import type { TabId } from '../shared/ids.ts';
import type { Policy } from '../shared/policy.ts';
import type { Connection } from './connection.ts';
import { DockPatience, HostTab, type PageMeta, type TabDeps, type TabLimits } from './host-tab.ts';
import { randomId } from './random.ts';

export interface TabsDeps extends Omit<TabDeps, 'patience'> {
  readonly limits: TabLimits & { readonly tabsMax: number; readonly tabAdoptMs: number };
  removed(tab: HostTab): void;
}

export interface Hello extends PageMeta {
  readonly tab: TabId | null;
  /** Version of the policy that the page masks by; empty when it knows none yet. */
  readonly policy: string;
}

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
    const rank = (tab: HostTab) => {
      const present = tab.connection !== undefined || this.#leaving.has(tab.id);
      return tab.visible && present ? 2 : tab.connection ? 1 : 0;
    };
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

  describe(tab: HostTab, meta: PageMeta): void {
    const shown = meta.visible && !tab.visible;
    tab.describe(meta);
    if (shown) tab.seen = ++this.#clock;
  }

  /** Its socket closed. */
  left(tab: HostTab): void {
    tab.connection = undefined;
    clearTimeout(this.#leaving.get(tab.id));
    const timer = setTimeout(() => this.#remove(tab), this.#deps.limits.tabAdoptMs);
    this.#leaving.set(tab.id, timer.unref());
  }

  close(): void {
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    for (const tab of this.#tabs.values()) tab.close();
    this.#leaving.clear();
    this.#tabs.clear();
  }

  /** A page without a tab id: the next one in a tab that just left, best of all the tab that said it was going there. */
  #adopt(hello: Hello): HostTab | undefined {
    const free = this.all().filter((tab) => tab.connection === undefined || tab.leavingTo !== undefined);
    const gone = (tab: HostTab) => (tab.connection ? 0 : 1);
    const latest = [...free].sort((a, b) => gone(b) - gone(a) || b.seen - a.seen);
    return latest.find((tab) => tab.leavingTo === hello.url) ?? latest[0];
  }

  #create(policy: Policy): HostTab | undefined {
    if (this.#tabs.size >= this.#deps.limits.tabsMax) return undefined;
    const tab = new HostTab(`t${randomId(8)}` as TabId, policy, { ...this.#deps, patience: this.#patience }); // made here, so it is one
    this.#tabs.set(tab.id, tab);
    return tab;
  }

  #remove(tab: HostTab): void {
    this.#leaving.delete(tab.id);
    if (tab.connection || !this.#tabs.delete(tab.id)) return;
    tab.close();
    this.#deps.removed(tab);
  }
}
