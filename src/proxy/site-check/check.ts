/**
 * "Does it work here?": what can be told of a page before a call, by asking for it as a browser would and reading what comes.
 * Nothing is run. One after the other: the way there, the page itself, some of its scripts and frames.
 */
import type { EffectiveRow } from '../../shared/effective-rule.ts';
import { GatewayError } from '../../shared/error-codes.ts';
import type { Policy } from '../../shared/policy.ts';
import type { FindingCode, RuleCount, SiteReport } from '../../shared/site-check.ts';
import { createJar } from '../../sessions/index.ts';
import type { Config } from '../../config/index.ts';
import { charsetOf } from '../content-type.ts';
import type { Connector } from '../connector.ts';
import { wallByHeaders, wallInPage } from '../walls.ts';
import { Fetcher, type Asker, type Fetched } from './fetch.ts';
import { FindingList } from './finding-list.ts';
import { isSameSite, withoutQuery } from './addresses.ts';
import type { PageFacts } from './look.ts';
import type { Looker, LookerPool } from './looker.ts';
import { BLOCK_NAMES } from './rule-counts.ts';
import type { LookRequest } from './thread.ts';

/** Redirects that are followed, as browsers do. */
const HOPS_MAX = 20;
/** Of the page, and of the document in a frame (bytes). */
const PAGE_BYTES = 2 * 1024 * 1024;
const FRAME_BYTES = 512 * 1024;
/** One script (bytes). */
const SCRIPT_BYTES = 2 * 1024 * 1024;
/** Scripts and frames that are read: the first, which are the page's own. */
const SCRIPTS_MAX = 12;
const FRAMES_MAX = 4;
/** A page so large (bytes of markup) is slow to begin for everybody. */
const LARGE_BYTES = 1024 * 1024;
/** Connections of looks to one origin. */
const CONNECTIONS = 4;

export interface SiteCheckJob {
  readonly url: string;
  readonly policy: Policy;
  readonly rows: readonly EffectiveRow[];
  /** May this address be opened in a session that begins at `url`? */
  mayOpen(address: string): boolean;
  /** The site has its own front or script: nothing of it comes through the gateway. */
  readonly inPlace: boolean;
  /** Asked in the name of the browser that the console runs in. */
  readonly asker: Asker;
}

export interface SiteCheckDeps {
  readonly connector: Connector;
  readonly config: Config;
  readonly lookers: LookerPool;
}

export async function checkSite(deps: SiteCheckDeps, job: SiteCheckJob): Promise<SiteReport> {
  const fetcher = new Fetcher({
    dispatcher: deps.connector.dispatcher(new Set(), CONNECTIONS),
    limits: deps.config.limits,
    jar: createJar(),
    asker: job.asker,
  });
  const looker = deps.lookers.take();
  try {
    return await new SiteCheck(fetcher, looker, job).run();
  } finally {
    deps.lookers.giveBack(looker);
    fetcher.close();
  }
}

class SiteCheck {
  readonly #fetcher: Fetcher;
  readonly #looker: Looker;
  readonly #job: SiteCheckJob;
  readonly #found = new FindingList();
  #at: URL;
  #documents = 0;
  #scripts = 0;
  #rules: readonly RuleCount[] = [];

  constructor(fetcher: Fetcher, looker: Looker, job: SiteCheckJob) {
    this.#fetcher = fetcher;
    this.#looker = looker;
    this.#job = job;
    this.#at = new URL(job.url);
  }

  async run(): Promise<SiteReport> {
    await this.#look();
    if (this.#fetcher.cut) this.#found.add('LOOK_CUT');
    const findings = this.#found.list();
    return {
      url: withoutQuery(this.#job.url),
      finalUrl: withoutQuery(this.#at.href),
      verdict: this.#found.verdict(),
      findings,
      rules: this.#rules,
      read: { documents: this.#documents, scripts: this.#scripts, kilobytes: this.#fetcher.kilobytes },
    };
  }

  async #look(): Promise<void> {
    const { url, inPlace, mayOpen } = this.#job;
    if (!mayOpen(url)) {
      this.#found.add('NOT_ALLOWED', { hosts: [this.#at.host] });
      return;
    }
    if (inPlace) {
      this.#found.add('IN_PLACE', { hosts: [this.#at.host] });
      return;
    }
    const page = await this.#follow();
    if (!page || !this.#answered(page)) return;
    const facts = await this.#read(page, this.#at.href, this.#job.policy);
    if (!facts) {
      this.#found.add('LOOK_CUT');
      return;
    }
    this.#tellPage(page, facts);
    await this.#readScripts(facts.scripts);
    await this.#readFrames(facts.frames);
  }

  /** The page, at the end of its redirects. */
  async #follow(): Promise<Fetched | undefined> {
    const start = this.#at;
    const passed = new Set<string>();
    for (let hop = 0; hop < HOPS_MAX; hop++) {
      const answer = await this.#get(this.#at, 'document', PAGE_BYTES);
      if (answer instanceof GatewayError) {
        this.#found.add(faultOf(answer), { hosts: [this.#at.host] });
        return undefined;
      }
      const to = answer.headers.location;
      if (answer.status < 300 || answer.status >= 400 || to === undefined || !URL.canParse(to, this.#at.href)) {
        if (passed.size > 0 && !isSameSite(start.href, this.#at.href)) this.#found.add('REDIRECTED', { hosts: [...passed] });
        return answer;
      }
      this.#at = new URL(to, this.#at.href);
      if (this.#at.host !== start.host) passed.add(this.#at.host);
      if (!this.#job.mayOpen(this.#at.href)) {
        this.#found.add('REDIRECT_NOT_ALLOWED', { hosts: [this.#at.host] });
        return undefined;
      }
    }
    this.#found.add('TOO_MANY_REDIRECTS', { hosts: [start.host] });
    return undefined;
  }

  /** What status and headers say. False: there is no page to read. */
  #answered({ status, headers, bytes }: Fetched): boolean {
    const { host, protocol } = this.#at;
    const wall = wallByHeaders(status, headers) ?? wallInPage(status, bytes);
    if (wall) {
      this.#found.add(wall.notice, { seen: wall.header ? 'header' : 'markup', hosts: [host] });
      return false;
    }
    if (status >= 500) {
      this.#found.add('SERVER_ERROR', { count: status, hosts: [host] });
      return false;
    }
    this.#found.add('REACHABLE', { count: status, hosts: [host] });
    if (protocol === 'http:') this.#found.add('PLAIN_HTTP', { hosts: [host] });
    if (status === 401 && headers['www-authenticate'] !== undefined) this.#found.add('BROWSER_LOGIN', { hosts: [host] });
    else if (status >= 400) this.#found.add('ERROR_STATUS', { count: status, hosts: [host] });
    const type = String(headers['content-type'] ?? 'text/html');
    if (!/^\s*(?:text\/html|application\/xhtml\+xml)/i.test(type)) {
      this.#found.add('NOT_A_PAGE');
      return false;
    }
    const policy = String(headers['content-security-policy'] ?? '');
    if (headers['x-frame-options'] !== undefined || /frame-ancestors/i.test(policy)) this.#found.add('FRAME_RULES');
    if (bytes.length > LARGE_BYTES) this.#found.add('LARGE', { count: Math.ceil(bytes.length / 1024) });
    return true;
  }

  #tellPage({ headers }: Fetched, facts: PageFacts): void {
    const found = this.#found;
    const strangers = hostsOf(facts.frames).filter((host) => host !== this.#at.host);
    if (strangers.length > 0) found.add('FRAMES', { count: facts.frames.length, hosts: strangers });
    const [open, shut] = parted(facts.logins, (url) => this.#job.mayOpen(url));
    if (open.length > 0) found.add('LOGIN_ELSEWHERE', { hosts: hostsOf(open) });
    if (shut.length > 0) found.add('LOGIN_NOT_ALLOWED', { hosts: hostsOf(shut) });
    if (facts.hasPassword) found.add('LOGIN_HERE');
    if (facts.captchas.length > 0) found.add('CAPTCHA', { hosts: hostsOf(facts.captchas) });
    if (facts.insecure.length > 0 && !/upgrade-insecure-requests/i.test(String(headers['content-security-policy'] ?? '')))
      found.add('MIXED_CONTENT', { count: facts.insecure.length, hosts: facts.insecure });
    if (facts.hasDrm) found.add('PROTECTED_MEDIA', { seen: 'markup' });
    if (facts.isHollow) found.add('MADE_BY_SCRIPTS');
    if (facts.refresh !== undefined && !isSameSite(this.#at.href, facts.refresh)) {
      if (this.#job.mayOpen(facts.refresh)) found.add('REDIRECTED', { seen: 'markup', hosts: hostsOf([facts.refresh]) });
      else found.add('REDIRECT_NOT_ALLOWED', { seen: 'markup', hosts: hostsOf([facts.refresh]) });
    }
    for (const tell of facts.tells) found.add(tell, { hosts: [this.#at.host] });
    this.#rules = ruleCounts(facts, this.#job.rows);
  }

  async #readScripts(addresses: readonly string[]): Promise<void> {
    const wanted = [...new Set(addresses)].slice(0, SCRIPTS_MAX);
    const files = await Promise.all(wanted.map((address) => this.#get(new URL(address), 'script', SCRIPT_BYTES)));
    for (const [at, file] of files.entries()) {
      // A script that does not come is the page's own affair.
      if (file instanceof GatewayError || file.status !== 200) continue;
      this.#scripts++;
      const answer = await this.#looker.ask({ kind: 'script', bytes: new Uint8Array(file.bytes) });
      if (answer?.kind === 'script') for (const tell of answer.tells) this.#found.add(tell, { hosts: hostsOf([wanted[at] ?? '']) });
    }
  }

  async #readFrames(addresses: readonly string[]): Promise<void> {
    const wanted = [...new Set(addresses)].slice(0, FRAMES_MAX);
    const files = await Promise.all(wanted.map((address) => this.#get(new URL(address), 'document', FRAME_BYTES)));
    for (const [at, file] of files.entries()) {
      const address = wanted[at] ?? '';
      if (file instanceof GatewayError || file.status !== 200) continue;
      const facts = await this.#read(file, address, undefined);
      for (const tell of facts?.tells ?? []) this.#found.add(tell, { hosts: hostsOf([address]) });
      if (facts?.captchas.length) this.#found.add('CAPTCHA', { hosts: hostsOf(facts.captchas) });
    }
  }

  async #read(page: Fetched, url: string, policy: Policy | undefined): Promise<PageFacts | undefined> {
    this.#documents++;
    const charset = charsetIn(page);
    const answer = await this.#looker.ask({ kind: 'page', bytes: new Uint8Array(page.bytes), charset, url, policy } satisfies LookRequest);
    return answer?.kind === 'page' ? answer.facts : undefined;
  }

  async #get(url: URL, kind: 'document' | 'script', limit: number): Promise<Fetched | GatewayError> {
    try {
      return await this.#fetcher.get(url, kind, limit);
    } catch (error) {
      if (error instanceof GatewayError) return error;
      throw error;
    }
  }
}

function faultOf({ code, values }: GatewayError): FindingCode {
  if (code === 'TARGET_NOT_ALLOWED') return String(values['reason']).includes('private') ? 'PRIVATE' : 'NOT_ALLOWED';
  if (code === 'TARGET_UNRESOLVABLE') return 'UNRESOLVABLE';
  return code === 'TARGET_TLS' ? 'CERTIFICATE' : 'UNREACHABLE';
}

function ruleCounts({ counts }: PageFacts, rows: readonly EffectiveRow[]): RuleCount[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return counts.flatMap(({ id, count }) => {
    if (id === BLOCK_NAMES) return [{ id, kind: 'block' as const, layer: 'builtin' as const, count }];
    const row = byId.get(id);
    if (!row) return [];
    const { kind, layer, says } = row;
    return [{ id, kind, layer, count, ...(says === undefined ? {} : { says }) }];
  });
}

function charsetIn({ headers, bytes }: Fetched): string {
  const named =
    charsetOf(String(headers['content-type'] ?? '')) ??
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)/i.exec(bytes.toString('latin1', 0, 1024))?.[1];
  try {
    return new TextDecoder(named?.replaceAll('"', '')).encoding;
  } catch {
    // A name that no browser knows counts as none.
    return 'utf-8';
  }
}

function hostsOf(addresses: readonly string[]): string[] {
  return [...new Set(addresses.flatMap((address) => (URL.canParse(address) ? [new URL(address).host] : [])))];
}

function parted<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
