/** Which right each act of a guest needs. What a role can hold at most stands in `shared/roles.ts`. */
import type { InkAct } from '../shared/ink.ts';
import type { GuestAction, Person, SessionState } from '../shared/messages.ts';
import { steps, type Action, type Rights } from '../shared/roles.ts';

/** In which states of the session an action is open at all; an ended one is closed to everybody. */
const openIn: Readonly<Record<Action, ReadonlySet<SessionState>>> = {
  view: new Set(['live']),
  point: new Set(['live']),
  draw: new Set(['live']),
  // What was agreed on can be talked about while the page is hidden.
  chat: new Set(['live', 'paused']),
  click: new Set(['live']),
  type: new Set(['live']),
  navigate: new Set(['live']),
  invite: new Set(['waiting', 'live', 'paused']),
  // Who presses Pause wants nobody to see or hear them.
  screen: new Set(['live']),
  voice: new Set(['live']),
  camera: new Set(['live']),
};

/** The table: what a seat may do now. Its rights are never more than its role's ceiling (`shared/roles.ts`). */
export function mayNow(rights: Rights, action: Action, state: SessionState): boolean {
  return rights[action] && openIn[action].has(state);
}

/** One of these is enough. */
const needs: Readonly<Record<GuestAction['kind'], readonly Action[]>> = {
  click: ['click'],
  // Hovering opens menus: the page notices it, as it notices a click.
  hover: ['click'],
  press: ['click'],
  drag: ['click'],
  drop: ['click'],
  wheel: ['click', 'type', 'navigate'],
  key: ['type'],
  insert: ['type'],
  set: ['type'],
  focus: ['click', 'type'],
  select: ['type'],
  scroll: ['click', 'type', 'navigate'],
  back: ['navigate'],
  forward: ['navigate'],
  reload: ['navigate'],
  go: ['navigate'],
  // The customer is asked as well, each time.
  open: ['navigate'],
};

const blockable: ReadonlySet<GuestAction['kind']> = new Set(['click', 'press', 'drop', 'key', 'insert', 'set', 'focus', 'select']);

export function mayAct(rights: Rights, kind: GuestAction['kind']): boolean {
  return rights.view && needs[kind].some((action) => rights[action]);
}

/** Acts that a block refuses; looking around is never blocked. */
export function isBlockable(kind: GuestAction['kind']): boolean {
  return blockable.has(kind);
}

/** Acts that change or reveal the content of a field. Tab and Escape leave it, and nothing else. */
export function writesInto(action: GuestAction): boolean {
  if (action.kind === 'key') return action.key !== 'Tab' && action.key !== 'Escape';
  return action.kind === 'insert' || action.kind === 'set' || action.kind === 'select';
}

/** A finger on the glass is pointing; what stays is drawing. */
export function inkRight(act: InkAct): Action {
  return act.do === 'laser' || act.do === 'ripple' ? 'point' : 'draw';
}

/**
 * Rights of others, changed from a console: who leads (a senior, a supervisor, whoever opened the session) takes away; whoever
 * opened it also hands on, and never more than the customer lets them have themselves. What is more than the page only the
 * customer gives, and to a friend of theirs all of it.
 */
export function mayLead(by: Person, whose: Pick<Person, 'id' | 'role'>, action: Action, allow: boolean, isOwner: boolean): boolean {
  if (allow && (whose.role === 'friend' || steps.some((step) => step === action))) return false;
  if (allow) return isOwner && by.id !== whose.id && by.rights[action];
  return isOwner || by.role === 'senior' || by.role === 'supervisor';
}
