/**
 * Is this value a Location, a Window, a Document: of this realm, of another one, of another origin? Asked for every
 * `x.location` of the page, so a plain object must leave at the first line, and nothing that is asked may throw or be
 * seen: native getters look at internal slots, they run no code of the page.
 *
 * Windows and Locations of another origin hide their brand. They are known by what they do show: no prototype, and the
 * few own keys that the HTML standard lists ("CrossOriginProperties").
 */
import type { Page } from '../page.ts';

type Test = (value: object) => boolean;

export interface Brands {
  isLocation(value: object): value is Location;
  isWindow(value: object): value is Window;
  isDocument(value: object): value is Document;
  /** Shows only what other origins may see. */
  isForeign(value: object): boolean;
  /** Objects of ours that look like a Location, and must not be taken for one. */
  readonly standIns: WeakSet<object>;
}

const { getPrototypeOf, getOwnPropertyDescriptor: describe } = Reflect;
const PLATFORM_TAGS = new Set(['Window', 'Location', 'HTMLDocument', 'Document', 'XMLDocument', 'EventTarget', 'Node', 'WindowProperties']);

export function createBrands(page: Page): Brands {
  const { natives, window } = page;
  const standIns = new WeakSet<object>();
  const call = Reflect.apply;
  const hrefOf = describe(natives.location, 'href')?.get ?? (() => undefined);

  const plain = window.Object.prototype;
  const known = (probe: (value: object) => unknown): Test => {
    // Prototypes of which one object was asked and was none: all their other objects are none either, for the getter
    // asks for an internal slot that only the platform gives, and the platform's own prototypes are never put in here.
    const others = new WeakSet<object>([window.Array.prototype, window.Function.prototype]);
    // Loops ask about many objects of one class: a comparison costs a hundredth of a look into a set.
    let last: object = plain;
    return (value) => {
      const prototype = prototypeOf(value);
      if (prototype === plain || prototype === last || prototype === null) return false;
      if (others.has(prototype)) {
        last = prototype;
        return false;
      }
      if (standIns.has(value)) return false;
      if (succeeds(probe, value)) return true;
      if (!isPlatform(prototype)) others.add(prototype);
      return false;
    };
  };
  const ownLocation = known((value) => call(hrefOf, value, []));
  const ownWindow = known((value) => natives.windowSelf(value));
  const ownDocument = known((value) => natives.defaultView(value as Document)); // the getter is what finds out

  const isForeign = (value: object): boolean => {
    try {
      // `then` is undefined and hidden on foreign objects, so that promises may resolve to them. No dictionary has that.
      if (getPrototypeOf(value) !== null) return false;
      const then = describe(value, 'then');
      return then !== undefined && then.value === undefined && !then.enumerable && !then.get && !standIns.has(value);
    } catch {
      return false; // a Proxy of the page's own
    }
  };
  return {
    standIns,
    isForeign,
    isLocation: (value): value is Location => {
      const prototype = prototypeOf(value);
      if (prototype === plain) return false;
      return prototype === null ? isForeign(value) && hasReplace(value) : ownLocation(value);
    },
    isWindow: (value): value is Window => ownWindow(value) || (isForeign(value) && succeeds(natives.windowSelf, value)),
    isDocument: (value): value is Document => ownDocument(value),
  };
}

/** Object.prototype for what tells nothing: a revoked Proxy, or one whose trap throws, is nothing of the platform. */
function prototypeOf(value: object): object | null {
  try {
    return getPrototypeOf(value);
  } catch {
    return Object.prototype;
  }
}

/** Of the two kinds that hide their brand a Location shows `replace`; a Window throws for it. */
function hasReplace(value: object): boolean {
  try {
    return typeof describe(value, 'replace')?.value === 'function';
  } catch {
    return false;
  }
}

function succeeds(probe: (value: object) => unknown, value: object): boolean {
  try {
    probe(value);
    return true;
  } catch {
    return false; // the getter's TypeError is the answer
  }
}

function isPlatform(prototype: object): boolean {
  try {
    const tag: unknown = describe(prototype, Symbol.toStringTag)?.value;
    return typeof tag === 'string' && PLATFORM_TAGS.has(tag);
  } catch {
    return true; // a Proxy as prototype: never remembered
  }
}
