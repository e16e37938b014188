/** Acts that the host was asked to do and has not answered yet: ids of ours, so that a guest can neither see nor forge another's. */
import type { ParticipantId, TabId } from '../shared/ids.ts';
import type { ActOutcome, GuestAction, HostOutcome } from '../shared/messages.ts';

export interface PendingAct {
  readonly tab: TabId;
  readonly participant: ParticipantId;
  readonly kind: GuestAction['kind'];
  answer(outcome: ActOutcome): void;
  /** It would open this address in another tab. */
  opens(url: string): void;
}

/** All guests together; a host that does not answer loses the oldest. */
const MAX_PENDING = 256;
/** The host holds an act for 1 s at most; what took longer was lost with its page (ms). */
const MAX_AGE_MS = 10_000;

export class Acts {
  readonly #pending = new Map<number, PendingAct & { readonly at: number }>();
  #last = 0;

  /** Id for the host. */
  add(act: PendingAct): number {
    const now = Date.now();
    // In order of age: the first that is young enough ends the search.
    for (const [id, old] of this.#pending) {
      if (this.#pending.size < MAX_PENDING && now - old.at < MAX_AGE_MS) break;
      this.#pending.delete(id);
      old.answer({ result: 'stale' });
    }
    const id = ++this.#last;
    this.#pending.set(id, { ...act, at: now });
    return id;
  }

  /** Only by the tab that was asked. */
  settle(tab: TabId, id: number, outcome: HostOutcome): void {
    const act = this.#pending.get(id);
    if (act?.tab !== tab) return;
    this.#pending.delete(id);
    if (outcome.result === 'opens') act.opens(outcome.url);
    else act.answer(outcome);
  }

  /** The page that was asked is gone. */
  drop(tab: TabId): void {
    for (const [id, act] of [...this.#pending]) {
      if (act.tab !== tab) continue;
      this.#pending.delete(id);
      act.answer({ result: 'stale' });
    }
  }

  clear(): void {
    this.#pending.clear();
  }
}
