/** WebSocket, WebSocketStream, WebTransport: the address in, `url` out. Windows and workers alike. */
import { ownPaths } from '../../shared/boot.ts';
import type { UrlMap } from '../../shared/url-map.ts';
import type { Scope } from '../scope.ts';

const PROOF = new RegExp(`(//[^/]+)${ownPaths.opaqueSocket.replace('.', '\\.')}[\\w-]+(?=/)`);

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const mapArguments = (args: unknown[]): unknown[] =>
    args.length === 0 ? args : [scope.socketAddress(scope.toGateway(`${args[0] as string}`)), ...args.slice(1)]; // converts like the browser
  // Of WebTransport the gateway has nothing: a handshake that fails is what sites know. Any scheme but https the browser refuses itself.
  const mapSecure = (args: unknown[]): unknown[] => {
    const url = String(args[0]);
    return /^\s*https:/i.test(url) ? [scope.toGateway(url).replace(/^http:/, 'https:'), ...args.slice(1)] : args;
  };
  // Not every browser has all three.
  const kinds = global as unknown as Record<string, { prototype: object } | undefined>;
  for (const name of ['WebSocket', 'WebSocketStream', 'WebTransport']) {
    const prototype = kinds[name]?.prototype;
    if (!prototype) continue;
    disguise.construct(global, name, name === 'WebTransport' ? mapSecure : mapArguments);
    disguise.accessor(prototype, 'url', (native) => scope.toTarget((native() as string).replace(PROOF, '$1'))); // always a string
  }
}

/** A sandboxed frame, a data: document and its workers send no cookie with an upgrade: the word in the path takes its place. */
export function withProof(url: string, base: string, word: string | undefined, urls: Pick<UrlMap, 'isGateway'>): string {
  if (word === undefined || !URL.canParse(url, base)) return url;
  const { protocol, host, pathname, search, hash } = new URL(url, base);
  const address = `${protocol.replace('http', 'ws')}//${host}`;
  return urls.isGateway(address) ? `${address}${ownPaths.opaqueSocket}${word}${pathname}${search}${hash}` : url;
}
