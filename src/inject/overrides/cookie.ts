/** `document.cookie` and `cookieStore` over the snapshot; our own cookies in the browser are never shown. */
import type { Page } from '../page.ts';
import type { ShownCookie } from './cookie-snapshot.ts';

export function install(page: Page): void {
  const { window, natives, disguise } = page;
  disguise.accessor(
    window.Document.prototype,
    'cookie',
    (native, self) => (self === page.document ? page.cookies.read() : native()),
    (native, self, value) => {
      if (self === page.document)
        page.cookies.write(`${value as string}`); // converts like the browser
      else native(value);
    },
  );
  installStore(page, natives);
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

function installStore(page: Page, natives: Page['natives']): void {
  const { window, disguise } = page;
  const store: unknown = Reflect.get(window, 'cookieStore');
  const ChangeEvent: unknown = Reflect.get(window, 'CookieChangeEvent');
  if (!(store instanceof window.EventTarget)) return;
  const prototype = Reflect.getPrototypeOf(store) ?? undefined;
  const promise = <T>(make: () => T): Promise<T> =>
    new window.Promise((resolve) => {
      resolve(make());
    });

  const select = (args: unknown[]): ShownCookie[] => {
    const wanted = optionsOf(args).name;
    return page.cookies.list().filter((cookie) => wanted === undefined || cookie.name === wanted);
  };
  disguise.method(prototype, 'get', (native, self, args) => {
    // Without a name the original's own complaint.
    if (args.length === 0) return native.apply(self, args);
    return promise(() => shown(select(args)[0]) ?? null);
  });
  disguise.method(prototype, 'getAll', (_native, _self, args) => promise(() => select(args).map(shown)));
  disguise.method(prototype, 'set', (native, self, args) => {
    if (args.length === 0) return native.apply(self, args);
    return promise(() => {
      page.cookies.write(writtenAs(optionsOf(args), page));
    });
  });
  disguise.method(prototype, 'delete', (native, self, args) => {
    if (args.length === 0) return native.apply(self, args);
    return promise(() => {
      page.cookies.write(writtenAs({ ...optionsOf(args), value: '', expires: 0 }, page));
    });
  });

  const ours = new WeakSet<Event>();
  // Native changes are those of our carriers and versions.
  natives.addEventListener(store, 'change', (event: Event) => {
    if (!ours.has(event)) natives.stopImmediatePropagation(event);
  });
  if (typeof ChangeEvent !== 'function') return;
  page.cookies.onChange((changed, deleted) => {
    natives.queueMicrotask(() => {
      const event = Reflect.construct(ChangeEvent, ['change', { changed: changed.map(shown), deleted: deleted.map(shown) }]) as Event; // CookieChangeEvent is one
      ours.add(event);
      natives.dispatchEvent(store, event);
    });
  });
}

function optionsOf(args: unknown[]): StoreOptions {
  const first = args[0];
  if (typeof first === 'object' && first !== null) return first as StoreOptions; // members are converted where they are used
  return args.length > 1 ? { name: String(first), value: String(args[1]) } : first === undefined ? {} : { name: String(first) };
}

function writtenAs(options: StoreOptions, page: Page): string {
  const secure = page.targetUrl().startsWith('https:');
  let text = `${options.name ?? ''}=${options.value ?? ''}; path=${options.path ?? '/'}`;
  if (options.domain) text += `; domain=${options.domain}`;
  if (options.expires != null) text += `; expires=${new Date(options.expires).toUTCString()}`;
  if (options.partitioned) text += '; partitioned';
  return `${text}${secure ? '; secure' : ''}; samesite=${options.sameSite ?? 'strict'}`;
}

function shown(cookie: ShownCookie | undefined): object | undefined {
  if (!cookie) return undefined;
  return {
    domain: cookie.domain ?? null,
    expires: cookie.expires ?? null,
    name: cookie.name,
    partitioned: false,
    path: cookie.path ?? '/',
    sameSite: 'lax',
    secure: true,
    value: cookie.value,
  };
}
