/**
 * In which partition of the jar a request stands (CHIPS). Its name is the site of the page that fills the tab, and `^` where
 * a stranger stands between it and who is asked: a chat in the shop's page has other `Partitioned` cookies than in the bank's, and
 * than as a page of its own. Browsers know the frames of a tab; here they are pieced together from what passes: a document
 * says by its Referer or Origin in which page it stands, and what it loads says so by the document's.
 *
 * A starter that hides itself (`no-referrer`) is taken for the page that was opened last: with one tab it is that page.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Session } from '../sessions/index.ts';
import { siteNameOf } from './initiator.ts';
import { isWorkerScript, type RequestKind } from './request-kind.ts';

/** Where a document stands. */
interface Place {
  /** Site of the page that fills the tab: scheme and registrable domain. */
  readonly top: string;
  /** It, or a frame around it, is of another site than that page. */
  readonly strange: boolean;
}

interface Book {
  /** Documents, workers and sheets that were loaded, by their address. */
  readonly places: LRUCache<string, Place>;
  /** The last one of each origin: cross-origin requests name no more than that. */
  readonly origins: LRUCache<string, Place>;
  /** The page that was opened last. */
  last: Place | undefined;
  /** What documents show for their partition: word -> partition. It cannot be guessed, so nobody reads that of another page. */
  readonly words: LRUCache<string, string>;
  /** `origin partition` -> word. */
  readonly issued: LRUCache<string, string>;
}

/** What one visit has open at a time, with room; the one longest unused is forgotten, and then stands in the last page. */
const PLACES_MAX = 500;
/** Their addresses together (characters); a longer one than all of it stands in the last page, too. */
const ADDRESSES_MAX = 256 * 1024;

export class PartitionDesk {
  readonly #books = new WeakMap<Session, Book>();

  /** A document, worker or sheet is asked for: where does it stand? Nothing else has to be remembered. */
  note(session: Session, headers: IncomingHttpHeaders, url: URL, kind: RequestKind): void {
    if (!kind.document && kind.dest !== 'style' && !isWorkerScript(kind.dest)) return;
    const book = this.#book(session);
    const site = siteNameOf(url);
    const around = kind.topLevel ? { top: site, strange: false } : this.#starter(session, headers, url);
    const place = around.strange || (kind.document && site !== around.top) ? { top: around.top, strange: true } : around;
    if (kind.topLevel) book.last = place;
    book.places.set(bare(url), place);
    // A sheet of a host is no page of it.
    if (kind.dest !== 'style') book.origins.set(url.origin, place);
  }

  /** Of a request to `url`, by who started it. */
  of(session: Session, headers: IncomingHttpHeaders, url: URL, kind: RequestKind): string {
    const place = kind.document ? this.#book(session).places.get(bare(url)) : undefined;
    return name(place ?? this.#starter(session, headers, url), url);
  }

  /** Of the document at `url`, as its own `document.cookie` reads it. */
  ofDocument(session: Session, url: URL): string {
    return name(this.#book(session).places.get(bare(url)) ?? this.#fallback(session, url), url);
  }

  /** What a document of `origin` in this partition shows for it: in a write, and when it reads again. */
  word(session: Session, origin: string, partition: string): string {
    const { words, issued } = this.#book(session);
    const key = `${origin} ${partition}`;
    const known = issued.get(key);
    if (known !== undefined && words.get(known) === partition) return known;
    const word = randomBytes(9).toString('base64url');
    words.set(word, partition);
    issued.set(key, word);
    return word;
  }

  /** Undefined: no word of ours, or forgotten. */
  read(session: Session, word: string): string | undefined {
    return this.#book(session).words.get(word);
  }

  #starter(session: Session, headers: IncomingHttpHeaders, url: URL): Place {
    const { places, origins } = this.#book(session);
    const { referer, origin } = headers;
    const page = referer === undefined ? undefined : session.urls.toTarget(referer);
    const start = page ?? (origin === undefined ? undefined : session.urls.targetOrigin(origin));
    if (start !== undefined && URL.canParse(start)) {
      const from = new URL(start);
      const found = places.get(bare(from)) ?? origins.get(from.origin);
      if (found) return found;
    } else if (headers['sec-fetch-site'] === 'same-origin') {
      const found = origins.get(url.origin);
      if (found) return found;
    }
    return this.#fallback(session, url);
  }

  #fallback(session: Session, url: URL): Place {
    return this.#book(session).last ?? { top: siteNameOf(url), strange: false };
  }

  #book(session: Session): Book {
    let book = this.#books.get(session);
    if (!book) {
      const cache = <T extends object | string>(): LRUCache<string, T> =>
        new LRUCache<string, T>({ max: PLACES_MAX, maxSize: ADDRESSES_MAX, sizeCalculation: (_value, key) => key.length });
      book = { places: cache(), origins: cache(), last: undefined, words: cache(), issued: cache() };
      this.#books.set(session, book);
    }
    return book;
  }
}

function name({ top, strange }: Place, url: URL): string {
  return strange || siteNameOf(url) !== top ? `${top} ^` : top;
}

/** Sockets are asked for from pages, and no page is one. */
function bare(url: URL): string {
  return `${url.origin}${url.pathname}${url.search}`;
}
