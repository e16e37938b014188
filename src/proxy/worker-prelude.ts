/**
 * Puts our worker file in front of a worker's script, on its first line, so that line numbers stay. In a module an import is
 * evaluated before the module's own body. A script without imports and exports may be of either kind: only the page's
 * `new Worker(url, { type })` says so, and no header tells. `importScripts` throws in a module, an import in a classic worker,
 * so such a script carries the file's text itself.
 *
 * Where the host is switched to `location: native` the file says so first, which makes it another file.
 */
import { ownPaths } from '../shared/boot.ts';
import { isModule } from './body-kind.ts';
import type { OwnFiles } from './own-files.ts';

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const STRICT = /^(?:\s|\/\/[^\n\r]*(?:[\n\r]|$)|\/\*[^]*?\*\/)*(["'])use strict\1/;

export interface PreludeOptions {
  readonly gatewayOrigin: string;
  /** Of the host that the worker's script is of. */
  readonly location: 'origin' | 'native';
  readonly files: Pick<OwnFiles, 'worker' | 'nativeWorker'>;
}

export function withWorkerPrelude(script: Buffer, options: PreludeOptions): Buffer {
  const { gatewayOrigin, location, files } = options;
  const file = location === 'native' ? files.nativeWorker : files.worker;
  const body = script.subarray(0, 3).equals(BOM) ? script.subarray(3) : script;
  const text = body.toString('latin1');
  if (isModule(text)) {
    const path = location === 'native' ? ownPaths.nativeWorker : ownPaths.worker;
    const address = JSON.stringify(`${gatewayOrigin}${path}?v=${file.hash}`);
    return Buffer.concat([Buffer.from(`import ${address};`), body]);
  }
  // A directive counts only as the first statement: the script's own is said again, the file's stays in a function.
  const strict = STRICT.test(text) ? '"use strict";' : '';
  return Buffer.concat([Buffer.from(`${strict}(()=>{${file.bytes.toString().trim()}})();`), body]);
}
