/**
 * The company's own pages, on which its rules are tried before they are saved: how often each rule matches what the site sends,
 * and when it matched last in a session. A page is read as it is sent to anybody, before its scripts run and not signed in; what
 * only scripts make is not there, and a rule by name is not asked, because markup alone does not tell names.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { stringStream, type CheerioAPI } from 'cheerio';
import { GatewayError } from '../shared/error-codes.ts';
import type { PolicyRule } from '../shared/policy.ts';
import type { PageTrial, RuleTrial } from '../shared/page-trial.ts';
import type { Staff } from '../shared/staff.ts';
import type { AccountStore, RuleHitRow } from '../store/index.ts';
import type { CompanyPolicies } from './company-policies.ts';
import { demand } from './demand.ts';

export const PAGES_MAX = 20;
/** Pages that are read at the same time. */
const AT_ONCE = 3;
const HITS_MAX = 2000;
/** Characters of a page that are read in one go: some milliseconds. */
const SLICE = 64 << 10;

export interface RulePagesDeps {
  readonly store: Pick<AccountStore, 'policyPages' | 'setPolicyPages' | 'ruleHits'>;
  readonly policies: CompanyPolicies;
  /** As the site sends it to anybody. Throws a GatewayError. */
  document(url: string): Promise<{ readonly url: string; readonly status: number; readonly html: string }>;
}

export class RulePages {
  readonly #deps: RulePagesDeps;
  /** Companies that are trying now: one at a time, it is their sites that are asked. */
  readonly #busy = new Set<string>();

  constructor(deps: RulePagesDeps) {
    this.#deps = deps;
  }

  /** Throws FORBIDDEN. */
  async list(by: Staff): Promise<readonly string[]> {
    demand(by, 'policy');
    return this.#deps.store.policyPages(by.company);
  }

  /** Throws FORBIDDEN. */
  async save(by: Staff, urls: readonly string[]): Promise<void> {
    demand(by, 'policy');
    await this.#deps.store.setPolicyPages(by.company, urls);
  }

  /** Rules that hold there, or would by a text that is not saved. Throws FORBIDDEN, POLICY_INVALID, QUOTA. */
  async tryOn(by: Staff, urls: readonly string[], text?: string): Promise<PageTrial[]> {
    demand(by, 'policy');
    const { policies, store } = this.#deps;
    const [before, now] = [policies.of(by.company), text === undefined ? policies.of(by.company) : policies.read(by, text)];
    if (this.#busy.has(by.company)) throw new GatewayError('QUOTA', { reason: 'rules are being tried already' });
    this.#busy.add(by.company);
    try {
      const hits = await store.ruleHits(by.company, HITS_MAX);
      const trials: PageTrial[] = [];
      for (let at = 0; at < urls.length; at += AT_ONCE) {
        const some = urls.slice(at, at + AT_ONCE).map((url) => {
          const rules = now.forUrl(url).rules.filter(({ id }) => !id.startsWith('builtin/'));
          return this.#tryPage(url, rules, before.ids, hits);
        });
        trials.push(...(await Promise.all(some)));
      }
      return trials;
    } finally {
      this.#busy.delete(by.company);
    }
  }

  async #tryPage(url: string, rules: readonly PolicyRule[], known: ReadonlySet<string>, hits: readonly RuleHitRow[]): Promise<PageTrial> {
    const site = new URL(url).host;
    const trial = ({ id, kind, target }: PolicyRule, matches: number | null): RuleTrial => {
      const last = hits.find((row) => row.site === site && row.rule === id);
      return {
        id,
        kind,
        target: 'selector' in target ? target.selector : target.name,
        matches,
        isNew: !known.has(id),
        lastAt: last ? new Date(last.lastAt).toISOString() : null,
      };
    };
    try {
      const { url: end, status, html } = await this.#deps.document(url);
      if (html === '') return { url, end, status, fault: null, rules: rules.map((rule) => trial(rule, null)) };
      const page = await read(html);
      const tried: RuleTrial[] = [];
      for (const rule of rules) {
        await turn(); // each walks the whole page
        tried.push(trial(rule, matchesOf(page, rule)));
      }
      return { url, end, status, fault: null, rules: tried };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return { url, end: url, status: 0, fault: error.code, rules: rules.map((rule) => trial(rule, null)) };
    }
  }
}

/** In slices. The reader that is linear in what it reads: a tree of the standard's own is quadratic in depth. */
async function read(html: string): Promise<CheerioAPI> {
  const { promise, resolve, reject } = withResolvers<CheerioAPI>();
  const stream = stringStream({ xml: { xmlMode: false } }, (error, page) => (error ? reject(error) : resolve(page)));
  for (let at = 0; at < html.length; at += SLICE) {
    stream.write(html.slice(at, at + SLICE));
    await turn();
  }
  stream.end();
  return promise;
}

/** `Promise.withResolvers`, which Node 20 has not. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let settle: { resolve: (value: T) => void; reject: (error: Error) => void } | undefined;
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  if (!settle) throw new Error('a promise runs its executor at once');
  return { promise, ...settle };
}

/** Null: markup does not tell. */
function matchesOf(page: CheerioAPI, { target }: PolicyRule): number | null {
  if (!('selector' in target)) return null;
  try {
    return page(target.selector).length;
  } catch {
    return null; // a selector of states, or of what only browsers know; or a page so deep that it cannot be walked
  }
}
