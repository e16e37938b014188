/** Synchronous requests to our own endpoints, over natives: for what a page must have before its next statement. */
import type { Boot } from '../shared/boot.ts';
import type { Natives } from './natives.ts';

export interface Requests {
  get(url: string): string | undefined;
  post(path: string, body: string): string | undefined;
}

/** `origin`: the gateway origin of the document; paths are not resolved against its base, which the page may set. */
export function createRequests(natives: Natives, origin: string): Requests {
  const ask = (verb: string, url: string, body?: string): string | undefined => {
    try {
      const request = new natives.XMLHttpRequest();
      natives.xhrOpen(request, verb, url.startsWith('/') ? origin + url : url, false);
      if (body !== undefined) natives.xhrSetHeader(request, 'content-type', 'text/plain;charset=utf-8');
      natives.xhrSend(request, body);
      const status = natives.xhrStatus(request);
      return status === 200 || status === 204 || status === 0 ? natives.xhrText(request) : undefined;
    } catch {
      return undefined; // offline, or a document that is being unloaded: callers go on with what they have
    }
  };
  return { get: (url) => ask('GET', url), post: (path, body) => ask('POST', path, body) };
}

/** Every gateway origin of this session, wherever it stands in a text. */
export function addressPattern(boot: Pick<Boot, 'sid' | 'host'>): RegExp {
  const { host, sid } = boot;
  const escape = (text: string): string => text.replace(/[.\\]/g, '\\$&');
  const label = host.shape === 'nested' ? `[a-z0-9-]+\\.${sid}` : `[a-z0-9-]+--${sid}(?:-[a-z0-9]+)?`;
  return new RegExp(`(?:https?|wss?)://${label}\\.${escape(host.base)}${host.port}(?![\\w:-])`, 'gi');
}
