/** What the dock knows, and what it does with every message of the room and of the page around it. */
import { computed, signal } from '@preact/signals';
import type { ParticipantId, TabId } from '../shared/ids.ts';
import type { InkAct, InkHand } from '../shared/ink.ts';
import {
  passingKinds,
  type ChatMessage,
  type Look,
  type Person,
  type RoomToDock,
  type SessionState,
  type TabAsk,
} from '../shared/messages.ts';
import type { Notice } from '../shared/notices.ts';
import type { PageWords } from '../ink/index.ts';
import { isGuestRole, type Action } from '../shared/roles.ts';
import { ask, tabStorage } from './ask.ts';
import { drawingAgain, handChosen, putToolsAway, startDrawing, toolsHeight } from './draw.tsx';
import { friendAnswer, friendsNow, friendsOffered, startFriends } from './friend.tsx';
import { pageWords } from './page-words.ts';
import { fromPage as placeFromPage, lookAround, placeNow, roomHeight, startPlace } from './place.ts';
import { RoomLink, type LinkState } from './room-link.ts';
import { startSteps, stepsAsked, stepsHeight, stepsStand, tellAble } from './steps.tsx';
import { board as boardWords, nameOf, strings } from './strings.ts';

/** As many lines as a person scrolls back in a call; the room keeps the rest. */
const CHAT_LINES_MAX = 200;
/** The page around us says its tab at once; when it stays silent (replaced by the site) the dock greets without. */
const TAB_WAIT_MS = 3000;
/** What an agent did stays readable for so long. */
const ACTIVITY_MS = 4000;
/** Room for four lines (CSS pixels); a longer text scrolls. */
const NOTICE_HEIGHT = 108;
/** The board (CSS pixels): a picture is to be seen on it, and a part of the page beside it. */
const BOARD_WIDTH = 640;
const BOARD_HEIGHT = 680;
const BOARD_NEWS_HEIGHT = 61;
/** A question of two lines, and its buttons (CSS pixels). */
const TAB_ASK_HEIGHT = 122;
const TAB_KEY = 'samepage.tab';

export const link = signal<LinkState>('connecting');
export const session = signal<SessionState>('waiting');
export const you = signal<ParticipantId | undefined>(undefined);
export const people = signal<readonly Person[]>([]);
export const chat = signal<readonly ChatMessage[]>([]);
export const hidden = signal<readonly string[]>([]);
/** On the page beside us, once that is known. */
export const hiddenHere = signal<{ readonly here: readonly string[]; readonly others: boolean } | undefined>(undefined);
export const activity = signal('');
const standing = signal<readonly Notice[]>([]);
/** Ids grow, but the customer dismisses them in any order; emptied of what no longer stands. */
const dismissed = signal<readonly number[]>([]);
const looks = signal<readonly Look[]>([]);
const tabAsks = signal<readonly TabAsk[]>([]);
/** The tab that this dock stands in. */
const ownTab = signal<TabId | undefined>(undefined);
export const unread = signal(0);
/** The company keeps what is written. */
export const kept = signal(false);
/** The last line that was read before the panel was opened. */
export const readTo = signal(0);
export const open = signal(false);
/** The board fills the dock. */
export const board = signal(false);
/** Who put the last thing on it, while it is not open. */
export const boardNews = signal('');

export const guests = computed(() => people.value.filter((person) => isGuestRole(person.role) && person.state !== 'left'));
/** The newest that was not dismissed. */
export const notice = computed(() => standing.value.filter(({ id }) => !dismissed.value.includes(id)).at(-1));
const lookers = computed(() =>
  link.value === 'open' && session.value === 'live' ? guests.value.filter((person) => person.state === 'here' && person.rights.view) : [],
);
/** Who sees the page beside us. */
export const watching = computed(() =>
  lookers.value.filter(({ id }) => looks.value.some(({ participant, tab }) => participant === id && tab === ownTab.value)),
);
/** Who sees another tab, and nothing here. */
export const elsewhere = computed(() =>
  lookers.value.flatMap((person) => {
    const look = looks.value.find(({ participant }) => participant === person.id);
    return look && !watching.value.includes(person) ? [{ person, title: look.title }] : [];
  }),
);
export const tabAsk = computed(() => tabAsks.value[0]);

/** In a page of front or script mode. Who may stand around us there says `frame-ancestors`; the page knows no cookie of ours. */
const inPlace = new URLSearchParams(location.search).has('site');
/** The session is over, or is not this browser's: another try would end the same way. */
const GONE: ReadonlySet<string> = new Set(['SESSION_ENDED', 'SESSION_NOT_FOUND', 'VISITOR_UNKNOWN', 'WRONG_ORIGIN']);

/** Guests whose names stand here and whom the room knows of. A session has few. */
const named = new Set<ParticipantId>();
/** The page has told its tab: it moves the dock now. */
let isPlaced = false;
let stopWanted = false;
let activityTimer: number | undefined;
let parentOrigin: string | undefined;

const room = new RoomLink({ onMessage: receive, onState: (state) => (link.value = state) });

export function startDock(): void {
  window.addEventListener('message', fromPage);
  startDrawing({ tellPage, tellRoom: (message) => void room.send(message), resized });
  startFriends((message) => room.send(message));
  startPlace({ tellPage, size, moved: () => tellPage(size()), stays: () => board.value || tabAsk.value !== undefined || stepsAsked() });
  startSteps({
    tellRoom: (message) => void room.send(message),
    people: () => people.value,
    resized: () => tellPage(size()),
    asked: putToolsAway,
  });
  const kept = tabStorage()?.getItem(TAB_KEY);
  // Written by `fromPage` below; the room checks it in any case.
  window.setTimeout(() => {
    if (parentOrigin !== undefined || inPlace) return;
    ownTab.value = (kept ?? undefined) as TabId | undefined;
    room.connect(ownTab.value ?? null);
  }, TAB_WAIT_MS);
}

/** The tools come out or go: with them the panel is folded, so that the page is free. */
function resized(): void {
  if (toolsHeight() > 0) open.value = board.value = false;
  tellPage(size());
}

/** The site's page may post anything here; a tab id is all that is taken, and only from a label of this session. */
function fromPage(event: MessageEvent<unknown>): void {
  if (event.source !== window.parent || !(inPlace || isLabel(event.origin))) return;
  const data = event.data;
  if (typeof data !== 'object' || data === null || !('type' in data)) return;
  if (inPlace && data.type === 'ticket-please') {
    parentOrigin = event.origin;
    void giveTicket();
    return;
  }
  if (data.type === 'tool' && 'tool' in data) {
    handChosen(data.tool);
    return;
  }
  if (data.type === 'looked' || data.type === 'aside') {
    placeFromPage(data);
    return;
  }
  if (data.type !== 'tab' || !('tab' in data)) return;
  if (typeof data.tab !== 'string' || data.tab.length > 64) return;
  parentOrigin = event.origin;
  tabStorage()?.setItem(TAB_KEY, data.tab);
  // An id that the room issued to this page, or that the room will refuse.
  ownTab.value = data.tab as TabId;
  room.connect(ownTab.value);
  const isFirst = !isPlaced;
  isPlaced = true;
  tellPage({ type: 'words', words: pageWords });
  tellPage(size());
  if (isFirst) lookAround();
}

/** Both shapes of session hosts: `label.<own host>`, and `label--sid[-flags].base` beside `sid.base`. */
function isLabel(origin: string): boolean {
  const prefix = `${location.protocol}//`;
  if (!origin.startsWith(prefix)) return false;
  const host = origin.slice(prefix.length);
  const dot = location.host.indexOf('.');
  const sid = location.host.slice(0, dot);
  const base = location.host.slice(dot);
  if (host.endsWith(`.${location.host}`)) return !host.slice(0, -location.host.length - 1).includes('.');
  if (!host.endsWith(base)) return false;
  return new RegExp(`^[a-z0-9-]+--${sid}(-[a-z0-9]+)?$`).test(host.slice(0, -base.length));
}

/** The page's own socket needs one each time it opens. */
async function giveTicket(): Promise<void> {
  const answer = await ask<{ ticket: string }>('POST', '/dock/ticket', {});
  if (!answer.ok && GONE.has(answer.code)) {
    room.close();
    link.value = 'ended';
    tellPage({ type: 'gone' });
  } else tellPage({ type: 'ticket', ticket: answer.ok ? answer.value.ticket : null });
}

type ToPage =
  | { type: 'size'; width: number; height: number; inset: string; move: string }
  | { type: 'look'; at: readonly (readonly [number, number])[] }
  | { type: 'end'; url: string }
  | { type: 'ticket'; ticket: string | null }
  | { type: 'gone' }
  | { type: 'words'; words: PageWords }
  | { readonly type: 'hand'; readonly hand: InkHand | null; readonly focus: boolean }
  | { readonly type: 'ink'; readonly act: InkAct };

function tellPage(message: ToPage): void {
  if (parentOrigin) window.parent.postMessage(message, parentOrigin);
}

/** CSS pixels. Folded it is one line that a thumb can hit; open it leaves a part of the page to be seen. */
function size() {
  const width = Math.min(board.value ? BOARD_WIDTH : 416, screen.width - 24);
  const askHeight = tabAsk.value ? TAB_ASK_HEIGHT : 0;
  const news = boardNews.value ? BOARD_NEWS_HEIGHT : 0;
  const folded = (notice.value ? 60 + NOTICE_HEIGHT : 60) + toolsHeight() + news + askHeight + stepsHeight();
  const height = board.value
    ? Math.min(BOARD_HEIGHT, Math.round(roomHeight() * 0.86))
    : open.value
      ? // What is asked stands over the panel, and takes nothing from it.
        Math.min(Math.min(540, Math.round(roomHeight() * 0.68)) + askHeight + stepsHeight(), Math.round(roomHeight() * 0.86))
      : folded;
  return { type: 'size' as const, width, height, ...placeNow() };
}

export function setOpen(value: boolean): void {
  open.value = value;
  if (value) board.value = false;
  // The page is what is drawn on: the panel would lie over it.
  if (value) putToolsAway();
  // What came while it was folded is news, until it is folded again.
  if (value) readTo.value = chat.value.at(-1 - unread.value)?.id ?? 0;
  if (value) unread.value = 0;
  tellPage(size());
}

export function dismissNotice(id: number): void {
  dismissed.value = [...dismissed.value, id];
  tellPage(size());
}

export function setBoard(value: boolean): void {
  board.value = value;
  boardNews.value = '';
  if (value) putToolsAway();
  if (value) open.value = false;
  tellPage(size());
}

function receive(message: RoomToDock): void {
  switch (message.type) {
    case 'welcome':
      you.value = message.you;
      people.value = message.people;
      session.value = message.state;
      chat.value = message.chat.slice(-CHAT_LINES_MAX);
      hidden.value = message.hidden;
      kept.value = message.kept === true;
      friendsOffered(message.friends, message.people);
      drawingAgain();
      tellAble();
      if (stopWanted) room.send({ type: 'stop' });
      nameAll();
      return;
    case 'people':
      heard(message.people);
      return;
    case 'state':
      session.value = message.state;
      if (message.state !== 'live') putToolsAway();
      return;
    case 'chat':
      chat.value = [...chat.value, message.message].slice(-CHAT_LINES_MAX);
      if (!open.value && message.message.from !== you.value) unread.value++;
      return;
    case 'did':
      showActivity(message);
      return;
    case 'hidden':
      hiddenHere.value = message;
      return;
    case 'board':
      if (!board.value && message.by !== you.value && message.items > 0)
        boardNews.value = people.value.find(({ id }) => id === message.by)?.name ?? boardWords.somebody;
      tellPage(size());
      return;
    case 'notices':
      standing.value = message.notices;
      dismissed.value = dismissed.value.filter((id) => message.notices.some((each) => each.id === id));
      tellPage(size());
      return;
    case 'looks':
      looks.value = message.looks;
      return;
    case 'tab-asks':
      tabAsks.value = message.asks;
      tellPage(size());
      return;
    case 'steps':
      return stepsStand(message);
    case 'brought':
    case 'not-brought':
      return friendAnswer(message);
    case 'end':
      session.value = 'ended';
      link.value = 'ended';
      room.close();
      tellPage({ type: 'end', url: message.url });
      return;
    default:
      message satisfies never;
  }
}

/** Who came and who asks is said at once; names are confirmed to the room, which shows nobody the page before. */
function heard(now: readonly Person[]): void {
  const before = people.value;
  people.value = now;
  friendsNow(now);
  for (const person of now) {
    const known = before.find(({ id }) => id === person.id);
    if (isGuestRole(person.role) && person.state === 'here' && known?.state !== 'here') tell(strings.joined({ name: nameOf(person) }));
    if (person.control === 'requested' && known?.control !== 'requested') {
      tell(strings.asks({ name: nameOf(person) }));
      setOpen(true);
    }
  }
  nameAll();
}

function nameAll(): void {
  const here = guests.value.filter(({ id, state }) => state === 'here' && !named.has(id)).map(({ id }) => id);
  if (here.length > 0 && room.send({ type: 'named', people: here })) for (const id of here) named.add(id);
}

function showActivity(message: Extract<RoomToDock, { type: 'did' }>): void {
  const { outcome } = message;
  // Pointing and scrolling are seen on the page itself; what came too late did not happen.
  if (outcome.result === 'stale' || outcome.result === 'busy' || passingKinds.has(message.kind)) return;
  const name = nameOf(people.value.find((person) => person.id === message.from) ?? { name: '' });
  tell((outcome.result === 'refused' ? strings.refused[outcome.code] : strings.did[message.kind])({ name }));
}

function tell(text: string): void {
  activity.value = text;
  window.clearTimeout(activityTimer);
  activityTimer = window.setTimeout(() => (activity.value = ''), ACTIVITY_MS);
}

export function say(text: string): boolean {
  return room.send({ type: 'chat', text });
}

export function togglePause(): void {
  room.send({ type: session.value === 'paused' ? 'resume' : 'pause' });
}

/** One press, no question: whoever wants out is out. Without a connection it is said as soon as there is one. */
export function stop(): void {
  stopWanted = !room.send({ type: 'stop' });
}

export function answerTab(id: number, value: boolean): void {
  room.send({ type: 'tab-answer', id, allow: value });
}

/** Control of the page: allowed; or refused, or taken back. */
export function control(participant: ParticipantId, value: boolean): void {
  room.send({ type: 'control', participant, allow: value });
}

export function allow(participant: ParticipantId, action: Action, value: boolean): void {
  room.send({ type: 'rights', participant, action, allow: value });
}

/** What agents see, in a window of its own: opened by the press itself, because browsers hold back what opens later. */
export async function preview(): Promise<void> {
  const window_ = window.open('', '_blank');
  const answer = await ask<{ ticket: string }>('POST', '/dock/preview', {});
  if (!window_) return;
  if (answer.ok) window_.location.replace(`${location.origin}/preview#${answer.value.ticket}`);
  else window_.close();
}
