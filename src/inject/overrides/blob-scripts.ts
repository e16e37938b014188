/**
 * Scripts that a page makes in memory and loads by a `blob:` or `data:` address: as a script element, by `import()`, by
 * `importScripts`. Their text never passes the gateway. It is read here, and what has to be rewritten is loaded from a text of ours.
 */
import { apply } from '../natives.ts';
import type { Scope } from '../scope.ts';

/** Addresses remembered. A page that makes a new one for each step does not ask for an old one again. */
const MAX_KEPT = 200;

const IN_MEMORY = /^\s*(?:blob:|data:(?:text|application)\/(?:x-)?(?:java|ecma)script\b)/i;

export interface BlobScripts {
  /** The address to load in the place of `url`; what is neither a blob nor a script in its address comes back as it is. */
  stand(url: string, kind: 'script' | 'module' | 'worker'): string;
  /** The page's own address of what was loaded from one of ours. */
  source(url: string): string | undefined;
}

export function install(scope: Pick<Scope, 'global' | 'disguise' | 'readNow' | 'rewriteScript'>): BlobScripts {
  const { Blob: BlobNative, URL: UrlNative } = scope.global;
  // A service worker has no blobs' addresses.
  if (!('createObjectURL' in UrlNative)) return { stand: (url) => url, source: () => undefined };
  const create = UrlNative.createObjectURL.bind(UrlNative);
  const revoke = UrlNative.revokeObjectURL.bind(UrlNative);
  /** By kind and address of the page; the address itself where nothing is to be rewritten. */
  const stands = new Map<string, string>();
  const sources = new Map<string, string>();
  const keep = (key: string, url: string, address: string): string => {
    if (stands.size >= MAX_KEPT) {
      stands.clear();
      sources.clear();
    }
    stands.set(key, address);
    if (address !== url) sources.set(address, url);
    return address;
  };
  scope.disguise.method(UrlNative, 'revokeObjectURL', (native, self, args) => {
    for (const kind of ['script', 'module', 'worker']) {
      const key = `${kind} ${String(args[0])}`;
      const address = stands.get(key);
      if (address?.startsWith('blob:') && address !== args[0]) revoke(address);
      stands.delete(key);
    }
    return apply(native, self, args);
  });
  return {
    stand(url, kind) {
      if (!IN_MEMORY.test(url)) return url;
      const key = `${kind} ${url.trim()}`;
      const known = stands.get(key);
      if (known !== undefined) return known;
      // A policy may forbid to read it, and a revoked one is for the browser to refuse.
      const text = scope.readNow(url);
      const rewritten = text === undefined ? undefined : scope.rewriteScript(text, kind);
      const changed = rewritten !== undefined && rewritten !== text;
      if (!changed) return keep(key, url, url);
      const isBlob = /^\s*blob:/i.test(url);
      return keep(key, url, isBlob ? create(new BlobNative([rewritten], { type: 'text/javascript' })) : dataAddress(rewritten));
    },
    source: (url) => sources.get(url),
  };
}

export function dataAddress(script: string): string {
  return `data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`;
}
