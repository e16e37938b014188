/** WebSocket, WebSocketStream, WebTransport: the address in, `url` out. Windows and workers alike. */
import type { Scope } from '../scope.ts';

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const mapArguments = (args: unknown[]): unknown[] =>
    args.length === 0 ? args : [scope.toGateway(`${args[0] as string}`), ...args.slice(1)]; // converts like the browser
  // It speaks of the scheme that it refuses, which is the gateway's once it is mapped.
  const mapSecure = (args: unknown[]): unknown[] => (/^\s*wss?:/i.test(String(args[0])) ? args : mapArguments(args));
  // Not every browser has all three.
  const kinds = global as unknown as Record<string, { prototype: object } | undefined>;
  for (const name of ['WebSocket', 'WebSocketStream', 'WebTransport']) {
    const prototype = kinds[name]?.prototype;
    if (!prototype) continue;
    disguise.construct(global, name, name === 'WebTransport' ? mapSecure : mapArguments);
    disguise.accessor(prototype, 'url', (native) => scope.toTarget(native() as string)); // always a string
  }
}
