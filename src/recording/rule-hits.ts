/**
 * Which rules matched on which site, visit by visit: a rule that used to match and stopped is one that the site has outgrown,
 * and what it hid may be bare. Counts only, of rules that there are: a page can say what it likes.
 */
import type { Logger } from 'pino';
import type { RoomEvent, RoomListener } from '../sessions/index.ts';
import type { SessionId } from '../shared/ids.ts';
import type { Store } from '../store/index.ts';

/** Sites of one session that are counted; a visit has a few. */
const SITES_MAX = 50;
/** Rules of one site in one session; a policy has no more. */
const RULES_MAX = 1000;

interface Visit {
  readonly company: string;
  /** Host of the page that is open; hits are its. */
  site: string;
  readonly sites: Map<string, Map<string, number>>;
}

export class RuleHits implements RoomListener {
  readonly #store: Pick<Store, 'addVisit'>;
  readonly #log: Logger;
  /** Does a company have a rule of that id? */
  readonly #counted: (company: string) => Promise<void>;
  readonly #isRule: (company: string, id: string) => boolean;
  readonly #visits = new Map<SessionId, Visit>();
  #queue: Promise<void> = Promise.resolve();

  constructor(deps: {
    store: Pick<Store, 'addVisit'>;
    log: Logger;
    isRule: (company: string, id: string) => boolean;
    counted?: (company: string) => Promise<void>;
  }) {
    this.#counted = deps.counted ?? (() => Promise.resolve());
    this.#store = deps.store;
    this.#log = deps.log;
    this.#isRule = deps.isRule;
  }

  told(session: SessionId, event: RoomEvent): void {
    switch (event.type) {
      case 'created':
        this.#visits.set(session, { company: event.company, site: hostOf(event.url), sites: new Map() });
        return;
      case 'page':
        this.#page(this.#visits.get(session), hostOf(event.url));
        return;
      case 'hits':
        this.#count(this.#visits.get(session), event.hits);
        return;
      case 'ended':
        this.#write(this.#visits.get(session));
        this.#visits.delete(session);
    }
  }

  /** Waits for counts on their way; before the store is closed. */
  close(): Promise<void> {
    return this.#queue;
  }

  #page(visit: Visit | undefined, site: string): void {
    if (!visit || site === '') return;
    visit.site = site;
    if (!visit.sites.has(site) && visit.sites.size < SITES_MAX) visit.sites.set(site, new Map());
  }

  #count(visit: Visit | undefined, hits: Readonly<Record<string, number>>): void {
    const counts = visit?.sites.get(visit.site);
    if (!visit || !counts) return;
    for (const [rule, count] of Object.entries(hits)) {
      const known = counts.get(rule);
      if (known === undefined && (counts.size >= RULES_MAX || !this.#isRule(visit.company, rule))) continue;
      counts.set(rule, Math.min((known ?? 0) + count, Number.MAX_SAFE_INTEGER));
    }
  }

  #write(visit: Visit | undefined): void {
    if (!visit) return;
    const at = Date.now();
    for (const [site, counts] of visit.sites) {
      this.#queue = this.#queue
        .then(() => this.#store.addVisit(visit.company, site, Object.fromEntries(counts), at))
        .catch((error: unknown) => this.#log.error({ err: error, site }, 'hits of rules could not be written'));
    }
    this.#queue = this.#queue
      .then(() => this.#counted(visit.company))
      .catch((error: unknown) => this.#log.error({ err: error }, 'rules that stopped matching could not be looked for'));
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
