/** Programs from strings: Function and its kin, and timers. (`eval` is guarded where it is called, see guards.ts.) */
import { anchorImports } from '../anchored-imports.ts';
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

type Callable = (...args: unknown[]) => unknown;

export function install(page: Page): void {
  const { window, disguise } = page;
  const lastIsBody = (args: unknown[]): unknown[] => {
    const body = args.length - 1;
    return args.map((text, at) => {
      if (typeof text !== 'string') return text;
      if (at === body) return anchorImports(page, page.rewriteScript(text, 'event'));
      return text.includes('=') ? page.rewriteScript(text, 'event') : text; // a parameter, whose default may be a program as well
    });
  };
  disguise.construct(window, 'Function', lastIsBody, true);
  // The other three are no globals: they hang on the prototypes of their functions.
  const samples: Callable[] = [
    async () => undefined,
    function* () {
      yield undefined;
    },
    async function* () {
      yield undefined;
    },
  ] as Callable[]; // called by nobody
  for (const sample of samples) {
    const prototype = realmPrototype(page, sample);
    const native: unknown = prototype && Reflect.get(prototype, 'constructor');
    if (prototype && typeof native === 'function') {
      const holder = { made: native };
      disguise.construct(holder, 'made', lastIsBody, true);
    }
  }
  for (const name of ['setTimeout', 'setInterval']) {
    disguise.method(window, name, (native, self, args) =>
      apply(native, self, typeof args[0] === 'string' ? [page.rewriteScript(args[0], 'script'), ...args.slice(1)] : args),
    );
  }
}

/** In a realm that is not ours the sample's prototype is not the realm's; its own constructors are then left native. */
function realmPrototype(page: Page, sample: Callable): object | null {
  return page.window === (globalThis as unknown) ? Reflect.getPrototypeOf(sample) : null;
}
