/** The viewer: keeps one replica in step with the tab that the room shows, and hands the guest's actions on, in order and numbered. */
import { DARK_LABEL, HIDDEN_LABEL, SEALED_LABEL } from '../shared/dom-ops.ts';
import { TOP_FRAME, type ParticipantId, type TabId } from '../shared/ids.ts';
import {
  passingKinds,
  type ConsoleToViewer,
  type GuestAction,
  type Person,
  type RoomToViewer,
  type StreamPosition,
  type ViewerToConsole,
} from '../shared/messages.ts';
import type { PagelessNotice } from '../shared/notices.ts';
import { Replica, type LeftWork } from '../replica/index.ts';
import { ViewerInk } from './ink.ts';
import { PictureNote } from './picture-note.ts';
import { RoomLine } from './room-line.ts';
import { Stage } from './stage.ts';
import { strings } from './strings.ts';

/** A position is told at the latest after so long, or so many messages. */
const ACK_MS = 250;
const ACK_MESSAGES = 64;
/** A page that has shown nothing for so long is said to be slow. */
const SLOW_MS = 10_000;

type Why = keyof typeof strings.blank;
/** What only agents have use for may be left out: then nobody is there. */
export type BlankWords = Readonly<Partial<Record<Why, string>> & Record<Exclude<Why, PagelessNotice | 'slow'>, string>>;

export class Viewer {
  readonly #tell: (message: ViewerToConsole) => void;
  readonly #words: BlankWords;
  readonly #note = new PictureNote(strings.notes);
  readonly #stage = new Stage();
  /** A gateway that nobody else can reach: whoever looks may well be the customer, too. */
  readonly #isTrial = location.hostname.endsWith('.localhost');
  readonly #ink: ViewerInk;
  readonly #line: RoomLine;
  #replica: Replica | undefined;
  /** Of the replica that ended with the line. */
  #left: LeftWork | undefined;
  #assets = '';
  #you: ParticipantId | undefined;
  /** This person's keys do something in the page. */
  #mayAct = false;
  #tab: TabId | null = null;
  /** The guest stays on this one: said again after a lost line. */
  #pinned: TabId | null = null;
  #lastAct = 0;
  /** Kind of each action on its way, for the console's words. Bounded: emptied with the socket. */
  readonly #sent = new Map<number, GuestAction['kind']>();
  #unacked = 0;
  #ackTimer: number | undefined;
  #slowTimer: number | undefined;
  #acked = '';
  /** What has come of a picture. */
  #picture = { key: '', text: '' };

  /** `words`: what is said in place of the page, when it is not an agent who looks. */
  constructor(tell: (message: ViewerToConsole) => void, words: BlankWords = strings.blank) {
    this.#tell = tell;
    this.#words = words;
    this.#stage.blank(strings.connecting);
    this.#ink = new ViewerInk({
      stage: this.#stage,
      replica: () => this.#replica,
      me: () => this.#you,
      send: (act) => this.#tab !== null && this.#line.send({ type: 'ink', tab: this.#tab, act }),
      chosen: (tool) => tell({ type: 'hand', tool }),
    });
    this.#line = new RoomLine({
      receive: (message) => this.#receive(message),
      needTicket: () => tell({ type: 'need-ticket' }),
      lost: () => {
        this.#sent.clear();
        tell({ type: 'status', status: 'connecting' });
      },
      ended: () => this.#end(),
    });
    tell({ type: 'status', status: 'connecting' });
    tell({ type: 'need-ticket' });
  }

  fromConsole(message: ConsoleToViewer): void {
    switch (message.type) {
      case 'ticket':
        this.#line.open(message.ticket);
        return;
      case 'nav':
        this.#act(message.action, { epoch: 0, seq: 0 });
        return;
      case 'follow':
        this.#pinned = message.tab;
        this.#line.send({ type: 'follow', tab: message.tab });
        return;
      case 'hand':
        this.#ink.hand(message.hand ?? undefined, message.focus);
        // What the hand does is seen by what it draws.
        if (message.hand && this.#tab !== null) this.#line.send({ type: 'pointer', tab: this.#tab, at: null });
        return;
      case 'ink':
        if (this.#tab !== null) this.#line.send({ type: 'ink', tab: this.#tab, act: message.act });
        return;
      default:
        message satisfies never;
    }
  }

  #receive(message: RoomToViewer): void {
    switch (message.type) {
      case 'welcome':
        this.#you = message.you;
        this.#heard(message.people);
        this.#assets = message.assets;
        // Addresses of assets died with the old connection: the picture is made anew.
        this.#left = this.#replica?.leave();
        this.#dropReplica();
        if (this.#pinned !== null) this.#line.send({ type: 'follow', tab: this.#pinned });
        return;
      case 'tabs':
        this.#pinned = message.pinned;
        if (message.shown !== this.#tab) {
          this.#left = undefined;
          this.#dropReplica();
        }
        this.#tab = message.shown;
        this.#tell(message);
        return;
      case 'key': {
        if (!this.#isShown(message.tab)) return;
        const replica = this.#open();
        replica.key(message.frame, message.epoch, message.seq, message.doc, message.whole === true);
        this.#show();
        if (message.frame === TOP_FRAME) this.#note.newPage();
        this.#ackSoon();
        return;
      }
      case 'ops':
        if (!this.#isShown(message.tab)) return;
        this.#replica?.ops(message.frame, message.epoch, message.seq, message.ops);
        this.#note.answered();
        this.#ackSoon();
        return;
      case 'picture': {
        const { frame, epoch, node, at, data, last } = message;
        if (!this.#isShown(message.tab)) return;
        // Pieces of one picture come one after the other; a first piece begins another.
        const key = `${message.tab} ${frame} ${epoch} ${node}`;
        const before = at === 0 ? '' : this.#picture.key === key && this.#picture.text.length === at ? this.#picture.text : undefined;
        if (before === undefined) return;
        this.#picture = { key, text: before + data };
        if (last) this.#replica?.picture(frame, epoch, node, this.#picture.text);
        return;
      }
      case 'frame-gone':
        if (this.#isShown(message.tab)) this.#replica?.frameGone(message.frame);
        return;
      case 'pointer':
        if (this.#isShown(message.tab) && message.from !== this.#you) this.#stage.pointer(message.from, message.at);
        return;
      case 'ink':
        if (this.#isShown(message.tab)) this.#ink.news(message.news);
        return;
      case 'people':
        this.#heard(message.people);
        this.#ink.named();
        return;
      case 'state':
        return; // what is shown follows `blank` and `key`
      case 'act-result': {
        const kind = this.#sent.get(message.id);
        this.#sent.delete(message.id);
        this.#note.answered();
        this.#replica?.settled(message.id);
        if (kind) this.#tell({ type: 'act-result', kind, outcome: message.outcome });
        return;
      }
      case 'asked':
        this.#tell(message);
        return;
      case 'checksum':
        if (this.#isShown(message.tab)) this.#replica?.check(message);
        return;
      case 'blank':
        this.#dropReplica();
        this.#blank(message.why);
        this.#tell({ type: 'status', status: message.why === 'ended' ? 'ended' : 'blank', why: message.why });
        return;
      case 'end':
        this.#end();
        return;
      default:
        message satisfies never;
    }
  }

  #heard(people: readonly Person[]): void {
    this.#stage.people(people);
    this.#note.people(people);
    const rights = people.find(({ id }) => id === this.#you)?.rights;
    this.#mayAct = rights !== undefined && (rights.click || rights.type);
  }

  #isShown(tab: TabId): boolean {
    return this.#tab === null || this.#tab === tab;
  }

  #open(): Replica {
    this.#replica ??= this.#makeReplica();
    return this.#replica;
  }

  #makeReplica(): Replica {
    const replica = new Replica({
      container: this.#stage.container,
      assets: location.origin,
      assetUrl: (id) => `${location.origin}/asset/${this.#assets}.${id}`,
      left: this.#left,
      act: (action, at) => this.#act(action, at),
      pointer: (at) => {
        if (this.#tab !== null) this.#line.send({ type: 'pointer', tab: this.#tab, at });
      },
      refuse: (code, element) => this.#stage.refuse(strings.refused[code], element),
      need: (position) => this.#need(position),
      onViewport: (viewport) => this.#stage.viewport(viewport),
      out: { mayAct: () => this.#mayAct, leave: (back) => this.#tell({ type: 'leave', back }) },
      words: {
        page: strings.page,
        blocked: strings.refused.BLOCKED,
        masked: strings.refused.MASKED,
        boxes: new Map([
          [HIDDEN_LABEL, strings.boxes.hidden],
          [SEALED_LABEL, strings.boxes.picture],
          [DARK_LABEL, strings.boxes.frame],
        ]),
      },
      applied: () => {
        this.#stage.placeCursors();
        this.#ink.moved();
        this.#note.changed();
      },
    });
    this.#left = undefined;
    this.#note.watch(() => replica.iframe.contentDocument);
    this.#stage.show(replica.iframe, (place) => replica.pointOf(place));
    return replica;
  }

  #blank(why: Why): void {
    clearTimeout(this.#slowTimer);
    this.#note.none();
    this.#stage.blank(this.#words[why] ?? this.#words['host-away'], why === 'hidden' && this.#isTrial ? strings.alone : undefined);
    const { slow } = this.#words;
    if (why === 'loading' && slow !== undefined) this.#slowTimer = window.setTimeout(() => this.#stage.blank(slow), SLOW_MS);
  }

  #show(): void {
    clearTimeout(this.#slowTimer);
    this.#stage.blank(undefined);
    this.#tell({ type: 'status', status: 'live' });
  }

  #act(action: GuestAction, { epoch, seq }: { readonly epoch: number; readonly seq: number }): number | undefined {
    if (this.#tab === null) return undefined;
    const id = ++this.#lastAct;
    if (!this.#line.send({ type: 'act', id, tab: this.#tab, epoch, seq, action })) return undefined;
    this.#sent.set(id, action.kind);
    if (!passingKinds.has(action.kind)) this.#note.asked();
    return id;
  }

  #need({ frame, epoch, seq }: StreamPosition): void {
    if (this.#tab !== null) this.#line.send({ type: 'need', tab: this.#tab, frame, epoch, seq });
  }

  #ackSoon(): void {
    if (++this.#unacked >= ACK_MESSAGES) this.#ack();
    else this.#ackTimer ??= window.setTimeout(() => this.#ack(), ACK_MS);
  }

  #ack(): void {
    clearTimeout(this.#ackTimer);
    this.#ackTimer = undefined;
    this.#unacked = 0;
    const positions = this.#replica?.positions() ?? [];
    const text = JSON.stringify(positions);
    if (text === this.#acked || this.#tab === null) return;
    this.#acked = text;
    for (const position of positions) this.#line.send({ type: 'ack', tab: this.#tab, ...position });
  }

  #dropReplica(): void {
    this.#ink.clear();
    this.#note.none();
    this.#replica?.close();
    this.#replica = undefined;
    this.#acked = '';
  }

  #end(): void {
    this.#dropReplica();
    this.#line.close();
    this.#blank('ended');
    this.#tell({ type: 'status', status: 'ended', why: 'ended' });
  }
}
