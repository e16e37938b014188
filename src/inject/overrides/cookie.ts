/** `document.cookie` and `cookieStore` over the snapshot; our own cookies in the browser are never shown. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';
import type { ShownCookie } from './cookie-snapshot.ts';

export function install(page: Page): void {
  const { window, natives, disguise } = page;
  // An opaque origin has none: the browser tells the page so. Nor has a document without a window.
  const opaque = natives.origin() === 'null';
  const hasCookies = (self: unknown): boolean => {
    if (opaque) return false;
    if (self === page.document) return true;
    try {
      return natives.defaultView(self as Document) !== null; // the getter is what finds out
    } catch {
      return false; // no document: the original complains
    }
  };
  disguise.accessor(
    window.Document.prototype,
    'cookie',
    (native, self) => (hasCookies(self) ? page.cookies.read() : native()),
    (native, self, value) => {
      if (hasCookies(self))
        page.cookies.write(`${value as string}`); // converts like the browser
      else native(value);
    },
  );
  installStore(page, natives, opaque);
}

interface StoreOptions {
  readonly name?: string;
  readonly value?: string;
  readonly url?: string;
  readonly domain?: string | null;
  readonly path?: string;
  readonly expires?: number | Date | null;
  readonly sameSite?: string;
  readonly partitioned?: boolean;
}

function installStore(page: Page, natives: Page['natives'], opaque: boolean): void {
  const { window, disguise } = page;
  const store: unknown = Reflect.get(window, 'cookieStore');
  const ChangeEvent: unknown = Reflect.get(window, 'CookieChangeEvent');
  if (!(store instanceof window.EventTarget)) return;
  const prototype = Reflect.getPrototypeOf(store) ?? undefined;

  // The browser is asked first, about the label: its complaints are the page's. What it answers says nothing.
  const method = (name: string, asked: (args: unknown[]) => unknown[], answer: (args: unknown[]) => unknown): void => {
    disguise.method(prototype, name, async (native, self, args) => {
      try {
        await apply(native, self, asked(args));
      } catch (error) {
        // An empty frame of a page on plain http may not set secure cookies; on the target's page it may.
        if (error instanceof natives.TypeError || opaque) throw error;
      }
      return answer(args);
    });
  };
  const withAddress = (args: unknown[]): unknown[] => {
    const { url } = optionsOf(args);
    return url === undefined ? args : [{ ...optionsOf(args), url: page.toGateway(`${url}`) }];
  };
  // As if it had expired: nothing is stored, and everything is checked.
  const asExpired = (args: unknown[]): unknown[] => {
    if (args.length === 0 || (args.length === 1 && typeof args[0] !== 'object')) return args;
    const options = optionsOf(args);
    const own = options.domain === undefined || options.domain === null || !isOwnDomain(options.domain);
    const given = own ? options : { ...options, domain: natives.location.hostname };
    return [{ ...given, expires: 0, ...(NOT_OURS.test(String(options.name)) && { name: 'x' }) }];
  };
  const isOwnDomain = (domain: string): boolean => {
    const host = new natives.URL(page.boot.url).hostname;
    return host === domain || host.endsWith(`.${domain}`);
  };
  const select = (args: unknown[]): ShownCookie[] => {
    const wanted = optionsOf(args).name;
    return page.cookies.list().filter((cookie) => wanted === undefined || cookie.name === wanted);
  };
  method('get', withAddress, (args) => shown(select(args)[0]) ?? null);
  method('getAll', withAddress, (args) => select(args).map(shown));
  method('set', asExpired, (args) => {
    page.cookies.write(writtenAs(optionsOf(args), page));
  });
  method(
    'delete',
    (args) => (args.length > 0 && typeof args[0] !== 'object' ? args : asExpired(args)),
    (args) => {
      page.cookies.write(writtenAs({ ...optionsOf(args), value: '', expires: 0 }, page));
    },
  );

  const ours = new WeakSet<Event>();
  // Native changes are those of our carriers and versions.
  natives.addEventListener(store, 'change', (event: Event) => {
    if (!ours.has(event)) natives.stopImmediatePropagation(event);
  });
  if (typeof ChangeEvent !== 'function') return;
  page.cookies.onChange((changed, deleted) => {
    if (window.closed) return false;
    if (changed.length + deleted.length === 0) return true;
    // The timers of a window that is gone throw.
    page.safely(undefined, () =>
      natives.queueMicrotask(() => {
        const event = Reflect.construct(ChangeEvent, [
          'change',
          { changed: changed.map(shown), deleted: deleted.map(withoutValue) },
        ]) as Event; // CookieChangeEvent is one
        ours.add(event);
        natives.dispatchEvent(store, event);
      }),
    );
    return true;
  });
}

/** What a page can reach of our own cookies by asking the browser to delete one: nothing. */
const NOT_OURS = /^(?:__Host-)?samepage/i;

function optionsOf(args: unknown[]): StoreOptions {
  const first = args[0];
  if (typeof first === 'object' && first !== null) return first as StoreOptions; // members are converted where they are used
  return args.length > 1 ? { name: String(first), value: String(args[1]) } : first === undefined ? {} : { name: String(first) };
}

function writtenAs(options: StoreOptions, page: Page): string {
  const secure = page.boot.url.startsWith('https:');
  let text = `${options.name ?? ''}=${options.value ?? ''}; path=${options.path ?? '/'}`;
  if (options.domain) text += `; domain=${options.domain}`;
  if (options.expires != null) text += `; expires=${new Date(options.expires).toUTCString()}`;
  if (options.partitioned) text += '; partitioned';
  return `${text}${secure ? '; secure' : ''}; samesite=${options.sameSite ?? 'strict'}`;
}

function shown(cookie: ShownCookie | undefined): Record<string, unknown> | undefined {
  if (!cookie) return undefined;
  return {
    domain: cookie.domain ?? null,
    expires: cookie.expires ?? null,
    name: cookie.name,
    partitioned: cookie.partitioned ?? false,
    path: cookie.path ?? '/',
    sameSite: cookie.sameSite ?? 'lax',
    // A prefix is all that the snapshot tells of it.
    secure: cookie.secure ?? /^__(?:host|secure)-/i.test(cookie.name),
    value: cookie.value,
  };
}

function withoutValue(cookie: ShownCookie): object {
  const item = shown(cookie) ?? {};
  delete item['value'];
  delete item['expires'];
  return item;
}
