/**
 * Replaces functions of the browser by ours so that the page cannot tell: same name, length, property flags, no
 * `prototype`, and `toString` says native code.
 *
 * All our replacements are closures of the templates below, so their source text is the same in every realm and
 * `Function.prototype.toString` of any realm (see function-text.ts) knows them by it; a table would miss other realms.
 */
type Callable = (...args: unknown[]) => unknown;

/** `native` is the replaced function; `self` its receiver, undefined for a bare call. */
export type MethodBody = (native: Callable, self: unknown, args: unknown[]) => unknown;
export type GetterBody = (native: Callable, self: unknown) => unknown;
export type SetterBody = (native: Callable, self: unknown, value: unknown) => unknown;

const apply = Reflect.apply;
const define = Object.defineProperty;
const describe = Object.getOwnPropertyDescriptor;
const { getPrototypeOf } = Reflect;

/** The object on whose prototype chain `name` stands: a window has `fetch` itself, a worker inherits it. */
export function holderOf(object: object, name: string): object | undefined {
  for (let at: object | null = object; at; at = Reflect.getPrototypeOf(at)) if (describe(at, name)) return at;
  return undefined;
}

export class Disguise {
  /** Properties of ours on objects of the browser, in all realms: reflection.ts leaves them out. */
  readonly hidden = new WeakMap<object, Set<PropertyKey>>();

  hide(owner: object, name: PropertyKey): void {
    const names = this.hidden.get(owner);
    if (names) names.add(name);
    else this.hidden.set(owner, new Set([name]));
  }

  /** An accessor where the browser has none: found by its name only. */
  added(owner: object, name: string, get: (self: unknown) => unknown, set: (self: unknown, value: unknown) => void): void {
    const none = (): undefined => undefined;
    define(owner, name, {
      get: getterTemplate(name, none, (_native, self) => get(self)),
      set: setterTemplate(name, none, (_native, self, value) => {
        set(self, value);
      }) as (value: unknown) => void, // a half of an accessor takes anything
      enumerable: false,
      configurable: true,
    });
    this.hide(owner, name);
  }

  /** The method `name` of `owner`, when the browser has it there. */
  method(owner: object | undefined, name: string, body: MethodBody): void {
    const found = owner && describe(owner, name);
    if (!owner || !found || typeof found.value !== 'function') return;
    const native = found.value as Callable; // typeof says so
    define(owner, name, { ...found, value: this.function(native, body) });
  }

  /** A function in the shape of `native`. */
  function(native: Callable, body: MethodBody): Callable {
    const made = methodTemplate(native.name, native, body);
    if (made.length !== native.length) define(made, 'length', { value: native.length, configurable: true });
    return made;
  }

  /** The accessor `name` of `owner`, when the browser has it there. A half that is not given stays native. */
  accessor(owner: object | undefined, name: string, get?: GetterBody, set?: SetterBody): void {
    const found = owner && describe(owner, name);
    if (!owner || !found || !found.configurable || !(found.get ?? found.set)) return;
    const changed = { ...found };
    if (get && found.get) changed.get = getterTemplate(name, found.get as Callable, get); // an accessor's half is a function
    if (set && found.set) changed.set = setterTemplate(name, found.set as Callable, set) as (value: unknown) => void; // as above
    define(owner, name, changed);
  }

  /** An accessor of ours in the shape of `like`, for objects of ours that stand for native ones. */
  accessorLike(
    name: string,
    like: PropertyDescriptor,
    owner: object,
    get: () => unknown,
    set?: (value: unknown) => void,
  ): PropertyDescriptor {
    const made: PropertyDescriptor = { configurable: like.configurable ?? false, enumerable: like.enumerable ?? false };
    // Any other receiver is answered by the original.
    made.get = getterTemplate(name, like.get as Callable, (native, self) => (self === owner ? get() : native())); // an accessor's half is a function
    if (like.set)
      made.set = setterTemplate(name, like.set as Callable, (native, self, value) => (self === owner ? set?.(value) : native(value))) as (
        value: unknown,
      ) => void; // as above
    return made;
  }

  /** The constructor `name` of `global`: its arguments pass through `mapArguments`. Subclasses and statics stay as they are. */
  construct(global: object, name: string, mapArguments: (args: unknown[]) => unknown[], alsoCalled = false): void {
    const found = describe(global, name);
    if (!found || typeof found.value !== 'function') return;
    const native = found.value as Callable; // typeof says so
    const stand = constructorTemplate(native, mapArguments, alsoCalled);
    Object.setPrototypeOf(stand, Reflect.getPrototypeOf(native));
    // `prototype` among them, so `instanceof` is as fast as before (through a Proxy it is not).
    for (const key of Reflect.ownKeys(native)) define(stand, key, describe(native, key) ?? {});
    define(global, name, { ...found, value: stand });
    const { prototype } = native as { prototype?: object }; // constructors have one
    const own = prototype && describe(prototype, 'constructor');
    // `Audio.prototype` is another constructor's.
    if (prototype && own?.configurable && own.value === native) define(prototype, 'constructor', { ...own, value: stand });
  }

  /**
   * `Reflect.get`: asked for every property of every reactive object, so without the detour through a list of arguments.
   * `change` sees only what is read under `name`.
   */
  reflectGet(owner: typeof Reflect, name: string, change: (value: unknown) => unknown): void {
    const found = describe(owner, 'get');
    if (found) define(owner, 'get', { ...found, value: reflectGetTemplate(found.value as typeof Reflect.get, name, change) }); // Reflect.get itself
  }

  /** `Reflect.set`, for the same reason. `redirect` says on what object a write under `name` is done. */
  reflectSet(owner: typeof Reflect, name: string, redirect: (target: object) => object): void {
    const found = describe(owner, 'set');
    if (found) define(owner, 'set', { ...found, value: reflectSetTemplate(found.value as typeof Reflect.set, name, redirect) }); // Reflect.set itself
  }

  /** `Object.assign`: what has no prototype may be a window of another origin. */
  objectAssign(owner: ObjectConstructor, redirect: (target: object) => object): void {
    const found = describe(owner, 'assign');
    if (found) define(owner, 'assign', { ...found, value: objectAssignTemplate(found.value as Callable, redirect) }); // a method
  }
}

// Shorthand methods and accessors have no `prototype` and cannot be constructed, like native ones.
function methodTemplate(name: string, native: Callable, body: MethodBody): Callable {
  const made = {
    [name](this: unknown, ...args: unknown[]): unknown {
      return body(native, this, args);
    },
  };
  return made[name] as Callable; // defined in the line above
}

function getterTemplate(name: string, native: Callable, body: GetterBody): () => unknown {
  const made = {
    get [name](): unknown {
      return body((...args) => apply(native, this, args), this);
    },
  };
  return describe(made, name)?.get as () => unknown; // defined in the line above
}

function setterTemplate(name: string, native: Callable, body: SetterBody): (value: never) => void {
  const made = {
    set [name](value: unknown) {
      body((...args) => apply(native, this, args), this, value);
    },
  };
  return describe(made, name)?.set as (value: never) => void; // defined in the line above
}

function constructorTemplate(native: Callable, mapArguments: (args: unknown[]) => unknown[], alsoCalled: boolean): object {
  return function made(this: unknown, ...args: unknown[]): unknown {
    if (new.target) return Reflect.construct(native, mapArguments(args), new.target);
    return apply(native, this, alsoCalled ? mapArguments(args) : args);
  };
}

function reflectGetTemplate(native: typeof Reflect.get, name: string, change: (value: unknown) => unknown): Callable {
  const made = {
    get(target: object, key: PropertyKey, receiver?: unknown): unknown {
      const value: unknown = arguments.length > 2 ? native(target, key, receiver) : native(target, key);
      return key === name ? change(value) : value;
    },
  };
  define(made.get, 'length', { value: 2, configurable: true });
  return made.get as Callable; // more exact than that
}

function reflectSetTemplate(native: typeof Reflect.set, name: string, redirect: (target: object) => object): Callable {
  const made = {
    set(target: object, key: PropertyKey, value: unknown, receiver?: unknown): boolean {
      if (arguments.length > 3) return native(target, key, value, receiver);
      return native(key === name ? redirect(target) : target, key, value);
    },
  };
  define(made.set, 'length', { value: 3, configurable: true });
  return made.set as Callable; // more exact than that
}

function objectAssignTemplate(native: Callable, redirect: (target: object) => object): Callable {
  const made = {
    assign(target: unknown, ...sources: unknown[]): unknown {
      if (typeof target !== 'object' || target === null || getPrototypeOf(target) !== null) return native(target, ...sources);
      native(redirect(target), ...sources);
      return target;
    },
  };
  define(made.assign, 'length', { value: 2, configurable: true });
  return made.assign as Callable; // more exact than that
}

/** Source texts of our templates, as this bundle has them. */
export function templateTexts(toString: (fn: unknown) => string): ReadonlySet<string> {
  const none = (): undefined => undefined;
  return new Set([
    toString(methodTemplate('x', none, none)),
    toString(getterTemplate('x', none, none)),
    toString(setterTemplate('x', none, none)),
    toString(constructorTemplate(none, () => [], false)),
    toString(reflectGetTemplate(Reflect.get, '', none)),
    toString(reflectSetTemplate(Reflect.set, '', (target) => target)),
    toString(objectAssignTemplate(none, (target) => target)),
  ]);
}
