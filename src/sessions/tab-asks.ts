/**
 * Guests ask for another tab: only a press of the customer's own opens one, in the dock. Each question stands in every dock
 * until somebody answers it, the guest goes, or it has stood for too long.
 */
import type { ParticipantId } from '../shared/ids.ts';
import type { ActOutcome, TabAsk } from '../shared/messages.ts';

/** Of all guests together: the customer is not to be pestered. One of a guest at a time. */
const ASKS_MAX = 3;
/** The customer reads the question while they talk about it (ms). */
const PATIENCE_MS = 120_000;

export interface TabAsksDeps {
  /** Where the customer's browser opens it; undefined: not in this session. */
  hrefOf(url: string): string | undefined;
  /** The session has all the tabs that it may have. */
  full(): boolean;
  changed(asks: readonly TabAsk[]): void;
}

interface Open extends TabAsk {
  readonly timer: NodeJS.Timeout;
  answer(outcome: ActOutcome): void;
}

export class TabAsks {
  readonly #deps: TabAsksDeps;
  readonly #open = new Map<number, Open>();
  #last = 0;

  constructor(deps: TabAsksDeps) {
    this.#deps = deps;
  }

  list(): TabAsk[] {
    return [...this.#open.values()].map(({ id, from, url, href }) => ({ id, from, url, href }));
  }

  /** `answer` is called once, now or later. */
  ask({ from, url, answer }: { readonly from: ParticipantId; readonly url: string; answer(outcome: ActOutcome): void }): void {
    const href = this.#deps.hrefOf(url);
    if (href === undefined) return answer({ result: 'refused', code: 'NOT_ALLOWED' });
    if (this.#deps.full()) return answer({ result: 'refused', code: 'TABS_FULL' });
    // The newer wish is the one that is meant.
    for (const ask of [...this.#open.values()]) if (ask.from === from) this.#end(ask, { result: 'stale' });
    if (this.#open.size >= ASKS_MAX) return answer({ result: 'refused', code: 'TOO_FAST' });
    const id = ++this.#last;
    const timer = setTimeout(() => this.settle(id, false), PATIENCE_MS).unref();
    this.#open.set(id, { id, from, url, href, timer, answer });
    this.#deps.changed(this.list());
  }

  /** The customer's answer. */
  settle(id: number, allow: boolean): void {
    const ask = this.#open.get(id);
    if (!ask) return; // another dock was faster
    this.#end(ask, allow ? { result: 'done' } : { result: 'refused', code: 'DECLINED' });
    this.#deps.changed(this.list());
  }

  /** The guest has gone. */
  drop(from: ParticipantId): void {
    const theirs = [...this.#open.values()].filter((ask) => ask.from === from);
    for (const ask of theirs) this.#end(ask, { result: 'stale' });
    if (theirs.length > 0) this.#deps.changed(this.list());
  }

  /** Sharing stops: nothing is asked any more. */
  close(): void {
    const open = [...this.#open.values()];
    for (const ask of open) this.#end(ask, { result: 'refused', code: 'PAUSED' });
    if (open.length > 0) this.#deps.changed([]);
  }

  #end(ask: Open, outcome: ActOutcome): void {
    clearTimeout(ask.timer);
    this.#open.delete(ask.id);
    ask.answer(outcome);
  }
}
