/**
 * The target's service worker: scope and script are real paths, so only full addresses need a map. In the worker itself,
 * requests for our own files are none of its business, nor is what the gateway has to change: a worker that keeps pages and
 * scripts for later has fetched them as they are at the target, and would show a page without the runtime.
 */
import { apply } from '../natives.ts';
import { OWN_PATH } from '../../shared/boot.ts';
import type { Scope } from '../scope.ts';
import { holderOf } from './disguise.ts';

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const kinds = global as unknown as Record<string, { prototype: object } | undefined>; // absent outside secure contexts
  const container = kinds['ServiceWorkerContainer']?.prototype;
  disguise.method(container, 'register', (native, self, args) => {
    if (args.length === 0) return apply(native, self, args);
    const options = args[1];
    const wanted = typeof options === 'object' && options !== null ? (options as RegistrationOptions).scope : undefined; // checked in this line
    const rest = typeof wanted === 'string' ? [{ ...(options as RegistrationOptions), scope: scope.toGateway(wanted) }] : args.slice(1);
    return apply(native, self, [scope.toGateway(`${args[0] as string}`), ...rest]); // converts like the browser
  });
  disguise.method(
    container,
    'getRegistration',
    (native, self, args) => apply(native, self, args[0] === undefined ? args : [scope.toGateway(`${args[0] as string}`)]), // as above
  );
  const readOnly = [
    ['ServiceWorker', 'scriptURL'],
    ['ServiceWorkerRegistration', 'scope'],
    ['Client', 'url'],
  ] as const;
  for (const [kind, name] of readOnly) {
    disguise.accessor(kinds[kind]?.prototype, name, (native) => scope.toTarget(native() as string)); // always a string
  }
  disguise.method(
    kinds['Clients']?.prototype,
    'openWindow',
    (native, self, args) => apply(native, self, args.length === 0 ? args : [scope.toGateway(`${args[0] as string}`)]), // as above
  );
  disguise.method(
    kinds['WindowClient']?.prototype,
    'navigate',
    (native, self, args) => apply(native, self, args.length === 0 ? args : [scope.toGateway(`${args[0] as string}`)]), // as above
  );
  if ('ServiceWorkerGlobalScope' in global) keepOwnRequests(scope);
}

/** Not told by `destination` are playlists, and what a page takes as text and makes into code by itself. */
const REWRITTEN = /^(?:document|i?frame|fencedframe|embed|object|script|style|manifest|(?:shared|audio|paint)?work(?:er|let))$/;

/** Before the first listener of the page, and only then: a worker without any is not asked by the browser at all. */
function keepOwnRequests(scope: Scope): void {
  const { global, disguise } = scope;
  const holder = holderOf(global, 'addEventListener');
  const listen = holder && (Reflect.get(holder, 'addEventListener') as (...args: unknown[]) => unknown); // the scope is an event target
  if (!listen) return;
  let stands = false;
  const stand = (): void => {
    if (stands) return;
    stands = true;
    const pass = (event: Event & { readonly request: Request }): void => {
      const { url, destination } = event.request;
      if (REWRITTEN.test(destination) || new URL(url).pathname.startsWith(OWN_PATH)) event.stopImmediatePropagation();
    };
    apply(listen, global, ['fetch', pass]);
  };
  disguise.method(holder, 'addEventListener', (native, self, args) => {
    if (args[0] === 'fetch') stand();
    return apply(native, self, args);
  });
  disguise.accessor(holderOf(global, 'onfetch'), 'onfetch', undefined, (native, _self, value) => {
    stand();
    native(value);
  });
}
