/**
 * What is masked in one document is looked for in all of its origin in the same tab: a page writes into its frames in the
 * same breath in which somebody types, so they share one set, and each learns what the others have before it says anything.
 */
import type { Natives } from '../natives.ts';
import { Remembered } from './remembered.ts';
import { TaintSet } from './taint.ts';

/** A document that knows of masked values. */
export interface Knows {
  learn(): void;
  /** It could not; the others go on. */
  lost(error: unknown): void;
}

/** Handed to a frame of the same origin on its own window, where no other origin hears it. */
const HANDED = 'samepage:secrets';

export class Secrets {
  readonly #remembered: Remembered;
  readonly #documents = new Set<Knows>();
  #version: string | undefined;
  #taint: TaintSet;

  constructor(natives: Natives) {
    this.#remembered = new Remembered(natives);
    this.#taint = new TaintSet(this.#remembered);
  }

  /** By the rules of this version. What others masked may be shown by them. */
  taint(version: string): TaintSet {
    if (this.#version !== version) this.#taint = new TaintSet(this.#remembered);
    this.#version = version;
    return this.#taint;
  }

  /** Before any rules are known: what was masked in the documents before. */
  readonly clean = (text: string): string => this.#taint.clean(text);

  join(document: Knows): void {
    this.#documents.add(document);
  }

  leave(document: Knows): void {
    this.#documents.delete(document);
  }

  /** Before `by` says something. What it cannot learn itself is its fault, and nothing is said; another may be a frame that goes. */
  learn(by: Knows): void {
    by.learn();
    for (const document of this.#documents) {
      if (document === by) continue;
      try {
        document.learn();
      } catch (error) {
        document.lost(error);
      }
    }
  }

  /** The document goes, and these stand in its masked fields. */
  remember(values: Iterable<string>): void {
    this.#remembered.leave(values);
  }

  hand(natives: Natives, frame: Window): void {
    const event = new natives.Event(HANDED);
    natives.dispatchEvent(frame, Object.assign(event, { secrets: this }));
  }

  /** Hands back how to listen no more. */
  static await(natives: Natives, window: Window, got: (secrets: Secrets) => void): () => void {
    const listen = (event: Event): void => {
      natives.stopImmediatePropagation(event);
      if ('secrets' in event) got(event.secrets as Secrets); // of our own making, or the page's, whose secrets they are
    };
    natives.addEventListener(window, HANDED, listen, { capture: true });
    return () => natives.removeEventListener(window, HANDED, listen, { capture: true });
  }
}
