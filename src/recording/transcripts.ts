/** Keeps what was written and noted in a session, where the company says so; it goes with the session's row. */
import type { Logger } from 'pino';
import type { RoomEvent, RoomListener } from '../sessions/index.ts';
import type { SessionId } from '../shared/ids.ts';
import type { Store } from '../store/index.ts';

export class Transcripts implements RoomListener {
  readonly #store: Pick<Store, 'addTranscript' | 'setNotes'>;
  readonly #log: Logger;
  #queue: Promise<void> = Promise.resolve();

  constructor(store: Pick<Store, 'addTranscript' | 'setNotes'>, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  told(session: SessionId, event: RoomEvent): void {
    if (event.type === 'notes') this.#write(() => this.#store.setNotes(session, event.text));
    if (event.type !== 'transcript') return;
    const text = event.lines.map(({ at, name, role, text: said }) => `${new Date(at).toISOString()} ${name} (${role}): ${said}\n`).join('');
    this.#write(() => this.#store.addTranscript(session, text));
  }

  #write(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((error: unknown) => this.#log.error({ err: error }, 'a transcript could not be written'));
  }

  /** Waits for what is on its way; before the store is closed. */
  close(): Promise<void> {
    return this.#queue;
  }
}
