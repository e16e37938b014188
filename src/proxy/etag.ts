/**
 * Validators of rewritten bodies. The browser's copy is not what the target sent, so its ETag says so: `"abc"` becomes
 * `W/"r1-s-abc"`, of a worker's script `W/"r1-sk-abc"`, and is undone in If-None-Match. A tag of another rewriter version, or of
 * another body of the same address (variants.ts), undoes to nothing: the body is sent anew.
 */
import { rewriterVersion } from '../rewriter/index.ts';
import type { Variant } from './variants.ts';

const TAG = /(W\/)?"([^"]*)"/g;

export function saltEtag(etag: string, variant: Exclude<Variant, 'plain'> = 'rewritten'): string | undefined {
  const match = /^(W\/)?"([^"]*)"$/.exec(etag.trim());
  if (!match) return undefined;
  return `W/"${rewriterVersion}-${match[1] ? 'w' : 's'}${variant === 'worker' ? 'k' : ''}-${match[2] ?? ''}"`;
}

const ALL: readonly Variant[] = ['plain', 'rewritten', 'worker'];

/** The target's own tags in an If-None-Match or If-Match of a browser, as far as they are of these bodies; undefined: none is. */
export function unsaltEtags(header: string, variants: readonly Variant[] = ALL): string | undefined {
  // Some servers write theirs without quotes; ours always has them.
  if (!header.includes('"')) return variants.includes('plain') ? header.trim() || undefined : undefined;
  const tags: string[] = [];
  for (const match of header.matchAll(TAG)) {
    const value = match[2] ?? '';
    const salted = /^r[0-9]+-([sw])(k?)-([^]*)$/.exec(value);
    if (!variants.includes(salted ? (salted[2] === 'k' ? 'worker' : 'rewritten') : 'plain')) continue;
    if (!salted) tags.push(match[0]);
    else if (value.startsWith(`${rewriterVersion}-`)) tags.push(`${salted[1] === 'w' ? 'W/' : ''}"${salted[3] ?? ''}"`);
  }
  return tags.length > 0 ? tags.join(', ') : undefined;
}

/** Does a browser's If-None-Match name a rewritten copy? Then a 304 answers with the salted tag again. */
export function isSalted(header: string | undefined): boolean {
  return header !== undefined && new RegExp(`"${rewriterVersion}-[sw]k?-`).test(header);
}
