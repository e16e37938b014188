/** Face of the store. */
export { openStore } from './sqlite.ts';
export type { AuditRow, LinkRow, ParticipantRow, SessionRow, Store } from './store.ts';
