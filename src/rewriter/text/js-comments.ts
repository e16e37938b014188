/** Where the comments of a script are, by the token scanner. */
import { holeKinds, tokenize, Unsettled } from './js-tokens.ts';

/** Pairs of start and end, in order. Where a parser would be needed to tell: none. */
export function commentsIn(script: string): [start: number, end: number][] {
  try {
    const { holes } = tokenize(script, { kind: 'script' });
    const comments: [number, number][] = [];
    for (let at = 0; at < holes.length; at += 3)
      if (holes[at + 2] === holeKinds.comment) comments.push([holes[at] ?? 0, holes[at + 1] ?? 0]);
    return comments;
  } catch (error) {
    if (error instanceof Unsettled) return [];
    throw error;
  }
}
