/** The leak tests of a gateway: few at a time, their reports kept for a day, in memory; who started one keeps its report. */
import { randomBytes } from 'node:crypto';
import { GatewayError } from '../shared/error-codes.ts';
import type { SessionId } from '../shared/ids.ts';
import type { LeakTestState } from '../shared/leak-test.ts';
import { isGuestRole } from '../shared/roles.ts';
import type { Staff } from '../shared/staff.ts';
import { LeakTestRun, type LeakTestDeps } from './run.ts';

/** Of one company at a time. */
const RUNNING_MAX = 2;
/** Kept; the oldest is forgotten. */
const KEPT_MAX = 50;
const KEPT_MS = 24 * 60 * 60_000;

export class LeakTests {
  readonly #deps: LeakTestDeps;
  readonly #runs = new Map<string, LeakTestRun>();

  constructor(deps: LeakTestDeps) {
    this.#deps = deps;
  }

  get publicKey(): string {
    return this.#deps.signer.publicKey;
  }

  get keyId(): string {
    return this.#deps.signer.id;
  }

  /** The target was checked by the caller. Throws QUOTA and what the directory throws. */
  async start(by: Staff, url: string): Promise<{ id: SessionId; link: string }> {
    this.#sweep();
    const mine = [...this.#runs.values()].filter(({ company, state }) => company === by.company && isRunning(state));
    if (mine.length >= RUNNING_MAX) throw new GatewayError('QUOTA', { reason: 'two leak tests are running already' });
    const { origin, pathname } = new URL(url);
    const policy = this.#deps.policies.of(by.company).forUrl(url);
    const run = new LeakTestRun(this.#deps, { by, url: origin + pathname, policy, stem: stem(), control: stem() });
    const created = await this.#deps.create({ url, by, test: run });
    const { session, links } = created;
    const guest = session.room.people().find(({ role }) => isGuestRole(role));
    if (!guest) throw new Error('a new session has no seat for a guest');
    this.#runs.set(session.id, run);
    void run.run(created, guest.id);
    return { id: session.id, link: links.customer };
  }

  /** Of the own company. */
  state(by: Staff, id: string): LeakTestState {
    const run = this.#runs.get(id);
    if (run?.company !== by.company) throw new GatewayError('NOT_FOUND');
    return run.state;
  }

  #sweep(): void {
    for (const [id, run] of this.#runs) {
      const isOld = Date.now() - run.startedAt > KEPT_MS || this.#runs.size >= KEPT_MAX;
      if (isOld && !isRunning(run.state)) this.#runs.delete(id);
    }
  }
}

function isRunning({ state }: LeakTestState): boolean {
  return state !== 'done' && state !== 'failed';
}

/** 12 characters that no page has: 60 bits. */
function stem(): string {
  return [...randomBytes(12)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(byte & 31)).join('');
}
