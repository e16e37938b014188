/** What guests ask the host's page to do: state, dock, right, rate, picture, block, mask, target; then the page, and its answer back. */
import type { ParticipantId, TabId } from '../shared/ids.ts';
import type { ActOutcome, GuestAction, HostOutcome, RefusalCode, RoomToRuntime, SessionState, ViewerToRoom } from '../shared/messages.ts';
import type { Rights } from '../shared/roles.ts';
import { isCurrent, protectionOf } from './act-checks.ts';
import { Acts } from './acts.ts';
import type { Guest } from './guest.ts';
import type { HostTab } from './host-tab.ts';
import { mayAct } from './permissions.ts';
import type { TabAsks } from './tab-asks.ts';

type Act = Extract<ViewerToRoom, { type: 'act' }>;

export interface RoomActsDeps {
  tab(id: TabId): HostTab | undefined;
  state(): SessionState;
  rights(participant: ParticipantId): Rights;
  /** May a guest send the host there? Rejects when not. */
  checkGo(url: string): Promise<void>;
  toHost(tab: HostTab, message: RoomToRuntime): void;
  readonly tabAsks: TabAsks;
  /** A click is on its way: others see where. */
  clicking(tab: HostTab, guest: Guest, action: Extract<GuestAction, { kind: 'click' }>): void;
  did(participant: ParticipantId, kind: GuestAction['kind'], outcome: ActOutcome): void;
  fault(participant: ParticipantId, finding: string): void;
}

export class RoomActs {
  readonly #deps: RoomActsDeps;
  readonly #pending = new Acts();

  constructor(deps: RoomActsDeps) {
    this.#deps = deps;
  }

  ask(guest: Guest, message: Act): void {
    this.#ask(guest, message).catch((error: unknown) => {
      this.#deps.fault(guest.participant, `an act failed: ${error instanceof Error ? error.name : 'unknown'}`);
      guest.send({ type: 'act-result', id: message.id, outcome: { result: 'refused', code: 'NOT_POSSIBLE' } });
    });
  }

  /** The page of this tab has answered. */
  settle(tab: TabId, id: number, outcome: HostOutcome): void {
    this.#pending.settle(tab, id, outcome);
  }

  /** The page that was asked is gone. */
  drop(tab: TabId): void {
    this.#pending.drop(tab);
  }

  clear(): void {
    this.#pending.clear();
  }

  async #ask(guest: Guest, message: Act): Promise<void> {
    const { action } = message;
    const tab = this.#deps.tab(message.tab);
    const answer = (outcome: ActOutcome) => {
      guest.send({ type: 'act-result', id: message.id, outcome });
      this.#deps.did(guest.participant, action.kind, outcome);
    };
    const refusal = this.#refusal(guest, tab, action);
    if (refusal) return answer({ result: 'refused', code: refusal });
    if (!tab || !isCurrent(tab.mirror, action, message.epoch)) return answer({ result: 'stale' });
    const protection = protectionOf(tab.mirror, action);
    if (protection) return answer({ result: 'refused', code: protection });
    if (action.kind === 'open') {
      guest.send({ type: 'act-result', id: message.id, outcome: { result: 'done' } });
      return this.#askTab(guest, tab, action.url);
    }
    if (action.kind === 'go') {
      if (!(await this.#mayGo(action.url))) return answer({ result: 'refused', code: 'NOT_ALLOWED' });
      // The check took time: the customer may have paused or taken the right away meanwhile.
      const late = this.#refusal(guest, tab, action, true);
      if (late) return answer({ result: 'refused', code: late });
    }
    if (!tab.connection) return answer({ result: 'stale' });
    const opens = (url: string): void => {
      answer({ result: 'done' });
      void this.#askTab(guest, tab, url);
    };
    const id = this.#pending.add({ tab: tab.id, participant: guest.participant, kind: action.kind, answer, opens });
    const { epoch, seq } = message;
    if (action.kind === 'click') this.#deps.clicking(tab, guest, action);
    this.#deps.toHost(tab, { type: 'act', id, from: guest.participant, tab: tab.id, epoch, seq, action });
  }

  /** Nobody but the customer's own hand can open a tab. A click may have led here, which needs another right. */
  async #askTab(guest: Guest, tab: HostTab, url: string): Promise<void> {
    const action = { kind: 'open', url } as const;
    const told = (outcome: ActOutcome) => {
      guest.send({ type: 'asked', url, outcome });
      this.#deps.did(guest.participant, 'open', outcome);
    };
    const refusal = this.#refusal(guest, tab, action, true) ?? ((await this.#mayGo(url)) ? undefined : 'NOT_ALLOWED');
    const late = refusal ?? this.#refusal(guest, tab, action, true);
    if (late) return told({ result: 'refused', code: late });
    guest.send({ type: 'asked', url, outcome: null });
    this.#deps.tabAsks.ask({ from: guest.participant, url, answer: told });
  }

  #refusal(guest: Guest, tab: HostTab | undefined, action: GuestAction, counted = false): RefusalCode | undefined {
    if (this.#deps.state() !== 'live' || tab?.dockless) return 'PAUSED';
    if (tab?.cover && action.kind !== 'open') return 'HIDDEN';
    if (!mayAct(this.#deps.rights(guest.participant), action.kind)) return 'NO_RIGHT';
    if (!counted && !guest.acts.take()) return 'TOO_FAST';
    return undefined;
  }

  async #mayGo(url: string): Promise<boolean> {
    try {
      await this.#deps.checkGo(url);
      return true;
    } catch {
      return false; // why is the connector's to tell; a guest learns only that it may not
    }
  }
}
