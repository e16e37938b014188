/**
 * Sites that sessions run on in place, at their own addresses: those that the gateway stands in front of, and those that
 * carry its script. One book, asked by host name, by key and by address.
 */
import { getDomain } from 'tldts';
import type { ConfigFault } from './config-error.ts';
import type { Config } from './schema.ts';

export interface Site {
  readonly key: string;
  readonly mode: 'front' | 'script';
  /** CSP sources of its pages: exact origins; `:*` where the config leaves a front host's port open. */
  readonly sources: readonly string[];
  /** Domain that all its hosts share, when it has several: for what must be known on each of them. */
  readonly domain: string | undefined;
}

export interface FrontHost {
  readonly host: string;
  readonly target: URL;
  readonly site: Site;
  readonly scheme: 'http' | 'https';
  readonly skip: readonly string[];
  readonly health: string;
  readonly button: 'right' | 'left' | 'none';
}

type SiteConfig = Pick<Config, 'front' | 'sites' | 'host'>;

export class SiteBook {
  readonly fronts: readonly FrontHost[];
  readonly sites: readonly Site[];
  readonly #byHost = new Map<string, FrontHost>();
  readonly #byKey = new Map<string, Site>();
  readonly #byOrigin = new Map<string, Site>();

  constructor(config: SiteConfig) {
    const keys = [...new Set(config.front.map(keyOf))];
    for (const key of keys) {
      const hosts = config.front.filter((entry) => keyOf(entry) === key);
      this.#byKey.set(key, {
        key,
        mode: 'front',
        sources: hosts.map(({ host, scheme }) => `${scheme ?? config.host.scheme}://${host}${hasPort(host) ? '' : ':*'}`),
        domain: hosts.length > 1 ? commonDomain(hosts.map(({ host }) => host)) : undefined,
      });
    }
    this.fronts = config.front.flatMap((entry) => {
      const site = this.#byKey.get(keyOf(entry));
      if (!site) return [];
      const { host, skip, health, button } = entry;
      return { host, target: new URL(entry.target), site, scheme: entry.scheme ?? config.host.scheme, skip, health, button };
    });
    for (const front of this.fronts) this.#byHost.set(front.host, front);
    for (const { key, origins } of config.sites) {
      const site: Site = { key, mode: 'script', sources: origins, domain: undefined };
      this.#byKey.set(key, site);
      for (const origin of origins) this.#byOrigin.set(origin, site);
    }
    this.sites = [...this.#byKey.values()];
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /** By a Host header. */
  front(host: string | undefined): FrontHost | undefined {
    if (host === undefined || this.#byHost.size === 0) return undefined;
    return this.#byHost.get(host) ?? this.#byHost.get(host.replace(/:\d+$/, ''));
  }

  site(key: string): Site | undefined {
    return this.#byKey.get(key);
  }

  /** The site that a page of this address belongs to. */
  siteOf(address: string): Site | undefined {
    if (this.isEmpty || !URL.canParse(address)) return undefined;
    const { origin, host, protocol } = new URL(address);
    if (protocol !== 'http:' && protocol !== 'https:') return undefined;
    return this.#byOrigin.get(origin) ?? this.front(host)?.site;
  }
}

/** What no single entry can tell. */
export function checkSites(config: SiteConfig & Pick<Config, 'controlOrigin'>): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const { front, sites, host } = config;
  if (front.length + sites.length === 0) return faults;
  const control = new URL(config.controlOrigin);
  // Their pages hold our dock as a frame of another site, whose cookie must be Secure and Partitioned.
  if (host.scheme !== 'https' && host.base !== 'localhost') {
    faults.push({
      key: 'sessionHost',
      finding: 'says http, which front and script mode cannot use',
      fix: 'Write https://, or use localhost',
    });
  }
  const isOurs = (name: string) => name === control.hostname || name === host.base || isSessionHost(name, host.base);
  const seen = new Set<string>();
  front.forEach((entry, at) => {
    const name = entry.host.replace(/:\d+$/, '');
    if (seen.has(entry.host)) faults.push({ key: `front.${at}.host`, finding: `${entry.host} is named twice`, fix: 'Keep one of the two' });
    seen.add(entry.host);
    faults.push(...siteFaults(`front.${at}.host`, name, control.hostname, isOurs(name)));
    if (new URL(entry.target).host === entry.host)
      faults.push({ key: `front.${at}.target`, finding: 'is the host itself', fix: 'Name the address where the site really listens' });
  });
  const keys = new Set(front.map(keyOf));
  const origins = new Set<string>();
  sites.forEach((entry, at) => {
    if (keys.has(entry.key))
      faults.push({ key: `sites.${at}.key`, finding: `${entry.key} names two sites`, fix: 'Give each a key of its own' });
    keys.add(entry.key);
    entry.origins.forEach((origin, index) => {
      const { hostname } = new URL(origin);
      const key = `sites.${at}.origins.${index}`;
      if (origins.has(origin)) faults.push({ key, finding: `${origin} is named twice`, fix: 'An origin belongs to one site' });
      origins.add(origin);
      faults.push(...siteFaults(key, hostname, control.hostname, isOurs(hostname)));
      if (front.some((one) => one.host === hostname || one.host === new URL(origin).host))
        faults.push({ key, finding: `${hostname} is a host of front mode, which needs no script`, fix: 'Remove it here, or from front' });
    });
  });
  return faults;
}

function siteFaults(key: string, name: string, control: string, isOurs: boolean): ConfigFault[] {
  if (isOurs) return [{ key, finding: `${name} is a host of the gateway itself`, fix: 'Name the host of the site' }];
  const domain = getDomain(name, { allowPrivateDomains: true });
  // Siblings of one site share cookies and pass SameSite: a script of the site could act on the console.
  if (domain !== null && domain === getDomain(control, { allowPrivateDomains: true }))
    return [{ key, finding: `${name} and ${control} of controlOrigin are one site`, fix: 'Give the console another registrable domain' }];
  return [];
}

/** `<sid>.<base>` and what is below; names of a laptop below localhost are anybody's unless they look like a session's. */
function isSessionHost(name: string, base: string): boolean {
  if (!name.endsWith(`.${base}`)) return false;
  return base !== 'localhost' || /(^|\.)[a-z2-7]{16}\.localhost$/.test(name);
}

function keyOf(entry: Config['front'][number]): string {
  const name = entry.host.replace(/:\d+$/, '');
  return entry.site ?? getDomain(name, { allowPrivateDomains: true }) ?? name;
}

function hasPort(host: string): boolean {
  return /:\d+$/.test(host);
}

/** Never a public suffix: browsers would refuse a cookie for it. */
function commonDomain(hosts: readonly string[]): string | undefined {
  const domains = new Set(hosts.map((host) => getDomain(host.replace(/:\d+$/, ''), { allowPrivateDomains: true })));
  const [domain] = domains;
  return domains.size === 1 && domain ? domain : undefined;
}
