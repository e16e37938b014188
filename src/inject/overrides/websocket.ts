/** WebSocket: the address in, `url` out. Windows and workers alike. */
import type { Scope } from '../scope.ts';

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const Native = global.WebSocket as typeof global.WebSocket | undefined; // feature-detected
  if (!Native) return;
  disguise.construct(global, 'WebSocket', (args) =>
    args.length === 0 ? args : [scope.toGateway(`${args[0] as string}`), ...args.slice(1)],
  ); // converts like the browser
  disguise.accessor(Native.prototype, 'url', (native) => scope.toTarget(native() as string)); // always a string
}
