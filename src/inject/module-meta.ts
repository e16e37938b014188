/** `import.meta` where a module hands it on whole: its own properties, which are plain and writable, then tell the target's address. */
import { apply } from './natives.ts';
import type { Scope } from './scope.ts';

interface Meta {
  url: string;
  resolve?: (...args: unknown[]) => unknown;
}

const told = new WeakSet<object>();

/** An object of the module system: without a prototype, and with an address. No element is. */
export function isMeta(given: unknown): given is Meta {
  return (
    typeof given === 'object' && given !== null && Reflect.getPrototypeOf(given) === null && typeof Reflect.get(given, 'url') === 'string'
  );
}

export function tellTarget(meta: Meta, scope: Pick<Scope, 'toTarget' | 'toGateway' | 'disguise'>): Meta {
  if (told.has(meta)) return meta;
  told.add(meta);
  meta.url = scope.toTarget(meta.url);
  if (typeof meta.resolve !== 'function') return meta;
  meta.resolve = scope.disguise.function(meta.resolve, (native, self, args) => {
    const mapped = typeof args[0] === 'string' ? [scope.toGateway(args[0]), ...args.slice(1)] : args;
    const found = apply(native, self, mapped);
    return typeof found === 'string' ? scope.toTarget(found) : found;
  });
  return meta;
}
