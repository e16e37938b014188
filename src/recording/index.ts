/** Face of what listens to rooms and keeps. */
export { Transcripts } from './transcripts.ts';
export { AuditListener } from './audit.ts';
export { RuleHits } from './rule-hits.ts';
