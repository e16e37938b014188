/**
 * Every message on the four sockets: one union per direction and socket, told apart by `type`. `parse-message.ts` is the
 * only way from bytes to one of these. The protocol version stands in the first message of a browser.
 */
import type { DomOp, Keyframe, Selected } from './dom-ops.ts';
import type { Download } from './downloads.ts';
import type { FrameId, NodeId, ParticipantId, TabId } from './ids.ts';
import type { InkAct, InkHand, InkItem, InkNews } from './ink.ts';
import type { PlantOrder, Planted } from './leak-test.ts';
import type { Notice, PagelessNotice, PageNotice } from './notices.ts';
import type { PickedCanvas } from './picked.ts';
import type { Policy } from './policy.ts';
import type { Action, Rights, Role, Step, StepAsk } from './roles.ts';

export const PROTOCOL_VERSION = 1;

/** The room tells a runtime what has arrived each time it was so much (characters). */
export const RECEIPT_BYTES = 2 << 10;

export type SessionState = 'waiting' | 'live' | 'paused' | 'ended';

export interface Person {
  readonly id: ParticipantId;
  readonly name: string;
  readonly role: Role;
  /** `#rrggbb`, of cursor and label. */
  readonly color: string;
  readonly state: 'away' | 'here' | 'left';
  readonly rights: Rights;
  /** Of the page: clicking, typing and opening pages together. */
  readonly control: Control;
  /** What else is known of somebody who is here: nothing, unless one of these. */
  readonly presence?: 'elsewhere' | 'idle' | 'reconnecting';
  /** Their line answers slowly. */
  readonly slow?: true;
}

export type Control = 'off' | 'requested' | 'granted' | 'taken';

export interface ChatMessage {
  readonly id: number;
  readonly from: ParticipantId;
  readonly name: string;
  readonly role: Role;
  readonly text: string;
  /** Milliseconds since 1970, the gateway's clock; for display only. */
  readonly at: number;
}

/** A place on the page: a node and a fraction of its box, so that it survives another window size. */
export interface Place {
  readonly frame: FrameId;
  readonly node: NodeId;
  /** 0..1 from left and top of the node's box. */
  readonly fx: number;
  readonly fy: number;
}

export interface Modifiers {
  readonly alt?: boolean;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly shift?: boolean;
}

/** What a guest asks the host's page to do. `frame` and `epoch` say which picture the guest was looking at. */
export type GuestAction =
  | { readonly kind: 'click'; readonly at: Place; readonly button: 0 | 1 | 2; readonly count: 1 | 2 | 3; readonly mods?: Modifiers }
  | { readonly kind: 'hover'; readonly at: Place }
  /** The main button goes down and stays down; moves; is let go. A drag, by pointer or of the browser's own kind: the host's page decides which. */
  | { readonly kind: 'press'; readonly at: Place; readonly mods?: Modifiers }
  | { readonly kind: 'drag'; readonly at: Place; readonly mods?: Modifiers }
  | { readonly kind: 'drop'; readonly at: Place; readonly mods?: Modifiers }
  /** The wheel turned, in CSS pixels. It scrolls nothing by itself: the guest's copy has scrolled, and that is told. */
  | { readonly kind: 'wheel'; readonly at: Place; readonly dx: number; readonly dy: number; readonly mods?: Modifiers }
  | {
      readonly kind: 'key';
      readonly frame: FrameId;
      readonly node: NodeId;
      readonly key: string;
      readonly code: string;
      /** The guest's selection in a field that the key writes into; left out elsewhere. */
      readonly start?: number;
      readonly end?: number;
      readonly mods?: Modifiers;
    }
  /** Text typed or pasted at the selection of a field; start and end are the guest's selection, -1 unknown. */
  | {
      readonly kind: 'insert';
      readonly frame: FrameId;
      readonly node: NodeId;
      readonly text: string;
      readonly start: number;
      readonly end: number;
      readonly inputType: string;
    }
  /** The whole value at once: selects, fill, composition, range, date. */
  | {
      readonly kind: 'set';
      readonly frame: FrameId;
      readonly node: NodeId;
      readonly value?: string;
      readonly checked?: boolean;
      readonly selected?: readonly number[];
    }
  | { readonly kind: 'focus'; readonly frame: FrameId; readonly node: NodeId }
  /** What the guest selected in edited content around `node`. */
  | { readonly kind: 'select'; readonly frame: FrameId; readonly node: NodeId; readonly range: Selected }
  /** node 0: the page. Offsets in CSS pixels of the host. */
  | { readonly kind: 'scroll'; readonly frame: FrameId; readonly node: NodeId; readonly x: number; readonly y: number }
  | { readonly kind: 'back' | 'forward' | 'reload' }
  /** A target address (http or https), never one of the gateway's. */
  | { readonly kind: 'go'; readonly url: string }
  /** The same, in a tab of its own: the customer is asked, and opens it. */
  | { readonly kind: 'open'; readonly url: string };

/** Looking around, or a part of something longer: not worth a line in the customer's dock, nor a row of the audit. */
export const passingKinds: ReadonlySet<GuestAction['kind']> = new Set(['hover', 'scroll', 'wheel', 'focus', 'press', 'drag', 'select']);

export type ActOutcome =
  | { readonly result: 'done' }
  | { readonly result: 'refused'; readonly code: RefusalCode }
  | { readonly result: 'stale' }
  | { readonly result: 'busy' };

/** What the host answers: as above, or that it would open this address in another tab, which only the customer's hand can. */
export type HostOutcome = ActOutcome | { readonly result: 'opens'; readonly url: string };

export type RefusalCode =
  | 'BLOCKED'
  | 'MASKED'
  | 'NO_RIGHT'
  | 'PAUSED'
  | 'NOT_ALLOWED'
  | 'NOT_POSSIBLE'
  | 'TOO_FAST'
  /** The customer looks at something else. */
  | 'HIDDEN'
  /** The customer was asked, and did not open it. */
  | 'DECLINED'
  | 'TABS_FULL';

/** The place in one frame's stream. Epoch changes with every keyframe of the frame; seq is gapless from 1 within it. */
export interface StreamPosition {
  readonly frame: FrameId;
  readonly epoch: number;
  readonly seq: number;
}

/**
 * `shown`: it lies before the customer. `hidden`: behind another tab or window. `idle`: nobody touched it for long. `frozen`: the
 * browser has put it to sleep. `loading`: between two pages, or not described yet. `gone`: closed, or without a line.
 */
export type TabState = 'shown' | 'hidden' | 'idle' | 'frozen' | 'loading' | 'gone';

export interface TabInfo {
  readonly tab: TabId;
  /** Target address and title after masking. */
  readonly url: string;
  readonly title: string;
  readonly state: TabState;
}

/** What one guest knows of the host's tabs. */
export interface TabsShown {
  readonly tabs: readonly TabInfo[];
  readonly shown: TabId | null;
  /** The tab that the guest stays on; null: wherever the customer is. */
  readonly pinned: TabId | null;
  /** Where the customer is. */
  readonly active: TabId | null;
}

/** What a page says of itself beside its content. */
export interface PageState {
  readonly url: string;
  readonly title: string;
  readonly visible: boolean;
  /** It has the keyboard. */
  readonly focused?: true;
  /** The browser puts it to sleep: nothing more comes from it. */
  readonly frozen?: true;
}

/** A proposal for a rule. */
export interface Picked {
  /** Nothing was pointed at: so often a document has what was asked for. */
  readonly isCount?: true;
  readonly selector: string;
  readonly matches: number;
  /** Of a button, link or field; empty: it is none. */
  readonly role: string;
  readonly name: string;
  readonly canvas?: PickedCanvas;
}

// ---- runtime (in the target's page) -------------------------------------------------------------------------------

export type RuntimeToRoom =
  | ({ readonly type: 'hello'; readonly protocol: number; readonly tab: TabId | null; readonly policy: string } & PageState)
  /** `policy`: version of the rules that it was masked by. */
  | ({ readonly type: 'key'; readonly doc: Keyframe; readonly policy?: string } & Omit<StreamPosition, 'seq'>)
  | ({ readonly type: 'ops'; readonly ops: readonly DomOp[] } & StreamPosition)
  /** A frame's parent says which node shows it; the room has issued `frame`. */
  | { readonly type: 'frame'; readonly frame: FrameId; readonly parent: FrameId; readonly node: NodeId }
  | { readonly type: 'frame-gone'; readonly frame: FrameId }
  | ({ readonly type: 'meta' } & PageState)
  /** The customer's pointer. */
  | { readonly type: 'pointer'; readonly at: Place }
  /** The customer draws; heard while their dock has the tools out. A ripple is a click, and always heard. */
  | { readonly type: 'ink'; readonly act: InkAct }
  | { readonly type: 'act-result'; readonly id: number; readonly outcome: HostOutcome }
  | {
      readonly type: 'checksum';
      readonly frame: FrameId;
      readonly epoch: number;
      readonly seq: number;
      readonly nodes: number;
      readonly sum: number;
    }
  | { readonly type: 'hits'; readonly hits: Readonly<Record<string, number>> }
  /** The page tried something that cannot work here. */
  | { readonly type: 'notice'; readonly code: PageNotice }
  | { readonly type: 'leaving'; readonly to: string | null }
  /** What may be told of a file's name (`of`: that of `name-download`), or a file that the page made and has saved. */
  | ({ readonly type: 'download'; readonly of: number | null } & Omit<Download, 'id'>)
  /** What an administrator pointed at, or what a selector matches. */
  | { readonly type: 'pointed'; readonly picked: Picked }
  /** Leak test: what this document has planted, and where its stream stood when that was told. */
  | ({ readonly type: 'planted'; readonly planted: Planted } & StreamPosition)
  /** What was asked for by `need-asset`: base64, or null when this page cannot get it. */
  | { readonly type: 'asset'; readonly id: number; readonly mime: string; readonly data: string | null };

export type RoomToRuntime =
  | {
      readonly type: 'welcome';
      readonly tab: TabId;
      readonly policy: Policy;
      readonly people: readonly Person[];
      readonly state: SessionState;
      /** After a reconnect: what the room holds of this tab (`MirrorState.positions()`), so that the host sends only the rest. */
      readonly have?: readonly StreamPosition[];
      /** What is drawn on it already. */
      readonly ink?: readonly InkItem[];
    }
  | { readonly type: 'need-key'; readonly frame: FrameId }
  /** So many messages of this socket have arrived: what came after is on the line yet. */
  | { readonly type: 'got'; readonly messages: number }
  | {
      readonly type: 'act';
      readonly id: number;
      readonly from: ParticipantId;
      readonly tab: TabId;
      readonly epoch: number;
      readonly seq: number;
      readonly action: GuestAction;
    }
  | { readonly type: 'pointer'; readonly from: ParticipantId; readonly at: Place | null }
  | { readonly type: 'ink'; readonly news: InkNews }
  | { readonly type: 'people'; readonly people: readonly Person[] }
  | { readonly type: 'state'; readonly state: SessionState }
  /** Bytes that only this browser can get: of an address that the document of this frame has described. */
  | { readonly type: 'need-asset'; readonly frame: FrameId; readonly id: number; readonly address: string }
  /** A file is saved: what may be told of its name? */
  | { readonly type: 'name-download'; readonly id: number; readonly name: string }
  /** Outline what this selector matches, and say how many it are: in pages that are pointed at. */
  | { readonly type: 'point'; readonly selector: string }
  /** Leak test only: the runtime of such a session knows how. */
  | { readonly type: 'plant'; readonly order: PlantOrder }
  | { readonly type: 'end'; readonly url: string };

// ---- dock (our frame in that page) --------------------------------------------------------------------------------

export type DockToRoom =
  | { readonly type: 'hello'; readonly protocol: number; readonly tab: TabId | null }
  | { readonly type: 'chat'; readonly text: string }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }
  /** The drawing tools are out: only then is the page's word for the customer's ink taken. */
  | { readonly type: 'drawing'; readonly on: boolean }
  /** Control of the page: allowed, or refused or taken back. */
  | { readonly type: 'control'; readonly participant: ParticipantId; readonly allow: boolean }
  /** These people stand in the dock by name: before that they see nothing. */
  | { readonly type: 'named'; readonly people: readonly ParticipantId[] }
  | { readonly type: 'presence'; readonly hidden: boolean }
  /** To `tab-ask`. Yes: the press has opened it already. */
  | { readonly type: 'tab-answer'; readonly id: number; readonly allow: boolean }
  /** What this browser could show and send, if the customer says yes. */
  | { readonly type: 'able'; readonly steps: readonly Step[] }
  /** No to all who ask for it, or the end of it. A yes is said in the window that it opens. */
  | { readonly type: 'step'; readonly step: Step; readonly what: 'refuse' | 'stop' }
  | { readonly type: 'rights'; readonly participant: ParticipantId; readonly action: Action; readonly allow: boolean }
  /** A link for a friend, who is called that. */
  | { readonly type: 'bring'; readonly name: string }
  /** A friend goes, or is not to come. */
  | { readonly type: 'send-off'; readonly participant: ParticipantId };

export interface FriendsOffer {
  readonly max: number;
  readonly linkMs: number;
  /** Made and not used yet, with what is left of each one's time: a dock of another page has them, too. */
  readonly links: readonly { readonly participant: ParticipantId; readonly name: string; readonly link: string; readonly leftMs: number }[];
}

export type RoomToDock =
  | {
      readonly type: 'welcome';
      readonly you: ParticipantId;
      readonly people: readonly Person[];
      readonly state: SessionState;
      readonly chat: readonly ChatMessage[];
      readonly site: string;
      readonly hidden: readonly string[];
      readonly pin: string;
      /** The company keeps what is written in the chat. */
      readonly kept?: true;
      /** So many friends may be here at a time, and so long a link to one is good (ms). Absent: none. */
      readonly friends?: FriendsOffer;
    }
  /** What became of `bring`, for the dock that asked. */
  | { readonly type: 'brought'; readonly participant: ParticipantId; readonly name: string; readonly link: string }
  | { readonly type: 'not-brought'; readonly why: 'full' | 'seats' | 'rate' | 'state' }
  | { readonly type: 'people'; readonly people: readonly Person[] }
  | { readonly type: 'state'; readonly state: SessionState }
  | { readonly type: 'chat'; readonly message: ChatMessage }
  /** What an agent just did, or was refused, in words for the customer. */
  | { readonly type: 'did'; readonly from: ParticipantId; readonly kind: GuestAction['kind']; readonly outcome: ActOutcome }
  /** What is hidden on the page beside the dock, in words; `others`: also what nobody gave words for. */
  | { readonly type: 'hidden'; readonly here: readonly string[]; readonly others: boolean }
  /** So many things lie on the board; `by` put the last one there. */
  | { readonly type: 'board'; readonly items: number; readonly by: ParticipantId | null }
  /** All that stand now. */
  | { readonly type: 'notices'; readonly notices: readonly Notice[] }
  /** Which tab each guest looks at who may look. */
  | { readonly type: 'looks'; readonly looks: readonly Look[] }
  /** All questions for a new tab that have no answer yet. */
  | { readonly type: 'tab-asks'; readonly asks: readonly TabAsk[] }
  /** Who asks for more than the page, who has it, what the customer's window sends, and whether there is one. */
  | {
      readonly type: 'steps';
      readonly asks: readonly StepAsk[];
      readonly has: readonly StepAsk[];
      readonly on: readonly Step[];
      readonly window: boolean;
    }
  | { readonly type: 'end'; readonly url: string };

export interface Look {
  readonly participant: ParticipantId;
  readonly tab: TabId;
  /** The tab's title, or its site, as guests read it. */
  readonly title: string;
}

export interface TabAsk {
  readonly id: number;
  readonly from: ParticipantId;
  /** Target address, and where it opens in the customer's browser. */
  readonly url: string;
  readonly href: string;
}

// ---- viewer (the replica's frame in the console) ------------------------------------------------------------------

export type ViewerToRoom =
  | { readonly type: 'hello'; readonly protocol: number }
  | ({ readonly type: 'ack'; readonly tab: TabId } & StreamPosition)
  /** A gap or an unknown id: the tail from `seq` on, or a keyframe when the ring no longer has it. */
  | ({ readonly type: 'need'; readonly tab: TabId } & StreamPosition)
  | { readonly type: 'follow'; readonly tab: TabId | null }
  | {
      readonly type: 'act';
      readonly id: number;
      readonly tab: TabId;
      readonly epoch: number;
      readonly seq: number;
      readonly action: GuestAction;
    }
  | { readonly type: 'pointer'; readonly tab: TabId; readonly at: Place | null }
  | { readonly type: 'ink'; readonly tab: TabId; readonly act: InkAct };

export type RoomToViewer =
  /** `assets`: the capability that stands before each asset id: `/asset/<assets>.<id>`. */
  | {
      readonly type: 'welcome';
      readonly you: ParticipantId;
      readonly people: readonly Person[];
      readonly state: SessionState;
      readonly assets: string;
    }
  | ({ readonly type: 'tabs' } & TabsShown)
  /** `whole`: the frames in it are told of behind it, and nobody has to ask. */
  | ({ readonly type: 'key'; readonly tab: TabId; readonly doc: Keyframe; readonly whole?: true } & StreamPosition)
  | ({ readonly type: 'ops'; readonly tab: TabId; readonly ops: readonly DomOp[] } & StreamPosition)
  | { readonly type: 'frame-gone'; readonly tab: TabId; readonly frame: FrameId }
  /** A piece of a canvas's picture, from `at` on; words may come between two pieces. Not in the stream: the last picture counts. */
  | {
      readonly type: 'picture';
      readonly tab: TabId;
      readonly frame: FrameId;
      readonly epoch: number;
      readonly node: NodeId;
      readonly at: number;
      readonly data: string;
      readonly last: boolean;
    }
  | { readonly type: 'pointer'; readonly tab: TabId; readonly from: ParticipantId; readonly at: Place | null }
  | { readonly type: 'ink'; readonly tab: TabId; readonly news: InkNews }
  | { readonly type: 'people'; readonly people: readonly Person[] }
  | { readonly type: 'state'; readonly state: SessionState }
  | { readonly type: 'act-result'; readonly id: number; readonly outcome: ActOutcome }
  | {
      readonly type: 'checksum';
      readonly tab: TabId;
      readonly frame: FrameId;
      readonly epoch: number;
      readonly seq: number;
      readonly nodes: number;
      readonly sum: number;
    }
  /** The customer was asked to open this address in another tab, and what they answered; null: nothing yet. */
  | { readonly type: 'asked'; readonly url: string; readonly outcome: ActOutcome | null }
  /** Show nothing, and say why. */
  | {
      readonly type: 'blank';
      readonly why:
        'waiting' | 'paused' | 'dock' | 'host-away' | 'ended' | 'loading' | 'hidden' | 'idle' | 'frozen' | 'gone' | PagelessNotice;
    }
  | { readonly type: 'end' };

// ---- console ------------------------------------------------------------------------------------------------------

/** A row of the console's list and the answer of GET /api/v1/sessions/id. Times are ISO 8601. */
export interface SessionSummary {
  readonly id: string;
  readonly url: string;
  /** Whom it is with, and its ticket; absent: nobody wrote them. */
  readonly customer?: string;
  readonly ticket?: string;
  readonly state: SessionState;
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** 1 to 5, by the customer after the end. */
  readonly rating?: number;
  readonly participants: readonly { readonly role: Role; readonly name: string; readonly state: Person['state'] }[];
}

export type ConsoleToRoom =
  /** The live list; refused for a seat that a link opened. */
  | { readonly type: 'watch' }
  | { readonly type: 'join'; readonly session: string }
  | { readonly type: 'leave'; readonly session: string }
  | { readonly type: 'chat'; readonly session: string; readonly text: string }
  /** The console's window is in the background, or was used just now. */
  | { readonly type: 'presence'; readonly hidden: boolean }
  | {
      readonly type: 'rights';
      readonly session: string;
      readonly participant: ParticipantId;
      readonly action: Action;
      readonly allow: boolean;
    }
  /** Ask for control of the page, or give it back. */
  | { readonly type: 'control'; readonly session: string; readonly want: boolean }
  | { readonly type: 'end'; readonly session: string };

export type RoomToConsole =
  | { readonly type: 'sessions'; readonly sessions: readonly SessionSummary[] }
  | { readonly type: 'session'; readonly session: SessionSummary }
  | {
      readonly type: 'joined';
      readonly session: string;
      readonly you: ParticipantId;
      readonly people: readonly Person[];
      readonly state: SessionState;
      readonly chat: readonly ChatMessage[];
      readonly pin: string;
      readonly origin: string;
      readonly hidden: readonly string[];
      readonly kept?: true;
      /** Ready-made messages of the company. */
      readonly answers?: readonly string[];
    }
  | { readonly type: 'people'; readonly session: string; readonly people: readonly Person[] }
  | { readonly type: 'state'; readonly session: string; readonly state: SessionState }
  | { readonly type: 'chat'; readonly session: string; readonly message: ChatMessage }
  | { readonly type: 'board'; readonly session: string; readonly items: number; readonly by: ParticipantId | null }
  | { readonly type: 'refused'; readonly session: string; readonly code: string }
  /** The customer has sent this friend off. */
  | { readonly type: 'sent-off'; readonly session: string }
  /** All that stand now. */
  | { readonly type: 'notices'; readonly session: string; readonly notices: readonly Notice[] }
  /** A file goes to the customer's disk, or its name is known now. */
  | { readonly type: 'download'; readonly session: string; readonly download: Download }
  /** Somebody wrote in the notes, which are this version now; they are asked for by REST. */
  | { readonly type: 'notes'; readonly session: string; readonly version: number };

// ---- console <-> viewer, one MessagePort ---------------------------------------------------------------------------

export type ConsoleToViewer =
  | { readonly type: 'ticket'; readonly ticket: string }
  | { readonly type: 'nav'; readonly action: Extract<GuestAction, { kind: 'back' | 'forward' | 'reload' | 'go' | 'open' }> }
  | { readonly type: 'follow'; readonly tab: TabId | null }
  /** The guest takes a tool, or puts it away. */
  | { readonly type: 'hand'; readonly hand: InkHand | null; readonly focus: boolean }
  | { readonly type: 'ink'; readonly act: InkAct };

export type ViewerToConsole =
  | { readonly type: 'need-ticket' }
  | ({ readonly type: 'tabs' } & TabsShown)
  | { readonly type: 'status'; readonly status: 'connecting' | 'live' | 'blank' | 'ended'; readonly why?: string }
  | { readonly type: 'act-result'; readonly kind: GuestAction['kind']; readonly outcome: ActOutcome }
  | { readonly type: 'asked'; readonly url: string; readonly outcome: ActOutcome | null }
  /** Another tool was taken by a key, or put away. */
  | { readonly type: 'hand'; readonly tool: InkHand['tool'] | null }
  /** The keyboard goes on behind the picture, or before it. */
  | { readonly type: 'leave'; readonly back: boolean };
