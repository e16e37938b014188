/**
 * What the administrators of a company add to the policy of the config: YAML as a policy file holds it, every save a version
 * with its author. A stored policy that no longer holds stops the gateway, as a broken file does: nothing starts unmasked.
 */
import type { Logger } from 'pino';
import { companyDocuments, ConfigError, maskedWhole, type PolicyBook } from '../config/index.ts';
import type { EffectiveRow } from '../shared/effective-rule.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { Staff } from '../shared/staff.ts';
import type { PolicyRow, RuleHitRow, Store } from '../store/index.ts';
import { demand } from './demand.ts';

/** Versions that are listed; all are kept. */
const VERSIONS_MAX = 100;
/** Of a gateway; their alarms are read at its start. */
const COMPANIES_MAX = 10_000;
/** Rows of hits in one answer. */
const HITS_MAX = 2000;
/** A rule that matched in so many visits of a site … */
const USED_TO = 3;
/** … and in none of the last so many has stopped matching there. */
const STOPPED_AFTER = 5;
/** The table of phrases counts under this id (`inject/mask.ts`). */
const BLOCK_NAMES = 'builtin/block-names';
/** Faults that one answer names. */
const FAULTS_MAX = 10;

export type PolicyVersion = Pick<PolicyRow, 'version' | 'author' | 'at' | 'note'>;

export class CompanyPolicies {
  readonly #store: Store;
  readonly #base: PolicyBook;
  readonly #log: Logger;
  readonly #books = new Map<string, PolicyBook>();
  /** Sites on which a rule of a company has stopped matching. Bounded by HITS_MAX. */
  readonly #stopped = new Map<string, ReadonlySet<string>>();
  readonly #watchers = new Set<(company: string) => void>();

  /** Throws POLICY_BROKEN when a stored policy does not hold any more (the config has got a rule of the same id). */
  static async open(deps: { store: Store; base: PolicyBook; log: Logger }): Promise<CompanyPolicies> {
    const policies = new CompanyPolicies(deps);
    for (const row of await deps.store.policies()) {
      try {
        policies.#books.set(row.company, deps.base.withCompany(row.text));
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        throw new GatewayError('POLICY_BROKEN', { reason: `policy of company ${row.company}: ${shortly(error)}` }, error);
      }
    }
    for (const { id } of await deps.store.companies(COMPANIES_MAX)) await policies.refresh(id);
    return policies;
  }

  private constructor(deps: { store: Store; base: PolicyBook; log: Logger }) {
    this.#store = deps.store;
    this.#base = deps.base;
    this.#log = deps.log;
  }

  /** The rules in force for a company's sessions. */
  of(company: string): PolicyBook {
    const book = this.#books.get(company) ?? this.#base;
    const stopped = this.#stopped.get(company);
    return stopped === undefined ? book : guarded(book, stopped);
  }

  /** Called with a company whose rules are others now. Hands back how to stop that. */
  watch(listener: (company: string) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** A visit of the company's was counted: has a rule stopped matching somewhere, or matched again? */
  async refresh(company: string): Promise<void> {
    const rows = await this.#store.ruleHits(company, HITS_MAX);
    // Fields that every site has on a few pages come and go with what is visited; the company's own rules are about places.
    const sites = rows
      .filter((row) => isStopped(row) && !row.rule.startsWith('builtin/') && this.has(company, row.rule))
      .map(({ site }) => site);
    const before = this.#stopped.get(company) ?? new Set();
    const now = new Set(sites);
    if (now.size > 0) this.#stopped.set(company, now);
    else this.#stopped.delete(company);
    if (now.size !== before.size || sites.some((site) => !before.has(site))) this.#changed(company);
  }

  /** Somebody looked at a site on which a rule stopped matching: it is counted anew, and nothing more is hidden for it. Throws FORBIDDEN. */
  async looked(by: Staff, { site, rule }: { site: string; rule: string }): Promise<void> {
    demand(by, 'policy');
    await this.#store.forgetRuleHits(by.company, site, rule);
    await this.#store.addDeed({ at: Date.now(), company: by.company, who: by.name, event: 'rule-looked-at', detail: { site, rule } });
    await this.refresh(by.company);
  }

  #changed(company: string): void {
    for (const watcher of this.#watchers) watcher(company);
  }

  /** Throws FORBIDDEN. Version 0: there is none yet. */
  async current(by: Staff): Promise<{ version: number; text: string; documents: ReturnType<typeof companyDocuments> }> {
    demand(by, 'policy');
    const [newest] = await this.#store.policyVersions(by.company, 1);
    const text = newest?.text ?? '';
    return { version: newest?.version ?? 0, text, documents: companyDocuments(text) };
  }

  /** Newest first. Throws FORBIDDEN. */
  async versions(by: Staff): Promise<PolicyVersion[]> {
    demand(by, 'policy');
    return (await this.#store.policyVersions(by.company, VERSIONS_MAX)).map(({ version, author, at, note }) => ({
      version,
      author,
      at,
      note,
    }));
  }

  /** Throws FORBIDDEN, POLICY_VERSION_NOT_FOUND. */
  async version(by: Staff, version: number): Promise<PolicyRow> {
    demand(by, 'policy');
    const row = await this.#store.policy(by.company, version);
    if (!row) throw new GatewayError('POLICY_VERSION_NOT_FOUND');
    return row;
  }

  /**
   * `base`: the version that was changed. Holds at once, on the pages that are open in running sessions too. Throws
   * FORBIDDEN, POLICY_INVALID, POLICY_STALE.
   */
  async save(by: Staff, change: { text: string; base: number; note: string }): Promise<number> {
    demand(by, 'policy');
    const book = this.#read(change.text);
    const version = change.base + 1;
    const { company } = by;
    const row = { company, version, text: change.text, author: by.name, at: Date.now(), note: change.note };
    if ((await this.#store.addPolicy(row)) === 'stale') {
      const [newest] = await this.#store.policyVersions(company, 1);
      throw new GatewayError('POLICY_STALE', { version: newest?.version ?? 0 });
    }
    this.#books.set(company, book);
    this.#changed(company);
    await this.#store.addDeed({ at: row.at, company, who: by.name, event: 'policy-saved', detail: { version } });
    this.#log.info({ company, version, by: by.name }, 'a policy was saved');
    return version;
  }

  /** An older version once more, as a new one: nothing is lost by going back. */
  async restore(by: Staff, version: number, base: number): Promise<number> {
    const { text } = await this.version(by, version);
    return this.save(by, { text, base, note: `version ${version} again` });
  }

  /** What would hold for these addresses, or holds (no text). Throws FORBIDDEN, POLICY_INVALID. */
  effective(by: Staff, urls: readonly string[], text?: string): { url: string; rules: readonly EffectiveRow[] }[] {
    demand(by, 'policy');
    const book = text === undefined ? this.of(by.company) : this.#read(text);
    return urls.map((url) => ({ url, rules: book.effective(url) }));
  }

  /** The rules that would hold. Throws FORBIDDEN, POLICY_INVALID. */
  read(by: Staff, text: string): PolicyBook {
    demand(by, 'policy');
    return this.#read(text);
  }

  /** Has the company a rule of that id, on any page? */
  has(company: string, id: string): boolean {
    return id === BLOCK_NAMES || this.of(company).ids.has(id);
  }

  /** How often rules matched, and those that used to and stopped. Throws FORBIDDEN. */
  async hits(by: Staff): Promise<(RuleHitRow & { readonly stopped: boolean; readonly masksAll: boolean })[]> {
    demand(by, 'policy');
    const rows = await this.#store.ruleHits(by.company, HITS_MAX);
    // A rule that is gone has stopped for a reason.
    return rows
      .filter(({ rule }) => this.has(by.company, rule))
      .map((row) => ({ ...row, stopped: isStopped(row), masksAll: isStopped(row) && this.#isMaskedWhole(by.company, row) }));
  }

  #isMaskedWhole(company: string, { site, rule }: RuleHitRow): boolean {
    const book = this.#books.get(company) ?? this.#base;
    return !rule.startsWith('builtin/') && ['https:', 'http:'].some((scheme) => book.guards(`${scheme}//${site}/`));
  }

  #read(text: string): PolicyBook {
    try {
      return this.#base.withCompany(text);
    } catch (error) {
      if (error instanceof ConfigError) throw new GatewayError('POLICY_INVALID', { reason: shortly(error) }, error);
      throw error;
    }
  }
}

function isStopped({ visits, missed }: RuleHitRow): boolean {
  return visits >= USED_TO && missed >= STOPPED_AFTER;
}

/** Where the policy asks for it, a site of which a rule has stopped matching is hidden whole. */
function guarded(book: PolicyBook, stopped: ReadonlySet<string>): PolicyBook {
  return {
    ...book,
    forUrl(url, sessionUrl, watching) {
      const policy = book.forUrl(url, sessionUrl, watching);
      const isBare = URL.canParse(url) && stopped.has(new URL(url).host) && book.guards(url, sessionUrl);
      return isBare ? maskedWhole(policy) : policy;
    },
  };
}

function shortly(error: ConfigError): string {
  const told = error.faults.slice(0, FAULTS_MAX).map(({ key, finding }) => `${key} ${finding}`);
  const more = error.faults.length - told.length;
  return told.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
