/** Thread of one look at a site: pages and scripts in, facts out. */
import { parentPort } from 'node:worker_threads';
import type { Policy } from '../../shared/policy.ts';
import { lookAtPage, type PageFacts } from './look.ts';
import { tellsIn, type Tell } from './tells.ts';

export type LookRequest =
  | {
      readonly kind: 'page';
      readonly bytes: Uint8Array;
      readonly charset: string;
      readonly url: string;
      readonly policy: Policy | undefined;
    }
  | { readonly kind: 'script'; readonly bytes: Uint8Array };

export type LookAnswer =
  { readonly kind: 'page'; readonly facts: PageFacts } | { readonly kind: 'script'; readonly tells: readonly Tell[] };

parentPort?.on('message', (request: LookRequest) => {
  const answer: LookAnswer =
    request.kind === 'page'
      ? { kind: 'page', facts: lookAtPage(new TextDecoder(request.charset).decode(request.bytes), request.url, request.policy) }
      : { kind: 'script', tells: tellsIn(new TextDecoder().decode(request.bytes)) };
  parentPort?.postMessage(answer);
});
