/**
 * The live part of a session: who is here, which tabs the host has, and every message in between. Runs without a socket.
 * It is one file so that the order of a message is read in one place; what each side then does is in the room-*.ts beside it.
 *
 *   runtime --describe--> budget -> shadow copy (checks masks) -> every guest that watches the tab
 *   guest   --act-------> state, dock, right, rate, picture, block, mask, target -> the host's page, and its answer back
 *   dock    --words-----> chat, pause, resume, stop, rights          console --words--> chat, rights
 */
import { closeCodes } from '../shared/close-codes.ts';
import type { ParticipantId, SessionId, TabId } from '../shared/ids.ts';
import { passingKinds, RECEIPT_BYTES } from '../shared/messages.ts';
import type {
  ChatMessage,
  DockToRoom,
  Person,
  Picked,
  Place,
  RoomToConsole,
  RoomToDock,
  RoomToRuntime,
  RuntimeToRoom,
  SessionState,
  ViewerToRoom,
} from '../shared/messages.ts';
import type { PlantOrder } from '../shared/leak-test.ts';
import type { GuestRole, Policy } from '../shared/policy.ts';
import { isGuestRole, type Action, type Role, type Step } from '../shared/roles.ts';
import { isStep } from '../shared/step-up.ts';
import { Audience } from './audience.ts';
import { Board } from './board.ts';
import { Bucket } from './bucket.ts';
import { Chat } from './chat.ts';
import type { Connection } from './connection.ts';
import { Downloads } from './downloads.ts';
import { Friends } from './friends.ts';
import { Guest, type GuestLimits } from './guest.ts';
import { HostAssets, type HostAsset } from './host-assets.ts';
import type { HostTab, TabLimits } from './host-tab.ts';
import type { RoomEvent } from './listener.ts';
import type { MirrorState } from './mirror-state.ts';
import { Notices } from './notices.ts';
import { People } from './participant.ts';
import { mayLead, mayNow } from './permissions.ts';
import type { TurnServer } from './relay.ts';
import { RoomActs } from './room-acts.ts';
import { RoomConsoles, type ConsoleSeat } from './room-consoles.ts';
import { RoomDocks, type Dock } from './room-docks.ts';
import { RoomInk } from './room-ink.ts';
import { RoomMirror } from './room-mirror.ts';
import { StepUp } from './step-up.ts';
import { TabAsks } from './tab-asks.ts';
import { Tabs } from './tabs.ts';

export interface RoomDeps {
  readonly id: SessionId;
  /** Address the session was created for. */
  readonly url: string;
  /** `http://<sid>.<base>`. */
  readonly origin: string;
  /** Nine digits that the customer may type. */
  readonly pin: string;
  /** What is hidden from guests, in words. */
  readonly hidden: readonly string[];
  readonly limits: GuestLimits &
    TabLimits & {
      readonly participantsMax: number;
      readonly tabsMax: number;
      readonly tabAdoptMs: number;
      readonly chatLimitBytes: number;
      readonly chatMessagesMax: number;
      readonly boardFileBytes: number;
      readonly boardBytesPerSession: number;
      readonly stepGuestsMax: number;
      readonly stepGraceMs: number;
      readonly relayLifetimeMs: number;
      readonly friendsMax: number;
      readonly friendLinkLifetimeMs: number;
    };
  readonly turn: TurnServer | null;
  /** What agents may ask for besides the page. */
  readonly stepUp: readonly Step[];
  /** Folder of everything that is kept. */
  readonly dataDir: string;
  /** Where the customer's browser opens an address of a target; undefined: not here. */
  hrefOf(url: string): string | undefined;
  /** What is written is kept when the session is over. */
  readonly keepsChat: boolean;
  /** Ready-made messages of the company. */
  answers(): readonly string[];
  /** `watching`: roles of those who see it. */
  policyFor(url: string, watching: ReadonlySet<GuestRole>): Policy;
  /** What these rules hide, in words for people. */
  wordsOf(policy: Policy, rules: ReadonlySet<string>): { readonly here: readonly string[]; readonly others: boolean };
  createMirror(policy: Policy): MirrorState;
  /** May a guest send the host there? Rejects when not. */
  checkGo(url: string): Promise<void>;
  tell(event: RoomEvent): void;
  /** Ask for the end of the whole session; `end` of the room follows. */
  requestEnd(by: string): void;
  pointed(picked: Picked): void;
  /** A document of a leak test has planted. */
  planted(message: Extract<RuntimeToRoom, { type: 'planted' }>): void;
  presence(here: { customer: boolean; anybody: boolean }): void;
  /** A seat and a link for a friend of the customer. */
  addFriend(name: string): Promise<{ readonly link: string; readonly participant: ParticipantId }>;
  /** Did this person open the session? */
  isOwner(participant: ParticipantId): boolean;
  /** State or people changed. */
  changed(): void;
}

/** What the door gets for a socket that was let in. */
export interface Receiver<Message> {
  /** `bytes`: length of the message on the wire. */
  receive(message: Message, bytes: number): void;
  left(): void;
}

/** Sockets of one kind in one session: every seat with two windows, and some in the middle of a reconnect. */
const MAX_SOCKETS = 40;
const CHATS = { perSecond: 2, burst: 10 };

export class Room {
  readonly pin: string;
  readonly notices = new Notices(() => this.#tellNotices());
  readonly board: Board;
  readonly stepUp: StepUp;
  readonly downloads: Downloads;
  readonly #deps: RoomDeps;
  readonly #people: People;
  readonly #chat: Chat;
  readonly #acts: RoomActs;
  readonly #hostAssets = new HostAssets();
  readonly #tabs: Tabs;
  readonly #audience: Audience;
  readonly #mirror: RoomMirror;
  readonly #ink: RoomInk;
  readonly #tabAsks: TabAsks;
  readonly #friends: Friends;
  #looks = '';
  readonly #docks: RoomDocks;
  readonly #consoles: RoomConsoles;
  readonly #hostPointers: Bucket;
  #state: SessionState = 'waiting';

  constructor(deps: RoomDeps) {
    this.#deps = deps;
    this.pin = deps.pin;
    const { limits } = deps;
    this.#chat = new Chat({ messagesMax: limits.chatMessagesMax, textBytes: limits.chatLimitBytes });
    this.#hostPointers = new Bucket({ perSecond: limits.pointersPerSecondMax, burst: limits.pointersPerSecondMax });
    this.#people = new People({
      seatsMax: limits.participantsMax,
      changed: () => this.#tellPeople(),
      arrived: (person) => deps.tell({ type: 'joined', participant: person.id, role: person.role, name: person.name }),
      departed: (person) => deps.tell({ type: 'left', participant: person.id, role: person.role, name: person.name }),
    });
    this.#tabs = new Tabs({
      limits,
      createMirror: (policy) => deps.createMirror(policy),
      changed: () => this.#audience.showAll(),
      removed: (tab) => this.#tabRemoved(tab),
    });
    this.#audience = new Audience({
      tabs: this.#tabs,
      state: () => this.#state,
      rights: (participant) => this.#people.rights(participant),
      roleOf: (participant) => this.#people.get(participant)?.role,
      isNamed: (participant) => this.#people.isNamed(participant),
      customerIsHere: () => this.#people.customer()?.state === 'here',
      pageless: () => this.notices.pageless(),
      needKey: (tab, frame) => this.#mirror.needKey(tab, frame),
      looked: () => this.#tellLooks(),
    });
    this.#tabAsks = new TabAsks({
      hrefOf: (url) => deps.hrefOf(url),
      full: () => this.#tabs.full,
      changed: (asks) => this.#docks.tell({ type: 'tab-asks', asks }),
    });
    this.#mirror = new RoomMirror({ audience: this.#audience, toHost, fault: (participant, finding) => this.#fault(participant, finding) });
    this.board = new Board({
      id: deps.id,
      dataDir: deps.dataDir,
      limits,
      person: (id) => this.#people.get(id),
      people: () => this.people(),
      state: () => this.#state,
      checkGo: (url) => deps.checkGo(url),
      hrefOf: (url) => deps.hrefOf(url),
      tell: (event) => deps.tell(event),
      changed: ({ items, by }) => {
        this.#docks.tell({ type: 'board', items, by });
        this.#consoles.tell({ type: 'board', session: deps.id, items, by });
      },
    });
    this.stepUp = new StepUp({
      limits,
      turn: deps.turn,
      offered: deps.stepUp,
      person: (id) => this.#people.get(id),
      people: () => this.people(),
      state: () => this.#state,
      setRight: (by, whose, step, allow) => this.#setRight(by, whose, step, allow),
      tell: (event) => deps.tell(event),
      changed: (news) => this.#docks.tell(news),
    });
    this.#docks = new RoomDocks({
      tab: (id) => this.#tabs.get(id),
      hiddenOn: (tab) => deps.wordsOf(tab.policy, tab.matching),
      said: (dock, message) => this.#fromDock(dock, message),
      left: (participant) => this.#people.leave(participant),
    });
    this.#consoles = new RoomConsoles({
      say: (participant, allowance, text) => this.#say(participant, allowance, text),
      seen: (participant) => this.#people.seen(participant),
      hidden: (participant, hidden) => this.#people.hidden(participant, hidden),
      rights: (by, whose, action, allow) => {
        const leader = this.#people.get(by);
        const led = this.#people.get(whose);
        if (!leader || !led || !mayLead(leader, led, action, allow, deps.isOwner(by))) return false;
        return this.#setRight(by, whose, action, allow);
      },
      control: (participant, want, mayAsk) => {
        if (this.#state !== 'live' || (want && !mayAsk())) return false;
        return this.#control(participant, participant, 'guest', want);
      },
      left: (participant) => this.#people.leave(participant),
    });
    this.#friends = new Friends({
      limits,
      state: () => this.#state,
      people: () => this.people(),
      full: () => this.full,
      addFriend: (name) => deps.addFriend(name),
      sendOff: (participant) => {
        this.#audience.sendOff(participant);
        this.board.sendOff(participant);
        this.#consoles.sendOff(participant, { type: 'sent-off', session: deps.id });
        this.#ink.sentOff(participant, this.#tabs.all());
        this.#people.remove(participant);
      },
      tell: (event) => deps.tell(event),
    });
    this.#acts = new RoomActs({
      tab: (id) => this.#tabs.get(id),
      state: () => this.#state,
      rights: (participant) => this.#people.rights(participant),
      checkGo: (url) => deps.checkGo(url),
      toHost,
      tabAsks: this.#tabAsks,
      clicking: (tab, guest, { at }) => this.#ink.clicked(tab, guest, at),
      did: (participant, kind, outcome) => {
        deps.tell({ type: 'act', participant, kind, outcome });
        if (!passingKinds.has(kind)) this.#docks.tell({ type: 'did', from: participant, kind, outcome });
      },
      fault: (participant, finding) => this.#fault(participant, finding),
    });
    this.downloads = new Downloads({
      isLive: () => this.#state === 'live',
      askName: (id, name) => {
        const tab = this.#tabs.active();
        if (tab) toHost(tab, { type: 'name-download', id, name });
      },
      tellAgents: (download) => this.#consoles.tell({ type: 'download', session: deps.id, download }),
      tell: (event) => deps.tell(event),
    });
    this.#ink = new RoomInk({
      rights: (participant) => this.#people.rights(participant),
      live: () => this.#state === 'live',
      toHost: (tab, news) => toHost(tab, { type: 'ink', news }),
      toGuests: (tab, news, but, fleeting) => this.#audience.ink(tab, news, but, fleeting),
      tell: (event) => deps.tell(event),
    });
  }

  get state(): SessionState {
    return this.#state;
  }

  // ---- people --------------------------------------------------------------------------------------------------------

  people(): Person[] {
    return this.#people.list();
  }

  person(id: ParticipantId): Person | undefined {
    return this.#people.get(id);
  }

  /** No seat is left. */
  get full(): boolean {
    return this.#people.full;
  }

  addSeat(seat: { id: ParticipantId; role: Role; name: string }): void {
    this.#people.add(seat);
  }

  /** The customer said yes. */
  start(participant: ParticipantId, granted: readonly Action[]): void {
    if (this.#state !== 'waiting') return;
    this.#people.grant(granted);
    this.#deps.tell({ type: 'consent', participant, granted });
    this.#setState('live', participant);
  }

  // ---- runtime: the host's page ----------------------------------------------------------------------------------------

  joinRuntime(
    connection: Connection,
    participant: ParticipantId,
    hello: Extract<RuntimeToRoom, { type: 'hello' }>,
  ): Receiver<RuntimeToRoom> | undefined {
    if (!this.#mayEnter(connection, participant, 'host')) return undefined;
    const policy = this.#deps.policyFor(hello.url, this.#audience.roles());
    const opened = this.#tabs.open(connection, hello, policy);
    if (!opened) {
      // The page tries again by itself: it comes in when another tab has gone.
      connection.close(closeCodes.tooMany, 'tabs');
      this.notices.tell('TAB_LIMIT');
      return undefined;
    }
    this.notices.over('TAB_LIMIT');
    const { tab, replaced } = opened;
    replaced?.close(closeCodes.replaced, 'replaced');
    this.#acts.drop(tab.id);
    this.#enter(participant, connection);
    this.#welcome(tab, connection);
    this.#ink.opened(tab);
    if (hello.policy !== policy.version) this.notices.opened(tab.id);
    this.#deps.tell({ type: 'page', tab: tab.id, url: tab.info().url });
    this.#audience.showAll();
    const receipts = { messages: 0, told: 0, bytes: 0 };
    return {
      receive: (message, bytes) => {
        receipts.messages++;
        receipts.bytes += bytes;
        if (receipts.bytes - receipts.told >= RECEIPT_BYTES) {
          receipts.told = receipts.bytes;
          toRuntime(connection, { type: 'got', messages: receipts.messages });
        }
        // A socket that was replaced may still have messages under way.
        if (tab.connection === connection) this.#fromRuntime(tab, participant, message, bytes);
      },
      left: () => {
        this.#people.leave(participant);
        if (tab.connection !== connection) return;
        this.#acts.drop(tab.id);
        this.#tabs.left(tab);
        this.#audience.showAll();
      },
    };
  }

  #welcome(tab: HostTab, connection: Connection): void {
    const have = tab.mirror.positions();
    const ink = tab.ink.list();
    toRuntime(connection, {
      type: 'welcome',
      tab: tab.id,
      policy: tab.policy,
      people: this.people(),
      state: this.#state,
      ...(have.length ? { have } : {}),
      ...(ink.length ? { ink } : {}),
    });
  }

  #fromRuntime(tab: HostTab, participant: ParticipantId, message: RuntimeToRoom, bytes: number): void {
    // A page that goes on talking did not leave after all: a download, or a question that was answered with "stay".
    if (message.type === 'ops' || message.type === 'meta' || message.type === 'pointer') tab.leavingTo = undefined;
    if (isByHand(message)) {
      this.#people.seen(participant);
      tab.touch();
    }
    switch (message.type) {
      case 'hello':
        return; // said once, at the start
      case 'key':
      case 'ops':
      case 'frame':
      case 'frame-gone':
      case 'checksum':
        return this.#mirror.take(tab, participant, message, bytes);
      case 'meta': {
        const before = tab.url;
        this.#tabs.describe(tab, message);
        this.#customerLooks(participant);
        if (before !== tab.url) this.#ink.moved(tab, before);
        if (before !== tab.url) this.#deps.tell({ type: 'page', tab: tab.id, url: tab.info().url });
        this.#audience.showAll();
        return;
      }
      case 'pointer':
        if (this.#tabs.attend(tab)) this.#audience.showAll();
        if (!this.#hostPointers.take() || !tab.mirror.has(message.at.frame, message.at.node)) return;
        this.#audience.point({ type: 'pointer', tab: tab.id, from: participant, at: message.at });
        return;
      case 'ink':
        this.#ink.fromHost(tab, participant, message.act, this.#docks.drawsOn(tab));
        return;
      case 'act-result':
        this.#acts.settle(tab.id, message.id, message.outcome);
        return;
      case 'hits':
        this.#deps.tell({ type: 'hits', hits: message.hits });
        if (tab.matched(Object.keys(message.hits))) this.#docks.tellHidden(tab);
        return;
      case 'notice':
        this.notices.tellOf(tab.id, message.code);
        return;
      case 'download':
        return this.downloads.fromHost(message);
      case 'pointed':
        return this.#deps.pointed(message.picked);
      case 'planted':
        return this.#deps.planted(message);
      case 'leaving':
        tab.leavingTo = message.to;
        return;
      case 'asset': {
        const { id, mime, data } = message;
        this.#hostAssets.settle(tab.id, id, data === null ? undefined : { mime, bytes: Buffer.from(data, 'base64') });
        return;
      }
      default:
        message satisfies never;
    }
  }

  /** Leak test: canaries into the page that is looked at. False: there is none. */
  plant(order: PlantOrder): boolean {
    const connection = this.#tabs.active()?.connection;
    if (connection) toRuntime(connection, { type: 'plant', order });
    return connection !== undefined;
  }

  /** Pages that are pointed at: outlines what a selector matches. */
  point(selector: string): void {
    const connection = this.#tabs.active()?.connection;
    if (connection) toRuntime(connection, { type: 'point', selector });
  }

  /**
   * Rules have changed, or those who watch. Every page that is open is described anew under those of now; what was kept of it is gone, and nobody
   * sees it until it has come.
   */
  policyChanged(): void {
    if (this.#state === 'ended') return;
    const watching = this.#audience.roles();
    let remasked = false;
    for (const tab of this.#tabs.all()) {
      const policy = this.#deps.policyFor(tab.url, watching);
      if (policy.version === tab.policy.version) continue;
      tab.remask(policy);
      if (tab.connection) this.#welcome(tab, tab.connection);
      remasked = true;
    }
    if (remasked) this.#audience.showAll();
  }

  /** Every frame of the page that is looked at is described anew. */
  refresh(): void {
    const tab = this.#tabs.active();
    if (tab) for (const frame of tab.mirror.frames()) toHost(tab, { type: 'need-key', frame });
  }

  /** Does any page of the session lie open before the customer? */
  #customerLooks(participant: ParticipantId): void {
    const here = this.#tabs.all().filter((tab) => tab.connection);
    if (here.length > 0) this.#people.hidden(participant, !here.some((tab) => tab.visible));
  }

  #fault(participant: ParticipantId, finding: string): void {
    this.#deps.tell({ type: 'fault', participant, finding });
  }

  #tabRemoved(tab: HostTab): void {
    this.#docks.tabRemoved(tab);
    this.notices.removed(tab.id);
    this.notices.over('TAB_LIMIT');
    this.#audience.tabRemoved(tab);
    this.#audience.showAll();
  }

  // ---- dock: the customer's own words ----------------------------------------------------------------------------------

  joinDock(
    connection: Connection,
    participant: ParticipantId,
    hello: Extract<DockToRoom, { type: 'hello' }>,
  ): Receiver<DockToRoom> | undefined {
    if (!this.#mayEnter(connection, participant, 'host') || this.#crowded(this.#docks.size, connection)) return undefined;
    this.#enter(participant, connection);
    const notices = this.notices.list();
    const asks = this.#tabAsks.list();
    const welcome: RoomToDock = {
      type: 'welcome',
      you: participant,
      people: this.people(),
      state: this.#state,
      chat: this.#chat.list(),
      site: new URL(this.#deps.url).host,
      hidden: this.#deps.hidden,
      pin: this.pin,
      ...(this.#deps.keepsChat ? { kept: true } : {}),
      ...(this.#friends.offer ? { friends: this.#friends.offer } : {}),
    };
    return this.#docks.join(connection, participant, new Bucket(CHATS), hello.tab, [
      welcome,
      ...(this.board.size > 0 ? [{ type: 'board', items: this.board.size, by: null } as const] : []),
      ...(notices.length > 0 ? [{ type: 'notices', notices } as const] : []),
      ...(asks.length > 0 ? [{ type: 'tab-asks', asks } as const] : []),
      { type: 'looks', looks: this.#audience.looks() },
      this.stepUp.news(),
    ]);
  }

  #tellLooks(): void {
    const looks = this.#audience.looks();
    const text = JSON.stringify(looks);
    if (text === this.#looks) return;
    this.#looks = text;
    this.#docks.tell({ type: 'looks', looks });
  }

  #fromDock(dock: Dock, message: DockToRoom): void {
    if (message.type !== 'named') this.#people.seen(dock.participant);
    switch (message.type) {
      case 'chat':
        return this.#say(dock.participant, dock.chats, message.text);
      case 'pause':
        if (this.#state === 'live') this.#setState('paused', dock.participant);
        return;
      case 'resume':
        if (this.#state === 'paused') this.#setState('live', dock.participant);
        return;
      case 'stop':
        return this.#deps.requestEnd('customer');
      case 'hello':
      case 'drawing':
        return; // the docks' own
      case 'tab-answer':
        return this.#tabAsks.settle(message.id, message.allow);
      case 'presence':
        return; // of the customer their pages tell, and that they are here the first line has noted
      case 'able':
        return this.stepUp.able(message.steps);
      case 'step':
        return this.stepUp.fromDock(message.step, message.what, dock.participant);
      case 'rights':
        // What is more than the page is given in a window of ours alone, which no page can draw over.
        if (message.allow && isStep(message.action)) return;
        this.#setRight(dock.participant, message.participant, message.action, message.allow);
        return;
      case 'control':
        this.#control(dock.participant, message.participant, 'customer', message.allow);
        return;
      case 'bring':
        void this.#friends.bring(message.name, (answer) => dock.send(answer));
        return;
      case 'send-off':
        return this.#friends.sendOff(message.participant, dock.participant);
      case 'named':
        if (this.#people.name(message.people)) this.#audience.showAll();
        return;
      default:
        message satisfies never;
    }
  }

  // ---- viewer: a guest looks and acts ------------------------------------------------------------------------------------

  joinViewer(connection: Connection, participant: ParticipantId): Receiver<ViewerToRoom> | undefined {
    return this.#mayEnter(connection, participant, 'guest') ? this.#joinAudience(connection, participant, {}) : undefined;
  }

  /** A leak test listens as a guest does, whatever lies before the page. */
  joinListener(connection: Connection, participant: ParticipantId): Receiver<ViewerToRoom> | undefined {
    return this.#mayEnter(connection, participant, 'guest') ? this.#joinAudience(connection, participant, { through: true }) : undefined;
  }

  /** The customer looks at the picture that agents get: nobody is told, and nothing is done from there. */
  joinPreview(connection: Connection, participant: ParticipantId): Receiver<ViewerToRoom> | undefined {
    return this.#mayEnter(connection, participant, 'host') ? this.#joinAudience(connection, participant, { preview: true }) : undefined;
  }

  #joinAudience(
    connection: Connection,
    participant: ParticipantId,
    { preview = false, through = preview }: { readonly preview?: boolean; readonly through?: boolean },
  ): Receiver<ViewerToRoom> | undefined {
    if (this.#crowded(this.#audience.size, connection)) return undefined;
    const { limits } = this.#deps;
    const guest = new Guest({
      participant,
      connection,
      limits,
      preview,
      through,
      resync: (late) => this.#audience.picture(late),
      picture: (who, at) => this.#audience.pictureFor(who, at),
    });
    guest.send({ type: 'welcome', you: participant, people: this.people(), state: this.#state, assets: guest.assets });
    this.#audience.add(guest);
    // Before the first picture: what is masked for this role is masked for all who share the stream.
    this.policyChanged();
    this.#enter(participant, connection);
    this.#audience.show(guest);
    return {
      receive: (message) => this.#fromViewer(guest, message),
      left: () => {
        this.#audience.remove(guest);
        this.#tabAsks.drop(participant);
        this.policyChanged();
        if (guest.shown !== null) this.#pointHost(guest, guest.shown, null);
        this.#people.leave(participant);
      },
    };
  }

  #fromViewer(guest: Guest, message: ViewerToRoom): void {
    if (guest.preview && message.type !== 'need' && message.type !== 'follow') return;
    if (message.type === 'act' || message.type === 'pointer' || message.type === 'ink') {
      this.#people.seen(guest.participant);
      if (guest.watches(message.tab)) this.#tabs.get(message.tab)?.touch('guest');
    }
    switch (message.type) {
      case 'hello':
      case 'ack':
        return; // TCP keeps order and the outbox knows what is unsent: an ack has nothing to add yet
      case 'need':
        return this.#audience.resend(guest, message);
      case 'follow':
        guest.follow = message.tab;
        return this.#audience.show(guest);
      case 'act':
        return this.#acts.ask(guest, message);
      case 'pointer': {
        if (!guest.pointers.take() || !this.#mayNow(guest.participant, 'point') || !guest.watches(message.tab)) return;
        if (message.at && !this.#tabs.get(message.tab)?.mirror.has(message.at.frame, message.at.node)) return;
        this.#pointHost(guest, message.tab, message.at);
        return;
      }
      case 'ink': {
        const tab = this.#tabs.get(message.tab);
        if (tab && guest.watches(tab.id)) this.#ink.fromGuest(tab, guest, message.act);
        return;
      }
      default:
        message satisfies never;
    }
  }

  // ---- console: people who sit beside a replica ------------------------------------------------------------------------

  joinConsole(send: (message: RoomToConsole) => void, participant: ParticipantId): ConsoleSeat | undefined {
    const person = this.#people.get(participant);
    if (!person || !isGuestRole(person.role) || this.#state === 'ended' || this.#consoles.size >= MAX_SOCKETS) return undefined;
    const isFriend = person.role === 'friend';
    const seat = this.#consoles.join(send, participant, new Bucket(CHATS), isFriend);
    this.#people.enter(participant);
    const { id, origin, hidden } = this.#deps;
    const answers = isFriend ? [] : this.#deps.answers();
    send({
      type: 'joined',
      session: id,
      you: participant,
      people: this.people(),
      state: this.#state,
      chat: this.#chat.list(),
      pin: isFriend ? '' : this.pin,
      origin,
      hidden,
      ...(this.#deps.keepsChat ? { kept: true } : {}),
      ...(answers.length > 0 ? { answers } : {}),
    });
    if (this.board.size > 0) send({ type: 'board', session: id, items: this.board.size, by: null });
    const notices = this.notices.list();
    if (notices.length > 0 && !isFriend) send({ type: 'notices', session: id, notices });
    return seat;
  }

  /** What is of the consoles alone. */
  tellConsoles(message: RoomToConsole): void {
    this.#consoles.tell(message);
  }

  /** The customer's name, as an agent learned it meanwhile. */
  nameCustomer(name: string): void {
    const customer = this.#people.customer();
    if (customer) this.#people.rename(customer.id, name);
  }

  // ---- state, chat, rights ---------------------------------------------------------------------------------------------

  #setState(state: SessionState, by: ParticipantId | null): void {
    this.#state = state;
    if (state !== 'live') this.#tabAsks.close();
    this.#deps.tell({ type: 'state', state, participant: by });
    for (const tab of this.#tabs.all()) toHost(tab, { type: 'state', state });
    this.#docks.tell({ type: 'state', state });
    this.#audience.tell({ type: 'state', state });
    this.board.tellState(state);
    this.stepUp.tellPeople();
    this.#consoles.tell({ type: 'state', session: this.#deps.id, state });
    this.#audience.showAll();
    this.#deps.changed();
  }

  #say(participant: ParticipantId, allowance: Bucket, text: string): void {
    const person = this.#people.get(participant);
    if (!person || !mayNow(person.rights, 'chat', this.#state) || !allowance.take()) return;
    const message: ChatMessage | undefined = this.#chat.add(person, text);
    if (!message) return;
    this.#deps.tell({ type: 'chat', participant });
    this.#docks.tell({ type: 'chat', message });
    this.#consoles.tell({ type: 'chat', session: this.#deps.id, message });
  }

  #control(by: ParticipantId, whose: ParticipantId, as: 'guest' | 'customer', wanted: boolean): boolean {
    if (!this.#people.control(whose, as, wanted)) return false;
    const control = this.#people.get(whose)?.control ?? 'off';
    this.#deps.tell({ type: 'control', participant: whose, control, by });
    return true;
  }

  #setRight(by: ParticipantId, whose: ParticipantId, action: Action, allow: boolean): boolean {
    if (!this.#people.setRight(whose, action, allow)) return false;
    this.#deps.tell({ type: 'rights', participant: whose, action, allow, by });
    this.#audience.showAll();
    return true;
  }

  #tellPeople(): void {
    const people = this.people();
    for (const tab of this.#tabs.all()) toHost(tab, { type: 'people', people });
    this.#docks.tell({ type: 'people', people });
    this.#audience.tell({ type: 'people', people });
    this.board.tellPeople();
    this.stepUp.tellPeople();
    this.#consoles.tell({ type: 'people', session: this.#deps.id, people });
    this.#deps.presence({ customer: this.#people.customer()?.state === 'here', anybody: this.#people.anybody });
    this.#deps.changed();
  }

  #tellNotices(): void {
    const notices = this.notices.list();
    this.#docks.tell({ type: 'notices', notices });
    this.#consoles.tell({ type: 'notices', session: this.#deps.id, notices });
    this.#audience.showAll();
  }

  /** Address behind `<capability>.<id>` of a guest's asset request. */
  assetAddress(capability: string, id: string): string | undefined {
    return this.#audience.assetAddress(capability, id);
  }

  /** Bytes of what a guest may see and only the host's browser can get: asked of the pages that show it, of the active tab first. */
  async assetFromHost(address: string): Promise<HostAsset | undefined> {
    const active = this.#tabs.active();
    for (const tab of this.#tabs.all().sort((a, b) => Number(b === active) - Number(a === active))) {
      const { connection } = tab;
      const frame = connection && this.#state === 'live' ? tab.mirror.frameShowing(address) : undefined;
      if (!connection || frame === undefined) continue;
      const found = await this.#hostAssets.ask({ tab: tab.id, frame }, address, (message) => toRuntime(connection, message));
      if (found) return found;
    }
    return undefined;
  }

  #pointHost(guest: Guest, id: TabId, at: Place | null): void {
    const tab = this.#tabs.get(id);
    if (tab?.connection && this.#state === 'live' && !tab.dockless)
      toRuntime(tab.connection, { type: 'pointer', from: guest.participant, at });
    this.#audience.point({ type: 'pointer', tab: id, from: guest.participant, at }, guest);
  }

  // ---- end -------------------------------------------------------------------------------------------------------------

  /** Everybody is told, every socket closed, everything forgotten. Idempotent. */
  end(): void {
    if (this.#state === 'ended') return;
    const hosts = this.#tabs.all();
    const endUrl = (tab: HostTab | undefined) => `${this.#deps.origin}/end#${encodeURIComponent(tab?.url || this.#deps.url)}`;
    const said = this.#chat.list();
    if (this.#deps.keepsChat && said.length > 0) this.#deps.tell({ type: 'transcript', lines: said });
    this.#setState('ended', null);
    for (const tab of hosts) {
      if (!tab.connection) continue;
      toRuntime(tab.connection, { type: 'end', url: endUrl(tab) });
      tab.connection.close(closeCodes.ended, 'ended');
    }
    this.#docks.dismiss((tab) => ({ type: 'end', url: endUrl(tab ?? this.#tabs.active()) }), closeCodes.ended, 'ended');
    this.#audience.dismiss((guest) => {
      guest.send({ type: 'end' });
      guest.connection.close(closeCodes.ended, 'ended');
    });
    this.board.end();
    this.stepUp.end();
    this.#people.close();
    this.#acts.clear();
    this.#hostAssets.clear();
    this.#chat.clear();
    this.notices.clear();
    this.#tabs.close();
    this.#consoles.clear();
  }

  #enter(participant: ParticipantId, connection: Connection): void {
    connection.onAnswered = (ms) => this.#people.answered(participant, ms);
    this.#people.enter(participant);
  }

  #mayEnter(connection: Connection, participant: ParticipantId, as: 'host' | 'guest'): boolean {
    if (this.#state === 'ended') {
      connection.close(closeCodes.ended, 'ended');
      return false;
    }
    const person = this.#people.get(participant);
    const fits = person !== undefined && isGuestRole(person.role) === (as === 'guest');
    // A host's socket before consent: somebody found a way round the question.
    if (fits && (as === 'guest' || this.#state !== 'waiting')) return true;
    connection.close(closeCodes.forbidden, 'forbidden');
    return false;
  }

  #mayNow(participant: ParticipantId, action: Action): boolean {
    return mayNow(this.#people.rights(participant), action, this.#state);
  }

  #crowded(count: number, connection: Connection): boolean {
    if (count < MAX_SOCKETS) return false;
    connection.close(closeCodes.tooMany, 'sockets');
    return true;
  }
}

/** What a person's hand made, not a script of the page: as far as that can be told from here. */
function isByHand(message: RuntimeToRoom): boolean {
  if (message.type === 'pointer' || message.type === 'ink') return true;
  return (
    message.type === 'ops' && message.ops.some(([kind]) => kind === 'focus' || kind === 'over' || kind === 'select' || kind === 'scroll')
  );
}

function toRuntime(connection: Connection, message: RoomToRuntime): void {
  connection.send(JSON.stringify(message));
}

function toHost(tab: HostTab, message: RoomToRuntime): void {
  if (tab.connection) toRuntime(tab.connection, message);
}
