/** Face of the store. */
export { countTry, sha256 } from './secrets.ts';
export { openStore } from './sqlite.ts';
export type { AccountStore, CompanyRow, DeedRow, KeyRow, PolicyRow, RuleHitRow, SignInRow, UserRow } from './account-store.ts';
export type { AuditRow, LinkRow, ParticipantRow, SessionRow, Store } from './store.ts';
