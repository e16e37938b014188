/**
 * Puts our worker file in front of a worker's script, on its first line, so that line numbers stay. A classic worker loads
 * it with importScripts; in a module an import is evaluated before the module's own body.
 */
import { ownPaths } from '../shared/boot.ts';
import { isModule } from './body-kind.ts';

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const STRICT = /^(?:\s|\/\/[^\n\r]*(?:[\n\r]|$)|\/\*[^]*?\*\/)*(["'])use strict\1/;

export function withWorkerPrelude(script: Buffer, options: { readonly gatewayOrigin: string; readonly hash: string }): Buffer {
  const body = script.subarray(0, 3).equals(BOM) ? script.subarray(3) : script;
  const text = body.toString('latin1');
  const address = JSON.stringify(`${options.gatewayOrigin}${ownPaths.worker}?v=${options.hash}`);
  if (isModule(text)) return Buffer.concat([Buffer.from(`import ${address};`), body]);
  // A directive counts only as the first statement.
  const strict = STRICT.test(text) ? '"use strict";' : '';
  return Buffer.concat([Buffer.from(`${strict}importScripts(${address});`), body]);
}
