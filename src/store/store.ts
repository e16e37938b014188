/**
 * What outlives the process: who met whom and when, the hashes that open a link, the audit, and the instance's own keys.
 * Never a token itself, never an address with its query, never anything of a page.
 */
import type { ParticipantId, SessionId } from '../shared/ids.ts';
import type { SessionState } from '../shared/messages.ts';
import type { Role } from '../shared/roles.ts';
import type { AccountStore } from './account-store.ts';

export interface SessionRow {
  readonly id: SessionId;
  /** Origin and path; the query stays in memory. */
  readonly url: string;
  readonly state: SessionState;
  /** Whose customer it is. */
  readonly company: string;
  /** Id of the user or key that opened it. */
  readonly owner: string;
  /** Whom it is with, and the ticket that it belongs to, as whoever opened it wrote them; empty: they did not. */
  readonly customer: string;
  readonly ticket: string;
  /** Name of whoever opened it. */
  readonly createdBy: string;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  readonly endedAt: number | null;
  /** Who or what ended it. */
  readonly endedBy: string | null;
  /** 1 to 5, by the customer. */
  readonly rating?: number;
}

export interface ParticipantRow {
  readonly id: ParticipantId;
  readonly session: SessionId;
  readonly role: Role;
  readonly name: string;
}

export interface LinkRow {
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  readonly session: SessionId;
  readonly participant: ParticipantId;
  readonly expiresAt: number;
}

export interface AuditRow {
  readonly at: number;
  readonly session: SessionId;
  readonly participant: ParticipantId | null;
  readonly event: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export interface Store extends AccountStore {
  addSession(row: SessionRow): Promise<void>;
  setState(id: SessionId, state: SessionState): Promise<void>;
  endSession(id: SessionId, at: number, by: string): Promise<void>;
  /** Once, after the end. False: it has one, or runs, or is none. */
  rateSession(id: SessionId, rating: number): Promise<boolean>;
  /** Whom it is with, and its ticket; `seat`: what the customer's seat is called. False: there is no such session. */
  setAbout(id: SessionId, about: { readonly customer: string; readonly ticket: string }, seat: string): Promise<boolean>;
  session(id: string): Promise<SessionRow | undefined>;
  /** Newest first; of one company, of one owner in it, or of all. */
  sessions(limit: number, of?: { readonly company: string; readonly owner?: string }): Promise<SessionRow[]>;
  addParticipant(row: ParticipantRow): Promise<void>;
  participants(session: SessionId): Promise<ParticipantRow[]>;
  addLink(row: LinkRow): Promise<void>;
  link(hash: string): Promise<LinkRow | undefined>;
  /** Hands a link over to another seat of the same session. */
  moveLink(hash: string, participant: ParticipantId): Promise<void>;
  /** The first device takes the seat, for good; `mayBind` false: only a seat that is taken already opens. `device` is a SHA-256, hex. */
  bindSeat(participant: ParticipantId, device: string, mayBind: boolean): Promise<'bound' | 'same' | 'other' | 'expired'>;
  isBound(participant: ParticipantId): Promise<boolean>;
  addAudit(row: AuditRow): Promise<void>;
  /** Oldest first. */
  audit(session: SessionId, limit: number): Promise<AuditRow[]>;
  /** Ready-made chat messages, of every company that has any. */
  answers(): Promise<{ readonly company: string; readonly texts: readonly string[] }[]>;
  setAnswers(company: string, texts: readonly string[]): Promise<void>;
  /** Looks and words of every company that has any; of a logo only its hash. */
  brandings(): Promise<{ readonly company: string; readonly version: number; readonly text: string; readonly logo: string | undefined }[]>;
  setBranding(row: { readonly company: string; readonly version: number; readonly text: string }): Promise<void>;
  logo(company: string): Promise<Buffer | undefined>;
  setLogo(company: string, bytes: Buffer | null): Promise<void>;
  /** What agents noted of a session, for companies that keep it. */
  setNotes(session: SessionId, text: string): Promise<void>;
  notes(session: SessionId): Promise<string | undefined>;
  /** What was written in a session, for companies that keep it. */
  addTranscript(session: SessionId, text: string): Promise<void>;
  transcript(session: SessionId): Promise<string | undefined>;
  secret(name: string): Promise<string | undefined>;
  /** Keeps `value` unless the name has one already; hands back what is kept. */
  keepSecret(name: string, value: string): Promise<string>;
  setSecret(name: string, value: string): Promise<void>;
  /** Deletes ended sessions, their seats, links and audit from before `before`. Hands back how many sessions went. */
  forget(before: number): Promise<number>;
  close(): Promise<void>;
}
