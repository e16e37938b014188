/** The consoles of a room: people who sit beside a replica, each with the few things that one may say. */
import type { ParticipantId } from '../shared/ids.ts';
import type { RoomToConsole } from '../shared/messages.ts';
import type { Action } from '../shared/roles.ts';
import { Bucket } from './bucket.ts';

/** One console that has joined this session. */
export interface ConsoleSeat {
  chat(text: string): void;
  /** Their window went to the background or came back, or was used. */
  presence(hidden: boolean): void;
  /** False: refused. */
  rights(participant: ParticipantId, action: Action, allow: boolean): boolean;
  /** Ask for control of the page, or give it back. False: refused. */
  control(want: boolean): boolean;
  leave(): void;
}

export interface RoomConsolesDeps {
  say(participant: ParticipantId, allowance: Bucket, text: string): void;
  seen(participant: ParticipantId): void;
  hidden(participant: ParticipantId, hidden: boolean): void;
  rights(by: ParticipantId, whose: ParticipantId, action: Action, allow: boolean): boolean;
  /** `mayAsk`: takes from this console's allowance. */
  control(participant: ParticipantId, want: boolean, mayAsk: () => boolean): boolean;
  left(participant: ParticipantId): void;
}

interface Entry {
  readonly participant: ParticipantId;
  send(message: RoomToConsole): void;
}

/** What a friend of the customer hears of the room. The rest is among those who work here: unknown is not for friends. */
const FOR_FRIENDS: ReadonlySet<RoomToConsole['type']> = new Set<RoomToConsole['type']>([
  'joined',
  'people',
  'state',
  'chat',
  'board',
  'sent-off',
]);

/** Asking for control: the customer is not to be pestered. */
const ASKS = { perSecond: 0.1, burst: 3 };

export class RoomConsoles {
  readonly #deps: RoomConsolesDeps;
  readonly #entries = new Set<Entry>();

  constructor(deps: RoomConsolesDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#entries.size;
  }

  join(tell: (message: RoomToConsole) => void, participant: ParticipantId, chats: Bucket, isFriend: boolean): ConsoleSeat {
    const send = isFriend ? (message: RoomToConsole) => FOR_FRIENDS.has(message.type) && tell(message) : tell;
    const entry: Entry = { participant, send };
    const asks = new Bucket(ASKS);
    this.#entries.add(entry);
    return {
      chat: (text) => {
        this.#deps.seen(participant);
        this.#deps.say(participant, chats, text);
      },
      presence: (hidden) => {
        this.#deps.seen(participant);
        this.#deps.hidden(participant, hidden);
      },
      rights: (whose, action, allow) => this.#deps.rights(participant, whose, action, allow),
      control: (want) => this.#deps.control(participant, want, () => asks.take()),
      leave: () => {
        if (this.#entries.delete(entry)) this.#deps.left(participant);
      },
    };
  }

  tell(message: RoomToConsole): void {
    for (const { send } of this.#entries) send(message);
  }

  /** The last word to every console of this person. */
  sendOff(participant: ParticipantId, bye: RoomToConsole): void {
    for (const entry of [...this.#entries]) {
      if (entry.participant !== participant) continue;
      this.#entries.delete(entry);
      entry.send(bye);
      this.#deps.left(participant);
    }
  }

  clear(): void {
    this.#entries.clear();
  }
}
