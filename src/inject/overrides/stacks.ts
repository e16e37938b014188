/** Stacks name files by the target's addresses and have no frames of ours. */
import { ownPaths } from '../../shared/boot.ts';
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

type Sites = readonly object[];
type Callable = (...args: unknown[]) => unknown;

export function install(page: Page): void {
  const { window, disguise } = page;
  const clean = (stack: string): string =>
    page.textToTarget(
      stack
        .split('\n')
        .filter((line) => !line.includes(ownPaths.runtime))
        .join('\n'),
    );
  const inherited = Object.getOwnPropertyDescriptor(window.Error.prototype, 'stack');
  if (inherited?.get) {
    // Firefox and Safari: an accessor on the prototype.
    disguise.accessor(window.Error.prototype, 'stack', (native) => {
      const stack = native();
      return typeof stack === 'string' ? clean(stack) : stack;
    });
    return;
  }
  if (!('captureStackTrace' in window.Error)) return;
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
  Object.defineProperty(window.Error, 'prepareStackTrace', {
    get: () => wrapped,
    set(given: unknown) {
      if (given === wrapped) return;
      current = typeof given === 'function' ? given : format;
      wrapped =
        current === format
          ? format
          : (error: unknown, sites: Sites) => apply(current as Callable, window.Error, [error, sites.map((site) => siteView(page, site))]); // a function, or it were `format`
    },
    enumerable: false,
    configurable: true,
  });
}

function headOf(error: unknown): string {
  try {
    return `${error as string}`; // what V8 puts there: the error as a string
  } catch {
    return '<error>'; // V8's own word for an error that cannot be one
  }
}

/** A call site cannot be changed, so a page's own formatter is given one that answers through it. */
function siteView(page: Page, site: object): object {
  return new Proxy(site, {
    get(target, key) {
      const found = Reflect.get(target, key) as unknown;
      if (typeof found !== 'function') return found;
      return (...args: unknown[]) => {
        const text = apply(found as Callable, target, args); // typeof says so
        return typeof text === 'string' ? page.textToTarget(text) : text;
      };
    },
  });
}
