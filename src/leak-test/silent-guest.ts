/** A guest without a browser: sits in the room as an agent does, says nothing but hello, and hands on every byte that it is sent. */
import type { Connection, Session } from '../sessions/index.ts';
import type { FrameId, ParticipantId } from '../shared/ids.ts';
import type { RoomToViewer } from '../shared/messages.ts';

export class SilentGuest implements Connection {
  readonly bufferedBytes = 0;
  /** Where each frame's stream stands. */
  readonly positions = new Map<FrameId, { readonly epoch: number; readonly seq: number }>();
  /** Ids of every image, font and sheet that was shown. Bounded by what a page may name. */
  readonly assets = new Set<string>();
  /** Stands before each of them. */
  capability = '';
  /** When the page changed last (ms, this process's clock). */
  changedAt = 0;
  readonly #heard: (bytes: Buffer) => void;
  #leave: (() => void) | undefined;

  constructor(heard: (bytes: Buffer) => void) {
    this.#heard = heard;
  }

  /** False: the room did not let it in. */
  enter(session: Session, participant: ParticipantId): boolean {
    const receiver = session.room.joinListener(this, participant);
    this.#leave = receiver && (() => receiver.left());
    return receiver !== undefined;
  }

  send(text: string, done?: () => void): void {
    this.#heard(Buffer.from(text));
    // Our own room wrote it a moment ago.
    this.#read(JSON.parse(text) as RoomToViewer);
    done?.();
  }

  close(): void {
    this.#leave = undefined;
  }

  leave(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  #read(message: RoomToViewer): void {
    if (message.type === 'welcome') this.capability = message.assets;
    else if (message.type === 'key') {
      this.#at(message.frame, message);
      for (const id of message.doc.res) this.assets.add(id);
    } else if (message.type === 'ops') {
      this.#at(message.frame, message);
      for (const op of message.ops) if (op[0] === 'res') this.assets.add(op[2]);
    }
  }

  #at(frame: FrameId, { epoch, seq }: { readonly epoch: number; readonly seq: number }): void {
    this.positions.set(frame, { epoch, seq });
    this.changedAt = Date.now();
  }
}
