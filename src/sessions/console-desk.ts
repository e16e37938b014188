/** One console's socket: the live list for signed-in users, and any sessions it has joined. A seat that a link opened knows its own session only. */
import type { Logger } from 'pino';
import { closeCodes } from '../shared/close-codes.ts';
import type { ParticipantId } from '../shared/ids.ts';
import type { ConsoleToRoom, RoomToConsole } from '../shared/messages.ts';
import { ceiling } from '../shared/roles.ts';
import { mayDo, mayIn, watchedBy, type Staff } from '../shared/staff.ts';
import type { Connection } from './connection.ts';
import type { SessionDirectory } from './directory.ts';
import type { ConsoleSeat } from './room-consoles.ts';
import type { Session } from './session.ts';

/** The list is sent at most this often (ms): a busy gateway changes it many times a second. */
const LIST_EVERY_MS = 250;
/** Sessions one console sits in at the same time. */
const MAX_JOINED = 20;
/** A console that does not read is cut off beyond this (bytes). */
const MAX_UNSENT_BYTES = 8 << 20;
/** Messages that wait for the store, one after the other. */
const MAX_WAITING = 100;

interface Joined {
  readonly seat: ConsoleSeat;
  readonly participant: ParticipantId;
}

/** A signed-in user, or the seat that a link opened. */
export type ConsoleWho =
  | {
      readonly staff: Staff;
      /** Calls back once the sign-in is over; hands back how to stop that. */
      watch(ended: () => void): () => void;
    }
  | { readonly session: Session; readonly participant: ParticipantId };

export class ConsoleDesk {
  readonly #connection: Connection;
  readonly #directory: SessionDirectory;
  readonly #who: ConsoleWho;
  readonly #log: Logger;
  readonly #joined = new Map<string, Joined>();
  #unwatch: (() => void) | undefined;
  #listTimer: NodeJS.Timeout | undefined;
  #closed = false;
  // One after the other, so that "join" and "chat" keep their order although joining waits for the store.
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(deps: { connection: Connection; directory: SessionDirectory; who: ConsoleWho; log: Logger }) {
    this.#connection = deps.connection;
    this.#directory = deps.directory;
    this.#who = deps.who;
    this.#log = deps.log;
  }

  receive(message: ConsoleToRoom): void {
    if (this.#waiting >= MAX_WAITING) return this.#connection.close(closeCodes.tooMany, 'too fast');
    this.#waiting++;
    this.#turn = this.#turn
      .then(() => this.#handle(message))
      .catch((error: unknown) => this.#log.error({ err: error, type: message.type }, 'a console message failed'))
      .finally(() => this.#waiting--);
  }

  close(): void {
    this.#closed = true;
    this.#unwatch?.();
    clearTimeout(this.#listTimer);
    for (const { seat } of this.#joined.values()) seat.leave();
    this.#joined.clear();
  }

  async #handle(message: ConsoleToRoom): Promise<void> {
    if (this.#closed) return;
    switch (message.type) {
      case 'watch':
        return this.#watch();
      case 'join':
        return this.#join(message.session);
      case 'leave':
        this.#joined.get(message.session)?.seat.leave();
        this.#joined.delete(message.session);
        return;
      case 'chat':
        this.#joined.get(message.session)?.seat.chat(message.text);
        return;
      case 'presence':
        for (const { seat } of this.#joined.values()) seat.presence(message.hidden);
        return;
      case 'rights': {
        const done = this.#joined.get(message.session)?.seat.rights(message.participant, message.action, message.allow);
        if (!done) this.#refuse(message.session, 'FORBIDDEN');
        return;
      }
      case 'control':
        if (!this.#joined.get(message.session)?.seat.control(message.want)) this.#refuse(message.session, 'FORBIDDEN');
        return;
      case 'end':
        return this.#end(message.session);
      default:
        message satisfies never;
    }
  }

  async #watch(): Promise<void> {
    if (!('staff' in this.#who) || !mayDo(this.#who.staff, 'watch')) return this.#refuse('', 'FORBIDDEN');
    this.#unwatch ??= this.#directory.watch(() => {
      this.#listTimer ??= setTimeout(() => {
        this.#listTimer = undefined;
        this.#sendList().catch((error: unknown) => this.#log.error({ err: error }, 'the list could not be read'));
      }, LIST_EVERY_MS).unref();
    });
    await this.#sendList();
  }

  async #sendList(): Promise<void> {
    if (!('staff' in this.#who)) return;
    const sessions = await this.#directory.list(watchedBy(this.#who.staff));
    if (!this.#closed) this.#send({ type: 'sessions', sessions });
  }

  async #join(sid: string): Promise<void> {
    if (this.#joined.has(sid)) return;
    const session = this.#directory.find(sid);
    if (session === 'ended') return this.#refuse(sid, (await this.#mayKnow(sid)) ? 'SESSION_ENDED' : 'SESSION_NOT_FOUND');
    // To a seat every other session does not exist, and to a user another company's.
    if (!session || !this.#mayEnter(session)) return this.#refuse(sid, 'SESSION_NOT_FOUND');
    if (this.#joined.size >= MAX_JOINED) return this.#refuse(sid, 'QUOTA');
    const participant = 'staff' in this.#who ? await this.#directory.seatOf(session, this.#who.staff) : this.#who.participant;
    if (this.#closed) return;
    const hear = (message: RoomToConsole) => {
      if (message.type === 'sent-off' || (message.type === 'state' && message.state === 'ended')) this.#joined.delete(sid);
      this.#send(message);
    };
    const seat = session.room.joinConsole(hear, participant);
    if (!seat) return this.#refuse(sid, 'FORBIDDEN');
    this.#joined.set(sid, { seat, participant });
    // Whom it is with by their papers, and where it began, is not for a friend.
    const summary = session.room.person(participant)?.role === 'friend' ? undefined : await this.#directory.summary(sid);
    if (summary) this.#send({ type: 'session', session: summary });
  }

  async #end(sid: string): Promise<void> {
    const session = this.#directory.find(sid);
    if (session === 'ended') return;
    if (!session || !this.#mayEnter(session)) return this.#refuse(sid, 'SESSION_NOT_FOUND');
    if ('staff' in this.#who) {
      if (!mayIn(this.#who.staff, 'end', session)) return this.#refuse(sid, 'FORBIDDEN');
      await this.#directory.end(sid, this.#who.staff.name);
      return;
    }
    const person = session.room.person(this.#who.participant);
    if (!person || !ceiling[person.role].invite) return this.#refuse(sid, 'FORBIDDEN');
    await this.#directory.end(sid, `${person.role} ${person.id}`);
  }

  #mayEnter(session: Session): boolean {
    return 'staff' in this.#who ? mayIn(this.#who.staff, 'watch', session) : this.#who.session.id === session.id;
  }

  /** Of a session that is over. */
  async #mayKnow(sid: string): Promise<boolean> {
    if (!('staff' in this.#who)) return this.#who.session.id === sid;
    const session = await this.#directory.ownership(sid);
    return session !== undefined && mayIn(this.#who.staff, 'watch', session);
  }

  #refuse(session: string, code: string): void {
    this.#send({ type: 'refused', session, code });
  }

  #send(message: RoomToConsole): void {
    this.#connection.send(JSON.stringify(message));
    if (this.#connection.bufferedBytes > MAX_UNSENT_BYTES) this.#connection.close(closeCodes.timeout, 'too-slow');
  }
}
