/**
 * The step up from the page to the customer's screen, voice and camera: who asks, who was given it, and the signals of each call.
 *
 *   guest --ask--> dock and window show it --customer's press in the window--> begin --> right, and a call to each who has it
 *   window <--signals, cleaned--> guest                      pictures and sound: by the relay, never through here
 *
 * A call stands while its guest has the right, both ends have their sockets (or lost them a moment ago), and the window captures.
 */
import { closeCodes } from '../shared/close-codes.ts';
import type { ParticipantId } from '../shared/ids.ts';
import type { Person, RoomToDock, SessionState } from '../shared/messages.ts';
import { ceiling, isGuestRole, steps, type Step, type StepAsk } from '../shared/roles.ts';
import type { PicturePoint, RoomToStep, Signal, StepOffer, StepToRoom } from '../shared/step-up.ts';
import { Bucket } from './bucket.ts';
import type { Connection } from './connection.ts';
import type { RoomEvent } from './listener.ts';
import { mayNow } from './permissions.ts';
import { randomToken } from './random.ts';
import { relayFor, type TurnServer } from './relay.ts';
import { cleanCandidate, cleanDescription } from './signals.ts';

export interface StepUpDeps {
  readonly limits: {
    readonly stepGuestsMax: number;
    readonly stepGraceMs: number;
    readonly relayLifetimeMs: number;
    readonly pointersPerSecondMax: number;
  };
  readonly turn: TurnServer | null;
  /** What may be asked for here at all. */
  readonly offered: readonly Step[];
  person(id: ParticipantId): Person | undefined;
  people(): readonly Person[];
  state(): SessionState;
  setRight(by: ParticipantId, whose: ParticipantId, step: Step, allow: boolean): boolean;
  tell(event: RoomEvent): void;
  /** The docks are told. */
  changed(news: Extract<RoomToDock, { type: 'steps' }>): void;
}

interface Seat {
  readonly participant: ParticipantId;
  readonly is: 'window' | 'guest';
  connection: Connection;
  /** Opens the next socket of the same page. */
  again: string;
  lost: NodeJS.Timeout | undefined;
  readonly asks: Bucket;
  readonly points: Bucket;
}

interface Call {
  readonly id: number;
  readonly step: Step;
  readonly guest: Seat;
  up: boolean;
  /** That either side may still send. */
  signals: { window: number; guest: number };
}

/** Frames of guests in one session: every seat once. */
const GUESTS_MAX = 40;
/** Asking, and calling again: the customer is not to be pestered, nor a line that is down. */
const ASKS = { perSecond: 0.2, burst: 8 };
/** A description, and what a browser with several networks and relays finds. */
const SIGNALS_MAX = 60;

export class StepUp {
  readonly #deps: StepUpDeps;
  readonly #guests = new Map<ParticipantId, Seat>();
  readonly #calls = new Map<number, Call>();
  readonly #asks: StepAsk[] = [];
  readonly #on = new Set<Step>();
  #window: Seat | undefined;
  #able: ReadonlySet<Step> = new Set();
  #lastCall = 0;
  #settling = false;

  constructor(deps: StepUpDeps) {
    this.#deps = deps;
  }

  /** Whose page lost its socket and comes back with this. */
  participantOf(again: string): ParticipantId | undefined {
    return this.#seats().find((seat) => seat.again === again)?.participant;
  }

  join(
    connection: Connection,
    participant: ParticipantId,
    again?: string,
  ): { receive(message: StepToRoom): void; left(): void } | undefined {
    const person = this.#deps.person(participant);
    const state = this.#deps.state();
    // Of a friend nothing can be asked here: they do not even hear who asks.
    if (!person || person.role === 'friend' || state === 'waiting' || state === 'ended' || this.#guests.size >= GUESTS_MAX) {
      connection.close(closeCodes.forbidden, 'step-up');
      return undefined;
    }
    const seat = this.#seat(connection, person, again);
    this.#send(seat, { type: 'welcome', you: participant, again: seat.again });
    this.#settle();
    return {
      receive: (message) => {
        if (seat.connection === connection) this.#receive(seat, message);
      },
      left: () => {
        if (seat.connection !== connection || !this.#seats().includes(seat)) return;
        seat.lost = setTimeout(() => this.#gone(seat), this.#deps.limits.stepGraceMs).unref();
      },
    };
  }

  /** The same page again, or another one, which has nothing of what the one before held. */
  #seat(connection: Connection, { id, role }: Person, again: string | undefined): Seat {
    const is = isGuestRole(role) ? 'guest' : 'window';
    const before = is === 'window' ? this.#window : this.#guests.get(id);
    clearTimeout(before?.lost);
    if (before && before.again === again) {
      before.connection.close(closeCodes.replaced, 'replaced');
      Object.assign(before, { connection, again: randomToken(), lost: undefined });
      // What was said to it meanwhile is lost: a call that did not stand yet never will.
      for (const call of [...this.#calls.values()]) if (!call.up && (is === 'window' || call.guest === before)) this.#over(call, null);
      return before;
    }
    if (before) {
      this.#gone(before);
      before.connection.close(closeCodes.replaced, 'replaced');
    }
    const { pointersPerSecondMax } = this.#deps.limits;
    const seat: Seat = {
      participant: id,
      is,
      connection,
      again: randomToken(),
      lost: undefined,
      asks: new Bucket(ASKS),
      points: new Bucket({ perSecond: pointersPerSecondMax, burst: pointersPerSecondMax }),
    };
    if (is === 'window') this.#window = seat;
    else this.#guests.set(id, seat);
    return seat;
  }

  // ---- what others tell -----------------------------------------------------------------------------------------------

  /** The customer's browser can do this much. */
  able(able: readonly Step[]): void {
    this.#able = new Set(able);
    this.#settle();
  }

  /** In the dock: no to all who ask, or the end of it. */
  fromDock(step: Step, what: 'refuse' | 'stop', by: ParticipantId): void {
    if (what === 'refuse') this.#refuse(step, by);
    else this.#stop(step, by);
  }

  /** People, rights or the state are other than before. */
  tellPeople(): void {
    this.#settle();
  }

  end(): void {
    for (const seat of this.#seats()) {
      clearTimeout(seat.lost);
      this.#send(seat, { type: 'end' });
      seat.connection.close(closeCodes.ended, 'ended');
    }
    for (const call of this.#calls.values()) this.#ended(call, null);
    this.#calls.clear();
    this.#guests.clear();
    this.#window = undefined;
  }

  /** For a dock that has just come. */
  news(): Extract<RoomToDock, { type: 'steps' }> {
    return { type: 'steps', asks: [...this.#asks], has: this.#has(), on: [...this.#on], window: this.#window !== undefined };
  }

  // ---- messages ------------------------------------------------------------------------------------------------------

  #receive(seat: Seat, message: StepToRoom): void {
    const isWindow = seat.is === 'window';
    switch (message.type) {
      case 'hello':
        return;
      case 'ask':
        if (!isWindow) this.#ask(seat, message.step);
        return;
      case 'leave':
        if (!isWindow) this.#leave(seat.participant, message.step, seat.participant);
        return;
      case 'again':
        if (isWindow || !seat.asks.take()) return;
        for (const call of this.#callsOf(seat, message.step)) this.#over(call, seat.participant);
        return this.#settle();
      case 'begin':
        if (isWindow) this.#begin(seat, message.step, message.people);
        return;
      case 'refuse':
        if (isWindow) this.#refuse(message.step, seat.participant);
        return;
      case 'stop':
        if (isWindow) this.#stop(message.step, seat.participant);
        return;
      case 'bye':
        return this.#gone(seat);
      case 'up': {
        const call = this.#calls.get(message.call);
        if (!isWindow || !call || call.up) return;
        call.up = true;
        this.#deps.tell({ type: 'step-up', step: call.step, is: 'began', participant: call.guest.participant, by: seat.participant });
        return;
      }
      case 'signal':
        return this.#signal(seat, message.call, message.signal);
      case 'point':
        return this.#point(seat, message.at);
      default:
        message satisfies never;
    }
  }

  #ask(seat: Seat, step: Step): void {
    const person = this.#deps.person(seat.participant);
    if (!person || this.#offer(person, step) !== 'ready' || person.rights[step] || this.#asksFor(step).includes(person.id))
      return this.#send(seat, { type: 'refused', code: 'NO_RIGHT' });
    if (!seat.asks.take()) return this.#send(seat, { type: 'refused', code: 'TOO_FAST' });
    this.#asks.push({ participant: person.id, step });
    this.#deps.tell({ type: 'step-up', step, is: 'asked', participant: person.id, by: person.id });
    this.#settle();
  }

  #begin(window: Seat, step: Step, people: readonly ParticipantId[]): void {
    if (this.#deps.state() !== 'live' || !this.#deps.turn) return this.#send(window, { type: 'stop', step });
    this.#on.add(step);
    // Nobody has it before the first right is given: until then what captures would look idle.
    this.#settling = true;
    for (const participant of this.#asksFor(step)) {
      // Who asked a moment ago was not beside the button that was pressed.
      if (!people.includes(participant)) continue;
      this.#unask(step, participant);
      if (!this.#deps.setRight(window.participant, participant, step, true)) continue;
      this.#deps.tell({ type: 'step-up', step, is: 'granted', participant, by: window.participant });
    }
    this.#settling = false;
    this.#settle();
  }

  #refuse(step: Step, by: ParticipantId): void {
    for (const participant of this.#asksFor(step)) {
      this.#unask(step, participant);
      this.#deps.tell({ type: 'step-up', step, is: 'refused', participant, by });
    }
    this.#settle();
  }

  /** Nobody has it any more. */
  #stop(step: Step, by: ParticipantId | null): void {
    for (const call of [...this.#calls.values()]) if (call.step === step) this.#over(call, by);
    for (const { id, rights } of this.#deps.people()) if (rights[step]) this.#deps.setRight(by ?? id, id, step, false);
    this.#settle();
  }

  #leave(participant: ParticipantId, step: Step, by: ParticipantId): void {
    if (this.#asksFor(step).includes(participant)) {
      this.#unask(step, participant);
      this.#deps.tell({ type: 'step-up', step, is: 'withdrawn', participant, by });
    }
    const seat = this.#guests.get(participant);
    if (seat) for (const call of this.#callsOf(seat, step)) this.#over(call, by);
    if (this.#deps.person(participant)?.rights[step]) this.#deps.setRight(by, participant, step, false);
    this.#settle();
  }

  #signal(seat: Seat, id: number, signal: Signal): void {
    const call = this.#calls.get(id);
    if (!call || (seat.is === 'guest' && call.guest !== seat) || call.signals[seat.is]-- <= 0) return;
    const to = seat.is === 'guest' ? this.#window : call.guest;
    if (!to) return;
    if ('sdp' in signal) {
      const sdp = cleanDescription(signal.sdp, call.step, seat.is);
      if (sdp === undefined) return this.#fault(seat, 'a description of a call that is none');
      const relay = seat.is === 'window' ? this.#relay(to.participant) : undefined;
      this.#send(to, { type: 'signal', call: id, step: call.step, signal: { sdp }, ...(relay && { relay }) });
      return;
    }
    const candidate = cleanCandidate(signal.candidate);
    if (candidate) this.#send(to, { type: 'signal', call: id, step: call.step, signal: { candidate } });
  }

  #point(seat: Seat, at: PicturePoint): void {
    if (seat.is !== 'guest' || !seat.points.take() || this.#callsOf(seat, 'screen').length === 0) return;
    const told: RoomToStep = { type: 'point', from: seat.participant, at };
    if (this.#window) this.#send(this.#window, told);
    for (const { step, guest } of this.#calls.values()) if (step === 'screen' && guest !== seat) this.#send(guest, told);
  }

  // ---- what follows ---------------------------------------------------------------------------------------------------

  /** Brings calls in line with who may, and tells everybody what stands. Asked for again while it runs, it is running. */
  #settle(): void {
    if (this.#settling) return;
    this.#settling = true;
    try {
      this.#line();
    } finally {
      this.#settling = false;
    }
    const { people, state } = this.#deps;
    const has = this.#has();
    for (const seat of this.#seats()) {
      const person = this.#deps.person(seat.participant);
      if (!person) continue;
      const mine = (one: StepAsk) => seat.is === 'window' || one.participant === seat.participant;
      const offers = Object.fromEntries(steps.map((step) => [step, this.#offer(person, step)])) as Record<Step, StepOffer>; // of each step one
      const calls = [...this.#calls.values()].filter(({ guest }) => seat.is === 'window' || guest === seat).map(({ id }) => id);
      const asks = this.#asks.filter(mine);
      this.#send(seat, { type: 'now', state: state(), people: people(), offers, asks, has, on: [...this.#on], calls });
    }
    this.#deps.changed(this.news());
  }

  #line(): void {
    const isLive = this.#deps.state() === 'live';
    for (const { participant, step } of [...this.#asks]) {
      const person = this.#deps.person(participant);
      if (!isLive || person?.state === 'left' || !this.#guests.has(participant)) this.#unask(step, participant);
    }
    for (const call of [...this.#calls.values()])
      if (!this.#mayHave(call.guest, call.step) || !this.#on.has(call.step)) this.#over(call, null);
    for (const step of steps) {
      if (!isLive || !this.#window || !this.#on.has(step))
        for (const { id, rights } of this.#deps.people()) if (rights[step]) this.#deps.setRight(id, id, step, false);
      if (!this.#on.has(step)) continue;
      const guests = [...this.#guests.values()].filter((guest) => this.#mayHave(guest, step));
      if (guests.length === 0) {
        this.#on.delete(step);
        if (this.#window) this.#send(this.#window, { type: 'stop', step });
      }
      for (const guest of guests) if (this.#callsOf(guest, step).length === 0) this.#call(guest, step);
    }
  }

  #call(guest: Seat, step: Step): void {
    const window = this.#window;
    const relay = window && this.#relay(window.participant);
    if (!relay) return;
    const call: Call = { id: ++this.#lastCall, step, guest, up: false, signals: { window: SIGNALS_MAX, guest: SIGNALS_MAX } };
    this.#calls.set(call.id, call);
    this.#send(window, { type: 'call', call: call.id, step, to: guest.participant, relay });
  }

  #over(call: Call, by: ParticipantId | null): void {
    if (!this.#calls.delete(call.id)) return;
    this.#send(call.guest, { type: 'over', call: call.id });
    if (this.#window) this.#send(this.#window, { type: 'over', call: call.id });
    this.#ended(call, by);
  }

  #ended({ step, guest, up }: Call, by: ParticipantId | null): void {
    if (up) this.#deps.tell({ type: 'step-up', step, is: 'ended', participant: guest.participant, by });
  }

  /** The page is closed, or was without a socket for too long. */
  #gone(seat: Seat): void {
    clearTimeout(seat.lost);
    if (seat === this.#window) {
      for (const step of [...this.#on]) this.#stop(step, seat.participant);
      this.#window = undefined;
    } else if (this.#guests.get(seat.participant) === seat) {
      for (const step of steps) this.#leave(seat.participant, step, seat.participant);
      this.#guests.delete(seat.participant);
    }
    this.#settle();
  }

  #offer({ role }: Person, step: Step): StepOffer {
    const { offered, turn, limits } = this.#deps;
    if (!offered.includes(step)) return 'off';
    if (!turn) return 'no-relay';
    if (!ceiling[role][step]) return 'role';
    const customer = this.#deps.people().find((person) => person.role === 'customer');
    if (this.#deps.state() !== 'live' || customer?.state !== 'here') return 'not-now';
    if (!this.#able.has(step)) return 'cannot';
    const taken = this.#has().filter((one) => one.step === step).length + this.#asksFor(step).length;
    return taken >= limits.stepGuestsMax ? 'full' : 'ready';
  }

  #has(): StepAsk[] {
    return this.#deps.people().flatMap(({ id, rights }) => steps.filter((step) => rights[step]).map((step) => ({ participant: id, step })));
  }

  #mayHave({ participant }: Seat, step: Step): boolean {
    const rights = this.#deps.person(participant)?.rights;
    return rights !== undefined && mayNow(rights, step, this.#deps.state());
  }

  #asksFor(step: Step): ParticipantId[] {
    return this.#asks.filter((one) => one.step === step).map(({ participant }) => participant);
  }

  #unask(step: Step, participant: ParticipantId): void {
    const at = this.#asks.findIndex((one) => one.step === step && one.participant === participant);
    if (at >= 0) this.#asks.splice(at, 1);
  }

  #callsOf(guest: Seat, step: Step): Call[] {
    return [...this.#calls.values()].filter((call) => call.guest === guest && call.step === step);
  }

  #seats(): Seat[] {
    return [...(this.#window ? [this.#window] : []), ...this.#guests.values()];
  }

  #relay(who: ParticipantId) {
    const { turn, limits } = this.#deps;
    return turn ? relayFor(turn, who, limits.relayLifetimeMs) : undefined;
  }

  #fault({ participant }: Seat, finding: string): void {
    this.#deps.tell({ type: 'fault', participant, finding });
  }

  #send({ connection }: Seat, message: RoomToStep): void {
    connection.send(JSON.stringify(message));
  }
}
