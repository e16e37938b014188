/** What a browser asks for, by the headers that no page can forge (Fetch metadata), with a guess where they are missing. */
import type { IncomingHttpHeaders } from 'node:http';

export interface RequestKind {
  /** A document, framed or not: needs a visitor, gets the runtime. */
  readonly document: boolean;
  /** A document that fills the tab. */
  readonly topLevel: boolean;
  /** Sec-Fetch-Dest; empty when the browser sends none (plain http on a name that is not localhost). */
  readonly dest: string;
  readonly mode: string;
  /** Loaded ahead (`<link rel=prefetch>`, speculation rules): who will ask for it is not known yet. */
  readonly prefetch: boolean;
}

const DOCUMENTS: ReadonlySet<string> = new Set(['document', 'iframe', 'frame', 'embed', 'object', 'fencedframe']);

export function requestKind(headers: IncomingHttpHeaders): RequestKind {
  const dest = text(headers['sec-fetch-dest']);
  const mode = text(headers['sec-fetch-mode']);
  const prefetch = text(headers['sec-purpose']).startsWith('prefetch');
  if (dest === '' && mode === '') {
    // Only navigations ask for text/html first or to have their requests upgraded.
    const document = headers['upgrade-insecure-requests'] === '1' || /^text\/html\b/.test(headers.accept ?? '');
    return { document, topLevel: document, dest: document ? 'document' : '', mode: document ? 'navigate' : '', prefetch };
  }
  const document = DOCUMENTS.has(dest) || mode === 'navigate';
  return { document, topLevel: document && (dest === 'document' || dest === ''), dest, mode, prefetch };
}

/** `worker`, `sharedworker`, `serviceworker`: the script gets our prelude. */
export function isWorkerScript(dest: string): boolean {
  return dest === 'worker' || dest === 'sharedworker' || dest === 'serviceworker';
}

function text(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}
