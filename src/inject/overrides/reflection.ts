/**
 * The ways to a Location that are no member access: Reflect.get and set, Object.assign, property descriptors. They also keep
 * to themselves what is ours.
 */
import { apply } from '../natives.ts';
import { guards } from '../../shared/guard-names.ts';
import type { Scope } from '../scope.ts';

type Callable = (...args: unknown[]) => unknown;

const ours = new Set<unknown>(Object.values(guards));
/** A window has more names than this; other objects of a frame with a runtime of its own have nothing of ours. */
const FEW_NAMES = 200;

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const value = Reflect.get(global, guards.value) as (given: unknown) => unknown; // defined by guards.ts before
  const ownerOf = Reflect.get(global, guards.locationOwner) as (given: object) => { location: unknown }; // as above
  /** A window or a document, of any origin. */
  const isOwner = (object: unknown): object is object => typeof object === 'object' && object !== null && ownerOf(object) !== object;
  const hiddenIn = (object: unknown): ReadonlySet<unknown> | undefined => disguise.hidden.get(object as object); // no key is a primitive
  const halves = new WeakMap<Callable, Callable>();
  const remembered = (half: Callable, body: (native: Callable, self: unknown, args: unknown[]) => unknown): Callable => {
    const made = halves.get(half) ?? disguise.function(half, body);
    halves.set(half, made);
    return made;
  };
  const describe = (native: Callable, self: unknown, args: unknown[]): unknown => {
    const [object, key] = args;
    if (ours.has(key) || hiddenIn(object)?.has(key)) return undefined;
    const found = apply(native, self, args) as PropertyDescriptor | undefined; // or it throws
    if (key !== 'location' || !found?.get || !found.set || !isOwner(object)) return found;
    return {
      ...found,
      get: remembered(found.get as Callable, (getter, owner) => value(apply(getter, owner, []))), // a getter is a function
      set: remembered(found.set as Callable, (setter, owner, given) => {
        if (isOwner(owner)) ownerOf(owner).location = given[0];
        else apply(setter, owner, given);
      }), // as above
    };
  };
  for (const owner of [global.Object, global.Reflect]) {
    disguise.method(owner, 'getOwnPropertyDescriptor', describe);
    for (const name of ['getOwnPropertyNames', 'ownKeys']) {
      disguise.method(owner, name, (native, self, args) => {
        const keys = apply(native, self, args) as unknown[]; // or it throws
        const hidden = hiddenIn(args[0]);
        if (hidden) return keys.filter((key) => !hidden.has(key));
        return keys.length > FEW_NAMES && keys.includes(guards.value) ? keys.filter((key) => !ours.has(key)) : keys;
      });
    }
  }
  disguise.method(global.Object, 'getOwnPropertyDescriptors', (native, self, args) => {
    const all = apply(native, self, args) as Record<PropertyKey, unknown>; // or it throws
    for (const name of [...(hiddenIn(args[0]) ?? []), ...ours] as PropertyKey[]) Reflect.deleteProperty(all, name); // names of properties
    return all;
  });
  // A worker's location is no stand-in.
  if (!('document' in global)) return;
  disguise.reflectGet(global.Reflect, 'location', value);
  disguise.reflectSet(global.Reflect, 'location', ownerOf);
  disguise.objectAssign(global.Object, (target) => (isOwner(target) ? withLocation(target, ownerOf(target)) : target));
}

/** Properties of a window of another origin; only its `location` can be written. */
function withLocation(target: object, owner: { location: unknown }): object {
  return new Proxy(Object.create(null) as object, {
    set(_target, key, value) {
      return key === 'location' ? Reflect.set(owner, key, value) : Reflect.set(target, key, value);
    },
  });
}
