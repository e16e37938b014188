/** Tickets of viewers: single use, short-lived, because a viewer is a third-party frame and has no cookie of ours. */
import type { ParticipantId } from '../shared/ids.ts';
import { randomToken } from './random.ts';
import type { Session } from './session.ts';

/** Tickets given out and not used yet; beyond, the oldest goes. */
const MAX_TICKETS = 1000;

interface Ticket {
  readonly session: Session;
  readonly participant: ParticipantId;
  readonly until: number;
}

export class Tickets {
  readonly #lifetimeMs: number;
  readonly #tickets = new Map<string, Ticket>();

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
  }

  issue(session: Session, participant: ParticipantId): string {
    const now = Date.now();
    // In order of age: the first that is still good ends the search.
    for (const [old, { until }] of this.#tickets) {
      if (until > now && this.#tickets.size < MAX_TICKETS) break;
      this.#tickets.delete(old);
    }
    const ticket = randomToken();
    this.#tickets.set(ticket, { session, participant, until: now + this.#lifetimeMs });
    return ticket;
  }

  redeem(ticket: string): { session: Session; participant: ParticipantId } | undefined {
    const entry = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    if (!entry || entry.until <= Date.now() || entry.session.state === 'ended') return undefined;
    return { session: entry.session, participant: entry.participant };
  }
}
