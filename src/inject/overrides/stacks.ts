/** Stacks name files by the target's addresses and have no frames of ours. Windows and workers alike. */
import { OWN_PATH } from '../../shared/boot.ts';
import { apply } from '../natives.ts';
import type { Scope } from '../scope.ts';

type Sites = readonly object[];
type Callable = (...args: unknown[]) => unknown;

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const clean = (stack: string): string =>
    scope.textToTarget(
      stack
        .split('\n')
        .filter((line) => !line.includes(OWN_PATH))
        .join('\n'),
    );
  const inherited = Object.getOwnPropertyDescriptor(global.Error.prototype, 'stack');
  if (inherited?.get) {
    // Firefox and Safari: an accessor on the prototype.
    disguise.accessor(global.Error.prototype, 'stack', (native) => {
      const stack = native();
      return typeof stack === 'string' ? clean(stack) : stack;
    });
    return;
  }
  if (!('captureStackTrace' in global.Error)) return;
  // V8 gives each error a property of its own, but asks this function for the text. A page that sets its own is given call
  // sites with mapped names.
  const format = disguise.function(
    // Gives name and length.
    function prepareStackTrace(error: unknown, sites: unknown) {
      return [error, sites];
    } as Callable,
    (_native, _self, [error, sites]) => {
      const head = headOf(error);
      const lines = (sites as Sites).map((site) => `    at ${String(site)}`); // V8 calls it with a list
      return clean([head, ...lines].join('\n'));
    },
  );
  let current: unknown = format;
  let wrapped: unknown = format;
  Object.defineProperty(global.Error, 'prepareStackTrace', {
    get: () => wrapped,
    set(given: unknown) {
      if (given === wrapped) return;
      disguise.hidden.delete(global.Error);
      current = typeof given === 'function' ? given : format;
      wrapped =
        current === format
          ? format
          : (error: unknown, sites: Sites) => apply(current as Callable, global.Error, [error, sites.map((site) => siteView(scope, site))]); // a function, or it were `format`
    },
    enumerable: false,
    configurable: true,
  });
  disguise.hide(global.Error, 'prepareStackTrace');
}

function headOf(error: unknown): string {
  try {
    return `${error as string}`; // what V8 puts there: the error as a string
  } catch {
    return '<error>'; // V8's own word for an error that cannot be one
  }
}

/** A call site cannot be changed, so a page's own formatter is given one that answers through it. */
function siteView(scope: Scope, site: object): object {
  return new Proxy(site, {
    get(target, key) {
      const found = Reflect.get(target, key) as unknown;
      if (typeof found !== 'function') return found;
      return (...args: unknown[]) => {
        const text = apply(found as Callable, target, args); // typeof says so
        return typeof text === 'string' ? scope.textToTarget(text) : text;
      };
    },
  });
}
