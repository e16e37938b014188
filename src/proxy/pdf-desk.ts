/**
 * Bodies of PDFs between the page that shows one and that page's own request for its bytes: the target's answer waits,
 * unread, until the page takes it. So the target is asked once (the answer to a form can be shown as well), and nothing of a
 * document lies with us.
 */
import { randomBytes } from 'node:crypto';
import type { Session } from '../sessions/index.ts';
import type { TargetAnswer } from './target-answer.ts';

/** A page asks as soon as its script runs; one that nobody looks at (a prefetch) never does (ms). */
const WAIT_MS = 30_000;
/** Waiting in one session: a page of links that are all opened at once. The oldest goes. */
const MAX_WAITING = 8;
const WORD_BYTES = 16;

export interface WaitingPdf {
  readonly incoming: TargetAnswer;
  /** The turn of the exchange that it came with; ended by whoever takes it. */
  readonly leave: () => void;
  readonly name: string;
  /** Label origin that its page is on. */
  readonly origin: string;
}

interface Entry extends WaitingPdf {
  readonly session: Session;
  readonly timer: NodeJS.Timeout;
}

export class PdfDesk {
  readonly #waiting = new Map<string, Entry>();

  /** The word by which its page asks for it. */
  hold(session: Session, pdf: WaitingPdf): string {
    const ofSession = [...this.#waiting].filter(([, entry]) => entry.session === session);
    for (const [word] of ofSession.slice(0, Math.max(0, ofSession.length - MAX_WAITING + 1))) this.#drop(word);
    const word = randomBytes(WORD_BYTES).toString('base64url');
    const timer = setTimeout(() => this.#drop(word), WAIT_MS);
    timer.unref();
    this.#waiting.set(word, { ...pdf, session, timer });
    return word;
  }

  /** Once. */
  take(session: Session, origin: string, word: string): WaitingPdf | undefined {
    const entry = this.#waiting.get(word);
    if (entry?.session !== session || entry.origin !== origin) return undefined;
    clearTimeout(entry.timer);
    this.#waiting.delete(word);
    return entry;
  }

  close(): void {
    for (const word of [...this.#waiting.keys()]) this.#drop(word);
  }

  #drop(word: string): void {
    const entry = this.#waiting.get(word);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.#waiting.delete(word);
    entry.incoming.abort();
    entry.leave();
  }
}
