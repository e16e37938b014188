/**
 * The step up from the page: the customer's screen, voices and cameras, by WebRTC. Messages of the socket that the customer's
 * window (`/share`) and a guest's frame (`/watch`) have with the room, and the only way from bytes to one of those to it. One
 * `RTCPeerConnection` carries one medium to one guest: a *call*, numbered by the customer's window, which always makes the offer.
 */
import type { ParticipantId } from './ids.ts';
import type { Person, SessionState } from './messages.ts';
import { isAction, steps, type Step, type StepAsk } from './roles.ts';
import { isCount, readOwn, readText, type Read } from './socket-text.ts';

/** Why a step cannot be asked for, or that it can. */
export type StepOffer =
  | 'ready'
  /** The config does not offer it. */
  | 'off'
  /** There is no TURN server in the config, and nothing goes without one. */
  | 'no-relay'
  /** This guest's role never may. */
  | 'role'
  /** The customer is not here, or has paused. */
  | 'not-now'
  /** The customer's device cannot: no phone shows its screen. */
  | 'cannot'
  /** As many guests as one customer's line can serve have it. */
  | 'full';

/** What a browser needs to reach the relay, good for a short time. */
export interface Relay {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

export interface Candidate {
  readonly candidate: string;
  readonly mid: string;
}

/** Of one call: an offer or an answer, or one more way to reach the other end. */
export type Signal = { readonly sdp: string } | { readonly candidate: Candidate };

/** A point of the picture, 0..1 from left and top; null: nowhere. */
export type PicturePoint = { readonly x: number; readonly y: number } | null;

export type StepToRoom =
  | { readonly type: 'hello'; readonly protocol: number }
  /** A guest asks the customer. */
  | { readonly type: 'ask'; readonly step: Step }
  /** A guest no longer asks, or has had enough. */
  | { readonly type: 'leave'; readonly step: Step }
  /** The customer's window captures, on their own press, for those whose names stood beside the button. */
  | { readonly type: 'begin'; readonly step: Step; readonly people: readonly ParticipantId[] }
  /** The customer said no, or the browser did. */
  | { readonly type: 'refuse'; readonly step: Step }
  /** The customer's window captures no more. */
  | { readonly type: 'stop'; readonly step: Step }
  /** The window is being closed. */
  | { readonly type: 'bye' }
  /** The window: this call stands. */
  | { readonly type: 'up'; readonly call: number }
  /** A guest's call has failed: another, please. */
  | { readonly type: 'again'; readonly step: Step }
  | { readonly type: 'signal'; readonly call: number; readonly signal: Signal }
  /** A guest points at the shared screen. */
  | { readonly type: 'point'; readonly at: PicturePoint };

export type RoomToStep =
  | {
      readonly type: 'welcome';
      readonly you: ParticipantId;
      /** Opens the next socket of this very page, should this one break. */
      readonly again: string;
    }
  /** Everything that stands, whenever some of it changes. `offers` and `asks` of a guest are their own. */
  | {
      readonly type: 'now';
      readonly state: SessionState;
      readonly people: readonly Person[];
      readonly offers: Readonly<Record<Step, StepOffer>>;
      readonly asks: readonly StepAsk[];
      /** Who has what. */
      readonly has: readonly StepAsk[];
      /** What the customer's window captures. */
      readonly on: readonly Step[];
      /** Calls of this page that stand: any other is over. */
      readonly calls: readonly number[];
    }
  /** To the window: make this call. */
  | { readonly type: 'call'; readonly call: number; readonly step: Step; readonly to: ParticipantId; readonly relay: Relay }
  /** To both: this call is over. */
  | { readonly type: 'over'; readonly call: number }
  /** To the window: capture no more of this. */
  | { readonly type: 'stop'; readonly step: Step }
  /** `relay`: with an offer. */
  | { readonly type: 'signal'; readonly call: number; readonly step: Step; readonly signal: Signal; readonly relay?: Relay }
  | { readonly type: 'point'; readonly from: ParticipantId; readonly at: PicturePoint }
  | { readonly type: 'refused'; readonly code: 'NO_RIGHT' | 'TOO_FAST' }
  | { readonly type: 'end' };

/** Characters. A description of one medium is 4 to 8 KB. */
export const SDP_MAX = 24 * 1024;
export const CANDIDATE_MAX = 400;
const MESSAGE_MAX = 32 * 1024;
const PEOPLE_MAX = 100;
const MID_MAX = 16;

export function parseStep(text: string): Read<StepToRoom> {
  return readText(text, MESSAGE_MAX, read);
}

export function isStep(value: unknown): value is Step {
  return isAction(value) && steps.some((step) => step === value);
}

function read(value: unknown): StepToRoom | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>; // an object, whose fields are looked at below
  const { type, step, call, people, protocol } = fields;
  switch (type) {
    case 'hello':
      return isCount(protocol) ? { type, protocol } : undefined;
    case 'ask':
    case 'leave':
    case 'refuse':
    case 'stop':
    case 'again':
      return isStep(step) ? { type, step } : undefined;
    case 'begin': {
      if (!isStep(step) || !Array.isArray(people) || people.length > PEOPLE_MAX) return undefined;
      const ids = people.filter((one): one is ParticipantId => typeof one === 'string' && /^[\w-]{1,64}$/.test(one));
      return ids.length === people.length ? { type, step, people: ids } : undefined;
    }
    case 'bye':
      return { type };
    case 'up':
      return isCount(call) ? { type, call } : undefined;
    case 'signal': {
      const signal = readSignal(fields['signal']);
      return isCount(call) && signal ? { type, call, signal } : undefined;
    }
    case 'point': {
      const at = readPoint(fields['at']);
      return at === undefined ? undefined : { type, at };
    }
    default:
      return undefined;
  }
}

function readSignal(value: unknown): Signal | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { sdp, candidate } = value as { readonly sdp?: unknown; readonly candidate?: unknown }; // an object: its fields may be anything
  if (typeof sdp === 'string') return sdp.length <= SDP_MAX ? { sdp } : undefined;
  if (typeof candidate !== 'object' || candidate === null) return undefined;
  const { candidate: line, mid } = candidate as { readonly candidate?: unknown; readonly mid?: unknown }; // as above
  if (typeof line !== 'string' || line.length > CANDIDATE_MAX) return undefined;
  return typeof mid === 'string' && mid.length <= MID_MAX ? { candidate: { candidate: line, mid } } : undefined;
}

function readPoint(value: unknown): PicturePoint | undefined {
  if (value === null) return null;
  if (typeof value !== 'object') return undefined;
  const { x, y } = value as { readonly x?: unknown; readonly y?: unknown }; // as above
  return isFraction(x) && isFraction(y) ? { x, y } : undefined;
}

function isFraction(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

const known: ReadonlySet<unknown> = new Set<RoomToStep['type']>([
  'welcome',
  'now',
  'call',
  'over',
  'stop',
  'signal',
  'point',
  'refused',
  'end',
]);

export function parseFromRoomToStep(text: string): RoomToStep | undefined {
  return readOwn(text, known);
}
