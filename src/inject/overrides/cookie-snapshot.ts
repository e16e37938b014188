/**
 * The target's cookies as this document's scripts may read them. The jar on the gateway is the truth: it gave the first
 * snapshot, writes travel to it as carrier cookies (shared/carrier.ts), and when its version cookie says that an answer
 * changed it, the next read asks again before it answers.
 */
import { CARRIER_PREFIX, JAR_COOKIE, type Boot } from '../../shared/boot.ts';
import { carrierBody, carrierNumber, encodeCarrier } from '../../shared/carrier.ts';
import type { UrlMap } from '../../shared/url-map.ts';
import type { Natives } from '../natives.ts';
import { parseWrite, pathMatches, type CookiePlace, type WrittenCookie } from './cookie-rules.ts';

/** All but name and value are unknown (undefined) for what came in a snapshot. */
export interface ShownCookie extends Partial<Omit<WrittenCookie, 'domain' | 'path' | 'expires'>> {
  readonly name: string;
  readonly value: string;
  readonly domain?: string | undefined;
  readonly path?: string | undefined;
  readonly expires?: number | undefined;
}

export interface CookieDeps {
  readonly boot: Boot;
  readonly urls: UrlMap;
  readonly natives: Natives;
  readonly document: Document;
  /** Synchronously: `document.cookie` as the jar has it now. */
  readAgain(path: string): string | undefined;
  /** Synchronously: a write that no cookie of ours can carry. */
  send(body: string): unknown;
}

/** False when its window is gone: empty frames share the snapshot of their maker, and come and go. */
export type ChangeListener = (changed: ShownCookie[], deleted: ShownCookie[]) => boolean;

/** Listeners among which those of gone windows are looked for when another comes. */
const MAX_LISTENERS = 50;
/** A write travels with the next request; when none leaves for so long, one of ours does. */
const FLUSH_MS = 500;
/** Carriers of a page that writes cookie after cookie go ahead of its next request; a header over 16 KB is refused by many (chars). */
const MAX_WAITING = 4096;
/** A carrier that nobody fetched is of no use any more. */
const CARRIER_LIFETIME_S = 300;

const VERSION = new RegExp(`(?:^|; )${JAR_COOKIE}=([^;]*)`);

export class CookieSnapshot {
  readonly #deps: CookieDeps;
  #cookies: ShownCookie[];
  #version: string | undefined;
  #number = 0;
  #stale = false;
  #flush: Promise<unknown> | undefined;
  #listeners: ChangeListener[] = [];
  /** Parent domains that the jar is known to take cookies for: public suffixes are not known here. */
  readonly #goodDomains = new Set<string>();

  constructor(deps: CookieDeps) {
    this.#deps = deps;
    this.#cookies = parseSnapshot(deps.boot.cookies);
    this.#version = this.#jarVersion();
    const { host } = this.#place();
    this.#goodDomains.add(host).add(host.replace(/^www\./, ''));
  }

  list(): readonly ShownCookie[] {
    const version = this.#jarVersion();
    if (this.#stale || version !== this.#version) {
      const again = this.#deps.readAgain(this.#place().path);
      // The answer may itself have moved the version: it took the carriers.
      this.#version = this.#jarVersion();
      this.#stale = false;
      if (again !== undefined) this.#replace(parseSnapshot(again));
    }
    const now = this.#deps.natives.dateNow();
    const { path } = this.#place();
    return this.#cookies.filter((cookie) => (cookie.expires ?? Infinity) > now && pathMatches(cookie.path ?? '/', path));
  }

  /** What `document.cookie` reads. */
  read(): string {
    return this.list()
      .map(({ name, value }) => (name ? `${name}=${value}` : value))
      .join('; ');
  }

  /** What a write to `document.cookie` does. */
  write(text: string): void {
    const { natives } = this.#deps;
    const now = natives.dateNow();
    const cookie = parseWrite(text, this.#place(), now);
    if (!cookie) return;
    this.#carry(text, now);
    const gone = cookie.expires !== undefined && cookie.expires <= now;
    const same = (other: ShownCookie): boolean =>
      other.name === cookie.name &&
      (other.path === undefined ||
        (other.path === cookie.path && other.domain === cookie.domain && other.partitioned === cookie.partitioned));
    const before = this.#cookies.filter(same);
    // A cookie of the snapshot has a path, domain and partition that only the jar knows, and so has a public suffix.
    if ((gone || cookie.partitioned) && before.some((other) => other.path === undefined)) this.#stale = true;
    if (cookie.domain !== undefined && !this.#goodDomains.has(cookie.domain) && !gone) this.#stale = true;
    const rest = this.#cookies.filter((other) => !same(other));
    if (gone) this.#replace(rest);
    else {
      // Longer paths first, then the older ones (RFC 6265bis, 5.8.3); a changed cookie keeps its age.
      const at = before.length > 0 ? Math.min(this.#cookies.findIndex(same), rest.length) : rest.length;
      rest.splice(at, 0, cookie);
      rest.sort((one, other) => (other.path ?? '/').length - (one.path ?? '/').length);
      this.#replace(rest);
    }
  }

  onChange(listener: ChangeListener): void {
    if (this.#listeners.length >= MAX_LISTENERS) this.#listeners = this.#listeners.filter((known) => known([], []));
    this.#listeners.push(listener);
  }

  /** Resolves when no write of this document waits any more: for requests to another label of a flat session. */
  async settled(): Promise<void> {
    if (!this.#carriersWait()) return;
    this.#flush ??= this.#deps.natives.fetch(this.#cookieAddress(), { keepalive: true }).finally(() => {
      this.#flush = undefined;
    });
    await this.#flush.catch(() => undefined); // unreachable: the request that waits will say so itself
  }

  /** What the browser itself holds for this label: our own cookies only. */
  #native(): string {
    try {
      return this.#deps.natives.cookie(this.#deps.document);
    } catch {
      return ''; // a sandboxed document may not ask; the accessor lets the browser tell the page so
    }
  }

  #carriersWait(): boolean {
    return this.#native().includes(CARRIER_PREFIX);
  }

  #cookieAddress(): string {
    return `${this.#deps.natives.location.origin}/.samepage/cookies`;
  }

  #carry(text: string, now: number): void {
    const { boot, natives, document } = this.#deps;
    this.#number = carrierNumber(now, this.#number);
    const write = {
      n: this.#number,
      address: this.#address().split(/[?#]/, 1)[0] ?? '',
      cookie: text,
      key: boot.carrierKey,
      partition: boot.partition,
    };
    const carrier = encodeCarrier(write);
    const attributes = this.#attributes();
    if (!carrier) this.#deps.send(carrierBody(write));
    else if (this.#native().length + carrier.value.length > MAX_WAITING) this.#deps.readAgain(this.#place().path);
    if (carrier) natives.setCookie(document, `${carrier.name}=${carrier.value}; max-age=${CARRIER_LIFETIME_S}${attributes}`);
    // Other documents of this site learn from it that there is something new.
    this.#version = `w${this.#number}`;
    natives.setCookie(document, `${JAR_COOKIE}=${this.#version}${attributes}`);
    natives.setTimeout(() => void this.settled(), FLUSH_MS);
  }

  #attributes(): string {
    const { host, sid } = this.#deps.boot;
    return `; path=/${host.shape === 'nested' ? `; domain=${sid}.${host.base}` : ''}${host.scheme === 'https' ? '; secure' : ''}; samesite=lax`;
  }

  #jarVersion(): string | undefined {
    return VERSION.exec(this.#native())?.[1];
  }

  #place(): CookiePlace {
    const url = new this.#deps.natives.URL(this.#address());
    return { host: url.hostname, path: url.pathname, secure: url.protocol === 'https:' };
  }

  /** Of the document, now; a srcdoc or empty frame writes for the document that made it. */
  #address(): string {
    const { urls, boot, natives } = this.#deps;
    return urls.toTarget(natives.location.href) ?? boot.url;
  }

  #replace(cookies: ShownCookie[]): void {
    const before = this.#cookies;
    this.#cookies = cookies;
    if (this.#listeners.length === 0) return;
    const changed = cookies.filter((cookie) => !before.some((old) => old.name === cookie.name && old.value === cookie.value));
    const deleted = before.filter((old) => !cookies.some((cookie) => cookie.name === old.name));
    if (changed.length > 0 || deleted.length > 0) this.#listeners = this.#listeners.filter((listener) => listener(changed, deleted));
  }
}

/** The text that a browser would show, cut into its cookies. */
export function parseSnapshot(text: string): ShownCookie[] {
  if (text === '') return [];
  return text.split('; ').map((pair) => {
    const equals = pair.indexOf('=');
    return equals < 0 ? { name: '', value: pair } : { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
  });
}
