/** Identifiers that travel between the towers. Each has a type of its own, so one is never passed for another. */

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** 16 characters of a-z2-7. An address, visible in DNS and to the target: it grants nothing. */
export type SessionId = Id<'SessionId'>;
/** One person's seat in a session. */
export type ParticipantId = Id<'ParticipantId'>;
/** One tab of the host's browser, issued by the room. */
export type TabId = Id<'TabId'>;
/** One document inside a tab: `top`, or an id issued by the room when its parent bound it. */
export type FrameId = Id<'FrameId'>;
/** Number of a node inside one frame and epoch; never used twice in an epoch. */
export type NodeId = number;

export const TOP_FRAME = 'top' as FrameId;

const SESSION_ID = /^[a-z2-7]{16}$/;

export function isSessionId(text: string): text is SessionId {
  return SESSION_ID.test(text);
}
