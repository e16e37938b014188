/**
 * What runs first in every worker: `self.location` and all that goes to the network, as in a document. WorkerGlobalScope's
 * members can be redefined (a window's cannot), so worker scripts are not rewritten but for their imports.
 */
import { guards } from '../shared/guard-names.ts';
import { isSessionId } from '../shared/ids.ts';
import { UrlMap, type SessionHost } from '../shared/url-map.ts';
import { createMapUrl, rewriteJs } from '../rewriter/text/index.ts';
import { isMeta, tellTarget } from './module-meta.ts';
import { apply } from './natives.ts';
import * as addresses from './overrides/addresses.ts';
import { Disguise, holderOf } from './overrides/disguise.ts';
import * as blobScripts from './overrides/blob-scripts.ts';
import * as eventSource from './overrides/eventsource.ts';
import * as fetches from './overrides/fetch.ts';
import * as functionText from './overrides/function-text.ts';
import * as headers from './overrides/headers.ts';
import * as media from './overrides/media.ts';
import * as performance from './overrides/performance.ts';
import * as reflection from './overrides/reflection.ts';
import * as serviceWorker from './overrides/service-worker.ts';
import * as stacks from './overrides/stacks.ts';
import * as webSocket from './overrides/websocket.ts';
import { withProof } from './overrides/websocket.ts';
import * as workerCookies from './overrides/worker-cookies.ts';
import * as worker from './overrides/worker.ts';
import * as xhr from './overrides/xhr.ts';
import { addressPattern } from './requests.ts';
import type { Scope } from './scope.ts';

/** As far as we use it; the two towers share no worker types. */
interface WorkerGlobal {
  readonly location: Location;
  readonly origin: string;
  readonly XMLHttpRequest?: typeof XMLHttpRequest;
  /** Address of the blob that a worker was made from, gateway origin and word of its maker: left by the maker's wrapper. */
  __samepage$from?: readonly [string, string, string?];
  /** Set where the host is switched to `location: native`: by the gateway, or by the wrapper of such a page. */
  __samepage$native?: true;
}

const realm = globalThis as unknown as WorkerGlobal; // this bundle runs in workers only
// A module worker's import and a nested wrapper may bring the prelude twice.
if (!Object.hasOwn(globalThis, guards.value)) start();

function start(): void {
  const real = realm.location;
  const [from, maker, word] = realm.__samepage$from ?? [];
  const location = realm.__samepage$native ? 'native' : 'origin';
  const home = new URL(real.origin === 'null' ? (maker ?? 'http://invalid') : real.origin);
  const session = sessionOf(home);
  delete realm.__samepage$from;
  delete realm.__samepage$native;
  const disguise = new Disguise();
  for (const name of Object.values(guards)) {
    define(name, (value: unknown) => value);
    disguise.hide(globalThis, name);
  }
  if (!session) return; // not an address of ours: nothing to translate
  // Aliases are known to documents only; a host name that is too long for a label stays what it is in a worker.
  const urls = new UrlMap(session.host, session.sid, { key: '', origin: () => undefined, remember: () => undefined });
  const here = urls.toTarget(home.href) ?? home.href;
  const map = createMapUrl(urls, here);
  const pattern = addressPattern(session);
  const Xhr = realm.XMLHttpRequest;
  const scope: Scope = {
    global: globalThis,
    urls,
    disguise,
    location,
    toGateway: (url) => map(url) ?? url,
    toTarget: (address) => {
      const url = scripts.source(address) ?? address;
      return urls.toTarget(url) ?? (/^blob:/i.test(url) ? text(url) : url);
    },
    textToTarget: text,
    rewriteScript(source, kind) {
      const result = rewriteJs(source, { kind: kind === 'module' ? 'module' : 'worker', map });
      return 'text' in result ? result.text : source;
    },
    readNow(url) {
      if (!Xhr) return undefined;
      const request = new Xhr();
      request.open('GET', url, false);
      request.send();
      return request.responseText;
    },
    word,
    socketAddress: (url) => (real.origin === 'null' ? withProof(url, real.href, word, urls) : url),
    fault: () => undefined, // a worker has no link to report over; its own errors reach the page as usual
  };
  function text(source: string): string {
    return source.replace(pattern, (found) => urls.toTarget(found)?.replace(/\/$/, '') ?? found);
  }

  const scripts = blobScripts.install(scope);
  define(guards.specifier, (value: unknown) => (typeof value === 'string' ? scripts.stand(scope.toGateway(value), 'module') : value));
  define(guards.metaUrl, (value: unknown) => {
    if (location !== 'origin') return value;
    return typeof value === 'string' ? scope.toTarget(value) : isMeta(value) ? tellTarget(value, scope) : value;
  });
  if (location === 'origin') locate(scope, real, from ?? real.href);
  disguise.method(
    holderOf(globalThis, 'importScripts'),
    'importScripts',
    (native, self, args) =>
      apply(
        native,
        self,
        args.map((url) => scripts.stand(scope.toGateway(`${url as string}`), 'worker')),
      ), // converts like the browser
  );
  // Before the requests of the page are mapped: it asks us.
  workerCookies.install(scope, home.origin);
  fetches.install(scope);
  headers.install(scope);
  xhr.install(scope);
  media.install(scope);
  webSocket.install(scope);
  eventSource.install(scope);
  worker.install(scope, home.origin);
  serviceWorker.install(scope);
  addresses.install(scope);
  performance.install(scope);
  stacks.install(scope);
  functionText.install(scope);
  reflection.install(scope);
}

/** `location` and `origin`, by getters over the real ones. */
function locate(scope: Scope, real: Location, href: string): void {
  const shown = scope.textToTarget(href);
  const url = new URL(shown);
  const prototype = Reflect.getPrototypeOf(real);
  for (const part of ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const) {
    scope.disguise.accessor(prototype ?? undefined, part, (native) => {
      native(); // refuses what is no location
      return url[part];
    });
  }
  scope.disguise.method(prototype ?? undefined, 'toString', (native, self, args) => {
    apply(native, self, args); // as above
    return url.href;
  });
  const origin = url.origin;
  scope.disguise.accessor(holderOf(globalThis, 'origin'), 'origin', (native) => {
    native(); // as above
    return origin;
  });
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, enumerable: false, configurable: true, writable: false });
}

/** The session's part of a gateway origin. A sid has 16 characters of a-z2-7, which no flag and no port has. */
function sessionOf(url: URL): { sid: ReturnType<typeof asSid> & string; host: SessionHost } | undefined {
  const labels = url.hostname.split('.');
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const port = url.port ? `:${url.port}` : '';
  const nested = asSid(labels[1] ?? '');
  if (nested && labels.length > 2) return { sid: nested, host: { shape: 'nested', scheme, base: labels.slice(2).join('.'), port } };
  const flat = asSid(/--([a-z2-7]{16})(?:-[a-z0-9]+)?$/.exec(labels[0] ?? '')?.[1] ?? '');
  return flat && labels.length > 1 ? { sid: flat, host: { shape: 'flat', scheme, base: labels.slice(1).join('.'), port } } : undefined;
}

function asSid(text: string) {
  return isSessionId(text) ? text : undefined;
}
