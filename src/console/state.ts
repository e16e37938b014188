/** What the console knows, and how messages of the room change it. Parts read the signals and call the verbs at the end. */
import { computed, signal } from '@preact/signals';
import type { ParticipantId } from '../shared/ids.ts';
import type { ConsoleToRoom, Person, RoomToConsole, SessionSummary } from '../shared/messages.ts';
import type { Action, Role } from '../shared/roles.ts';
import { MAIN_COMPANY, type Duty, type Reach } from '../shared/staff.ts';
import { connectConsole, type ConsoleLink } from './console-link.ts';
import { announcePeople, announceState } from './announce.ts';
import { change, changeRoom, forget, joined, open, opened, openId } from './open-sessions.ts';
import { request, useSeat, type Answer } from './request.ts';
import { strings, work } from './strings.ts';

interface Deployment {
  readonly company: string;
  readonly localOnly: boolean;
}

export type Duties = Readonly<Record<Duty, Reach>>;

export type Me =
  | { readonly is: 'unknown' }
  | { readonly is: 'out'; readonly fault?: string }
  /** Chooses a password, by the link of an administrator. */
  | { readonly is: 'new'; readonly token: string; readonly fault?: string }
  /** A link that could not be opened. */
  | { readonly is: 'refused'; readonly text: string }
  | ({ readonly is: 'staff'; readonly name: string; readonly companyId: string; readonly duties: Duties } & Deployment)
  | ({ readonly is: 'seat'; readonly session: string } & Deployment);

export interface Invitation {
  readonly id: string;
  readonly pin: string;
  readonly links: { readonly customer: string; readonly agent: string };
}

type MeAnswer = Deployment &
  (
    | { readonly who: 'staff'; readonly name: string; readonly companyId: string; readonly duties: Duties }
    | { readonly who: 'seat'; readonly session: string }
  );

/** The sign-in link `/#token=<admin token>`, what an identity provider's answer was refused for, a new user's `/#welcome=<token>`, a colleague's or agent's link `/#seat.<link token>`. */
const TOKEN_FRAGMENT = /^#(token=|refused=|welcome=|seat\.)(.+)$/;
const SEAT_KEY = 'samepage.seat';
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

export const me = signal<Me>({ is: 'unknown' });
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

export async function begin(): Promise<void> {
  const { key, value } = takeFragment();
  if (key === 'token') await signIn({ token: value });
  else if (key === 'refused') me.value = { is: 'out', fault: refusalOf(value) };
  else if (key === 'welcome') me.value = { is: 'new', token: value };
  else {
    const token = key === 'seat' ? value : sessionStorage.getItem(SEAT_KEY);
    if (token) await sitDown(token);
    // The page itself said so: one question less before the first view.
    else if (document.documentElement.dataset['who'] === 'out') me.value = { is: 'out' };
    else settle(await request<MeAnswer>('GET', '/me'));
  }
  route();
  window.addEventListener('hashchange', onHashChange);
  tellPresence();
}

/** Tokens leave the address at once; what stays is which session is open: `#/session/<id>`. */
function takeFragment(): { key: FragmentKey; value: string } {
  const match = TOKEN_FRAGMENT.exec(location.hash);
  if (!match?.[2]) return { key: 'route', value: '' };
  history.replaceState(null, '', location.pathname + location.search);
  return { key: (match[1] ?? '').slice(0, -1) as FragmentKey, value: match[2] }; // of the pattern's own words
}

function onHashChange(): void {
  // A second link pasted into the same tab starts over with what it brings.
  if (TOKEN_FRAGMENT.test(location.hash)) location.reload();
  else route();
}

function refusalOf(why: string): string {
  const { refusals } = strings.signIn;
  return Object.hasOwn(refusals, why) ? refusals[why as keyof typeof refusals] : refusals.invalid; // own, so it is one of them
}

type FragmentKey = 'token' | 'refused' | 'welcome' | 'seat' | 'route';

/** The company whose console this is: its address says so (`/?company=…`). */
export const askedCompany = new URLSearchParams(location.search).get('company') ?? undefined;

export async function signIn(given: { token: string } | { login: string; password: string }): Promise<void> {
  useSeat(undefined);
  sessionStorage.removeItem(SEAT_KEY);
  const company = 'login' in given && askedCompany !== undefined ? { company: askedCompany } : {};
  const answer = await request<MeAnswer>('POST', '/sign-in', { ...given, ...company });
  if (!answer.ok && answer.code === 'UNAUTHORIZED') me.value = { is: 'out', fault: strings.signIn.wrongToken };
  else settle(answer);
}

/** Whether the company's people may sign in by its identity provider. */
export async function signInOffer(): Promise<{ company: string; provider: boolean } | undefined> {
  const answer = await request<{ company: string; provider: boolean }>(
    'GET',
    `/sign-in${askedCompany === undefined ? '' : `?company=${encodeURIComponent(askedCompany)}`}`,
  );
  return answer.ok ? answer.value : undefined;
}

export async function choosePassword(token: string, password: string): Promise<void> {
  const answer = await request<MeAnswer>('POST', '/welcome', { token, password });
  if (answer.ok) settle(answer);
  else if (answer.code === 'WELCOME_INVALID') me.value = { is: 'refused', text: answer.text };
  else me.value = { is: 'new', token, fault: answer.text };
}

/** A seat is this tab's alone: it lives in the tab's storage and leaves the cookie of a signed-in user as it is. */
async function sitDown(token: string): Promise<void> {
  const answer = await request<MeAnswer>('POST', '/links/open', { token });
  if (!answer.ok) {
    sessionStorage.removeItem(SEAT_KEY);
    me.value = { is: 'refused', text: answer.text };
    return;
  }
  sessionStorage.setItem(SEAT_KEY, token);
  useSeat(token);
  settle(answer);
}

function settle(answer: Answer<MeAnswer>): void {
  if (!answer.ok) {
    me.value = answer.code === 'UNAUTHORIZED' ? { is: 'out' } : { is: 'out', fault: answer.text };
    return;
  }
  const { company, localOnly } = answer.value;
  me.value =
    answer.value.who === 'staff'
      ? { is: 'staff', name: answer.value.name, companyId: answer.value.companyId, duties: answer.value.duties, company, localOnly }
      : { is: 'seat', session: answer.value.session, company, localOnly };
  link?.close();
  link = connectConsole({ onOpen, onMessage: receive, onLost: () => (connected.value = false), onRefused });
}

export async function signOut(): Promise<void> {
  await request('POST', '/sign-out');
  location.assign('/');
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
      if (room && message.session === openId.value) announcePeople(room.people, message.people, room.you);
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
  return created(await request<Invitation>('POST', '/pins/redeem', { pin, ...(url ? { url } : {}), ...aboutIn(about) }));
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
  if (openId.value !== undefined) tell({ type: 'control', session: openId.value, want });
}

export function allow(participant: ParticipantId, action: Action, value: boolean): void {
  if (openId.value !== undefined) tell({ type: 'rights', session: openId.value, participant, action, allow: value });
}
