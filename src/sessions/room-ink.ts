/** Who may draw on a page of the room, and who hears of it. Denied or too fast: it is not said, and the drawer's own copy fades. */
import type { ParticipantId } from '../shared/ids.ts';
import type { InkAct, InkNews, InkPlace } from '../shared/ink.ts';
import type { Rights } from '../shared/roles.ts';
import type { Guest } from './guest.ts';
import type { HostTab } from './host-tab.ts';
import { inkBucket, inkCost } from './ink.ts';
import type { RoomEvent } from './listener.ts';
import { inkRight } from './permissions.ts';

export interface RoomInkDeps {
  rights(participant: ParticipantId): Rights;
  live(): boolean;
  toHost(tab: HostTab, news: InkNews): void;
  toGuests(tab: HostTab, news: InkNews, but: Guest | undefined, fleeting: boolean): void;
  tell(event: RoomEvent): void;
}

/** Seen in passing: a guest on a slow line may miss it, and its sender knows it already. */
const FLEETING: ReadonlySet<InkNews['is']> = new Set<InkNews['is']>(['draft', 'laser', 'ripple']);

export class RoomInk {
  readonly #deps: RoomInkDeps;
  readonly #host = inkBucket();

  constructor(deps: RoomInkDeps) {
    this.#deps = deps;
  }

  /** A page said hello: the one that we know gets its ink with the welcome, a new one is clean, and its guests are told. */
  opened(tab: HostTab): void {
    this.#deps.toGuests(tab, { is: 'all', items: tab.ink.list() }, undefined, false);
  }

  /** The page changed its address without loading: another path is another page to people, another query is not. */
  moved(tab: HostTab, before: string): void {
    if (pathOf(before) === pathOf(tab.url) || before === '') return;
    for (const news of tab.ink.act('' as ParticipantId, { do: 'clear', whose: 'all' })) this.#everybody(tab, news); // nobody's hand
  }

  fromGuest(tab: HostTab, guest: Guest, act: InkAct): void {
    if (this.#mayDraw(guest.participant, act) && guest.ink.take(inkCost[act.do])) this.#do(tab, guest.participant, act, guest);
  }

  /** `toolsOut`: the customer's own dock says that they draw. */
  fromHost(tab: HostTab, customer: ParticipantId, act: InkAct, toolsOut: boolean): void {
    if (act.do !== 'ripple' && !toolsOut) return;
    if (this.#mayDraw(customer, act) && this.#host.take(inkCost[act.do])) this.#do(tab, customer, act, undefined);
  }

  /** Who is sent off takes along what they drew. */
  sentOff(participant: ParticipantId, tabs: readonly HostTab[]): void {
    for (const tab of tabs) for (const news of tab.ink.act(participant, { do: 'clear', whose: 'mine' })) this.#everybody(tab, news);
  }

  /** An agent clicks on the page: everybody else sees where. */
  clicked(tab: HostTab, guest: Guest, { frame, node, fx, fy }: InkPlace): void {
    const at = { frame, node, fx: within(fx), fy: within(fy) };
    this.#deps.toHost(tab, { is: 'ripple', by: guest.participant, at });
    this.#deps.toGuests(tab, { is: 'ripple', by: guest.participant, at }, guest, true);
  }

  #mayDraw(participant: ParticipantId, act: InkAct): boolean {
    return this.#deps.live() && this.#deps.rights(participant)[inkRight(act)];
  }

  /** `drawer`: undefined is the host. */
  #do(tab: HostTab, by: ParticipantId, act: InkAct, drawer: Guest | undefined): void {
    if (tab.dockless || !this.#isHere(tab, act)) return;
    for (const news of tab.ink.act(by, act)) {
      if (!FLEETING.has(news.is)) this.#everybody(tab, news);
      else {
        if (drawer) this.#deps.toHost(tab, news);
        this.#deps.toGuests(tab, news, drawer, true);
      }
    }
    if (act.do === 'put') this.#deps.tell({ type: 'ink', participant: by, what: act.shape.tool });
    else if (act.do === 'clear' && act.whose === 'all') this.#deps.tell({ type: 'ink', participant: by, what: 'cleared' });
  }

  #everybody(tab: HostTab, news: InkNews): void {
    this.#deps.toHost(tab, news);
    this.#deps.toGuests(tab, news, undefined, false);
  }

  /** It hangs on a node that the room has described to guests. */
  #isHere(tab: HostTab, act: InkAct): boolean {
    const on = 'shape' in act ? act.shape : 'at' in act ? act.at : null;
    return on === null || tab.mirror.has(on.frame, on.node);
  }
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : url;
}

function within(part: number): number {
  return Math.min(1, Math.max(0, part));
}
