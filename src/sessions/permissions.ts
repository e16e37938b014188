/** Which right each act of a guest needs. What a role can hold at most stands in `shared/roles.ts`. */
import type { InkAct } from '../shared/ink.ts';
import type { GuestAction } from '../shared/messages.ts';
import type { Action, Rights } from '../shared/roles.ts';

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
