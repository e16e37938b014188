/**
 * Worker, SharedWorker and worklets. The gateway puts our prelude before every worker script it serves; a worker that is
 * made from a blob or a data: address gets it here. In workers, constructors of workers inside workers too.
 */
import { apply } from '../natives.ts';
import { ownPaths } from '../../shared/boot.ts';
import { dataAddress } from './blob-scripts.ts';
import type { Scope } from '../scope.ts';

/** Blobs whose copies are remembered. Pages make a handful, or a new one each time, which is never asked for again. */
const MAX_COPIES = 50;

/** `origin`: the gateway origin whose prelude goes in. */
export function install(scope: Scope, origin: string): void {
  const { global, disguise } = scope;
  const prelude = JSON.stringify(origin + ownPaths.worker);
  const BlobNative = global.Blob;
  // A service worker has neither blobs' addresses nor workers of its own.
  if (!('createObjectURL' in global.URL)) return;
  const createAddress = global.URL.createObjectURL.bind(global.URL);
  // The page may revoke its blob as soon as the constructor is back, so the text is copied. Copies of one address are kept:
  // shared workers are known by it.
  const copies = new Map<string, string>();

  const wrapped = (url: string, kind: 'classic' | 'module'): string => {
    const known = copies.get(kind + url);
    if (known !== undefined) return known;
    const text = scope.readNow(url);
    const type = { type: 'text/javascript' };
    // A policy may forbid to read it (connect-src without blob:); then the worker loads it itself, if it is still there.
    // The origin of a data: worker is opaque, and it stays so: no blob of this origin may stand in its place.
    const isData = /^\s*data:/i.test(url);
    const addressOf = (source: string): string => (isData ? dataAddress(source) : createAddress(new BlobNative([source], type)));
    const original = text === undefined ? url : addressOf(scope.rewriteScript(text, kind === 'module' ? 'module' : 'worker'));
    const native = scope.location === 'native' ? 'self.__samepage$native=true;' : '';
    const first = `self.__samepage$from=${JSON.stringify([url, origin, scope.word])};${native}`;
    // Two files, not one text: a directive prologue must stay first, and each file keeps its own scope of `let`.
    const source =
      kind === 'module'
        ? `import ${JSON.stringify(addressOf(first))};import ${prelude};import ${JSON.stringify(original)};`
        : `${first}importScripts(${prelude},${JSON.stringify(original)});`;
    const address = addressOf(source);
    if (copies.size >= MAX_COPIES) copies.clear();
    copies.set(kind + url, address);
    return address;
  };
  const mapArguments = (args: unknown[]): unknown[] => {
    if (args.length === 0) return args;
    const url = scope.toGateway(`${args[0] as string}`); // converts like the browser
    const options = args[1];
    const kind = typeof options === 'object' && options !== null && (options as WorkerOptions).type === 'module' ? 'module' : 'classic';
    const given = /^\s*(blob|data):/i.test(url) ? wrapped(url, kind) : url;
    // A trusted address that needs no change must stay trusted.
    return [given === `${args[0] as string}` ? args[0] : given, ...args.slice(1)];
  };
  disguise.construct(global, 'Worker', mapArguments);
  disguise.construct(global, 'SharedWorker', mapArguments);

  const Worklet = Reflect.get(global, 'Worklet') as { prototype: object } | undefined; // not in workers
  disguise.method(
    Worklet?.prototype,
    'addModule',
    (native, self, args) => apply(native, self, args.length === 0 ? args : [scope.toGateway(`${args[0] as string}`), ...args.slice(1)]), // converts like the browser
  );
}
