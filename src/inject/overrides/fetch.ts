/** fetch, fetchLater, Request, Response and the Cache API: addresses in, addresses out. Windows and workers alike. */
import { apply } from '../natives.ts';
import type { Scope } from '../scope.ts';
import { holderOf } from './disguise.ts';

/** `before`: what a request to `url` has to wait for (flat sessions: cookie writes on their way). */
export function install(scope: Scope, before?: (url: string) => Promise<void> | undefined): void {
  const { global, disguise } = scope;
  const Request = global.Request as typeof global.Request | undefined; // feature-detected
  if (!Request) return;
  // By its slot: a Request may come from a frame's realm.
  const nativeUrl = Object.getOwnPropertyDescriptor(Request.prototype, 'url')?.get ?? (() => undefined);
  const isRequest = (given: unknown): given is Request => {
    if (typeof given !== 'object' || given === null) return false;
    if (given instanceof Request) return true;
    try {
      apply(nativeUrl, given, []);
      return true;
    } catch {
      return false; // no Request: something to make a string of
    }
  };
  const input = (given: unknown): unknown => {
    if (isRequest(given)) return given;
    // `fetch` makes a string of anything; errors of its own for symbols, and for addresses with a user in them.
    if (typeof given === 'symbol') return given;
    const url = `${given as string}`;
    return /^\s*https?:[/\\]*[^/\\?#]*@/i.test(url) ? url : scope.toGateway(url);
  };
  const request = (args: unknown[]): unknown[] => {
    if (args.length === 0) return args;
    const init = args[1];
    const referrer = typeof init === 'object' && init !== null ? (init as RequestInit).referrer : undefined; // checked in this line
    const mapped = typeof referrer === 'string' ? scope.toGateway(referrer) : referrer;
    return [input(args[0]), ...(mapped === referrer ? args.slice(1) : [{ ...(init as RequestInit), referrer: mapped }])];
  };

  disguise.construct(global, 'Request', request);
  disguise.method(holderOf(global, 'fetch'), 'fetch', (native, self, args) => {
    let mapped: unknown[];
    try {
      mapped = request(args);
    } catch (error) {
      return global.Promise.reject(error as Error); // the page's own toString threw; fetch answers with a promise
    }
    const url = isRequest(mapped[0]) ? apply(nativeUrl, mapped[0], []) : mapped[0];
    const wait = typeof url === 'string' ? before?.(url) : undefined;
    return wait ? wait.then(() => apply(native, self, mapped)) : apply(native, self, mapped);
  });
  disguise.method(holderOf(global, 'fetchLater'), 'fetchLater', (native, self, args) => apply(native, self, request(args)));
  const read = (native: (...args: unknown[]) => unknown): unknown => {
    const url = native();
    return typeof url === 'string' ? scope.toTarget(url) : url;
  };
  disguise.accessor(Request.prototype, 'url', read);
  disguise.accessor(Request.prototype, 'referrer', read);
  disguise.accessor(global.Response.prototype, 'url', read);
  // Only a service worker's answer is followed by the browser; elsewhere the page reads the header as it wrote it.
  if ('ServiceWorkerGlobalScope' in global)
    disguise.method(global.Response, 'redirect', (native, self, args) =>
      apply(native, self, args.length > 0 ? [input(args[0]), ...args.slice(1)] : args),
    );

  const Cache = global.Cache as typeof global.Cache | undefined; // only in secure contexts
  for (const name of ['match', 'matchAll', 'add', 'put', 'delete', 'keys']) {
    disguise.method(Cache?.prototype, name, (native, self, args) =>
      apply(native, self, args[0] === undefined ? args : [input(args[0]), ...args.slice(1)]),
    );
  }
  disguise.method(Cache?.prototype, 'addAll', (native, self, args) => {
    const [list, ...rest] = args;
    return apply(native, self, Array.isArray(list) ? [list.map(input), ...rest] : args);
  });
  const storage = global.CacheStorage as typeof global.CacheStorage | undefined; // as above
  disguise.method(storage?.prototype, 'match', (native, self, args) =>
    apply(native, self, args[0] === undefined ? args : [input(args[0]), ...args.slice(1)]),
  );
}
