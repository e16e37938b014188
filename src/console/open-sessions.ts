/** The sessions that are open in this console at the same time: what is known of each, which one is looked at, and what is new in the others. */
import { computed, signal } from '@preact/signals';
import type { Download } from '../shared/downloads.ts';
import type { RoomToConsole } from '../shared/messages.ts';
import type { Notice } from '../shared/notices.ts';

export interface Joined extends Omit<Extract<RoomToConsole, { type: 'joined' }>, 'type'> {
  /** Absent until there is one. */
  readonly notices?: readonly Notice[];
  /** Files that went to the customer's disk; the last few, less those that were dismissed. */
  readonly downloads?: readonly Download[];
}

export interface Opened {
  readonly joined: Joined | undefined;
  /** It cannot be opened: ended, or never there. */
  readonly closed: 'ended' | 'unknown' | 'sent-off' | undefined;
  /** The board stands beside the page. */
  readonly board: boolean;
  /** Things that others put there since it was open last. */
  readonly boardNews: number;
  /** Ids of notices that this agent has read; emptied of what no longer stands. */
  readonly dismissed: readonly number[];
  /** Messages that came while another session was looked at. */
  readonly unread: number;
  /** Of the notes, as the room last told. */
  readonly notes: number;
  /** Something else happened there meanwhile that an agent should look at. */
  readonly news: boolean;
}

const NEW: Opened = { joined: undefined, closed: undefined, board: false, boardNews: 0, dismissed: [], unread: 0, notes: 0, news: false };

/** Each is a whole picture that is kept in step. */
export const OPEN_MAX = 6;

/** In the order in which they were opened. */
export const opened = signal<ReadonlyMap<string, Opened>>(new Map());
/** The session that is looked at. */
export const openId = signal<string | undefined>(undefined);

const current = computed(() => (openId.value === undefined ? undefined : opened.value.get(openId.value)));
export const joined = computed(() => current.value?.joined);
export const closed = computed(() => current.value?.closed);
/** Who sits here is a friend of the customer, and not of those who work here. */
export const isFriend = computed(() => joined.value?.people.some(({ id, role }) => id === joined.value?.you && role === 'friend') ?? false);
export const openBoard = computed(() => current.value?.board ?? false);
export const boardNews = computed(() => current.value?.boardNews ?? 0);
export const notices = computed(() => (joined.value?.notices ?? []).filter(({ id }) => !current.value?.dismissed.includes(id)));
/** What waits in all others. */
export const unreadElsewhere = computed(() =>
  [...opened.value].reduce((sum, [id, { unread, news }]) => (id === openId.value ? sum : sum + unread + (news ? 1 : 0)), 0),
);

export function change(id: string, what: Partial<Opened>): void {
  const before = opened.value.get(id);
  if (before) opened.value = new Map(opened.value).set(id, { ...before, ...what });
}

/** Something happened that is seen at once where it is looked at. */
export function changeRoom(id: string, what: Partial<Joined>, isNews: boolean): void {
  const before = opened.value.get(id);
  if (before?.joined) change(id, { joined: { ...before.joined, ...what }, ...(isNews && id !== openId.value ? { news: true } : {}) });
}

export function forgetDownload(id: string, download: number): void {
  const downloads = opened.value.get(id)?.joined?.downloads ?? [];
  changeRoom(id, { downloads: downloads.filter((each) => each.id !== download) }, false);
}

/** Hands back the session that had to go to make room, if any. */
export function open(id: string): string | undefined {
  if (opened.value.has(id)) {
    change(id, { unread: 0, news: false });
    return undefined;
  }
  const oldest = opened.value.size >= OPEN_MAX ? [...opened.value.keys()].find((one) => one !== openId.value) : undefined;
  if (oldest !== undefined) forget(oldest);
  opened.value = new Map(opened.value).set(id, NEW);
  return oldest;
}

export function forget(id: string): void {
  const rest = new Map(opened.value);
  rest.delete(id);
  opened.value = rest;
}

export function setBoard(board: boolean): void {
  if (openId.value !== undefined) change(openId.value, { board, boardNews: 0 });
}

export function dismiss(notice: number): void {
  if (openId.value !== undefined && current.value) change(openId.value, { dismissed: [...current.value.dismissed, notice] });
}
