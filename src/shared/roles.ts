/** Who may do what: one table of role and action, used by the room, the API and both interfaces. Unknown is denied. */
import type { ParticipantId } from './ids.ts';

/** `friend`: somebody whom the customer brings, and who is of their side. */
export const roles = ['customer', 'agent', 'senior', 'supervisor', 'observer', 'friend'] as const;
export type Role = (typeof roles)[number];

/** What Start can give a guest to do to the host's page or in the session. `navigate` includes back, forward and reload. */
export const grantable = ['view', 'point', 'draw', 'chat', 'click', 'type', 'navigate', 'invite'] as const;
export type Grantable = (typeof grantable)[number];
/** More than the page, by WebRTC: asked for one by one, and given by the customer alone, never by Start. */
export const steps = ['screen', 'voice', 'camera'] as const;
export type Step = (typeof steps)[number];
/** Asked for by a participant, or given to one. */
export interface StepAsk {
  readonly participant: ParticipantId;
  readonly step: Step;
}
export const actions = [...grantable, ...steps] as const;
export type Action = (typeof actions)[number];

export type Rights = Readonly<Record<Action, boolean>>;

const none: Rights = {
  view: false,
  point: false,
  draw: false,
  chat: false,
  click: false,
  type: false,
  navigate: false,
  invite: false,
  screen: false,
  voice: false,
  camera: false,
};
const guide: Rights = { ...none, view: true, point: true, draw: true, chat: true };
const full: Rights = { ...guide, click: true, type: true, navigate: true, invite: true, screen: true, voice: true, camera: true };

/** The most a role can ever hold; what is granted in a session is a subset. */
export const ceiling: Readonly<Record<Role, Rights>> = {
  customer: { ...none, point: true, draw: true, chat: true },
  agent: full,
  senior: full,
  supervisor: full,
  observer: { ...none, view: true },
  // As the customer, on the customer's page; in the session nothing, and nothing that the customer alone gives.
  friend: { ...guide, click: true, type: true, navigate: true },
};

/** What a friend is brought for, whatever Start gave to agents; the rest the customer gives in person. */
export const friendly: readonly Grantable[] = ['view', 'point', 'draw', 'chat'];

export function isRole(text: unknown): text is Role {
  return roles.includes(text as Role);
}

export function isAction(text: unknown): text is Action {
  return actions.includes(text as Action);
}

/** Guests are everyone but the customer. */
export function isGuestRole(role: Role): boolean {
  return role !== 'customer';
}

/** What a role holds when `granted` was granted: never more than its ceiling. */
export function rightsFor(role: Role, granted: readonly Action[]): Rights {
  const limit = ceiling[role];
  const rights = { ...none };
  for (const action of granted) rights[action] = limit[action];
  return rights;
}
