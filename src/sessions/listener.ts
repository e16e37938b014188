/** What happens in a session, told to whoever wants to know (audit, webhooks, metrics). Listeners are told, not asked: none can hold a message up. */
import type { InkTool } from '../shared/ink.ts';
import type { ParticipantId, SessionId, TabId } from '../shared/ids.ts';
import type { ActOutcome, ChatMessage, Control, GuestAction, SessionState } from '../shared/messages.ts';
import type { Action, Role, Step } from '../shared/roles.ts';

export type RoomEvent =
  | { readonly type: 'created'; readonly url: string; readonly by: string; readonly company: string }
  | { readonly type: 'invited'; readonly participant: ParticipantId; readonly role: Role; readonly name: string }
  /** The customer sent a friend off, or took the link back. */
  | { readonly type: 'sent-off'; readonly participant: ParticipantId; readonly by: ParticipantId; readonly name: string }
  /** A link was opened for the first time. */
  | { readonly type: 'link-opened'; readonly participant: ParticipantId; readonly role: Role }
  /** The company's legal notice that stood on the page where Start was pressed, in which language. */
  | { readonly type: 'notice'; readonly participant: ParticipantId; readonly version: string; readonly language: string }
  /** The customer pressed Start; `granted` is what agents may do from now on. */
  | { readonly type: 'consent'; readonly participant: ParticipantId; readonly granted: readonly Action[] }
  /** First socket of this person, or the last one gone. */
  | { readonly type: 'joined' | 'left'; readonly participant: ParticipantId; readonly role: Role; readonly name: string }
  | { readonly type: 'state'; readonly state: SessionState; readonly participant: ParticipantId | null }
  | {
      readonly type: 'rights';
      readonly participant: ParticipantId;
      readonly action: Action;
      readonly allow: boolean;
      readonly by: ParticipantId;
    }
  | { readonly type: 'control'; readonly participant: ParticipantId; readonly control: Control; readonly by: ParticipantId }
  /** A page was opened in the host's browser; the address as guests see it. */
  | { readonly type: 'page'; readonly tab: TabId; readonly url: string }
  | { readonly type: 'act'; readonly participant: ParticipantId; readonly kind: GuestAction['kind']; readonly outcome: ActOutcome }
  /** Something was drawn and stays, or was cleared for everybody. */
  | { readonly type: 'ink'; readonly participant: ParticipantId; readonly what: InkTool | 'cleared' }
  /** Something was put before everybody's eyes on the board, in this order, or taken off it. Names of files stay out. */
  | {
      readonly type: 'board';
      readonly participant: ParticipantId;
      readonly what: 'shown' | 'removed';
      readonly item: number;
      readonly kind: string;
      readonly url?: string;
    }
  /** More than the page: `participant` is who asks, sees or hears; `by` did it, null: it came with the session's state. */
  | {
      readonly type: 'step-up';
      readonly step: Step;
      readonly is: 'asked' | 'withdrawn' | 'granted' | 'refused' | 'began' | 'ended';
      readonly participant: ParticipantId;
      readonly by: ParticipantId | null;
    }
  /** A file went to the customer's disk. Its name stays out. */
  | { readonly type: 'download'; readonly mime: string; readonly bytes: number | null }
  /** Chat text stays out: that somebody wrote is enough for an audit. */
  | { readonly type: 'chat'; readonly participant: ParticipantId }
  /** What agents noted, at the end, for companies that keep it. */
  | { readonly type: 'notes'; readonly text: string }
  /** All of it, at the end, for companies that keep it. */
  | { readonly type: 'transcript'; readonly lines: readonly ChatMessage[] }
  /** The host sent something that it must not send; the finding, never the content. */
  | { readonly type: 'fault'; readonly participant: ParticipantId | null; readonly finding: string }
  /** Hits of policy rules, by rule id, as the host counted them. */
  | { readonly type: 'hits'; readonly hits: Readonly<Record<string, number>> }
  /** Whom the session is with, or its ticket, was written anew; not what. */
  | { readonly type: 'about'; readonly by: string }
  /** By the customer, after the end. */
  | { readonly type: 'rated'; readonly rating: number }
  | { readonly type: 'ended'; readonly by: string };

export interface RoomListener {
  /** Must return at once and never throw. */
  told(session: SessionId, event: RoomEvent): void;
}
