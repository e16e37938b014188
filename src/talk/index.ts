/** The chat as both sides see it. */
export { TalkLog, TalkTools } from './log.tsx';
export type { TalkWords } from './log.tsx';
export { Say } from './say.tsx';
