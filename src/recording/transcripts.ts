/** Keeps what was written in a session, where the company says so; it goes with the session's row. */
import type { Logger } from 'pino';
import type { RoomEvent, RoomListener } from '../sessions/index.ts';
import type { SessionId } from '../shared/ids.ts';
import type { Store } from '../store/index.ts';

export class Transcripts implements RoomListener {
  readonly #store: Pick<Store, 'addTranscript'>;
  readonly #log: Logger;
  #queue: Promise<void> = Promise.resolve();

  constructor(store: Pick<Store, 'addTranscript'>, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  told(session: SessionId, event: RoomEvent): void {
    if (event.type !== 'transcript') return;
    const text = event.lines.map(({ at, name, role, text: said }) => `${new Date(at).toISOString()} ${name} (${role}): ${said}\n`).join('');
    this.#queue = this.#queue
      .then(() => this.#store.addTranscript(session, text))
      .catch((error: unknown) => this.#log.error({ err: error }, 'a transcript could not be written'));
  }

  /** Waits for what is on its way; before the store is closed. */
  close(): Promise<void> {
    return this.#queue;
  }
}
