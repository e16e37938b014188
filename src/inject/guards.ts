/**
 * The functions that rewritten script text calls (names and duties in shared/guard-names.ts). They hand back what they are
 * given unless it is one of the special values, and they are the hottest code of the runtime: one comparison for the
 * everyday case, no allocation.
 */
import { isRelativeSpecifier } from '../rewriter/text/index.ts';
import { anchorImports } from './anchored-imports.ts';
import { isMeta, tellTarget } from './module-meta.ts';
import { apply } from './natives.ts';
import { guards } from '../shared/guard-names.ts';
import type { Page } from './page.ts';
import { createBrands } from './overrides/brands.ts';
import { createLocations } from './overrides/location.ts';

type Callable = (...args: unknown[]) => unknown;
const NATIVE_EVAL = /^function eval\(\) \{\s*\[native code\]\s*\}$/;

/** `handOver`: what a document that arrives in a window of ours is given for its script tag (see boot.ts). */
export function installGuards(page: Page, handOver: (tag: unknown) => Page | undefined): void {
  const { window, natives } = page;
  const real = natives.location;
  const brands = createBrands(page);
  const locations = createLocations(page, brands);
  const isNative = (): boolean => page.boot.location === 'native';
  const own = locations.of(real);
  const nativeEval: unknown = natives.eval;
  // Only a call by the name `eval` is a direct one; under any other name the text runs in the global scope.
  const indirectEval = page.disguise.function(natives.eval as Callable, (native, _self, args) => native(...indirect(page, args)));

  const value = (given: unknown): unknown => {
    if (given === real) return isNative() ? given : own;
    if (typeof given !== 'object' || given === null) return given === nativeEval ? indirectEval : given;
    return brands.isLocation(given) && !isNative() ? locations.of(given) : given;
  };

  // Another realm's eval runs in that realm, with the guards of that realm. A page's own function is called as it is.
  const isEval = (given: unknown): boolean => given === nativeEval || NATIVE_EVAL.test(natives.functionToString(given));
  const evaluators = new WeakMap<object, object>();
  const evaluator = (object: unknown): unknown => {
    if (typeof object !== 'object' || object === null || !brands.isWindow(object) || brands.isForeign(object)) return object;
    const real = object as Window & { eval: unknown };
    if (typeof real.eval !== 'function' || !isEval(real.eval)) return object;
    return remembered(evaluators, object, () => ({
      eval: (...args: unknown[]) => apply(real.eval as Callable, real, indirect(page, args)),
    })); // seen in the line above
  };

  const owners = new WeakMap<object, object>();
  const locationOwner = (object: unknown): unknown => {
    if (typeof object !== 'object' || object === null) return object;
    if (!brands.isWindow(object) && !brands.isDocument(object)) return object;
    return remembered(owners, object, () => {
      const given = object as Window | Document; // the line above says so
      return new Proxy(Object.create(null) as object, {
        get: (_target, key) => (key === 'location' ? value(given.location) : Reflect.get(given, key)),
        set(_target, key, written: unknown) {
          if (key !== 'location') return Reflect.set(given, key, written);
          const target = given.location as Location | null; // a document without a window has none
          if (target) locations.assign(target, written);
          return true;
        },
      });
    });
  };

  const messengers = new WeakMap<object, object>();
  const patched: unknown = Object.getOwnPropertyDescriptor(window, 'postMessage')?.value;
  const messageTarget = (object: unknown): unknown => {
    if (typeof object !== 'object' || object === null || !brands.isWindow(object)) return object;
    // A page that put its own function there must have it called.
    if (object === window && window.postMessage !== postMessage && window.postMessage !== patched) return object;
    return remembered(messengers, object, () => {
      // The native is called from a function of this realm, whoever the receiver is: that makes `event.source` right.
      const postMessage = page.disguise.function(nativePost, (native, self, args) =>
        // Without a receiver a method of a window is its own window's.
        page.here(native, self === messenger || self === undefined || self === null ? object : self, mapMessage(page, args)),
      );
      const messenger = { postMessage };
      return messenger;
    });
  };
  const nativePost = patched as Callable; // every Window has it
  page.disguise.method(window, 'postMessage', (native, self, args) => page.here(native, self, mapMessage(page, args)));
  const postMessage = window.postMessage;

  /** `keys`: what lies under them is taken apart as well. */
  const destructured = (object: unknown, keys: readonly string[]): unknown => {
    if (typeof object !== 'object' || object === null) return object;
    if (keys.length === 0 && !brands.isWindow(object) && !brands.isDocument(object)) return object;
    const ofWindow = brands.isWindow(object) || brands.isDocument(object);
    return new Proxy(Object.create(null) as object, {
      get(_target, key) {
        const found: unknown = Reflect.get(object, key);
        if (typeof key === 'string' && keys.includes(key)) return destructured(found, keys);
        return ofWindow && (key === 'location' || key === 'eval') ? value(found) : found;
      },
      has: (_target, key) => Reflect.has(object, key),
      ownKeys: () => Reflect.ownKeys(object),
      getOwnPropertyDescriptor(_target, key) {
        const found = Reflect.getOwnPropertyDescriptor(object, key);
        // The empty target has no such property, so it can be shown as configurable only.
        return found && { ...found, configurable: true };
      },
    });
  };

  const functions: Record<keyof typeof guards, (...given: unknown[]) => unknown> = {
    value,
    locationOwner,
    messageTarget,
    evaluator,
    destructured(this: unknown, given) {
      return destructured(given, typeof this === 'string' ? this.split(' ') : []);
    },
    code: (given) => code(page, [given])[0],
    // `this` is the address that a relative one belongs to (anchored-imports.ts).
    specifier(this: unknown, given) {
      return mapSpecifier(page, given, typeof this === 'string' ? this : undefined);
    },
    metaUrl: (given) => {
      if (typeof given === 'string') return isNative() ? given : page.toTarget(given);
      return isMeta(given) ? (isNative() ? given : tellTarget(given, page)) : handOver(given);
    },
    result: (...given) => {
      const last = given[given.length - 1];
      if (typeof last === 'string') return page.markup.document(last);
      if (typeof last !== 'object' || last === null || !brands.isWindow(last)) return last;
      page.setUpRealm(last as Window); // the line above says so
      return undefined;
    },
  };
  for (const key of Object.keys(guards) as (keyof typeof guards)[]) {
    // keys of a constant
    Object.defineProperty(window, guards[key], { value: functions[key], enumerable: false, configurable: false, writable: false });
    page.disguise.hide(window, guards[key]);
  }
}

/** Arguments of `postMessage`: the exact origin of a target becomes that of its label. */
export function mapMessage(page: Pick<Page, 'urls'>, args: unknown[]): unknown[] {
  const second = args[1];
  if (typeof second === 'string') {
    const origin = page.urls.gatewayOrigin(second);
    return origin === undefined || page.urls.isGateway(second) ? args : [args[0], origin, ...args.slice(2)];
  }
  if (typeof second !== 'object' || second === null || Array.isArray(second)) return args;
  const options = second as { targetOrigin?: unknown; transfer?: unknown }; // checked in the line above
  const wanted = options.targetOrigin;
  const origin = typeof wanted === 'string' && !page.urls.isGateway(wanted) ? page.urls.gatewayOrigin(wanted) : undefined;
  return origin === undefined ? args : [args[0], { ...options, targetOrigin: origin }];
}

function mapSpecifier(page: Page, given: unknown, base: string | undefined): unknown {
  // `import()` makes a string of anything; a URL object is the one that pages do pass.
  if (given instanceof page.window.URL) return page.blobScripts.stand(page.toGateway(given.href), 'module');
  if (typeof given !== 'string') return given;
  if (base === undefined || !isRelativeSpecifier(given) || !page.natives.URL.canParse(given, base))
    return page.blobScripts.stand(page.toGateway(given), 'module');
  return page.toGateway(new page.natives.URL(given, base).href);
}

/** For an eval that is called by another name: the text runs in the global scope, and what it imports is the caller's. */
function indirect(page: Page, args: unknown[]): unknown[] {
  const [text, ...rest] = args;
  return typeof text === 'string' ? [anchorImports(page, page.rewriteScript(text, 'event')), ...rest] : args;
}

function code(page: Page, args: unknown[]): unknown[] {
  const [text, ...rest] = args;
  return typeof text === 'string' ? [page.rewriteScript(text, 'script'), ...rest] : args;
}

function remembered(map: WeakMap<object, object>, key: object, make: () => object): object {
  let found = map.get(key);
  if (!found) {
    found = make();
    map.set(key, found);
  }
  return found;
}
