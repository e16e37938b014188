/** What the console knows of its sessions, and how messages of the room change it. Parts read the signals and call the verbs at the end. */
import { computed, effect, signal, untracked } from '@preact/signals';
import type { ParticipantId } from '../shared/ids.ts';
import type { ConsoleToRoom, Person, RoomToConsole, SessionSummary } from '../shared/messages.ts';
import type { Action, Role } from '../shared/roles.ts';
import { MAIN_COMPANY } from '../shared/staff.ts';
import { connectConsole, type ConsoleLink } from './console-link.ts';
import { announcePeople, announceState } from './announce.ts';
import { change, changeRoom, forget, joined, open, opened, openId } from './open-sessions.ts';
import { request, type Answer } from './request.ts';
import { me } from './sign-in.ts';
import { strings, work } from './strings.ts';

export interface Invitation {
  readonly id: string;
  readonly pin: string;
  readonly links: { readonly customer: string; readonly agent: string };
  /** The customer came by their own PIN and has the page already: link and PIN would open nothing for anybody else. */
  readonly byPin?: true;
}

const INVITATION_KEY = 'samepage.invitation.';
/** Shown at a time. */
const DOWNLOADS_MAX = 3;
/** A console that is used says so this often (ms). */
const PRESENCE_MS = 20_000;
/** Lines of chat on screen; the room remembers as many. */
const CHAT_LINES_MAX = 200;

/** Pages beside the sessions. */
const places = ['accounts', 'rules', 'answers', 'check', 'branding'] as const;
export type Place = (typeof places)[number];

/** The page beside the sessions that is open. */
export const place = signal<Place | undefined>(undefined);
export const connected = signal(false);
export const sessions = signal<readonly SessionSummary[] | undefined>(undefined);
export const invitation = signal<Invitation | undefined>(undefined);
/** One line about the last thing that did not work. */
export const notice = signal('');

/** Where a customer without a link goes, as it is read out. */
export const joinAddress = computed(() => {
  const company = me.value.is === 'staff' ? me.value.companyId : MAIN_COMPANY;
  return `${location.host}/join${company === MAIN_COMPANY ? '' : `?company=${company}`}`;
});
export const running = computed(() => (sessions.value ?? []).filter((row) => row.state !== 'ended'));
export const over = computed(() => (sessions.value ?? []).filter((row) => row.state === 'ended'));

/** Whose session this is, as people call it: the customer, else the site. */
export function rowOf(id: string): SessionSummary | undefined {
  return sessions.value?.find((row) => row.id === id);
}

let link: ConsoleLink | undefined;
let noticeTimer: number | undefined;
/** Control was asked for, and nobody has to say no any more. */
let withdrawn = false;

/** Once: follows who is signed in and what the address says. */
export function start(): void {
  effect(() => {
    const { is } = me.value;
    if (is !== 'staff' && is !== 'seat') return;
    untracked(() => {
      link?.close();
      link = connectConsole({ onOpen, onMessage: receive, onLost: () => (connected.value = false), onRefused });
      route();
    });
  });
  window.addEventListener('hashchange', route);
  tellPresence();
}

function route(): void {
  const now = me.value;
  place.value = places.find((name) => location.hash === `#/${name}`);
  const wanted = now.is === 'seat' ? now.session : /^#\/session\/([a-z2-7]{16})$/.exec(location.hash)?.[1];
  if (wanted === openId.value) return;
  const gone = wanted === undefined ? undefined : open(wanted);
  if (gone !== undefined) {
    link?.send({ type: 'leave', session: gone });
    say(work.tabs.full);
  } else notice.value = '';
  openId.value = wanted;
  invitation.value = wanted === undefined ? undefined : keptInvitation(wanted);
  if (wanted !== undefined && connected.value && joined.value === undefined) link?.send({ type: 'join', session: wanted });
}

/** Takes a session off this console; it goes on without. */
export function leaveSession(id: string): void {
  link?.send({ type: 'leave', session: id });
  forget(id);
  if (id === openId.value) showList();
}

export function showSession(id: string): void {
  location.hash = `#/session/${id}`;
}

export function showList(): void {
  location.hash = '#/';
}

// ---- the socket -----------------------------------------------------------------------------------------------------

function onOpen(): void {
  connected.value = true;
  if (me.value.is === 'staff') link?.send({ type: 'watch' });
  for (const session of opened.value.keys()) link?.send({ type: 'join', session });
}

function onRefused(why: 'signed-out' | 'ended'): void {
  connected.value = false;
  if (why === 'ended') for (const id of opened.value.keys()) change(id, { closed: 'ended' });
  else if (me.value.is === 'staff') me.value = { is: 'out' };
}

function receive(message: RoomToConsole): void {
  switch (message.type) {
    case 'sessions':
      sessions.value = message.sessions;
      return;
    case 'session':
      sessions.value = [message.session, ...(sessions.value ?? []).filter((row) => row.id !== message.session.id)].sort((one, other) =>
        other.createdAt.localeCompare(one.createdAt),
      );
      return;
    case 'joined':
      change(message.session, { joined: message, closed: message.state === 'ended' ? 'ended' : undefined });
      return;
    case 'people': {
      const room = opened.value.get(message.session)?.joined;
      if (room && message.session === openId.value) {
        announcePeople(room.people, message.people, room.you);
        const [was, is] = [room.people, message.people].map((people) => people.find(({ id }) => id === room.you)?.control);
        if (was === 'requested' && is === 'off' && !withdrawn) say(work.announce.refused);
      }
      changeRoom(message.session, { people: message.people }, cameOrAsks(room?.people ?? [], message.people));
      return;
    }
    case 'state':
      changeRoom(message.session, { state: message.state }, true);
      if (message.session === openId.value) announceState(message.state);
      if (message.state === 'ended') change(message.session, { closed: 'ended' });
      return;
    case 'chat': {
      const at = opened.value.get(message.session);
      if (!at?.joined) return;
      changeRoom(message.session, { chat: [...at.joined.chat, message.message].slice(-CHAT_LINES_MAX) }, false);
      if (message.session !== openId.value) change(message.session, { unread: at.unread + 1 });
      return;
    }
    case 'board': {
      const at = opened.value.get(message.session);
      if (at && message.by !== at.joined?.you && !at.board)
        change(message.session, { boardNews: message.by === null ? message.items : at.boardNews + 1 });
      return;
    }
    case 'notes':
      change(message.session, { notes: message.version });
      return;
    case 'refused':
      if (message.code === 'SESSION_ENDED') change(message.session, { closed: 'ended' });
      else if (message.code === 'SESSION_NOT_FOUND') change(message.session, { closed: 'unknown' });
      else if (message.session === openId.value) say(strings.refusedByRoom);
      return;
    case 'sent-off':
      change(message.session, { closed: 'sent-off', joined: undefined });
      return;
    case 'notices': {
      const at = opened.value.get(message.session);
      changeRoom(message.session, { notices: message.notices }, message.notices.length > (at?.joined?.notices ?? []).length);
      if (at) change(message.session, { dismissed: at.dismissed.filter((id) => message.notices.some((each) => each.id === id)) });
      return;
    }
    case 'download': {
      const { download } = message;
      const others = (opened.value.get(message.session)?.joined?.downloads ?? []).filter(({ id }) => id !== download.id);
      changeRoom(message.session, { downloads: [...others, download].slice(-DOWNLOADS_MAX) }, false);
      return;
    }
    default:
      message satisfies never;
  }
}

/** The customer is there again, or somebody asks for, gets or loses control. */
function cameOrAsks(before: readonly Person[], after: readonly Person[]): boolean {
  return after.some((person) => {
    const known = before.find(({ id }) => id === person.id);
    const came = person.role === 'customer' && person.state === 'here' && known?.state !== 'here';
    return came || (known !== undefined && known.control !== person.control);
  });
}

/** Long enough to be read, then the line is empty again. */
export function say(text: string): void {
  notice.value = text;
  window.clearTimeout(noticeTimer);
  noticeTimer = window.setTimeout(() => (notice.value = ''), 6000);
}

/** Whether anybody sits before this console: told when its window goes and comes, and now and then while it is used. */
function tellPresence(): void {
  let toldAt = 0;
  const say = () => {
    toldAt = Date.now();
    tell({ type: 'presence', hidden: document.hidden });
  };
  document.addEventListener('visibilitychange', say);
  for (const type of ['pointermove', 'keydown'])
    window.addEventListener(type, () => Date.now() - toldAt > PRESENCE_MS && say(), { passive: true });
}

function tell(message: ConsoleToRoom): boolean {
  return link?.send(message) ?? false;
}

// ---- what people do ---------------------------------------------------------------------------------------------------

/** Whom a session is with, and its ticket. */
export interface About {
  readonly customer: string;
  readonly ticket: string;
}

const aboutIn = ({ customer, ticket }: About) => ({ ...(customer ? { customer } : {}), ...(ticket ? { ticket } : {}) });
const NOTHING: About = { customer: '', ticket: '' };

export async function startSession(url: string, about = NOTHING): Promise<Answer<Invitation>> {
  return created(await request<Invitation>('POST', '/sessions', { url, ...aboutIn(about) }));
}

/** Without an address: the PIN of a customer on a page of a site, who is helped there. */
export async function redeemPin(pin: string, url: string, about = NOTHING): Promise<Answer<Invitation>> {
  const answer = await request<Invitation>('POST', '/pins/redeem', { pin, ...(url ? { url } : {}), ...aboutIn(about) });
  return created(answer.ok ? { ...answer, value: { ...answer.value, byPin: true } } : answer);
}

function created(answer: Answer<Invitation>): Answer<Invitation> {
  if (answer.ok) {
    // The server keeps hashes of links only: whoever reloads this tab must still be able to send the link.
    sessionStorage.setItem(INVITATION_KEY + answer.value.id, JSON.stringify(answer.value));
    showSession(answer.value.id);
  }
  return answer;
}

function keptInvitation(id: string): Invitation | undefined {
  const kept = sessionStorage.getItem(INVITATION_KEY + id);
  // Written by `created` above, on our own origin.
  return kept === null ? undefined : (JSON.parse(kept) as Invitation);
}

export async function inviteColleague(name: string, role: Role): Promise<Answer<{ link: string }>> {
  return await request('POST', `/sessions/${openId.value ?? ''}/participants`, { name, role });
}

/** Whom the open session is with, and its ticket. Undefined: saved. */
export async function saveAbout(id: string, about: About): Promise<string | undefined> {
  const answer = await request<SessionSummary>('PATCH', `/sessions/${id}`, about);
  if (!answer.ok) return answer.text;
  receive({ type: 'session', session: answer.value });
  return undefined;
}

export async function ticket(session: string): Promise<Answer<{ ticket: string }>> {
  return await request('POST', `/sessions/${session}/ticket`);
}

export async function endSession(): Promise<void> {
  const id = openId.value;
  if (id === undefined) return;
  const answer = await request<undefined>('DELETE', `/sessions/${id}`);
  if (answer.ok) {
    sessionStorage.removeItem(INVITATION_KEY + id);
    change(id, { closed: 'ended' });
  } else say(answer.text);
}

export function chat(text: string): boolean {
  return openId.value !== undefined && tell({ type: 'chat', session: openId.value, text });
}

/** Ask the customer for control of the page, or give it back. */
export function control(want: boolean): void {
  withdrawn = !want;
  if (openId.value !== undefined) tell({ type: 'control', session: openId.value, want });
}

export function allow(participant: ParticipantId, action: Action, value: boolean): void {
  if (openId.value !== undefined) tell({ type: 'rights', session: openId.value, participant, action, allow: value });
}
