/**
 * The cookie that says who a browser is in one session: participant, expiry, and a MAC over both and the sid.
 *
 *   __Host-samepage    own origin, and each label once it was visited: no other host can set or evict it
 *   samepage_<sid>     the copy with Domain that carries a visitor to a label seen for the first time
 *   samepage           instead of the first on plain http, where browsers drop Secure cookies; WebKit does for localhost too
 *
 * The copy with Domain can be overwritten by pages, so it is read last, and of duplicates each value is tried.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ParticipantId, SessionId } from '../shared/ids.ts';
import type { SessionHost } from '../shared/url-map.ts';
import { randomToken } from './random.ts';

const HOST_ONLY = '__Host-samepage';
/** Values of one request that are tried; a page can set some 180 cookies a site, and each costs one HMAC. */
const MAX_TRIES = 200;
/** In the flat shape the copy reaches every session's hosts, so it lives only for the hop to a new label (s). */
const FLAT_COPY_S = 60;
/** Values whose MAC was found good: a browser sends the same one with each of its hundred requests. */
const KNOWN_MAX = 5000;
/** A signed value is given out again for so long: a minute less of a lifetime of hours, and one HMAC less a document (ms). */
const REUSE_MS = 60_000;

export class VisitorCookies {
  readonly #host: SessionHost;
  readonly #key: string;
  readonly #lifetimeMs: number;
  readonly #secure: boolean;
  readonly #name: string;
  /** Sid and value -> whom it names, and until when. */
  readonly #known = new LRUCache<string, { readonly participant: ParticipantId; readonly expires: number }>({ max: KNOWN_MAX });

  /** Sid and participant -> the value that was signed last. */
  readonly #made = new LRUCache<string, { readonly value: string; readonly goodUntil: number }>({ max: KNOWN_MAX });

  constructor(options: { host: SessionHost; key: string; lifetimeMs: number }) {
    this.#host = options.host;
    this.#key = options.key;
    this.#lifetimeMs = options.lifetimeMs;
    this.#secure = options.host.scheme === 'https';
    this.#name = this.#secure ? HOST_ONLY : 'samepage';
  }

  /** Set-Cookie values for an answer of the session's own origin, or of a label. */
  issue(sid: SessionId, participant: ParticipantId): string[] {
    const { shape, base } = this.#host;
    const value = this.#signed(sid, participant);
    const secure = this.#secure ? '; Secure' : '';
    const domain = shape === 'nested' ? `Domain=${sid}.${base}` : `Domain=${base}; Max-Age=${FLAT_COPY_S}`;
    return [
      `${this.#name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}`,
      `samepage_${sid}=${value}; Path=/; ${domain}; HttpOnly; SameSite=Lax${secure}`,
    ];
  }

  /** For the dock in a page of another site: sent only there, under the site around it (CHIPS), and to nobody else. */
  issueFramed(sid: SessionId, participant: ParticipantId): string {
    return `${HOST_ONLY}=${this.#sign(sid, participant)}; Path=/; HttpOnly; Secure; SameSite=None; Partitioned`;
  }

  /** Whom the header names, or undefined. */
  read(sid: SessionId, header: string | undefined): ParticipantId | undefined {
    if (!header) return undefined;
    const tries = { left: MAX_TRIES };
    for (const name of new Set([HOST_ONLY, this.#name, `samepage_${sid}`])) {
      const participant = this.#readNamed(name, sid, header, tries);
      if (participant !== undefined) return participant;
    }
    return undefined;
  }

  /** Looks for the name in the text as it stands: it comes with every request, and a site's own cookies may be many. */
  #readNamed(name: string, sid: SessionId, header: string, tries: { left: number }): ParticipantId | undefined {
    for (let at = header.indexOf(name); at >= 0; at = header.indexOf(name, at + 1)) {
      if (!isPairStart(header, at)) continue;
      const equals = at + name.length;
      const end = header.indexOf(';', at);
      const pair = header.slice(equals, end < 0 ? undefined : end).trimStart();
      if (!pair.startsWith('=')) continue;
      if (tries.left-- <= 0) return undefined;
      const participant = this.#verify(sid, pair.slice(1).trim());
      if (participant !== undefined) return participant;
    }
    return undefined;
  }

  /** Every name that begins like ours: none of them is the page's. */
  isOwn(name: string): boolean {
    return /^(__Host-)?samepage($|[-_])/.test(name);
  }

  /** A value not much older than a fresh one: it goes out with every document. */
  #signed(sid: SessionId, participant: ParticipantId): string {
    const key = `${sid} ${participant}`;
    const now = Date.now();
    const made = this.#made.get(key);
    if (made && made.goodUntil > now) return made.value;
    const value = this.#sign(sid, participant);
    this.#made.set(key, { value, goodUntil: now + Math.min(REUSE_MS, this.#lifetimeMs / 10) });
    return value;
  }

  #sign(sid: SessionId, participant: ParticipantId): string {
    const body = `${participant}.${(Date.now() + this.#lifetimeMs).toString(36)}.${randomToken().slice(0, 11)}`;
    return `${body}.${this.#mac(sid, body)}`;
  }

  #verify(sid: SessionId, value: string): ParticipantId | undefined {
    const known = this.#known.get(`${sid} ${value}`);
    if (known) return known.expires < Date.now() ? undefined : known.participant;
    const match = /^((p[a-z2-7]{12})\.([0-9a-z]{1,11})\.[\w-]{11})\.([\w-]{43})$/.exec(value);
    const [, body = '', participant = '', expires = '', mac = ''] = match ?? [];
    if (!match || Number.parseInt(expires, 36) < Date.now()) return undefined;
    const expected = Buffer.from(this.#mac(sid, body));
    if (!timingSafeEqual(expected, Buffer.from(mac))) return undefined;
    const good = { participant: participant as ParticipantId, expires: Number.parseInt(expires, 36) }; // signed by us, so it is one
    this.#known.set(`${sid} ${value}`, good);
    return good.participant;
  }

  #mac(sid: SessionId, body: string): string {
    return createHmac('sha256', this.#key).update(`visitor\0${sid}\0${body}`).digest('base64url');
  }
}

/** Is there nothing but white space between here and the pair before? */
function isPairStart(header: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (header[before] === ' ' || header[before] === '\t')) before--;
  return before < 0 || header[before] === ';';
}
