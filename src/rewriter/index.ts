/**
 * The rewriter: bytes of a target in, bytes for the visitor out. HTML streams; styles and scripts come whole. Nothing is
 * touched but what must change; what needs no change comes back as the same Buffer.
 */
export { createRewriter } from './rewriter.ts';
export type { PageContext, ResourceContext, Rewriter, RewriterOptions, RewriterStats } from './types.ts';
export { buildBootTag } from './boot-tag.ts';
export { rewriterVersion } from './version.ts';
export { createTagTransform, type TaggedPage } from './tag-only.ts';
