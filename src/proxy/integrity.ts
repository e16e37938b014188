/**
 * Subresource integrity. A hash stays in the page where the bytes stay the target's, and the browser checks it. Where we may
 * change the bytes it is taken out of the page, remembered, and checked here on what the target really sent. Which of the two
 * is told by content: a file that once passed unchanged always does.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Session } from '../sessions/index.ts';

/** Digests of files that pass unchanged; 100 bytes each. */
const UNTOUCHED_MAX = 50_000;
/** Hashes remembered in one session: loads that were announced and may be on their way. */
const EXPECTED_MAX = 2048;
/** Longer addresses and longer lists of hashes keep the attribute, whatever that means for the load (characters). */
const TEXT_MAX = 2048;

/** One element, header or map entry that names a hash. */
export interface HashedLoad {
  /** Target address, absolute. */
  readonly url: string;
  readonly metadata: string;
  /** Target origin of the document. */
  readonly from: string;
  /** Asked for with CORS: by a `crossorigin` attribute, or because it is a module. */
  readonly cors: boolean;
  readonly as: 'script' | 'style';
  /** `location` as the file's host has it: part of what decides whether a script is changed. */
  readonly location: 'origin' | 'native';
}

interface Expectation {
  readonly digests: readonly string[];
  /** The attribute stayed: the browser wants these bytes and no others. */
  kept: boolean;
}

/** Expectations by origin of the document, then by address: a document can add to its own only. */
type Book = Map<string, Map<string, Expectation[]>>;

const STRENGTH = ['sha512', 'sha384', 'sha256'] as const;
const TOKEN = /^(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?:\?[\x21-\x7e]*)?$/i;

/** Digests of the strongest algorithm that is named (SRI, 3.3.3); empty: nothing is asked for. */
export function strongestDigests(metadata: string): string[] {
  const tokens = metadata.split(/[\t\n\f\r ]+/).flatMap((token) => {
    const match = TOKEN.exec(token);
    const value = (match?.[2] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    return match ? [{ algorithm: (match[1] ?? '').toLowerCase(), value }] : [];
  });
  for (const algorithm of STRENGTH) {
    const found = tokens.filter((token) => token.algorithm === algorithm);
    if (found.length > 0) return [...new Set(found.map(({ value }) => `${algorithm}-${value}`))];
  }
  return [];
}

export function fits(bytes: Buffer, digests: readonly string[]): boolean {
  const algorithm = digests[0]?.split('-', 1)[0];
  if (algorithm === undefined) return true;
  return digests.includes(`${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`);
}

export class IntegrityDesk {
  readonly #untouched = new LRUCache<string, true>({ max: UNTOUCHED_MAX });
  readonly #books = new WeakMap<Session, Book>();
  /** Files that were not what their pages asked for. */
  refused = 0;

  /** Does the hash stay in the page? If not, it is checked here. */
  stays(session: Session, load: HashedLoad): boolean {
    const digests = strongestDigests(load.metadata);
    if (digests.length === 0 || !URL.canParse(load.url)) return true;
    // Opaque to the browser: it refuses the file whatever the hash says, and so it shall.
    if (!load.cors && new URL(load.url).origin !== load.from) return true;
    if (load.url.length > TEXT_MAX || load.metadata.length > TEXT_MAX) return true;
    const kept = digests.every((digest) => this.#untouched.has(key(load, digest)));
    this.#remember(session, load.from, withoutFragment(load.url), { digests, kept });
    return kept;
  }

  /** What documents at `from` want of this file; `from` undefined: nobody can tell who asks. */
  expected(session: Session, from: string | undefined, url: string): readonly Expectation[] {
    const book = this.#books.get(session);
    if (!book) return [];
    if (from !== undefined) return book.get(from)?.get(url) ?? [];
    return [...book.values()].flatMap((files) => files.get(url) ?? []);
  }

  /** A file moved: what was wanted of it is wanted of the file at its new address. */
  moved(session: Session, url: string, to: string): void {
    for (const [from, files] of this.#books.get(session) ?? [])
      for (const each of files.get(url) ?? []) this.#remember(session, from, withoutFragment(to), each);
  }

  /** A file passed unchanged, or did not: then the browser, having been told so, gets it unchanged once more. */
  learn(
    expected: readonly Expectation[],
    read: Pick<HashedLoad, 'as' | 'location'>,
    unchanged: boolean,
    bytes: Buffer,
  ): 'as rewritten' | 'as it came' {
    const matching = expected.filter((each) => fits(bytes, each.digests));
    const digests = new Set(matching.flatMap((each) => each.digests).filter((digest) => fits(bytes, [digest])));
    for (const digest of digests) {
      if (unchanged) this.#untouched.set(key(read, digest), true);
      else this.#untouched.delete(key(read, digest));
    }
    return !unchanged && matching.some((each) => each.kept) ? 'as it came' : 'as rewritten';
  }

  #remember(session: Session, from: string, url: string, wanted: Expectation): void {
    const book = this.#books.get(session) ?? new Map<string, Map<string, Expectation[]>>();
    this.#books.set(session, book);
    const files = book.get(from) ?? new Map<string, Expectation[]>();
    book.set(from, files);
    const same = files.get(url)?.find((each) => each.digests.join() === wanted.digests.join());
    if (same) {
      same.kept = wanted.kept;
      return;
    }
    // The newest documents of an origin speak for it: a file changes with the page that names it.
    const list = [...(files.get(url) ?? []), { ...wanted }].slice(-4);
    files.delete(url);
    files.set(url, list);
    trim(book);
  }
}

/** Beyond the bound the origin with the most gives up its oldest: no document pushes out what another one waits for. */
function trim(book: Book): void {
  let total = 0;
  let fullest: Map<string, Expectation[]> | undefined;
  for (const files of book.values()) {
    total += files.size;
    if (files.size > (fullest?.size ?? 0)) fullest = files;
  }
  if (total <= EXPECTED_MAX || !fullest) return;
  for (const url of fullest.keys()) {
    fullest.delete(url);
    return;
  }
}

/** The same bytes may be changed as a script, and not as a sheet. */
function key({ as, location }: Pick<HashedLoad, 'as' | 'location'>, digest: string): string {
  return `${as} ${location} ${digest}`;
}

function withoutFragment(url: string): string {
  const href = new URL(url).href;
  const hash = href.indexOf('#');
  return hash < 0 ? href : href.slice(0, hash);
}
