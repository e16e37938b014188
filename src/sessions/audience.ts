/** The guests of a room and what each of them sees: which tab, or why nothing; changes as they come, whole pictures when needed. */
import { closeCodes } from '../shared/close-codes.ts';
import type { FrameId, NodeId, ParticipantId, TabId } from '../shared/ids.ts';
import type { InkNews } from '../shared/ink.ts';
import type { Look, RoomToViewer, SessionState } from '../shared/messages.ts';
import type { PagelessNotice } from '../shared/notices.ts';
import type { GuestRole } from '../shared/policy.ts';
import type { Rights, Role } from '../shared/roles.ts';
import type { BlankReason, Guest } from './guest.ts';
import type { HostTab } from './host-tab.ts';
import { mayNow } from './permissions.ts';
import type { PictureAt } from './picture-lane.ts';
import type { Tabs } from './tabs.ts';
import type { TailPart } from './tail.ts';

export interface AudienceDeps {
  readonly tabs: Tabs;
  state(): SessionState;
  rights(participant: ParticipantId): Rights;
  roleOf(participant: ParticipantId): Role | undefined;
  /** Has the customer been told this name? */
  isNamed(participant: ParticipantId): boolean;
  customerIsHere(): boolean;
  /** What the gateway found in place of the page. */
  pageless(): PagelessNotice | undefined;
  /** The shadow copy of this frame is missing: ask the host. */
  needKey(tab: HostTab, frame: FrameId): void;
  /** Who looks at what may be another. */
  looked(): void;
}

export class Audience {
  readonly #deps: AudienceDeps;
  readonly #guests = new Set<Guest>();

  constructor(deps: AudienceDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#guests.size;
  }

  /** Of all who watch, or will as soon as they may: what is masked for one of them is masked in the stream that they share. */
  roles(): ReadonlySet<GuestRole> {
    const roles = new Set<GuestRole>();
    for (const { participant } of this.#guests) {
      const role = this.#deps.roleOf(participant);
      if (role && role !== 'customer') roles.add(role);
    }
    return roles;
  }

  add(guest: Guest): void {
    this.#guests.add(guest);
  }

  remove(guest: Guest): void {
    this.#guests.delete(guest);
    guest.close();
    this.#deps.looked();
  }

  /** The tab of each guest who may look; of nobody who only tries what guests see. */
  looks(): Look[] {
    const found = new Map<string, Look>();
    for (const guest of this.#guests) {
      const tab = guest.shown === null || guest.preview || this.#blind(guest) ? undefined : this.#deps.tabs.get(guest.shown);
      if (!tab) continue;
      const { title, url } = tab.info();
      found.set(`${guest.participant} ${tab.id}`, { participant: guest.participant, tab: tab.id, title: title || siteOf(url) });
    }
    return [...found.values()];
  }

  /** Words for everybody, whatever they see. */
  tell(message: RoomToViewer): void {
    const text = JSON.stringify(message);
    for (const guest of this.#guests) guest.outbox.send(text);
  }

  /** A change of this tab's page, for those who see it. */
  stream(tab: HostTab, message: RoomToViewer): void {
    let text: string | undefined;
    for (const guest of this.#guests) if (guest.watches(tab.id)) guest.outbox.stream((text ??= JSON.stringify(message)));
  }

  /** Ops that are JSON already: most of what is said at all. */
  ops(tab: HostTab, frame: FrameId, part: TailPart): void {
    let text: string | undefined;
    for (const guest of this.#guests) if (guest.watches(tab.id)) guest.outbox.stream((text ??= opsMessage(tab.id, frame, part)));
  }

  /** Canvases of this tab's page have new pictures, for those who see it. */
  pictures(tab: HostTab, frame: FrameId, nodes: readonly NodeId[]): void {
    if (nodes.length === 0) return;
    for (const guest of this.#guests)
      if (guest.watches(tab.id)) for (const node of nodes) guest.pictures.want({ tab: tab.id, frame, node });
  }

  /** For the lane of one guest: the picture of now, if it may see it. */
  pictureFor(guest: Guest, { tab, frame, node }: PictureAt): ReturnType<HostTab['mirror']['picture']> {
    return guest.watches(tab) ? this.#deps.tabs.get(tab)?.mirror.picture(frame, node) : undefined;
  }

  point(message: Extract<RoomToViewer, { type: 'pointer' }>, but?: Guest): void {
    const text = JSON.stringify(message);
    for (const guest of this.#guests) if (guest !== but && guest.watches(message.tab)) guest.outbox.fleeting(text);
  }

  /** Ink on this tab's page, for those who see it; what is fleeting may be lost on a slow line. */
  ink(tab: HostTab, news: InkNews, but: Guest | undefined, fleeting: boolean): void {
    const text = JSON.stringify({ type: 'ink', tab: tab.id, news } satisfies RoomToViewer);
    for (const guest of this.#guests) {
      if (guest === but || !guest.watches(tab.id)) continue;
      if (fleeting) guest.outbox.fleeting(text);
      else guest.outbox.send(text);
    }
  }

  tabRemoved(tab: HostTab): void {
    for (const guest of this.#guests) if (guest.follow === tab.id) guest.follow = null;
  }

  showAll(): void {
    for (const guest of this.#guests) this.#show(guest);
    this.#deps.looked();
  }

  /** Brings one guest to what it should see now; says nothing when it sees that already. */
  show(guest: Guest): void {
    this.#show(guest);
    this.#deps.looked();
  }

  #show(guest: Guest): void {
    const { tabs } = this.#deps;
    const tab = (guest.follow === null ? undefined : tabs.get(guest.follow)) ?? tabs.active();
    const moved = guest.shown !== (tab?.id ?? null);
    guest.shown = tab?.id ?? null;
    this.#listTabs(guest);
    const why = this.#blankFor(guest, tab, moved);
    if (why !== null) {
      if (guest.blank !== why) guest.send({ type: 'blank', why });
      guest.blank = why;
      return;
    }
    const wasBlank = guest.blank !== null;
    guest.blank = null;
    if (wasBlank || moved) this.picture(guest);
  }

  /** Everything the room holds of the shown tab, parents first. */
  picture(guest: Guest): void {
    const tab = guest.shown === null ? undefined : this.#deps.tabs.get(guest.shown);
    if (!tab || guest.blank !== null) return;
    for (const frame of tab.mirror.frames()) this.#sendKey(guest, tab, frame, { whole: true });
    guest.send({ type: 'ink', tab: tab.id, news: { is: 'all', items: tab.ink.list() } });
  }

  /** A guest has a gap: the tail from there, or the whole frame. */
  resend(guest: Guest, at: { tab: TabId; frame: FrameId; epoch: number; seq: number }): void {
    const tab = this.#deps.tabs.get(at.tab);
    // A guest that is behind gets whole pictures once it has caught up.
    if (!tab || !guest.watches(tab.id) || guest.outbox.stale || !guest.needs.take()) return;
    const tail = tab.mirror.tail(at.frame, at.epoch, at.seq);
    if (!tail) {
      if (!this.#sendKey(guest, tab, at.frame)) this.#deps.needKey(tab, at.frame);
      return;
    }
    for (const part of tail) guest.outbox.stream(opsMessage(tab.id, at.frame, part));
    this.#wantPictures(guest, tab, at.frame);
  }

  /** Address behind `<capability>.<id>`, while that viewer is connected, may look, and an element that it may see refers to it. */
  assetAddress(capability: string, id: string): string | undefined {
    const guest = [...this.#guests].find((one) => one.assets === capability);
    if (!guest || this.#blind(guest)) return undefined;
    // Of the page before it may still be fetched while the next one is not described: both are the same tab's.
    const tab = guest.shown === null || guest.blank !== null ? undefined : this.#deps.tabs.get(guest.shown);
    return tab?.mirror.refersTo(id) ? tab.mirror.addressOf(id) : undefined;
  }

  /** Ends what this person sees. */
  sendOff(participant: ParticipantId): void {
    for (const guest of [...this.#guests]) {
      if (guest.participant !== participant) continue;
      guest.send({ type: 'end' });
      guest.connection.close(closeCodes.ended, 'sent off');
    }
  }

  /** Ends every connection. */
  dismiss(bye: (guest: Guest) => void): void {
    for (const guest of this.#guests) {
      bye(guest);
      guest.close();
    }
    this.#guests.clear();
  }

  #sendKey(guest: Guest, tab: HostTab, frame: FrameId, more: { readonly whole?: true } = {}): boolean {
    const key = tab.mirror.keyframe(frame);
    if (!key) return false;
    guest.outbox.stream(JSON.stringify({ type: 'key', tab: tab.id, frame, ...key, ...more } satisfies RoomToViewer));
    this.#wantPictures(guest, tab, frame);
    return true;
  }

  #wantPictures(guest: Guest, tab: HostTab, frame: FrameId): void {
    for (const node of tab.mirror.pictured(frame)) guest.pictures.want({ tab: tab.id, frame, node });
  }

  #listTabs(guest: Guest): void {
    // Addresses and titles are part of the page: who may not look gets neither.
    const may = this.#blind(guest) === undefined;
    const tabs = may
      ? this.#deps.tabs
          .all()
          .filter((tab) => !tab.dockless)
          .map((tab) => tab.info())
      : [];
    const at = may
      ? { shown: guest.shown, pinned: guest.follow, active: this.#deps.tabs.active()?.id ?? null }
      : { shown: null, pinned: guest.follow, active: null };
    const text = JSON.stringify({ type: 'tabs', tabs, ...at } satisfies RoomToViewer);
    if (text === guest.tabs) return;
    guest.tabs = text;
    guest.outbox.send(text);
  }

  /** Why this guest may see nothing at all. */
  #blind(guest: Guest): BlankReason | undefined {
    const state = this.#deps.state();
    if (state !== 'live') return state;
    if (guest.preview) return undefined;
    // Nobody looks before the customer has their name.
    if (!this.#deps.isNamed(guest.participant)) return 'loading';
    return mayNow(this.#deps.rights(guest.participant), 'view', state) ? undefined : 'paused';
  }

  #blankFor(guest: Guest, tab: HostTab | undefined, moved: boolean): BlankReason | null {
    const blind = this.#blind(guest);
    if (blind) return blind;
    // A page of ours that says what went wrong has neither runtime nor dock: the tab looks as if it had been left.
    const pageless = this.#deps.pageless();
    if (pageless && !tab?.connection) return pageless;
    if (!tab) return this.#deps.customerIsHere() ? 'loading' : 'host-away';
    if (tab.dockless) return 'dock';
    const { cover } = tab;
    if (cover && !(guest.through && cover !== 'gone')) return cover === 'gone' && !this.#deps.customerIsHere() ? 'host-away' : cover;
    if (tab.pictured) return null;
    // Between two pages the old picture stands, so that a visit does not flicker.
    return tab.settling && guest.blank === null && !moved ? null : (pageless ?? 'loading');
  }
}

/** `{"type":"ops"}` of RoomToViewer, around ops that are text. Ids are our own or checked: nothing in them needs an escape. */
function opsMessage(tab: TabId, frame: FrameId, { epoch, seq, ops }: TailPart): string {
  return `{"type":"ops","tab":"${tab}","frame":"${frame}","epoch":${epoch},"seq":${seq},"ops":${ops}}`;
}

function siteOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
