/**
 * In which partition of the jar a request stands (CHIPS). Its name is the site of the page that fills the tab, and `^` where
 * a stranger stands between it and who is asked: a chat in the shop's page has other `Partitioned` cookies than in the bank's, and
 * than as a page of its own.
 */
import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Session } from '../sessions/index.ts';
import { siteNameOf } from './initiator.ts';
import type { Place } from './places.ts';

/** Of requests to `url` from this place. */
export function partitionOf({ top, strange }: Place, url: URL): string {
  return strange || siteNameOf(url) !== top ? `${top} ^` : top;
}

interface Book {
  /** Word -> partition. */
  readonly words: LRUCache<string, string>;
  /** `origin partition` -> word. */
  readonly issued: LRUCache<string, string>;
}

/** Origins and sites around them in one visit; a document that holds a forgotten word has no `Partitioned` cookies. */
const WORDS_MAX = 500;

/** What documents show for their partition. It cannot be guessed, so nobody reads the cookies of another page. */
export class PartitionDesk {
  readonly #books = new WeakMap<Session, Book>();

  /** For documents of `origin` in this partition: in a write, and when they read again. */
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

  #book(session: Session): Book {
    let book = this.#books.get(session);
    if (!book) {
      book = { words: new LRUCache({ max: WORDS_MAX }), issued: new LRUCache({ max: WORDS_MAX }) };
      this.#books.set(session, book);
    }
    return book;
  }
}
