/**
 * Reads carrier cookies (shared/carrier.ts) out of a request and applies them to the jar, each once, in the order in which
 * they were written. Keeps for each session the secret that their tags are made with.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { CARRIER_PREFIX, JAR_COOKIE } from '../shared/boot.ts';
import { carrierTag, decodeCarrier, decodeCarrierBody, type Carrier } from '../shared/carrier.ts';
import type { SessionHost } from '../shared/url-map.ts';
import type { Session } from '../sessions/index.ts';
import { cookiePairs } from './cookie-header.ts';
import type { PartitionDesk } from './partitions.ts';

/** Tags already applied, newest last: parallel requests bring the same carrier, and an old one must not undo what followed. */
const APPLIED_MAX = 512;
/** Origins of a session whose key is at hand; more than have documents in one visit. */
const KEYS_MAX = 100;

interface Book {
  readonly secret: Buffer;
  /** Origin -> its key. */
  readonly keys: Map<string, string>;
  readonly applied: Set<string>;
}

export class CarrierDesk {
  readonly #partitions: PartitionDesk;
  readonly #books = new WeakMap<Session, Book>();

  constructor(partitions: PartitionDesk) {
    this.#partitions = partitions;
  }

  /** Key that documents of `origin` tag their carriers with. */
  key(session: Session, origin: string): string {
    const { secret, keys } = this.#book(session);
    let key = keys.get(origin);
    if (key === undefined) {
      key = createHmac('sha256', secret).update(origin).digest('base64url');
      if (keys.size >= KEYS_MAX) keys.clear();
      keys.set(origin, key);
    }
    return key;
  }

  /** Applies what the Cookie header carries; names of the cookies to expire. */
  absorb(session: Session, cookieHeader: string | undefined): string[] {
    if (!cookieHeader?.includes(CARRIER_PREFIX)) return [];
    const names: string[] = [];
    const carriers: Carrier[] = [];
    for (const { name, value } of cookiePairs(cookieHeader)) {
      if (!name.startsWith(CARRIER_PREFIX)) continue;
      names.push(name);
      const carrier = decodeCarrier(name, value);
      if (carrier) carriers.push(carrier);
    }
    carriers.sort((a, b) => a.n - b.n);
    for (const carrier of carriers) this.#apply(session, carrier);
    return names;
  }

  /** Applies what a body carries. */
  take(session: Session, body: string): void {
    const carrier = decodeCarrierBody(body);
    if (carrier) this.#apply(session, carrier);
  }

  #apply(session: Session, carrier: Carrier): void {
    const { applied } = this.#book(session);
    if (applied.has(carrier.tag) || !URL.canParse(carrier.address)) return;
    const key = this.key(session, new URL(carrier.address).origin);
    if (!equal(carrierTag(key, carrier.n, carrier.address, carrier.cookie), carrier.tag)) return;
    applied.add(carrier.tag);
    if (applied.size > APPLIED_MAX)
      for (const oldest of applied) {
        applied.delete(oldest);
        break;
      }
    session.jar.write(carrier.address, carrier.cookie, this.#partitions.read(session, carrier.partition));
  }

  #book(session: Session): Book {
    let book = this.#books.get(session);
    if (!book) {
      book = { secret: randomBytes(32), keys: new Map(), applied: new Set() };
      this.#books.set(session, book);
    }
    return book;
  }
}

/** Set-Cookie lines that take carriers out of the browser, wherever they were set. */
export function expiryLines(names: readonly string[], session: Session): string[] {
  if (names.length === 0) return [];
  const own = new URL(session.urls.own).hostname;
  const dead = 'Path=/; Max-Age=0';
  return names.flatMap((name) => [`${name}=; ${dead}`, `${name}=; Domain=${own}; ${dead}`]);
}

/** Set-Cookie line that tells documents that the jar is not what they know; same attributes as when a document sets it. */
export function jarVersionLine(session: Session, host: SessionHost): string {
  const domain = host.shape === 'nested' ? `; Domain=${session.id}.${host.base}` : '';
  return `${JAR_COOKIE}=j${randomBytes(6).toString('base64url')}; Path=/${domain}${host.scheme === 'https' ? '; Secure' : ''}; SameSite=Lax`;
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
