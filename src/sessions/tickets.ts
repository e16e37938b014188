/** Tickets of viewers: single use, short-lived, because a viewer is a third-party frame and has no cookie of ours. */
import type { ParticipantId } from '../shared/ids.ts';
import { randomToken } from './random.ts';
import type { Session } from './session.ts';

/** Tickets given out and not used yet; beyond, the oldest goes. */
const MAX_TICKETS = 1000;

/** Calls back when what a right stands on is over; hands back how to stop that. */
export type Watch = (ended: () => void) => () => void;

export interface Redeemed {
  readonly session: Session;
  readonly participant: ParticipantId;
  /** The sign-in of whoever asked for it: none of a link's seat. */
  readonly watch: Watch | undefined;
}

interface Ticket extends Redeemed {
  readonly until: number;
  readonly forget: () => void;
}

export class Tickets {
  readonly #lifetimeMs: number;
  readonly #tickets = new Map<string, Ticket>();

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
  }

  issue(session: Session, participant: ParticipantId, watch?: Watch): string {
    const now = Date.now();
    // In order of age: the first that is still good ends the search.
    for (const [old, { until }] of this.#tickets) {
      if (until > now && this.#tickets.size < MAX_TICKETS) break;
      this.#drop(old);
    }
    const ticket = randomToken();
    const forget = watch?.(() => this.#drop(ticket)) ?? (() => undefined);
    this.#tickets.set(ticket, { session, participant, watch, forget, until: now + this.#lifetimeMs });
    return ticket;
  }

  redeem(ticket: string): Redeemed | undefined {
    const entry = this.#drop(ticket);
    if (!entry || entry.until <= Date.now() || entry.session.state === 'ended') return undefined;
    const { session, participant, watch } = entry;
    return { session, participant, watch };
  }

  #drop(ticket: string): Ticket | undefined {
    const entry = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    entry?.forget();
    return entry;
  }
}
