/** People who sign in, and what each may do outside a session: one table, used by the API, the console's socket and the console. */
import type { Role } from './roles.ts';

export const staffRoles = ['observer', 'agent', 'senior', 'supervisor', 'admin'] as const;
export type StaffRole = (typeof staffRoles)[number];

/**
 * `open`: start a session, by address or by PIN. `watch`: list and enter sessions. `people`: users and API keys of the own
 * company. `companies`: of the whole gateway.
 */
export const duties = ['open', 'watch', 'invite', 'end', 'recordings', 'audit', 'policy', 'people', 'companies'] as const;
export type Duty = (typeof duties)[number];

/** `own`: in sessions that this person opened. `all`: in every session of the company. */
export type Reach = 'none' | 'own' | 'all';

const none: Readonly<Record<Duty, Reach>> = {
  open: 'none',
  watch: 'none',
  invite: 'none',
  end: 'none',
  recordings: 'none',
  audit: 'none',
  policy: 'none',
  people: 'none',
  companies: 'none',
};
const lead = { ...none, open: 'all', watch: 'all', invite: 'all', end: 'all', recordings: 'all', audit: 'all' } as const;

export const reach: Readonly<Record<StaffRole, Readonly<Record<Duty, Reach>>>> = {
  observer: { ...none, watch: 'all' },
  agent: { ...none, open: 'all', watch: 'own', invite: 'own', end: 'own' },
  senior: { ...none, open: 'all', watch: 'all', invite: 'all', end: 'own', recordings: 'own' },
  supervisor: lead,
  admin: { ...lead, policy: 'all', people: 'all' },
};

/** The seat that somebody of this role takes in a session. */
export const seatRole: Readonly<Record<StaffRole, Role>> = {
  observer: 'observer',
  agent: 'agent',
  senior: 'senior',
  supervisor: 'supervisor',
  admin: 'supervisor',
};

export function isStaffRole(text: unknown): text is StaffRole {
  return staffRoles.includes(text as StaffRole);
}

/** The company of a gateway that serves one alone; it is always there. */
export const MAIN_COMPANY = 'main';

/** How a company's id may be written: it stands in addresses. */
const COMPANY_ID = /^[a-z][a-z0-9-]{1,30}[a-z0-9]$/;

export function isCompanyId(text: string): boolean {
  return COMPANY_ID.test(text);
}

/** Somebody who signed in, or a program with a key. */
export interface Staff {
  readonly company: string;
  /** Of the user or key; the operator, who has the token of the gateway itself, is nobody's user. */
  readonly id: string;
  /** Shown to others. */
  readonly name: string;
  readonly role: StaffRole;
  /** The operator may do what concerns every company. */
  readonly is: 'person' | 'program' | 'operator';
}

export const OPERATOR_ID = 'operator';

export function operatorOf(company: string): Staff {
  return { company, id: OPERATOR_ID, name: 'admin', role: 'admin', is: 'operator' };
}

/** May this person do that at all? Unknown is denied. */
export function mayDo(who: Pick<Staff, 'role' | 'is'>, duty: Duty): boolean {
  return duty === 'companies' ? who.is === 'operator' : reach[who.role][duty] !== 'none';
}

/** Which sessions this person's list has, when they may watch at all. */
export function watchedBy({ company, id, role }: Staff): { readonly company: string; readonly owner?: string } {
  return reach[role].watch === 'all' ? { company } : { company, owner: id };
}

/** May this person do that in a session? Another company's sessions do not exist. */
export function mayIn(who: Staff, duty: Duty, session: { readonly company: string; readonly owner: string }): boolean {
  if (session.company !== who.company) return false;
  const far = reach[who.role][duty];
  return far === 'all' || (far === 'own' && session.owner === who.id);
}
