/**
 * Control of the page, for one guest: clicking, typing and opening pages together, as people speak of it.
 *
 *   off --asks--> requested --customer allows--> granted --customer takes it back--> taken --asks--> requested
 *                 requested --customer says no, or the guest thinks better of it--> off
 *                 granted --guest gives it back--> off
 */
import type { Control } from '../shared/messages.ts';
import type { Action, Rights } from '../shared/roles.ts';

export const controlActions: readonly Action[] = ['click', 'type', 'navigate'];

export interface ControlSeat {
  readonly rights: Rights;
  /** The guest asked, and has no answer yet. */
  readonly asks: boolean;
  /** The customer took it back, and nothing happened since. */
  readonly taken: boolean;
}

export function controlOf({ rights, asks, taken }: ControlSeat): Control {
  if (controlActions.some((action) => rights[action])) return 'granted';
  return asks ? 'requested' : taken ? 'taken' : 'off';
}

/** `by`: whose word it is. Undefined: it changes nothing. */
export function turn(seat: ControlSeat, limit: Rights, by: 'guest' | 'customer', wanted: boolean): ControlSeat | undefined {
  const now = controlOf(seat);
  if (by === 'guest') {
    if (wanted) return now === 'granted' || now === 'requested' || !limit.click ? undefined : { ...seat, asks: true };
    if (now === 'requested') return { ...seat, asks: false };
    return now === 'granted' ? { rights: withControl(seat.rights, limit, false), asks: false, taken: false } : undefined;
  }
  if (wanted)
    return now === 'granted' || !limit.click ? undefined : { rights: withControl(seat.rights, limit, true), asks: false, taken: false };
  if (now === 'granted') return { rights: withControl(seat.rights, limit, false), asks: false, taken: true };
  return now === 'requested' ? { ...seat, asks: false, taken: false } : undefined;
}

/** The customer set one right: with the last one of control it was taken back, with the first one there is no asking any more. */
export function after(seat: ControlSeat, rights: Rights): ControlSeat {
  const had = controlOf(seat) === 'granted';
  const has = controlActions.some((action) => rights[action]);
  return { rights, asks: seat.asks && !has, taken: has ? false : had || seat.taken };
}

function withControl(rights: Rights, limit: Rights, on: boolean): Rights {
  const next = { ...rights };
  for (const action of controlActions) next[action] = on && limit[action];
  return next;
}
