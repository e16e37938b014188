/**
 * Pointing at what a rule is for: a session of an administrator's own browser, whose page proposes a selector for what was
 * pointed at. The page is a stranger's, so it proposes and saves nothing: the rule is written in the console.
 */
import { GatewayError } from '../shared/error-codes.ts';
import type { Picked } from '../shared/messages.ts';
import type { Staff } from '../shared/staff.ts';
import type { CreatedSession } from './directory.ts';
import type { Session, SessionTest } from './session.ts';

/** Of one company at a time. */
const OPEN_MAX = 5;

interface Pick {
  readonly company: string;
  readonly session: Session;
  readonly test: PickTest;
}

class PickTest implements SessionTest {
  readonly is = 'pick';
  readonly sealed = false;
  picked: Picked | undefined;
  /** A selector that is being shown, and what of it was found so far. */
  counting: { readonly selector: string; matches: number } | undefined;

  names(): boolean {
    return false;
  }

  heard(): void {
    // Nothing is looked for in what the page says.
  }

  planted(): void {
    // Nothing was ordered.
  }

  pointed(picked: Picked): void {
    const { counting } = this;
    const isCount = counting !== undefined && picked.selector === counting.selector && picked.isCount === true;
    // Each document of the page answers for itself.
    if (isCount) counting.matches += picked.matches;
    else this.counting = undefined;
    this.picked = isCount ? { ...picked, matches: counting.matches } : picked;
  }
}

export class Picks {
  readonly #create: (options: { url: string; by: Staff; test: SessionTest }) => Promise<CreatedSession>;
  readonly #open = new Map<string, Pick>();

  constructor(deps: { create(options: { url: string; by: Staff; test: SessionTest }): Promise<CreatedSession> }) {
    this.#create = (options) => deps.create(options);
  }

  /** The target was checked by the caller. Throws QUOTA and what the directory throws. */
  async start(by: Staff, url: string): Promise<{ id: string; link: string }> {
    for (const [id, { session }] of this.#open) if (session.state === 'ended') this.#open.delete(id);
    if ([...this.#open.values()].filter(({ company }) => company === by.company).length >= OPEN_MAX)
      throw new GatewayError('QUOTA', { reason: 'five pages are open for pointing already' });
    const test = new PickTest();
    const { session, links } = await this.#create({ url, by, test });
    this.#open.set(session.id, { company: by.company, session, test });
    return { id: session.id, link: links.customer };
  }

  /** What was pointed at last; `ended`: the page is gone. Throws NOT_FOUND. */
  state(by: Staff, id: string): { ended: boolean; picked: Picked | null } {
    const { session, test } = this.#of(by, id);
    return { ended: session.state === 'ended', picked: test.picked ?? null };
  }

  /** Outlines on the page what a selector matches; how many it are comes back as what was pointed at. */
  show(by: Staff, id: string, selector: string): void {
    const { session, test } = this.#of(by, id);
    test.counting = { selector, matches: 0 };
    session.room.point(selector);
  }

  #of(by: Staff, id: string): Pick {
    const pick = this.#open.get(id);
    if (pick?.company !== by.company) throw new GatewayError('NOT_FOUND');
    return pick;
  }
}
