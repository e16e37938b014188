/**
 * A session as the doors see it: its addresses, the target's cookies, the bytes kept for guests, and its room. Everything
 * in it lives in memory and is gone when it ends; what outlives it is the row in the store.
 */
import type { ParticipantId, SessionId } from '../shared/ids.ts';
import type { Picked, RuntimeToRoom, SessionState } from '../shared/messages.ts';
import type { Site } from '../config/index.ts';
import type { Policy } from '../shared/policy.ts';
import type { Role } from '../shared/roles.ts';
import type { AliasTable } from '../shared/label.ts';
import type { UrlMap } from '../shared/url-map.ts';
import type { AssetStore } from './asset-store.ts';
import type { TargetJar } from './cookie-jar.ts';
import type { Downloads } from './downloads.ts';
import type { Notices } from './notices.ts';
import type { SessionNotes } from './notes.ts';
import type { Room } from './room.ts';

/** A session of an administrator's own browser, without a customer: a leak test, or pages that are pointed at for rules. */
export interface SessionTest {
  readonly is: 'leak-test' | 'pick';
  /** Canaries stand on the page: from now on the target gets no request that changes anything, and none that names one. */
  readonly sealed: boolean;
  /** Does a text name a canary? */
  names(text: string): boolean;
  /** A message of the page's runtime, as it came. */
  heard(text: string): void;
  /** A document has planted. */
  planted(message: Extract<RuntimeToRoom, { type: 'planted' }>): void;
  /** Something was pointed at. */
  pointed(picked: Picked): void;
}

/** Whom a session is with and the ticket that it belongs to, as whoever opened it wrote them. */
export interface SessionAbout {
  readonly customer: string;
  readonly ticket: string;
}

export const NOTHING_ABOUT: SessionAbout = { customer: '', ticket: '' };

/** For a summary: what was not written is not there. */
export function aboutIn({ customer, ticket }: SessionAbout): { customer?: string; ticket?: string } {
  return { ...(customer === '' ? {} : { customer }), ...(ticket === '' ? {} : { ticket }) };
}

export interface Session {
  readonly id: SessionId;
  /** Address the session was created for. */
  readonly url: string;
  /** The site whose pages it runs on in place, at their own addresses; undefined: it runs on labels. */
  readonly site: Site | undefined;
  /** Whose customer it is, and id of the user who opened it. */
  readonly company: string;
  readonly owner: string;
  readonly about: SessionAbout;
  readonly notes: SessionNotes;
  readonly createdAt: Date;
  readonly state: SessionState;
  /** Undefined: a session of people. */
  readonly test: SessionTest | undefined;
  readonly urls: UrlMap;
  readonly aliases: AliasTable & { entries(): Readonly<Record<string, string>> };
  readonly policy: Policy;
  /** Cookies of all targets of this session. */
  readonly jar: TargetJar;
  /** Bytes of images, fonts, sheets and media that the host's browser loaded. */
  readonly assets: AssetStore;
  readonly room: Room;
  /** What both people are told that cannot work, or did not. */
  readonly notices: Pick<Notices, 'begin' | 'tell'>;
  /** What agents are told of files that go to the customer's disk. */
  readonly downloads: Pick<Downloads, 'found'>;
  /** Addresses (host:port, lower case) that this session may reach although they are private: the URL given to `npm start --`. */
  readonly allowedPrivate: ReadonlySet<string>;
  /** May a document of this address be opened here, by the config's list and the policy's? Private addresses are another question. */
  mayOpen(url: string): boolean;
  /** Labels (gateway origins) that a document was served under: cleared at the end. */
  readonly labelsUsed: Set<string>;
}

/** Somebody whom a cookie or a ticket names. */
export interface Visitor {
  readonly participant: ParticipantId;
  readonly role: Role;
}

/** The two things the proxy asks: which session is this host, may this visitor enter; and the cookies that say so next time. */
export interface SessionGate {
  /** Live sessions only; `ended` when it existed. */
  find(sid: string): Session | 'ended' | undefined;
  /** From the raw Cookie header; of duplicate names each value is tried. */
  admit(session: Session, cookieHeader: string | undefined): Visitor | undefined;
  /** Set-Cookie values for a document answer of a label: the `__Host-` copy, and the Domain copy renewed. */
  labelCookies(session: Session, visitor: Visitor): string[];
  /** Names of cookies that are ours, never the page's nor the target's. */
  isOwnCookie(name: string): boolean;
}
