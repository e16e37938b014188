/**
 * The people of one session: seats, what each may do, and who is here. A person is here while one of their sockets lives,
 * and for a moment longer, because every navigation of the host drops its sockets.
 */
import type { ParticipantId } from '../shared/ids.ts';
import type { Person } from '../shared/messages.ts';
import { ceiling, friendly, isGuestRole, rightsFor, type Action, type Rights, type Role } from '../shared/roles.ts';
import { after, controlOf, turn } from './control.ts';
import { randomId } from './random.ts';

/** How long a person without a socket still counts as here (ms). */
const PRESENCE_GRACE_MS = 5000;
/** A person without a socket is said to be coming back after so long (ms): every navigation of the host drops its sockets. */
const RECONNECTING_MS = 2000;
/** Who did nothing for so long is not active (ms). */
export const IDLE_MS = 60_000;
/** How often everybody is looked at for that (ms). */
const LOOK_MS = 5000;
/** Two answers in a row slower than this make a slow line (ms): typing is felt as late from here on. */
const SLOW_MS = 700;

// Dark enough for white text on them (4.5:1), far enough apart to be told at a glance. The customer's is the first.
const COLORS = [
  '#c2255c',
  '#1864ab',
  '#2b8a3e',
  '#862e9c',
  '#a34700',
  '#087f8c',
  '#5f3dc4',
  '#5c6b00',
  '#9c36b5',
  '#364fc7',
  '#7a4b16',
  '#0b7285',
  '#a61e4d',
  '#495057',
  '#2f6f4f',
  '#c92a2a',
] as const;

interface Seat {
  readonly id: ParticipantId;
  readonly role: Role;
  name: string;
  readonly color: string;
  rights: Rights;
  asks: boolean;
  taken: boolean;
  /** The customer was told this name: on the consent page, or by the dock. */
  named: boolean;
  sockets: number;
  state: Person['state'];
  graceTimer: NodeJS.Timeout | undefined;
  backTimer: NodeJS.Timeout | undefined;
  /** Since when there is no socket. */
  goneAt: number | undefined;
  seenAt: number;
  /** Every window of theirs is in the background. */
  hidden: boolean;
  slowAnswers: number;
  presence: Person['presence'];
}

export interface PeopleDeps {
  readonly seatsMax: number;
  /** Somebody came, went or got other rights. */
  changed(): void;
  arrived(person: Person): void;
  departed(person: Person): void;
}

export class People {
  readonly #deps: PeopleDeps;
  readonly #seats = new Map<ParticipantId, Seat>();
  #granted: readonly Action[] | undefined;
  /** Seats that ever were: colours go round. */
  #added = 0;
  #closed = false;
  readonly #looking = setInterval(() => this.#look(), LOOK_MS).unref();

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
  }

  get full(): boolean {
    return this.#seats.size >= this.#deps.seatsMax;
  }

  add(seat: { id: ParticipantId; role: Role; name: string }): void {
    const color = COLORS[this.#added++ % COLORS.length] ?? COLORS[0];
    this.#seats.set(seat.id, {
      ...seat,
      color,
      rights: this.#initial(seat.role),
      asks: false,
      taken: false,
      named: !isGuestRole(seat.role),
      sockets: 0,
      state: 'away',
      graceTimer: undefined,
      backTimer: undefined,
      goneAt: undefined,
      seenAt: Date.now(),
      hidden: false,
      slowAnswers: 0,
      presence: undefined,
    });
    this.#deps.changed();
  }

  /** The seat is gone: its link, its cookies and its tickets open nothing any more. */
  remove(id: ParticipantId): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    clearTimeout(seat.graceTimer);
    clearTimeout(seat.backTimer);
    this.#seats.delete(id);
    if (seat.state === 'here') this.#deps.departed(personOf(seat));
    this.#deps.changed();
  }

  rename(id: ParticipantId, name: string): void {
    const seat = this.#seats.get(id);
    if (!seat || seat.name === name) return;
    seat.name = name;
    this.#deps.changed();
  }

  /** The customer said yes: guests get what is granted, as far as their role goes. Saying it again changes nothing. */
  grant(actions: readonly Action[]): void {
    if (this.#granted) return;
    this.#granted = actions;
    for (const seat of this.#seats.values()) seat.rights = this.#initial(seat.role);
    // The consent page names who asks: the first guest.
    const asking = [...this.#seats.values()].find(({ role }) => isGuestRole(role));
    if (asking) asking.named = true;
    this.#deps.changed();
  }

  /** The dock shows these names. True when one of them is new to it. */
  name(ids: readonly ParticipantId[]): boolean {
    let isNew = false;
    for (const id of ids) {
      const seat = this.#seats.get(id);
      if (!seat || seat.named) continue;
      seat.named = true;
      isNew = true;
    }
    return isNew;
  }

  isNamed(id: ParticipantId): boolean {
    return this.#seats.get(id)?.named === true;
  }

  /** Control of the page. False: it changes nothing. */
  control(id: ParticipantId, by: 'guest' | 'customer', wanted: boolean): boolean {
    const seat = this.#seats.get(id);
    const next = seat && isGuestRole(seat.role) && this.#granted ? turn(seat, ceiling[seat.role], by, wanted) : undefined;
    if (!seat || !next) return false;
    Object.assign(seat, next);
    this.#deps.changed();
    return true;
  }

  /** False when the seat is unknown, or its role could never hold the right. */
  setRight(id: ParticipantId, action: Action, allow: boolean): boolean {
    const seat = this.#seats.get(id);
    if (!seat || seat.role === 'customer' || !this.#granted || (allow && !ceiling[seat.role][action])) return false;
    if (seat.rights[action] === allow) return true;
    Object.assign(seat, after(seat, { ...seat.rights, [action]: allow }));
    this.#deps.changed();
    return true;
  }

  rights(id: ParticipantId): Rights {
    return this.#seats.get(id)?.rights ?? rightsFor('observer', []);
  }

  get(id: ParticipantId): Person | undefined {
    const seat = this.#seats.get(id);
    return seat && personOf(seat);
  }

  customer(): Person | undefined {
    for (const seat of this.#seats.values()) if (seat.role === 'customer') return personOf(seat);
    return undefined;
  }

  list(): Person[] {
    return [...this.#seats.values()].map(personOf);
  }

  /** Anybody here at all? */
  get anybody(): boolean {
    for (const seat of this.#seats.values()) if (seat.state === 'here') return true;
    return false;
  }

  /** A socket of this person came. */
  enter(id: ParticipantId): void {
    const seat = this.#seats.get(id);
    if (!seat || this.#closed) return;
    seat.sockets++;
    clearTimeout(seat.graceTimer);
    seat.graceTimer = undefined;
    seat.goneAt = undefined;
    seat.seenAt = Date.now();
    if (seat.state === 'here') return this.#judge(seat);
    seat.state = 'here';
    this.#deps.arrived(personOf(seat));
    this.#deps.changed();
  }

  /** A socket of this person went. */
  leave(id: ParticipantId): void {
    const seat = this.#seats.get(id);
    if (!seat || seat.sockets === 0 || this.#closed) return;
    seat.sockets--;
    if (seat.sockets > 0) return;
    seat.goneAt = Date.now();
    clearTimeout(seat.backTimer);
    seat.backTimer = setTimeout(() => this.#judge(seat), RECONNECTING_MS).unref();
    seat.graceTimer = setTimeout(() => this.#depart(seat), PRESENCE_GRACE_MS);
    seat.graceTimer.unref();
  }

  /** They did something. */
  seen(id: ParticipantId): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    seat.seenAt = Date.now();
    if (seat.presence === 'idle') this.#judge(seat);
  }

  hidden(id: ParticipantId, hidden: boolean): void {
    const seat = this.#seats.get(id);
    if (!seat || seat.hidden === hidden) return;
    seat.hidden = hidden;
    if (!hidden) seat.seenAt = Date.now();
    this.#judge(seat);
  }

  /** One of their sockets answered after so long. */
  answered(id: ParticipantId, ms: number): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    const was = isSlow(seat);
    seat.slowAnswers = ms > SLOW_MS ? Math.min(seat.slowAnswers + 1, 2) : 0;
    if (isSlow(seat) !== was && !this.#closed) this.#deps.changed();
  }

  #look(): void {
    for (const seat of this.#seats.values()) this.#judge(seat);
  }

  #judge(seat: Seat): void {
    if (this.#closed) return;
    const now = Date.now();
    const reconnecting = seat.goneAt !== undefined && now - seat.goneAt >= RECONNECTING_MS - 50; // timers may be early
    const presence = reconnecting ? 'reconnecting' : seat.hidden ? 'elsewhere' : now - seat.seenAt >= IDLE_MS ? 'idle' : undefined;
    if (presence === seat.presence) return;
    seat.presence = presence;
    if (seat.state === 'here') this.#deps.changed();
  }

  close(): void {
    clearInterval(this.#looking);
    this.#closed = true;
    for (const seat of this.#seats.values()) {
      clearTimeout(seat.graceTimer);
      clearTimeout(seat.backTimer);
      if (seat.state === 'here') seat.state = 'left';
    }
  }

  #depart(seat: Seat): void {
    // The customer's page is still there somewhere; a guest who closed the console has left.
    seat.state = seat.role === 'customer' ? 'away' : 'left';
    this.#deps.departed(personOf(seat));
    this.#deps.changed();
  }

  #initial(role: Role): Rights {
    if (role === 'customer') return ceiling.customer;
    if (role === 'friend') return rightsFor(role, friendly);
    return rightsFor(role, this.#granted ?? []);
  }
}

function personOf(seat: Seat): Person {
  const { id, role, name, color, state, rights, presence } = seat;
  const isHere = state === 'here';
  return {
    id,
    name,
    role,
    color,
    state,
    rights,
    control: controlOf(seat),
    ...(isHere && presence ? { presence } : {}),
    ...(isHere && isSlow(seat) ? { slow: true as const } : {}),
  };
}

function isSlow({ slowAnswers }: Seat): boolean {
  return slowAnswers >= 2;
}

/** A new seat's id. */
export function newParticipantId(): ParticipantId {
  return `p${randomId(12)}` as ParticipantId; // made here, so it is one
}
