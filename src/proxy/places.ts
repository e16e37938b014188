/**
 * Where a request stands in the visit: in which page, and under whose policy. Browsers know the frames of a tab; here they are
 * pieced together from what passes: a document says by its Referer or Origin in which page it stands, and what it loads says
 * so by the document's.
 *
 * A starter that hides itself (`no-referrer`) is taken for the page that was opened last: with one tab it is that page.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Session } from '../sessions/index.ts';
import { siteNameOf } from './initiator.ts';
import { isWorkerScript, type RequestKind } from './request-kind.ts';

/** Of a document, and of what it loads. */
export interface Place {
  /** Site of the page that fills the tab: scheme and registrable domain. */
  readonly top: string;
  /** It, or a frame around it, is of another site than that page. */
  readonly strange: boolean;
  /** It is a frame. */
  readonly nested: boolean;
  /** `upgrade-insecure-requests` is in force: by its own policy, or by that of a page around it. */
  upgrade: boolean;
}

interface Book {
  /** Documents, workers and sheets that were loaded, by their address. */
  readonly places: LRUCache<string, Place>;
  /** The last one of each origin: cross-origin requests name no more than that. */
  readonly origins: LRUCache<string, Place>;
  /** The page that was opened last. */
  last: Place | undefined;
}

/** What one visit has open at a time, with room; the one longest unused is forgotten, and then stands in the last page. */
const PLACES_MAX = 500;
/** Their addresses together (characters); a longer one than all of it stands in the last page, too. */
const ADDRESSES_MAX = 256 * 1024;

export class PlaceDesk {
  readonly #books = new WeakMap<Session, Book>();

  /** A document, worker or sheet is asked for. Nothing else has to be remembered. */
  note(session: Session, headers: IncomingHttpHeaders, url: URL, kind: RequestKind): void {
    if (!kind.document && kind.dest !== 'style' && !isWorkerScript(kind.dest)) return;
    const book = this.#book(session);
    const place = kind.document ? this.#document(session, headers, url, kind) : this.#starter(session, headers, url);
    if (kind.topLevel) book.last = place;
    book.places.set(bare(url), place);
    // A sheet of a host is no page of it.
    if (kind.dest !== 'style') book.origins.set(url.origin, place);
  }

  /** Of a request to `url`: a document's own place, else that of who started it. */
  of(session: Session, headers: IncomingHttpHeaders, url: URL, kind: RequestKind): Place {
    const own = kind.document ? this.#book(session).places.get(bare(url)) : undefined;
    return own ?? this.#starter(session, headers, url);
  }

  /** Of the document at `url`. */
  ofDocument(session: Session, url: URL): Place {
    return this.#book(session).places.get(bare(url)) ?? this.#fallback(session, url);
  }

  #document(session: Session, headers: IncomingHttpHeaders, url: URL, kind: RequestKind): Place {
    const site = siteNameOf(url);
    if (kind.topLevel) return { top: site, strange: false, nested: false, upgrade: false };
    const { top, strange, upgrade } = this.#starter(session, headers, url);
    return { top, strange: strange || site !== top, nested: true, upgrade };
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
    return this.#book(session).last ?? { top: siteNameOf(url), strange: false, nested: false, upgrade: false };
  }

  #book(session: Session): Book {
    let book = this.#books.get(session);
    if (!book) {
      const cache = (): LRUCache<string, Place> =>
        new LRUCache({ max: PLACES_MAX, maxSize: ADDRESSES_MAX, sizeCalculation: (_place, address) => address.length });
      book = { places: cache(), origins: cache(), last: undefined };
      this.#books.set(session, book);
    }
    return book;
  }
}

function bare(url: URL): string {
  return `${url.origin}${url.pathname}${url.search}`;
}
