/**
 * The ways to a Location that are no member access: Reflect.get and set, Object.assign, property descriptors. They also keep
 * our globals to themselves.
 */
import { apply } from '../natives.ts';
import { guards } from '../../shared/guard-names.ts';
import type { Page } from '../page.ts';

const ours = new Set<unknown>(Object.values(guards));

export function install(page: Page): void {
  const { window, disguise } = page;
  const value = Reflect.get(window, guards.value) as (given: unknown) => unknown; // defined by guards.ts before
  const ownerOf = Reflect.get(window, guards.locationOwner) as (given: object) => { location: unknown }; // as above
  /** A window or a document, of any origin. */
  const isOwner = (object: unknown): object is object => typeof object === 'object' && object !== null && ownerOf(object) !== object;
  const describe = (native: (...args: unknown[]) => unknown, self: unknown, args: unknown[]): unknown => {
    if (ours.has(args[1]) && args[0] === window) return undefined;
    const found = apply(native, self, args) as PropertyDescriptor | undefined; // or it throws
    if (args[1] !== 'location' || !found?.get || !found.set || !isOwner(args[0])) return found;
    const { get, set } = found;
    return {
      ...found,
      get: disguise.function(get as (...args: unknown[]) => unknown, (getter, owner) => value(apply(getter, owner, []))), // a getter is a function
      set: disguise.function(set as (...args: unknown[]) => unknown, (setter, owner, given) => {
        if (isOwner(owner)) ownerOf(owner).location = given[0];
        else apply(setter, owner, given);
      }),
    };
  };
  for (const owner of [window.Object, window.Reflect]) {
    disguise.method(owner, 'getOwnPropertyDescriptor', describe);
    for (const name of ['getOwnPropertyNames', 'ownKeys']) {
      disguise.method(owner, name, (native, self, args) => {
        const keys = apply(native, self, args) as unknown[]; // or it throws
        return args[0] === window ? keys.filter((key) => !ours.has(key)) : keys;
      });
    }
  }
  disguise.method(window.Object, 'getOwnPropertyDescriptors', (native, self, args) => {
    const all = apply(native, self, args) as Record<string, unknown>; // or it throws
    if (args[0] === window) for (const name of Object.values(guards)) Reflect.deleteProperty(all, name);
    return all;
  });
  disguise.reflectGet(window.Reflect, 'location', value);
  disguise.reflectSet(window.Reflect, 'location', ownerOf);
  disguise.objectAssign(window.Object, (target) => (isOwner(target) ? withLocation(target, ownerOf(target)) : target));
}

/** Properties of a window of another origin; only its `location` can be written. */
function withLocation(target: object, owner: { location: unknown }): object {
  return new Proxy(Object.create(null) as object, {
    set(_target, key, value) {
      return key === 'location' ? Reflect.set(owner, key, value) : Reflect.set(target, key, value);
    },
  });
}
