/**
 * Hashes that script gives to elements. The gateway has to know of one before the file is asked for, so it is told at once,
 * and says whether the browser can check it or the gateway will: rewriter and browser never look at different bytes.
 */
import { ownPaths } from '../shared/boot.ts';
import type { Natives } from './natives.ts';
import type { Requests } from './requests.ts';

/** Answers remembered; a page that loads more files with hashes asks again. */
const MAX_KEPT = 200;

/** `url`: absolute address at the gateway. True: the attribute stays. */
export function createHashCheck(natives: Natives, requests: Requests): (url: string, metadata: string, as: 'script' | 'style') => boolean {
  const kept = new Map<string, boolean>();
  return (url, metadata, as) => {
    const key = `${as} ${url} ${metadata}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const answer = requests.post(ownPaths.integrity, natives.JSON.stringify({ url, metadata, as }));
    // Unanswered, it stays: then a file that had to be changed is refused, and none runs unchecked.
    const stays = answer !== 'drop';
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, stays);
    return stays;
  };
}
