/** The replica: what a guest sees of the host's page. */
export { Replica } from './replica.ts';
export type { LeftWork, ReplicaDeps } from './replica.ts';
