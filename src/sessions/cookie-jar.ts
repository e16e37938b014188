/**
 * The target's cookies of one session, for all of its targets. The browser never holds one: the proxy asks here for the
 * Cookie header and brings Set-Cookie here, `document.cookie` is a snapshot of this jar and its writes end here. In memory
 * only. Rules (RFC 6265bis): domain, path, Secure, HttpOnly, SameSite, prefixes, public suffixes; by tough-cookie where it
 * has them, here where it has not. `Partitioned` cookies (CHIPS) live in jars of their own, by the partition's name.
 */
import { Cookie, cookieCompare, CookieJar, MemoryCookieStore } from 'tough-cookie';
import { getDomain } from 'tldts';

/** Where a request comes from, seen from the target: `strict` same site, `lax` a top-level visit from elsewhere, `none` else. */
export type SameSiteContext = 'strict' | 'lax' | 'none';

/** How a request asks the jar. */
export interface JarContext {
  readonly sameSite: SameSiteContext;
  /** Partition that it stands in; undefined: `Partitioned` cookies are neither sent to it nor taken from it. */
  readonly partition?: string | undefined;
}

/** Cookies of all targets of a session; browsers keep 180 a site. The one longest unused goes first. */
const COOKIES_MAX = 300;
/** Names and values of all cookies together (bytes). */
const JAR_LIMIT_BYTES = 64 * 1024;
/** Name and value of one cookie, as browsers have it (bytes). */
const COOKIE_LIMIT_BYTES = 4096;

/** One partition: cookies that are sent nowhere else. The unnamed one holds what is not partitioned. */
interface Partition {
  readonly store: MemoryCookieStore;
  readonly jar: CookieJar;
}

export class TargetJar {
  readonly #common = newPartition();
  readonly #partitions = new Map<string, Partition>();
  /** Until a cookie was taken nothing has to be looked for; most sub-resources are asked of hosts that set none. */
  #used = false;

  /** Does it hold `Partitioned` cookies? Else nobody has to find out where a request stands. */
  get hasPartitions(): boolean {
    return this.#partitions.size > 0;
  }

  /** Value of the Cookie header of a request to `url`; empty when there is nothing to send. */
  header(url: string, { sameSite, partition }: JarContext): string {
    return this.#string(url, { http: true, sameSiteContext: sameSite }, partition);
  }

  /** Takes the Set-Cookie lines of an answer from `url`. True when the jar changed. */
  setFromResponse(url: string, lines: readonly string[], { sameSite, partition }: JarContext): boolean {
    // A top-level answer may set what its own request would carry: for Set-Cookie `lax` counts as the same site.
    const context = sameSite === 'lax' ? 'strict' : sameSite;
    let changed = false;
    for (const line of lines) changed = this.#set(url, line, true, context, partition) || changed;
    return changed;
  }

  /** What a document at `url` reads as `document.cookie`. */
  documentCookie(url: string, partition?: string): string {
    return this.#string(url, { http: false }, partition);
  }

  /** What a document at `url` wrote to `document.cookie`. True when it was taken. */
  write(url: string, cookie: string, partition?: string): boolean {
    return this.#set(url, cookie, false, 'strict', partition);
  }

  /** Forgets everything, or with an address what its registrable domain (or host) set. */
  clear(url?: string): void {
    if (url === undefined) {
      this.#common.jar.removeAllCookiesSync();
      this.#partitions.clear();
      return;
    }
    const host = new URL(url).hostname;
    const site = getDomain(host, { allowPrivateDomains: true }) ?? host;
    for (const [cookie, place] of this.#all()) {
      if (cookie.domain === site || cookie.domain?.endsWith(`.${site}`)) this.#remove(cookie, place);
    }
  }

  get size(): number {
    return this.#all().length;
  }

  #string(url: string, options: { http: boolean; sameSiteContext?: SameSiteContext }, partition: string | undefined): string {
    if (!this.#used || !isWebAddress(url)) return '';
    const address = httpAddress(url);
    const parted = partition === undefined ? undefined : this.#partitions.get(partition);
    if (!parted) return this.#common.jar.getCookieStringSync(address, options);
    const cookies = [...this.#common.jar.getCookiesSync(address, options), ...parted.jar.getCookiesSync(address, options)];
    return cookies
      .sort(cookieCompare)
      .map((cookie) => cookie.cookieString())
      .join('; ');
  }

  #set(url: string, line: string, http: boolean, sameSiteContext: SameSiteContext, partition: string | undefined): boolean {
    if (!isWebAddress(url) || line.length > 2 * COOKIE_LIMIT_BYTES) return false;
    // RFC 6265bis 5.6: control characters, tab apart, spoil the whole line.
    if (/[\0-\x08\x0a-\x1f\x7f]/.test(line)) return false;
    const address = httpAddress(url);
    const cookie = Cookie.parse(line, { loose: true });
    if (!cookie || !this.#acceptable(cookie, address)) return false;
    const parted = isPartitioned(cookie);
    if (parted && (!cookie.secure || partition === undefined)) return false;
    const place = parted ? (this.#partitions.get(partition ?? '') ?? newPartition()) : this.#common;
    const taken = place.jar.setCookieSync(cookie, address, { http, sameSiteContext, loose: true, ignoreError: true });
    if (taken === undefined) return false;
    if (parted) this.#partitions.set(partition ?? '', place);
    this.#used = true;
    this.#evict();
    return true;
  }

  /** What browsers refuse and tough-cookie does not. */
  #acceptable(cookie: Cookie, url: string): boolean {
    if (weight(cookie) > COOKIE_LIMIT_BYTES) return false;
    if (cookie.key === '' && cookie.value === '') return false;
    // Prefixes hold whatever their case; tough-cookie knows one spelling.
    if (/^__(host|secure)-/i.test(cookie.key) && !/^__(Host|Secure)-/.test(cookie.key)) return false;
    // A nameless cookie is sent as its bare value: it must not pass for a prefixed one.
    if (cookie.key === '' && /^__(host|secure)-/i.test(cookie.value)) return false;
    if (cookie.sameSite === 'none' && !cookie.secure) return false;
    // RFC 6265bis 5.7, "leave secure cookies alone": http must not shadow what https set.
    if (!cookie.secure && new URL(url).protocol === 'http:') {
      const host = cookie.domain ?? new URL(url).hostname;
      for (const old of cookiesOf(this.#common)) {
        if (old.secure && old.key === cookie.key && (covers(old.domain, host) || covers(host, old.domain))) return false;
      }
    }
    // A site that is itself a public suffix may name itself; it then is a host-only cookie.
    const hostname = new URL(url).hostname;
    if (cookie.domain === hostname && getDomain(hostname, { allowPrivateDomains: true }) === null) cookie.domain = null;
    return true;
  }

  #evict(): void {
    const cookies = this.#all();
    let bytes = 0;
    for (const [cookie] of cookies) bytes += weight(cookie);
    if (cookies.length <= COOKIES_MAX && bytes <= JAR_LIMIT_BYTES) return;
    cookies.sort(([a], [b]) => usedAt(a) - usedAt(b) || (a.creationIndex ?? 0) - (b.creationIndex ?? 0));
    let count = cookies.length;
    for (const [cookie, place] of cookies) {
      if (count <= COOKIES_MAX && bytes <= JAR_LIMIT_BYTES) break;
      this.#remove(cookie, place);
      bytes -= weight(cookie);
      count--;
    }
  }

  #all(): [cookie: Cookie, place: Partition][] {
    const places = [this.#common, ...this.#partitions.values()];
    return places.flatMap((place) => cookiesOf(place).map((cookie): [Cookie, Partition] => [cookie, place]));
  }

  #remove(cookie: Cookie, place: Partition): void {
    // The memory store cannot fail to forget; its callback has nothing to say.
    place.store.removeCookie(cookie.domain ?? '', cookie.path ?? '', cookie.key, () => undefined);
    if (place === this.#common || cookiesOf(place).length > 0) return;
    for (const [name, each] of this.#partitions) if (each === place) this.#partitions.delete(name);
  }
}

function newPartition(): Partition {
  const store = new MemoryCookieStore();
  return { store, jar: new CookieJar(store, { looseMode: true, rejectPublicSuffixes: true, prefixSecurity: 'silent' }) };
}

function cookiesOf({ store }: Partition): Cookie[] {
  let found: Cookie[] = [];
  // The memory store calls back before it returns.
  store.getAllCookies((_error, cookies) => {
    found = cookies ?? [];
  });
  return found;
}

/** tough-cookie keeps the attributes that it does not know, as written. */
function isPartitioned(cookie: Cookie): boolean {
  return cookie.extensions?.some((attribute) => /^\s*partitioned\s*(?:=|$)/i.test(attribute)) ?? false;
}

export function createJar(): TargetJar {
  return new TargetJar();
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^(https?|wss?):/i.test(url);
}

/** Sockets share the cookies of pages. */
function httpAddress(url: string): string {
  return url.replace(/^ws(s?):/i, 'http$1:');
}

function weight(cookie: Cookie): number {
  return Buffer.byteLength(cookie.key) + Buffer.byteLength(cookie.value);
}

function usedAt(cookie: Cookie): number {
  return cookie.lastAccessed instanceof Date ? cookie.lastAccessed.getTime() : 0;
}

function covers(domain: string | null, host: string | null): boolean {
  return domain !== null && host !== null && (host === domain || host.endsWith(`.${domain}`));
}
