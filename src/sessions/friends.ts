/**
 * Friends whom the customer brings: a seat and a link that the customer alone makes and takes back, at any time. A friend sees what
 * agents see, less what is masked for anybody; points, draws and writes; clicks and types once the customer lets them in person.
 */
import type { ParticipantId } from '../shared/ids.ts';
import type { FriendsOffer, Person, RoomToDock, SessionState } from '../shared/messages.ts';
import { Bucket } from './bucket.ts';
import { cleanName } from './chat.ts';
import type { RoomEvent } from './listener.ts';

export interface FriendsDeps {
  readonly limits: { readonly friendsMax: number; readonly friendLinkLifetimeMs: number };
  state(): SessionState;
  people(): readonly Person[];
  /** No seat is left. */
  full(): boolean;
  /** A seat with that name, taken at once, and its link, which takes a moment. Rejects when the session ends meanwhile. */
  addFriend(name: string): Promise<{ readonly link: string; readonly participant: ParticipantId }>;
  /** Everything that this person has open is closed, and the seat is gone. */
  sendOff(participant: ParticipantId): void;
  tell(event: RoomEvent): void;
}

/** Links of one session: somebody who presses on, or a dock that was changed, does not fill the store. */
const LINKS = { perSecond: 1 / 30, burst: 6 };

export class Friends {
  readonly #deps: FriendsDeps;
  readonly #links = new Bucket(LINKS);
  /** In memory alone (the store has hashes), until the friend is there, sent off, or too late: no more than there are friends. */
  readonly #waiting = new Map<ParticipantId, { readonly name: string; readonly link: string; readonly until: number }>();

  constructor(deps: FriendsDeps) {
    this.#deps = deps;
  }

  /** For the dock; undefined: this gateway lets nobody be brought. */
  get offer(): FriendsOffer | undefined {
    const { friendsMax, friendLinkLifetimeMs } = this.#deps.limits;
    return friendsMax === 0 ? undefined : { max: friendsMax, linkMs: friendLinkLifetimeMs, links: this.#unused() };
  }

  #unused(): FriendsOffer['links'] {
    const now = Date.now();
    // A guest's seat is away until somebody takes it, and not again.
    const seats = new Set(this.#deps.people().flatMap(({ id, state }) => (state === 'away' ? [id] : [])));
    for (const [id, { until }] of this.#waiting) if (!seats.has(id) || until <= now) this.#waiting.delete(id);
    return [...this.#waiting].map(([participant, { name, link, until }]) => ({ participant, name, link, leftMs: until - now }));
  }

  async bring(asked: string, answer: (message: RoomToDock) => void): Promise<void> {
    const name = cleanName(asked);
    const why = this.#whyNot();
    // A dock of ours sends no empty name.
    if (why || name === undefined) return answer({ type: 'not-brought', why: why ?? 'state' });
    try {
      const { link, participant } = await this.#deps.addFriend(name);
      this.#unused();
      this.#waiting.set(participant, { name, link, until: Date.now() + this.#deps.limits.friendLinkLifetimeMs });
      answer({ type: 'brought', participant, name, link });
    } catch {
      // The session is over, or an agent took the last seat at the same moment: the dock asks again, and is told which.
      answer({ type: 'not-brought', why: this.#whyNot() ?? 'state' });
    }
  }

  /** Of a friend only: whom an agent brought is not the customer's to remove, but to blind. */
  sendOff(participant: ParticipantId, by: ParticipantId): void {
    const friend = this.#deps.people().find(({ id, role }) => id === participant && role === 'friend');
    if (!friend) return;
    this.#deps.tell({ type: 'sent-off', participant, by, name: friend.name });
    this.#deps.sendOff(participant);
  }

  #whyNot(): Extract<RoomToDock, { type: 'not-brought' }>['why'] | undefined {
    const { limits, state, people, full } = this.#deps;
    if (state() !== 'live' && state() !== 'paused') return 'state';
    const friends = people().filter(({ role }) => role === 'friend').length;
    if (friends >= limits.friendsMax) return 'full';
    if (full()) return 'seats';
    return this.#links.take() ? undefined : 'rate';
  }
}
