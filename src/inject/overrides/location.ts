/**
 * The object that scripts hold where they read `location`: it tells the target's address and maps what is written to it.
 * The real one cannot be changed (all its members are unforgeable), so rewritten reads are handed this one instead.
 */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';
import type { Brands } from './brands.ts';

export interface Locations {
  /** The stand-in of a real Location, always the same one. */
  of(real: Location): object;
  /** Assigns as `owner.location = value` does. */
  assign(real: Location, value: unknown): void;
}

const partNames = ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const;
type Part = (typeof partNames)[number];
/** Parts that say the same on both sides: the path is mapped to itself. */
const unmappedParts: readonly Part[] = ['pathname', 'search', 'hash'];

export function createLocations(page: Page, brands: Brands): Locations {
  const made = new WeakMap<object, object>();
  const remember = (real: Location, standIn: object): object => {
    brands.standIns.add(standIn);
    made.set(real, standIn);
    return standIn;
  };
  return {
    of(real) {
      const known = made.get(real);
      if (known) return known;
      return remember(real, brands.isForeign(real) ? foreignStandIn(page, real) : standInOf(page, real));
    },
    assign(real, value) {
      setPart(page, real, 'href', writtenTo(page, real, value, 'set'));
    },
  };
}

/** An address that the page wrote, once made a string as the browser would. */
function written(page: Page, value: unknown): string {
  const text = typeof value === 'string' ? value : `${value as string}`; // a template converts like the browser: symbols throw
  return page.markup.url(text, 'link', 'frame');
}

/** The same for the Location of any window: to the page's own not every frame may write. */
function writtenTo(page: Page, real: Location, value: unknown, action: 'set' | 'replace'): string {
  const text = typeof value === 'string' ? value : `${value as string}`; // as above
  const { topNavigation, window } = page;
  if (real === window.top?.location && topNavigation.refuses(window.top, text)) throw topNavigation.error(action, text);
  return page.markup.url(text, 'link', 'frame');
}

/** As code of this realm: the page that navigates is the one whose code asks for it, and its address is the referrer. */
function setPart(page: Page, real: Location, name: Part, value: unknown): void {
  const part = Object.getOwnPropertyDescriptor(real, name);
  if (part?.get && part.set) page.here(part.set, real, [value]);
  // Of a Location of another origin only the setter is there; assigned, what the browser says is what it says to the page.
  else (real as unknown as Record<Part, unknown>)[name] = value; // parts are written as they are read
}

function standInOf(page: Page, real: Location): object {
  const { natives, disguise } = page;
  const standIn = Object.create(Reflect.getPrototypeOf(real)) as object; // Location.prototype of its own realm
  // The address of a document that is made from a blob names who made the blob; that of a data: document is its text.
  const isMade = (): boolean => real.protocol === 'blob:' || real.protocol === 'data:';
  const href = (): string => (isMade() ? page.textToTarget(real.href) : page.toTarget(real.href));
  const part = (name: Part): string => {
    if (name === 'href') return href();
    return unmappedParts.includes(name) && !isMade() ? real[name] : new natives.URL(href())[name];
  };
  const set = (name: Part, value: unknown): void => {
    setPart(page, real, name, value);
  };
  const change = (name: Part, value: unknown): void => {
    if (name === 'href') set('href', written(page, value));
    else if (name === 'origin') return;
    // Setters convert by themselves.
    else if (unmappedParts.includes(name)) set(name, value);
    else {
      const url = new natives.URL(href());
      const text = `${value as string}`; // converts like the browser
      url[name] = text;
      const isScheme = name === 'protocol' && /^[a-z][a-z\d+.-]*(?::|$)/i.test(text);
      // HTML standard, Location.protocol. Browsers try such an address all the same, and have nothing for it.
      if (isScheme && !/^https?:$/.test(url.protocol)) return;
      // Location complains where URL keeps silent; else the same address is loaded again.
      if ((name === 'protocol' && !isScheme) || (/^host/.test(name) && text === '')) set(name, text);
      else set('href', page.toGateway(url.href, 'link'));
    }
  };
  for (const key of Reflect.ownKeys(real)) {
    const like = Object.getOwnPropertyDescriptor(real, key);
    if (!like) continue;
    const name = partNames.find((candidate) => candidate === key);
    if (name) {
      Object.defineProperty(
        standIn,
        key,
        disguise.accessorLike(
          name,
          like,
          standIn,
          () => part(name),
          (value) => {
            change(name, value);
          },
        ),
      );
    } else if (key === 'ancestorOrigins') {
      Object.defineProperty(standIn, key, disguise.accessorLike(key, like, standIn, ancestorsOf(page, real)));
    } else if ((key === 'assign' || key === 'replace' || key === 'reload' || key === 'toString') && typeof like.value === 'function') {
      const native = like.value as (...args: unknown[]) => unknown; // typeof says so
      const value = disguise.function(native, (_native, self, args) => {
        const receiver = self === standIn || self === undefined ? real : self;
        if (key === 'toString') return receiver === real ? href() : apply(native, receiver, args);
        page.here(native, receiver, key === 'reload' || args.length === 0 ? args : [written(page, args[0])]);
        return undefined;
      });
      Object.defineProperty(standIn, key, { ...like, value });
    } else {
      Object.defineProperty(standIn, key, like);
    }
  }
  return standIn;
}

/** The list of the origins around a frame; its indexes, `item` and `contains` speak of targets. */
function ancestorsOf(page: Page, real: Location): () => unknown {
  let view: object | undefined;
  return () => {
    const list = real.ancestorOrigins;
    if (typeof list !== 'object') return list;
    const origin = (text: string | null | undefined): string | null | undefined => (text ? (page.urls.targetOrigin(text) ?? text) : text);
    view ??= new Proxy(list, {
      get(target, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) return origin(target[Number(key)]);
        if (key === 'item') return (index: number) => origin(target.item(index));
        if (key === 'contains') return (text: string) => target.contains(page.urls.gatewayOrigin(text) ?? text);
        if (key === Symbol.iterator) {
          return function* () {
            for (let at = 0; at < target.length; at++) yield origin(target[at]);
          };
        }
        return Reflect.get(target, key, target) as unknown;
      },
      getOwnPropertyDescriptor(target, key) {
        const found = Reflect.getOwnPropertyDescriptor(target, key);
        return found && typeof key === 'string' && /^\d+$/.test(key) ? { ...found, value: origin(found.value as string) } : found; // indexes hold strings
      },
    });
    return view;
  };
}

/** Another origin's Location lets us set `href` and call `replace`. Everything else goes to it, and fails as it does. */
function foreignStandIn(page: Page, real: Location): object {
  const replace = page.disguise.function(page.natives.location.replace as (...args: unknown[]) => unknown, (_native, _self, args) => {
    page.here(real.replace, real, args.length === 0 ? args : [writtenTo(page, real, args[0], 'replace')]); // no argument: its own error
  });
  return new Proxy(Object.create(null) as object, {
    get: (_target, key) => (key === 'replace' ? replace : (Reflect.get(real, key) as unknown)),
    set(_target, key, value) {
      if (key === 'href') setPart(page, real, 'href', writtenTo(page, real, value, 'set'));
      else Reflect.set(real, key, value);
      return true;
    },
    has: (_target, key) => Reflect.has(real, key),
    ownKeys: () => Reflect.ownKeys(real),
    getOwnPropertyDescriptor: (_target, key) => Reflect.getOwnPropertyDescriptor(real, key),
    defineProperty: (_target, key, descriptor) => Reflect.defineProperty(real, key, descriptor),
    deleteProperty: (_target, key) => Reflect.deleteProperty(real, key),
    setPrototypeOf: (_target, prototype) => prototype === null,
    preventExtensions: () => false,
  });
}
