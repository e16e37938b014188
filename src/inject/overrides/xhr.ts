/** XMLHttpRequest. Windows and workers alike. */
import { apply } from '../natives.ts';
import type { Scope } from '../scope.ts';

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const Xhr = global.XMLHttpRequest as typeof global.XMLHttpRequest | undefined; // service workers have none
  disguise.method(Xhr?.prototype, 'open', (native, self, args) => {
    const [verb, url, ...rest] = args;
    return apply(native, self, args.length < 2 ? args : [verb, scope.toGateway(`${url as string}`), ...rest]); // converts like the browser
  });
  disguise.accessor(Xhr?.prototype, 'responseURL', (native) => scope.toTarget(native() as string)); // always a string
}
