/**
 * What became of the scripts that stand in pages: a site says the same in each of its pages, and each time somebody reloads one. By
 * text, each session its own, so that nobody learns by the clock what another one's pages hold. Files have a cache of their own
 * (js-cache.ts); it goes by a hash, which costs more here than it spares.
 */
import { LRUCache } from 'lru-cache';
import type { PreparedJs } from './text/js-edits.ts';
import type { JsJob } from './prepare-js.ts';

/** What one session keeps, characters of one byte: the inline scripts of some dozens of pages. */
const SESSION_CHARS = 256 * 1024;
/** Longer ones are data that differ from page to page. */
const LONGEST_CHARS = 32 * 1024;
/** Shorter ones are read as fast as found. */
const SHORTEST_CHARS = 64;
/** Sessions that are remembered; one more than that forgets the one that was quiet longest. */
const SESSIONS_MAX = 200;

export interface InlineJob extends JsJob {
  readonly bytes: boolean;
}

interface Kept extends InlineJob {
  readonly text: string;
  readonly prepared: PreparedJs;
}

export class InlineScripts {
  readonly #sessions = new LRUCache<string, LRUCache<string, Kept>>({ max: SESSIONS_MAX });
  readonly #isForgotten: (scope: string) => boolean;
  hits = 0;

  constructor(isForgotten: (scope: string) => boolean) {
    this.#isForgotten = isForgotten;
  }

  get(scope: string, text: string, job: InlineJob): PreparedJs | undefined {
    if (!fits(text)) return undefined;
    const kept = this.#sessions.get(scope)?.get(sampleOf(text));
    // The same text as a handler and as a script is rare, as are two texts of one sample: the last one wins.
    if (kept?.kind !== job.kind || kept.location !== job.location || kept.bytes !== job.bytes || kept.text !== text) return undefined;
    this.hits++;
    return kept.prepared;
  }

  set(scope: string, text: string, job: InlineJob, prepared: PreparedJs): void {
    if (!fits(text) || this.#isForgotten(scope)) return;
    let session = this.#sessions.get(scope);
    if (!session) {
      session = new LRUCache({
        maxSize: SESSION_CHARS,
        sizeCalculation: ({ text: own, prepared: { text: made, specifiers } }, key) =>
          key.length + own.length + (made === own ? 0 : made.length) + specifiers.length * 32,
      });
      this.#sessions.set(scope, session);
    }
    // Not the text itself: it would keep the whole chunk that it was cut from.
    const own = ` ${text}`.slice(1);
    const made = prepared.text === text ? own : prepared.text;
    session.set(sampleOf(own), {
      text: own,
      kind: job.kind,
      location: job.location,
      bytes: job.bytes,
      prepared: { text: made, specifiers: prepared.specifiers },
    });
  }

  forget(scope: string): void {
    this.#sessions.delete(scope);
  }

  clear(): void {
    this.#sessions.clear();
  }
}

/** Letters taken from a text for its key: a hash of the whole costs more than the comparison with the one text that is kept. */
const SAMPLE_CHARS = 32;

function sampleOf(text: string): string {
  const middle = text.length >> 1;
  return `${text.length} ${text.slice(0, SAMPLE_CHARS)}${text.slice(middle, middle + SAMPLE_CHARS)}${text.slice(-SAMPLE_CHARS)}`;
}

function fits(text: string): boolean {
  return text.length >= SHORTEST_CHARS && text.length <= LONGEST_CHARS;
}
