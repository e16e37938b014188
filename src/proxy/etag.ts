/**
 * Validators of rewritten bodies. The browser's copy is not what the target sent, so its ETag says so: `"abc"` becomes
 * `W/"r1-s-abc"`, and is undone in If-None-Match. A tag of another rewriter version undoes to nothing: the body is sent anew.
 */
import { rewriterVersion } from '../rewriter/index.ts';

const TAG = /(W\/)?"([^"]*)"/g;

export function saltEtag(etag: string): string | undefined {
  const match = /^(W\/)?"([^"]*)"$/.exec(etag.trim());
  return match ? `W/"${rewriterVersion}-${match[1] ? 'w' : 's'}-${match[2] ?? ''}"` : undefined;
}

/** The target's own tags in an If-None-Match or If-Match of a browser; undefined when none of them is for the target. */
export function unsaltEtags(header: string): string | undefined {
  // Some servers write theirs without quotes; ours always has them.
  if (!header.includes('"')) return header.trim() || undefined;
  const tags: string[] = [];
  for (const match of header.matchAll(TAG)) {
    const value = match[2] ?? '';
    const salted = /^r[0-9]+-([sw])-([^]*)$/.exec(value);
    if (!salted) tags.push(match[0]);
    else if (value.startsWith(`${rewriterVersion}-`)) tags.push(`${salted[1] === 'w' ? 'W/' : ''}"${salted[2] ?? ''}"`);
  }
  return tags.length > 0 ? tags.join(', ') : undefined;
}

/** Does a browser's If-None-Match name a rewritten copy? Then a 304 answers with the salted tag again. */
export function isSalted(header: string | undefined): boolean {
  return header !== undefined && new RegExp(`"${rewriterVersion}-[sw]-`).test(header);
}
